"""The token with settlement: epochs, claims, veto, handover and upgrades, at both prices."""

from typing import Any, get_args

import pytest
from pytoniq_core.boc.address import Address

from contracts.ton import jetton
from contracts.ton import loyalty_token as token
from contracts.ton.cells import message
from contracts.ton.loyalty_token import Bounds, Epoch
from hub.core.settlement.leaves import Leaves
from hub.localchain.prices import Prices
from tests.contracts.ton.asking import all_well, ask, bodies, refusal, state_of
from tests.contracts.ton.token_world import CAP, CONTENT, TokenWorld
from tests.ton_chain import TON, Sender, at

DAY = 86_400
ISSUED_SHRINKS = 4
"""TVM's own: a number out of its range."""


@pytest.fixture(params=get_args(Prices))
def world(request: pytest.FixtureRequest) -> TokenWorld:
    """Return a token whose settler may state at any time, to be claimed from at once."""
    return TokenWorld(request.param)


@pytest.fixture
def slow() -> TokenWorld:
    """Return a token with an hour between epochs and a day until one matures."""
    return TokenWorld(bounds=(CAP, 3600, DAY))


def refused(world: TokenWorld, by: Sender, body: Any) -> int | None:
    """Return with what the token refuses a message; nothing changes by it."""
    before = state_of(world.chain, world.token)
    code = refusal(by.send(world.token, body))
    assert state_of(world.chain, world.token) == before
    return code


def test_an_epoch_sets_everything_at_once(world: TokenWorld) -> None:
    """Root, sums, block and supply, all as stated; a second statement of it changes nothing."""
    world.owe(world.alice, 700)
    epoch = world.next_epoch(custody=300)
    traces = world.state(epoch)
    assert all_well(traces)
    assert len(traces) == 1
    told = world.settlement
    assert (told.stated, told.claimable_epoch, told.claimable_root) == (epoch, 1, epoch.root)
    assert told.bounds == Bounds(world.settler.address, CAP, 0, 0)
    assert world.supply == 1000
    assert refused(world, world.settler, token.set_root(epoch)) == token.NOT_THE_NEXT_EPOCH


@pytest.mark.parametrize(
    ("changed", "why"),
    [
        ({"epoch": 3}, token.NOT_THE_NEXT_EPOCH),
        ({"epoch": 1}, token.NOT_THE_NEXT_EPOCH),
        ({"epoch": 0}, token.NOT_THE_NEXT_EPOCH),
        ({"issued": 699}, ISSUED_SHRINKS),
        ({"issued": 700 + CAP + 1}, token.GROWS_TOO_MUCH),
        ({"custody": 300 + CAP + 1}, token.GROWS_TOO_MUCH),
        ({"issued": 701, "custody": 300 + CAP}, token.GROWS_TOO_MUCH),
        ({"issued": 700 + CAP + 1, "custody": 0}, token.GROWS_TOO_MUCH),
    ],
)
def test_what_no_epoch_may_do(changed: dict[str, Any], why: int) -> None:
    """Leap, repeat, shrink what is issued, or grow beyond the cap: together or in issues alone."""
    world = TokenWorld()
    world.owe(world.alice, 700)
    world.state(world.next_epoch(custody=300))
    assert refused(world, world.settler, token.set_root(world.next_epoch(**changed))) == why


def test_an_epoch_may_grow_by_the_cap_and_custody_may_shrink(world: TokenWorld) -> None:
    """To the last point; the supply follows."""
    assert all_well(world.state(world.next_epoch(custody=CAP)))
    assert all_well(world.state(world.next_epoch(issued=CAP, custody=CAP)))
    assert all_well(world.state(world.next_epoch(issued=CAP, custody=0)))
    assert world.supply == CAP


def test_only_the_settler_states(world: TokenWorld) -> None:
    """Neither the admin nor anybody else, and nobody where none is set."""
    order = token.set_root(world.next_epoch())
    for other in (world.admin, world.bob):
        assert refused(world, other, order) == token.NOT_THE_SETTLER
    world.admin.send(world.token, token.set_settler(Bounds(None, CAP, 0, 0)))
    assert refused(world, world.settler, order) == token.NOT_THE_SETTLER


@pytest.mark.parametrize("extra", [1, 64])
def test_a_statement_is_whole_and_nothing_more(world: TokenWorld, extra: int) -> None:
    """A bit too many, a reference too many, a bit too few: refused whole."""
    figures = world.next_epoch().figures()
    longer = message(token.SET_ROOT, 0).store_cell(figures).store_uint(0, extra).end_cell()
    assert refused(world, world.settler, longer) == 9
    fatter = message(token.SET_ROOT, 0).store_cell(figures).store_ref(CONTENT).end_cell()
    assert refused(world, world.settler, fatter) == 9
    bits = figures.bits[:-extra]
    shorter = message(token.SET_ROOT, 0).store_bits(bits).end_cell()
    assert refused(world, world.settler, shorter) == 9


def test_epochs_come_when_the_last_has_matured_and_an_interval_has_passed(slow: TokenWorld) -> None:
    """Not a second earlier; a claim is checked against the epoch before until then."""
    slow.owe(slow.alice, 10)
    assert all_well(slow.state())
    early = slow.proof(slow.alice)
    assert refusal(slow.claim(slow.alice, early)) == token.PROOF_OTHER_ROOT
    slow.chain.advance(DAY - 1)
    assert refusal(slow.claim(slow.alice, early)) == token.PROOF_OTHER_ROOT
    slow.chain.advance(1)
    assert all_well(slow.claim(slow.alice, early))
    assert slow.balance(slow.alice) == 10
    slow.owe(slow.alice, 25)
    next_one = slow.next_epoch()
    slow.chain.advance(3599)
    assert refused(slow, slow.settler, token.set_root(next_one)) == token.TOO_SOON
    slow.chain.advance(1)
    assert all_well(slow.state(next_one))
    assert slow.settlement.claimable_epoch == 1
    assert refusal(slow.claim(slow.alice)) == token.PROOF_OTHER_ROOT
    assert all_well(slow.claim(slow.alice, early))
    assert slow.balance(slow.alice) == 10
    slow.chain.advance(DAY)
    assert slow.settlement.claimable_epoch == 2
    assert all_well(slow.claim(slow.alice))
    assert slow.balance(slow.alice) == 25


def test_a_veto_brings_back_the_epoch_before_and_takes_the_settler(slow: TokenWorld) -> None:
    """Supply, root and sums as they were; he states nothing more until he is named again."""
    slow.owe(slow.alice, 10)
    first = slow.next_epoch(custody=5)
    slow.state(first)
    slow.chain.advance(2 * DAY)
    slow.owe(slow.bob, 999)
    second = slow.next_epoch(custody=77)
    slow.state(second)
    assert slow.supply == 10 + 999 + 77
    assert refused(slow, slow.settler, token.veto(2)) == token.NOT_ADMIN
    assert refused(slow, slow.admin, token.veto(1)) == token.NOT_THAT_EPOCH
    assert all_well(slow.admin.send(slow.token, token.veto(2)))
    told = slow.settlement
    assert (told.stated, told.claimable_epoch, told.bounds.settler) == (first, 1, None)
    assert slow.supply == 15
    assert refused(slow, slow.settler, token.set_root(second)) == token.NOT_THE_SETTLER
    assert refused(slow, slow.admin, token.veto(1)) == token.TOO_LATE_TO_VETO
    assert all_well(slow.admin.send(slow.token, token.set_settler(told.bounds)))
    named = Bounds(slow.bob.address, CAP, 0, 0)
    assert all_well(slow.admin.send(slow.token, token.set_settler(named)))
    assert all_well(slow.state(second, by=slow.bob))


def test_a_veto_comes_too_late_once_an_epoch_has_matured(slow: TokenWorld) -> None:
    """What can be claimed from stands; a longer delay named afterwards does not undo it."""
    slow.state()
    slow.chain.advance(DAY)
    named = Bounds(slow.settler.address, CAP, 0, 20 * DAY)
    assert all_well(slow.admin.send(slow.token, token.set_settler(named)))
    assert refused(slow, slow.admin, token.veto(1)) == token.TOO_LATE_TO_VETO
    assert slow.settlement.claimable_epoch == 1


def test_a_claim_credits_once_in_any_order(world: TokenWorld) -> None:
    """Replayed, pushed by anybody, late or overtaken: the wallet has what the tree says."""
    world.owe(world.alice, 40)
    world.state()
    old = world.proof(world.alice)
    for by in (world.settler, world.bob, world.alice):
        assert all_well(world.claim(world.alice, by=by))
        assert (world.balance(world.alice), world.claimed(world.alice)) == (40, 40)
    world.owe(world.alice, 100)
    world.owe(world.bob, 1)
    world.state()
    assert refusal(world.claim(world.alice, old)) == token.PROOF_OTHER_ROOT
    assert all_well(world.claim(world.alice))
    assert (world.balance(world.alice), world.claimed(world.alice)) == (100, 100)


def test_credits_that_overtake_each_other_or_are_lost_do_no_harm(world: TokenWorld) -> None:
    """The later one, delivered first, wins; one that is lost is claimed again."""
    world.owe(world.alice, 40)
    world.state()
    claims = []
    for cumulative in (40, 90):
        world.owe(world.alice, cumulative)
        if cumulative > 40:
            world.state()
        order = token.claim(world.alice.address, world.proof(world.alice))
        world.chain.deliver(world.bob.post(world.token, order, value=TON // 10).number)
        claims.append(world.chain.waiting()[-1])
    for credit in reversed(claims):
        world.chain.deliver(credit.number)
        assert world.balance(world.alice) == 90
    world.owe(world.alice, 95)
    world.state()
    order = token.claim(world.alice.address, world.proof(world.alice))
    world.chain.deliver(world.bob.post(world.token, order, value=TON // 10).number)
    world.chain.lose(world.chain.waiting()[-1].number)
    assert world.balance(world.alice) == 90
    world.claim(world.alice)
    assert world.balance(world.alice) == 95


def test_spending_does_not_make_a_claim_new(world: TokenWorld) -> None:
    """What was paid away, burned or came in is not what was claimed."""
    world.owe(world.alice, 40)
    world.state()
    world.claim(world.alice)
    assert all_well(world.transfer(world.alice, world.bob.address, 30))
    assert all_well(world.burn(world.alice, 10))
    assert all_well(world.claim(world.alice))
    assert (world.balance(world.alice), world.balance(world.bob)) == (0, 30)
    assert (world.supply, ask(world.chain, world.token, "get_burned")) == (30, [10])
    world.owe(world.bob, 5)
    world.state(world.next_epoch(custody=0))
    world.claim(world.bob)
    assert (world.balance(world.bob), world.claimed(world.bob)) == (35, 5)


def test_a_claim_gives_back_the_rest_and_keeps_a_year_of_storage(world: TokenWorld) -> None:
    """The first leaves the new wallet its reserve; the next give back all."""
    world.owe(world.alice, 40)
    world.state()
    world.claim(world.alice, by=world.bob)
    where = world.wallet_of(world.alice)
    kept = world.chain.account(where).balance
    world.chain.advance(365 * DAY)
    traces = world.claim(world.alice, by=world.bob)
    assert bodies(at(where, traces))[0].hash == jetton.excesses().hash
    assert 0 < world.chain.account(where).balance < kept
    assert kept < TON // 50


def test_what_is_not_worth_sending_back_stays_with_the_wallet(world: TokenWorld) -> None:
    """Less than as much again as a claim keeps: at its first, and at a later one."""
    for owed, brought in ((40, {"new": 35, "old": 220}), (50, {"new": 13, "old": 75})):
        world.owe(world.alice, owed)
        world.state()
        value = brought[world.prices] * TON // 10_000
        traces = world.claim(world.alice, by=world.bob, value=value)
        assert all_well(traces)
        assert world.balance(world.alice) == owed
        assert bodies(at(world.wallet_of(world.alice), traces)) == []


def test_settlement_ends_plain_minting(world: TokenWorld) -> None:
    """For good: also without a settler; and a plain token with supply gets no settlement."""
    assert refusal(world.mint(world.alice, 5)) == token.MINT_HAS_ENDED
    world.admin.send(world.token, token.set_settler(Bounds(None, CAP, 0, 0)))
    assert refusal(world.mint(world.alice, 5)) == token.MINT_HAS_ENDED
    plain = TokenWorld(world.prices, bounds=None)
    plain.mint(plain.alice, 5)
    named = token.set_settler(Bounds(plain.settler.address, CAP, 0, 0))
    assert refused(plain, plain.admin, named) == token.PLAIN_SUPPLY_LEFT
    assert refused(plain, plain.bob, named) == token.NOT_ADMIN
    plain.burn(plain.alice, 5)
    assert all_well(plain.admin.send(plain.token, named))
    plain.owe(plain.alice, 9)
    assert all_well(plain.state())
    assert all_well(plain.claim(plain.alice))
    assert plain.balance(plain.alice) == 9
    assert refusal(plain.mint(plain.alice, 5)) == token.MINT_HAS_ENDED


def test_the_settlers_times_have_a_limit(world: TokenWorld) -> None:
    """No sum of times leaves its 32 bits; a settler lives on the basechain."""
    long = token.LONGEST_TIME
    for interval, delay in ((long + 1, 0), (0, long + 1)):
        order = token.set_settler(Bounds(world.settler.address, CAP, interval, delay))
        assert refused(world, world.admin, order) == token.TIME_TOO_LONG
    far = Bounds(Address((-1, bytes(32))), CAP, 0, 0)
    assert refused(world, world.admin, token.set_settler(far)) == jetton.WRONG_WORKCHAIN
    order = token.set_settler(Bounds(world.settler.address, CAP, long, long))
    assert all_well(world.admin.send(world.token, order))


def test_locked_wallets_pay_the_manager_only(world: TokenWorld) -> None:
    """And the manager's own pays anybody, for refunds; claims and burns work as ever."""
    locked = TokenWorld(world.prices, manager="manager")
    assert locked.manager is not None
    assert locked.roles.redemption_manager == locked.manager.address
    locked.owe(locked.alice, 50)
    locked.state()
    assert all_well(locked.claim(locked.alice))
    assert all_well(locked.claim(locked.alice))
    assert locked.balance(locked.alice) == 50
    (said,) = ask(locked.chain, locked.token, "get_wallet_address", locked.alice.address)
    assert said.load_address() == locked.wallet_of(locked.alice)
    blocked = locked.transfer(locked.alice, locked.bob.address, 5)
    assert refusal(blocked) == jetton.LOCKED
    assert all_well(locked.transfer(locked.alice, locked.manager.address, 30, forward=TON // 50))
    assert all_well(locked.transfer(locked.manager, locked.alice.address, 7))
    assert all_well(locked.transfer(locked.manager, locked.bob.address, 3))
    assert all_well(locked.burn(locked.manager, 20))
    assert all_well(locked.burn(locked.alice, 2))
    assert (locked.balance(locked.alice), locked.balance(locked.bob)) == (25, 3)
    assert (locked.supply, locked.claimed(locked.alice)) == (28, 50)
    assert refusal(locked.transfer(locked.bob, locked.alice.address, 1)) == jetton.LOCKED


def test_a_long_life_leaves_no_more_storage_behind() -> None:
    """A hundred epochs and claims later the token is as large as after the second."""
    world = TokenWorld()
    sizes = set()
    for number in range(1, 40):
        world.leaves = Leaves.from_items([(world.alice.address.hash_part, 200 + number)])
        assert all_well(world.state(world.next_epoch(custody=200)))
        world.claim(world.alice)
        if number > 1:
            sizes.add(len(state_of(world.chain, world.token)))
    assert len(sizes) == 1
    assert isinstance(world.settlement.stated, Epoch)
