"""Enrolment and sync over HTTP: the wire's messages, their limits, and any bytes at all."""

import gzip
import json
import random
from dataclasses import dataclass

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from contracts.wire.enrolling import ENROL_PATH, EnrolReply
from contracts.wire.messages import read_object, write_message
from contracts.wire.refusals import Refusal
from contracts.wire.request_signature import SKEW_ALLOWED
from contracts.wire.sync import CONTENT_TYPE, MOST_PACKED, MOST_UNPACKED, SYNC_PATH, read_reply
from contracts.wire.units import UnixTime
from hub.adapters.database.store import DatabaseStore
from hub.app import web_over
from hub.usecases.enrolment import add_till
from hub.usecases.till_states import revoke_till
from hub.web.surroundings import WebSettings
from tests.contracts.wire.samples import fiscal_accrual
from tests.hub.hubs import NOW
from tests.hub.till_world import TillRig, TillWorld, enrol_request
from tests.hub.web.signing import SigningTill

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
"""What comes behind these doors is tried on both databases where it is at home."""
FREE = WebSettings(secure=False, rate_factor=1_000_000)


@dataclass
class Line:
    """A till with its key, and a client of the hub's web."""

    world: TillWorld
    client: FlaskClient
    rig: TillRig
    till: SigningTill

    def post(self, body: bytes, path: str = SYNC_PATH, **headers: str) -> TestResponse:
        """Send *body* signed, as an agent does."""
        at = UnixTime(self.world.clock.time)
        signed = self.till.headers("POST", path, body, at)
        sent = {"Content-Type": CONTENT_TYPE, "Content-Encoding": "gzip", **signed, **headers}
        return self.client.post(path, data=body, headers=sent)


@pytest.fixture
def line(store: DatabaseStore) -> Line:
    """Return a till that has enrolled over HTTP, and its line to the hub."""
    world = TillWorld(store)
    client = web_over(world.hub, FREE).test_client()
    key = Ed25519PrivateKey.from_private_bytes(bytes(31) + b"\x01")
    made = add_till(world.hub, world.owner, world.shop, "Касса")
    asked = write_message(enrol_request(made.code, key.public_key().public_bytes_raw()))
    answer = client.post(ENROL_PATH, data=asked, content_type="application/json")
    assert answer.status_code == 200
    reply = EnrolReply.from_json(read_object(answer.data, longest=4096))
    return Line(world, client, TillRig(reply), SigningTill(reply.till, reply.enrolment, key))


def code_of(answer: TestResponse) -> tuple[int, str]:
    """Return status and code of a problem."""
    assert answer.content_type == "application/problem+json"
    return answer.status_code, json.loads(answer.data)["code"]


def test_a_packed_batch_is_taken_and_answered_packed(line: Line) -> None:
    """Both ways with gzip, where the asker says that it takes it."""
    line.rig.append(*(fiscal_accrual(it) for it in range(20)))
    answer = line.post(gzip.compress(line.rig.request()), **{"Accept-Encoding": "gzip"})
    assert answer.status_code == 200
    assert answer.headers["Content-Encoding"] == "gzip"
    assert answer.headers["Cache-Control"] == "no-store"
    reply = read_reply(gzip.decompress(answer.data))
    assert (reply.acknowledged, reply.time) == (20, NOW)
    plain = line.post(line.rig.request(), **{"Content-Encoding": "identity"})
    assert read_reply(plain.data).acknowledged == 20


@pytest.mark.parametrize(
    ("headers", "refusal"),
    [
        ({"Content-Type": "application/json"}, (415, "unsupported_media_type")),
        ({"Content-Encoding": "br"}, (415, "unsupported_media_type")),
        ({"Content-Encoding": "identity"}, (422, "malformed")),
        ({"Baursak-Signature": "A" * 86}, (401, "unauthenticated")),
        ({"Baursak-Till": "99"}, (401, "unauthenticated")),
        ({"Baursak-Till": ""}, (401, "unauthenticated")),
        ({"Baursak-Enrolment": "another"}, (403, "revoked")),
    ],
)
def test_headers_that_say_something_else(
    line: Line, headers: dict[str, str], refusal: tuple[int, str]
) -> None:
    """Each has its own no."""
    assert code_of(line.post(gzip.compress(line.rig.request()), **headers)) == refusal


def test_a_wrong_clock_learns_the_hubs_time(line: Line) -> None:
    """Only the till itself: its signature was looked at before."""
    body = gzip.compress(line.rig.request())
    at = UnixTime(NOW + SKEW_ALLOWED + 1)
    signed = line.till.headers("POST", SYNC_PATH, body, at)
    sent = {"Content-Type": CONTENT_TYPE, "Content-Encoding": "gzip", **signed}
    answer = line.client.post(SYNC_PATH, data=body, headers=sent)
    assert code_of(answer) == (401, "clock_skew")
    assert json.loads(answer.data)["time"] == NOW


@pytest.mark.parametrize(
    ("body", "refusal"),
    [
        (b"", (422, "malformed")),
        (gzip.compress(b""), (422, "malformed")),
        (gzip.compress(b"{}\n") + b"more", (422, "malformed")),
        (gzip.compress(b"{}\n")[:-3], (422, "malformed")),
        (gzip.compress(b"x" * (MOST_UNPACKED + 1)), (422, "too_long")),
        (gzip.compress(b"\n" * 502), (422, "too_long")),
        (b"x" * (MOST_PACKED + 1), (413, "too_large")),
    ],
    ids=["nothing", "no line", "more behind", "cut off", "swollen", "too many lines", "too large"],
)
def test_bodies_beyond_the_limits(line: Line, body: bytes, refusal: tuple[int, str]) -> None:
    """Cut off, swollen by packing, too many lines, too large: refused without reading on."""
    assert code_of(line.post(body)) == refusal


def test_a_forked_chain_is_named(line: Line) -> None:
    """A problem of its own code, with the event from which on the chains differ."""
    line.rig.append(fiscal_accrual(1), fiscal_accrual(2))
    line.post(gzip.compress(line.rig.request()))
    del line.rig.events[1:]
    line.rig.append(fiscal_accrual(3))
    answer = line.post(gzip.compress(line.rig.request()))
    assert code_of(answer) == (409, "broken_chain")
    assert json.loads(answer.data)["sequence"] == 2


def test_a_revoked_till_is_told_so(line: Line) -> None:
    """By the reply to its sync, with nothing in it that is worth a key."""
    revoke_till(line.world.hub, line.world.owner, line.rig.id)
    reply = read_reply(line.post(gzip.compress(line.rig.request())).data)
    assert reply.revoked
    assert reply.keys is not None
    assert reply.keys.keys == ()


def test_codes_are_not_guessed_over_http(line: Line) -> None:
    """A wrong one is refused as wrong, a typed mess as malformed, many as too many."""

    def enrol(**change: object) -> tuple[int, str]:
        said = {**enrol_request("0" * 16).to_json(), **change}
        sent = line.client.post(ENROL_PATH, data=json.dumps(said), content_type="application/json")
        return code_of(sent)

    assert enrol() == (401, "wrong_credentials")
    assert enrol(code="short") == (422, "malformed")
    assert enrol(public_key="AA") == (422, "malformed")
    assert enrol(more=1) == (422, "malformed")
    assert {enrol() for _ in range(20)} == {(401, "wrong_credentials"), (429, "too_many_attempts")}
    sent = line.client.post(ENROL_PATH, data=b"{}", content_type="text/plain")
    assert code_of(sent) == (415, "unsupported_media_type")


def test_no_bytes_break_the_hub(line: Line, full: bool) -> None:
    """Mutated bodies, signed by the till itself: a reply or a refusal, never a failure of ours."""
    chance = random.Random(20_260_922)
    count = 10_000 if full else 400
    line.rig.append(*(fiscal_accrual(it) for it in range(3)))
    seen: dict[int, int] = {}
    for number in range(count):
        body = bytearray(line.rig.request())
        for _ in range(chance.randint(1, 4)):
            _mutate(body, chance)
        sent = gzip.compress(bytes(body), 1) if number % 8 else _broken(bytes(body), chance)
        answer = line.post(sent)
        # Busy is for a till that knows a later generation of the hub, as a changed digit may say.
        assert answer.status_code in (200, 409, 413, 422, 503), answer.data
        if answer.status_code == 503:
            assert b'"generation":1,' not in body
        if answer.status_code != 200:
            assert code_of(answer)[1] in set(Refusal)
        seen[answer.status_code] = seen.get(answer.status_code, 0) + 1
    assert {409, 422} <= set(seen)
    assert seen[422] > count // 20


def _mutate(body: bytearray, chance: random.Random) -> None:
    at = chance.randrange(len(body))
    match chance.randrange(6):
        case 0:
            body[at] ^= 1 << chance.randrange(8)
        case 1:
            del body[at : at + chance.randint(1, 60)]
            body += b"\n"
        case 2:
            body[at:at] = bytes(chance.randrange(256) for _ in range(chance.randint(1, 9)))
        case 3:
            body[at:at] = body[chance.randrange(len(body)) :][: chance.randint(1, 900)]
        case 4:
            lines = bytes(body[:-1]).split(b"\n")
            chance.shuffle(lines)
            body[:] = b"\n".join(lines) + b"\n"
        case _:
            body[at : at + 1] = chance.choice(
                (b"9" * 30, b"null", b"[[[[[[[[", b"\x00", b'"', b"-1")
            )


def _broken(body: bytes, chance: random.Random) -> bytes:
    """Return *body* packed, and that damaged."""
    packed = bytearray(gzip.compress(body, 1))
    packed[chance.randrange(len(packed))] ^= 1 << chance.randrange(8)
    return bytes(packed)
