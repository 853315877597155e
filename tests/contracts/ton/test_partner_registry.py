"""PartnerRegistry on the real TVM: every message, every refusal, both sets of prices."""

from collections.abc import Callable

import pytest
from pytoniq_core.boc.address import Address

from contracts.ton import partner_registry as registry
from contracts.ton import roles
from contracts.ton.cells import builder, message
from contracts.ton.partner_registry import Commissions, State, Tier
from hub.localchain.prices import Prices
from tests.contracts.ton.asking import STRANGE_OPERATION, account, all_well, ask, refusal, state_of
from tests.contracts.ton.registry_world import (
    COMMISSIONS,
    RegistryWorld,
    crowd,
    registration,
)
from tests.ton_chain import BEGINNING, TON, wallet

MASTERCHAIN = Address((-1, bytes(32)))
NOBODY = Address((0, bytes([9]) * 32))


@pytest.fixture
def world() -> RegistryWorld:
    """Return a new registry at the prices in force."""
    return RegistryWorld()


@pytest.mark.parametrize("prices", ["new", "old"])
def test_a_registration_waits_and_its_rent_stays(prices: Prices) -> None:
    """The wallet that registers is the partner; it pays five years' rent and gets the rest."""
    world = RegistryWorld(prices)
    before = world.chain.account(world.registry).balance
    had = world.partner.balance
    traces = world.register(world.partner)
    assert all_well(traces)
    seen = world.seen(world.partner.address)
    assert seen is not None
    assert (seen.state, seen.registered, seen.since) == (
        State.PENDING,
        registration(),
        BEGINNING,
    )
    kept = world.chain.account(world.registry).balance - before
    assert 0 < kept < world.needs()
    assert world.partner.balance > had + TON - 2 * world.needs(), "the rest came back"
    assert (world.whole().count, world.whole().pending) == (1, 1)


@pytest.mark.parametrize("prices", ["new", "old"])
def test_what_it_needs_is_enough_and_less_is_refused(prices: Prices) -> None:
    """The needs that the registry says are exactly the bound."""
    world = RegistryWorld(prices)
    assert refusal(world.register(world.partner, value=world.needs() - 1)) == roles.TOO_LITTLE_TON
    assert world.seen(world.partner.address) is None
    assert all_well(world.register(world.partner, value=world.needs()))


def test_registering_again_replaces_what_waits_and_pays_no_second_rent(
    world: RegistryWorld,
) -> None:
    """A slip can be mended until it is approved, and a repeated message takes no second place."""
    world.register(world.partner, 1)
    before = world.chain.account(world.registry).balance
    assert all_well(world.register(world.partner, 2))
    seen = world.seen(world.partner.address)
    assert seen is not None
    assert seen.registered == registration(2)
    assert (world.whole().count, world.whole().pending) == (1, 1)
    assert world.chain.account(world.registry).balance <= before


def test_only_what_the_admin_looked_at_is_approved(world: RegistryWorld) -> None:
    """A registration that changed under the admin's eyes is refused."""
    world.register(world.partner, 1)
    order = registry.approve(world.partner.address, registration(1), Tier.GOLD)
    world.register(world.partner, 2)
    refused = refusal(world.admin.send(world.registry, order))
    assert refused == registry.NOT_WHAT_WAS_REGISTERED
    for other in (
        registry.Registration(2, bytes(32)),
        registry.Registration(3, registration(2).record),
    ):
        order = registry.approve(world.partner.address, other, Tier.GOLD)
        refused = refusal(world.admin.send(world.registry, order))
        assert refused == registry.NOT_WHAT_WAS_REGISTERED
    order = registry.approve(world.partner.address, registration(2), Tier.GOLD)
    assert all_well(world.admin.send(world.registry, order))
    seen = world.seen(world.partner.address)
    assert seen is not None
    assert (seen.state, seen.tier, seen.commission) == (State.ACTIVE, Tier.GOLD, COMMISSIONS.gold)
    assert world.whole().pending == 0


def test_a_partner_goes_through_its_states(world: RegistryWorld) -> None:
    """Active, suspended, active; each step from its own state only."""
    partner = world.active().address
    send, at = world.admin.send, world.registry
    assert refusal(send(at, registry.resume(partner))) == registry.NOT_SUSPENDED
    assert all_well(send(at, registry.suspend(partner)))
    seen = world.seen(partner)
    assert seen is not None
    assert seen.state is State.SUSPENDED
    assert refusal(send(at, registry.suspend(partner))) == registry.NOT_ACTIVE
    assert all_well(send(at, registry.resume(partner)))
    assert refusal(send(at, registry.reject(partner))) == registry.NOT_PENDING
    again = registry.approve(partner, registration(1), Tier.GOLD)
    assert refusal(send(at, again)) == registry.NOT_PENDING
    assert refusal(world.register(world.partner, 3)) == registry.ALREADY_REGISTERED


def test_a_rejected_registration_frees_its_place(world: RegistryWorld) -> None:
    """And may be made again."""
    world.register(world.partner)
    assert all_well(world.admin.send(world.registry, registry.reject(world.partner.address)))
    assert world.seen(world.partner.address) is None
    assert (world.whole().count, world.whole().pending) == (0, 0)
    assert all_well(world.register(world.partner))


def test_tiers_and_commissions(world: RegistryWorld) -> None:
    """The commission is the tier's of today; tiers beyond gold and rates above all are refused."""
    partner = world.active().address
    send, at = world.admin.send, world.registry
    assert all_well(send(at, registry.set_tier(partner, Tier.BRONZE)))
    assert all_well(send(at, registry.set_commissions(Commissions(10_000, 20, 10))))
    seen = world.seen(partner)
    assert seen is not None
    assert (seen.tier, seen.commission) == (Tier.BRONZE, 10_000)
    assert refusal(send(at, registry.set_tier(partner, 3))) == registry.NO_SUCH_TIER
    waiting = wallet(world.chain, "waiting")
    world.register(waiting, 2)
    refused = refusal(send(at, registry.set_tier(waiting.address, 1)))
    assert refused == registry.PARTNER_STILL_PENDING
    for rates in (Commissions(10_001, 0, 0), Commissions(0, 10_001, 0), Commissions(0, 0, 10_001)):
        assert refusal(send(at, registry.set_commissions(rates))) == registry.COMMISSION_TOO_HIGH


def test_a_tier_beyond_gold_is_no_approval(world: RegistryWorld) -> None:
    """The admin's slip leaves the registration waiting."""
    world.register(world.partner)
    body = registry.approve(world.partner.address, registration(), 3)  # type: ignore[arg-type]
    assert refusal(world.admin.send(world.registry, body)) == registry.NO_SUCH_TIER


def test_only_the_admin_orders_and_only_the_settler_reports(world: RegistryWorld) -> None:
    """Neither a stranger, nor the partner, nor the settler; and the admin is no settler."""
    partner = world.active()
    orders = [
        registry.approve(partner.address, registration(), Tier.GOLD),
        registry.reject(partner.address),
        registry.suspend(partner.address),
        registry.resume(partner.address),
        registry.set_tier(partner.address, Tier.GOLD),
        registry.set_commissions(COMMISSIONS),
        registry.set_next(NOBODY),
        roles.name_settler(world.stranger.address),
    ]
    before = state_of(world.chain, world.registry)
    for who in (world.stranger, partner, world.settler):
        for order in orders:
            assert refusal(who.send(world.registry, order)) == roles.NOT_ADMIN
    report = registry.report_volume(1, {partner.address.hash_part: 5})
    for who in (world.stranger, partner, world.admin):
        assert refusal(who.send(world.registry, report)) == roles.NOT_SETTLER
    assert state_of(world.chain, world.registry) == before


def test_volumes_only_grow_and_a_repeated_report_changes_nothing(world: RegistryWorld) -> None:
    """Reports are cumulative: said twice is said once; late ones are refused."""
    first, second = world.active("first", 1), world.active("second", 2)
    keys = [first.address.hash_part, second.address.hash_part]
    send, at = world.settler.send, world.registry
    report = registry.report_volume(2, {keys[0]: 500, keys[1]: 70})
    assert all_well(send(at, report))
    before = state_of(world.chain, at)
    assert all_well(send(at, report))
    assert state_of(world.chain, at) == before
    late = registry.report_volume(1, {keys[0]: 900})
    assert refusal(send(at, late)) == registry.OLD_EPOCH
    shrunk = registry.report_volume(3, {keys[0]: 600, keys[1]: 69})
    assert refusal(send(at, shrunk)) == registry.VOLUME_SHRINKS
    assert state_of(world.chain, at) == before, "all or nothing"
    seen = world.seen(first.address)
    assert seen is not None
    assert (seen.volume, seen.epoch) == (500, 2)


def test_reports_that_no_partner_fits_are_refused(world: RegistryWorld) -> None:
    """Strangers, those who wait, nobody at all, and too many."""
    world.register(world.partner)
    send, at = world.settler.send, world.registry
    waiting = {world.partner.address.hash_part: 1}
    assert refusal(send(at, registry.report_volume(1, waiting))) == registry.PARTNER_STILL_PENDING
    nobody = {NOBODY.hash_part: 1}
    assert refusal(send(at, registry.report_volume(1, nobody))) == registry.UNKNOWN_PARTNER
    assert refusal(send(at, registry.report_volume(1, {}))) == registry.NO_VOLUMES
    suspended = world.active("second", 2).address
    world.admin.send(at, registry.suspend(suspended))
    assert all_well(send(at, registry.report_volume(1, {suspended.hash_part: 9})))


def test_without_a_settler_nobody_reports(world: RegistryWorld) -> None:
    """The admin can take the settler away, and name another."""
    partner = world.active()
    report = registry.report_volume(1, {partner.address.hash_part: 5})
    assert all_well(world.admin.send(world.registry, roles.name_settler(None)))
    assert refusal(world.settler.send(world.registry, report)) == roles.NOT_SETTLER
    assert world.whole().settler is None
    world.admin.send(world.registry, roles.name_settler(world.stranger.address))
    assert all_well(world.stranger.send(world.registry, report))


def test_the_masterchain_takes_no_part(world: RegistryWorld) -> None:
    """Neither as partner nor as settler, next shard or addressee of an order."""
    far = wallet(world.chain, "far", workchain=-1)
    assert refusal(world.register(far)) == roles.NOT_BASECHAIN
    orders = [
        roles.name_settler(MASTERCHAIN),
        registry.set_next(MASTERCHAIN),
        registry.suspend(MASTERCHAIN),
        registry.approve(MASTERCHAIN, registration(), Tier.GOLD),
    ]
    for order in orders:
        assert refusal(world.admin.send(world.registry, order)) == roles.NOT_BASECHAIN


@pytest.mark.parametrize("order", [registry.suspend, registry.resume, registry.reject])
def test_nobody_is_no_partner(world: RegistryWorld, order: Callable[[Address], object]) -> None:
    """Orders about an account that never registered."""
    assert refusal(world.admin.send(world.registry, order(NOBODY))) == registry.UNKNOWN_PARTNER  # type: ignore[arg-type]


def test_a_full_shard_names_the_next(world: RegistryWorld) -> None:
    """A thousand partners, and not one more; places that wait are bounded apart."""
    full = crowd(world.admin.address, world.settler.address, registry.PARTNERS_MAX, 99)
    crowded = RegistryWorld(init=full)
    assert refusal(crowded.register(crowded.partner)) == registry.REGISTRY_FULL
    assert all_well(crowded.admin.send(crowded.registry, registry.set_next(NOBODY)))
    whole = crowded.whole()
    assert (whole.following, whole.count, whole.most) == (NOBODY, 1_000, 1_000)
    assert refusal(crowded.admin.send(crowded.registry, registry.reject(at(0)))) is None
    assert all_well(crowded.register(crowded.partner)), "the place is free again"
    number = crowded.admin.send(crowded.registry, registry.set_next(None))
    assert all_well(number)
    assert crowded.whole().following is None


def test_strangers_cannot_fill_the_places_of_partners(world: RegistryWorld) -> None:
    """A hundred registrations wait at most."""
    queue = crowd(world.admin.address, world.settler.address, 101, registry.PENDING_MAX)
    crowded = RegistryWorld(init=queue)
    assert refusal(crowded.register(crowded.partner)) == registry.QUEUE_FULL
    order = registry.approve(at(0), registry.Registration(0, bytes(32)), Tier.GOLD)
    assert all_well(crowded.admin.send(crowded.registry, order))
    assert all_well(crowded.register(crowded.partner))


def test_the_largest_report_fits_a_full_shard(world: RegistryWorld) -> None:
    """Fifty volumes among a thousand partners stay below a million gas; fifty-one are refused."""
    full = crowd(world.admin.address, world.settler.address, registry.PARTNERS_MAX, 0)
    crowded = RegistryWorld(init=full)
    volumes = {account(n).to_bytes(32, "big"): 10**12 + n for n in range(registry.VOLUMES_MAX)}
    traces = crowded.settler.send(crowded.registry, registry.report_volume(1, volumes))
    assert all_well(traces)
    assert traces[0].gas < 900_000
    more = volumes | {account(60).to_bytes(32, "big"): 1}
    traces = crowded.settler.send(crowded.registry, registry.report_volume(1, more))
    assert refusal(traces) == registry.TOO_MANY_VOLUMES


def test_the_whole_shard_can_be_read(world: RegistryWorld) -> None:
    """One account after another, in order, and then no more."""
    accounts = sorted(
        int.from_bytes(world.active(name, number).address.hash_part)
        for number, name in enumerate(("a", "b", "c"))
    )
    read, last = [], -1
    while True:
        found, last = ask(world.chain, world.registry, "get_partner_after", last)
        if not found:
            break
        read.append(last)
    assert read == accounts


def test_reordered_orders_end_where_the_admin_meant(world: RegistryWorld) -> None:
    """An approval that overtakes its registration is refused and can be sent again."""
    asked = world.partner.post(world.registry, registration().body())
    order = registry.approve(world.partner.address, registration(), Tier.GOLD)
    approved = world.admin.post(world.registry, order)
    assert world.chain.deliver(approved.number).exit_code == registry.UNKNOWN_PARTNER
    assert world.chain.deliver(asked.number).succeeded
    assert all_well(world.admin.send(world.registry, order))


def test_a_lost_answer_loses_nothing_but_change(world: RegistryWorld) -> None:
    """The rest of the TON may be lost on its way; the registration stands."""
    asked = world.partner.post(world.registry, registration().body())
    assert world.chain.deliver(asked.number).succeeded
    for left in world.chain.waiting():
        world.chain.lose(left.number)
    assert world.seen(world.partner.address) is not None


def test_malformed_messages_change_nothing(world: RegistryWorld) -> None:
    """Cut short, of another kind, or empty: refused, and the money comes back."""
    before, had = state_of(world.chain, world.registry), world.stranger.balance
    whole = registration().body()
    for bits in (0, 16, 32, 95, 96, 200, len(whole.bits) - 1):
        made = builder().store_bits(whole.bits[:bits]).end_cell()
        assert refusal(world.stranger.send(world.registry, made)) is not None
    strange = message(STRANGE_OPERATION, 0).end_cell()
    assert refusal(world.stranger.send(world.registry, strange)) == roles.UNKNOWN_OPERATION
    assert state_of(world.chain, world.registry) == before
    assert world.stranger.balance > had + 8 * TON - TON // 10


def at(number: int) -> Address:
    """Return a partner of the crowd."""
    return Address((0, account(number).to_bytes(32, "big")))
