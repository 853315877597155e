"""A member says how he wants to be spoken to."""

import pytest

from contracts.wire.refusals import Refusal, Refused
from hub.adapters.database.store import DatabaseStore
from hub.core.ids import MemberId
from hub.usecases.own_profile import Profile, change_profile, profile_of
from hub.usecases.privacy import erase_member
from hub.usecases.who_am_i import member_of
from tests.hub.usecases.claim_world import ClaimWorld


def chosen(world: ClaimWorld, member: MemberId) -> Profile:
    """Return what is stored."""
    return profile_of(member_of(world.hub, member))


def test_what_is_not_named_stays(store: DatabaseStore) -> None:
    """Each choice for itself; nobody who was not asked is written to."""
    world = ClaimWorld(store)
    member, other = world.member(), world.member(2)
    assert chosen(world, member) == Profile("kk", None)
    assert change_profile(world.hub, member, language="en") == Profile("en", None)
    assert change_profile(world.hub, member, notices=True) == Profile("en", notices=True)
    assert change_profile(world.hub, member, notices=False) == Profile("en", notices=False)
    assert change_profile(world.hub, member) == Profile("en", notices=False)
    assert chosen(world, member) == Profile("en", notices=False)
    assert chosen(world, other) == Profile("kk", None)


def test_a_language_that_nobody_here_speaks_is_refused(store: DatabaseStore) -> None:
    """And changes nothing."""
    world = ClaimWorld(store)
    member = world.member()
    with pytest.raises(Refused) as caught:
        change_profile(world.hub, member, language="de", notices=True)
    assert caught.value.refusal is Refusal.VALIDATION
    assert chosen(world, member) == Profile("kk", None)


def test_whoever_is_gone_chooses_nothing(store: DatabaseStore) -> None:
    """Neither an erased member nor one who never was."""
    world = ClaimWorld(store)
    member = world.member()
    change_profile(world.hub, member, notices=True)
    erase_member(world.hub, member)
    for gone in (member, MemberId(999)):
        with pytest.raises(Refused) as caught:
            change_profile(world.hub, gone, notices=True)
        assert caught.value.refusal is Refusal.NOT_FOUND
    with pytest.raises(Refused) as caught:
        member_of(world.hub, member)
    assert caught.value.refusal is Refusal.UNAUTHENTICATED
