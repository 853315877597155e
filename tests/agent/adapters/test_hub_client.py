"""The hub over HTTP: whatever answers, the till knows what to make of it."""

import gzip
import json
import os
import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from agent.adapters.hub_client import HubClient, TillIdentity
from agent.core.hub_words import (
    HubError,
    HubRefused,
    HubSilent,
    LinkState,
    NotTheHub,
    TakenElsewhere,
    status_after,
)
from agent.core.problem_facts import LONGEST_SHOP
from agent.line_trust import new_seed, public_key
from contracts.wire.enrolling import EnrolRequest
from contracts.wire.event import genesis
from contracts.wire.redeeming import RedemptionRequest, RedemptionState, UndoRequest
from contracts.wire.refusals import Refusal
from contracts.wire.slip_state import SlipState, SlipStateReply, SlipStateRequest
from contracts.wire.sync import MOST_PACKED, Health, SyncHeader, write_request
from contracts.wire.units import Sequence, ShopId, TillId, UnixTime
from tests.fakes.hub import MemoryHub
from tests.fakes.hub_server import (
    HubServer,
    Said,
    hang_up,
    hang_up_halfway,
    no_http,
    problem,
    said,
    serving,
)

NOON = UnixTime(1_795_000_000)
SEED = bytes(range(32, 64))
TILL = TillId(7)
HEADER = SyncHeader(
    generation=1,
    head_sequence=Sequence(0),
    head_hash=genesis(TILL, "first"),
    ledger_head=None,
    config_version=0,
    catalogue_version=0,
    keys_version=0,
    cancellations_up_to=0,
    lease=None,
    health=Health("0.1.0", "test", 0, 0, 0, None, None, 0, None, ()),
    spent_count=0,
)
BODY = write_request(HEADER, [])


@pytest.fixture
def server() -> Iterator[HubServer]:
    """Return a hub that serves this till."""
    hub = MemoryHub(TILL, ShopId(1), "first", NOON)
    with serving(HubServer(hub, public_key(SEED), "7K3M9QXT2B4CDFGH")) as made:
        yield made


@pytest.fixture
def client(server: HubServer) -> Iterator[HubClient]:
    """Return this till's client."""
    made = HubClient(server.url, TillIdentity(TILL, "first", SEED), lambda: NOON)
    yield made
    made.close()


def asked(code: str = "1" * 8, patience_s: float = 5.0) -> tuple[RedemptionRequest, float]:
    """Return a question about a voucher."""
    return RedemptionRequest(bytes(16), None, code, None, None), patience_s


def test_a_sync_is_signed_and_packed(client: HubClient, server: HubServer) -> None:
    """The signature is over what is sent, and no two are alike, though the clock stands still."""
    for _ in range(3):
        assert client.sync(BODY).acknowledged == 0
    assert len(server.signatures) == 3
    path, headers, size = server.seen[0]
    assert (path, headers["Content-Encoding"]) == ("/api/v1/tills/sync", "gzip")
    assert headers["Content-Type"] == "application/x-ndjson"
    assert size < len(BODY)
    assert "points" not in headers["User-Agent"]


def test_vouchers_are_asked_about_and_taken_back(client: HubClient, server: HubServer) -> None:
    """With the till's own ids."""
    server.hub.issue(11111111)
    reply = client.redeem(*asked())
    assert (reply.state, reply.voucher) == (RedemptionState.ACCEPTED, 11111111)
    undone = client.undo(bytes(16), UndoRequest(reason="не взял", cashier=None))
    assert undone.state is RedemptionState.UNDONE


def test_a_slip_is_asked_about(client: HubClient, server: HubServer) -> None:
    """Signed like the rest; a no of the hub comes with its code."""
    code = "A" * 48
    server.hub.slips[code] = SlipStateReply(SlipState.CLAIMED, claimed_at=UnixTime(1))
    assert client.slip_state(SlipStateRequest(code), 5.0) == server.hub.slips[code]
    with pytest.raises(HubRefused) as refused:
        client.slip_state(SlipStateRequest("B" * 48), 5.0)
    assert refused.value.code == Refusal.FORGED


def test_enrolment_is_asked_for_without_a_signature(server: HubServer) -> None:
    """There is nobody yet to sign; the same again gets the same."""
    server.public_key = b""
    seed = new_seed()
    assert public_key(seed) == (
        Ed25519PrivateKey.from_private_bytes(seed).public_key().public_bytes_raw()
    )
    client = HubClient(server.url + "/", None, lambda: NOON)
    request = EnrolRequest("7K3M9QXT2B4CDFGH", public_key(seed), "KASSA", "0.1.0")
    assert client.enrol(request) == client.enrol(request)
    assert "Baursak-Till" not in server.seen[0][1]
    with pytest.raises(HubRefused) as refused:
        client.enrol(EnrolRequest("0000000000000000", public_key(seed), "KASSA", "0.1.0"))
    assert refused.value.code == "wrong_credentials"
    assert "one-time code" in refused.value.hint
    client.close()
    client.close()


def packed_bomb(_: BaseHTTPRequestHandler) -> Said:
    """Answer a few kilobytes that unpack to fifty megabytes."""
    bomb = gzip.compress(b" " * 50_000_000)
    return 200, {"Content-Type": "application/json", "Content-Encoding": "gzip"}, bomb


@pytest.mark.parametrize(
    ("way", "kind", "word"),
    [
        (hang_up, HubSilent, "cut"),
        (hang_up_halfway, HubSilent, "cut"),
        (no_http, HubSilent, "cut"),
        (lambda _: said(b"oops", 500, "text/plain"), HubSilent, "500"),
        (lambda _: said(b"<html>", 502, "text/html"), HubSilent, "502"),
        (lambda _: said(b"<html>Log in</html>", 200, "text/html"), NotTheHub, "text/html"),
        (lambda _: (302, {"Location": "http://login.example.kz/"}, b""), NotTheHub, "elsewhere"),
        (lambda _: (307, {"Location": "/api/v1/tills/sync"}, b""), NotTheHub, "elsewhere"),
        (lambda _: said(b"{"), NotTheHub, "SyncReply"),
        (lambda _: said(b"[]"), NotTheHub, "SyncReply"),
        (lambda _: said(b'{"acknowledged": "all of them"}'), NotTheHub, "SyncReply"),
        (lambda _: said(b"\xff\xfe"), NotTheHub, "SyncReply"),
        (lambda _: said(b"", 200, ""), NotTheHub, "something"),
        (lambda _: said(b"x" * 5_000_000), NotTheHub, "longer"),
        (packed_bomb, NotTheHub, "longer"),
        (lambda _: (200, {"Content-Type": "application/json", "Content-Encoding": "gzip"}, b"no"),
         NotTheHub, "unpacked"),
        (lambda _: said(b"not found", 404, "text/plain"), NotTheHub, "404"),
        (lambda _: said(b"{", 409, "application/problem+json"), NotTheHub, "read"),
        (lambda _: said(b"{}", 403, "application/problem+json"), NotTheHub, "403"),
        (lambda _: said(b"x" * 100_000, 403, "application/problem+json"), NotTheHub, "longer"),
        (lambda _: problem(503, "busy"), HubSilent, "busy"),
        (lambda _: problem(403, "revoked"), HubRefused, "sentence"),
    ],
    ids=[
        "hangs up", "cut halfway", "no HTTP", "500", "502", "captive portal", "redirect", "307",
        "half JSON", "a list", "wrong JSON", "no UTF-8", "no type", "too long", "bomb", "not gzip",
        "404", "half a problem", "no code", "long problem", "busy", "revoked",
    ],
)  # fmt: skip
def test_whatever_answers_is_a_clear_state(
    client: HubClient, server: HubServer, way: object, kind: type[HubError], word: str
) -> None:
    """A sentence, a hint, and the same request again when the line is well."""
    server.ways = [way, way]  # type: ignore[list-item]  # functions, typed above by use
    with pytest.raises(HubError) as error:
        client.sync(BODY)
    assert isinstance(error.value, kind)
    assert word in error.value.title
    assert error.value.hint.endswith(".") or "--again" in error.value.hint
    assert status_after(error.value).state is not LinkState.UP_TO_DATE
    server.ways = []
    assert client.sync(BODY).acknowledged == 0


def test_a_connection_that_was_kept_too_long_is_opened_anew(
    client: HubClient, server: HubServer
) -> None:
    """Nobody sees that it broke: every request of ours may be sent twice."""
    client.sync(BODY)
    server.ways = [hang_up]
    assert client.sync(BODY).acknowledged == 0


def test_patience_ends(client: HubClient, server: HubServer) -> None:
    """A guest does not wait for a hub that says nothing, nor for one that drips."""

    def silence(_: BaseHTTPRequestHandler) -> None:
        server.stopped.wait(20)

    def drip(handler: BaseHTTPRequestHandler) -> None:
        handler.wfile.write(b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n")
        handler.wfile.write(b"Content-Length: 100000\r\n\r\n")
        while not server.stopped.wait(0.05):
            handler.wfile.write(b" ")
            handler.wfile.flush()

    for way in (silence, drip):
        server.ways = [way]
        began = time.monotonic()
        with pytest.raises(HubSilent, match="in time"):
            client.redeem(*asked(patience_s=0.3))
        assert time.monotonic() - began < 15, "it did not wait for the end of the test"


def test_no_line_at_all(server: HubServer) -> None:
    """Nobody listens, nobody has that name, no certificate, a proxy that is none."""
    identity = TillIdentity(TILL, "first", SEED)
    cases = [
        ("http://127.0.0.1:1", None, "no connection"),
        (server.url.replace("http:", "https:"), None, "no connection"),
        (server.url, "http://127.0.0.1:1", "no connection"),
        (server.url, "gopher://127.0.0.1:1", "proxy"),
        ("nonsense", None, "address"),
    ]
    for url, proxy, word in cases:
        client = HubClient(url, identity, lambda: NOON, proxy=proxy)
        with pytest.raises(HubSilent, match=word):
            client.sync(BODY)
        client.close()


def test_the_hub_may_ask_for_patience(client: HubClient, server: HubServer) -> None:
    """In seconds; nonsense asks for nothing."""
    for asked_for, wait_s in (("17", 17), ("-1", None), ("soon", None), ("9" * 20, None)):
        status, headers, body = problem(429, "rate_limited")
        answer = (status, {**headers, "Retry-After": asked_for}, body)
        server.ways = [lambda _, it=answer: it]  # type: ignore[misc]  # bound as it is now
        with pytest.raises(HubSilent) as silent:
            client.sync(BODY)
        assert silent.value.wait_s == wait_s


def test_the_hub_s_clock_comes_with_its_refusal(server: HubServer) -> None:
    """A till whose clock is off learns the time from the no."""
    wrong = HubClient(
        server.url, TillIdentity(TILL, "first", SEED), lambda: UnixTime(NOON - 10_000)
    )
    with pytest.raises(HubRefused) as refused:
        wrong.sync(BODY)
    assert (refused.value.code, refused.value.time) == ("clock_skew", NOON)
    for odd in (True, -5, 2**40, "noon"):
        server.ways = [lambda _, it=odd: problem(401, "clock_skew", time=it)]  # type: ignore[misc]  # bound as it is now
        with pytest.raises(HubRefused) as refused:
            wrong.sync(BODY)
        assert refused.value.time is None
    wrong.close()


@pytest.mark.parametrize("off", [-86_400, 86_400])
def test_a_clock_that_was_set_right_is_believed(server: HubServer, off: int) -> None:
    """Nothing is signed ahead of the hub for what was signed with the wrong clock."""
    clock = [NOON + off]
    client = HubClient(server.url, TillIdentity(TILL, "first", SEED), lambda: UnixTime(clock[0]))
    for _ in range(3):
        with pytest.raises(HubRefused):
            client.sync(BODY)
    clock[0] = NOON
    for _ in range(3):
        assert client.sync(BODY).acknowledged == 0
    client.close()


def test_where_a_voucher_was_taken_comes_with_the_no(client: HubClient, server: HubServer) -> None:
    """Shop and time, both or neither, and nothing that could not be shown."""
    asked = RedemptionRequest(bytes(16), None, "12345678", None, None)
    for shop, at, told in (
        ("Абай 10", NOON, TakenElsewhere("Абай 10", NOON)),
        ("x" * 500, NOON, TakenElsewhere("x" * LONGEST_SHOP, NOON)),
        ("Абай 10", None, None),
        ("", NOON, None),
        ("a\x1b[2J", NOON, None),
        (7, NOON, None),
    ):
        said = problem(409, "already_redeemed", shop=shop, redeemed_at=at)
        server.ways = [lambda _, it=said: it]  # type: ignore[misc]  # bound as it is now
        with pytest.raises(HubRefused) as refused:
            client.redeem(asked, 5.0)
        assert refused.value.taken == told


def test_another_key_is_refused(server: HubServer) -> None:
    """The till is told that the hub does not know it."""
    client = HubClient(server.url, TillIdentity(TILL, "first", bytes(32)), lambda: NOON)
    with pytest.raises(HubRefused) as refused:
        client.sync(BODY)
    assert status_after(refused.value).state is LinkState.REFUSED
    client.close()


def test_a_body_above_the_limit_is_not_sent(client: HubClient, server: HubServer) -> None:
    """What does not pack within the limit is refused here."""
    noise = os.urandom(MOST_PACKED + 1000)
    with pytest.raises(HubRefused) as refused:
        client.sync(noise)
    assert refused.value.code == "too_large"
    assert server.seen == []


def test_secrets_do_not_show(client: HubClient) -> None:
    """Neither in what a log prints of the identity nor in an error."""
    assert "seed" not in repr(TillIdentity(TILL, "first", SEED))
    assert json.dumps(str(client)).find(SEED.hex()) == -1
