"""What the token and its wallets cost in gas: measured, and kept by running this module.

Each number is the gas of the contracts' own transactions in one trace; what a receiver's account
spends on a notification or on what is left of the TON is not counted.
"""

import hashlib
import json
from pathlib import Path
from typing import Final

from contracts.ton import jetton
from contracts.ton import loyalty_token as token
from contracts.ton.cells import builder, size_of
from contracts.ton.codes import Name, code
from hub.core.settlement.leaves import Leaves
from hub.localchain.prices import Prices
from hub.localchain.traces import Trace
from tests.contracts.ton.token_world import TokenWorld
from tests.ton_chain import TON, at

SNAPSHOT: Final = Path(__file__).with_name("gas.json")
CONTRACTS: Final[tuple[Name, ...]] = (
    "jetton_wallet_locked", "jetton_wallet_open", "loyalty_token",
)  # fmt: skip
LEAVES: Final = 65_536
TYPICAL_DEPTH: Final = 17
"""Forks above a leaf among 65,536: the logarithm, and one and a third."""


SPONSORED: Final = {"new": 35 * TON // 10_000, "old": 22 * TON // 1000}
"""What whoever pushes a first claim brings: the way, the gas and a year of storage, hardly more."""
LITTLE: Final = {"new": 15 * TON // 10_000, "old": 88 * TON // 10_000}
"""The same for a wallet that has claimed before, which needs no storage."""


def measured(prices: Prices = "new") -> dict[str, int]:
    """Return all numbers; they are the same at any prices."""
    found: dict[str, int] = {}
    for name in CONTRACTS:
        bits, cells = size_of(code(name).cell)
        found |= {f"{name} code bits": bits, f"{name} code cells": cells}
    found |= _plain(TokenWorld(prices, bounds=None)) | _settled(TokenWorld(prices))
    return found | _locked(TokenWorld(prices, manager="manager"))


def _ours(world: TokenWorld, traces: list[Trace]) -> int:
    """Return the gas of the token and of wallets in a trace where all went well."""
    assert all(trace.succeeded for trace in traces), "a measured trace is one that is served"
    people = {who.address for who in (world.admin, world.settler, world.alice, world.bob)}
    return sum(trace.gas for trace in traces if trace.account not in people)


def _plain(world: TokenWorld) -> dict[str, int]:
    found = {"mint, new wallet": _ours(world, world.mint(world.alice, 1000))}
    found["mint"] = _ours(world, world.mint(world.alice, 1000))
    moved = world.transfer(world.alice, world.bob.address, 5, forward=TON // 20)
    found["transfer, notified, new wallet"] = _ours(world, moved)
    found["transfer"] = _ours(world, world.transfer(world.alice, world.bob.address, 5))
    payload = builder().store_uint(1, 128).end_cell()
    asked = jetton.Transfer(5, world.bob.address, world.alice.address, TON // 20, payload)
    moved = world.alice.send(world.wallet_of(world.alice), asked.body(), value=TON // 5)
    found["transfer, notified"] = _ours(world, moved)
    found["transfer: send"] = moved[0].gas
    found["transfer: receive, notified"] = at(world.wallet_of(world.bob), moved).gas
    burned = world.burn(world.alice, 5)
    found["burn"], found["burn: wallet"] = _ours(world, burned), burned[0].gas
    asked = token.provide_wallet_address(world.bob.address, include=True)
    found["discovery"] = _ours(world, world.bob.send(world.token, asked))
    return found


def _settled(world: TokenWorld) -> dict[str, int]:
    for person in (world.alice, world.bob):
        world.owe(person, 1000)
    found = {"SetRoot, first": _ours(world, world.state())}
    crowd = [(hashlib.sha256(b"%d" % number).digest(), 1) for number in range(LEAVES - 2)]
    world.leaves = Leaves.from_items([*world.leaves.items(), *crowd])
    found["SetRoot"] = _ours(world, world.state())
    claimed = world.claim(world.alice, by=world.bob, value=SPONSORED[world.prices])
    depth = (size_of(world.proof(world.alice))[1] - 2) // 2
    # A fork more or less on the way is a hundred more or less; what is kept is a typical way.
    more = 100 * (TYPICAL_DEPTH - depth)
    found["claim of 65,536, new wallet"] = _ours(world, claimed) + more
    rich = world.claim(world.bob, by=world.alice)
    deep = 100 * (TYPICAL_DEPTH - (size_of(world.proof(world.bob))[1] - 2) // 2)
    found["claim of 65,536, new wallet, rest given back"] = _ours(world, rich) + deep
    found["claim: credit, new wallet"] = at(world.wallet_of(world.alice), claimed).gas
    world.owe(world.alice, 3000)
    world.state()
    claimed = world.claim(world.alice, by=world.bob)
    found["claim of 65,536, rest given back"] = _ours(world, claimed) + more
    found["claim: credit, rest given back"] = at(world.wallet_of(world.alice), claimed).gas
    little = world.claim(world.alice, by=world.bob, value=LITTLE[world.prices])
    found["claim of 65,536"] = _ours(world, little) + more
    burned = world.burn(world.alice, 5)
    found["burn of a settled token"] = _ours(world, burned)
    return found


def _locked(world: TokenWorld) -> dict[str, int]:
    world.owe(world.alice, 1000)
    world.state()
    claimed = world.claim(world.alice, by=world.bob)
    if world.manager is None:
        raise AssertionError("a locked token has a redemption manager")
    moved = world.transfer(world.alice, world.manager.address, 5, forward=TON // 20)
    burned = world.burn(world.alice, 5)
    return {
        "claim of one, locked wallet": _ours(world, claimed),
        "transfer of a locked token: send": moved[0].gas,
        "transfer of a locked token: receive": at(world.wallet_of(world.manager), moved).gas,
        "burn of a locked token": _ours(world, burned),
        "burn of a locked token: token": at(world.token, burned).gas,
    }


def main() -> None:
    """Write the snapshot."""
    SNAPSHOT.write_text(json.dumps(measured(), indent=2) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
