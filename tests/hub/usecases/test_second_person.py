"""Two accounts in one hand are not two people."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from itertools import count

import pytest

from contracts.wire.refusals import Refusal, Refused
from hub.adapters.database.store import DatabaseStore
from hub.core.access.bringing import LONGEST_LINE, NEW_FOR, Line, are_two
from hub.core.access.roles import Grant, Role, Scope
from hub.core.access.sessions import STAFF
from hub.core.adjustments import AdjustmentState
from hub.core.ids import MemberId, PartnerId, StaffId
from hub.usecases.adjustments import approve_adjustment, ask_adjustment
from hub.usecases.second_person import in_one_hand, line_of
from hub.usecases.sessions import open_session
from hub.usecases.staff import grant_role, invite_again
from tests.hub.usecases.access_world import AccessWorld, Person

_numbers = count(1)
LARGE = 5_000


class Shop(AccessWorld):
    """A partner whose owner came by himself, and whoever is added to it."""

    def __init__(self, store: DatabaseStore) -> None:
        super().__init__(store)
        self.here, self.owner = self.partner()

    def added(self, by: Person, role: Role = Role.MANAGER) -> Person:
        """Return somebody whom *by* has added to the partner."""
        return self.staff(role, Scope(self.here), by=by.actor)

    def guest(self) -> MemberId:
        """Return a member of nobody's."""
        with self.hub.store.begin() as work:
            member = work.members.add(10**9 + next(_numbers), "Айгүл", "kk", self.clock.now())
            work.ledger.open_member(member)
        return member

    def ask(self, asker: Person, points: int = LARGE) -> tuple[bytes, AdjustmentState]:
        """Let somebody ask for points, and return their id and how they stand."""
        name = next(_numbers).to_bytes(16, "big")
        actor = self.signed_in(asker.session).actor
        actor = replace(actor, reason="a good reason")
        return name, ask_adjustment(self.hub, actor, name, self.guest(), self.here, points).state

    def may(self, asker: Person, approver: Person) -> bool:
        """Tell whether *approver* may be the second person for *asker*."""
        name, state = self.ask(asker)
        assert state is AdjustmentState.WAITING
        actor = self.signed_in(approver.session).actor
        with refusals(Refusal.TWO_PEOPLE_NEEDED) as refused:
            approve_adjustment(self.hub, actor, name)
        return not refused


@contextmanager
def refusals(expected: Refusal) -> Iterator[list[Refusal]]:
    """Gather a refusal instead of raising it, if it is the expected one."""
    found = list[Refusal]()
    try:
        yield found
    except Refused as refused:
        if refused.refusal is not expected:
            raise
        found.append(refused.refusal)


@pytest.fixture
def shop(shared_store: DatabaseStore) -> Shop:
    """Return a partner over each of the databases."""
    return Shop(shared_store)


def test_nobody_makes_himself_a_second_person(shop: Shop) -> None:
    """Whom he added, who added him, two whom he added, and whom those added: never, at no age."""
    first, second = shop.added(shop.owner), shop.added(shop.owner)
    helper = shop.added(shop.owner, Role.OWNER)
    third = shop.added(helper)
    shop.clock.time += 3 * NEW_FOR
    pairs = [(shop.owner, first), (first, shop.owner), (first, second), (shop.owner, third),
             (third, shop.owner), (first, third), (helper, third)]  # fmt: skip
    for asker, approver in pairs:
        assert not shop.may(fresh(shop, asker), fresh(shop, approver)), (asker.id, approver.id)


def fresh(shop: Shop, person: Person) -> Person:
    """Return somebody signed in again: sessions end while a test lets months pass."""
    with shop.hub.store.begin() as work:
        session = open_session(work, shop.hub, STAFF, person.id)
    return shop.signed_in(session)


def test_people_whom_the_operator_let_in_are_two(shop: Shop) -> None:
    """Co-owners, their people among each other, and an operator with anybody."""
    operator = shop.staff(Role.OPERATOR)
    partner = shop.staff(Role.OWNER, Scope(shop.here), by=operator.actor)
    other = shop.staff(Role.OWNER, Scope(shop.here), by=operator.actor)
    mine, his = shop.added(partner), shop.added(other)
    for asker, approver in [(partner, other), (mine, his), (mine, other), (shop.owner, partner),
                            (partner, operator), (mine, operator)]:  # fmt: skip
        assert shop.may(asker, approver), (asker.id, approver.id)


def test_an_operator_is_not_approved_by_whom_he_added(shop: Shop) -> None:
    """Another operator may."""
    operator, colleague = shop.staff(Role.OPERATOR), shop.staff(Role.OPERATOR)
    made = shop.staff(Role.OWNER, Scope(shop.here), by=operator.actor)
    assert not shop.may(operator, made)
    assert shop.may(operator, colleague)


def test_a_new_password_or_a_role_is_a_hand_on_somebody(shop: Shop) -> None:
    """Whoever gave the code may hold the account; whoever gave the role made him able to."""
    operator = shop.staff(Role.OPERATOR)
    invited = shop.staff(Role.MANAGER, Scope(shop.here), by=operator.actor)
    promoted = shop.staff(Role.AUDITOR, Scope(shop.here), by=operator.actor)
    assert shop.may(shop.owner, invited)
    invite_again(shop.hub, shop.owner.actor, invited.id, forget_totp=True)
    grant_role(shop.hub, shop.owner.actor, promoted.id, Grant(Role.MANAGER, Scope(shop.here)))
    assert not shop.may(shop.owner, invited)
    assert not shop.may(shop.owner, promoted)


def test_what_newcomers_do_alone_is_done_by_who_added_them(shop: Shop) -> None:
    """Ten accounts are not ten thousand points a day; after a month each stands for himself."""
    done, waits = AdjustmentState.DONE, AdjustmentState.WAITING
    people = [shop.owner, *(shop.added(shop.owner) for _ in range(2))]
    assert [shop.ask(it, 400)[1] for it in people] == [done, done, waits]
    stranger = shop.staff(Role.OWNER, Scope(shop.here), by=shop.staff(Role.OPERATOR).actor)
    assert shop.ask(stranger, 900)[1] is done
    shop.clock.time += NEW_FOR + 1
    assert [shop.ask(fresh(shop, it), 400)[1] for it in people] == [done] * 3


def test_a_long_line_ends(shop: Shop) -> None:
    """Also one that somebody made to keep us looking: what was seen of it counts."""
    with shop.hub.store.begin() as work:
        for number in range(LONGEST_LINE + 20):
            below, above = StaffId(10**6 + number), StaffId(10**6 + number + 1)
            entry = shop.owner.actor.entry(shop.clock.now(), "staff.add", f"staff {below}")
            work.audit.write(replace(entry, staff=above))
        line = line_of(work, StaffId(10**6))
        assert len(line.above) == LONGEST_LINE
        assert in_one_hand(work, StaffId(10**6), shop.clock.now())


def test_a_role_is_given_to_ones_own_people_alone(shop: Shop) -> None:
    """Else a neighbour would keep him from being suspended where he works."""
    other, neighbour = shop.partner()
    assert other != shop.here
    mine = shop.added(shop.owner)
    with pytest.raises(Refused) as caught:
        grant_role(shop.hub, neighbour.actor, mine.id, Grant(Role.MANAGER, Scope(PartnerId(other))))
    assert caught.value.refusal is Refusal.FORBIDDEN
    operator = shop.staff(Role.OPERATOR)
    shared = grant_role(shop.hub, operator.actor, mine.id, Grant(Role.AUDITOR, Scope(other)))
    assert len(shared.grants) == 2
    again = grant_role(shop.hub, neighbour.actor, mine.id, Grant(Role.MANAGER, Scope(other)))
    assert {it.scope.partner for it in again.grants} == {other}


def test_lines_are_compared_both_ways() -> None:
    """Pure: what the database's walk finds is judged here."""
    one, two, maker, operator = (StaffId(it) for it in range(1, 5))
    assert are_two(Line(one), Line(two))
    assert not are_two(Line(one), Line(one))
    assert not are_two(Line(one), Line(two, frozenset({one})))
    assert not are_two(Line(one, frozenset({two})), Line(two))
    assert not are_two(Line(one, frozenset({maker})), Line(two, frozenset({maker})))
    alike = frozenset({operator})
    assert are_two(Line(one, operators=alike), Line(two, operators=alike))
    assert not are_two(Line(operator, runs_all=True), Line(two, operators=alike))
    assert are_two(Line(two, operators=alike), Line(operator, runs_all=True))
