"""The stores of sales, claims, returns and earning rules."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from contracts.wire.bodies import SlipOutcome
from contracts.wire.units import Points, ShopId, TillId, Tiyn, UnixTime
from contracts.wire.units import Sequence as Place
from hub.core.access.people import Member
from hub.core.access.roles import Scope
from hub.core.earning_base import Line
from hub.core.earning_rules import EarningRule
from hub.core.ids import MemberId, PartnerId, RuleId
from hub.core.receipts.caps import Exposure, Period
from hub.core.receipts.records import (
    ClaimRecord,
    ReturnRecord,
    Sale,
    SaleState,
    Scene,
)
from hub.core.tills import SyncedTill


@dataclass(frozen=True, slots=True)
class SlipRecord:
    """What became of a claim's slip on the paper."""

    sequence: Place
    claim: Place
    outcome: SlipOutcome
    cashier: str | None
    at: UnixTime


@dataclass(frozen=True, slots=True)
class ZRecord:
    """A till's closing report, and what we counted over the same span."""

    sequence: Place
    at: UnixTime
    number: str | None
    register: str | None
    sales_total: Tiyn | None
    sales_count: int | None
    returns_total: Tiyn | None
    returns_count: int | None
    accrued_total: Tiyn | None
    state: str


class Sales(Protocol):
    """What the tills handed in."""

    def add(self, till: TillId, sales: Sequence[Sale]) -> list[Sale]:
        """Add what is new and return it, a receipt that another till has as a duplicate."""
        ...

    def get(self, till: TillId, sequence: Place) -> Sale | None:
        """Return a sale."""
        ...

    def lock(self, till: TillId, sequence: Place) -> Sale | None:
        """Return a sale whose row nobody else changes until this transaction ends."""
        ...

    def of_receipt(self, receipt: bytes) -> Sale | None:
        """Return the sale with this receipt's identity that earns."""
        ...

    def numbered(self, till: TillId, number: str, since: UnixTime, before: Place) -> list[Sale]:
        """Return at most two sales of a till with this number, newest first."""
        ...

    def totalling(self, till: TillId, total: Tiyn, since: UnixTime, before: Place) -> list[Sale]:
        """Return at most two sales of a till with this total of which nothing came back."""
        ...

    def set_returned(self, sale: Sale, returned: Tiyn) -> None:
        """Note how much of a sale came back."""
        ...

    def set_state(self, sale: Sale, state: SaleState) -> None:
        """Note what became of a sale."""
        ...

    def lines(self, till: TillId, sequence: Place) -> tuple[Line, ...]:
        """Return the goods of a receipt, as far as its paper told."""
        ...

    def lines_of(
        self, places: Iterable[tuple[TillId, Place]]
    ) -> dict[tuple[TillId, Place], tuple[Line, ...]]:
        """Return the goods of many receipts."""
        ...

    def add_slips(self, till: TillId, slips: Sequence[SlipRecord]) -> None:
        """Note what became of slips."""
        ...

    def slips_of(self, till: TillId, claims: Sequence[Place]) -> dict[Place, list[SlipOutcome]]:
        """Return what became of the slips of these claims."""
        ...

    def z_before(self, till: TillId, register: str | None, before: Place) -> Place | None:
        """Return the sequence of the closing report before that one, if there was one."""
        ...

    def counted(
        self, till: TillId, register: str | None, after: Place, before: Place
    ) -> tuple[Tiyn, int]:
        """Return total and number of the sales between two places of a chain."""
        ...

    def add_z(self, till: TillId, report: ZRecord) -> None:
        """Keep a closing report."""
        ...

    def month(self, partner: PartnerId, since: UnixTime, most: int) -> list[Sale]:
        """Return at most so many sales of a partner since then, newest first."""
        ...


@dataclass(frozen=True, slots=True)
class Tally:
    """How many claims there were."""

    member: int
    till: int
    cashier: int
    shop: int


@dataclass(frozen=True, slots=True)
class Acquaintance:
    """What bonuses depend on: who the member is to the partner, and to the programme."""

    birthday: str | None
    """`MM-DD`."""
    referred_by: MemberId | None
    claims_here: int
    """Of the member at the partner, that stand."""
    claims: int
    """Of the member anywhere, that stand."""


class Claims(Protocol):
    """What members claimed."""

    def parties(self, till: TillId, member: MemberId) -> tuple[SyncedTill | None, Member | None]:
        """Return till and member of a claim, locked in that order until this transaction ends.

        The till neither syncs nor is revoked meanwhile, and nobody else moves the member's points.
        """
        ...

    def scene(
        self, till: TillId, sequence: Place, member: MemberId, sealed_at: UnixTime
    ) -> Scene | None:
        """Return all that a claim meets, None where there is no such till."""
        ...

    def add(self, claim: ClaimRecord) -> bool:
        """Add a claim; False when the sequence has one."""
        ...

    def get(self, till: TillId, sequence: Place) -> ClaimRecord | None:
        """Return a claim."""
        ...

    def change(self, claim: ClaimRecord) -> None:
        """Store how a claim stands now."""
        ...

    def among(self, till: TillId, sequences: Sequence[Place]) -> list[ClaimRecord]:
        """Return the claims of these sequences."""
        ...

    def above(self, till: TillId, sequence: Place, most: int) -> list[ClaimRecord]:
        """Return at most so many live claims of a till above *sequence*."""
        ...

    def lock_members(self, members: Iterable[MemberId]) -> None:
        """Lock these members' rows, in the order of their ids."""
        ...

    def tally(self, claim: ClaimRecord, day: UnixTime, hour: UnixTime) -> Tally:
        """Return how many claims there were since *day* of the member, since *hour* of the rest."""
        ...

    def passed(self, before: UnixTime, most: int) -> list[ClaimRecord]:
        """Return unconfirmed claims made before then whose till's chain has passed them."""
        ...

    def old(self, before: UnixTime, most: int) -> list[ClaimRecord]:
        """Return unconfirmed claims made before then."""
        ...

    def of_member(
        self, member: MemberId, before: tuple[UnixTime, TillId, Place] | None, limit: int
    ) -> list[tuple[ClaimRecord, str, str]]:
        """Return a page of a member's claims, newest first, with partner and shop by name."""
        ...

    def confirmed_times(self, member: MemberId, since: UnixTime) -> list[UnixTime]:
        """Return when the receipts of a member's confirmed claims were printed."""
        ...

    def spent(self, member: MemberId, since: UnixTime) -> Tiyn:
        """Return the money of a member's confirmed receipts, less what came back."""
        ...

    def acquaintance(self, member: MemberId, partner: PartnerId) -> Acquaintance:
        """Return what a member's bonuses at a partner depend on."""
        ...

    def of_partner(self, partner: PartnerId, since: UnixTime, most: int) -> list[ClaimRecord]:
        """Return at most so many claims of a partner's receipts since then, newest first."""
        ...

    def outages(self, since: UnixTime) -> list[tuple[UnixTime, UnixTime]]:
        """Return when the hub was out since then."""
        ...


class Returns(Protocol):
    """Goods that came back."""

    def add(self, item: ReturnRecord) -> bool:
        """Add a return; False when its receipt has come before."""
        ...

    def get(self, till: TillId, sequence: Place) -> ReturnRecord | None:
        """Return one, its row locked."""
        ...

    def change(self, item: ReturnRecord) -> None:
        """Store how a return stands now."""
        ...

    def waiting(self, shop: ShopId) -> list[ReturnRecord]:
        """Return the returns at a shop whose sale has not come."""
        ...

    def waiting_everywhere(self, most: int) -> list[ReturnRecord]:
        """Return at most so many returns whose sale has not come, oldest first."""
        ...

    def of_sale(self, till: TillId, sequence: Place) -> list[ReturnRecord]:
        """Return what came back of a sale."""
        ...

    def undecided(self, scopes: Iterable[Scope], most: int) -> list[ReturnRecord]:
        """Return those within *scopes* that no machine finds the sale of, oldest first."""
        ...


class Limits(Protocol):
    """What is used up of caps and limits; the database holds them, too."""

    def expose(self, exposures: Sequence[Exposure]) -> bool:
        """Add points to all *exposures*, or to none where one would be above its most."""
        ...

    def cover(self, exposures: Sequence[Exposure]) -> None:
        """Take points off."""
        ...

    def lock_budgets(self, periods: Sequence[Period]) -> None:
        """Let nobody else use these up until this transaction ends."""
        ...

    def used(self, periods: Sequence[Period]) -> dict[Period, Points]:
        """Return what is used up."""
        ...

    def use(self, points: Mapping[Period, int]) -> None:
        """Use up so many points, or give back where below zero."""
        ...


@dataclass(frozen=True, slots=True)
class RuleRow:
    """A rule as its owner sees it."""

    rule: EarningRule
    created_at: UnixTime
    replaces: RuleId | None


class Rules(Protocol):
    """The earning rules of the partners."""

    def in_force(self, partner: PartnerId, at: UnixTime) -> list[EarningRule]:
        """Return the partner's rules that were in force then."""
        ...

    def ever(self, partner: PartnerId) -> list[EarningRule]:
        """Return all rules that a partner has, had or will have."""
        ...

    def get(self, rule: RuleId) -> EarningRule | None:
        """Return a rule, whether in force or not."""
        ...

    def listed(self, partner: PartnerId, after: int, limit: int) -> list[RuleRow]:
        """Return a page of a partner's rules, by id."""
        ...

    def add(self, rule: EarningRule, at: UnixTime, replaces: RuleId | None) -> RuleId:
        """Add a rule; its id is the database's."""
        ...

    def change(self, rule: EarningRule) -> None:
        """Store a rule."""
        ...

    def withdraw(self, rule: RuleId) -> None:
        """Take away a rule that has never been in force."""
        ...

    def count(self, partner: PartnerId, at: UnixTime) -> int:
        """Return how many rules are in force then or later."""
        ...
