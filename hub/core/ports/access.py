"""The stores of who belongs to the programme, who is signed in, and what staff did."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Protocol

from contracts.wire.units import ShopId, TillId, UnixTime
from hub.core.access.actor import Entry
from hub.core.access.people import (
    Cashier,
    Member,
    Page,
    Partner,
    PartnerState,
    Shop,
    Staff,
    StaffFilter,
    State,
    TillKey,
)
from hub.core.access.roles import Grant, Scope
from hub.core.access.sessions import Session
from hub.core.ids import CashierId, MemberId, PartnerId, StaffId
from hub.core.ports.presence import Presence


class Taken(Exception):
    """A login, wallet or Telegram account that somebody else already has."""


class Partners(Protocol):
    """The partners of the programme."""

    def add(self, name: str, wallet: str | None, state: PartnerState, at: UnixTime) -> PartnerId:
        """Add a partner; raise Taken when the wallet is another's."""
        ...

    def get(self, partner: PartnerId) -> Partner | None:
        """Return a partner."""
        ...

    def lock(self, partner: PartnerId) -> Partner | None:
        """Return a partner whose row nobody else changes until this transaction ends."""
        ...

    def listed(self, page: Page, only: frozenset[PartnerId] | None) -> list[Partner]:
        """Return a page of the partners, or of those of *only*, by id."""
        ...

    def change(self, partner: PartnerId, *, name: str, settings: Mapping[str, Any]) -> None:
        """Give a partner another name or other settings."""
        ...

    def set_state(self, partner: PartnerId, state: PartnerState) -> None:
        """Let a partner in, or suspend it."""
        ...

    def set_wallet(self, partner: PartnerId, wallet: str) -> None:
        """Give a partner a wallet that its owner has proven; raise Taken when it is another's."""
        ...


class Shops(Protocol):
    """The shops of the partners."""

    def add(self, partner: PartnerId, name: str, address: str, at: UnixTime) -> ShopId:
        """Add a shop."""
        ...

    def get(self, shop: ShopId) -> Shop | None:
        """Return a shop."""
        ...

    def listed(self, page: Page, scopes: Iterable[Scope]) -> list[Shop]:
        """Return a page of the shops that lie within one of *scopes*, by id."""
        ...

    def change(self, shop: Shop) -> None:
        """Store name, address, state and settings of *shop*."""
        ...


class Cashiers(Protocol):
    """The cashiers of the shops."""

    def add(self, shop: ShopId, name: str, pin: str, at: UnixTime) -> CashierId:
        """Add a cashier whose PIN's hash is *pin*."""
        ...

    def get(self, cashier: CashierId) -> Cashier | None:
        """Return a cashier."""
        ...

    def pin_of(self, cashier: CashierId) -> str | None:
        """Return the hash of a cashier's PIN."""
        ...

    def listed(self, shop: ShopId, page: Page) -> list[Cashier]:
        """Return a page of a shop's cashiers, by id."""
        ...

    def change(self, cashier: Cashier, pin: str | None = None) -> None:
        """Store name and state of *cashier*, and the hash of a new PIN where there is one."""
        ...


@dataclass(frozen=True, slots=True)
class Secrets:
    """What a person of the staff is checked with."""

    password: str | None
    """Its argon2id hash."""
    totp_salt: bytes | None
    """Gives the secret of the one-time codes, with a key of the hub's own."""
    totp_on: bool
    """The person has shown once that the codes work."""
    totp_step: int
    """The step of the code that was used last."""
    recovery: tuple[str, ...]
    """Digests of the recovery codes that are left."""


class StaffStore(Protocol):
    """The people who sign in to the dashboard, their roles and their secrets."""

    def add(self, login: str, name: str, wallet: str | None, at: UnixTime) -> StaffId:
        """Add a person without any role; raise Taken when login or wallet is another's."""
        ...

    def get(self, staff: StaffId) -> Staff | None:
        """Return a person of the staff."""
        ...

    def of_login(self, login: str) -> Staff | None:
        """Return the person with this login."""
        ...

    def of_wallet(self, wallet: str) -> Staff | None:
        """Return the person with this wallet."""
        ...

    def listed(self, page: Page, scopes: Iterable[Scope], wanted: StaffFilter) -> list[Staff]:
        """Return a page of the people of *wanted* with a role within one of *scopes*, by id."""
        ...

    def change(self, staff: StaffId, *, name: str, state: State) -> None:
        """Give a person another name, suspend it, or let it in again."""
        ...

    def grant(self, staff: StaffId, grant: Grant) -> None:
        """Give a role; giving it twice is giving it once."""
        ...

    def withdraw(self, staff: StaffId, grant: Grant) -> bool:
        """Take a role away and return whether it was there."""
        ...

    def set_wallet(self, staff: StaffId, wallet: str | None) -> None:
        """Link a wallet that its owner has proven, or none; raise Taken when it is another's."""
        ...

    def secrets(self, staff: StaffId) -> Secrets:
        """Return what a person is checked with, the row locked until this transaction ends."""
        ...

    def set_secrets(self, staff: StaffId, secrets: Secrets) -> None:
        """Store what a person is checked with."""
        ...


class Members(Protocol):
    """The members of the programme."""

    def add(self, telegram: int | None, first_name: str, language: str, at: UnixTime) -> MemberId:
        """Add a member; raise Taken when the Telegram account has one. None: has no Telegram."""
        ...

    def get(self, member: MemberId) -> Member | None:
        """Return a member."""
        ...

    def lock(self, member: MemberId) -> Member | None:
        """Return a member whose points nobody else moves until this transaction ends.

        Where he was merged into another account, nobody moves that one's points either.
        """
        ...

    def signed_in(self, member: MemberId, family: bytes, now: UnixTime) -> Member | None:
        """Return a member while the session that *family* names is his and live, in one look."""
        ...

    def of_telegram(self, telegram: int) -> Member | None:
        """Return the member with this Telegram account."""
        ...

    def set_profile(self, member: MemberId, *, first_name: str, language: str) -> None:
        """Store what Telegram says of a member now."""
        ...

    def set_settings(self, member: MemberId, settings: Mapping[str, Any]) -> None:
        """Store what a member chose for himself."""
        ...

    def set_staff_of(self, member: MemberId, partner: PartnerId | None) -> None:
        """Note at whose tills a member works, or that he works at none."""
        ...

    def set_blocked(self, member: MemberId, *, blocked: bool) -> None:
        """Let a member take part no more, or again."""
        ...

    def set_wallet(self, member: MemberId, wallet: str | None) -> None:
        """Link a wallet that its owner has proven, or none; raise Taken when it is another's."""
        ...


class TillKeys(Protocol):
    """Whose each till is, and what its requests are checked with."""

    def of(self, till: TillId) -> TillKey | None:
        """Return what is known of an enrolled till."""
        ...


class Sessions(Presence, Protocol):
    """Who is signed in."""

    def add(self, session: Session) -> None:
        """Add the next link of a chain, or its first."""
        ...

    def lock(self, digest: bytes) -> Session | None:
        """Return the link whose token has *digest*; nobody else uses it meanwhile."""
        ...

    def use(self, digest: bytes, at: UnixTime) -> None:
        """Note that a link's token was exchanged for the next."""
        ...

    def is_live(self, family: bytes, now: UnixTime) -> bool:
        """Whether the chain is neither revoked nor run out."""
        ...

    def revoke(self, family: bytes, at: UnixTime) -> None:
        """End one chain."""
        ...

    def revoke_all(self, kind: str, owner: int, at: UnixTime, keep: bytes | None = None) -> None:
        """End every chain of somebody, but for the one that *keep* names."""
        ...

    def forget(self, before: UnixTime, limit: int) -> int:
        """Remove at most *limit* links that ran out before then, and return how many."""
        ...


class Attempts(Protocol):
    """How often somebody has tried, so that nobody can try for ever."""

    def count(self, subject: bytes, now: UnixTime, window: int) -> int:
        """Add one attempt and return how many there are within the *window* that it falls in."""
        ...

    def forgive(self, subject: bytes) -> None:
        """Take one attempt back, since it was a good one."""
        ...

    def clear(self, subject: bytes) -> None:
        """Forget all attempts."""
        ...

    def forget(self, before: UnixTime, limit: int) -> int:
        """Remove at most *limit* windows that began before then, and return how many."""
        ...


class Nonces(Protocol):
    """What may be used once."""

    def use(self, purpose: str, nonce: bytes, expires_at: UnixTime) -> bool:
        """Note that *nonce* is used now; False when it was before."""
        ...

    def forget(self, before: UnixTime, limit: int) -> int:
        """Remove at most *limit* that ran out before then, and return how many."""
        ...


@dataclass(frozen=True, slots=True)
class Invitation:
    """A one-time code that lets somebody in."""

    purpose: str
    owner: int
    """Whom it is for, or 0."""
    facts: Mapping[str, Any]
    expires_at: UnixTime
    used_at: UnixTime | None = None


class Invitations(Protocol):
    """One-time codes that were given out, by their digests."""

    def add(self, digest: bytes, invitation: Invitation) -> None:
        """Add a code that was just made."""
        ...

    def lock(self, digest: bytes) -> Invitation | None:
        """Return what a code is for; nobody else uses it meanwhile."""
        ...

    def use(self, digest: bytes, at: UnixTime) -> None:
        """Note that a code is used up."""
        ...

    def withdraw(self, purpose: str, owner: int, at: UnixTime) -> None:
        """Use up every unused code for somebody, so that only the next one counts."""
        ...


class Audit(Protocol):
    """What staff did; rows are only ever added."""

    def write(self, entry: Entry) -> None:
        """Add a row."""
        ...

    def listed(self, page: Page, only: frozenset[PartnerId] | None) -> list[tuple[int, Entry]]:
        """Return a page of rows, newest first, of all or of the partners in *only*.

        The page goes on below `page.after`; 0 begins with the newest.
        """
        ...

    def brought_in(self, people: Collection[StaffId]) -> frozenset[StaffId]:
        """Return who added any of *people*, invited them, or gave them a role; not the console."""
        ...

    def added(self, by: Collection[StaffId], since: UnixTime) -> frozenset[StaffId]:
        """Return whom any of *by* have added since then."""
        ...

    def adder(self, person: StaffId, since: UnixTime) -> StaffId | None:
        """Return who added *person*, if that was since then and not at the console."""
        ...

    def points_of(self, action: str, people: Collection[StaffId], since: UnixTime) -> int:
        """Return the points that *people* gave by *action* since then, as the rows name them."""
        ...
