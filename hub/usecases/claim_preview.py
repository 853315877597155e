"""What a claim code is worth, before anybody claims it; looking changes nothing."""

from dataclasses import dataclass

from contracts.wire.claim import Claim
from contracts.wire.identity import NO_HINT
from contracts.wire.refusals import Refusal, Refused
from contracts.wire.units import Points, Tiyn, UnixTime
from hub.core.access.people import Member
from hub.core.earning import Facts, earn
from hub.core.ids import MemberId
from hub.core.ports.hub import Hub, Work
from hub.core.receipts.judging import closes_at, require_place, require_sale, require_same
from hub.core.receipts.records import ClaimRecord, Sale, Scene
from hub.core.tiers import Tier
from hub.core.tills import SyncedTill
from hub.usecases.claims import unsealed

NOBODY = MemberId(0)


@dataclass(frozen=True, slots=True)
class Preview:
    """A code that holds."""

    shop: str
    partner: str
    total: Tiyn
    printed_at: UnixTime
    points: Points
    """What it is worth to whoever looks, caps not counted; to a newcomer where nobody is known."""
    until: UnixTime
    """The last second at which it can be claimed."""
    worth: Tiyn
    """What so many points are worth."""
    mine: ClaimRecord | None
    """The claim, where whoever looks has made it."""


def look_at_code(hub: Hub, member: MemberId | None, code: str) -> Preview:
    """Return what *code* is worth; refuse it as claiming it would."""
    said = unsealed(hub, code)
    now = hub.clock.now()
    with hub.store.read() as work:
        till = work.tills.get(said.till)
        if till is None or not work.tills.claim_key_good(till, said.key_id, said.time):
            raise Refused(Refusal.UNKNOWN_KEY, f"till {said.till}, key {said.key_id}")
        person = None if member is None else work.members.get(member)
        scene = work.claims.scene(said.till, said.sequence, member or NOBODY, said.time)
        assert scene is not None, "the till is there, so its shop and partner are"
        until = closes_at(said.time, work.policy, work.claims.outages(said.time))
        if scene.claim is not None:
            return _claimed(work, said, scene, member, until)
        require_place(till, scene)
        if now > until:
            raise Refused(Refusal.TOO_LATE, f"{said.till}/{said.sequence}")
        sale = require_sale(said, till, scene.sale)
        points = _worth(work, said, till, _tier(scene, person), sale)
        worth = Tiyn(points * work.policy.point_value)
    return Preview(
        scene.shop_name, scene.partner_name, said.total, said.time, points, until, worth, None
    )


def _claimed(
    work: Work, said: Claim, scene: Scene, member: MemberId | None, until: UnixTime
) -> Preview:
    claim = scene.claim
    assert claim is not None, "the caller has looked"
    require_same(said, claim)
    if claim.member != member:
        raise Refused(Refusal.ALREADY_CLAIMED, f"{said.till}/{said.sequence}")
    worth = Tiyn(claim.left * work.policy.point_value)
    return Preview(
        scene.shop_name, scene.partner_name, said.total, said.time, claim.left, until, worth, claim
    )


def _tier(scene: Scene, person: Member | None) -> Tier:
    if person is None:
        return Tier.BRONZE
    return scene.tier_then or person.tier


def _worth(work: Work, said: Claim, till: SyncedTill, tier: Tier, sale: Sale | None) -> Points:
    registers = frozenset(till.registers)
    facts = Facts(
        partner=till.partner,
        shop=till.shop,
        printed_at=said.time,
        total=said.total,
        tier=tier,
        fiscal=bool(registers) and said.fiscal_hint != NO_HINT,
    )
    rules = work.rules.in_force(till.partner, said.time)
    if sale is not None:
        facts = _with_sale(work, facts, sale)
    return earn(facts, rules, work.policy).points


def _with_sale(work: Work, facts: Facts, sale: Sale) -> Facts:
    lines = work.sales.lines(sale.till, sale.sequence)
    return Facts(
        partner=facts.partner,
        shop=facts.shop,
        printed_at=facts.printed_at,
        total=facts.total,
        tier=facts.tier,
        fiscal=facts.fiscal,
        lines=lines,
        returned=sale.returned,
    )
