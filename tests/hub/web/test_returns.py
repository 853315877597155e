"""The manager's list and the clearing over HTTP."""

import pytest
from flask.testing import FlaskClient

from contracts.wire.units import UnixTime
from hub.adapters.bell_memory import MemoryBell
from hub.adapters.database.store import DatabaseStore
from hub.app import web_over
from hub.core.access.people import PartnerState
from hub.core.access.roles import Role
from hub.web.surroundings import WebSettings
from tests.hub.hubs import NOW
from tests.hub.usecases.claim_world import ClaimWorld
from tests.hub.web.people import sign_in_staff

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
"""What comes behind these doors is tried on both databases where it is at home."""
API = "/api/v1"


@pytest.fixture
def world(store: DatabaseStore) -> ClaimWorld:
    """Return a shop that gives 3 points for each 100 ₸."""
    return ClaimWorld(store)


@pytest.fixture
def client(world: ClaimWorld, bell: MemoryBell) -> FlaskClient:
    """Return a client of the whole app."""
    return web_over(world.hub, WebSettings(secure=False), bell=bell).test_client()


def test_a_manager_finds_the_sale_of_what_came_back(world: ClaimWorld, client: FlaskClient) -> None:
    """By its slip or its place, or says that there is none."""
    headers = sign_in_staff(world.hub, Role.MANAGER, world.partner).headers
    till = world.selling()
    sale = world.sale(500_00)
    [event] = till.append(sale)
    till.append(*(world.back(sale, total) for total in (100_00, 50_00, 20_00)))
    world.hand_in(till)
    listed = client.get(f"{API}/returns", headers=headers).get_json()["items"]
    assert [(it["sequence"], it["total"]) for it in listed] == [(2, 100_00), (3, 50_00), (4, 20_00)]
    base = f"{API}/returns/{till.id}"
    by_slip = client.post(f"{base}/2/slip", json={"code": world.code(event)}, headers=headers)
    named = client.post(f"{base}/3/sale", json={"till": till.id, "sequence": 1}, headers=headers)
    ignored = client.post(f"{base}/4/ignore", headers=headers)
    assert [it.get_json()["state"] for it in (by_slip, named, ignored)] == [
        "matched", "matched", "ignored",
    ]  # fmt: skip
    assert client.get(f"{API}/returns", headers=headers).get_json() == {"items": []}
    assert world.claim(world.member(), event).claim.points == 10
    missing = client.post(f"{base}/9/ignore", headers=headers)
    nowhere = {"till": till.id, "sequence": 99}
    decided = client.post(f"{base}/4/sale", json=nowhere, headers=headers)
    assert (missing.status_code, decided.status_code) == (404, 409)


def test_another_partners_manager_sees_and_decides_nothing(
    world: ClaimWorld, client: FlaskClient
) -> None:
    """The list is by shop."""
    till = world.selling()
    till.append(world.back(world.sale(500_00), 100_00))
    world.hand_in(till)
    with world.store.begin() as work:
        other = work.partners.add("Тәтті", None, PartnerState.ACTIVE, UnixTime(NOW))
    stranger = sign_in_staff(world.hub, Role.MANAGER, other).headers
    assert client.get(f"{API}/returns", headers=stranger).get_json() == {"items": []}
    answer = client.post(f"{API}/returns/{till.id}/1/ignore", headers=stranger)
    assert answer.status_code == 403


def test_clearing_is_shown_by_days(world: ClaimWorld, client: FlaskClient) -> None:
    """Only real days, of a year at most."""
    headers = sign_in_staff(world.hub, Role.OWNER, world.partner).headers
    base = f"{API}/clearing?partner={world.partner}"
    shown = client.get(f"{base}&since=2026-09-01&until=2026-09-30", headers=headers)
    assert shown.get_json() == {"items": []}
    for since, until in (("2026-02-30", "2026-03-01"), ("2026-03-02", "2026-03-01"),
                         ("2020-01-01", "2026-01-01")):  # fmt: skip
        wrong = client.get(f"{base}&since={since}&until={until}", headers=headers)
        assert (wrong.status_code, wrong.get_json()["code"]) == (422, "validation")
