"""The door at which tills ask how a slip stands."""

import pytest
from flask.testing import FlaskClient

from contracts.wire.claim import claim_of, seal
from contracts.wire.keys import KeyKind
from contracts.wire.messages import write_message
from contracts.wire.slip_state import SLIP_STATE_PATH, SlipState, SlipStateReply, SlipStateRequest
from contracts.wire.units import UnixTime
from hub.adapters.bell_memory import MemoryBell
from hub.adapters.database.store import DatabaseStore
from hub.app import web_over
from hub.core.policy import HOUR
from hub.web.surroundings import WebSettings
from hub.web.till_slips import LOOKING
from tests.hub.hubs import NOW
from tests.hub.usecases.claim_world import ClaimWorld
from tests.hub.web.signing import SigningTill, enrolled_till

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
"""What comes behind this door is tried on both databases where it is at home."""


def asked(
    client: FlaskClient, till: SigningTill, body: bytes, at: int = NOW
) -> tuple[int, dict[str, object]]:
    """Return status and body of what *till* is answered."""
    headers = till.headers("POST", SLIP_STATE_PATH, body, UnixTime(at))
    sent = {"Content-Type": "application/json", **headers}
    answer = client.post(SLIP_STATE_PATH, data=body, headers=sent)
    assert answer.headers["Cache-Control"] == "no-store"
    return answer.status_code, answer.get_json()


def test_a_till_asks_and_strangers_do_not(store: DatabaseStore, bell: MemoryBell) -> None:
    """Its own slip, another partner's, a forged one, none at all; unsigned nothing; in measure."""
    world = ClaimWorld(store)
    client = web_over(world.hub, WebSettings(rate_factor=1), bell=bell).test_client()
    own, stranger = enrolled_till(world.hub, 1), enrolled_till(world.hub, 2)
    rig = world.till()
    (sale,) = rig.append(world.sale(1000_00))
    key = world.hub.keyring.key(KeyKind.CLAIM, own.id, sale.body.claim_key)  # type: ignore[attr-defined]  # a sale
    code = seal(claim_of(type(sale)(own.id, sale.sequence, sale.time, sale.body, bytes(32))), key)
    body = write_message(SlipStateRequest(code))
    status, said = asked(client, own, body)
    assert status == 200
    until = UnixTime(NOW + 72 * HOUR)
    assert SlipStateReply.from_json(said) == SlipStateReply(SlipState.NOT_YET, until=until)  # type: ignore[arg-type]  # JSON
    assert asked(client, stranger, body)[1]["state"] == "foreign"
    forged = write_message(SlipStateRequest(code[:-1] + ("A" if code[-1] != "A" else "B")))
    assert (asked(client, own, forged)[0], asked(client, own, forged)[1]["code"]) == (422, "forged")
    assert asked(client, own, b'{"v":1,"code":"x"}')[0] == 422
    assert asked(client, own, b" " * 1025)[0] == 413
    plain = client.post(SLIP_STATE_PATH, data=body, headers={"Content-Type": "application/json"})
    assert plain.status_code == 401
    answers = [asked(client, stranger, body)[0] for _ in range(LOOKING.count + 1)]
    assert (answers[0], answers[-1]) == (200, 429)
