"""Proofs cost a bucket and a chunk, however many wallets and members there are."""

import hashlib
import time
import tracemalloc
from pathlib import Path

import pytest
from sqlalchemy import insert

from contracts.ton.proof_cells import read_proof
from hub.adapters.database.store import DatabaseStore
from hub.adapters.database.tables.chain import leaves as leaf_rows
from hub.core.ids import MemberId
from hub.core.ports.settlement import Epoch, EpochState
from hub.core.settlement.epochs import Statement
from hub.core.settlement.leaves import Leaves
from hub.core.settlement.moves import key_of
from hub.usecases.chain_proofs import claim_of_member, keep_parts, proof_of_member
from hub.usecases.settlement_desk import BEAT, sums_of
from tests.evidence import record
from tests.hub.settlement_world import SettlementWorld, wallet

SAMPLE, WHOLE = 4_000, 1_000_000
ASKED = 20
WEIGHED = 4
MOST_BYTES = 4 * 1024 * 1024
"""That one proof may take of a process, whatever the programme's size."""


def crowded(world: SettlementWorld, count: int) -> list[MemberId]:
    """State an epoch of *count* wallets and as many balances; return some of their members."""
    asked = [world.member() for _ in range(ASKED)]
    owners = {wallet(it): 1_000 + it for it in asked}
    strangers = (hashlib.sha256(f"s {it}".encode()).hexdigest() for it in range(count - ASKED))
    amounts = {f"0:{it}": 1 + number for number, it in enumerate(strangers)} | owners
    tree = Leaves.from_items((key_of(it), points) for it, points in amounts.items())
    balances = [(it, 500 + it) for it in asked]
    balances += [(MemberId(10**6 + it), 7) for it in range(count - ASKED)]
    sums = sums_of(world.hub, 1, balances)
    said = Statement(1, tree.root(), tree.total(), sums.total(), sums.root(), 1)
    now = world.clock.now()
    with world.store.begin() as work:
        rows = [{"wallet": it, "epoch": 1, "cumulative": points} for it, points in amounts.items()]
        work.connection.execute(insert(leaf_rows), rows)
        work.settlements.add(Epoch(said, 1, EpochState.STORED, now), {})
        keep_parts(work, said, tree, sums)
        work.jobs.beat(BEAT, now, {"epoch": 1, "claimable": 1})
    return asked


@pytest.mark.parametrize("database_url", ["sqlite", "postgresql"], indirect=True)
def test_a_proof_is_small_work_in_a_large_programme(
    store: DatabaseStore, tmp_path: Path, database_url: str, *, full: bool
) -> None:
    """In full: a million wallets and a million members; the bound of memory is the same."""
    world = SettlementWorld(store, tmp_path / "epochs")
    count = WHOLE if full else SAMPLE
    began = time.monotonic()
    asked = crowded(world, count)
    built = time.monotonic() - began
    tracemalloc.start()
    for member in asked[:WEIGHED]:
        ready, found = claim_of_member(world.hub, member), proof_of_member(world.hub, member)
        proved = read_proof(ready.claim.proof, ready.claim.key)
        assert proved.amount == ready.claim.amount == 1_000 + member
        assert found.claim == ready.claim
        assert found.custody is not None
        assert found.custody.balance == 500 + member
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < MOST_BYTES
    if full:
        spent = [_seconds(world, it) for it in asked]
        counts: dict[str, object] = {"leaves": count, "members": count, "built_s": round(built, 1),
                  "peak_kb": peak // 1024, "claim_ms": _median([it[0] for it in spent]),
                  "claim_and_custody_ms": _median([it[1] for it in spent])}  # fmt: skip
        kind = database_url.partition(":")[0]
        record(f"chain-proofs-{kind}", counts, time.monotonic() - began)


def _seconds(world: SettlementWorld, member: MemberId) -> tuple[float, float]:
    """Return how long a claim takes, and a whole proof file."""
    began = time.perf_counter()
    claim_of_member(world.hub, member)
    between = time.perf_counter()
    proof_of_member(world.hub, member)
    return between - began, time.perf_counter() - between


def _median(seconds: list[float]) -> float:
    return round(1000 * sorted(seconds)[len(seconds) // 2], 1)
