"""The event: one entry of a till's numbered, hash-chained sequence.

Its canonical bytes are JSON (see `canonical`) of body, kind, previous, sequence, till, time and
v; its hash is their SHA-256; the next event's `previous` is that hash. The first event's
`previous` is bound to the till and its enrolment, so that no chain continues another's.
"""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

from contracts.wire import base64url, canonical
from contracts.wire.bodies import BODY_OF_KIND, Body, EventKind
from contracts.wire.canonical import Json
from contracts.wire.refusals import Refusal, Refused
from contracts.wire.rules import Octets, Rule, Text, Whole
from contracts.wire.sealing import U24, U32
from contracts.wire.units import Sequence, TillId, UnixTime

VERSION: Final = 1
HASH_SIZE: Final = 32
LONGEST_EVENT: Final = 48 * 1024
"""Bytes: all items with all-Cyrillic names of the greatest length, and room to spare."""
ENROLMENT_ID: Final = Text(64, r"[A-Za-z0-9_-]{1,64}")
"""The rule of an enrolment's id."""

ENVELOPE: Final[Mapping[str, Rule]] = {
    "till": Whole(1, U24),
    "sequence": Whole(1, U32),
    "time": Whole(0, U32),
    "previous": Octets(HASH_SIZE),
}
"""The rules of what stands around a body."""
_REST: Final = b',"previous":"%b","sequence":%d,"till":%d,"time":%d,"v":1}'
_FIELDS: Final = {"v", "kind", "body", *ENVELOPE}


def genesis(till: TillId, enrolment: str) -> bytes:
    """Return what the first event of *till* under *enrolment* names as its previous hash."""
    facts = {"enrolment": ENROLMENT_ID.write(enrolment), "till": ENVELOPE["till"].write(till)}
    return hashlib.sha256(b"baursak chain\x00" + canonical.to_bytes(facts)).digest()


@dataclass(frozen=True, slots=True)
class Event:
    """One entry of a till's chain; made whole, with its bytes and hash, or refused."""

    till: TillId
    sequence: Sequence
    time: UnixTime
    body: Body
    previous: bytes
    """Hash of the event before, or the chain's genesis."""
    raw: bytes = field(init=False, repr=False, compare=False)
    """The canonical bytes."""
    hash: bytes = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        if not (
            0 < self.till <= U24
            and 0 < self.sequence <= U32
            and 0 <= self.time <= U32
            and len(self.previous) == HASH_SIZE
        ):
            self._refuse()
        # Body and kind come first in canonical order, and have their bytes already.
        previous = base64url.encode_ascii(self.previous)
        raw = self.body.front + _REST % (previous, self.sequence, self.till, self.time)
        assert len(raw) <= LONGEST_EVENT, "the limits of every body leave room"
        object.__setattr__(self, "raw", raw)
        object.__setattr__(self, "hash", hashlib.sha256(raw).digest())

    @property
    def kind(self) -> EventKind:
        """Return what the event records."""
        return self.body.KIND

    def follows(self, sequence: Sequence | int, head: bytes) -> bool:
        """Tell whether this event comes right after the one with *sequence* and hash *head*."""
        return self.sequence == sequence + 1 and self.previous == head

    def _refuse(self) -> None:
        """Say which field is out of bounds."""
        found = [_refusal(name, rule, getattr(self, name)) for name, rule in ENVELOPE.items()]
        raise next(filter(None, found))


def read_event(raw: bytes) -> Event:
    """Return the event whose canonical bytes are *raw*; refuse any other bytes.

    An event writes its own bytes: where they are *raw*, nothing is left to check. Only what is
    not so is looked at step by step, for the reason.
    """
    if len(raw) <= LONGEST_EVENT:
        try:
            event = _event_in(json.loads(raw.decode("utf-8")))
        except (Refused, ValueError, RecursionError):
            pass
        else:
            if event.raw == raw:
                return event
    return _event_in(canonical.from_bytes(raw, longest=LONGEST_EVENT))


def _event_in(value: Json) -> Event:
    """Return the event that *value* says; refuse one that says none."""
    if not isinstance(value, dict):
        raise Refused(Refusal.MALFORMED, "not a JSON object")
    if value.keys() != _FIELDS:
        raise Refused(Refusal.MALFORMED, "an event with missing or unknown fields")
    if value["v"] != VERSION or isinstance(value["v"], bool):
        raise Refused(Refusal.UNKNOWN_VERSION, "an event of another version")
    kind = value["kind"]
    if not isinstance(kind, str) or kind not in BODY_OF_KIND:
        raise Refused(Refusal.WRONG_KIND, "an event of an unknown kind")
    return Event(
        till=TillId(ENVELOPE["till"].read(value["till"])),
        sequence=Sequence(ENVELOPE["sequence"].read(value["sequence"])),
        time=UnixTime(ENVELOPE["time"].read(value["time"])),
        body=BODY_OF_KIND[EventKind(kind)].from_json(value["body"]),
        previous=ENVELOPE["previous"].read(value["previous"]),
    )


def event_json(event: Event) -> str:
    """Return one line of JSON with the event and its hash, for export and for people."""
    return event.raw.decode("utf-8")[:-1] + f',"hash":"{base64url.encode(event.hash)}"}}'


def _refusal(name: str, rule: Rule, value: object) -> Refused | None:
    try:
        rule.write(value)
    except Refused as refused:
        return Refused(refused.refusal, f"{name}: {refused.detail}")
    return None
