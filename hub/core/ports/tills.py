"""The stores of the tills, of what they handed in, and of their keys."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from contracts.wire.keys import KeyKind
from contracts.wire.sync_news import LedgerHead
from contracts.wire.units import KeyId, ShopId, TillId, UnixTime
from hub.core.access.people import Page
from hub.core.access.roles import Scope
from hub.core.chain import Followed, Known, Line
from hub.core.ids import PartnerId
from hub.core.till_health import SlipShare
from hub.core.tills import RetiredKey, RetiredKeys, SyncedTill, TillState


@dataclass(frozen=True, slots=True)
class TillView:
    """A till as the lists show it."""

    till: SyncedTill
    health: Mapping[str, Any]
    """As the till said when it synced last."""
    reason: str
    """Of quarantine or revocation."""
    code_expires_at: UnixTime | None
    """Of the one-time code of a till that waits."""
    created_at: UnixTime
    revoked_at: UnixTime | None


@dataclass(frozen=True, slots=True)
class SetAsideEvent:
    """An event that the hub can never accept."""

    sequence: int
    refusal: str
    detail: str
    received_at: UnixTime
    size: int
    """Bytes, which stay stored word for word."""


@dataclass(frozen=True, slots=True)
class Enrolling:
    """A till whose one-time code was shown."""

    till: TillId
    shop: ShopId
    state: TillState
    enrolment: str | None
    public_key: bytes | None
    """Of the computer that used the code, None before."""
    expires_at: UnixTime
    claim_key: KeyId


@dataclass(frozen=True, slots=True)
class ShopKeys:
    """What of a shop concerns its tills."""

    partner: PartnerId
    key: KeyId
    """The current id of its voucher key."""
    online_only: bool
    settings: Mapping[str, Any]
    """Of all its tills."""


class Tills(Protocol):
    """The tills of the shops."""

    def add(self, shop: ShopId, name: str, at: UnixTime) -> TillId:
        """Add a till that waits for its enrolment."""
        ...

    def get(self, till: TillId) -> SyncedTill | None:
        """Return a till as it is now."""
        ...

    def share(self, till: TillId) -> SyncedTill | None:
        """Return a till that neither syncs nor is revoked until this transaction ends."""
        ...

    def lock(self, till: TillId) -> SyncedTill | None:
        """Return a till whose row nobody else changes, nor shares, until this transaction ends."""
        ...

    def view(self, till: TillId) -> TillView | None:
        """Return a till as the lists show it."""
        ...

    def listed(self, page: Page, scopes: Iterable[Scope]) -> list[TillView]:
        """Return a page of the tills within *scopes*, by id."""
        ...

    def of_shop(self, shop: ShopId) -> list[SyncedTill]:
        """Return all tills of a shop, by id."""
        ...

    def set_code(self, till: TillId, digest: bytes | None, expires_at: UnixTime | None) -> None:
        """Give a till that waits another one-time code, or none."""
        ...

    def of_code(self, digest: bytes) -> Enrolling | None:
        """Return the till with this one-time code, its row locked."""
        ...

    def enrol(self, till: TillId, enrolment: str, public_key: bytes, genesis: bytes) -> None:
        """Make a waiting till an active one."""
        ...

    def synced(self, till: TillId, found: Followed, **facts: object) -> None:
        """Store how far the chain is held, and *facts* by the name of their column."""
        ...

    def set_state(self, till: TillId, state: TillState, reason: str, **facts: object) -> None:
        """Move a till to *state*, and store *facts* by the name of their column."""
        ...

    def set_generation(self, till: TillId, generation: int) -> None:
        """Store the hub's generation as a till knows it."""
        ...

    def set_health(self, till: TillId, health: Mapping[str, Any]) -> None:
        """Store how a till is."""
        ...

    def set_name(self, till: TillId, name: str) -> None:
        """Give a till another name."""
        ...

    def set_settings(self, till: TillId, settings: Mapping[str, Any]) -> None:
        """Store a till's own settings."""
        ...

    def set_registers(self, till: TillId, registers: tuple[str, ...]) -> None:
        """Store the fiscal registers that belong to a till."""
        ...

    def set_shop_settings(self, shop: ShopId, settings: Mapping[str, Any]) -> None:
        """Store the settings of a shop's tills."""
        ...

    def lock_shop(self, shop: ShopId) -> ShopKeys | None:
        """Return a shop's key, its row locked."""
        ...

    def set_shop_key(self, shop: ShopId, key_id: KeyId, *, online_only: bool) -> None:
        """Store a shop's current voucher key, and whether only the hub may decide there."""
        ...

    def reopen(self, shop: ShopId, key_id: KeyId) -> None:
        """Let a shop's tills decide by seal again, if *key_id* is still its current key."""
        ...

    def set_key(self, till: TillId, kind: KeyKind, key_id: KeyId) -> None:
        """Store the current id of a till's claim key or of its own voucher key."""
        ...

    def retired(self, kind: KeyKind, owner: int) -> Mapping[KeyId, RetiredKey]:
        """Return the keys of *owner* that are no longer current."""
        ...

    def retire(self, kind: KeyKind, owner: int, key: RetiredKey) -> None:
        """Note what became of a key that is no longer current."""
        ...

    def claim_key_good(self, till: SyncedTill, key_id: KeyId, sealed_at: UnixTime) -> bool:
        """Whether a claim sealed at that time with *key_id* may be believed."""
        ...

    def retired_of(self, till: SyncedTill) -> RetiredKeys:
        """Return the keys of a till and its shop that are no longer current, by kind."""
        ...

    def shop_has_keys(self, shop: ShopId, versions: Mapping[TillId, int]) -> bool:
        """Whether each till of *versions* said when it synced last that it has those keys."""
        ...

    def slip_shares(
        self, partner: PartnerId, since: UnixTime, until: UnixTime
    ) -> dict[TillId, SlipShare]:
        """Return how many receipts of a partner's tills came out, and with their slip."""
        ...

    def hub_state(self) -> tuple[int, LedgerHead | None]:
        """Return the hub's generation, and the newest sealed block of the ledger."""
        ...


class Events(Protocol):
    """What the tills handed in, word for word."""

    def known(self, till: TillId, first: int, last: int) -> dict[int, Known]:
        """Return the events of a till's chain from *first* to *last*, by sequence."""
        ...

    def add(self, till: TillId, lines: Sequence[Line], at: UnixTime) -> None:
        """Add what is new of a chain."""
        ...

    def keep_branch(self, till: TillId, lines: Sequence[Line], at: UnixTime) -> None:
        """Keep lines of a forked chain beside the chain, within a limit."""
        ...

    def forked(self, till: TillId) -> int:
        """Return how many lines of another branch are kept of a till."""
        ...

    def set_aside(self, till: TillId, page: Page) -> list[SetAsideEvent]:
        """Return a page of what a till handed in that can never be accepted, by sequence."""
        ...
