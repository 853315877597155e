"""Bonuses for coming the first time, for birthdays and for bringing a friend; they vest later."""

from collections.abc import Iterable

from contracts.wire.units import UnixTime
from hub.core.almaty import day_starts
from hub.core.earning import Bonus
from hub.core.earning_bonuses import Birthday, birthday_kept, has_vested
from hub.core.earning_rules import EarningRule, RuleKind
from hub.core.ids import LotId, MemberId, PartnerId, TransferId
from hub.core.ports.hub import Hub, Work
from hub.core.ports.ledger import Credit, Reason
from hub.core.ports.statements import UnvestedBonus
from hub.core.receipts.caps import periods_of
from hub.core.receipts.naming import transfer_id
from hub.core.receipts.records import ClaimRecord
from hub.core.reviews import place_of

PAGE = 200
"""Bonuses looked at in one read."""


def occasions(
    work: Work, member: MemberId, partner: PartnerId, rules: Iterable[EarningRule], at: UnixTime
) -> frozenset[RuleKind]:
    """Return the bonuses that are due to *member* on a receipt of that time, and not yet given."""
    offered = {rule.kind for rule in rules} - {RuleKind.RATE}
    if not offered:
        return frozenset()
    known = work.claims.acquaintance(member, partner)
    birthday = _birthday(known.birthday, at)
    due = set()
    if known.claims_here == 0:
        due.add(RuleKind.WELCOME)
    if known.claims == 0 and known.referred_by is not None:
        due.add(RuleKind.REFERRAL)
    if birthday is not None:
        due.add(RuleKind.BIRTHDAY)
    return frozenset(
        kind
        for kind in due & offered
        if work.ledger.resolve_lot(_id(kind, member, partner, birthday)) is None
    )


def has_had(work: Work, kind: str, member: MemberId, partner: PartnerId) -> bool:
    """Whether *member* has had that bonus of *partner*, or has one that still counts."""
    if kind == RuleKind.BIRTHDAY.value:
        mine = (it for it in work.ledger.lots(member) if it.reason is Reason.BONUS)
        return any(it.partner == partner and it.reference.startswith(kind) for it in mine)
    return work.ledger.resolve_lot(_id(RuleKind(kind), member, partner, None)) is not None


def grant(work: Work, claim: ClaimRecord, bonuses: Iterable[Bonus], now: UnixTime) -> None:
    """Give *bonuses* that *claim* brought, to be spent once they have vested."""
    for bonus in bonuses:
        birthday = None
        if bonus.kind is RuleKind.BIRTHDAY:
            known = work.claims.acquaintance(claim.member, claim.partner)
            birthday = _birthday(known.birthday, claim.sealed_at)
        work.ledger.credit(
            Credit(
                id=_id(bonus.kind, claim.member, claim.partner, birthday),
                member=claim.member,
                partner=claim.partner,
                points=bonus.points,
                at=now,
                expires_at=UnixTime(now + work.policy.lot_life),
                reason=Reason.BONUS,
                confirmed=False,
                spendable=False,
                reference=f"{bonus.kind}:{claim.till}/{claim.sequence}",
            )
        )
        rule = work.rules.get(bonus.rule)
        assert rule is not None, "it has just given the bonus"
        counters = periods_of(rule, claim.member, claim.sealed_at)
        work.limits.use(dict.fromkeys(counters, int(bonus.points)))


def vest_bonuses(hub: Hub) -> dict[str, object]:
    """Confirm bonuses whose members have come back often enough."""
    vested, after = 0, LotId(0)
    while True:
        with hub.store.read() as work:
            page = work.statements.unvested(after, PAGE)
            ripe = [bonus for bonus in page if _is_ripe(work, bonus)]
        for bonus in ripe:
            _vest(hub, bonus)
            vested += 1
        if len(page) < PAGE:
            return {"vested": vested}
        after = page[-1].lot


def _is_ripe(work: Work, bonus: UnvestedBonus) -> bool:
    claim = work.claims.get(*place_of(bonus.reference.partition(":")[2]))
    granted = bonus.granted_at if claim is None else claim.sealed_at
    times = work.claims.confirmed_times(bonus.member, day_starts(granted))
    return has_vested(granted, times, work.policy.bonus_receipts)


def _vest(hub: Hub, bonus: UnvestedBonus) -> None:
    """Confirm *bonus*; whoever brought the member gets the same.

    The friend comes first: a crash between the two is mended by doing it again.
    """
    now = hub.clock.now()
    if bonus.reference.startswith(RuleKind.REFERRAL.value):
        with hub.store.read() as work:
            friend = work.claims.acquaintance(bonus.member, bonus.partner).referred_by
        if friend is not None:
            _thank(hub, bonus, friend, now)
    with hub.store.begin() as work:
        work.claims.lock_members([bonus.member])
        work.ledger.confirm(bonus.lot, transfer_id("vest", bonus.lot), now)
        body = {"points": bonus.points, "bonus": bonus.reference.partition(":")[0]}
        work.feed.publish("bonus.vested", body, member=bonus.member, partner=bonus.partner)


def _thank(hub: Hub, bonus: UnvestedBonus, friend: MemberId, now: UnixTime) -> None:
    with hub.store.begin() as work:
        person = work.members.lock(friend)
        if person is None or person.erased_at is not None:
            return
        work.ledger.credit(
            Credit(
                id=transfer_id("thanks", bonus.lot),
                member=friend,
                partner=bonus.partner,
                points=bonus.points,
                at=now,
                expires_at=UnixTime(now + work.policy.lot_life),
                reason=Reason.BONUS,
                confirmed=True,
                reference="thanks",
            )
        )
        body = {"points": bonus.points, "bonus": "thanks"}
        work.feed.publish("bonus.vested", body, member=friend, partner=bonus.partner)


def _birthday(text: str | None, at: UnixTime) -> str | None:
    """Return the day of the birthday that a receipt of that time is near, if one is."""
    if text is None:
        return None
    month, _, day = text.partition("-")
    kept = birthday_kept(Birthday(int(month), int(day)), at)
    return None if kept is None else kept.isoformat()


def _id(kind: RuleKind, member: MemberId, partner: PartnerId, birthday: str | None) -> TransferId:
    occasion = birthday if kind is RuleKind.BIRTHDAY else ""
    return transfer_id("bonus", kind.value, member, partner, occasion)
