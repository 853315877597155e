"""How often one may ask: by endpoint, by asker, and by address."""

import pytest
from flask.testing import FlaskClient

from hub.adapters.bell_memory import MemoryBell
from hub.adapters.rates_memory import MemoryRates
from hub.core.ports.hub import Hub
from hub.web.factory import create_web
from hub.web.rates import FROM_AN_ADDRESS, WRITING
from hub.web.surroundings import Surroundings, WebSettings
from tests.hub.web.odd_views import OddViews
from tests.hub.web.people import sign_in_member

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
RARE = "/api/v1/odd/rare"


def test_a_rare_endpoint_answers_as_often_as_it_says(odd_client: FlaskClient) -> None:
    """Then it says how long to wait; other endpoints and other addresses are not touched."""
    assert [odd_client.get(RARE).status_code for _ in range(3)] == [200, 200, 429]
    answer = odd_client.get(RARE)
    assert answer.get_json()["code"] == "rate_limited"
    assert 1 <= int(answer.headers["Retry-After"]) == answer.get_json()["retry_after"] <= 60
    assert odd_client.get("/api/v1/odd/things").status_code == 200
    elsewhere = odd_client.get(RARE, environ_base={"REMOTE_ADDR": "198.51.100.7"})
    assert elsewhere.status_code == 200


def test_a_network_of_one_house_is_one_address(odd_client: FlaskClient) -> None:
    """Whoever has a network of IPv6 has 2**64 addresses in it, and is still one asker."""
    for n in range(3):
        answer = odd_client.get(RARE, environ_base={"REMOTE_ADDR": f"2001:db8:1:2::{n + 1}"})
        assert answer.status_code == (200 if n < 2 else 429)
    answer = odd_client.get(RARE, environ_base={"REMOTE_ADDR": "2001:db8:1:3::1"})
    assert answer.status_code == 200


def test_a_member_is_counted_wherever_he_is(odd_client: FlaskClient, hub: Hub) -> None:
    """His allowance follows him from address to address, and is nobody else's."""
    hasty, calm = sign_in_member(hub, 1), sign_in_member(hub, 2)
    thing = {"n": 1, "name": "a"}

    def post(n: int, headers: dict[str, str]) -> int:
        place = {"REMOTE_ADDR": f"198.51.100.{n}"}
        path = "/api/v1/odd/things"
        return odd_client.post(path, json=thing, headers=headers, environ_base=place).status_code

    statuses = [post(n, hasty.headers) for n in range(WRITING.count + 1)]
    assert statuses == [200] * WRITING.count + [429]
    assert post(1, calm.headers) == 200


def test_a_proxy_is_believed_only_when_it_is_named(
    hub: Hub, bell: MemoryBell, odd: OddViews
) -> None:
    """Without proxies in the settings, a header about somebody else's address is a lie."""
    forwarded = [{"X-Forwarded-For": f"198.51.100.{n}"} for n in range(3)]
    for proxies, third in ((0, 429), (1, 200)):
        around = Surroundings(MemoryRates(), bell, WebSettings(proxies=proxies))
        client = create_web(hub, around, [OddViews().blueprint]).test_client()
        assert [client.get(RARE, headers=it).status_code for it in forwarded] == [200, 200, third]
    assert odd.made == []


def test_an_address_that_asks_for_everything_is_stopped(hub: Hub, bell: MemoryBell) -> None:
    """Whoever tries every door and key from one place is counted before any door looks at him."""
    client = create_web(hub, Surroundings(MemoryRates(), bell), []).test_client()
    codes = [client.get("/nowhere").status_code for _ in range(FROM_AN_ADDRESS.count + 1)]
    assert codes == [404] * FROM_AN_ADDRESS.count + [429]
