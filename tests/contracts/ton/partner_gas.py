"""What partners, redemption and revenue cost in gas: measured, and kept by running this module.

Each number is the gas of one transaction in the contract that the name begins with; "full" is
measured on dictionaries at their limits, which is what the contracts' own bounds must cover.
"""

import json
from pathlib import Path
from typing import Final

from pytoniq_core.boc.address import Address

from contracts.ton import jetton, loyalty_token
from contracts.ton import partner_registry as registry
from contracts.ton import redemption_manager as manager
from contracts.ton import revenue_distribution as revenue
from contracts.ton.cells import size_of
from contracts.ton.codes import Name, code
from contracts.ton.partner_registry import Tier
from hub.localchain.prices import Prices
from hub.localchain.traces import Trace
from tests.contracts.ton import redemption_world, revenue_world
from tests.contracts.ton.asking import account
from tests.contracts.ton.redemption_world import CAKE, NONCE, PRICE, RedemptionWorld
from tests.contracts.ton.registry_world import RegistryWorld, crowd, registration
from tests.contracts.ton.revenue_world import DELAY, RevenueWorld
from tests.ton_chain import TON, Sender, at

SNAPSHOT: Final = Path(__file__).with_name("gas_partners.json")
CONTRACTS: Final[tuple[Name, ...]] = (
    "partner_registry",
    "redemption_manager",
    "revenue_distribution",
)


def measured(prices: Prices = "new") -> dict[str, int]:
    """Return all numbers; they are the same at any prices."""
    found: dict[str, int] = {}
    for name in CONTRACTS:
        bits, cells = size_of(code(name).cell)
        found |= {f"{name} code bits": bits, f"{name} code cells": cells}
    return found | _registry(prices) | _redemption(prices) | _revenue(prices)


def _done(traces: list[Trace]) -> int:
    """Return the gas of the first transaction, which did what it meant to."""
    assert traces[0].succeeded, "a measured message is one that is served"
    return traces[0].gas


def _registry(prices: Prices) -> dict[str, int]:
    small = RegistryWorld(prices)
    init = crowd(small.admin.address, small.settler.address, registry.PARTNERS_MAX - 1, 99)
    full = RegistryWorld(prices, init)
    order = registry.approve(full.partner.address, registration(), Tier.GOLD)
    ready = {account(number).to_bytes(32, "big"): 10**12 for number in range(100, 150)}
    one = dict(list(ready.items())[:1])
    found = {"registry register": _done(small.register(small.partner))}
    found["registry register, full"] = _done(full.register(full.partner))
    found["registry approve, full"] = _done(full.admin.send(full.registry, order))
    send, to = full.settler.send, full.registry
    found["registry 1 volume, full"] = _done(send(to, registry.report_volume(1, one)))
    found["registry 50 volumes, full"] = _done(send(to, registry.report_volume(2, ready)))
    return found


def _redemption(prices: Prices) -> dict[str, int]:
    admin = RedemptionWorld(prices).admin.address
    world = RedemptionWorld(prices, redemption_world.crowded(admin, 255, 255))
    world.give(100_000)
    served, unknown = manager.payload(CAKE, NONCE), manager.payload(9, NONCE)
    found: dict[str, int] = {}
    for name, payload, forward in (
        ("served", served, world.needs()),
        ("custody", manager.payload(0, NONCE), world.needs()),
        ("refunded", unknown, world.needs()),
        ("held", served, world.needs() - 1),
    ):
        traces = world.pay(PRICE, payload, forward=forward)
        found[f"redemption {name}, full"] = at(world.manager, traces).gas
    taken = world.member.send(world.manager, manager.take_back())
    found["redemption take back, full"] = _done(taken)
    traces = world.phantom(PRICE, served)
    found["redemption bounced burn, full"] = traces[-1].gas
    found["redemption burn again, full"] = _done(
        world.stranger.send(world.manager, manager.burn_again())
    )
    order = manager.set_reward(CAKE, PRICE, 5)
    found["redemption set reward, full"] = _done(world.admin.send(world.manager, order))
    return found


def _revenue(prices: Prices) -> dict[str, int]:
    people = RevenueWorld(prices)
    init = revenue_world.crowded(people, revenue.PARTNERS_MAX - 1)
    world = RevenueWorld(prices, init=init)
    found = {"revenue deposit": _done(world.deposit(10 * TON))}
    new = world.partner("new").address
    leaves = {world.platform.address: 9 + TON, new: TON, Sender(world.chain, world.at).address: 1}
    for whose, amount in leaves.items():
        world.leaves.put(whose.hash_part, amount)
    for number in range(5_000, 5_000 + revenue.PARTNERS_MAX - len(leaves)):
        world.leaves.put(account(number).to_bytes(32, "big"), 1)
    world.epoch = 1
    stated = revenue.set_shares(world.shares(total=9_000 + 3 * TON))
    found["revenue set shares"] = _done(world.settler.send(world.at, stated))
    world.chain.advance(DELAY)
    found["revenue claim of a new partner, full"] = _done(world.claim(new))
    found["revenue claim, full"] = _done(world.claim(world.platform.address))
    nobody = world.claim(world.at)
    assert nobody[0].succeeded is False, "a place too many"
    share = revenue.take_platform_share(TON)
    found["revenue platform's part"] = _done(world.platform.send(world.at, share))
    found["revenue bounced payment, full"] = _bounced(prices)
    world.epoch = 2
    later = revenue.set_shares(world.shares(total=9_000 + 3 * TON))
    assert _done(world.settler.send(world.at, later))
    found["revenue veto"] = _done(world.admin.send(world.at, loyalty_token.veto(2)))
    found["revenue top up"] = _done(world.stranger.send(world.at, jetton.top_up()))
    return found


def _bounced(prices: Prices) -> int:
    """Return what it costs to take a payment back, on a full dictionary."""
    people = RevenueWorld(prices)
    world = RevenueWorld(prices, init=revenue_world.crowded(people, revenue.PARTNERS_MAX - 1))
    world.deposit(TON)
    absent = Address((0, account(5_000).to_bytes(32, "big")))
    world.leaves.put(absent.hash_part, 1_000)
    world.epoch = 1
    stated = revenue.set_shares(world.shares(total=9_000 + 1_000))
    world.settler.send(world.at, stated)
    world.chain.advance(DELAY)
    traces = world.claim(absent)
    assert world.paid(absent) == 0
    return traces[-1].gas


def main() -> None:
    """Write the snapshot."""
    SNAPSHOT.write_text(json.dumps(measured(), indent=2) + "\n")


if __name__ == "__main__":
    main()
