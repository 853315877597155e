"""A month of claims in a chain of shops, with cashiers who gather paper that others left."""

from collections.abc import Iterator
from dataclasses import dataclass
from random import Random

from contracts.wire.units import ShopId, UnixTime
from hub.core.almaty import DAY
from hub.core.fraud_concentration import ERRAND, ClaimedReceipt
from hub.core.ids import MemberId

START = UnixTime(1_789_000_000 - 1_789_000_000 % DAY - 5 * 3600)
"""Midnight in Almaty."""
DAYS = 28
SHOPS = 10
MEMBERS_A_SHOP = 250
OPENS, CLOSES = 8 * 3600, 20 * 3600


@dataclass(frozen=True)
class World:
    """What was claimed, and by whom it should not have been."""

    receipts: list[ClaimedReceipt]
    colluders: frozenset[MemberId]


def a_month(seed: int) -> World:
    """Return a month: regulars, office runners, families, and twenty planted accounts."""
    dice = Random(seed)
    receipts: list[ClaimedReceipt] = []
    colluders: set[MemberId] = set()
    for number in range(1, SHOPS + 1):
        shop = ShopId(number)
        for place in range(MEMBERS_A_SHOP):
            member = MemberId(number * 1000 + place)
            receipts += _honest(dice, member, shop, place)
        for place in range(2):
            member = MemberId(number * 1000 + 900 + place)
            colluders.add(member)
            receipts += _gathered(dice, member, shop, place, careful=bool(number % 2))
    return World(sorted(receipts, key=lambda it: it.printed_at), frozenset(colluders))


def _on_duty(day: int, team: int) -> int:
    """Return which of a shop's four cashiers stands at till *team*: two days on, two days off."""
    return team * 2 + day // 2 % 2


def _receipt(member: MemberId, shop: ShopId, day: int, team: int, at: float) -> ClaimedReceipt:
    cashier = f"{shop}/{_on_duty(day, team)}"
    time = UnixTime(START + day * DAY + int(at))
    return ClaimedReceipt(member, shop, cashier, f"{cashier}/{day}", time)


def _honest(dice: Random, member: MemberId, shop: ShopId, place: int) -> Iterator[ClaimedReceipt]:
    """Make one honest member's month; *place* decides what kind of person he is."""
    kind = place % 25
    for day in range(DAYS):
        team = 0 if dice.random() < 0.8 else 1
        if kind == 0:  # Coffee each morning, often lunch too, rarely a cake for the evening.
            chances = [(0.9, 9), (0.5, 13), (0.08, 18)]
        elif kind == 1:  # Fetches for the office once a week: many receipts at once.
            if day % 7 == place % 7:
                at = 11 * 3600 + dice.random() * 3600
                for _ in range(dice.randint(3, 6)):
                    yield _receipt(member, shop, day, team, at + dice.random() * ERRAND * 0.8)
            continue
        elif kind < 8:  # Comes a few times a week.
            chances = [(0.35, 9), (0.1, 15)]
        else:  # Comes a few times a month.
            chances = [(0.08, 12), (0.03, 18)]
        for chance, hour in chances:
            if dice.random() < chance:
                yield _receipt(member, shop, day, team, hour * 3600 + dice.random() * 5400)


def _gathered(
    dice: Random, member: MemberId, shop: ShopId, place: int, *, careful: bool
) -> Iterator[ClaimedReceipt]:
    """Make a colluder's month: each shift of one cashier, up to five receipts if careful."""
    accomplice = place * 2
    for day in range(7, DAYS):
        team = place
        if _on_duty(day, team) != accomplice or dice.random() < 0.15:
            continue
        for _ in range(dice.randint(3, 5) if careful else dice.randint(5, 9)):
            at = OPENS + dice.random() * (CLOSES - OPENS)
            yield _receipt(member, shop, day, team, at)
