"""A wallet of one's own lets in, and only its owner with his password links it."""

import pytest

from contracts.wire.refusals import Refusal, Refused
from hub.adapters.database.store import DatabaseStore
from hub.core.access.challenge import Purpose
from hub.core.access.people import Page, StaffFilter, State
from hub.core.access.roles import Role, Scope
from hub.core.access.wallet_proof import WalletProof
from hub.usecases.own_sessions import end_other_sessions, own_sessions
from hub.usecases.sessions import recognise_anyone
from hub.usecases.sign_in import make_challenge, sign_in_by_password, sign_in_by_wallet
from hub.usecases.staff import change_staff, last_seen, list_staff, show_staff
from hub.usecases.staff_wallet import (
    challenge_staff_wallet,
    link_staff_wallet,
    unlink_staff_wallet,
)
from tests.hub.core.access.wallets import TestWallet
from tests.hub.usecases.access_world import PASSWORD, AccessWorld, Person


@pytest.fixture
def world(shared_store: DatabaseStore) -> AccessWorld:
    """Return a programme over each of the databases."""
    return AccessWorld(shared_store)


@pytest.fixture
def person(world: AccessWorld) -> Person:
    """Return somebody with a password."""
    return world.staff(Role.OPERATOR)


def signed(world: AccessWorld, person: Person, wallet: TestWallet) -> WalletProof:
    """Return what the wallet says to the challenge that the password bought."""
    payload = challenge_staff_wallet(world.hub, person.actor, person.claims, PASSWORD)
    return wallet.prove(payload, world.hub.programme.host, world.clock.now())


def refusal(caught: pytest.ExceptionInfo[Refused]) -> Refusal:
    """Return the code of the no."""
    return caught.value.refusal


def test_a_linked_wallet_lets_in_until_it_is_unlinked(world: AccessWorld, person: Person) -> None:
    """It is written down, shown with the person, and good for its owner alone."""
    wallet = world.wallet()
    proof = signed(world, person, wallet)
    assert link_staff_wallet(world.hub, person.actor, person.claims, proof) == wallet.address
    assert show_staff(world.hub, person.actor, person.id).wallet == wallet.address
    entered = sign_in_by_wallet(world.hub, world.prove(wallet), world.address)
    assert entered.owner == person.id
    with pytest.raises(Refused) as again:
        link_staff_wallet(world.hub, person.actor, person.claims, proof)
    assert refusal(again) is Refusal.REPLAYED
    neighbour = world.staff(Role.OPERATOR)
    with pytest.raises(Refused) as taken:
        link_staff_wallet(
            world.hub, neighbour.actor, neighbour.claims, signed(world, neighbour, wallet)
        )
    assert refusal(taken) is Refusal.TAKEN
    unlink_staff_wallet(world.hub, person.actor, person.claims, PASSWORD)
    with pytest.raises(Refused) as gone:
        sign_in_by_wallet(world.hub, world.prove(wallet), world.address)
    assert refusal(gone) is Refusal.WRONG_CREDENTIALS
    assert world.log().count(f"staff.wallet staff {person.id}") == 2


def test_a_session_left_open_links_no_wallet(world: AccessWorld, person: Person) -> None:
    """Nor does any challenge but the one that the password bought, in this session."""
    with pytest.raises(Refused) as guessed:
        challenge_staff_wallet(world.hub, person.actor, person.claims, "a guess of mine")
    assert refusal(guessed) is Refusal.WRONG_CREDENTIALS
    with pytest.raises(Refused) as kept:
        unlink_staff_wallet(world.hub, person.actor, person.claims, "a guess of mine")
    assert refusal(kept) is Refusal.WRONG_CREDENTIALS
    wallet, host = world.wallet(), world.hub.programme.host
    neighbour = world.staff(Role.OPERATOR)
    for payload in (
        make_challenge(world.hub, Purpose.LOGIN),
        make_challenge(world.hub, Purpose.LINK, "member 1"),
        challenge_staff_wallet(world.hub, neighbour.actor, neighbour.claims, PASSWORD),
    ):
        proof = wallet.prove(payload, host, world.clock.now())
        with pytest.raises(Refused) as forged:
            link_staff_wallet(world.hub, person.actor, person.claims, proof)
        assert refusal(forged) is Refusal.FORGED
    assert show_staff(world.hub, person.actor, person.id).wallet is None


def test_one_sees_where_one_is_signed_in_and_ends_the_rest(
    world: AccessWorld, person: Person
) -> None:
    """The session that asks stays; each is shown since when and when it was seen last."""
    world.clock.time += 600
    other = sign_in_by_password(world.hub, person.login, PASSWORD, None, world.address)
    shown = own_sessions(world.hub, person.claims)
    assert [(it.here, it.since) for it in shown] == [
        (False, world.clock.time), (True, world.clock.time - 600),
    ]  # fmt: skip
    seen = last_seen(world.hub, [show_staff(world.hub, person.actor, person.id)])
    assert seen == {person.id: world.clock.time}
    end_other_sessions(world.hub, person.actor, person.claims)
    assert [it.here for it in own_sessions(world.hub, person.claims)] == [True]
    recognise_anyone(world.hub, person.session.access)
    with pytest.raises(Refused):
        recognise_anyone(world.hub, other.access)


def test_people_are_found_by_name_role_and_state(world: AccessWorld) -> None:
    """In any capitals; what somebody may not see he does not find."""
    partner, owner = world.partner()
    _, stranger = world.partner()
    manager = world.staff(Role.MANAGER, Scope(partner), by=owner.actor)
    change_staff(world.hub, owner.actor, manager.id, "Гүлнар Әбенова", None)

    def found(wanted: StaffFilter, by: Person = owner) -> list[int]:
        return [it.id for it in list_staff(world.hub, by.actor, Page(), wanted)]

    for text in ("гүлнар", "ӘБЕН", manager.login[:6].upper()):
        assert found(StaffFilter(text)) == [manager.id], text
        assert found(StaffFilter(text), stranger) == []
    assert found(StaffFilter("%")) == []
    assert found(StaffFilter(role=Role.OWNER)) == [owner.id]
    assert found(StaffFilter(state=State.SUSPENDED)) == []
    change_staff(world.hub, owner.actor, manager.id, None, State.SUSPENDED)
    assert found(StaffFilter(state=State.SUSPENDED)) == [manager.id]
