"""Webhooks over HTTP, as an owner's dashboard uses them."""

import pytest
from flask.testing import FlaskClient

from hub.core.access.people import PartnerState
from hub.core.access.roles import Role
from hub.core.ports.hub import Hub
from hub.usecases.deliver_webhooks import plan_deliveries
from tests.hub.web.people import sign_in_staff

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
HOOK = {"url": "https://hooks.example.kz/in", "kinds": ["voucher.*"]}


def test_from_the_first_to_the_last(client: FlaskClient, hub: Hub) -> None:
    """Made with its secret, listed without it, changed, looked at, told again, and removed."""
    with hub.store.begin() as work:
        partner = work.partners.add("Нан", None, PartnerState.ACTIVE, hub.clock.now())
    owner = sign_in_staff(hub, Role.OWNER, partner).headers
    place = f"/api/v1/partners/{partner}/webhooks"
    made = client.post(place, json=HOOK, headers=owner)
    assert made.status_code == 201
    assert made.get_json()["secret"].startswith("whs_")
    webhook = made.get_json()["webhook"]
    assert client.get(place, headers=owner).get_json() == {"webhooks": [webhook]}
    own = f"/api/v1/webhooks/{webhook['id']}"
    changed = client.put(own, json={**HOOK, "kinds": ["*"], "active": True}, headers=owner)
    assert changed.get_json() == {**webhook, "kinds": ["*"]}
    assert client.post(own + "/secret", headers=owner).status_code == 201
    with hub.store.begin() as work:
        work.feed.publish("claim.made", {}, partner=partner)
        work.feed.publish("claim.made", {}, partner=partner)
    assert plan_deliveries(hub) == 2
    page = client.get(own + "/deliveries?limit=1", headers=owner).get_json()
    assert [it["event"] for it in page["deliveries"]] == [2]
    rest = client.get(own + f"/deliveries?after={page['next']}", headers=owner).get_json()
    assert [(it["event"], it["state"]) for it in rest["deliveries"]] == [(1, "waiting")]
    assert client.post(own + "/deliveries/1/again", headers=owner).status_code == 204
    assert client.post(own + "/deliveries/9/again", headers=owner).status_code == 404
    assert client.delete(own, headers=owner).status_code == 204
    assert client.delete(own, headers=owner).status_code == 404


@pytest.mark.parametrize(
    "wrong",
    [{"url": "http://hooks.example.kz/in"}, {"url": "https://u@x.kz"}, {"kinds": []},
     {"kinds": ["No"]}, {"more": 1}, {"url": "https://" + "x" * 600}],
)  # fmt: skip
def test_what_is_no_webhook(client: FlaskClient, hub: Hub, wrong: dict[str, object]) -> None:
    """It is refused before anybody is called."""
    with hub.store.begin() as work:
        partner = work.partners.add("Нан", None, PartnerState.ACTIVE, hub.clock.now())
    owner = sign_in_staff(hub, Role.OWNER, partner).headers
    place = f"/api/v1/partners/{partner}/webhooks"
    assert client.post(place, json={**HOOK, **wrong}, headers=owner).status_code == 422
