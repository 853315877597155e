"""What a person does about his own account takes more than a session left open."""

import pytest

from contracts.wire.refusals import Refusal, Refused
from hub.adapters.database.store import DatabaseStore
from hub.core.access import attempts, one_time
from hub.core.access.actor import CONSOLE
from hub.core.access.roles import Role
from hub.usecases.own_account import (
    accept_invitation,
    change_password,
    confirm_totp,
    enrol_totp,
    turn_totp_off,
)
from hub.usecases.sessions import recognise_anyone
from hub.usecases.sign_in import sign_in_by_password, totp_secret
from hub.usecases.staff import invite_again
from tests.hub.usecases.access_world import PASSWORD, AccessWorld, Person

NEW = "Жаңа-құпиясөз-77"


@pytest.fixture
def world(shared_store: DatabaseStore) -> AccessWorld:
    """Return a programme over each of the databases."""
    return AccessWorld(shared_store)


@pytest.fixture
def person(world: AccessWorld) -> Person:
    """Return somebody with a password."""
    return world.staff(Role.OPERATOR)


def code_of(world: AccessWorld, person: Person) -> str:
    """Return the code that the person's authenticator shows now."""
    with world.hub.store.begin() as work:
        salt = work.staff.secrets(person.id).totp_salt
    assert salt is not None
    step = world.clock.now() // one_time.STEP_S
    return one_time.code_at(totp_secret(world.hub, salt), step)


def turn_on(world: AccessWorld, person: Person) -> list[str]:
    """Turn a person's one-time codes on; return the recovery codes."""
    enrol_totp(world.hub, person.actor, person.claims, PASSWORD)
    codes = confirm_totp(world.hub, person.actor, person.claims, code_of(world, person))
    world.clock.time += 60
    return codes


def test_a_new_password_replaces_the_old(world: AccessWorld, person: Person) -> None:
    """The other sessions end, this one stays, and the log knows without holding it."""
    other = sign_in_by_password(world.hub, person.login, PASSWORD, None, world.address)
    change_password(world.hub, person.actor, person.claims, PASSWORD, NEW)
    recognise_anyone(world.hub, person.session.access)
    with pytest.raises(Refused):
        recognise_anyone(world.hub, other.access)
    with pytest.raises(Refused):
        sign_in_by_password(world.hub, person.login, PASSWORD, None, world.address)
    sign_in_by_password(world.hub, person.login, NEW, None, world.address)
    assert f"password.change staff {person.id}" in world.log()


def test_a_session_left_open_changes_no_password(world: AccessWorld, person: Person) -> None:
    """It takes the old one, which cannot be guessed here either."""
    limit = attempts.FROM_ONE_PLACE
    answers = []
    for number in range(limit.most + 1):
        old = PASSWORD if number == limit.most else f"guess number {number}"
        with pytest.raises(Refused) as caught:
            change_password(world.hub, person.actor, person.claims, old, NEW)
        answers.append(caught.value.refusal)
    assert set(answers[:-1]) == {Refusal.WRONG_CREDENTIALS}
    assert answers[-1] is Refusal.TOO_MANY_ATTEMPTS


def test_a_weak_password_is_refused(world: AccessWorld, person: Person) -> None:
    """Before the old one is even looked at."""
    with pytest.raises(Refused) as caught:
        change_password(world.hub, person.actor, person.claims, "wrong", "12345")
    assert caught.value.refusal is Refusal.VALIDATION


def test_codes_count_once_one_was_seen(world: AccessWorld, person: Person) -> None:
    """Until then a password alone lets in, so that nobody is locked out half way."""
    link = enrol_totp(world.hub, person.actor, person.claims, PASSWORD).link
    assert link.startswith("otpauth://totp/loyalty.example.kz%3A")
    sign_in_by_password(world.hub, person.login, PASSWORD, None, world.address)
    with pytest.raises(Refused) as caught:
        confirm_totp(world.hub, person.actor, person.claims, "000000")
    assert caught.value.refusal is Refusal.WRONG_CREDENTIALS
    confirm_totp(world.hub, person.actor, person.claims, code_of(world, person))
    with pytest.raises(Refused) as asked:
        sign_in_by_password(world.hub, person.login, PASSWORD, None, world.address)
    assert asked.value.refusal is Refusal.SECOND_FACTOR_NEEDED


def test_the_database_holds_no_secret_of_the_codes(world: AccessWorld, person: Person) -> None:
    """What it holds makes no code without the hub's own key; recovery codes are digests."""
    codes = turn_on(world, person)
    with world.hub.store.begin() as work:
        stored = work.staff.secrets(person.id)
    assert stored.totp_salt is not None
    assert totp_secret(world.hub, stored.totp_salt) not in stored.totp_salt
    assert not any(code.replace("-", "") in " ".join(stored.recovery) for code in codes)
    assert len(stored.recovery) == one_time.RECOVERY_CODES


def test_codes_cannot_be_begun_anew_by_a_session_left_open(
    world: AccessWorld, person: Person
) -> None:
    """While they are on, they stay the ones that the person has."""
    with pytest.raises(Refused) as early:
        confirm_totp(world.hub, person.actor, person.claims, "000000")
    turn_on(world, person)
    with pytest.raises(Refused) as enrolling:
        enrol_totp(world.hub, person.actor, person.claims, PASSWORD)
    with pytest.raises(Refused) as confirming:
        confirm_totp(world.hub, person.actor, person.claims, code_of(world, person))
    refusals = {it.value.refusal for it in (early, enrolling, confirming)}
    assert refusals == {Refusal.CONFLICT}


def test_codes_are_turned_off_with_password_and_code(world: AccessWorld, person: Person) -> None:
    """Either alone does not do; a recovery code serves whose authenticator is lost."""
    codes = turn_on(world, person)
    for password, code in ((PASSWORD, "000000"), ("wrong password", codes[0])):
        with pytest.raises(Refused) as caught:
            turn_totp_off(world.hub, person.actor, person.claims, password, code)
        assert caught.value.refusal is Refusal.WRONG_CREDENTIALS
    turn_totp_off(world.hub, person.actor, person.claims, PASSWORD, codes[0])
    sign_in_by_password(world.hub, person.login, PASSWORD, None, world.address)
    with pytest.raises(Refused) as off:
        turn_totp_off(world.hub, person.actor, person.claims, PASSWORD, codes[1])
    assert off.value.refusal is Refusal.CONFLICT


@pytest.mark.parametrize("forget", [True, False])
def test_a_lost_authenticator_is_forgotten_only_on_request(
    world: AccessWorld, person: Person, *, forget: bool
) -> None:
    """A new password alone does not take the codes away."""
    turn_on(world, person)
    again = invite_again(world.hub, CONSOLE, person.id, forget_totp=forget)
    accept_invitation(world.hub, again.code, NEW, world.address)
    with pytest.raises(Refused):
        recognise_anyone(world.hub, person.session.access)
    if forget:
        sign_in_by_password(world.hub, person.login, NEW, None, world.address)
    else:
        with pytest.raises(Refused) as caught:
            sign_in_by_password(world.hub, person.login, NEW, None, world.address)
        assert caught.value.refusal is Refusal.SECOND_FACTOR_NEEDED
