"""The plain jetton: TEP-74 and TEP-89 at both sets of prices, and who is refused what."""

from typing import Any, get_args

import pytest
from pytoniq_core.boc.address import Address

from contracts.ton import jetton
from contracts.ton import loyalty_token as token
from contracts.ton.cells import builder, message
from hub.localchain.prices import Prices
from tests.contracts.ton.asking import (
    STRANGE_OPERATION,
    all_well,
    ask,
    bodies,
    bounce_from,
    refusal,
    throwing,
)
from tests.contracts.ton.token_world import CONTENT, TokenWorld
from tests.ton_chain import TON, Sender, at

MASTER = Address((-1, bytes(32)))


@pytest.fixture(params=get_args(Prices))
def world(request: pytest.FixtureRequest) -> TokenWorld:
    """Return a plain jetton of which alice has 1,000."""
    world = TokenWorld(request.param, bounds=None)
    assert all_well(world.mint(world.alice, 1000))
    return world


def refused(world: TokenWorld, by: Sender, to: Address, body: Any, value: int = TON) -> int | None:
    """Return with what a message is refused; whoever refuses changes nothing."""
    before = world.chain.account(to).data
    code = refusal(by.send(to, body, value=value))
    assert world.chain.account(to).data == before
    return code


def test_minting_moves_supply_and_balance(world: TokenWorld) -> None:
    """Owner, supply and metadata are as the standard's get-methods say."""
    assert (world.supply, world.balance(world.alice)) == (1000, 1000)
    shown = token.read_jetton_data(world.chain.get(world.token, "get_jetton_data"))
    assert (shown.admin, shown.mintable) == (world.admin.address, True)
    assert shown.content.hash == CONTENT.hash
    where = world.wallet_of(world.alice)
    held = jetton.read_wallet_data(world.chain.get(where, "get_wallet_data"))
    assert (held.owner, held.minter) == (world.alice.address, world.token)
    assert held.code.hash == shown.wallet_code.hash
    (said,) = ask(world.chain, world.token, "get_wallet_address", world.alice.address)
    assert said.load_address() == where


def test_only_the_admin_mints_and_pays_for_it(world: TokenWorld) -> None:
    """Others, the masterchain, too little TON and another transfer are refused."""
    paid = jetton.InternalTransfer(5).body()
    order = token.mint(world.bob.address, TON // 10, paid)
    assert refused(world, world.bob, world.token, order) == token.NOT_ADMIN
    far = token.mint(MASTER, TON // 10, paid)
    assert refused(world, world.admin, world.token, far) == jetton.WRONG_WORKCHAIN
    assert refused(world, world.admin, world.token, order, TON // 10) == jetton.NOT_ENOUGH_TON
    other = token.mint(world.bob.address, TON // 10, jetton.excesses())
    assert refused(world, world.admin, world.token, other) not in (None, 0)
    assert world.supply == 1000


def test_a_mint_that_comes_back_was_never(world: TokenWorld) -> None:
    """A wallet without TON for what it forwards sends it back: supply as before."""
    paid = jetton.InternalTransfer(500, None, world.token, TON)
    traces = world.admin.send(world.token, token.mint(world.bob.address, TON // 20, paid.body()))
    assert world.balance(world.bob) == 0
    assert world.supply == 1000
    assert len(traces) == 3


def test_a_transfer_arrives_with_its_notification_and_its_rest(world: TokenWorld) -> None:
    """The owner hears of it with exactly what was forwarded; what is left goes back."""
    payload = builder().store_uint(0x1234567890ABCDEF, 128).end_cell()
    asked = jetton.Transfer(400, world.bob.address, world.alice.address, TON // 20, payload, 9)
    traces = world.alice.send(world.wallet_of(world.alice), asked.body(), value=TON // 5)
    assert all_well(traces)
    assert (world.balance(world.alice), world.balance(world.bob)) == (600, 400)
    arrived = at(world.wallet_of(world.bob), traces)
    told, rest = bodies(arrived)
    said = jetton.transfer_notification(400, world.alice.address, payload=payload, query_id=9)
    assert told.hash == said.hash
    assert rest.hash == jetton.excesses(9).hash
    assert at(world.bob.address, traces).transaction.in_msg.info.value.grams == TON // 20
    assert at(world.alice.address, traces).transaction.in_msg.info.value.grams > TON // 10


@pytest.mark.parametrize("bits", [0, 1, 15, 16, 200])
def test_a_payload_in_place_goes_on_as_it_came(world: TokenWorld, bits: int) -> None:
    """However long, and with a reference, it is bit for bit what the sender wrote."""
    payload = builder().store_uint(0, 1)
    payload.store_bytes(b"\xa5" * (bits // 8)).store_ref(CONTENT)
    asked = message(jetton.TRANSFER, 3).store_coins(2**100).store_address(world.bob.address)
    asked.store_address(world.alice.address).store_bit_int(0).store_coins(TON // 20)
    huge = asked.store_cell(payload.end_cell()).end_cell()
    where = world.wallet_of(world.alice)
    assert refused(world, world.alice, where, huge) == jetton.NOT_ENOUGH_JETTONS
    asked = message(jetton.TRANSFER, 3).store_coins(2).store_address(world.bob.address)
    asked.store_address(world.alice.address).store_bit_int(0).store_coins(TON // 20)
    traces = world.alice.send(where, asked.store_cell(payload.end_cell()).end_cell())
    assert all_well(traces)
    told = bodies(at(world.wallet_of(world.bob), traces))[0].begin_parse()
    told.load_bits(32 + 64)
    assert (told.load_coins(), told.load_address()) == (2, world.alice.address)
    assert told.to_cell().hash == payload.end_cell().hash


def test_what_a_wallet_refuses(world: TokenWorld) -> None:
    """Strangers, too much, no payload, the masterchain, too little TON, what it does not know."""
    where = world.wallet_of(world.alice)
    to, alice, bob = world.bob.address, world.alice, world.bob
    plain = jetton.Transfer(5, to, alice.address)
    assert refused(world, bob, where, plain.body()) == jetton.NOT_OWNER
    too_much = jetton.Transfer(1001, to)
    assert refused(world, alice, where, too_much.body()) == jetton.NOT_ENOUGH_JETTONS
    far = jetton.Transfer(5, MASTER)
    assert refused(world, alice, where, far.body()) == jetton.WRONG_WORKCHAIN
    poor = jetton.Transfer(5, to, alice.address, TON // 10)
    assert refused(world, alice, where, poor.body(), TON // 10) == jetton.NOT_ENOUGH_TON
    cut = message(jetton.TRANSFER, 0).store_coins(5).store_address(to).store_address(None)
    cut = cut.store_bit_int(0).store_coins(0).end_cell()
    assert refused(world, alice, where, cut) == jetton.BAD_PAYLOAD
    assert refused(world, bob, where, jetton.burn(5)) == jetton.NOT_OWNER
    assert refused(world, alice, where, jetton.burn(1001)) == jetton.NOT_ENOUGH_JETTONS
    strange = message(STRANGE_OPERATION, 0).end_cell()
    assert refused(world, alice, where, strange) == jetton.UNKNOWN_MESSAGE
    assert refused(world, alice, where, jetton.claim_credit(5)) == jetton.NOT_THE_TOKEN
    for forger in (bob, alice):
        forged = jetton.InternalTransfer(5, alice.address, alice.address)
        assert refused(world, forger, where, forged.body()) == jetton.NOT_OUR_WALLET
    nobodys = jetton.InternalTransfer(5)
    assert refused(world, bob, where, nobodys.body()) == jetton.NOT_OUR_WALLET


def test_a_forward_payload_is_one_thing(world: TokenWorld) -> None:
    """In place, or one reference: never a reference that is missing, or more beside it."""
    note = builder().store_uint(7, 32).end_cell()
    head = message(jetton.TRANSFER, 0).store_coins(5).store_address(world.bob.address)
    head = head.store_address(world.alice.address).store_bit_int(0).store_coins(0)
    where = world.wallet_of(world.alice)
    bad = {
        head.copy().store_bit_int(1).end_cell(): 9,
        head.copy().store_bit_int(1).store_ref(note).store_ref(note).end_cell(): jetton.BAD_PAYLOAD,
        head.copy()
        .store_bit_int(1)
        .store_uint(1, 8)
        .store_ref(note)
        .end_cell(): jetton.BAD_PAYLOAD,
    }
    for body, why in bad.items():
        assert refused(world, world.alice, where, body) == why
    good = (
        head.copy().store_bit_int(0),
        head.copy().store_bit_int(0).store_uint(1, 8).store_ref(note).store_ref(note),
        head.copy().store_bit_int(1).store_ref(note),
    )
    for body in good:
        assert all_well(world.alice.send(where, body.end_cell(), value=TON // 5))
    assert world.balance(world.bob) == 5 * len(good)


def test_a_wallet_takes_plain_ton(world: TokenWorld) -> None:
    """An empty message and a top-up only bring TON."""
    where = world.wallet_of(world.alice)
    before = world.chain.account(where).balance
    assert all_well(world.bob.send(where))
    assert all_well(world.bob.send(where, jetton.top_up()))
    assert world.chain.account(where).balance > before + TON


def test_a_payment_that_comes_back_is_put_back(world: TokenWorld) -> None:
    """So is a burn; only the first 256 bits of what was sent come with a bounce."""
    alice = world.alice
    where = world.wallet_of(alice)
    for asked in (jetton.Transfer(300, world.bob.address).body(), jetton.burn(300)):
        posted = alice.post(where, asked)
        trace = world.chain.deliver(posted.number)
        (sent,) = bodies(trace)
        assert world.balance(alice) == 700
        (waiting,) = world.chain.waiting()
        world.chain.lose(waiting.number)
        head = sent.begin_parse().load_bits(224)
        back = builder().store_uint(0xFFFFFFFF, 32).store_bits(head).end_cell()
        assert all_well(bounce_from(world.admin, where, back))
        assert world.balance(alice) == 1000


def test_a_forward_that_nobody_can_pay_brings_the_jettons_back(world: TokenWorld) -> None:
    """A receiver that throws keeps its jettons: only the TON of the notification is lost to it."""
    receiver = throwing(world.chain)
    assert world.transfer(world.alice, receiver.address, 10, forward=TON // 50)
    assert (world.balance(world.alice), world.balance(receiver)) == (990, 10)


def test_burning_lowers_the_supply(world: TokenWorld) -> None:
    """And the rest of the TON goes back; what fails for want of TON is put back whole."""
    traces = world.burn(world.alice, 250)
    assert all_well(traces)
    assert (world.supply, world.balance(world.alice)) == (750, 750)
    assert bodies(at(world.token, traces))[0].hash == jetton.excesses().hash
    needed = at(world.wallet_of(world.alice), traces).fees
    lowered = set()
    for part in range(2, 60, 3):
        before = world.supply
        world.burn(world.alice, 1, value=needed * part // 8)
        assert world.supply == world.balance(world.alice), "nothing is lost on the way"
        lowered.add(before - world.supply)
    assert lowered == {0, 1}


def test_only_wallets_of_ours_report_burns(world: TokenWorld) -> None:
    """Nobody else's word lowers the supply, be it for himself or for others."""
    for liar in (world.bob, world.alice, world.admin):
        for owner in (world.alice, world.bob):
            said = jetton.burn_notification(5, owner.address)
            assert refused(world, liar, world.token, said) == token.NOT_OUR_WALLET_BURNS


def test_a_wallets_twin_in_the_masterchain_is_nobody(world: TokenWorld) -> None:
    """The same code and state give the same 256 bits there: only the basechain's are ours."""
    twin = Sender(world.chain, Address((-1, world.wallet_of(world.bob).hash_part)))
    paid = jetton.InternalTransfer(5, world.bob.address).body()
    assert refused(world, twin, world.wallet_of(world.alice), paid) == jetton.NOT_OUR_WALLET
    said = jetton.burn_notification(5, world.bob.address)
    assert refused(world, twin, world.token, said) == token.NOT_OUR_WALLET_BURNS


def test_discovery(world: TokenWorld) -> None:
    """TEP-89: the address, the owner if asked, none for another workchain, and a price."""
    owners = (world.bob.address, world.wallet_of(world.bob)), (MASTER, None)
    for owner, expected in owners:
        for include in (False, True):
            asked = token.provide_wallet_address(owner, include=include, query_id=4)
            traces = world.bob.send(world.token, asked, value=TON // 10)
            (answer,) = bodies(at(world.token, traces))
            said = message(token.TAKE_WALLET_ADDRESS, 4).store_address(expected)
            shown = builder().store_address(owner).end_cell() if include else None
            assert answer.hash == said.store_maybe_ref(shown).end_cell().hash
    cheap = token.provide_wallet_address(world.bob.address)
    little = TON // (5000 if world.prices == "new" else 1000)
    assert refused(world, world.bob, world.token, cheap, little) == token.DISCOVERY_FEE


def test_a_plain_admin_hands_over_at_once_and_changes_metadata(world: TokenWorld) -> None:
    """As outside suites expect; others may do neither."""
    other = builder().store_uint(7, 8).end_cell()
    hand = token.change_admin(world.bob.address)
    assert refused(world, world.bob, world.token, hand) == token.NOT_ADMIN
    change = token.change_content(other)
    assert refused(world, world.bob, world.token, change) == token.NOT_ADMIN
    far = token.change_admin(MASTER)
    assert refused(world, world.admin, world.token, far) == jetton.WRONG_WORKCHAIN
    assert all_well(world.admin.send(world.token, change))
    assert all_well(world.admin.send(world.token, hand))
    shown = token.read_jetton_data(world.chain.get(world.token, "get_jetton_data"))
    assert (shown.admin, shown.content.hash) == (world.bob.address, other.hash)
    assert world.roles.admin == world.bob.address


def test_a_plain_jetton_settles_nothing(world: TokenWorld) -> None:
    """It has no settler, no claims, no upgrades; strange messages are refused, TON is welcome."""
    assert world.settlement.bounds.settler is None
    assert ask(world.chain, world.token, "get_burned") == [0]
    for order in (token.claim_admin(), token.propose_upgrade(CONTENT), token.apply_upgrade(),
                  token.cancel_upgrade(), token.veto(0)):  # fmt: skip
        assert refused(world, world.admin, world.token, order) == token.NO_SETTLEMENT
    assert refused(world, world.admin, world.token, token.set_root(world.next_epoch())) is not None
    claim = token.claim(world.alice.address, CONTENT)
    assert refused(world, world.alice, world.token, claim) is not None
    strange = message(STRANGE_OPERATION, 0).end_cell()
    assert refused(world, world.admin, world.token, strange) == jetton.UNKNOWN_MESSAGE
    for welcome in (None, jetton.top_up(), jetton.excesses()):
        assert all_well(world.bob.send(world.token, welcome))
