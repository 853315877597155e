"""Coalition clearing carried to RevenueDistribution: cumulative nanoTON a partner, by root.

Only what clearing has finished counts, and only what has come in is stated: where deposits do
not reach, the shares wait and somebody is told.
"""

from contracts.wire.units import UnixTime
from hub.core.almaty import day_number, local_day
from hub.core.ids import PartnerId
from hub.core.ports.hub import Hub, Work
from hub.core.ports.settlement import EpochState
from hub.core.ports.settler import SettlerUnavailable
from hub.core.settlement.epochs import MESSAGE_LIFE, SURE_AFTER, Message
from hub.core.settlement.leaves import Leaves
from hub.core.settlement.moves import has_key, key_of, wallet_of
from hub.core.settlement.shares import NO_SHARES, Shares, SharesState, Standing, gained, nets
from hub.usecases.settlement_desk import Desk, Halt, halt

SHARES = "shares"
"""The kind of a shares' message, and the heartbeat of what they wait for."""
SHARES_SEEN = "shares seen"
"""The heartbeat of what RevenueDistribution says."""


def state_shares(hub: Hub, desk: Desk) -> dict[str, object]:
    """Do the next step of paying partners: plan, send, or see that the chain has it."""
    with hub.store.read() as work:
        if work.policy.share_rate <= 0 or work.settlements.mark().halted:
            return {}
    try:
        seen = desk.settler.shares_state()
        _note(hub, seen)
        return _state(hub, desk, seen)
    except SettlerUnavailable as silent:
        return {"waits": str(silent)}


def _note(hub: Hub, seen: SharesState) -> None:
    """Keep which shares claims go by: the newest, or while those wait, the ones before."""
    in_force = seen.stated.epoch if seen.due else max(0, seen.stated.epoch - 1)
    facts = {"epoch": seen.stated.epoch, "in_force": in_force, "available": seen.available}
    with hub.store.begin() as work:
        work.jobs.beat(SHARES_SEEN, hub.clock.now(), facts)


def _state(hub: Hub, desk: Desk, seen: SharesState) -> dict[str, object]:
    with hub.store.read() as work:
        last = work.shares.last()
        before = NO_SHARES
        if last is not None:
            before = work.shares.shares(last[0].epoch - 1) or NO_SHARES
    if last is not None and last[1] is EpochState.STORED:
        return _carry_on(hub, desk, (last[0], before), seen)
    said = NO_SHARES if last is None else last[0]
    if seen.stated.epoch < said.epoch:
        return {"waits": "the server is behind"}
    if seen.stated != said or not seen.ours:
        return halt(hub, Halt.FOREIGN if seen.stated != said else Halt.NOT_OURS)
    planned = _plan(hub, seen) if seen.due else None
    return {} if planned is None else _carry_on(hub, desk, (planned, said), seen)


def _plan(hub: Hub, seen: SharesState) -> Shares | None:
    with hub.store.begin() as work:
        work.settlements.lock()
        last = work.shares.last()
        if last is not None and (last[1] is EpochState.STORED or last[0] != seen.stated):
            return None
        more = _gains(work, hub.clock.now())
        before = dict(work.shares.leaves(seen.stated.epoch))
        total = sum(before.values()) + sum(more.values())
        work.jobs.beat(SHARES, hub.clock.now(), {"owed": total, "available": seen.available})
        if not more or total > seen.available:
            # Nothing is booked: the next run finds the same gains, and more.
            return None
        for standing in _standings(work, hub.clock.now()):
            work.shares.stand(standing)
        grown = {it: before.get(it, 0) + more[it] for it in sorted(more)}
        leaves = Leaves.from_items((key_of(it), nano) for it, nano in {**before, **grown}.items())
        shares = Shares(seen.stated.epoch + 1, leaves.root(), leaves.total())
        work.shares.add(shares, grown, hub.clock.now())
    return shares


def _found(work: Work, now: UnixTime) -> list[tuple[Standing, int]]:
    """Return partners with something new: as they then stand, and nanoTON that a wallet gets."""
    until = day_number(local_day(now).isoformat()) - max(1, work.policy.clearing_days)
    before = work.shares.standings()
    found = {it.partner: (it, gain)
             for it, gain in gained(before, nets(work.shares.netted(until)),
                                    work.policy.share_rate)}  # fmt: skip
    wallets = _payable(work)
    for partner, was in before.items():
        if was.waiting and partner in wallets and partner not in found:
            found[partner] = (was, 0)
    return [_with_wallet(it, gain, wallets) for it, gain in found.values()]


def _payable(work: Work) -> dict[PartnerId, str]:
    """Return the wallets that can be paid; one that cannot holds up nobody else's share."""
    return {it: wallet for it, wallet in work.shares.wallets().items() if has_key(wallet)}


def _with_wallet(it: Standing, gain: int, wallets: dict[PartnerId, str]) -> tuple[Standing, int]:
    if it.partner in wallets:
        return Standing(it.partner, it.peak), it.waiting + gain
    return Standing(it.partner, it.peak, it.waiting + gain), 0


def _standings(work: Work, now: UnixTime) -> list[Standing]:
    return [it for it, _ in _found(work, now)]


def _gains(work: Work, now: UnixTime) -> dict[str, int]:
    """Return by how much wallets' shares grow."""
    wallets = _payable(work)
    more: dict[str, int] = {}
    for it, nano in _found(work, now):
        if nano:
            wallet = wallet_of(key_of(wallets[it.partner]))
            more[wallet] = more.get(wallet, 0) + nano
    return more


def _carry_on(
    hub: Hub, desk: Desk, stated: tuple[Shares, Shares], seen: SharesState
) -> dict[str, object]:
    """Bring shares whose outcome is not known one step further."""
    shares, before = stated
    if seen.stated == shares:
        with hub.store.begin() as work:
            work.shares.confirm(shares.epoch, hub.clock.now())
        return {"shares": shares.epoch}
    if seen.stated.epoch < before.epoch:
        return {"waits": "the server is behind"}
    if seen.stated != before or not seen.ours:
        return halt(hub, Halt.FOREIGN if seen.stated != before else Halt.NOT_OURS)
    with hub.store.read() as work:
        message = work.settlements.message(SHARES, shares.epoch)
    dead = message is not None and (
        seen.now > message.valid_until + SURE_AFTER or seen.sequence > message.sequence
    )
    if message is None or dead:
        attempt = 1 if message is None else message.attempt + 1
        until = UnixTime(seen.now + MESSAGE_LIFE)
        signed = desk.settler.sign_shares(shares, seen.sequence, until)
        message = Message(
            shares.epoch, attempt, signed.boc, signed.hash, signed.sequence, signed.valid_until
        )
        with hub.store.begin() as work:
            if not work.settlements.add_message(SHARES, message, hub.clock.now()):
                return {}
    desk.settler.send(message.boc)
    return {"sent": shares.epoch, "attempt": message.attempt}
