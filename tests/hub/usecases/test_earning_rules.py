"""Earning rules: never edited, only followed; and trying one out is the same as posting."""

from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from contracts.wire.bodies import ItemLine
from contracts.wire.refusals import Refusal, Refused
from contracts.wire.units import Points, Tiyn, UnixTime
from hub.adapters.database.store import DatabaseStore
from hub.core.access.people import PartnerState
from hub.core.access.roles import Grant, Role, Scope
from hub.core.earning_rules import Caps, EarningRule, ProblemCode, Rates
from hub.core.policy import DAY
from hub.usecases.earning_rules import (
    WrongRule,
    add_rule,
    end_rule,
    list_rules,
    replace_rule,
    simulate,
)
from tests.hub.hubs import NOW
from tests.hub.usecases.claim_world import ClaimWorld, rule_of

CAKE, SMOKE = "Торт «Наполеон»", "Сигареты"


@pytest.fixture
def world(store: DatabaseStore) -> ClaimWorld:
    """Return a shop that gives 3 points for each 100 ₸."""
    return ClaimWorld(store)


def draft(world: ClaimWorld, **changes: object) -> EarningRule:
    """Return a rule that begins now."""
    return rule_of(world.partner, **{"since": UnixTime(NOW), **changes})


def test_a_rule_is_followed_and_judges_what_was_printed_before(world: ClaimWorld) -> None:
    """A slip from before the change is worth what it was, whenever it is claimed."""
    member, till = world.member(), world.selling()
    [old] = till.append(world.sale(1_000_00), at=NOW)
    world.clock.time = NOW + 3600
    made = replace_rule(
        world.hub, world.owner, world.rule, draft(world, rates=Rates(1, 1, 1), since=UnixTime(0))
    )
    [new] = till.append(world.sale(1_000_00), at=NOW + 3600)
    assert world.claim(member, new).claim.points == 10
    assert world.claim(member, old).claim.points == 30
    rows = list_rules(world.hub, world.owner, world.partner, 0, 10)
    assert [(row.rule.id, row.rule.since, row.rule.until, row.replaces) for row in rows] == [
        (world.rule, 0, NOW + 3600, None),
        (made.id, NOW + 3600, None, world.rule),
    ]


def test_a_rule_that_has_not_begun_can_be_taken_away(world: ClaimWorld) -> None:
    """One that has begun can only end, and not in the past."""
    later = add_rule(world.hub, world.owner, draft(world, since=UnixTime(NOW + DAY)))
    end_rule(world.hub, world.owner, later.id, UnixTime(NOW))
    assert len(list_rules(world.hub, world.owner, world.partner, 0, 10)) == 1
    with pytest.raises(WrongRule) as error:
        end_rule(world.hub, world.owner, world.rule, UnixTime(NOW - 1))
    assert [(it.field, it.code) for it in error.value.problems] == [("until", ProblemCode.IN_FORCE)]
    assert end_rule(world.hub, world.owner, world.rule, UnixTime(NOW + DAY)).until == NOW + DAY


def test_all_that_is_wrong_with_a_rule_is_said_at_once(world: ClaimWorld) -> None:
    """And nothing is kept; shops of others are wrong, too."""
    wrong = draft(world, since=UnixTime(1), rates=Rates(5, 3, 1), shops=frozenset({999}))
    with pytest.raises(WrongRule) as error:
        add_rule(world.hub, world.owner, wrong)
    assert {it.field for it in error.value.problems} == {"since", "rates", "shops"}
    assert len(list_rules(world.hub, world.owner, world.partner, 0, 10)) == 1


def test_rules_of_another_partner_are_not_an_owners_business(world: ClaimWorld) -> None:
    """Neither to read nor to change."""
    with world.store.begin() as work:
        other = work.partners.add("Тәтті", None, PartnerState.ACTIVE, UnixTime(NOW))
    for ask in (
        lambda: list_rules(world.hub, world.owner, other, 0, 10),
        lambda: add_rule(world.hub, world.owner, replace(draft(world), partner=other)),
        lambda: simulate(world.hub, world.owner, other, None, []),
    ):
        with pytest.raises(Refused) as error:
            ask()
        assert error.value.refusal is Refusal.FORBIDDEN
    with pytest.raises(Refused) as missing:
        end_rule(world.hub, world.owner, type(world.rule)(10**6), UnixTime(NOW))
    assert missing.value.refusal is Refusal.NOT_FOUND


RULES: st.SearchStrategy[dict[str, object]] = st.builds(
    dict[str, object],
    rates=st.sampled_from([Rates(1, 2, 3), Rates(3, 5, 7), Rates(0, 0, 9)]),
    step=st.sampled_from([Tiyn(100_00), Tiyn(70_00)]),
    minimum=st.sampled_from([Tiyn(0), Tiyn(500_00)]),
    caps=st.sampled_from([Caps(), Caps(receipt=Points(20)), Caps(day=Points(40))]),
    excluded=st.sampled_from([(), ("сигарет",)]),
)
SALES = st.lists(
    st.tuples(st.integers(1, 2_000_00), st.integers(0, 500_00), st.booleans()),
    min_size=1,
    max_size=4,
)


def test_trying_a_rule_out_is_the_same_as_posting(store: DatabaseStore) -> None:
    """What last month's receipts earn by their rules, tried out, is what members were given."""
    world = ClaimWorld(store)
    with world.store.begin() as work:
        work.rules.withdraw(world.rule)
    counted = iter(range(1, 10**6))

    @settings(max_examples=6, deadline=None, suppress_health_check=list(HealthCheck))
    @given(RULES, SALES)
    def same(terms: dict[str, object], sales: list[tuple[int, int, bool]]) -> None:
        rule = add_rule(world.hub, world.owner, draft(world, **terms))
        till, member = world.selling(), world.member(next(counted))
        for cake, smoke, fiscal in sales:
            items = (_line(CAKE, cake), _line(SMOKE, smoke))
            till.append(world.sale(cake + smoke, fiscal=fiscal, items=items), at=world.clock.time)
        world.hand_in(till)
        given = {
            (event.till, event.sequence): world.claim(member, event).claim.points
            for event in till.events
        }
        found = simulate(world.hub, world.owner, world.partner, None, None)
        tried = {it.place: it for it in found.receipts if it.place in given}
        assert {place: it.now.points for place, it in tried.items()} == given
        assert {place: it.posted for place, it in tried.items()} == given
        again = simulate(world.hub, world.owner, world.partner, rule, None)
        assert {it.place: it.then.points for it in again.receipts if it.place in given} == given
        # The next example's rule begins after this one.
        world.clock.time += 10
        end_rule(world.hub, world.owner, rule.id, UnixTime(world.clock.time))

    def _line(name: str, amount: int) -> ItemLine:
        return ItemLine(name=name, quantity=None, amount=Tiyn(amount))

    same()


def test_two_rules_hold_together_only_where_their_owner_says_so(world: ClaimWorld) -> None:
    """A second press of the same button makes no second rule; other shops and times are free."""
    with pytest.raises(WrongRule) as error:
        add_rule(world.hub, world.owner, draft(world), together=False)
    assert [(it.field, it.code) for it in error.value.problems] == [("since", ProblemCode.OVERLAPS)]
    follows = draft(world, rates=Rates(4, 4, 4))
    made = replace_rule(world.hub, world.owner, world.rule, follows, together=False)
    with pytest.raises(WrongRule):
        replace_rule(world.hub, world.owner, world.rule, follows, together=False)
    rows = list_rules(world.hub, world.owner, world.partner, 0, 10)
    assert [row.rule.id for row in rows] == [world.rule, made.id]
    add_rule(world.hub, world.owner, follows)
    assert len(list_rules(world.hub, world.owner, world.partner, 0, 10)) == 3


def test_a_draft_fills_its_own_caps_and_takes_the_place_of_what_came_before(
    world: ClaimWorld,
) -> None:
    """Else a month's budget would look as if each receipt had it, and an old rate would stay."""
    till, one, other = world.selling(), world.member(1), world.member(2)
    for who in (one, one, other, other):
        [event] = till.append(world.sale(10_000_00), at=world.clock.time)
        world.claim(who, event)
    world.hand_in(till)
    world.clock.time += 60
    replace_rule(world.hub, world.owner, world.rule, draft(world, since=UnixTime(0)))
    [now] = [it.rule for it in list_rules(world.hub, world.owner, world.partner, 0, 9)[1:]]

    def tried(**terms: object) -> list[int]:
        rule = replace(draft(world, **terms), id=now.id)
        found = simulate(world.hub, world.owner, world.partner, rule, None)
        return sorted(it.then.points for it in found.receipts)

    assert tried(rates=Rates(1, 1, 1)) == [100] * 4
    assert tried(caps=Caps(day=Points(400))) == [100, 100, 300, 300]
    assert tried(caps=Caps(budget=Points(700))) == [0, 100, 300, 300]


def test_who_runs_one_shop_knows_the_rules_and_changes_none(world: ClaimWorld) -> None:
    """Guests ask him what a receipt earns; what all shops sold is not his to see."""
    place = Scope(world.partner, world.shop)
    manager = replace(world.owner, grants=(Grant(Role.MANAGER, place),))
    assert len(list_rules(world.hub, manager, world.partner, 0, 10)) == 1
    for ask in (
        lambda: add_rule(world.hub, manager, draft(world)),
        lambda: simulate(world.hub, manager, world.partner, None, None),
    ):
        with pytest.raises(Refused) as error:
            ask()
        assert error.value.refusal is Refusal.FORBIDDEN
