"""What a till knows of the hub and its vouchers, on disk, and the port to it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Final, Protocol

from contracts.wire.bodies import RedemptionBody
from contracts.wire.event import Event
from contracts.wire.keys import KeyKind
from contracts.wire.sync_news import (
    Cancellations,
    Catalogue,
    CatalogueEntry,
    Configuration,
    Keys,
    Lease,
    LedgerHead,
)
from contracts.wire.units import KeyId, Sequence, TillId, Tiyn, UnixTime
from contracts.wire.voucher import KEY_KIND, Scope

NO_EVENT: Final = Sequence(0)
LONG_AGO: Final = UnixTime(0)
NO_MONEY: Final = Tiyn(0)
COPIED_NOTE: Final = "an older copy of its files was put back: enrol it anew"


@dataclass(frozen=True, slots=True)
class TillMemory:
    """What the hub told, and how far the till has told the hub."""

    generation: int
    """Of the hub."""
    hub_has: Sequence = NO_EVENT
    """The hub of this generation has every event up to here, as far as the till knows."""
    config: Configuration | None = None
    catalogue: Catalogue | None = None
    keys: Keys | None = None
    cancellations_up_to: int = 0
    """On disk."""
    noticed_up_to: int = 0
    """Acknowledged in the chain."""
    ledger_head: LedgerHead | None = None
    """The newest that the hub showed."""
    offset: int | None = None
    """Seconds to add to this computer's clock for the hub's."""
    latest: UnixTime = LONG_AGO
    """No time of the hub's clock before this one is believed: clocks do not go back."""
    revoked: bool = False
    ledger_complaint: str | None = None
    """What is wrong with the ledger's heads; it stays until a new generation."""
    clock_note: str | None = None
    damage_note: str | None = None
    """That this file was damaged, until a lease comes."""
    copied: bool = False
    """An older copy was put in the file's place: what was taken since then is not in it."""
    apart: bool = False
    """The hub has said last that this till is out, or that its chain is another one."""

    @property
    def decides_alone(self) -> bool:
        """Whether vouchers may be taken without the hub at all."""
        return not (self.revoked or self.copied or self.apart)

    def notes(self) -> tuple[str, ...]:
        """Return what a person should know."""
        copied = COPIED_NOTE if self.copied else None
        said = (self.ledger_complaint, self.clock_note, self.damage_note, copied)
        return tuple(it for it in said if it is not None)


@dataclass(frozen=True, slots=True)
class HeldLease:
    """A lease on this till's disk."""

    lease: int
    count: int
    amount: Tiyn
    expires_at: UnixTime
    open: bool
    """False once closed: it accepts nothing any more, ever."""
    used_count: int = 0
    used_amount: Tiyn = NO_MONEY

    @property
    def left(self) -> tuple[int, Tiyn]:
        """Return how many vouchers, and of what value together, it still allows."""
        return self.count - self.used_count, Tiyn(self.amount - self.used_amount)

    def says_the_same(self, granted: Lease) -> bool:
        """Tell whether the hub repeats this grant; only its end may have moved."""
        return (self.count, self.amount) == (granted.count, granted.amount)


@dataclass(frozen=True, slots=True)
class Spent:
    """A voucher taken at this till."""

    body: RedemptionBody
    """As its event says it."""
    at: UnixTime
    redemption: bytes | None
    """The id under which the hub accepted it; None when the till did by itself."""
    sequence: Sequence | None = None
    """Of its event, None while that is not stored yet."""
    undone: bool = False
    total: Tiyn | None = None
    """Of the receipt, as the cashier typed it."""


@dataclass(frozen=True, slots=True)
class TillKeys:
    """The keys that a till holds, to look one up."""

    till: TillId
    keys: Mapping[tuple[KeyKind, int, KeyId], bytes] = field(repr=False)

    @classmethod
    def of(cls, till: TillId, keys: Keys | None) -> "TillKeys":
        """Return the keys that the hub gave."""
        given = keys.keys if keys else ()
        return cls(till, {(it.kind, it.owner, it.key_id): it.key for it in given})

    def of_place(self, scope: Scope, place: int, key_id: KeyId) -> bytes | None:
        """Return a voucher key, for `voucher.unseal`; None for one that this till has not."""
        return self.keys.get((KEY_KIND[scope], place, key_id))

    def places(self, kind: KeyKind) -> frozenset[int]:
        """Return the shops or tills of which this till holds keys of a kind."""
        return frozenset(owner for held, owner, _ in self.keys if held is kind)


def current_claim_key(till: TillId, keys: Keys | None) -> KeyId | None:
    """Return the id of the claim key that seals new codes, None when the hub named none."""
    for key in keys.keys if keys else ():
        if key.kind is KeyKind.CLAIM and key.owner == till and key.current:
            return key.key_id
    return None


def claim_keys(till: TillId, keys: Keys | None) -> dict[KeyId, bytes]:
    """Return every claim key of this till that the hub gave."""
    given = keys.keys if keys else ()
    return {it.key_id: it.key for it in given if it.kind is KeyKind.CLAIM and it.owner == till}


def entries_of(catalogue: Catalogue | None) -> dict[int, CatalogueEntry]:
    """Return the catalogue by the reward versions that vouchers name."""
    return {it.version: it for it in catalogue.rewards} if catalogue else {}


class Counter(Protocol):
    """What the till must not forget; each write is on disk when it returns."""

    @property
    def memory(self) -> TillMemory:
        """Return what is remembered."""
        ...

    def remember(self, memory: TillMemory) -> None:
        """Remember *memory* instead of what was, all of it or nothing."""
        ...

    def cancel(self, cancellations: Cancellations) -> None:
        """Remember cancelled vouchers, and up to which number they are known."""
        ...

    def is_cancelled(self, voucher: int) -> bool:
        """Tell whether a voucher was cancelled."""
        ...

    def head(self, generation: int, number: int) -> bytes | None:
        """Return the hash of a ledger's head that the hub once showed."""
        ...

    def remember_head(self, generation: int, head: LedgerHead) -> None:
        """Remember a head for ever; a number keeps its first hash."""
        ...

    def leases(self) -> list[HeldLease]:
        """Return the open leases, oldest first: one, or none."""
        ...

    def lease(self, lease: int) -> HeldLease | None:
        """Return a lease that this till ever held."""
        ...

    def open_lease(self, granted: Lease) -> None:
        """Begin to accept under a lease; one that was held before changes nothing."""
        ...

    def extend_lease(self, lease: int, expires_at: UnixTime) -> None:
        """Move the end of an open lease."""
        ...

    def close_lease(self, lease: int) -> None:
        """Accept nothing more under a lease, ever; also one that was never open here."""
        ...

    def unsaid_closings(self) -> list[int]:
        """Return closed leases whose end is not yet in the chain."""
        ...

    def said_closing(self, lease: int) -> None:
        """Note that a lease's end is in the chain."""
        ...

    def spend(self, spent: Spent, after: Sequence) -> None:
        """Write a voucher into the spent list; *after* is the newest event before it.

        Raises NothingSpent when the list's own guards refuse: spent before, or above its lease.
        """
        ...

    def spent(self, voucher: int) -> Spent | None:
        """Return how a voucher was taken last."""
        ...

    def spent_since(self, at: UnixTime) -> list[tuple[Spent, Sequence]]:
        """Return what was taken since *at* and not taken back, each with its *after*."""
        ...

    def spent_count(self) -> int:
        """Return how many vouchers are in the list."""
        ...

    def unbooked(self) -> list[tuple[Spent, Sequence]]:
        """Return spent vouchers whose event is not stored yet, each with its *after*."""
        ...

    def booked(self, voucher: int, sequence: Sequence) -> None:
        """Note that a voucher's event is stored."""
        ...

    def undone(self, voucher: int) -> None:
        """Note that the hub took a redemption back."""
        ...

    def asking(self, asked: bytes, fresh: bytes, at: UnixTime) -> bytes:
        """Return the id to ask the hub under: that of an unanswered question, else *fresh*."""
        ...

    def answered(self, asked: bytes) -> None:
        """Note that a question was answered."""
        ...

    def set_aside(self, refused: Mapping[Sequence, str]) -> None:
        """Remember events that the hub will never accept, each with why."""
        ...

    def set_aside_events(self) -> dict[Sequence, str]:
        """Return the events that the hub will never accept."""
        ...

    def learn_from_chain(self, events: Iterable[Event]) -> None:
        """Note what the chain says was taken or ended here, where this memory lacks it."""
        ...

    @property
    def checked_up_to(self) -> Sequence:
        """Return the newest event that `learn_from_chain` has seen."""
        ...

    def close(self) -> None:
        """Let go of the file."""
        ...


class NothingSpent(Exception):
    """The spent list refused a voucher: our own bug, stopped before the green light."""
