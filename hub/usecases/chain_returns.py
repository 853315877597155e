"""Jettons that came back: each log of RedemptionManager is credited once, to whose wallet it is.

Reading may repeat and may stop at any line: logs are stored under (account, lt, hash), and each
is credited in the transaction that marks it. What comes from a wallet that nobody has linked
waits until somebody links it.
"""

from contracts.wire.refusals import Refused
from contracts.wire.units import Points
from hub.core.ids import MemberId, RewardId
from hub.core.ports.hub import Hub, Work
from hub.core.ports.settler import SettlerUnavailable
from hub.core.settlement.moves import Returned, coming_back
from hub.usecases.settlement_desk import Desk
from hub.usecases.vouchers import Purchase, buy_voucher

READS_MOST = 100
"""Readings of one run: a thousand logs and more; the next run goes on."""
CREDITED_AT_ONCE = 500


def take_returns(hub: Hub, desk: Desk) -> dict[str, object]:
    """Take in what RedemptionManager said, and credit what has an owner."""
    try:
        new = _read(hub, desk)
    except SettlerUnavailable as silent:
        return {"waits": str(silent)}
    return {"new": new, "credited": credit_returns(hub)}


def _read(hub: Hub, desk: Desk) -> int:
    new = 0
    for _ in range(READS_MOST):
        with hub.store.read() as work:
            after = work.settlements.mark().returns
        logs = desk.settler.returns(after)
        if not logs:
            break
        with hub.store.begin() as work:
            work.settlements.lock()
            new += work.logs.add(desk.manager, logs)
    return new


def credit_returns(hub: Hub) -> int:
    """Credit the logs that wait and whose wallets are linked; return how many."""
    with hub.store.read() as work:
        waiting = work.logs.waiting(CREDITED_AT_ONCE)
    credited = 0
    for log, member in waiting:
        if _credit(hub, log, member):
            credited += 1
            _buy(hub, log, member)
    return credited


def _credit(hub: Hub, log: Returned, member: MemberId) -> bool:
    with hub.store.begin() as work:
        # Settlement first, then members by id: everybody who locks several does it so.
        work.settlements.lock()
        left = _unbooked(work, member, log.points)
        owners = {it.member for it in work.moves.out(member, left)}
        for it in sorted({member, *owners}):
            work.members.lock(it)
        if not work.logs.lock(log) or work.moves.member_of(log.sender) != member:
            return False
        now = hub.clock.now()
        left = _forget_unbooked(work, member, log.points)
        backs, unmatched = coming_back(left, work.moves.out(member, left), now)
        work.moves.give_back(log, member, backs, now)
        work.logs.credited(log, member, now, unmatched)
        body = {"points": log.points - unmatched, "reward": log.reward}
        work.feed.publish("chain.returned", body, member=member)
    return True


def _unbooked(work: Work, member: MemberId, points: Points) -> Points:
    """Return what of *points* is left when moves that the ledger never knew take theirs."""
    there = sum(it.points - it.back for it in work.moves.unbooked_of(member))
    return Points(max(0, points - there))


def _forget_unbooked(work: Work, member: MemberId, points: Points) -> Points:
    """Let moves that this ledger never knew come back: they never left it."""
    left = points
    for it in work.moves.unbooked_of(member):
        part = Points(min(left, it.points - it.back))
        if part > 0:
            work.moves.forget_unbooked(it.id, part)
            left = Points(left - part)
    return left


def _buy(hub: Hub, log: Returned, member: MemberId) -> None:
    """Buy the reward that jettons were sent for; where that is refused, the points are his."""
    if not log.reward:
        return
    wanted = Purchase(request=log.hash)
    try:
        buy_voucher(hub, member, RewardId(log.reward), wanted)
    except Refused as refused:
        with hub.store.begin() as work:
            body = {"reward": log.reward, "code": refused.refusal.value}
            work.feed.publish("chain.reward_refused", body, member=member)
