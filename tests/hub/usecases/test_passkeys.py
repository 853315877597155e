"""Accounts by passkey: made with consent, come back to, kept by several keys, and nobody else's."""

from collections.abc import Callable
from itertools import count
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric import ec, ed25519, rsa
from sqlalchemy import update

from contracts.wire.refusals import Refusal, Refused
from hub.adapters.database.store import DatabaseStore
from hub.adapters.database.tables.access import members
from hub.core.access.attempts import ACCOUNTS
from hub.core.access.challenge import LIFE_S
from hub.core.access.passkeys import MOST_PASSKEYS
from hub.core.consent import VERSION, holds
from hub.core.ids import MemberId
from hub.core.ports.hub import Hub
from hub.usecases.passkeys import (
    Newcomer,
    add_passkey,
    ask_for_account,
    ask_for_another,
    ask_to_sign_in,
    list_passkeys,
    open_account,
    remove_passkey,
    rename_passkey,
    sign_in_by_passkey,
)
from hub.usecases.privacy import consents_of, erase_member
from hub.usecases.sessions import recognise_member
from tests.fakes.phone_lock import PRESENT, PhoneLock
from tests.hub.hubs import HOST, SetClock, hub_on

ORIGIN = f"https://{HOST}"
_numbers = count(1)


class World:
    """A hub, and people with phones."""

    def __init__(self, store: DatabaseStore) -> None:
        self.clock = SetClock()
        self.hub: Hub = hub_on(store, self.clock)
        self.address = f"198.51.100.{next(_numbers)}"

    def phone(self, **how: Any) -> PhoneLock:
        """Return a phone before a page of the hub."""
        return PhoneLock(ORIGIN, HOST, **how)

    def opens(self, phone: PhoneLock, consent: str = VERSION) -> MemberId:
        """Open an account with a phone."""
        asked = ask_for_account(self.hub)
        answer = phone.makes(asked.challenge, asked.handle)
        newcomer = Newcomer(answer, "Android", "kk", consent, "Дана")
        signed = open_account(self.hub, newcomer, self.address)
        assert signed.is_new
        return MemberId(signed.owner)

    def comes(self, phone: PhoneLock, **how: Any) -> MemberId:
        """Sign in with a phone, its count one up where it counts."""
        if phone.counter:
            phone.counter += 1
        answer = phone.signs(ask_to_sign_in(self.hub).challenge, **how)
        return MemberId(sign_in_by_passkey(self.hub, answer, self.address).owner)

    def adds(self, member: MemberId, phone: PhoneLock, name: str = "Ноутбук") -> int:
        """Add a phone's key to an account, and return how many it has."""
        asked = ask_for_another(self.hub, member)
        answer = phone.makes(asked.challenge, asked.handle)
        return len(add_passkey(self.hub, member, answer, name))


@pytest.fixture
def world(shared_store: DatabaseStore) -> World:
    """Return a hub on each of the databases."""
    return World(shared_store)


def refusal_of(wish: Callable[[], object]) -> Refusal:
    """Return the code of a no."""
    with pytest.raises(Refused) as found:
        wish()
    return found.value.refusal


@pytest.mark.parametrize(
    "key",
    [
        ec.generate_private_key(ec.SECP256R1()),
        ed25519.Ed25519PrivateKey.generate(),
        rsa.generate_private_key(65537, 2048),
    ],
    ids=["es256", "eddsa", "rs256"],
)
def test_an_account_is_made_and_come_back_to(world: World, key: Any) -> None:
    """Whatever a phone signs with: a member of one's own, with consent on record."""
    phone = world.phone(key=key, counter=1)
    member = world.opens(phone)
    assert world.comes(phone) == world.comes(phone) == member
    with world.hub.store.read() as work:
        found = work.members.get(member)
        assert found is not None
        assert (found.telegram, found.first_name, found.language) == (None, "Дана", "kk")
        assert work.ledger.balances(member).confirmed == 0
    [consent] = consents_of(world.hub, member)
    assert (consent.channel, consent.language) == ("browser", "kk")
    assert holds([consent])


def test_without_consent_there_is_no_account(world: World) -> None:
    """Agreeing to a text that is no longer asked is agreeing to nothing."""
    assert refusal_of(lambda: world.opens(world.phone(), "2025-01")) is Refusal.MISMATCH


def test_a_challenge_serves_once_for_one_thing_and_not_long(world: World) -> None:
    """Replayed, late, made for something else or not ours: no."""
    phone, hub = world.phone(), world.hub
    member = world.opens(phone)
    used = phone.signs(ask_to_sign_in(hub).challenge)
    sign_in_by_passkey(hub, used, world.address)
    assert refusal_of(lambda: sign_in_by_passkey(hub, used, world.address)) is Refusal.REPLAYED
    other = phone.signs(ask_for_account(hub).challenge)
    assert refusal_of(lambda: sign_in_by_passkey(hub, other, world.address)) is Refusal.FORGED
    late = phone.signs(ask_to_sign_in(hub).challenge)
    world.clock.time += LIFE_S + 1
    assert refusal_of(lambda: sign_in_by_passkey(hub, late, world.address)) is Refusal.EXPIRED
    anothers = ask_for_another(hub, world.opens(world.phone()))
    stolen = world.phone().makes(anothers.challenge, anothers.handle)
    assert refusal_of(lambda: add_passkey(hub, member, stolen, "x")) is Refusal.FORGED


def test_what_no_phone_of_ours_signs_is_refused(world: World) -> None:
    """Another origin, site, frame, algorithm or key; nobody there; an answer torn to pieces."""
    hub = world.hub
    for how in (
        {"origin": "https://evil.example"}, {"origin": f"{ORIGIN}:8443"}, {"domain": "example.kz"},
        {"cross": True}, {"flags": 0},
        {"algorithm": -35},
        {"credential": bytes(1024)},
    ):  # fmt: skip
        phone = PhoneLock(**({"origin": ORIGIN, "domain": HOST} | how))
        assert refusal_of(lambda it=phone: world.opens(it)) is Refusal.PASSKEY_REFUSED, how  # type: ignore[misc]  # as bound
    phone = world.phone()
    world.opens(phone)
    for name, value in (("origin", "https://evil.example"), ("domain", "example.kz"),
                        ("cross", True), ("flags", 0),
                        ("key", ec.generate_private_key(ec.SECP256R1()))):  # fmt: skip
        before = getattr(phone, name)
        setattr(phone, name, value)
        assert refusal_of(lambda: world.comes(phone)) is Refusal.PASSKEY_REFUSED, name
        setattr(phone, name, before)
    good = phone.signs(ask_to_sign_in(hub).challenge)
    for field in ("clientDataJSON", "authenticatorData", "signature"):
        torn = good | {"response": good["response"] | {field: good["response"][field][:-9]}}
        assert refusal_of(lambda it=torn: sign_in_by_passkey(hub, it, world.address)) in (  # type: ignore[misc]  # as bound
            Refusal.PASSKEY_REFUSED, Refusal.MALFORMED,
        ), field  # fmt: skip
    assert refusal_of(lambda: world.comes(world.phone())) is Refusal.PASSKEY_REFUSED


def test_a_phone_need_not_know_its_owner(world: World) -> None:
    """Verification is wished for, not demanded: a key without a PIN opens its account, too."""
    phone = world.phone(flags=PRESENT)
    member = world.opens(phone)
    assert world.comes(phone, names_account=False) == member


def test_a_copied_key_is_noticed(world: World) -> None:
    """Its count went back; a key that names another account is none of this one's either."""
    phone = world.phone(counter=5)
    member = world.opens(phone)
    assert world.comes(phone) == member
    phone.counter = 3
    assert refusal_of(lambda: world.comes(phone)) is Refusal.PASSKEY_REFUSED
    phone.counter = 6
    assert world.comes(phone) == member
    phone.handle = b"somebody else's"
    assert refusal_of(lambda: world.comes(phone)) is Refusal.PASSKEY_REFUSED


def test_an_account_has_several_keys_and_never_loses_the_last(world: World) -> None:
    """Added, named, removed; one phone is in one account; others cannot touch them."""
    hub, phone, laptop = world.hub, world.phone(), world.phone()
    member, stranger = world.opens(phone), world.opens(world.phone())
    first = ask_for_another(hub, member)
    assert first.known == (phone.credential,)
    assert first.handle == phone.handle
    assert world.adds(member, laptop) == 2
    assert world.comes(laptop) == member
    assert refusal_of(lambda: world.adds(stranger, laptop)) is Refusal.TAKEN
    one, two = list_passkeys(hub, member)
    rename_passkey(hub, member, one.id, "  Ескі   телефон ")
    assert list_passkeys(hub, member)[0].name == "Ескі телефон"
    for wish in (lambda: rename_passkey(hub, stranger, one.id, "x"),
                 lambda: remove_passkey(hub, stranger, one.id)):  # fmt: skip
        assert refusal_of(wish) is Refusal.NOT_FOUND
    assert refusal_of(lambda: rename_passkey(hub, member, one.id, "x" * 41)) is Refusal.MALFORMED
    remove_passkey(hub, member, one.id)
    assert refusal_of(lambda: world.comes(phone)) is Refusal.PASSKEY_REFUSED
    assert refusal_of(lambda: remove_passkey(hub, member, two.id)) is Refusal.LAST_PASSKEY
    with hub.store.begin() as work:
        telegram = work.members.add(10**7 + next(_numbers), "Айгүл", "kk", hub.clock.now())
    assert world.adds(telegram, world.phone()) == 1
    remove_passkey(hub, telegram, list_passkeys(hub, telegram)[0].id)
    for _ in range(MOST_PASSKEYS - 1):
        world.adds(member, world.phone())
    assert refusal_of(lambda: world.adds(member, world.phone())) is Refusal.LIMIT_REACHED


def test_whoever_is_gone_comes_back_no_more(world: World) -> None:
    """With the account go its keys."""
    phone = world.phone()
    member = world.opens(phone)
    erase_member(world.hub, member)
    assert refusal_of(lambda: world.comes(phone)) is Refusal.PASSKEY_REFUSED
    assert list_passkeys(world.hub, member) == []


def test_nobody_makes_accounts_without_end(world: World) -> None:
    """From one address there is a most a day; whoever has an account is not kept out by it."""
    phone = world.phone()
    world.opens(phone)
    answer = Newcomer({}, "Android", "kk", VERSION)
    for _ in range(ACCOUNTS.most - 1):
        refusal_of(lambda: open_account(world.hub, answer, world.address))
    assert refusal_of(lambda: world.opens(world.phone())) is Refusal.TOO_MANY_ATTEMPTS
    assert world.comes(phone)


def test_a_session_by_passkey_is_like_any_other(world: World) -> None:
    """It is recognised, in a language of ours, as long as its owner is there."""
    asked = ask_for_account(world.hub)
    phone = world.phone()
    newcomer = Newcomer(phone.makes(asked.challenge, asked.handle), "iPhone", "xx", VERSION)
    signed = open_account(world.hub, newcomer, world.address)
    _, found = recognise_member(world.hub, signed.access)
    assert (found.id, found.language) == (signed.owner, "ru")
    gone = update(members).where(members.c.id == found.id).values(erased_at=world.clock.time)
    assert isinstance(world.hub.store, DatabaseStore)
    with world.hub.store.engine.begin() as connection:
        connection.execute(gone)
    assert refusal_of(lambda: recognise_member(world.hub, signed.access)) is (
        Refusal.UNAUTHENTICATED
    )
