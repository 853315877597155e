"""RevenueDistribution on the real TVM: what came in bounds what goes out, whoever asks how."""

import pytest
from pytoniq_core.boc.address import Address
from pytoniq_core.boc.cell import Cell

from contracts.ton import jetton, loyalty_token, roles
from contracts.ton import revenue_distribution as revenue
from contracts.ton.cells import builder
from hub.core.settlement.leaves import Leaves
from hub.localchain.prices import Prices
from tests.contracts.ton.asking import (
    BURNING_GAS,
    all_well,
    bodies,
    bounce_from,
    refusal,
    state_of,
    throwing,
)
from tests.contracts.ton.revenue_world import (
    DELAY,
    PLATFORM_POINTS,
    RevenueWorld,
    crowded,
)
from tests.ton_chain import TON, wallet

MASTERCHAIN = Address((-1, bytes(32)))
PRUNED_WAY = 9
"""What the dictionary instruction throws where a way ends in a pruned branch."""
EMPTY_ACCOUNT = Address((0, bytes([5]) * 32))


@pytest.fixture
def world() -> RevenueWorld:
    """Return a new distribution at the prices in force."""
    return RevenueWorld()


@pytest.fixture
def paying(world: RevenueWorld) -> RevenueWorld:
    """Return a distribution with ten TON in, and shares in force for the bakery and the café."""
    assert all_well(world.deposit(10 * TON))
    world.in_force(
        {world.partner("bakery").address: 3 * TON, world.partner("cafe").address: 2 * TON}
    )
    return world


@pytest.mark.parametrize("prices", ["new", "old"])
@pytest.mark.parametrize("amount", [1, 7, 8, 999_999_999, 10 * TON])
def test_a_deposit_is_counted_to_the_nanoton(prices: Prices, amount: int) -> None:
    """The platform's part is rounded down, the rest is the partners', the change comes back."""
    world = RevenueWorld(prices)
    before = world.balance
    assert world.deposit(amount)[0].succeeded
    books, platform = world.books(), world.platform_books()
    assert books.received == amount
    assert platform.due == revenue.platform_part(amount, PLATFORM_POINTS)
    assert books.for_partners == amount - platform.due
    assert world.balance >= before + amount
    assert world.is_sound()


def test_a_deposit_that_brings_less_than_it_says_is_refused(world: RevenueWorld) -> None:
    """Nothing counts that did not come; and nothing at all is no deposit."""
    short = TON + world.needs().deposit - 1
    assert refusal(world.deposit(TON, value=short)) == roles.TOO_LITTLE_TON
    assert refusal(world.deposit(0)) == revenue.AMOUNT_ZERO
    assert world.books().received == 0


def test_change_of_a_deposit_goes_back(world: RevenueWorld) -> None:
    """What is brought beside the amount is not kept."""
    had = world.stranger.balance
    world.deposit(TON, value=5 * TON)
    assert world.stranger.balance > had + 4 * TON - TON // 100


@pytest.mark.parametrize("prices", ["new", "old"])
def test_a_partner_gets_its_share_once(prices: Prices) -> None:
    """Pushed by a stranger with the least TON; what came along goes to the partner."""
    world = RevenueWorld(prices)
    world.deposit(10 * TON)
    bakery = world.partner("bakery")
    world.in_force({bakery.address: 3 * TON})
    had, before = bakery.balance, world.balance
    traces = world.claim(bakery.address)
    assert all_well(traces)
    got = bakery.balance - had
    assert 3 * TON <= got <= 3 * TON + world.needs().claim
    assert revenue.read_payment(bodies(traces[0])[0]) == revenue.Payment(0, 3 * TON, 1)
    assert world.paid(bakery.address) == world.books().paid == 3 * TON
    assert world.balance >= before - 3 * TON
    assert refusal(world.claim(bakery.address)) == revenue.NOTHING_DUE
    assert world.is_sound()


@pytest.mark.parametrize("prices", ["new", "old"])
def test_a_claim_with_too_little_ton_is_refused(prices: Prices) -> None:
    """Before anything is counted."""
    world = RevenueWorld(prices)
    world.deposit(10 * TON)
    bakery = world.partner("bakery")
    world.in_force({bakery.address: 3 * TON})
    refused = world.claim(bakery.address, value=world.needs().claim - 1)
    assert refusal(refused) == roles.TOO_LITTLE_TON


def test_what_was_earned_since_is_paid_on_top(paying: RevenueWorld) -> None:
    """Cumulative: an epoch that nobody claimed by is not lost, an old proof pays nothing."""
    bakery, cafe = paying.partner("bakery"), paying.partner("cafe")
    old = paying.proof(bakery.address)
    paying.claim(bakery.address)
    paying.in_force({bakery.address: 4 * TON, cafe.address: 4 * TON})
    assert refusal(paying.claim(bakery.address, old)) == loyalty_token.PROOF_OTHER_ROOT
    for who in (bakery, cafe):
        assert all_well(paying.claim(who.address))
        assert paying.paid(who.address) == 4 * TON
    assert paying.is_sound()


def test_shares_pay_only_after_their_delay(world: RevenueWorld) -> None:
    """Till then the shares before them are in force."""
    world.deposit(10 * TON)
    bakery = world.partner("bakery")
    world.in_force({bakery.address: TON})
    first = world.proof(bakery.address)
    world.state_shares({bakery.address: 2 * TON})
    seen = world.seen()
    assert (seen.stated.epoch, seen.in_force.epoch) == (2, 1)
    assert refusal(world.claim(bakery.address)) == loyalty_token.PROOF_OTHER_ROOT
    assert all_well(world.claim(bakery.address, first))
    world.chain.advance(DELAY - 1)
    assert refusal(world.claim(bakery.address)) == loyalty_token.PROOF_OTHER_ROOT
    world.chain.advance(1)
    assert all_well(world.claim(bakery.address))
    assert world.paid(bakery.address) == 2 * TON


def test_the_settler_states_the_next_epoch_within_what_came_in(paying: RevenueWorld) -> None:
    """Nobody else, no other epoch, no smaller and no larger total; the bound itself is taken."""
    send, at, bound = paying.settler.send, paying.at, paying.books().for_partners
    paying.epoch = 2
    good = paying.shares()
    for who in (paying.stranger, paying.admin, paying.platform):
        assert refusal(who.send(at, revenue.set_shares(good))) == roles.NOT_SETTLER
    for changed, why in (
        ({"epoch": 1}, revenue.NOT_NEXT_EPOCH),
        ({"epoch": 3}, revenue.NOT_NEXT_EPOCH),
        ({"total": good.total - 1}, revenue.TOTAL_SHRINKS),
        ({"total": bound + 1}, revenue.MORE_THAN_CAME_IN),
        ({"root": bytes(32)}, revenue.EMPTY_ROOT),
    ):
        body = revenue.set_shares(paying.shares(**changed))
        assert refusal(send(at, body)) == why
    assert all_well(send(at, revenue.set_shares(paying.shares(total=bound))))
    repeated = refusal(send(at, revenue.set_shares(paying.shares(total=bound))))
    assert repeated == revenue.NOT_NEXT_EPOCH
    paying.epoch = 3
    early = refusal(send(at, revenue.set_shares(paying.shares(total=bound))))
    assert early == revenue.NOT_MATURED


def test_an_empty_first_epoch_may_be_stated(world: RevenueWorld) -> None:
    """Nothing earned yet is a statement too, and pays nobody."""
    world.epoch = 1
    body = revenue.set_shares(world.shares())
    assert all_well(world.settler.send(world.at, body))


def test_a_root_that_says_more_than_its_total_pays_no_more(world: RevenueWorld) -> None:
    """The settler's lie ends at what it stated, which ends at what came in."""
    world.deposit(10 * TON)
    bakery, cafe = world.partner("bakery"), world.partner("cafe")
    for who in (bakery, cafe):
        world.leaves.put(who.address.hash_part, 5 * TON)
    world.epoch = 1
    lie = revenue.set_shares(world.shares(total=8 * TON))
    assert all_well(world.settler.send(world.at, lie))
    world.chain.advance(DELAY)
    assert all_well(world.claim(bakery.address))
    assert refusal(world.claim(cafe.address)) == revenue.MORE_THAN_STATED
    assert world.is_sound()


def test_the_admins_veto_takes_shares_and_settler_away(paying: RevenueWorld) -> None:
    """Within the delay; what was in force stays, and a new settler goes on from there."""
    bakery = paying.partner("bakery")
    before = paying.seen().in_force
    early = loyalty_token.veto(1)
    assert refusal(paying.admin.send(paying.at, early)) == revenue.ALREADY_MATURED
    paying.state_shares({paying.stranger.address: 3 * TON})
    for who in (paying.stranger, paying.settler):
        assert refusal(who.send(paying.at, loyalty_token.veto(2))) == roles.NOT_ADMIN
    wrong = refusal(paying.admin.send(paying.at, loyalty_token.veto(1)))
    assert wrong == revenue.NOT_STATED_EPOCH
    assert all_well(paying.admin.send(paying.at, loyalty_token.veto(2)))
    seen = paying.seen()
    assert seen.stated == seen.in_force == before
    assert paying.books().settler is None
    again = revenue.set_shares(paying.shares())
    assert refusal(paying.settler.send(paying.at, again)) == roles.NOT_SETTLER
    assert all_well(paying.admin.send(paying.at, roles.name_settler(paying.platform.address)))
    honest = Leaves.from_items([(bakery.address.hash_part, 5 * TON)])
    body = revenue.set_shares(revenue.Shares(2, honest.root(), 5 * TON))
    assert all_well(paying.platform.send(paying.at, body))
    paying.chain.advance(DELAY)
    proof = Cell.one_from_boc(honest.proof(bakery.address.hash_part))
    assert all_well(paying.claim(bakery.address, proof))
    late = refusal(paying.admin.send(paying.at, loyalty_token.veto(2)))
    assert late == revenue.ALREADY_MATURED


def test_bad_proofs_pay_nobody(paying: RevenueWorld) -> None:
    """An ordinary cell, another exotic one, another root, another's leaf, another workchain."""
    bakery, cafe = paying.partner("bakery").address, paying.partner("cafe").address
    good = paying.proof(bakery)
    other = Leaves.from_items([(bakery.hash_part, 9 * TON)])
    library = builder().store_uint(2, 8).store_bytes(paying.leaves.root()).end_cell()
    before = state_of(paying.chain, paying.at)
    for owner, proof, why in (
        (bakery, builder().store_uint(3, 8).end_cell(), loyalty_token.PROOF_ORDINARY_CELL),
        (bakery, builder().end_cell(), loyalty_token.PROOF_ORDINARY_CELL),
        (bakery, Cell(library.bits, [], 2), loyalty_token.PROOF_OTHER_KIND),
        (
            bakery,
            Cell.one_from_boc(other.proof(bakery.hash_part)),
            loyalty_token.PROOF_OTHER_ROOT,
        ),
        (MASTERCHAIN, good, loyalty_token.PROOF_WORKCHAIN),
        (cafe, good, PRUNED_WAY),
    ):
        assert refusal(paying.claim(owner, proof)) == why
    assert state_of(paying.chain, paying.at) == before


def test_who_is_not_in_the_tree_is_paid_nothing(world: RevenueWorld) -> None:
    """A tree of one leaf has no pruned ways: the dictionary itself says no."""
    world.deposit(TON)
    bakery = world.partner("bakery").address
    world.in_force({bakery: 1_000})
    refused = refusal(world.claim(world.stranger.address, world.proof(bakery)))
    assert refused == loyalty_token.PROOF_ABSENT_ADDRESS


@pytest.mark.parametrize("prices", ["new", "old"])
def test_a_payment_to_nobody_comes_back_and_stays_owed(prices: Prices) -> None:
    """A wallet that is not there yet loses nothing: the claim can be pushed again, whole."""
    world = RevenueWorld(prices)
    world.deposit(10 * TON)
    world.in_force({EMPTY_ACCOUNT: 3 * TON})
    before = world.balance
    for _ in range(2):
        world.claim(EMPTY_ACCOUNT)
        assert world.paid(EMPTY_ACCOUNT) == world.books().paid == 0
        assert world.balance >= before
    assert world.is_sound()


def test_a_wallet_that_throws_is_owed_what_came_back(paying: RevenueWorld) -> None:
    """Bounced: restored to the nanoton where the message brought enough for the way."""
    bad = throwing(paying.chain)
    paying.in_force({bad.address: TON})
    before = paying.balance
    paying.claim(bad.address)
    assert paying.paid(bad.address) == 0
    assert paying.balance >= before
    assert paying.is_sound()


def test_a_wallet_that_burns_gas_burns_its_own_money(paying: RevenueWorld) -> None:
    """Bounces that cost a million gas each, again and again: nobody else's money goes."""
    bad = throwing(paying.chain, BURNING_GAS)
    paying.in_force({bad.address: 1 * TON})
    books = paying.books()
    for _ in range(5):
        before, was = paying.balance, paying.paid(bad.address)
        paying.claim(bad.address)
        lost = paying.paid(bad.address) - was
        assert lost > 0, "what the wallet burned counts as paid to it"
        assert before - paying.balance <= lost
        assert paying.is_sound()
    assert paying.books().for_partners == books.for_partners
    assert all_well(paying.claim(paying.partner("bakery").address))


def test_the_platform_takes_its_part_and_no_more(paying: RevenueWorld) -> None:
    """Only its own wallet, only what was set aside, never the partners' money or the rent."""
    due = paying.platform_books().due
    send, at = paying.platform.send, paying.at
    take = revenue.take_platform_share
    for who in (paying.admin, paying.settler, paying.stranger):
        assert refusal(who.send(at, take(1))) == revenue.NOT_PLATFORM
    assert refusal(send(at, take(0))) == revenue.AMOUNT_ZERO
    assert refusal(send(at, take(due + 1))) == revenue.MORE_THAN_PLATFORM_SHARE
    short = paying.needs().platform - 1
    assert refusal(send(at, take(due), value=short)) == roles.TOO_LITTLE_TON
    had = paying.platform.balance
    traces = send(at, take(due - 1), value=paying.needs().platform)
    assert all_well(traces)
    assert revenue.read_payment(bodies(traces[0])[0]) == revenue.Payment(0, due - 1, None)
    assert paying.platform.balance >= had + due - 1
    assert all_well(send(at, take(1)))
    assert refusal(send(at, take(1))) == revenue.MORE_THAN_PLATFORM_SHARE
    assert paying.is_sound()


def test_the_rent_stays_when_the_platform_takes() -> None:
    """A contract that is short of its rent keeps the platform's part till it is topped up."""
    world = RevenueWorld(fund=TON // 200)
    world.deposit(10 * TON)
    take = revenue.take_platform_share(world.platform_books().due)
    assert refusal(world.platform.send(world.at, take)) == revenue.RESERVE
    world.stranger.send(world.at, jetton.top_up(), value=world.needs().reserve)
    assert all_well(world.platform.send(world.at, take))
    assert world.is_sound()


def test_rent_that_ate_deposits_stops_payments_and_nothing_else() -> None:
    """Twenty silent years cost more than the fund; a top-up, and partners are paid whole."""
    world = RevenueWorld(points=0, fund=TON // 200)
    world.deposit(TON)
    bakery = world.partner("bakery")
    world.in_force({bakery.address: TON})
    for _ in range(2):
        world.chain.advance(10 * 366 * 86_400)
    before = state_of(world.chain, world.at)
    assert refusal(world.claim(bakery.address)) == revenue.RESERVE
    assert state_of(world.chain, world.at) == before
    world.stranger.send(world.at, jetton.top_up(), value=TON)
    assert all_well(world.claim(bakery.address))
    assert world.paid(bakery.address) == TON


@pytest.mark.parametrize("prices", ["new", "old"])
def test_a_platform_wallet_that_throws_is_still_owed(prices: Prices) -> None:
    """Its part comes back and can be taken again."""
    world = RevenueWorld(prices)
    bad = throwing(world.chain)
    assert all_well(world.admin.send(world.at, revenue.set_platform(bad.address, 5_000)))
    world.deposit(10 * TON)
    before = world.balance
    bad.send(world.at, revenue.take_platform_share(5 * TON))
    assert world.platform_books().taken == 0
    assert world.balance >= before
    assert world.is_sound()


def test_the_platforms_terms_are_the_admins(world: RevenueWorld) -> None:
    """For deposits to come; at most all of it, to a basechain wallet."""
    send, at = world.admin.send, world.at
    world.deposit(TON)
    was = world.platform_books().due
    order = revenue.set_platform(world.stranger.address, 10_000)
    for who in (world.platform, world.settler, world.stranger):
        assert refusal(who.send(at, order)) == roles.NOT_ADMIN
    assert all_well(send(at, order))
    world.deposit(TON)
    platform = world.platform_books()
    assert (platform.wallet, platform.due) == (world.stranger.address, was + TON)
    over = revenue.set_platform(world.stranger.address, 10_001)
    assert refusal(send(at, over)) == revenue.BASIS_POINTS_TOO_MANY
    far = revenue.set_platform(MASTERCHAIN, 1)
    assert refusal(send(at, far)) == roles.NOT_BASECHAIN
    assert refusal(send(at, roles.name_settler(MASTERCHAIN))) == roles.NOT_BASECHAIN


def test_the_dictionary_of_partners_ends() -> None:
    """A thousand partners were paid: one more is refused, those who are known are not."""
    people = RevenueWorld()
    world = RevenueWorld(init=crowded(people, revenue.PARTNERS_MAX))
    world.deposit(10 * TON)
    known = world.platform.address
    world.leaves.put(known.hash_part, 9 + TON)
    world.leaves.put(world.stranger.address.hash_part, TON)
    world.epoch = 1
    stated = revenue.set_shares(world.shares(total=9_000 + 2 * TON))
    assert all_well(world.settler.send(world.at, stated))
    world.chain.advance(DELAY)
    refused = refusal(world.claim(world.stranger.address))
    assert refused == revenue.TOO_MANY_PARTNERS
    assert all_well(world.claim(known))
    assert world.paid(known) == 9 + TON


def test_fake_bounces_and_lost_payments(paying: RevenueWorld) -> None:
    """What looks like a bounce is an unknown message; a payment on its way counts as paid."""
    bakery = paying.partner("bakery")
    paying.claim(bakery.address)
    fake = builder().store_uint(0xFFFFFFFF, 32).store_uint(revenue.SHARE, 32)
    fake = fake.store_uint(0, 64).store_coins(3 * TON).end_cell()
    assert refusal(bakery.send(paying.at, fake)) == roles.UNKNOWN_OPERATION
    assert paying.paid(bakery.address) == 3 * TON
    strange = builder().store_uint(0xFFFFFFFF, 32).store_uint(revenue.DEPOSIT, 32)
    bounce_from(bakery, paying.at, strange.store_uint(0, 64).store_coins(5).end_cell())
    assert paying.paid(bakery.address) == 3 * TON
    cafe = paying.partner("cafe").address
    body = revenue.claim_share(cafe, paying.proof(cafe))
    first = paying.stranger.post(paying.at, body)
    second = paying.stranger.post(paying.at, body)
    assert paying.chain.deliver(second.number).succeeded
    assert paying.chain.deliver(first.number).exit_code == revenue.NOTHING_DUE
    for one in paying.chain.waiting():
        paying.chain.lose(one.number)
    assert refusal(paying.claim(cafe)) == revenue.NOTHING_DUE
    assert paying.is_sound()


def test_far_settlers_state_nothing(world: RevenueWorld) -> None:
    """A masterchain account has another workchain than the one that was named."""
    far = wallet(world.chain, "settler", workchain=-1)
    body = revenue.set_shares(world.shares(epoch=1))
    assert refusal(far.send(world.at, body)) == roles.NOT_SETTLER
