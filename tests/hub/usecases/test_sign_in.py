"""Signing in: whoever shows who he is comes in, nobody else learns anything."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import pytest

from contracts.wire.refusals import Refusal, Refused
from contracts.wire.units import UnixTime
from hub.adapters.database.store import DatabaseStore
from hub.adapters.passwords import Argon2Passwords
from hub.core.access import attempts, one_time
from hub.core.access.actor import CONSOLE
from hub.core.access.challenge import Purpose
from hub.core.access.people import State
from hub.core.access.roles import Role
from hub.core.access.sessions import SignedIn
from hub.core.access.settings import AccessSettings
from hub.core.access.telegram import BotTrust
from hub.core.ids import MemberId
from hub.core.ports.signing import Passwords
from hub.usecases.attempts import count_try
from hub.usecases.own_account import confirm_totp, enrol_totp
from hub.usecases.sign_in import (
    sign_in_by_password,
    sign_in_by_telegram,
    sign_in_by_wallet,
    totp_secret,
)
from hub.usecases.staff import change_staff
from tests.hub.core.access.launch import (
    SIGNED_BOT,
    SIGNED_TIME,
    SIGNED_VECTOR,
    launch_data,
    user_field,
)
from tests.hub.hubs import BOT_TOKEN
from tests.hub.usecases.access_world import PASSWORD, QUICK, AccessWorld, Person


@pytest.fixture
def world(shared_store: DatabaseStore) -> AccessWorld:
    """Return a programme over each of the databases."""
    return AccessWorld(shared_store)


@pytest.fixture
def operator(world: AccessWorld) -> Person:
    """Return somebody with a password."""
    return world.staff(Role.OPERATOR)


def sign_in(
    world: AccessWorld,
    operator: Person,
    password: str,
    code: str | None = None,
    address: str | None = None,
) -> SignedIn:
    """Sign the operator in."""
    return sign_in_by_password(world.hub, operator.login, password, code, address or world.address)


def refusal_of(
    world: AccessWorld, operator: Person, password: str, code: str | None = None
) -> Refusal:
    """Return why the operator does not come in."""
    with pytest.raises(Refused) as caught:
        sign_in(world, operator, password, code)
    return caught.value.refusal


def open_app(world: AccessWorld) -> SignedIn:
    """Sign the world's member in."""
    launch = launch_data(BOT_TOKEN, world.clock.now(), world.telegram)
    return sign_in_by_telegram(world.hub, launch, world.address)


def test_telegram_makes_a_member_once(world: AccessWorld) -> None:
    """The first opening makes the member and his accounts, the next finds them."""
    now = world.clock.now()
    first = sign_in_by_telegram(
        world.hub, launch_data(BOT_TOKEN, now, world.telegram), world.address
    )
    again = sign_in_by_telegram(
        world.hub, launch_data(BOT_TOKEN, now, world.telegram), world.address
    )
    assert (first.is_new, again.is_new) == (True, False)
    assert first.owner == again.owner
    with world.hub.store.read() as work:
        found = work.members.of_telegram(world.telegram)
        balances = work.ledger.balances(MemberId(first.owner))
    assert found is not None
    assert (found.first_name, found.language) == ("Айгерім", "kk")
    assert balances.confirmed == 0


def test_two_first_openings_at_once_make_one_member(world: AccessWorld) -> None:
    """Whichever is a moment earlier."""
    launch = launch_data(BOT_TOKEN, world.clock.now(), world.telegram)
    with ThreadPoolExecutor(6) as pool:
        asked = pool.map(lambda _: sign_in_by_telegram(world.hub, launch, world.address), range(6))
        sessions = list(asked)
    assert len({it.owner for it in sessions}) == 1
    assert sum(it.is_new for it in sessions) == 1


def test_a_new_name_is_taken_over_a_language_is_not(world: AccessWorld) -> None:
    """The name is Telegram's to say; the language the member may have chosen here."""
    now = world.clock.now()
    open_app(world)
    renamed = user_field(world.telegram, first_name="Aigerim", language_code="en")
    sign_in_by_telegram(world.hub, launch_data(BOT_TOKEN, now, user=renamed), world.address)
    with world.hub.store.read() as work:
        found = work.members.of_telegram(world.telegram)
    assert found is not None
    assert (found.first_name, found.language) == ("Aigerim", "kk")


def test_a_forged_opening_makes_nobody(world: AccessWorld) -> None:
    """Signed by another bot's token."""
    launch = launch_data("1:" + "x" * 35, world.clock.now(), world.telegram)
    with pytest.raises(Refused) as caught:
        sign_in_by_telegram(world.hub, launch, world.address)
    assert caught.value.refusal is Refusal.FORGED
    with world.hub.store.read() as work:
        assert work.members.of_telegram(world.telegram) is None


def test_without_the_bots_token_telegrams_key_lets_in(world: AccessWorld) -> None:
    """The public vector, at its own time."""
    world.clock.time = SIGNED_TIME
    world.hub = replace(world.hub, access=AccessSettings(bot=BotTrust(SIGNED_BOT, None)))
    assert sign_in_by_telegram(world.hub, SIGNED_VECTOR, world.address).is_new


def test_a_hub_without_bot_or_network_says_so(world: AccessWorld) -> None:
    """It lets nobody in by what it cannot check."""
    proof = world.prove(world.wallet())
    world.hub = replace(world.hub, access=AccessSettings())
    with pytest.raises(Refused) as by_bot:
        sign_in_by_telegram(
            world.hub, launch_data(BOT_TOKEN, world.clock.now(), world.telegram), world.address
        )
    with pytest.raises(Refused) as by_wallet:
        sign_in_by_wallet(world.hub, proof, world.address)
    assert {by_bot.value.refusal, by_wallet.value.refusal} == {Refusal.NOT_FOUND}


def test_a_wallet_signs_its_owner_in(world: AccessWorld) -> None:
    """The wallet that the partner registered with; any other is nobody's."""
    wallet, stranger = world.wallet(), world.wallet()
    with world.hub.store.begin() as work:
        staff = work.staff.add(world.login(), "Ерлан", wallet.address, world.clock.now())
    assert sign_in_by_wallet(world.hub, world.prove(wallet), world.address).owner == staff
    with pytest.raises(Refused) as caught:
        sign_in_by_wallet(world.hub, world.prove(stranger), world.address)
    assert caught.value.refusal is Refusal.WRONG_CREDENTIALS


def test_a_proof_is_used_once(world: AccessWorld) -> None:
    """Whoever has seen it cannot use it after its owner; nor many at once."""
    wallet = world.wallet()
    with world.hub.store.begin() as work:
        work.staff.add(world.login(), "Ерлан", wallet.address, world.clock.now())
    proof = world.prove(wallet)

    def attempt(_: int) -> Refusal | None:
        try:
            sign_in_by_wallet(world.hub, proof, world.address)
        except Refused as refused:
            return refused.refusal
        return None

    with ThreadPoolExecutor(6) as pool:
        answers = list(pool.map(attempt, range(6)))
    assert sorted(map(str, answers)) == ["None"] + ["replayed"] * 5


def test_a_challenge_for_registering_signs_nobody_in(world: AccessWorld) -> None:
    """What is signed for one purpose serves no other."""
    proof = world.prove(world.wallet(), Purpose.REGISTER)
    with pytest.raises(Refused) as caught:
        sign_in_by_wallet(world.hub, proof, world.address)
    assert caught.value.refusal is Refusal.FORGED


def test_a_password_signs_in(world: AccessWorld, operator: Person) -> None:
    """However the login is written; and the log says so."""
    session = sign_in_by_password(
        world.hub, f" {operator.login.upper()} ", PASSWORD, None, world.address
    )
    assert session.owner == operator.id
    assert world.log()[0] == f"session.open staff {operator.id}"


def test_a_weak_hash_is_made_anew(world: AccessWorld, operator: Person) -> None:
    """Once the effort that is asked for grows; the password stays what it was."""
    world.hub = replace(world.hub, passwords=Argon2Passwords(memory_kib=128, passes=1))
    for _ in range(2):
        assert sign_in(world, operator, PASSWORD).owner == operator.id
        with world.hub.store.begin() as work:
            stored = work.staff.secrets(operator.id).password or ""
        assert "m=128,t=1" in stored


def test_wrong_password_and_unknown_login_get_one_answer(
    world: AccessWorld, operator: Person
) -> None:
    """Also somebody who has no password yet; each costs one comparison of the same hash."""
    counted = _Counting()
    world.hub = replace(world.hub, passwords=counted)
    without = world.login()
    with world.hub.store.begin() as work:
        work.staff.add(without, "Ерлан", None, world.clock.now())
    answers = set()
    for login in (operator.login, "nobody@hub.kz", without, "\ud800", ""):
        with pytest.raises(Refused) as caught:
            sign_in_by_password(world.hub, login, "wrong password", None, world.address)
        answers.add((caught.value.refusal, caught.value.detail))
    assert answers == {(Refusal.WRONG_CREDENTIALS, "login or password")}
    assert counted.verified == 5


class _Counting(Passwords):
    """The Passwords port, counting how often it is asked."""

    def __init__(self) -> None:
        self.verified = 0

    def hash(self, password: str) -> str:
        return QUICK.hash(password)

    def verify(self, hashed: str | None, password: str) -> bool:
        self.verified += 1
        return QUICK.verify(hashed, password)

    def is_weak(self, hashed: str) -> bool:
        return QUICK.is_weak(hashed)


def test_guessing_ends(world: AccessWorld, operator: Person) -> None:
    """After eight tries not even the right password is looked at; later it is again."""
    limit = attempts.FROM_ONE_PLACE
    answers = [refusal_of(world, operator, f"guess number {n}") for n in range(limit.most)]
    assert set(answers) == {Refusal.WRONG_CREDENTIALS}
    assert refusal_of(world, operator, PASSWORD) is Refusal.TOO_MANY_ATTEMPTS
    elsewhere = sign_in_by_password(
        world.hub, operator.login, PASSWORD, None, "198.51.100." + world.address.rpartition(".")[2]
    )
    assert elsewhere.owner == operator.id
    world.clock.time += limit.window
    assert sign_in(world, operator, PASSWORD).owner == operator.id


def test_many_guessers_at_once_get_no_more_tries(world: AccessWorld, operator: Person) -> None:
    """The try is counted before it is made."""

    def guess(number: int) -> Refusal:
        try:
            sign_in(world, operator, f"guess number {number}")
        except Refused as refused:
            return refused.refusal
        raise AssertionError("a guess was right")

    with ThreadPoolExecutor(6) as pool:
        answers = list(pool.map(guess, range(20)))
    assert answers.count(Refusal.WRONG_CREDENTIALS) == attempts.FROM_ONE_PLACE.most


def test_one_address_has_a_limit_over_all_logins(world: AccessWorld) -> None:
    """Whoever tries one password on many logins is stopped as well."""
    limit, network = attempts.OF_ONE_ADDRESS, attempts.network_of(world.address)
    with world.hub.store.begin() as work:
        for _ in range(limit.most - 2):
            count_try(work, world.hub, limit, network)
    answers = []
    for number in range(3):
        with pytest.raises(Refused) as caught:
            sign_in_by_password(world.hub, f"login{number}", "password 123", None, world.address)
        answers.append(caught.value.refusal)
    assert answers == [
        Refusal.WRONG_CREDENTIALS, Refusal.WRONG_CREDENTIALS, Refusal.TOO_MANY_ATTEMPTS,
    ]  # fmt: skip


def test_good_sign_ins_are_not_counted(world: AccessWorld, operator: Person) -> None:
    """Somebody who signs in all day is no guesser."""
    owners = {
        sign_in(world, operator, PASSWORD).owner for _ in range(attempts.OF_ONE_LOGIN.most + 5)
    }
    assert owners == {operator.id}


def test_who_is_suspended_learns_it_only_with_the_password(
    world: AccessWorld, operator: Person
) -> None:
    """A stranger learns nothing."""
    change_staff(world.hub, CONSOLE, operator.id, None, State.SUSPENDED)
    assert refusal_of(world, operator, "wrong password") is Refusal.WRONG_CREDENTIALS
    assert refusal_of(world, operator, PASSWORD) is Refusal.SUSPENDED


def with_codes(world: AccessWorld, operator: Person) -> tuple[bytes, list[str]]:
    """Turn the operator's one-time codes on; return their secret and the recovery codes."""
    enrol_totp(world.hub, operator.actor, operator.claims, PASSWORD)
    with world.hub.store.begin() as work:
        salt = work.staff.secrets(operator.id).totp_salt
    assert salt is not None
    secret = totp_secret(world.hub, salt)
    first = code_now(secret, world.clock.now())
    codes = confirm_totp(world.hub, operator.actor, operator.claims, first)
    world.clock.time += 60
    return secret, codes


def code_now(secret: bytes, now: UnixTime) -> str:
    """Return the code that the authenticator shows."""
    return one_time.code_at(secret, now // one_time.STEP_S)


def test_with_codes_a_password_alone_is_not_enough(world: AccessWorld, operator: Person) -> None:
    """The one-time code is asked for, and lets in once."""
    secret, _ = with_codes(world, operator)
    assert refusal_of(world, operator, PASSWORD) is Refusal.SECOND_FACTOR_NEEDED
    assert refusal_of(world, operator, PASSWORD, "000000") is Refusal.WRONG_CREDENTIALS
    code = code_now(secret, world.clock.now())
    assert sign_in(world, operator, PASSWORD, code).owner == operator.id
    assert refusal_of(world, operator, PASSWORD, code) is Refusal.WRONG_CREDENTIALS


def test_a_wrong_password_says_nothing_of_codes(world: AccessWorld, operator: Person) -> None:
    """Whether somebody uses them is nobody's business."""
    with_codes(world, operator)
    assert refusal_of(world, operator, "wrong password") is Refusal.WRONG_CREDENTIALS


def test_a_recovery_code_lets_in_once(world: AccessWorld, operator: Person) -> None:
    """In place of the authenticator; the others stay."""
    _, codes = with_codes(world, operator)
    assert len(set(codes)) == one_time.RECOVERY_CODES
    typed = codes[3].upper().replace("-", " ")
    assert sign_in(world, operator, PASSWORD, typed).owner == operator.id
    assert refusal_of(world, operator, PASSWORD, codes[3]) is Refusal.WRONG_CREDENTIALS
    assert sign_in(world, operator, PASSWORD, codes[0]).owner == operator.id


def test_codes_cannot_be_guessed_all_day(world: AccessWorld, operator: Person) -> None:
    """Twenty wrong ones in a day, from wherever; then not even the right one is looked at."""
    secret, _ = with_codes(world, operator)
    limit = attempts.ONE_TIME_CODES
    for number in range(limit.most):
        with pytest.raises(Refused):
            sign_in_by_password(
                world.hub, operator.login, PASSWORD, "000000", f"198.51.100.{number}"
            )
    code = code_now(secret, world.clock.now())
    assert refusal_of(world, operator, PASSWORD, code) is Refusal.TOO_MANY_ATTEMPTS
