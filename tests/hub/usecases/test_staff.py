"""The staff: nobody gives what he has not, and everything is written down."""

from dataclasses import replace

import pytest

from contracts.wire.refusals import Refusal, Refused
from contracts.wire.units import ShopId
from hub.adapters.database.store import DatabaseStore
from hub.core.access.actor import CONSOLE, Actor
from hub.core.access.people import Page, State
from hub.core.access.roles import PROGRAMME, Grant, Role, Scope
from hub.core.ids import PartnerId, StaffId
from hub.usecases.invitations import LIFE_S
from hub.usecases.own_account import accept_invitation
from hub.usecases.sign_in import sign_in_by_password
from hub.usecases.staff import (
    add_operator,
    add_staff,
    change_staff,
    grant_role,
    invite_again,
    list_audit,
    list_staff,
    show_staff,
    withdraw_role,
)
from tests.hub.usecases.access_world import PASSWORD, AccessWorld, Person


@pytest.fixture
def world(shared_store: DatabaseStore) -> AccessWorld:
    """Return a programme over each of the databases."""
    return AccessWorld(shared_store)


def refused(caught: pytest.ExceptionInfo[Refused]) -> Refusal:
    """Return the code of the no."""
    return caught.value.refusal


def manager_of(world: AccessWorld, owner: Person, partner: PartnerId) -> Person:
    """Return a manager whom the owner has added."""
    shop = world.shop(owner, partner)
    return world.staff(Role.MANAGER, Scope(partner, shop), by=owner.actor)


def test_an_owner_adds_a_manager_who_sets_his_own_password(world: AccessWorld) -> None:
    """The owner never learns it; the manager has his shop and no more."""
    partner, owner = world.partner()
    manager = manager_of(world, owner, partner)
    session = sign_in_by_password(world.hub, manager.login, PASSWORD, None, world.address)
    assert session.owner == manager.id
    assert manager.actor.grants == (
        Grant(Role.MANAGER, Scope(partner, manager.actor.grants[0].scope.shop)),
    )
    log = world.log()
    for action in ("staff.add", "staff.invite", "invitation.accept"):
        assert f"{action} staff {manager.id}" in log


def test_nobody_gives_more_than_he_has(world: AccessWorld) -> None:
    """An owner no operator, nobody of another partner, no shop of another partner."""
    (partner, owner), (other, neighbour) = world.partner(), world.partner()
    foreign_shop = world.shop(neighbour, other)
    manager = manager_of(world, owner, partner)
    for actor, grant, refusal in (
        (owner.actor, Grant(Role.OPERATOR, PROGRAMME), Refusal.FORBIDDEN),
        (owner.actor, Grant(Role.AUDITOR, PROGRAMME), Refusal.FORBIDDEN),
        (owner.actor, Grant(Role.MANAGER, Scope(other)), Refusal.FORBIDDEN),
        (owner.actor, Grant(Role.MANAGER, Scope(partner, foreign_shop)), Refusal.NOT_FOUND),
        (owner.actor, Grant(Role.MANAGER, Scope(partner, ShopId(10**6))), Refusal.NOT_FOUND),
        (manager.actor, Grant(Role.CASHIER, manager.actor.grants[0].scope), Refusal.FORBIDDEN),
        (CONSOLE, Grant(Role.OWNER, Scope(PartnerId(10**9))), Refusal.NOT_FOUND),
    ):
        with pytest.raises(Refused) as adding:
            add_staff(world.hub, actor, world.login(), "Ерлан", grant)
        assert refused(adding) is refusal
        with pytest.raises(Refused) as granting:
            grant_role(world.hub, actor, manager.id, grant)
        assert refused(granting) is refusal


def test_nobody_touches_who_stands_above_or_beside(world: AccessWorld) -> None:
    """An owner neither the operator nor a neighbour: no new password, no suspension."""
    (_, owner), (_, neighbour) = world.partner(), world.partner()
    operator = world.staff(Role.OPERATOR)
    for target in (operator.id, neighbour.id):
        with pytest.raises(Refused) as inviting:
            invite_again(world.hub, owner.actor, target, forget_totp=True)
        with pytest.raises(Refused) as changing:
            change_staff(world.hub, owner.actor, target, None, State.SUSPENDED)
        assert {refused(inviting), refused(changing)} == {Refusal.FORBIDDEN}


def test_somebody_of_two_partners_is_no_single_owners(world: AccessWorld) -> None:
    """One owner may not lock out, or take over, whom another trusts, too."""
    (partner, owner), (other, _) = world.partner(), world.partner()
    manager = manager_of(world, owner, partner)
    grant_role(world.hub, CONSOLE, manager.id, Grant(Role.MANAGER, Scope(other)))
    with pytest.raises(Refused) as caught:
        invite_again(world.hub, owner.actor, manager.id, forget_totp=True)
    assert refused(caught) is Refusal.FORBIDDEN
    seen = show_staff(world.hub, owner.actor, manager.id)
    assert {grant.scope.partner for grant in seen.grants} == {partner}


def test_roles_come_and_go(world: AccessWorld) -> None:
    """Giving one twice is giving it once; taking one that is not there is said."""
    partner, owner = world.partner()
    manager = manager_of(world, owner, partner)
    auditor = Grant(Role.AUDITOR, Scope(partner))
    for _ in range(2):
        grants = grant_role(world.hub, owner.actor, manager.id, auditor).grants
        assert grants.count(auditor) == 1
    assert auditor not in withdraw_role(world.hub, owner.actor, manager.id, auditor).grants
    with pytest.raises(Refused) as caught:
        withdraw_role(world.hub, owner.actor, manager.id, auditor)
    assert refused(caught) is Refusal.NOT_FOUND


def test_nobody_locks_himself_out(world: AccessWorld) -> None:
    """Somebody always remains who can undo it."""
    operator = world.staff(Role.OPERATOR)
    with pytest.raises(Refused) as withdrawing:
        withdraw_role(world.hub, operator.actor, operator.id, operator.actor.grants[0])
    with pytest.raises(Refused) as suspending:
        change_staff(world.hub, operator.actor, operator.id, None, State.SUSPENDED)
    assert {refused(withdrawing), refused(suspending)} == {Refusal.CONFLICT}
    assert change_staff(world.hub, operator.actor, operator.id, "Асель", None).name == "Асель"


def test_a_person_without_roles_is_the_operators(world: AccessWorld) -> None:
    """No owner picks up whoever was let go elsewhere by setting a password for him."""
    (partner, owner), (_, neighbour) = world.partner(), world.partner()
    manager = manager_of(world, owner, partner)
    withdraw_role(world.hub, owner.actor, manager.id, manager.actor.grants[0])
    for actor in (owner.actor, neighbour.actor):
        with pytest.raises(Refused) as inviting:
            invite_again(world.hub, actor, manager.id, forget_totp=True)
        with pytest.raises(Refused) as looking:
            show_staff(world.hub, actor, manager.id)
        assert {refused(inviting), refused(looking)} == {Refusal.FORBIDDEN}
    assert show_staff(world.hub, CONSOLE, manager.id).grants == ()


def test_a_login_is_one_persons(world: AccessWorld) -> None:
    """Also in capitals."""
    operator = world.staff(Role.OPERATOR)
    with pytest.raises(Refused) as caught:
        add_operator(world.hub, operator.login.upper(), "Ерлан")
    assert refused(caught) is Refusal.TAKEN


def test_a_new_invitation_replaces_the_old(world: AccessWorld) -> None:
    """Only the last code counts, once, for a week."""
    invited = add_operator(world.hub, world.login(), "Ерлан")
    second = invite_again(world.hub, CONSOLE, invited.person.id, forget_totp=False)

    def refusal(code: str) -> Refusal:
        with pytest.raises(Refused) as caught:
            accept_invitation(world.hub, code, PASSWORD, world.address)
        return refused(caught)

    assert refusal(invited.code) is Refusal.REPLAYED
    accept_invitation(world.hub, second.code.lower(), PASSWORD, world.address)
    assert refusal(second.code) is Refusal.REPLAYED
    assert refusal("0" * 16) is Refusal.WRONG_CREDENTIALS
    third = invite_again(world.hub, CONSOLE, invited.person.id, forget_totp=False)
    world.clock.time += LIFE_S
    assert refusal(third.code) is Refusal.EXPIRED


def test_a_weak_password_uses_no_invitation_up(world: AccessWorld) -> None:
    """The person thinks of a better one."""
    invited = add_operator(world.hub, world.login(), "Ерлан")
    with pytest.raises(Refused) as caught:
        accept_invitation(world.hub, invited.code, "short", world.address)
    assert refused(caught) is Refusal.VALIDATION
    assert accept_invitation(world.hub, invited.code, PASSWORD, world.address).kind == "staff"


def test_who_is_suspended_accepts_nothing(world: AccessWorld) -> None:
    """Not even with a code that was given before."""
    invited = add_operator(world.hub, world.login(), "Ерлан")
    change_staff(world.hub, CONSOLE, invited.person.id, None, State.SUSPENDED)
    with pytest.raises(Refused) as caught:
        accept_invitation(world.hub, invited.code, PASSWORD, world.address)
    assert refused(caught) is Refusal.SUSPENDED


def test_each_sees_the_staff_of_his_scope(world: AccessWorld) -> None:
    """With the roles of that scope, page by page; a neighbour sees none of it."""
    (partner, owner), (_, neighbour) = world.partner(), world.partner()
    first, second = (manager_of(world, owner, partner) for _ in range(2))

    def seen(actor: Actor, page: Page) -> list[StaffId]:
        return [person.id for person in list_staff(world.hub, actor, page)]

    assert seen(owner.actor, Page()) == [owner.id, first.id, second.id]
    assert seen(owner.actor, Page(owner.id, 1)) == [first.id]
    assert seen(neighbour.actor, Page()) == [neighbour.id]
    assert seen(CONSOLE, Page(first.id - 1, 2)) == [first.id, second.id]
    assert seen(replace(owner.actor, grants=()), Page()) == []


def test_the_log_is_read_newest_first_within_the_scope(world: AccessWorld) -> None:
    """Who, what, when, from where and why; an owner reads his partner's rows alone."""
    partner, owner = world.partner()
    world.partner()
    shop = world.shop(owner, partner)
    rows = list_audit(world.hub, owner.actor, Page())
    assert {entry.partner for _, entry in rows} == {partner}
    number, newest = rows[0]
    assert (newest.action, newest.subject, newest.staff) == ("shop.add", f"shop {shop}", owner.id)
    assert (newest.address, newest.reason, newest.at) == (
        world.address, "test", world.clock.now(),
    )  # fmt: skip
    older = list_audit(world.hub, owner.actor, Page(number, 1))
    assert older == rows[1:2]
    assert list_audit(world.hub, replace(owner.actor, grants=()), Page()) == []
