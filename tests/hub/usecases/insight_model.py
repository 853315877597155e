"""The dashboard's numbers reckoned the plain way: row by row, in Python, from the tables."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Table, select

from contracts.wire.units import Points, Tiyn
from hub.adapters.database.tables.ledger import lot_uses, lots, transfers
from hub.adapters.database.tables.receipts import accruals, claims
from hub.adapters.database.tables.rewards import redemptions, reward_versions, vouchers
from hub.adapters.database.tables.running import tier_history
from hub.core.almaty import local
from hub.core.insights.bands import MOST_VISITS, frequency_band, money_band, recency_band
from hub.core.insights.figures import (
    COUNTED,
    MOVED,
    REWARDED,
    Arrivals,
    CohortRow,
    Counts,
    FrequencyRow,
    Moved,
    People,
    RfmRow,
    TierDay,
    Where,
)
from hub.core.insights.periods import Period, month_of, number_of
from hub.core.tiers import Tier

LIVE = {"unconfirmed", "confirmed", "review"}
Row = Any


def day(time: int) -> int:
    """Return the number of the day in Almaty, by the calendar."""
    return number_of(local(time).date())  # type: ignore[arg-type]  # a row's plain number


def hour(time: int) -> int:
    """Return the hour in Almaty, by the clock."""
    return local(time).hour  # type: ignore[arg-type]  # as above


@dataclass(frozen=True)
class Plain:
    """All rows that numbers are made of."""

    accruals: Sequence[Row]
    claims: Sequence[Row]
    redemptions: Sequence[Row]
    transfers: Sequence[Row]
    lots: Sequence[Row]
    uses: Sequence[Row]
    vouchers: Sequence[Row]
    versions: Sequence[Row]
    tiers: Sequence[Row]

    @classmethod
    def of(cls, connection: Connection) -> "Plain":
        """Read them all."""

        def rows(table: Table) -> Sequence[Row]:
            return connection.execute(select(table)).all()

        tables = (accruals, claims, redemptions, transfers, lots, lot_uses, vouchers,
                  reward_versions, tier_history)  # fmt: skip
        return cls(*map(rows, tables))

    def counts(self, where: Where, period: Period, *, hours: Iterable[int] = range(24)) -> Counts:
        """Return the sums of a period and some hours of its days."""
        sums: Counter[str] = Counter()
        among = set(hours)
        claimed = {(it.till, it.sequence): it for it in self.claims if it.state in LIVE}

        def fits(row: Row, time: int) -> bool:
            there = where.hour in (None, hour(time)) and hour(time) in among
            return there and _in(where, row) and _within(period, time)

        for sale in self.accruals:
            if fits(sale, sale.at):
                _add_sale(sums, sale, claimed.get((sale.till, sale.sequence)))
        for claim in self.claims:
            if fits(claim, claim.claimed_at):
                sums["claims" if claim.state in LIVE else "ended"] += 1
        for taken in self.redemptions:
            if fits(taken, taken.at):
                _add_taken(sums, taken)
        return Counts(**{name: sums[name] for name in COUNTED})

    def moved(self, where: Where, period: Period) -> Moved:
        """Return what transfers did to the points that a partner issued."""
        sums: Counter[str] = Counter()
        sources = {bytes(it.source): it for it in self.lots}
        by_id = {it.id: it for it in self.lots}
        uses: dict[bytes, list[Row]] = defaultdict(list)
        for use in self.uses:
            uses[bytes(use.transfer)].append(use)
        for it in self.transfers:
            if _within(period, it.at):
                self._add_sides(sums, it, where, by_id)
                made = sources.get(bytes(it.id))
                if made is not None and self._is_there(where, made.partner, None):
                    sums["live"] += made.amount
                for use in uses[bytes(it.id)]:
                    lot = by_id[use.lot]
                    if self._is_there(where, lot.partner, None):
                        sums["live"] += _change(it, lot, use)
        return Moved(**{name: sums[name] for name in MOVED})

    def _add_sides(
        self, sums: Counter[str], it: Row, where: Where, by_id: Mapping[int, Row]
    ) -> None:
        own = it.reason not in ("commission", "merge")
        if it.debit & 15 == 5 and own and self._is_there(where, it.debit >> 4, it):
            sums["issued"] += it.amount
        if it.credit & 15 == 5 and own:
            lot = by_id.get(int(it.reference)) if it.reference.isdigit() else None
            if self._is_there(where, it.credit >> 4, lot):
                sums["taken_back"] += it.amount
        if it.credit & 15 == 8 and self._is_there(where, it.credit >> 4, None):
            sums["expired"] += it.amount

    def _is_there(self, where: Where, partner: int, named: Row | None) -> bool:
        """Whether points that *named*, a credit or a lot, speaks of belong to a place."""
        shop = till = 0
        if named is not None and named.reason == "claim" and "/" in named.reference:
            place = tuple(map(int, named.reference.split("/")))
            for claim in self.claims:
                if (claim.till, claim.sequence) == place:
                    shop, till = claim.shop, claim.till
        return (
            where.partner in (None, partner)
            and where.shop in (None, shop)
            and where.till in (None, till)
        )

    def live(self, partner: int | None) -> int:
        """Return what is left in lots."""
        return sum(it.remaining for it in self.lots if partner in (None, it.partner))

    def people(self, where: Where, period: Period) -> People:
        """Return how many members visited, one by one."""
        days: dict[int, set[int]] = defaultdict(set)
        for row, time in self._rows_of_visits():
            if _in(where, row):
                days[row.member].add(day(time))
        inside = {who: {it for it in found if period.first <= it <= period.last}
                  for who, found in days.items()}  # fmt: skip
        lately = period.ending(90)
        return People(
            active=sum(bool(it) for it in inside.values()),
            new=sum(period.first <= min(found) <= period.last for found in days.values()),
            twice=sum(len(it) > 1 for it in inside.values()),
            visits=sum(map(len, inside.values())),
            lately=sum(any(lately.first <= it <= lately.last for it in found)
                       for found in days.values()),
        )  # fmt: skip

    def arrivals(self, where: Where, period: Period) -> list[Arrivals]:
        """Return who visited on each day, and for whom it was the first visit of all."""
        days: dict[int, set[int]] = defaultdict(set)
        for row, time in self._rows_of_visits():
            if _in(where, row):
                days[row.member].add(day(time))
        active = Counter(it for found in days.values() for it in found)
        new = Counter(min(found) for found in days.values())
        return [Arrivals(it, active[it], new[it]) for it in sorted(active)
                if period.first <= it <= period.last]  # fmt: skip

    def rewards(self, where: Where, period: Period) -> dict[int, dict[str, int]]:
        """Return the sums of each reward."""
        reward_of = {it.version: it.reward for it in self.versions}
        found: dict[int, Counter[str]] = defaultdict(Counter)
        for taken in self.redemptions:
            if taken.state != "loss" and _in(where, taken) and _within(period, taken.at):
                sums = found[reward_of[taken.version]]
                good = taken.state == "good"
                sums["taken" if good else "undone"] += 1
                sums["points"] += taken.points if good else 0
                sums["value"] += (taken.value or 0) if good else 0
        for it in self.vouchers:
            if where.shop is None and where.partner in (None, it.partner):
                if _within(period, it.issued_at):
                    found[it.reward]["issued"] += 1
                if it.state in ("cancelled", "expired") and _within(period, it.ended_at):
                    found[it.reward]["unused"] += 1
        return {reward: {name: sums[name] for name in REWARDED} for reward, sums in found.items()}

    def frequency(self, partner: int | None, until: int, days: int) -> list[FrequencyRow]:
        """Return how many members visited on how many of the last days."""
        counted = Counter(
            min(MOST_VISITS, sum(it > until - days for it in found))
            for found in self._visits(partner, until).values()
        )
        return [FrequencyRow(visits, counted[visits]) for visits in sorted(counted) if visits]

    def tier_days(self, partner: int | None, period: Period) -> list[TierDay]:
        """Return how many members went from one tier to another on each day."""
        known = {it.member for it in self.claims if partner in (None, it.partner)}
        moves = Counter(
            (day(it.at), Tier(it.before), Tier(it.after)) for it in self.tiers
            if it.kind == "member" and it.before != it.after and _within(period, it.at)
            and (partner is None or it.owner in known)
        )  # fmt: skip
        return [TierDay(*key, members) for key, members in sorted(moves.items())]

    def cohorts(self, partner: int | None, until: int) -> list[CohortRow]:
        """Return who came back in which month, by hand."""
        months = {who: {month_of(it) for it in found}
                  for who, found in self._visits(partner, until).items()}  # fmt: skip
        rows = Counter((min(found), it) for found in months.values() for it in found)
        return [CohortRow(*key, members) for key, members in sorted(rows.items())]

    def rfm(self, partner: int | None, until: int) -> list[RfmRow]:
        """Return the bands of everybody who visited within the year, by hand."""
        sums: dict[tuple[int, int, int], list[int]] = defaultdict(lambda: [0, 0, 0, 0])
        since = until - 364
        stands = {(it.till, it.sequence): it.total - it.returned for it in self.accruals
                  if it.state in ("good", "review")}  # fmt: skip
        for who, found in self._visits(partner, until).items():
            days = {it for it in found if it >= since}
            spend = sum(
                stands.get((it.till, it.sequence), 0) for it in self.claims
                if it.member == who and it.state in LIVE and since <= day(it.claimed_at) <= until
                and partner in (None, it.partner)
            )  # fmt: skip
            if days:
                key = (recency_band(until - max(days)), frequency_band(len(days)),
                       money_band(Tiyn(spend)))  # fmt: skip
                points = sum(it.remaining for it in self.lots
                             if it.member == who and partner in (None, it.partner))  # fmt: skip
                one = (1, len(days), spend, points)
                sums[key] = [a + b for a, b in zip(sums[key], one, strict=True)]
        return [
            RfmRow(*key, members, visits, Tiyn(spend), Points(points))
            for key, (members, visits, spend, points) in sorted(sums.items())
        ]

    def _rows_of_visits(self) -> list[tuple[Row, int]]:
        rows = [(it, it.claimed_at) for it in self.claims]
        return rows + [(it, it.at) for it in self.redemptions if it.member is not None]

    def _visits(self, partner: int | None, until: int) -> dict[int, set[int]]:
        days: dict[int, set[int]] = defaultdict(set)
        for row, time in self._rows_of_visits():
            if partner in (None, row.partner) and day(time) <= until:
                days[row.member].add(day(time))
        return days


def _add_sale(sums: Counter[str], sale: Row, claim: Row | None) -> None:
    if sale.state == "void":
        sums["voided"] += 1
    if sale.state not in ("good", "review"):
        return
    sums["receipts"] += 1
    sums["total"] += sale.total
    sums["returned"] += sale.returned
    if claim is not None:
        sums["claimed"] += 1
        sums["claimed_total"] += sale.total - sale.returned
        sums["earned"] += claim.points - claim.taken_back


def _add_taken(sums: Counter[str], taken: Row) -> None:
    if taken.state == "good":
        sums["redeemed"] += 1
        sums["redeemed_points"] += taken.points
        sums["redeemed_value"] += taken.value or 0
    elif taken.state == "undone":
        sums["undone"] += 1
    else:
        sums["lost"] += 1
        sums["lost_value"] += taken.value or 0


def _change(transfer: Row, lot: Row, use: Row) -> int:
    if bytes(transfer.id) == bytes(lot.source) or transfer.debit & 15 in (1, 2):
        return int(-use.amount)
    return int(use.amount) if transfer.credit & 15 in (1, 2) else 0


def _within(period: Period, time: int) -> bool:
    return period.first <= day(time) <= period.last


def _in(where: Where, row: Row) -> bool:
    return (
        where.partner in (None, row.partner)
        and where.shop in (None, row.shop)
        and where.till in (None, row.till)
        and where.cashier in (None, row.cashier or "")
    )
