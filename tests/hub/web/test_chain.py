"""A member's points on chain over HTTP."""

from pathlib import Path

import pytest
from flask.testing import FlaskClient

from hub.adapters.bell_memory import MemoryBell
from hub.adapters.database.store import DatabaseStore
from hub.core.ports.hub import Hub
from tests.hub.settlement_world import wallet
from tests.hub.web.chain_world import ChainWorld, move_name
from tests.hub.web.people import sign_in_member

MOVES = "/api/v1/chain/moves"


@pytest.fixture
def world(store: DatabaseStore, tmp_path: Path, bell: MemoryBell) -> ChainWorld:
    """Return a programme that settles, with its API."""
    return ChainWorld(store, tmp_path / "epochs", bell)


def test_a_move_is_asked_once_and_followed_to_the_wallet(world: ChainWorld) -> None:
    """The same id is one move; its state goes from pending to claimed, and back is shown."""
    member = world.member()
    world.earn(member, 500)
    headers = world.sign_in(member).headers
    asked = {"id": move_name("first"), "points": 200}
    first, again = (world.client.post(MOVES, json=asked, headers=headers) for _ in range(2))
    assert (first.status_code, again.status_code) == (201, 201)
    assert first.get_json() == again.get_json()
    said = first.get_json()
    assert (said["points"], said["state"], said["wallet"]) == (200, "pending", wallet(member))
    other = world.client.post(MOVES, json={**asked, "points": 201}, headers=headers)
    assert (other.status_code, other.get_json()["code"]) == (409, "mismatch")
    world.epoch()
    headers = world.sign_in(member).headers
    [shown] = world.client.get(MOVES, headers=headers).get_json()["items"]
    assert (shown["state"], shown["epoch"], shown["back"]) == ("claimable", 1, 0)


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_a_programme_without_a_chain_says_so(client: FlaskClient, hub: Hub) -> None:
    """To whoever asks for anything of it."""
    headers = sign_in_member(hub).headers
    asked = {"id": move_name("nowhere"), "points": 200}
    answers = [client.post(MOVES, json=asked, headers=headers), client.get(MOVES, headers=headers)]
    assert [(it.status_code, it.get_json()["code"]) for it in answers] == [(409, "no_chain")] * 2
