"""Sync: what a till hands in, and what it learns in return. `POST /api/v1/tills/sync`.

The request is NDJSON: a header, then the exact canonical bytes of one event a line, in the order
of their sequence. The reply is one JSON object. What the till has already (by version) comes as
null. A reply speaks the version of its request: fields are never added to a version.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import ClassVar, Final

from contracts.wire.event import ENVELOPE, HASH_SIZE, LONGEST_EVENT
from contracts.wire.messages import (
    MESSAGE_VERSION,
    REFUSAL_CODE,
    SENTENCE,
    read_object,
    write_message,
)
from contracts.wire.refusals import Refusal, Refused
from contracts.wire.rules import Flag, Many, Maybe, Nested, Octets, Record, Rule, Text, Whole
from contracts.wire.sync_news import (
    NUMBER,
    Cancellations,
    Catalogue,
    Configuration,
    Keys,
    Lease,
    LedgerHead,
)
from contracts.wire.units import Sequence, UnixTime

SYNC_PATH: Final = "/api/v1/tills/sync"
CONTENT_TYPE: Final = "application/x-ndjson"
MOST_EVENTS: Final = 500
"""Events of one request: a busy day of one till, a transaction of a fraction of a second."""
MOST_UNPACKED: Final = 4 * 2**20
"""Bytes of a request once unpacked: 500 long receipts."""
MOST_PACKED: Final = 2**20
"""Bytes of a request as sent: half a minute on the slowest line that shops have."""
MOST_REPLY: Final = 4 * 2**20
"""Bytes of a reply once unpacked: a whole catalogue in three languages."""
LONGEST_HEADER: Final = 16 * 1024
"""Bytes of the first line."""

_PLACE: Final = Whole(0, 2**32 - 1)
_GENERATION: Final = Whole(1, 2**16 - 1)


@dataclass(frozen=True, slots=True)
class Health(Record):
    """How a till is, for the owner's list of tills."""

    RULES: ClassVar[Mapping[str, Rule]] = {
        "version": Text(32),
        "platform": Text(64),
        "pending": NUMBER,
        "oldest_pending_age": NUMBER,
        "set_aside": NUMBER,
        "printer": Maybe(SENTENCE),
        "tap": Maybe(SENTENCE),
        "disk_free": NUMBER,
        "clock_offset": Maybe(Whole(-(2**40), 2**40)),
        "notes": Many(SENTENCE, 16),
    }
    version: str
    """Of the agent."""
    platform: str
    pending: int
    """Events not acknowledged."""
    oldest_pending_age: int
    """Seconds."""
    set_aside: int
    """Events that the hub will never accept, as far as the till knows."""
    printer: str | None
    """What keeps it from printing, None while all is well."""
    tap: str | None
    """What keeps receipts from coming in."""
    disk_free: int
    """Bytes."""
    clock_offset: int | None
    """Seconds to add to this computer's clock for the hub's, None before the first sync."""
    notes: tuple[str, ...]
    """What else a person should know: a clock that jumped, a ledger that changed its past."""


@dataclass(frozen=True, slots=True)
class SyncHeader(Record):
    """Where the till stands, and what it has already."""

    RULES: ClassVar[Mapping[str, Rule]] = {
        "v": Whole(MESSAGE_VERSION, MESSAGE_VERSION),
        "generation": _GENERATION,
        "head_sequence": _PLACE,
        "head_hash": Octets(HASH_SIZE),
        "ledger_head": Maybe(Nested(LedgerHead)),
        "config_version": NUMBER,
        "catalogue_version": NUMBER,
        "keys_version": NUMBER,
        "cancellations_up_to": NUMBER,
        "lease": Maybe(NUMBER),
        "health": Nested(Health),
        "spent_count": NUMBER,
    }
    generation: int
    """Of the hub, as the till knows it."""
    head_sequence: Sequence
    """Of the newest event on disk, 0 before the first."""
    head_hash: bytes
    """Of that event, or the chain's genesis."""
    ledger_head: LedgerHead | None
    """The newest head of the sealed ledger that this till was shown."""
    config_version: int
    """0 for none; so for the two below."""
    catalogue_version: int
    keys_version: int
    cancellations_up_to: int
    """Cancellations that are on this till's disk; its chain acknowledges them by a notice."""
    lease: int | None
    """The lease that the till takes vouchers under."""
    health: Health
    spent_count: int
    """Vouchers in the till's spent list."""
    v: int = MESSAGE_VERSION


@dataclass(frozen=True, slots=True)
class SetAside(Record):
    """An event that the hub can never accept; it blocks none behind it."""

    RULES: ClassVar[Mapping[str, Rule]] = {
        "sequence": ENVELOPE["sequence"], "refusal": REFUSAL_CODE, "detail": SENTENCE,
    }  # fmt: skip
    sequence: Sequence
    refusal: str
    detail: str


@dataclass(frozen=True, slots=True)
class SyncReply(Record):
    """What the hub has, and what is new."""

    RULES: ClassVar[Mapping[str, Rule]] = {
        "v": Whole(MESSAGE_VERSION, MESSAGE_VERSION),
        "acknowledged": _PLACE,
        "set_aside": Many(Nested(SetAside), MOST_EVENTS),
        "resend_from": Maybe(ENVELOPE["sequence"]),
        "time": ENVELOPE["time"],
        "generation": _GENERATION,
        "ledger_head": Maybe(Nested(LedgerHead)),
        "config": Maybe(Nested(Configuration)),
        "catalogue": Maybe(Nested(Catalogue)),
        "keys": Maybe(Nested(Keys)),
        "cancellations": Nested(Cancellations),
        "lease": Maybe(Nested(Lease)),
        "revoked": Flag(),
    }
    acknowledged: Sequence
    """Every event up to it is durable at the hub; 0 for none."""
    set_aside: tuple[SetAside, ...]
    """Of this request."""
    resend_from: Sequence | None
    """The first event that the hub wants again, after a restore."""
    time: UnixTime
    """The hub's clock as it answers."""
    generation: int
    ledger_head: LedgerHead | None
    """None before the first block is sealed."""
    config: Configuration | None
    catalogue: Catalogue | None
    keys: Keys | None
    cancellations: Cancellations
    lease: Lease | None
    """The lease that holds for this till, repeated until its chain closes it; None for none."""
    revoked: bool
    """True once this till is no longer one of the programme's."""
    v: int = MESSAGE_VERSION


def write_request(header: SyncHeader, events: Iterable[bytes]) -> bytes:
    """Return the request's body before compression: *events* are canonical bytes, in order."""
    return b"".join(line + b"\n" for line in (write_message(header), *events))


def read_request(raw: bytes) -> tuple[SyncHeader, list[bytes]]:
    """Return the header and the line of each event; the lines themselves are not judged yet.

    One wrong event must not cost the others: `read_event` is for the reader of each line.
    """
    if len(raw) > MOST_UNPACKED:
        raise Refused(Refusal.TOO_LONG, f"{len(raw)} bytes, at most {MOST_UNPACKED}")
    if not raw.endswith(b"\n"):
        raise Refused(Refusal.MALFORMED, "the last line is not ended: a part is missing")
    first, *lines = raw[:-1].split(b"\n")
    if len(lines) > MOST_EVENTS:
        raise Refused(Refusal.TOO_LONG, f"{len(lines)} events, at most {MOST_EVENTS}")
    return SyncHeader.from_json(read_object(first, longest=LONGEST_HEADER)), lines


def fits(sizes: Iterable[int]) -> int:
    """Return how many events of these *sizes* in bytes fit one request, from the first on."""
    room, count = MOST_UNPACKED - LONGEST_HEADER - 1, 0
    for size in sizes:
        assert size <= LONGEST_EVENT, "an event of ours has its limit"
        room -= size + 1
        if room < 0 or count == MOST_EVENTS:
            break
        count += 1
    return count


def read_reply(raw: bytes) -> SyncReply:
    """Return what the hub answered; refuse what is no reply."""
    return SyncReply.from_json(read_object(raw, longest=MOST_REPLY))
