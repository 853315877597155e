"""Sessions: renewed once for each token, ended when one is stolen, gone when somebody is gone."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import pytest

from contracts.wire.refusals import Refusal, Refused
from hub.adapters.database.store import DatabaseStore
from hub.core.access.actor import CONSOLE
from hub.core.access.people import PartnerState, State
from hub.core.access.roles import Permission, Role, Scope
from hub.core.access.sessions import RETRY_S, SignedIn
from hub.usecases.partners import decide_partner
from hub.usecases.sessions import (
    end_session,
    forget_old,
    recognise_anyone,
    recognise_member,
    recognise_staff,
    renew_session,
)
from hub.usecases.sign_in import sign_in_by_telegram
from hub.usecases.staff import change_staff
from tests.hub.core.access.launch import launch_data
from tests.hub.hubs import BOT_TOKEN
from tests.hub.usecases.access_world import AccessWorld


@pytest.fixture
def world(shared_store: DatabaseStore) -> AccessWorld:
    """Return a programme over each of the databases."""
    return AccessWorld(shared_store)


def member(world: AccessWorld, other: int = 0) -> SignedIn:
    """Sign a member in."""
    launch = launch_data(BOT_TOKEN, world.clock.now(), world.telegram + other)
    return sign_in_by_telegram(world.hub, launch, world.address)


def over(world: AccessWorld, session: SignedIn) -> bool:
    """Tell whether a session's signed token opens nothing any more."""
    try:
        recognise_anyone(world.hub, session.access)
    except Refused as refused:
        return refused.refusal is Refusal.UNAUTHENTICATED
    return False


def test_a_session_goes_on(world: AccessWorld) -> None:
    """Each refresh token gives the next pair; both name the same member."""
    first = member(world)
    world.clock.time += 800
    second = renew_session(world.hub, first.refresh)
    world.clock.time += 800
    third = renew_session(world.hub, second.refresh)
    assert len({first.refresh, second.refresh, third.refresh}) == 3
    claims, found = recognise_member(world.hub, third.access)
    assert (claims.owner, found.telegram) == (first.owner, world.telegram)


def test_an_answer_lost_on_the_line_is_given_again(world: AccessWorld) -> None:
    """The same token within half a minute gives the same next one."""
    first = member(world)
    second = renew_session(world.hub, first.refresh)
    world.clock.time += RETRY_S
    assert renew_session(world.hub, first.refresh).refresh == second.refresh
    assert renew_session(world.hub, second.refresh).refresh != second.refresh


@pytest.mark.parametrize("later", [RETRY_S + 1, 5000])
def test_an_old_token_ends_the_session(world: AccessWorld, later: int) -> None:
    """Somebody else has it; neither he nor the owner goes on, and that stays so."""
    first = member(world)
    second = renew_session(world.hub, first.refresh)
    world.clock.time += later
    for token in (first.refresh, second.refresh, first.refresh):
        with pytest.raises(Refused) as caught:
            renew_session(world.hub, token)
        assert caught.value.refusal is Refusal.UNAUTHENTICATED
    assert over(world, second)


def test_a_token_that_went_on_twice_ends_the_session(world: AccessWorld) -> None:
    """Even at once, when its successor has been used as well."""
    first = member(world)
    second = renew_session(world.hub, first.refresh)
    renew_session(world.hub, second.refresh)
    with pytest.raises(Refused):
        renew_session(world.hub, first.refresh)
    assert over(world, second)


def test_many_at_once_get_one_session(world: AccessWorld) -> None:
    """A page that renews in eight tabs is one person's; the chain does not fork."""
    first = member(world)
    with ThreadPoolExecutor(8) as pool:
        pairs = list(pool.map(lambda _: renew_session(world.hub, first.refresh), range(8)))
    assert len({pair.refresh for pair in pairs}) == 1
    assert not over(world, pairs[0])


def test_a_stranger_renews_nothing(world: AccessWorld) -> None:
    """A token that was never given."""
    with pytest.raises(Refused) as caught:
        renew_session(world.hub, "A" * 43)
    assert caught.value.refusal is Refusal.UNAUTHENTICATED


def test_a_session_runs_out_without_use(world: AccessWorld) -> None:
    """After its life; until then each use begins it anew."""
    first = member(world)
    world.clock.time += world.hub.access.member_life - 1
    second = renew_session(world.hub, first.refresh)
    world.clock.time += world.hub.access.member_life
    with pytest.raises(Refused):
        renew_session(world.hub, second.refresh)


def test_the_signed_token_runs_out_first(world: AccessWorld) -> None:
    """After a quarter of an hour, unless the installation says otherwise."""
    session = member(world)
    assert session.expires_in == 900
    world.clock.time += 900
    assert over(world, session)
    world.hub = replace(world.hub, access=replace(world.hub.access, access_life=60))
    short = member(world)
    world.clock.time += 60
    assert short.expires_in == 60
    assert over(world, short)


def test_signing_out_ends_one_session(world: AccessWorld) -> None:
    """Here, at once, although the token has not run out; the other device stays."""
    here, there = member(world), member(world)
    end_session(world.hub, recognise_anyone(world.hub, here.access))
    assert over(world, here)
    assert not over(world, there)
    with pytest.raises(Refused):
        renew_session(world.hub, here.refresh)


def test_signing_out_everywhere_ends_all_of_one_person(world: AccessWorld) -> None:
    """And nobody else's."""
    here, there, other = member(world), member(world), member(world, 10_000)
    end_session(world.hub, recognise_anyone(world.hub, here.access), everywhere=True)
    assert over(world, here)
    assert over(world, there)
    assert not over(world, other)


def test_members_and_staff_have_their_own_doors(world: AccessWorld) -> None:
    """A member's token opens nothing of the staff's, nor the reverse."""
    somebody, operator = member(world), world.staff(Role.OPERATOR)
    with pytest.raises(Refused) as at_staff:
        recognise_staff(world.hub, somebody.access, world.address, "")
    with pytest.raises(Refused) as at_member:
        recognise_member(world.hub, operator.session.access)
    assert {at_staff.value.refusal, at_member.value.refusal} == {Refusal.FORBIDDEN}


def test_who_is_suspended_is_out_at_once(world: AccessWorld) -> None:
    """His token is good for nothing, and he gets no other."""
    person = world.staff(Role.OPERATOR)
    change_staff(world.hub, CONSOLE, person.id, None, State.SUSPENDED)
    assert over(world, person.session)
    with pytest.raises(Refused):
        renew_session(world.hub, person.session.refresh)
    change_staff(world.hub, CONSOLE, person.id, None, State.ACTIVE)
    assert over(world, person.session)


def test_rights_are_those_of_this_moment(world: AccessWorld) -> None:
    """At a suspended partner its owner may only look, with the token he has."""
    partner, owner = world.partner()
    scope = Scope(partner)
    assert owner.actor.may(Permission.SHOPS_EDIT, scope)
    decide_partner(world.hub, CONSOLE, partner, PartnerState.SUSPENDED)
    _, now = recognise_staff(world.hub, owner.session.access, world.address, "")
    assert not now.may(Permission.SHOPS_EDIT, scope)
    assert now.may(Permission.SHOPS_READ, scope)


def test_what_is_over_is_forgotten(store: DatabaseStore) -> None:
    """Not before a day after its end; what lives is kept."""
    world = AccessWorld(store)
    first = member(world)
    world.clock.time += world.hub.access.member_life + 24 * 3600
    assert forget_old(world.hub)["sessions"] == 0
    world.clock.time += 1
    living = member(world)
    assert forget_old(world.hub)["sessions"] == 1
    assert not over(world, living)
    with pytest.raises(Refused):
        renew_session(world.hub, first.refresh)
