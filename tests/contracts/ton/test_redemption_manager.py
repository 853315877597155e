"""RedemptionManager on the real TVM, with the real token: served, sent back, held, never lost."""

from typing import Any

import pytest
from pytoniq_core.boc.address import Address
from pytoniq_core.boc.cell import Cell

from contracts.ton import jetton, loyalty_token, roles
from contracts.ton import redemption_manager as manager
from contracts.ton.cells import builder, comment_free_text, message
from contracts.ton.codes import code
from hub.core.settlement.leaves import Leaves
from hub.localchain.prices import Prices
from hub.localchain.traces import Trace
from tests.contracts.ton.asking import all_well, ask, bounce_from, refusal, state_of
from tests.contracts.ton.redemption_world import (
    CAKE,
    NONCE,
    PRICE,
    STOCK,
    RedemptionWorld,
    crowded,
)
from tests.ton_chain import TON, address_of, wallet

MASTERCHAIN = Address((-1, bytes(32)))
FOR_CAKE = manager.payload(CAKE, NONCE)
SHORT_OF_RENT = 1_500_000
"""Nanotons: gas for an order, and not the rent of a new reward."""
TO_CUSTODY = manager.payload(manager.REWARD_CUSTODY, NONCE)


@pytest.fixture
def world() -> RedemptionWorld:
    """Return a new manager at the prices in force, its member with jettons."""
    made = RedemptionWorld()
    made.give(10_000)
    return made


@pytest.mark.parametrize("prices", ["new", "old"])
def test_a_reward_is_served_and_its_jettons_burn(prices: Prices) -> None:
    """The least forwarded TON is enough; supply and stock fall; the log says it to the hub."""
    world = RedemptionWorld(prices)
    world.give(10_000)
    kept = world.chain.account(world.manager).balance
    assert all_well(world.pay(PRICE, FOR_CAKE))
    assert (world.jettons(), world.supply(), world.stock()) == (9_500, 9_500, STOCK - 1)
    assert world.jettons(world.manager) == 0
    sender = world.member.address
    assert world.logs() == [manager.Redeemed(42, sender, PRICE, CAKE, NONCE, PRICE)]
    assert world.chain.account(world.manager).balance == kept


@pytest.mark.parametrize("prices", ["new", "old"])
def test_a_refund_needs_no_more_than_a_redemption(prices: Prices) -> None:
    """With the least forwarded TON, jettons go all the way back."""
    world = RedemptionWorld(prices)
    world.give(10_000)
    kept = world.chain.account(world.manager).balance
    assert all_well(world.pay(PRICE + 1, FOR_CAKE))
    assert (world.jettons(), world.supply(), world.stock()) == (10_000, 10_000, STOCK)
    assert world.chain.account(world.manager).balance == kept


@pytest.mark.parametrize("amount", [1, 777, 10_000])
def test_any_amount_goes_back_to_custody(world: RedemptionWorld, amount: int) -> None:
    """Reward 0 has no price and no stock."""
    assert all_well(world.pay(amount, TO_CUSTODY))
    assert (world.jettons(), world.supply()) == (10_000 - amount, 10_000 - amount)
    assert world.logs() == [manager.Redeemed(42, world.member.address, amount, 0, NONCE, 0)]


def test_the_payload_may_stand_in_place(world: RedemptionWorld) -> None:
    """Wallets write short payloads either way."""
    asked = _transfer(world, PRICE).store_bit_int(0).store_cell(FOR_CAKE).end_cell()
    assert all_well(world.pay(PRICE, body=asked))
    assert world.stock() == STOCK - 1


@pytest.mark.parametrize(
    ("amount", "reward", "why"),
    [
        (PRICE, 8, manager.WHY_UNKNOWN_REWARD),
        (PRICE - 1, CAKE, manager.WHY_NOT_THE_PRICE),
        (PRICE + 1, CAKE, manager.WHY_NOT_THE_PRICE),
        (2 * PRICE, CAKE, manager.WHY_NOT_THE_PRICE),
    ],
)
def test_what_cannot_be_served_goes_back_whole(
    world: RedemptionWorld, amount: int, reward: int, why: int
) -> None:
    """No part of it is kept, nothing is burned, and the log says why."""
    assert all_well(world.pay(amount, manager.payload(reward, NONCE)))
    assert (world.jettons(), world.supply(), world.stock()) == (10_000, 10_000, STOCK)
    refunded = manager.Refunded(42, world.member.address, amount, reward, NONCE, why)
    assert world.logs() == [refunded]


def test_the_last_piece_is_served_once(world: RedemptionWorld) -> None:
    """The stock ends; whoever comes after gets the jettons back."""
    for _ in range(STOCK):
        world.pay(PRICE, FOR_CAKE)
    assert (world.stock(), world.supply()) == (0, 10_000 - STOCK * PRICE)
    assert all_well(world.pay(PRICE, FOR_CAKE))
    assert world.jettons() == world.supply() == 10_000 - STOCK * PRICE
    last = world.logs()[-1]
    assert isinstance(last, manager.Refunded)
    assert last.why == manager.WHY_OUT_OF_STOCK


def _payloads() -> dict[str, Any]:
    """Return tails of a transfer that say nothing that can be served."""
    short, long = builder().store_uint(0, 95), builder().store_uint(0, 97)
    with_ref = builder().store_uint(0, 96).store_ref(builder().end_cell())
    exotic = Cell(builder().store_uint(2, 8).store_uint(5, 256).end_cell().bits, [], 2)
    return {
        "none": builder().store_bit_int(0),
        "short in place": builder().store_bit_int(0).store_cell(short.end_cell()),
        "long in place": builder().store_bit_int(0).store_cell(long.end_cell()),
        "reference in place": builder().store_bit_int(0).store_cell(with_ref.end_cell()),
        "short below": builder().store_bit_int(1).store_ref(short.end_cell()),
        "long below": builder().store_bit_int(1).store_ref(long.end_cell()),
        "reference below": builder().store_bit_int(1).store_ref(with_ref.end_cell()),
        "library below": builder().store_bit_int(1).store_ref(exotic),
    }


@pytest.mark.parametrize("name", list(_payloads()))
def test_a_slip_in_the_payload_keeps_no_jettons(world: RedemptionWorld, name: str) -> None:
    """Whatever stands there, the jettons come back."""
    asked = _transfer(world, PRICE).store_cell(_payloads()[name].end_cell()).end_cell()
    assert all_well(world.pay(PRICE, body=asked))
    assert (world.jettons(), world.supply()) == (10_000, 10_000)
    refunded = manager.Refunded(42, world.member.address, PRICE, 0, 0, manager.WHY_NO_PAYLOAD)
    assert world.logs() == [refunded]


BROKEN = {
    "nothing below": builder().store_bit_int(1),
    "two below": builder().store_bit_int(1).store_ref(FOR_CAKE).store_ref(FOR_CAKE),
    "more beside it": builder().store_bit_int(1).store_uint(1, 9).store_ref(FOR_CAKE),
}


@pytest.mark.parametrize("name", list(BROKEN))
def test_a_payload_that_wallets_refuse_is_read_without_harm(
    world: RedemptionWorld, name: str
) -> None:
    """Ours never send it on; did one, its jettons would come back as well."""
    asked = _transfer(world, PRICE).store_cell(BROKEN[name].end_cell()).end_cell()
    assert not all_well(world.pay(PRICE, body=asked))
    assert (world.jettons(), world.supply()) == (10_000, 10_000)
    world.give(PRICE, world.manager)
    said = message(jetton.TRANSFER_NOTIFICATION, 42).store_coins(PRICE)
    said = said.store_address(world.member.address).store_cell(BROKEN[name].end_cell())
    assert all_well(world.own_wallet.send(world.manager, said.end_cell()))
    assert world.jettons() == 10_000 + PRICE
    refunded = manager.Refunded(42, world.member.address, PRICE, 0, 0, manager.WHY_NO_PAYLOAD)
    assert world.logs() == [refunded]


@pytest.mark.parametrize("prices", ["new", "old"])
def test_with_too_little_ton_jettons_are_held_for_their_member(prices: Prices) -> None:
    """He takes them back later, with TON of his own, once."""
    world = RedemptionWorld(prices)
    world.give(10_000)
    for _ in range(2):
        world.pay(PRICE, FOR_CAKE, forward=world.needs() - 1)
    assert (world.held(), world.seen().held, world.stock()) == (2 * PRICE, 1, STOCK)
    assert [log.why for log in world.logs() if isinstance(log, manager.Refunded)] == [1324, 1324]
    needs = world.needs()
    assert refusal(world.stranger.send(world.manager, manager.take_back())) == 1306
    short = world.member.send(world.manager, manager.take_back(), value=needs - 1)
    assert refusal(short) == roles.TOO_LITTLE_TON
    assert all_well(world.member.send(world.manager, manager.take_back(), value=needs))
    assert (world.jettons(), world.held(), world.seen().held) == (10_000, 0, 0)
    again = world.member.send(world.manager, manager.take_back())
    assert refusal(again) == manager.NOTHING_HELD


def test_the_deployments_ton_stays_for_the_rent(world: RedemptionWorld) -> None:
    """A manager begins with what was brought to it, and nothing that it does takes of it."""
    before = world.chain.account(world.manager).balance
    assert before > 5 * TON - TON // 100
    for forward in (TON // 1_100, world.needs() // 3, world.needs() - 1, world.needs()):
        world.pay(1, FOR_CAKE, forward=forward)
        assert world.chain.account(world.manager).balance >= before
    assert world.jettons() == 10_000 - 3
    assert world.held() == 3
    assert len(world.logs()) == 3, "the cheapest was held in silence"


def test_nobody_else_can_say_that_jettons_came(world: RedemptionWorld) -> None:
    """Neither strangers, nor the member, nor a wallet of another token that is ours too."""
    said = jetton.transfer_notification(PRICE, world.member.address, payload=FOR_CAKE)
    before = state_of(world.chain, world.manager)
    content = comment_free_text("other").end_cell()
    other = world.admin.deploy(loyalty_token.Founding(world.admin.address, content).init())
    credit = jetton.InternalTransfer(PRICE, forward_ton=TON // 10, payload=FOR_CAKE).body()
    minted = world.admin.send(other, loyalty_token.mint(world.manager, TON // 2, credit))
    assert _at(world, minted).exit_code == manager.NOT_OUR_WALLET
    for who in (world.stranger, world.member, world.admin):
        assert refusal(who.send(world.manager, said)) == manager.NOT_OUR_WALLET
    assert state_of(world.chain, world.manager) == before
    assert world.logs() == []


def test_before_the_token_is_set_nobody_is_our_wallet() -> None:
    """A manager without a token believes nobody, and sends nothing."""
    world = RedemptionWorld()
    bare = world.admin.deploy(manager.Founding(world.stranger.address).init())
    said = jetton.transfer_notification(PRICE, world.member.address, payload=FOR_CAKE)
    assert refusal(world.stranger.send(bare, said)) == manager.NOT_OUR_WALLET
    stray = manager.send_stray(world.member.address, 5)
    assert refusal(world.stranger.send(bare, stray)) == manager.TOKEN_NOT_SET
    assert manager.read_token(ask(world.chain, bare, "get_token")) is None


def test_the_token_is_set_once_and_its_wallet_is_the_one_the_token_names() -> None:
    """What the manager believes in is what token and code make of its own address."""
    world = RedemptionWorld()
    seen = manager.read_token(ask(world.chain, world.manager, "get_token"))
    assert seen is not None
    named = ask(world.chain, world.token, "get_wallet_address", world.manager)[0].load_address()
    its = code("jetton_wallet_open")
    assert seen == manager.TokenView(world.token, named, its.code_hash, locked=False)
    order = manager.set_token(world.stranger.address, its.cell, locked=True)
    assert refusal(world.admin.send(world.manager, order)) == manager.TOKEN_ALREADY_SET


def test_jettons_of_nobody_or_none_are_left_alone(world: RedemptionWorld) -> None:
    """A mint names no sender, a transfer of zero brings nothing: neither moves anything."""
    before = state_of(world.chain, world.manager)
    credit = jetton.InternalTransfer(50, forward_ton=TON // 10, payload=FOR_CAKE).body()
    world.admin.send(world.token, loyalty_token.mint(world.manager, TON // 2, credit))
    assert all_well(world.pay(0, TO_CUSTODY))
    assert state_of(world.chain, world.manager) == before
    assert world.logs() == []
    assert all_well(world.admin.send(world.manager, manager.send_stray(world.member.address, 50)))
    assert world.jettons() == 10_050


def test_strays_go_where_the_admin_sends_them(world: RedemptionWorld) -> None:
    """Jettons that came without a notification are not lost; only the admin moves them."""
    world.pay(300, None, forward=0)
    assert world.jettons(world.manager) == 300
    home = wallet(world.chain, "new home").address
    order = manager.send_stray(home, 300)
    assert refusal(world.stranger.send(world.manager, order)) == roles.NOT_ADMIN
    for wrong, why in (
        (manager.send_stray(home, 0), manager.AMOUNT_ZERO),
        (manager.send_stray(MASTERCHAIN, 5), roles.NOT_BASECHAIN),
    ):
        assert refusal(world.admin.send(world.manager, wrong)) == why
    short = world.admin.send(world.manager, order, value=world.needs() - 1)
    assert refusal(short) == roles.TOO_LITTLE_TON
    assert all_well(world.admin.send(world.manager, order, value=world.needs()))
    assert (world.jettons(home), world.jettons(world.manager)) == (300, 0)
    world.admin.send(world.manager, order)
    assert (world.jettons(home), world.held(home)) == (300, 0), "there was nothing more to send"


def test_a_burn_that_comes_back_is_burned_again(world: RedemptionWorld) -> None:
    """Served but not burned is remembered until it is burned, by anybody's TON."""
    nothing = world.stranger.send(world.manager, manager.burn_again())
    assert refusal(nothing) == manager.NOTHING_UNBURNED
    world.phantom(PRICE, FOR_CAKE)
    assert (world.seen().unburned, world.stock()) == (PRICE, STOCK - 1)
    world.phantom(70, TO_CUSTODY)
    assert world.seen().unburned == PRICE + 70
    world.stranger.send(world.manager, manager.burn_again())
    assert world.seen().unburned == PRICE + 70, "it bounced again"
    world.pay(PRICE + 70, None, forward=0)
    short = world.stranger.send(world.manager, manager.burn_again(), value=world.needs() - 1)
    assert refusal(short) == roles.TOO_LITTLE_TON
    burned = world.stranger.send(world.manager, manager.burn_again(), value=world.needs())
    assert all_well(burned)
    assert (world.seen().unburned, world.supply()) == (0, 10_000 - PRICE - 70)


def test_a_refund_that_comes_back_is_held(world: RedemptionWorld) -> None:
    """And taken back once the jettons are really there."""
    world.phantom(PRICE, manager.payload(99, NONCE))
    assert (world.held(), world.seen().held) == (PRICE, 1)
    world.member.send(world.manager, manager.take_back())
    assert world.held() == PRICE, "it bounced again"
    world.pay(PRICE, None, forward=0)
    assert all_well(world.member.send(world.manager, manager.take_back()))
    assert (world.jettons(), world.held()) == (10_000, 0)


def test_only_our_wallet_gives_anything_back(world: RedemptionWorld) -> None:
    """What comes back from elsewhere restores nothing, nor does an answer that was no order."""
    came = builder().store_uint(0xFFFFFFFF, 32).store_uint(jetton.BURN, 32)
    came = came.store_uint(0, 64).store_coins(PRICE).end_cell()
    assert refusal(bounce_from(world.stranger, world.manager, came)) == manager.NOT_OUR_WALLET
    other = builder().store_uint(0xFFFFFFFF, 32).store_uint(jetton.EXCESSES, 32)
    other = other.store_uint(0, 64).store_coins(PRICE).end_cell()
    assert all_well(bounce_from(world.own_wallet, world.manager, other))
    assert (world.seen().unburned, world.seen().held) == (0, 0)
    assert all_well(bounce_from(world.own_wallet, world.manager, came))
    assert world.seen().unburned == PRICE


def test_no_place_left_to_hold_keeps_the_rest_as_strays() -> None:
    """The 257th member's jettons wait for the admin; nothing throws, nothing is lost."""
    admin = wallet(RedemptionWorld().chain, "admin").address
    world = RedemptionWorld(init=crowded(admin, 0, manager.HELD_MAX))
    world.give(10_000)
    world.pay(PRICE, FOR_CAKE, forward=world.needs() - 1)
    assert (world.held(), world.seen().held) == (0, manager.HELD_MAX)
    assert world.jettons(world.manager) == PRICE
    order = manager.send_stray(world.member.address, PRICE)
    assert all_well(world.admin.send(world.manager, order))
    assert world.jettons() == 10_000


def test_the_catalogue_is_the_admins_and_ends(world: RedemptionWorld) -> None:
    """New, changed, removed; never reward 0, never free, never more than 256."""
    send, at = world.admin.send, world.manager
    assert all_well(send(at, manager.set_reward(CAKE, 9, 1)))
    assert world.stock() == 1
    assert all_well(send(at, manager.set_reward(8, 1, 1)))
    assert world.seen().rewards == 2
    assert [ask(world.chain, at, "get_reward_after", last)[1] for last in (0, 7, 8)] == [7, 8, 0]
    for order, why in (
        (manager.set_reward(0, 5, 5), manager.REWARD_ZERO),
        (manager.set_reward(9, 0, 5), manager.PRICE_ZERO),
        (manager.remove_reward(99), manager.UNKNOWN_REWARD),
    ):
        assert refusal(send(at, order)) == why
    short = send(at, manager.set_reward(9, 5, 5), value=SHORT_OF_RENT)
    assert refusal(short) == roles.TOO_LITTLE_TON
    assert all_well(send(at, manager.remove_reward(8)))
    assert (world.seen().rewards, world.stock(8)) == (1, -1)
    full = RedemptionWorld(init=crowded(world.admin.address, 255, 0))
    assert full.seen().rewards == manager.REWARDS_MAX
    refused = full.admin.send(full.manager, manager.set_reward(9, 5, 5))
    assert refusal(refused) == manager.CATALOGUE_FULL
    assert all_well(full.admin.send(full.manager, manager.set_reward(CAKE, 5, 5)))


def test_only_the_admin_keeps_the_catalogue(world: RedemptionWorld) -> None:
    """Nobody else changes anything."""
    before = state_of(world.chain, world.manager)
    orders = [
        manager.set_reward(9, 5, 5),
        manager.remove_reward(CAKE),
        manager.set_token(world.token, code("jetton_wallet_open").cell, locked=False),
    ]
    for who in (world.member, world.stranger, world.own_wallet):
        for order in orders:
            assert refusal(who.send(world.manager, order)) == roles.NOT_ADMIN
    assert state_of(world.chain, world.manager) == before


def test_a_price_that_changes_on_the_way_takes_nothing(world: RedemptionWorld) -> None:
    """The transfer that was sent at the old price comes back whole."""
    own = jetton.wallet_address(world.member.address, world.token)
    asked = jetton.Transfer(PRICE, world.manager, None, world.needs(), FOR_CAKE)
    posted = world.member.post(own, asked.body())
    world.admin.send(world.manager, manager.set_reward(CAKE, PRICE + 1, STOCK))
    world.chain.deliver(posted.number)
    while world.chain.waiting():
        world.chain.tick()
    assert (world.jettons(), world.stock()) == (10_000, STOCK)


def test_a_lost_log_or_burn_is_seen_in_the_books(world: RedemptionWorld) -> None:
    """A burn still on its way leaves the jettons in the manager's wallet, not in the air."""
    own = jetton.wallet_address(world.member.address, world.token)
    asked = jetton.Transfer(PRICE, world.manager, None, world.needs(), FOR_CAKE)
    number = world.member.post(own, asked.body()).number
    while world.stock() == STOCK:
        world.chain.deliver(number)
        number = world.chain.waiting()[-1].number
    assert world.jettons(world.manager) == PRICE
    world.chain.lose(number)
    assert world.supply() == 10_000 == world.jettons() + world.jettons(world.manager)


def test_locked_wallets_redeem_and_are_refunded() -> None:
    """The locked token: its wallets pay the manager only, and the manager's own pays back."""
    world = RedemptionWorld()
    chain, admin, member = world.chain, world.admin, world.member
    bounds = loyalty_token.Bounds(admin.address, 10**9, 0, 0)
    at = address_of(manager.Founding(admin.address, 1).init())
    content = comment_free_text("locked").end_cell()
    founding = loyalty_token.Founding(admin.address, content, bounds, at)
    token = admin.deploy(founding.init(), value=5 * TON)
    its = manager.set_token(token, code("jetton_wallet_locked").cell, locked=True)
    admin.deploy(manager.Founding(admin.address, 1).init(), value=5 * TON, body=its)
    seen = manager.read_token(ask(chain, at, "get_token"))
    named = ask(chain, token, "get_wallet_address", at)[0].load_address()
    assert seen is not None
    assert (seen.wallet, seen.locked) == (named, True)
    assert seen.wallet == jetton.wallet_address(at, token, at)
    _claimed(world, token, 900)
    own = jetton.wallet_address(member.address, token, at)
    for reward, left in ((5, 900), (0, 0)):
        payload = manager.payload(reward, NONCE)
        asked = jetton.Transfer(900, at, member.address, world.needs(), payload)
        assert all_well(member.send(own, asked.body()))
        data = jetton.read_wallet_data(ask(chain, own, "get_wallet_data"))
        assert data.balance == left


def _claimed(world: RedemptionWorld, token: Address, amount: int) -> None:
    """Issue jettons of the settled token to the member, by root and claim."""
    account = world.member.address.hash_part
    leaves = Leaves.from_items([(account, amount)])
    epoch = loyalty_token.Epoch(1, leaves.root(), amount, 0, bytes(32), 1)
    assert all_well(world.admin.send(token, loyalty_token.set_root(epoch)))
    proof = Cell.one_from_boc(leaves.proof(account))
    assert all_well(world.stranger.send(token, loyalty_token.claim(world.member.address, proof)))


def _transfer(world: RedemptionWorld, amount: int) -> Any:
    """Begin a member's transfer, up to its payload."""
    asked = message(jetton.TRANSFER, 42).store_coins(amount).store_address(world.manager)
    asked.store_address(world.member.address).store_bit_int(0)
    return asked.store_coins(world.needs())


def _at(world: RedemptionWorld, traces: list[Trace]) -> Trace:
    """Return the manager's transaction."""
    return next(trace for trace in traces if trace.account == world.manager)
