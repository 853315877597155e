"""A one-time code makes one computer a till, however often it has to ask."""

import pytest

from contracts.wire.keys import KeyKind
from contracts.wire.refusals import Refusal, Refused
from contracts.wire.units import ShopId, TillId
from hub.adapters.database.store import DatabaseStore
from hub.core.access.actor import Actor
from hub.core.access.roles import Grant, Role, Scope
from hub.core.ids import StaffId
from hub.core.tills import ENROLMENT_LIFE, TillState
from hub.usecases.enrolment import add_till, enrol_till, new_code
from hub.usecases.till_states import revoke_till
from tests.hub.till_world import TillWorld, enrol_request

ADDRESS = "203.0.113.9"
KEY, ANOTHER = bytes(32), bytes(range(32))


@pytest.fixture
def world(store: DatabaseStore) -> TillWorld:
    """Return a hub with one shop, on either database."""
    return TillWorld(store)


def refusal_of(world: TillWorld, code: str, key: bytes = KEY) -> Refusal:
    """Return why enrolling with *code* is refused."""
    with pytest.raises(Refused) as caught:
        enrol_till(world.hub, enrol_request(code, key), ADDRESS)
    return caught.value.refusal


def test_a_code_gives_a_till_its_keys(world: TillWorld) -> None:
    """Who it is, whose, its claim key, and where it sends."""
    made = add_till(world.hub, world.owner, world.shop, "  Касса   1 ")
    reply = enrol_till(world.hub, enrol_request(made.code), ADDRESS)
    assert (reply.till, reply.shop, reply.generation) == (made.till, world.shop, 1)
    assert reply.claim_key == world.hub.keyring.key(KeyKind.CLAIM, made.till, reply.claim_key_id)
    assert reply.hub_url == "https://loyalty.example.kz"
    with world.hub.store.read() as work:
        till = work.tills.get(made.till)
        key = work.till_keys.of(made.till)
    assert till is not None
    assert (till.state, till.name, till.enrolment) == (
        TillState.ACTIVE, "Касса 1", reply.enrolment,
    )  # fmt: skip
    assert key is not None
    assert key.public_key == KEY


def test_a_lost_answer_costs_nothing(world: TillWorld) -> None:
    """The same computer asks again and gets the same; another one gets nothing."""
    made = add_till(world.hub, world.owner, world.shop, "Касса")
    first = enrol_till(world.hub, enrol_request(made.code), ADDRESS)
    assert enrol_till(world.hub, enrol_request(made.code), ADDRESS) == first
    assert refusal_of(world, made.code, ANOTHER) is Refusal.MISMATCH
    assert enrol_till(world.hub, enrol_request(made.code), ADDRESS) == first


def test_a_code_lives_a_day(world: TillWorld) -> None:
    """To the second, and a new one makes the old one worthless."""
    made = add_till(world.hub, world.owner, world.shop, "Касса")
    world.clock.time += ENROLMENT_LIFE + 1
    assert refusal_of(world, made.code) is Refusal.EXPIRED
    again = new_code(world.hub, world.owner, made.till)
    assert refusal_of(world, made.code) is Refusal.WRONG_CREDENTIALS
    world.clock.time += ENROLMENT_LIFE
    assert enrol_till(world.hub, enrol_request(again.code), ADDRESS).till == made.till


def test_only_a_till_that_waits_gets_another_code(world: TillWorld) -> None:
    """A till whose outbox was lost is a new till, under a new id."""
    till = world.till()
    with pytest.raises(Refused) as caught:
        new_code(world.hub, world.owner, till.id)
    assert caught.value.refusal is Refusal.CONFLICT
    assert world.till().id > till.id


def test_a_till_taken_back_before_it_enrolled_stays_out(world: TillWorld) -> None:
    """Its code is good no more, and its shop's key is nobody's secret that was lost."""
    made = add_till(world.hub, world.owner, world.shop, "Касса")
    revoke_till(world.hub, world.owner, made.till)
    assert refusal_of(world, made.code) is Refusal.WRONG_CREDENTIALS
    with world.hub.store.read() as work:
        shop = work.shops.get(world.shop)
    assert shop is not None
    assert not shop.online_only


def test_guessing_ends_after_twenty_codes_from_one_address(world: TillWorld) -> None:
    """A good one does not count; another address is not the guesser's."""
    made = add_till(world.hub, world.owner, world.shop, "Касса")
    for number in range(20):
        assert refusal_of(world, f"{number:016}") is Refusal.WRONG_CREDENTIALS
    assert refusal_of(world, made.code) is Refusal.TOO_MANY_ATTEMPTS
    assert enrol_till(world.hub, enrol_request(made.code), "203.0.113.10").till == made.till


def test_tills_are_made_by_those_who_may(world: TillWorld) -> None:
    """A cashier may not; the owner of another partner does not learn that the shop exists."""
    cashier = Actor(StaffId(2), (Grant(Role.CASHIER, Scope(world.partner)),))
    other = type(world)(world.hub.store)  # type: ignore[arg-type]  # the very store it was made on
    for actor, shop, refusal in (
        (cashier, world.shop, Refusal.FORBIDDEN),
        (other.owner, world.shop, Refusal.NOT_FOUND),
        (world.owner, ShopId(999), Refusal.NOT_FOUND),
    ):
        with pytest.raises(Refused) as caught:
            add_till(world.hub, actor, shop, "Касса")
        assert caught.value.refusal is refusal
    with pytest.raises(Refused) as caught:
        new_code(world.hub, other.owner, TillId(1))
    assert caught.value.refusal is Refusal.NOT_FOUND


def test_no_code_is_written_down(world: TillWorld) -> None:
    """Not in what a person sees of the object, nor in the database: only a tagged digest."""
    made = add_till(world.hub, world.owner, world.shop, "Касса")
    assert made.code not in repr(made)
    assert made.code not in repr(enrol_request(made.code))
