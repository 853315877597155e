"""Whatever comes in whatever order: a receipt is one person's, and nothing is given twice."""

from typing import Final

import hypothesis.strategies as st
import pytest
from hypothesis import HealthCheck, given, settings

from contracts.wire.bodies import AccrualBody
from contracts.wire.event import Event
from contracts.wire.refusals import Refused
from hub.adapters.database.store import DatabaseStore
from hub.core.cards import CardState
from hub.core.ids import MemberId
from hub.usecases.member_cards import ShownCard, block_card, replace_card
from hub.usecases.sync_parts import PARTS
from tests.hub.till_world import TillRig
from tests.hub.usecases.card_world import CardWorld, body_of

TOTAL: Final = 1_000_00
EARNS: Final = 30
STEPS = st.sampled_from(
    ["carded", "carded", "slip", "claim", "thief", "back", "void", "block", "replace", "sync",
     "sync again", "half"]
)  # fmt: skip


class Town:
    """A till with two cards' members and a thief who can seal its codes."""

    def __init__(self, world: CardWorld) -> None:
        self.world = world
        self.till: TillRig = world.selling()
        self.cards: list[ShownCard] = [world.card("Роза"), world.card("Сәуле")]
        self.thief = world.member(900_000 + self.till.id)

    @property
    def members(self) -> list[MemberId]:
        """Return everybody who could have points."""
        return sorted({it.card.member for it in self.cards} | {self.thief})

    def sales(self) -> list[Event]:
        """Return all sales of the till."""
        return [it for it in self.till.events if isinstance(it.body, AccrualBody)]

    def sell(self, card: int | None) -> None:
        """Store a sale, for a card or with a slip."""
        [sale] = self.till.append(self.world.sale(TOTAL))
        if card is not None:
            self.till.append(body_of(sale.sequence, self.cards[card]))

    def last(self, place: int) -> Event | None:
        """Return one of the sales."""
        found = self.sales()
        return found[place % len(found)] if found else None

    def claims(self, member: MemberId, place: int) -> None:
        """Claim a sale by a sealed code, whoever could have it."""
        sale = self.last(place)
        if sale is not None:
            try:
                self.world.claim(member, sale)
            except Refused:
                return

    def undo(self, place: int, *, whole: bool) -> None:
        """Void a sale, or bring a part of its goods back."""
        sale = self.last(place)
        if sale is not None:
            assert isinstance(sale.body, AccrualBody)
            back = self.world.back(sale.body, TOTAL // 2, by_sign=True)
            self.till.append(self.world.void(sale.sequence) if whole else back)

    def ends(self, card: int, *, replaced: bool) -> None:
        """Block a card, or replace it by another."""
        number = self.cards[card].card.number
        if not replaced:
            block_card(self.world.hub, self.world.owner, number)
            return
        with self.world.store.read() as work:
            state = getattr(work.cards.get(number), "state", None)
        if state is not CardState.REPLACED:
            self.cards[card] = replace_card(self.world.hub, self.world.chief, number)

    def syncs(self, upto: int | None = None) -> None:
        """Hand the chain in, or its first part of what is new."""
        lines = [it.raw for it in self.till.events[:upto]]
        self.world.sync(self.till, lines=lines, parts=PARTS)


def step(town: Town, what: str, place: int) -> None:
    """Let one thing happen."""
    card = place % 2
    match what:
        case "carded" | "slip":
            town.sell(card if what == "carded" else None)
        case "claim" | "thief":
            member = town.cards[card].card.member if what == "claim" else town.thief
            town.claims(member, place)
        case "back" | "void":
            town.undo(place, whole=what == "void")
        case "block" | "replace":
            town.ends(card, replaced=what == "replace")
        case "half":
            town.syncs(len(town.till.events) - place % 3)
        case _:
            town.syncs()


@settings(
    max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(steps=st.lists(st.tuples(STEPS, st.integers(0, 9)), max_size=14))
def test_no_schedule_gives_a_receipt_twice(world: CardWorld, steps: list[tuple[str, int]]) -> None:
    """Each sale has one claim at most; all that anybody has is what the sales left earn."""
    town = Town(world)
    before = {it: world.has(it).confirmed for it in town.members}
    for what, place in [*steps, ("sync", 0), ("sync again", 0)]:
        step(town, what, place)
    claims = []
    with world.store.read() as work:
        for sale in town.sales():
            found = work.claims.get(town.till.id, sale.sequence)
            claims += [] if found is None else [found]
    assert all(0 <= it.left <= EARNS for it in claims)
    gained = sum(world.has(it).confirmed + world.has(it).unconfirmed for it in town.members)
    assert gained - sum(before.values()) == sum(it.left for it in claims)


@pytest.fixture
def world(store: DatabaseStore) -> CardWorld:
    """Return a shop that gives cards, and looks at nobody for coming often."""
    many = 10**6
    return CardWorld(
        store, claims_member_day_soft=many, claims_member_day_hard=many,
        claims_till_hour_soft=many, claims_till_hour_hard=many, claims_cashier_hour_soft=many,
        claims_shop_hour_hard=many, text_only_day=many,
    )  # fmt: skip
