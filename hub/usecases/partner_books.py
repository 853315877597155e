"""What each partner turned over, issued, took and owes within some days, for who may see it."""

from dataclasses import dataclass

from contracts.wire.refusals import Refusal, Refused
from contracts.wire.units import UnixTime
from hub.core.access.actor import Actor
from hub.core.access.people import LARGEST_PAGE, Page, Partner
from hub.core.access.roles import PROGRAMME, Permission, Scope
from hub.core.ids import PartnerId
from hub.core.insights.figures import By, Counts, Moved, Where
from hub.core.insights.periods import Period, starts
from hub.core.netting import Debt, balance_of, debts
from hub.core.ports.hub import Hub, Work
from hub.core.tiers import CommissionRates


@dataclass(frozen=True, slots=True)
class PartnerBook:
    """One partner's figures for some days."""

    partner: Partner
    rate: int
    """Basis points of what it issues that are the programme's."""
    counts: Counts
    moved: Moved
    commission: int
    """Points booked within the days."""
    owes: int
    """Points to other partners, each pair netted."""
    owed: int


@dataclass(frozen=True, slots=True)
class Books:
    """The figures of all partners that somebody may see, and what is owed among them."""

    partners: tuple[PartnerBook, ...]
    debts: tuple[Debt, ...]
    names: dict[PartnerId, str]
    """Also of those on the other side of a debt."""
    point_value: int
    """Tiyn."""


def open_books(hub: Hub, actor: Actor, period: Period) -> Books:
    """Return the books of every partner whose ledger somebody may read."""
    actor.require_somewhere(Permission.LEDGER_READ)
    with hub.store.read() as work:
        mine = [
            it for it in _partners(work, actor)
            if actor.may(Permission.LEDGER_READ, Scope(it.id))
        ]  # fmt: skip
        whole = actor.may(Permission.LEDGER_READ, PROGRAMME)
        found = _debts(work, period, None if whole else [it.id for it in mine])
        return _books(work, mine, found, period)


def open_book(hub: Hub, actor: Actor, partner: PartnerId, period: Period) -> Books:
    """Return the books of one partner, with its own debts only."""
    actor.require(Permission.LEDGER_READ, Scope(partner))
    with hub.store.read() as work:
        found = work.partners.get(partner)
        if found is None:
            raise Refused(Refusal.NOT_FOUND, f"partner {partner}")
        return _books(work, [found], _debts(work, period, [partner]), period)


def _partners(work: Work, actor: Actor) -> list[Partner]:
    """Return the partners that somebody may see, all pages of them."""
    only = actor.partners(Permission.LEDGER_READ)
    found: list[Partner] = []
    after = 0
    while page := work.partners.listed(Page(after, LARGEST_PAGE), only):
        found += page
        after = page[-1].id
    return found


def _debts(work: Work, period: Period, only: list[PartnerId] | None) -> list[Debt]:
    """Return debts of the days: all, or those of *only* whatever others owe each other."""
    asked: list[PartnerId | None] = [None] if only is None else [*only]
    rows = {
        (it.day, it.issuer, it.taker): it.points
        for one in asked
        for it in work.statements.owed(period.first, period.last, one)
    }
    return debts((issuer, taker, points) for (_, issuer, taker), points in rows.items())


def _books(work: Work, partners: list[Partner], found: list[Debt], period: Period) -> Books:
    where = Where(partners[0].id if len(partners) == 1 else None)
    counts = dict(work.insights.counts_by(where, period, By.PARTNER))
    moved = dict(work.insights.moved_by(where, period, By.PARTNER))
    ends = UnixTime(starts(period.last + 1) - 1)
    charged = work.statements.charged(starts(period.first), ends)
    policy = work.policy
    rates = CommissionRates(
        policy.commission_bronze, policy.commission_silver, policy.commission_gold
    )
    ids = {it.id for it in partners} | {one for it in found for one in (it.debtor, it.creditor)}
    named = work.insights.names(By.PARTNER, sorted(ids))
    return Books(
        tuple(
            PartnerBook(
                it, rates.of(it.tier), counts.get(it.id, Counts()), moved.get(it.id, Moved()),
                charged.get(it.id, 0), *balance_of(it.id, found),
            )
            for it in partners
        ),
        tuple(found),
        {PartnerId(number): name for number, name in named.items()},
        policy.point_value,
    )  # fmt: skip
