"""Claims that the programme pushes for its members, in batches, within a budget a day.

A batch is stored under an id of ours before it is sent, and it is done when every wallet of it
says so; nothing is concluded from a message having been taken. One that did not do its work is
over once it can no longer be accepted; its wallets then come into a new one.
"""

from collections.abc import Iterable
from typing import Final

from contracts.ton.query_ids import query_id
from contracts.wire.units import UnixTime
from hub.core.policy import DAY
from hub.core.ports.hub import Hub, Work
from hub.core.ports.settler import Claim, ClaimsWindow, SettlerUnavailable
from hub.core.ports.sponsoring import BatchState, ClaimBatch
from hub.core.settlement.epochs import SURE_AFTER
from hub.core.settlement.moves import key_of
from hub.usecases.chain_claims import claimable_epoch, tree_of
from hub.usecases.settlement_desk import SPONSOR_BEAT, Desk

CLAIMS_AT_ONCE: Final = 50
"""In a message: as many as are worth waiting for together, and as many as a day's budget bears."""
BYTES_AT_ONCE: Final = 60_000
"""Of proofs in a message: validators take 65,535 bytes, the wallet's own part among them."""
BYTES_BESIDE: Final = 60
"""Of a claim beside its proof: address, value, operation; many of them share most of that."""
LOOKS_AT_ONCE: Final = 200
"""Wallets that one run asks about."""


def push_claims(hub: Hub, desk: Desk) -> dict[str, object]:
    """Look what became of open batches, and send the next one where the budget allows."""
    try:
        window = desk.settler.claims_window()
        with hub.store.begin() as work:
            low = window.balance < work.policy.settler_least
            facts = {"settler_balance": window.balance, "settler_low": low}
            work.jobs.beat(SPONSOR_BEAT, hub.clock.now(), facts)
        done = _resolve(hub, desk, window)
        return {"done": done, "pushed": _push(hub, desk, window)}
    except SettlerUnavailable as silent:
        return {"waits": str(silent)}


def _resolve(hub: Hub, desk: Desk, window: ClaimsWindow) -> int:
    """Read what the wallets of open batches have claimed; send those again that still may be."""
    with hub.store.read() as work:
        batches = work.sponsoring.open()
    done = 0
    for batch in batches:
        seen = {wallet: desk.settler.claimed(wallet) for wallet in batch.claims}
        whole = all(seen[wallet] >= points for wallet, points in batch.claims.items())
        # One from the future is of a head that lied: what it pushes need not wait for its time.
        early = batch.created_at > window.now + SURE_AFTER
        over = early or window.now > batch.valid_until + SURE_AFTER
        with hub.store.begin() as work:
            work.settlements.lock()
            now = hub.clock.now()
            for wallet, points in sorted(seen.items()):
                work.sponsoring.note_claimed(wallet, points, now)
            if whole or over:
                state = BatchState.DONE if whole else BatchState.OVER
                work.sponsoring.end(batch.number, state, now)
        done += whole
        if not whole and not over:
            desk.settler.send(batch.boc)
    return done


def _push(hub: Hub, desk: Desk, window: ClaimsWindow) -> int:
    """Store and send one batch for wallets that have something to claim."""
    said = claimable_epoch(hub)
    if said is None:
        return 0
    with hub.store.read() as work:
        wallets = work.sponsoring.unclaimed(said.epoch, LOOKS_AT_ONCE)
    wanted = _still_unclaimed(hub, desk, wallets)
    if not wanted:
        return 0
    leaves = tree_of(hub, desk, said)
    with hub.store.begin() as work:
        work.settlements.lock()
        room = min(CLAIMS_AT_ONCE, window.most, _room(work, window, hub.clock.now()))
        free = dict(work.sponsoring.unclaimed(said.epoch, LOOKS_AT_ONCE))
        # Who has waited longest comes first, and not whose address is lowest: that can be chosen.
        names = [it for it in free if it in wanted][: max(0, room)]
        if not names or work.settlements.mark().halted:
            return 0
        claims = in_one_message(Claim(it, leaves.proof(key_of(it))) for it in names)
        names = [it.wallet for it in claims]
        query = query_id(work.sponsoring.next_query())
        signed = desk.settler.sign_claims(query, window.now, claims)
        work.sponsoring.add(
            ClaimBatch(
                0, query, signed.boc, window.now, signed.valid_until,
                len(names) * work.policy.claim_cost, {it: free[it] for it in names},
            )
        )  # fmt: skip
    desk.settler.send(signed.boc)
    return len(names)


def in_one_message(claims: Iterable[Claim]) -> list[Claim]:
    """Return the first of *claims* that one message holds; one there is room for at least."""
    found: list[Claim] = []
    left = BYTES_AT_ONCE
    for it in claims:
        left -= len(it.proof) + BYTES_BESIDE
        if found and left < 0:
            break
        found.append(it)
    return found


def _still_unclaimed(hub: Hub, desk: Desk, wallets: list[tuple[str, int]]) -> set[str]:
    """Return those that have not claimed by themselves meanwhile, and note those that have."""
    seen = {wallet: desk.settler.claimed(wallet) for wallet, _ in wallets}
    with hub.store.begin() as work:
        for wallet, points in sorted(seen.items()):
            if points:
                work.sponsoring.note_claimed(wallet, points, hub.clock.now())
    return {wallet for wallet, points in wallets if seen[wallet] < points}


def _room(work: Work, window: ClaimsWindow, now: UnixTime) -> int:
    """Return how many claims today's budget and the sponsor's wallet still bear."""
    policy = work.policy
    if policy.claim_cost <= 0 or window.balance < policy.settler_least:
        return 0
    since = UnixTime(min(now, window.now) - DAY)
    return (policy.claim_budget - work.sponsoring.spent(since)) // policy.claim_cost
