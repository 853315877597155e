"""Jettons that came back: each log of RedemptionManager is credited once, to whose wallet it is.

Reading may repeat and may stop at any line: logs are stored under (account, lt, hash), and each
is credited in the transaction that marks it. What comes from a wallet that nobody has linked
waits until somebody links it.
"""

from contracts.wire.refusals import Refusal, Refused
from contracts.wire.units import Points, UnixTime
from hub.core.access.actor import Actor
from hub.core.adjustments import ALONE_WINDOW
from hub.core.ids import MemberId, RewardId
from hub.core.ports.hub import Hub, Work
from hub.core.ports.settlement import BuyingState
from hub.core.ports.settler import SettlerUnavailable
from hub.core.settlement.moves import Returned, coming_back
from hub.usecases.second_person import in_one_hand
from hub.usecases.settlement_desk import Desk
from hub.usecases.vouchers import Purchase, buy_voucher, request_of

READS_MOST = 100
"""Readings of one run: a thousand logs and more; the next run goes on."""
CREDITED_AT_ONCE = 500
ASSIGNED = "chain.assign_return"
"""What the audit log calls it when a person says whose a return is."""


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
    credited = sum(credit_return(hub, log, member) for log, member in waiting)
    with hub.store.read() as work:
        buying = work.logs.buying(CREDITED_AT_ONCE)
    for log, member in buying:
        _buy(hub, log, member)
    return credited


def credit_return(hub: Hub, log: Returned, member: MemberId, actor: Actor | None = None) -> bool:
    """Credit a log to the member whose wallet it came from; an *actor* says whose it is otherwise.

    False, and nothing is done, where it was credited meanwhile or the wallet is another's by now.
    """
    with hub.store.begin() as work:
        # Settlement first, then members by id: everybody who locks several does it so.
        work.settlements.lock()
        left = _unbooked(work, member, log.points)
        owners = {it.member for it in work.moves.out(member, left)}
        for it in sorted({member, *owners}):
            work.members.lock(it)
        owner = work.moves.member_of(log.sender)
        if not work.logs.lock(log) or (owner != member and (actor is None or owner is not None)):
            return False
        now = hub.clock.now()
        if actor is not None:
            _require_within_day(work, actor, log.points, now)
            facts = {"points": log.points, "wallet": log.sender}
            subject = f"return {log.lt} to member {member}"
            work.audit.write(actor.entry(now, ASSIGNED, subject, None, **facts))
        left = _forget_unbooked(work, member, log.points)
        backs, unmatched = coming_back(left, work.moves.out(member, left), now)
        work.moves.give_back(log, member, backs, now)
        work.logs.credited(log, member, now, unmatched)
        body = {"points": log.points - unmatched, "reward": log.reward}
        work.feed.publish("chain.returned", body, member=member)
    return True


def _require_within_day(work: Work, actor: Actor, points: Points, now: UnixTime) -> None:
    """Refuse what is more than one person, and newcomers in his hand, give away alone in a day.

    Settlement is locked: nobody else assigns meanwhile. The console is whoever owns the machine.
    """
    if actor.staff is None:
        return
    hand = in_one_hand(work, actor.staff, now)
    before = work.audit.points_of(ASSIGNED, hand, UnixTime(now - ALONE_WINDOW))
    if before + points > work.policy.adjustment_alone:
        said = f"{points} points after {before} in a day: only at the console"
        raise Refused(Refusal.TWO_PEOPLE_NEEDED, said)


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
    """Buy the reward that jettons were sent for; where that is refused, the points are his.

    Asked again after a kill it is the same purchase: the log's hash is its request.
    """
    reward = RewardId(log.reward)
    try:
        _require_price(hub, log, member, reward)
        buy_voucher(hub, member, reward, Purchase(request=log.hash))
    except Refused as refused:
        with hub.store.begin() as work:
            work.logs.bought(log, BuyingState.REFUSED)
            body = {"reward": log.reward, "code": refused.refusal.value}
            work.feed.publish("chain.reward_refused", body, member=member)
        return
    with hub.store.begin() as work:
        work.logs.bought(log, BuyingState.DONE)


def _require_price(hub: Hub, log: Returned, member: MemberId, reward: RewardId) -> None:
    """Refuse a reward that costs more than was sent for it: nobody agreed to the rest."""
    with hub.store.read() as work:
        if work.vouchers.of_request(request_of(member, log.hash)) is not None:
            return
        found = work.rewards.get(reward)
    if found is not None and found.now.draft.price > log.points:
        raise Refused(Refusal.NOT_ENOUGH_POINTS, f"reward {reward}")
