"""Tills on the dashboard: made, listed, configured, taken out, by those who may."""

from typing import Any

import pytest
from flask.testing import FlaskClient

from contracts.wire.enrolling import code_typed
from contracts.wire.refusals import Refusal
from contracts.wire.units import UnixTime
from hub.core.access.roles import Role
from hub.core.chain import Line
from hub.core.ports.hub import Hub
from hub.usecases.enrolment import enrol_till
from tests.hub.till_world import enrol_request
from tests.hub.web.people import sign_in_staff
from tests.hub.web.signing import enrolled_till

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


class Dashboard:
    """A client that is signed in as the owner of the partner of one till."""

    def __init__(self, hub: Hub, client: FlaskClient) -> None:
        self.till = enrolled_till(hub).id
        another = enrolled_till(hub, 2).id
        with hub.store.read() as work:
            found, other = work.tills.get(self.till), work.tills.get(another)
        assert found is not None
        assert other is not None
        self.shop = found.shop
        self.client = client
        self.headers = sign_in_staff(hub, Role.OWNER, found.partner).headers
        self.stranger = sign_in_staff(hub, Role.OWNER, other.partner).headers

    def ask(
        self, method: str, path: str, body: object = None, *, status: int = 200, mine: bool = True
    ) -> Any:
        """Return the answer's JSON, of the status that is expected."""
        headers = self.headers if mine else self.stranger
        answer = self.client.open(f"/api/v1{path}", method=method, json=body, headers=headers)
        assert answer.status_code == status, answer.data
        return answer.get_json()


@pytest.fixture
def dashboard(hub: Hub, client: FlaskClient) -> Dashboard:
    """Return an owner's dashboard."""
    return Dashboard(hub, client)


def test_a_till_is_made_and_enrols(dashboard: Dashboard, hub: Hub) -> None:
    """Its code is shown once, works once it is typed, and the list shows the till."""
    asked = {"shop": dashboard.shop, "name": "Касса 2"}
    made = dashboard.ask("POST", "/tills", asked, status=201)
    shown = dashboard.ask("GET", f"/tills/{made['till']}")
    assert (shown["state"], shown["code_expires_at"]) == ("waiting", made["expires_at"])
    again = dashboard.ask("POST", f"/tills/{made['till']}/code", status=201)
    assert again["code"] != made["code"]
    enrol_till(hub, enrol_request(code_typed(again["code"])), "127.0.0.1")
    found = dashboard.ask("GET", "/tills")
    assert [(it["id"], it["state"]) for it in found["items"]] == [
        (dashboard.till, "active"), (made["till"], "active"),
    ]  # fmt: skip
    assert found["items"][1]["health"]["computer"] == "KASSA-1"


def test_the_list_comes_in_pages(dashboard: Dashboard) -> None:
    """Each says where the next begins, the last says that it is the last."""
    for number in range(3):
        dashboard.ask("POST", "/tills", {"shop": dashboard.shop, "name": f"{number}"}, status=201)
    first = dashboard.ask("GET", "/tills?limit=3")
    rest = dashboard.ask("GET", f"/tills?limit=3&after={first['next']}")
    assert [len(first["items"]), len(rest["items"]), rest["next"]] == [3, 1, None]


def test_settings_are_checked_whole(dashboard: Dashboard) -> None:
    """Of a till and of a shop: every wrong one is named, and none of them is stored."""
    wrong = {"slip": {"claim_days": 999, "font": "serif"}, "earn_rate": "5"}
    for path in (f"/tills/{dashboard.till}/settings", f"/shops/{dashboard.shop}/till-settings"):
        said = dashboard.ask("PUT", path, {"settings": wrong}, status=422)
        assert said["code"] == "validation"
        assert {it["field"] for it in said["fields"]} == {
            "settings.slip.claim_days", "settings.slip.font", "settings.earn_rate",
        }  # fmt: skip
    assert dashboard.ask("GET", f"/tills/{dashboard.till}")["settings"] == {"registers": []}
    good = {"slip": {"enabled": True}, "registers": ["010100112233"], "total_max": 5_000_000}
    path = f"/tills/{dashboard.till}/settings"
    assert dashboard.ask("PUT", path, {"settings": good})["settings"] == good
    hours = {"settings": {"hours": {"opens": 480, "closes": 1320, "days": [0, 1, 2, 3, 4, 5]}}}
    path = f"/shops/{dashboard.shop}/till-settings"
    assert dashboard.ask("PUT", path, hours) == hours
    assert dashboard.ask("GET", path) == hours


def test_a_till_is_renamed_rotated_revoked_and_written_off(dashboard: Dashboard) -> None:
    """Each answer is the till as it is then."""
    path = f"/tills/{dashboard.till}"
    assert dashboard.ask("PATCH", path, {"name": " Бас  касса "})["name"] == "Бас касса"
    keys = dashboard.ask("POST", f"{path}/keys", {"kind": "claim"}, status=201)
    assert keys == {"key_id": 1}
    assert dashboard.ask("GET", path)["claim_key"] == 1
    key = f"/shops/{dashboard.shop}/voucher-key"
    assert dashboard.ask("POST", key, {"stolen": True}, status=201) == {"key_id": 1}
    assert dashboard.ask("GET", path)["online_only"]
    assert dashboard.ask("POST", f"{path}/lift")["state"] == "active"
    assert dashboard.ask("POST", f"{path}/revoke")["revoked_head"] == 0
    assert dashboard.ask("POST", f"{path}/lift", status=409)["code"] == "conflict"
    assert dashboard.ask("POST", f"{path}/write-off")["state"] == "written_off"
    refused = dashboard.ask("POST", f"{path}/keys", {"kind": "claim"}, status=409)
    assert refused["code"] == "conflict"


def test_what_was_set_aside_is_shown(dashboard: Dashboard, hub: Hub) -> None:
    """With the reason and its place, page by page; none, and no fork, of a till in order."""
    path = f"/tills/{dashboard.till}/set-aside"
    assert dashboard.ask("GET", path) == {"items": [], "next": None, "forked": 0}
    lines = [
        Line(b"odd" * place, bytes([place]) * 32, None, Refusal.WRONG_KIND, "parade", place)
        for place in (1, 2, 3)
    ]
    with hub.store.begin() as work:
        work.events.add(dashboard.till, lines, UnixTime(7))
        work.events.keep_branch(dashboard.till, lines[:1], UnixTime(7))
    first = dashboard.ask("GET", f"{path}?limit=2")
    assert [it["sequence"] for it in first["items"]] == [1, 2]
    rest = dashboard.ask("GET", f"{path}?limit=2&after={first['next']}")
    assert rest == {
        "items": [{"sequence": 3, "refusal": "wrong_kind", "detail": "parade", "received_at": 7,
                   "size": 9}],
        "next": None,
        "forked": 1,
    }  # fmt: skip


def test_other_partners_see_nothing(dashboard: Dashboard) -> None:
    """Neither the list nor the till nor that there is one."""
    path = f"/tills/{dashboard.till}"
    shop = f"/shops/{dashboard.shop}"
    seen = dashboard.ask("GET", "/tills", mine=False)["items"]
    assert dashboard.till not in {it["id"] for it in seen}
    for method, where, body in (
        ("GET", path, None),
        ("GET", f"{path}/set-aside", None),
        ("PATCH", path, {"name": "x"}),
        ("POST", f"{path}/code", None),
        ("PUT", f"{path}/settings", {"settings": {}}),
        ("POST", f"{path}/revoke", None),
        ("POST", f"{path}/write-off", None),
        ("POST", f"{path}/lift", None),
        ("POST", f"{path}/keys", {"kind": "claim"}),
        ("GET", f"{shop}/till-settings", None),
        ("PUT", f"{shop}/till-settings", {"settings": {}}),
        ("POST", f"{shop}/voucher-key", {}),
        ("POST", "/tills", {"shop": dashboard.shop, "name": "x"}),
    ):
        assert dashboard.ask(method, where, body, status=404, mine=False)["code"] == "not_found"
