"""What settlement costs: gas and TON on the real TVM, and seconds to build the trees.

Trees are built from nothing, from items in no order, root and all; the changed one is a million
leaves with a thousand changes, half of them new wallets. Gas is set beside tolk-bench's figures.
"""

import argparse
import hashlib
import random
import resource
import time
from collections.abc import Callable
from typing import Final, TypeVar

from hub.core.ids import MemberId
from hub.core.settlement.leaves import Leaves
from hub.core.settlement.sums import Sums
from tests.bench._chain_costs import CLAIMS, EPOCHS, gas, ton

Made = TypeVar("Made")
CHANGES: Final = 1_000
SMALL: Final = 65_536
LIMITS: Final = {
    "mint": 11_914, "transfer": 10_401, "burn": 7_952, "set_root": 3_500,
    "claim": 9_200, "claim_1e6": 9_800,
}  # fmt: skip
"""Of gas; the first three are tolk-bench's, and so are the ways they are measured."""
OVER: Final = {
    "burn": "296 for seeing that it could come back, 145 for telling a settled token's wallets",
    "claim_new_rest_back": "871 for delay and veto, locked wallets, and a year's storage kept",
    "claim_again_rest_back": "380 for keeping what is not worth sending back, 298 as before",
}
"""What is above its limit, and what of it is which feature's (docs/evidence/gas-features.json)."""


def add_options(reader: argparse.ArgumentParser) -> None:
    """Add the size of the trees."""
    reader.add_argument(
        "--trees-only", action="store_true", help="build the trees, and run no contract"
    )


def run(*, trees_only: bool = False) -> dict[str, object]:
    """Return the seconds of the trees, and gas and TON of the contracts."""
    found, large = _trees()
    if not trees_only:
        small = Leaves.from_items(_items(SMALL))
        used = gas(small, large)
        found["gas"] = used
        found["gas_limits"] = LIMITS
        found["gas_over"] = _over(used)
        found.update(ton(small))
        found["taken_per_million"] = {"epochs": EPOCHS, "sponsored_claims": CLAIMS}
    return found


def _over(used: dict[str, int]) -> dict[str, str]:
    """Return what is above its limit, by how much and why."""
    said = {}
    for name, spent in used.items():
        base = "claim" if name.startswith("claim") else name
        limit = LIMITS["claim_1e6" if name.endswith("_1e6") else base]
        if spent > limit:
            said[name] = f"{spent - limit} over {limit}: {OVER[name.removesuffix('_1e6')]}"
    return said


def _trees() -> tuple[dict[str, object], Leaves]:
    found: dict[str, object] = {}
    _, found["root_s_1e5"] = _timed(lambda: _rooted(_items(10**5)))
    items = _items(10**6)
    before = _memory()
    large, found["root_s_1e6"] = _timed(lambda: _rooted(items))
    found["tree_mb_1e6"] = _memory() - before
    found["root_change_s_1e3"] = _timed(lambda: _changed(large, items))[1]
    found["proof_ms"] = _proof_ms(large, items)
    balances = [(MemberId(number), number % 5_000) for number in range(10**6)]
    sums, found["sum_root_s_1e6"] = _timed(lambda: Sums.from_items(balances, _salt))
    found["sum_path_ms"] = _timed(lambda: [sums.path(MemberId(it)) for it in range(1_000)])[1]
    return found, large


def _items(count: int) -> list[tuple[bytes, int]]:
    return [
        (hashlib.sha256(number.to_bytes(4, "big")).digest(), number + 1) for number in range(count)
    ]


def _rooted(items: list[tuple[bytes, int]]) -> Leaves:
    leaves = Leaves.from_items(items)
    leaves.root()
    return leaves


def _changed(leaves: Leaves, items: list[tuple[bytes, int]]) -> bytes:
    chance = random.Random(7)
    for number in range(CHANGES):
        key = chance.choice(items)[0] if number % 2 else chance.randbytes(32)
        leaves.put(key, leaves.get(key) + 250)
    return leaves.root()


def _proof_ms(leaves: Leaves, items: list[tuple[bytes, int]]) -> float:
    some = random.Random(8).sample(items, 1_000)
    return _timed(lambda: [leaves.proof(key) for key, _ in some])[1]


def _salt(member: MemberId) -> bytes:
    return hashlib.sha256(b"a secret of the epoch" + member.to_bytes(8, "big")).digest()


def _timed(work: Callable[[], Made]) -> tuple[Made, float]:
    begun = time.perf_counter()
    made = work()
    return made, round(time.perf_counter() - begun, 3)


def _memory() -> int:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
