"""What each role may do, and that nobody reaches beyond his scope."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contracts.wire.refusals import Refusal, Refused
from contracts.wire.units import ShopId, UnixTime
from hub.core.access.actor import CONSOLE, Actor
from hub.core.access.roles import (
    PERMISSIONS,
    PROGRAMME,
    Grant,
    Permission,
    Role,
    Scope,
    may,
    may_give,
    may_somewhere,
)
from hub.core.ids import PartnerId, StaffId

A, B = PartnerId(1), PartnerId(2)
A1, A2 = Scope(A, ShopId(11)), Scope(A, ShopId(12))
SCOPES = [PROGRAMME, Scope(A), Scope(B), A1, A2, Scope(B, ShopId(21))]
scopes = st.sampled_from(SCOPES)
grants = st.builds(Grant, st.sampled_from(Role), scopes)


@given(scopes, scopes)
def test_a_scope_covers_what_lies_within_it(outer: Scope, inner: Scope) -> None:
    """The programme covers all, a partner its shops, a shop itself."""
    depth = [scope for scope in (PROGRAMME, Scope(inner.partner), inner) if scope == outer]
    assert outer.covers(inner) == bool(depth)


@given(st.lists(grants, max_size=4), st.sampled_from(Permission), scopes)
def test_a_right_comes_from_one_role_that_reaches_there(
    held: list[Grant], permission: Permission, scope: Scope
) -> None:
    """Two roles never make a third: no right of one at the place of the other."""
    allowed = [it for it in held if permission in PERMISSIONS[it.role] and it.scope.covers(scope)]
    assert may(held, permission, scope) == bool(allowed)
    if may(held, permission, scope):
        assert may_somewhere(held, permission)


def test_an_auditor_only_reads() -> None:
    """Every right of his changes nothing, and he has every one of those."""
    assert PERMISSIONS[Role.AUDITOR] == {it for it in Permission if it.reads}
    assert not any(it.value.endswith(".read") for it in Permission if not it.reads)


def test_the_operator_may_do_everything() -> None:
    """There is no right that nobody has."""
    assert PERMISSIONS[Role.OPERATOR] == set(Permission)
    assert all(CONSOLE.may(it, scope) for it in Permission for scope in SCOPES)


def test_an_owner_never_touches_another_partner() -> None:
    """Nor the programme, nor another's shop; whatever the right."""
    owner = [Grant(Role.OWNER, Scope(A))]
    for permission in Permission:
        assert not may(owner, permission, Scope(B))
        assert not may(owner, permission, Scope(B, ShopId(21)))
        assert not may(owner, permission, PROGRAMME)
    assert may(owner, Permission.SHOPS_EDIT, A1)
    assert not may(owner, Permission.PARTNERS_APPROVE, Scope(A))


def test_a_manager_runs_one_shop() -> None:
    """Its tills and cashiers, but not its rules, its staff or the shop beside it."""
    manager = [Grant(Role.MANAGER, A1)]
    assert may(manager, Permission.TILLS_EDIT, A1)
    assert may(manager, Permission.CASHIERS_EDIT, A1)
    assert not may(manager, Permission.TILLS_EDIT, A2)
    assert not may(manager, Permission.TILLS_EDIT, Scope(A))
    assert not may(manager, Permission.RULES_EDIT, A1)
    assert not may(manager, Permission.STAFF_EDIT, A1)


def test_a_cashier_changes_nothing() -> None:
    """Whoever stands at the till redeems there, not on the dashboard."""
    assert all(it.reads for it in PERMISSIONS[Role.CASHIER])


@given(st.lists(grants, max_size=4), grants)
def test_nobody_gives_what_he_could_not_do(giver: list[Grant], given_one: Grant) -> None:
    """No right, anywhere, that the giver had not before."""
    if not may_give(giver, given_one):
        return
    for permission in PERMISSIONS[given_one.role]:
        for scope in SCOPES:
            if may([given_one], permission, scope):
                assert may(giver, permission, scope)


@pytest.mark.parametrize(
    "odd",
    [
        Grant(Role.OPERATOR, Scope(A)),
        Grant(Role.OWNER, PROGRAMME),
        Grant(Role.OWNER, A1),
        Grant(Role.MANAGER, PROGRAMME),
        Grant(Role.CASHIER, PROGRAMME),
    ],
    ids=str,
)
def test_a_role_has_its_place(odd: Grant) -> None:
    """Not even the operator gives an owner the programme, or an operator a partner."""
    assert not may_give(CONSOLE.grants, odd)


def test_owners_make_managers_and_owners_of_their_own() -> None:
    """And nobody's beside them."""
    owner = [Grant(Role.OWNER, Scope(A))]
    assert may_give(owner, Grant(Role.MANAGER, A1))
    assert may_give(owner, Grant(Role.OWNER, Scope(A)))
    assert may_give(owner, Grant(Role.AUDITOR, Scope(A)))
    assert not may_give(owner, Grant(Role.MANAGER, Scope(B)))
    assert not may_give(owner, Grant(Role.OPERATOR, PROGRAMME))
    assert not may_give([Grant(Role.MANAGER, A1)], Grant(Role.CASHIER, A1))


def test_an_actor_says_where_he_may() -> None:
    """None means all partners; else exactly those that his roles name."""
    both = Actor(StaffId(1), (Grant(Role.OWNER, Scope(A)), Grant(Role.MANAGER, A2)))
    assert both.partners(Permission.SHOPS_READ) == frozenset({A})
    assert CONSOLE.partners(Permission.SHOPS_READ) is None
    assert Actor(StaffId(2), ()).partners(Permission.SHOPS_READ) == frozenset()
    assert both.scopes(Permission.RULES_EDIT) == (Scope(A),)


def test_what_an_actor_may_not_is_refused() -> None:
    """With the code that the web knows."""
    owner = Actor(StaffId(1), (Grant(Role.OWNER, Scope(A)),))
    owner.require(Permission.SHOPS_EDIT, Scope(A))
    owner.require_somewhere(Permission.SHOPS_EDIT)
    with pytest.raises(Refused) as elsewhere:
        owner.require(Permission.SHOPS_EDIT, Scope(B))
    with pytest.raises(Refused) as anywhere:
        owner.require_somewhere(Permission.PARTNERS_APPROVE)
    assert {elsewhere.value.refusal, anywhere.value.refusal} == {Refusal.FORBIDDEN}


def test_the_log_names_who_from_where_and_why() -> None:
    """A reason is kept, however long somebody writes, up to its limit."""
    actor = Actor(StaffId(3), (), address="10.0.0.7", reason="е" * 5000)
    entry = actor.entry(UnixTime(9), "shop.add", "shop 7", A, name="Нан")
    assert (entry.at, entry.staff, entry.address, entry.partner) == (9, 3, "10.0.0.7", A)
    assert len(entry.reason) == 300
    assert entry.facts == {"name": "Нан"}
