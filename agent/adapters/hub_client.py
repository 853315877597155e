"""The hub over HTTP: signed, compressed, patient for so long and no longer.

httpx is imported when the first request goes out: it costs some ten megabytes that a brain without
a hub does not need. One till has one request under way at a time, so HTTP/2 would add a library and
save nothing: a kept-alive HTTP/1.1 connection it is.
"""

import gzip
import sys
import time
import zlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from types import ModuleType
from typing import Any, Final, TypeVar

from agent.core.hub_words import HubRefused, HubSilent, NotTheHub, PinTries
from agent.core.problem_facts import LATEST_TIME, few_in, taken_in, time_in
from agent.line_trust import Signer, signer_of, trusted
from contracts.wire import base64url, slip_state
from contracts.wire.card_spending import (
    CHOICES_PATH,
    LONGEST_SPENDING,
    SPENDING_PATH,
    ChoicesReply,
    ChoicesRequest,
    SpendRequest,
)
from contracts.wire.enrolling import ENROL_PATH, LONGEST_ENROL, EnrolReply, EnrolRequest
from contracts.wire.messages import read_object, write_message
from contracts.wire.redeeming import (
    LONGEST_REDEMPTION,
    REDEMPTIONS_PATH,
    RedemptionReply,
    RedemptionRequest,
    UndoRequest,
)
from contracts.wire.refusals import Refusal, Refused
from contracts.wire.request_signature import RequestSignature, text_to_sign
from contracts.wire.rules import Record
from contracts.wire.sync import CONTENT_TYPE, MOST_PACKED, MOST_REPLY, SYNC_PATH, SyncReply
from contracts.wire.units import TillId, UnixTime

CONNECT_S: Final = 10.0
SYNC_S: Final = 60.0
"""For a whole sync: a megabyte on the slowest line that shops have."""
ENROL_S: Final = 30.0
LONGEST_PROBLEM: Final = 16 * 1024
"""Bytes of a refusal that are read."""
SMALL: Final = 1024
"""Bytes below which compression saves nothing."""
LONGEST_DETAIL: Final = 300
_JSON: Final = "application/json"
_PROBLEM: Final = "application/problem+json"
_HEADERS: Final = {
    "Accept": f"{_JSON}, {_PROBLEM}",
    "Accept-Encoding": "gzip",
    "Accept-Language": "en",
    "User-Agent": "baursak-agent",
}
_RETRIABLE: Final = frozenset({408, 425, 429, 500, 502, 503, 504})
"""Statuses of which something between till and hub says that it is not the hub's last word."""

R = TypeVar("R", bound=Record)


@dataclass(frozen=True, slots=True)
class TillIdentity:
    """Who signs."""

    till: TillId
    enrolment: str
    seed: bytes = field(repr=False)
    """Of the till's own Ed25519 key."""


@dataclass(frozen=True, slots=True)
class _Answer:
    """What came back, unpacked."""

    status: int
    kind: str
    """The content type, without its parameters."""
    headers: Mapping[str, str]
    body: bytes


class HubClient:
    """The Hub and Doorway ports over HTTP."""

    def __init__(
        self,
        url: str,
        identity: TillIdentity | None,
        now: Callable[[], UnixTime],
        *,
        proxy: str | None = None,
    ) -> None:
        self._url = url.rstrip("/")
        self._identity = identity
        self._now = now
        self._proxy = proxy
        self._made: Any = None
        self._key: Signer | None = None
        self._last_time = 0

    def sync(self, body: bytes) -> SyncReply:
        """Hand in *body* and return what the hub says."""
        packed = gzip.compress(body, compresslevel=6, mtime=0)
        if len(packed) > MOST_PACKED:
            raise HubRefused(Refusal.TOO_LARGE, f"{len(packed)} bytes, at most {MOST_PACKED}")
        headers = {"Content-Type": CONTENT_TYPE, "Content-Encoding": "gzip"}
        answer = self._post(SYNC_PATH, packed, headers, SYNC_S, MOST_REPLY)
        return _record(answer, SyncReply, MOST_REPLY)

    def redeem(self, request: RedemptionRequest, patience_s: float) -> RedemptionReply:
        """Ask about a voucher."""
        answer = self._said(REDEMPTIONS_PATH, request, patience_s, LONGEST_REDEMPTION)
        return _record(answer, RedemptionReply, LONGEST_REDEMPTION)

    def undo(self, redemption: bytes, request: UndoRequest) -> RedemptionReply:
        """Take a redemption back."""
        path = f"{REDEMPTIONS_PATH}/{base64url.encode(redemption)}/undo"
        answer = self._said(path, request, ENROL_S, LONGEST_REDEMPTION)
        return _record(answer, RedemptionReply, LONGEST_REDEMPTION)

    def choices(self, request: ChoicesRequest, patience_s: float) -> ChoicesReply:
        """Ask what the member of a card can have."""
        answer = self._said(CHOICES_PATH, request, patience_s, LONGEST_SPENDING)
        return _record(answer, ChoicesReply, LONGEST_SPENDING)

    def spend(self, request: SpendRequest, patience_s: float) -> RedemptionReply:
        """Have something taken for a card's PIN."""
        answer = self._said(SPENDING_PATH, request, patience_s, LONGEST_REDEMPTION)
        return _record(answer, RedemptionReply, LONGEST_REDEMPTION)

    def slip_state(
        self, request: slip_state.SlipStateRequest, patience_s: float
    ) -> slip_state.SlipStateReply:
        """Ask how a slip's claim stands."""
        longest = slip_state.LONGEST_SLIP_STATE
        answer = self._said(slip_state.SLIP_STATE_PATH, request, patience_s, longest)
        return _record(answer, slip_state.SlipStateReply, longest)

    def enrol(self, request: EnrolRequest) -> EnrolReply:
        """Exchange a one-time code for what a till holds."""
        answer = self._said(ENROL_PATH, request, ENROL_S, LONGEST_ENROL)
        return _record(answer, EnrolReply, LONGEST_ENROL)

    def close(self) -> None:
        """Let go of the line."""
        if self._made is not None:
            self._made.close()
            self._made = None

    def _said(self, path: str, message: Record, patience_s: float, longest: int) -> _Answer:
        """Say one message, and return the hub's yes to it."""
        headers = {"Content-Type": _JSON}
        return self._post(path, write_message(message), headers, patience_s, longest)

    def _post(
        self, path: str, body: bytes, headers: dict[str, str], patience_s: float, longest: int
    ) -> _Answer:
        """Send *body* and return the hub's yes; raise its no, or what came instead of it."""
        httpx = _httpx()
        until = time.monotonic() + patience_s
        for attempt in (1, 2):
            try:
                answer = self._sent(path, body, headers, until, longest)
            except (httpx.RemoteProtocolError, httpx.ReadError, httpx.WriteError) as error:
                # A connection that was kept too long breaks on its first use: once more, anew.
                if attempt == 2 or time.monotonic() >= until:
                    raise _silent(error) from error
                continue
            except (httpx.HTTPError, httpx.InvalidURL, httpx.StreamError, OSError) as error:
                raise _silent(error) from error
            try:
                return _judged(answer)
            except HubRefused as refused:
                if refused.code == Refusal.CLOCK_SKEW and refused.time is not None:
                    # Or every later request would be signed ahead of the hub, as this one was.
                    self._last_time = min(self._last_time, refused.time)
                raise
        raise AssertionError("the second attempt returns or raises")

    def _sent(
        self, path: str, body: bytes, headers: dict[str, str], until: float, longest: int
    ) -> _Answer:
        httpx = _httpx()
        left = max(0.05, until - time.monotonic())
        timeout = httpx.Timeout(left, connect=min(left, CONNECT_S))
        signed = headers | self._signature(path, body)
        with self._client().stream(
            "POST", self._url + path, content=body, headers=signed, timeout=timeout
        ) as response:
            kind = response.headers.get("Content-Type", "").partition(";")[0].strip().lower()
            most = longest if response.status_code < 300 else LONGEST_PROBLEM
            read = b""
            # Raw and in whatever pieces come: a hub that drips must not wear out our patience,
            # nor a few kilobytes that unpack to gigabytes our memory.
            for piece in response.iter_raw():
                read += piece
                if len(read) > most:
                    raise NotTheHub(f"its answer is longer than {most} bytes")
                if time.monotonic() > until:
                    raise httpx.ReadTimeout("the answer came too slowly")
            if response.headers.get("Content-Encoding", "").strip().lower() == "gzip":
                read = _unpacked(read, most)
            return _Answer(response.status_code, kind, dict(response.headers), read)

    def _signature(self, path: str, body: bytes) -> dict[str, str]:
        """Return the headers that say who asks; no two requests are signed for the same second."""
        if self._identity is None:
            return {}
        self._last_time = max(self._now(), self._last_time + 1)
        at = UnixTime(min(self._last_time, LATEST_TIME))
        signature = self._signer(self._identity.seed).sign(text_to_sign("POST", path, at, body))
        return RequestSignature(
            self._identity.till, self._identity.enrolment, at, signature
        ).headers()

    def _signer(self, seed: bytes) -> Signer:
        if self._key is None:
            self._key = signer_of(seed)
        return self._key

    def _client(self) -> Any:
        if self._made is None:
            httpx = _httpx()
            from agent.line_transport import transport_for  # noqa: PLC0415  # httpx comes with it

            try:
                self._made = httpx.Client(
                    transport=transport_for(self._url, self._proxy, trusted()),
                    follow_redirects=False,  # a signed body goes to the hub and to nobody else
                    headers=_HEADERS,
                )
            except (ValueError, ImportError) as error:
                raise HubSilent(
                    "the proxy is not one that this agent can use",
                    "Mend [hub] proxy in agent.toml, or HTTPS_PROXY in the environment.",
                ) from error
        return self._made


def _httpx() -> Any:
    """Return httpx without its command line, which would bring six megabytes of colours."""
    sys.modules.setdefault("httpx._main", ModuleType("httpx._main"))
    import httpx  # noqa: PLC0415  # see above

    return httpx


def _unpacked(packed: bytes, most: int) -> bytes:
    """Return what gzip packed, however little room it took on the line, at most *most* bytes."""
    unpacker = zlib.decompressobj(wbits=31)
    try:
        plain = unpacker.decompress(packed, most + 1)
    except zlib.error as error:
        raise NotTheHub("its answer cannot be unpacked") from error
    if len(plain) > most:
        raise NotTheHub(f"its answer is longer than {most} bytes")
    return plain


def _record(answer: _Answer, kind: type[R], longest: int) -> R:
    """Return the record in the hub's answer."""
    try:
        return kind.from_json(read_object(answer.body, longest=longest))
    except Refused as refused:
        raise NotTheHub(f"it answers what is no {kind.__name__} ({refused.detail})") from refused


def _judged(answer: _Answer) -> _Answer:
    """Return a yes; raise a no, or say what answers in the hub's place."""
    if answer.kind == _PROBLEM:
        raise _refused(answer)
    if 300 <= answer.status < 400:
        raise NotTheHub("it sends the till elsewhere, as a network that wants a login does")
    if 200 <= answer.status < 300:
        if answer.kind != _JSON:
            raise NotTheHub(f"it answers {answer.kind or 'something'} instead of JSON")
        return answer
    if answer.status in _RETRIABLE:
        raise HubSilent(
            f"its server says {answer.status}", "It is tried again by itself.", _wait(answer)
        )
    raise NotTheHub(f"its server says {answer.status}")


def _refused(answer: _Answer) -> HubRefused | HubSilent:
    try:
        problem = read_object(answer.body, longest=LONGEST_PROBLEM)
    except Refused:
        return NotTheHub("its refusal cannot be read")
    code, detail = problem.get("code"), problem.get("detail")
    if not isinstance(code, str):
        return NotTheHub(f"it says {answer.status} without a reason")
    if code in {Refusal.BUSY, Refusal.RATE_LIMITED, Refusal.IN_PROGRESS, Refusal.OUR_BUG}:
        return HubSilent(f"it says {code}", "It is tried again by itself.", _wait(answer))
    return HubRefused(
        code[:40],
        str(detail or problem.get("title") or "")[:LONGEST_DETAIL],
        time_in(problem.get("time")),
        taken_in(problem.get("shop"), time_in(problem.get("redeemed_at"))),
        PinTries(few_in(problem.get("tries_left")), few_in(problem.get("retry_after"))),
    )


def _wait(answer: _Answer) -> int | None:
    """Return the seconds for which the till is asked to wait, where it is."""
    asked = answer.headers.get("retry-after", "")
    return int(asked) if asked.isascii() and asked.isdigit() and len(asked) < 7 else None


def _silent(error: Exception) -> HubSilent:
    """Return what a person is told of a line that failed; it holds no address and no secret."""
    name = type(error).__name__
    words = {
        "ConnectError": "no connection",
        "ConnectTimeout": "no connection in time",
        "ReadTimeout": "no answer in time",
        "WriteTimeout": "the line is too slow",
        "ProxyError": "the proxy refuses",
        "RemoteProtocolError": "the connection was cut",
        "ReadError": "the connection was cut",
        "WriteError": "the connection was cut",
        "InvalidURL": "its address is none",
        "UnsupportedProtocol": "its address is none",
    }.get(name, f"the line failed ({name})")
    if "CERTIFICATE_VERIFY_FAILED" in str(error):
        words = "its certificate is not valid; is this computer's date right?"
    return HubSilent(words, "Check cable, router and [hub] in agent.toml; receipts are kept.")
