"""Spending with a member card at a till: the hub says what there is, and takes it for the PIN.

It is the way of any voucher, bought and taken online in one transaction: one path in the ledger.
"""

from dataclasses import replace
from typing import Final

from contracts.wire.card_spending import (
    MOST_CHOICES,
    CardChoice,
    ChoicesReply,
    SpendRequest,
)
from contracts.wire.redeeming import RedemptionReply, RewardKind
from contracts.wire.refusals import Refusal, Refused
from contracts.wire.units import Points, UnixTime
from hub.core.access.people import LARGEST_PAGE, Member, Page, TillKey
from hub.core.cards import MemberCard, PinTries
from hub.core.ids import MemberId, RewardId, VoucherId
from hub.core.ports.hub import Hub, Work
from hub.core.rewards.catalogue import Frozen, Reward, RewardState, Standing, hindrances
from hub.core.rewards.redeeming import Counter, is_given_at, require_good
from hub.core.rewards.vouchers import Voucher, VoucherState
from hub.usecases.member_cards import card_of, check_card_pin, right_pin
from hub.usecases.redemptions_online import Asked, take_for
from hub.usecases.vouchers import Purchase, bought, own_voucher, request_of

_BY_TOTAL: Final = frozenset({RewardKind.PART_PAYMENT, RewardKind.CASHBACK})
"""What these come to depends on a receipt that is not printed yet: they need the app."""
MOST_VOUCHERS: Final = 50
"""Of a member, the newest, among which live ones are looked for."""


def card_choices(hub: Hub, till: TillKey, code: str) -> ChoicesReply:
    """Return what the member of the card with *code* can have at *till* now; nothing is taken."""
    now = hub.clock.now()
    with hub.store.read() as work:
        card = card_of(work, hub, code)
        person = _person(work.members.get(card.member), card)
        spendable = work.ledger.balances(person.id).spendable
        held = [_of_voucher(it, frozen) for it, frozen in _live(work, person.id, till, now)]
        offered = _affordable(work, person, till, (spendable, now))
        new = [_of_reward(it) for it in sorted(offered, key=lambda it: -it.now.draft.price)]
    return ChoicesReply(card.number, spendable, tuple([*held, *new][:MOST_CHOICES]))


def spend_with_card(hub: Hub, till: TillKey, request: SpendRequest) -> RedemptionReply:
    """Take what a card's member chose and typed his PIN for; the same id asks the same again."""
    with hub.store.read() as work:
        number = card_of(work, hub, request.code).number
    checked = check_card_pin(hub, number, request.pin)
    # By itself: a reward that is refused below does not make the PIN a wrong one.
    with hub.store.begin() as work:
        work.members.lock(checked.member)
        right_pin(work, checked)
    with hub.store.begin() as work:
        member = _person(work.members.lock(checked.member), checked)
        if work.cards.of_member(member.id) != replace(checked, tries=PinTries()):
            raise Refused(Refusal.CARD_BLOCKED, f"card {number} was changed meanwhile")
        voucher = _voucher(work, hub, till, member.id, request)
        return take_for(work, hub, till, Asked(request.id, None, request.cashier), voucher)


def _voucher(
    work: Work, hub: Hub, till: TillKey, member: MemberId, request: SpendRequest
) -> Voucher:
    """Return the voucher that was chosen, bought now where it was none yet."""
    if request.voucher is not None:
        return own_voucher(work, member, VoucherId(request.voucher))
    assert request.reward is not None, "one of the two is there"
    known = work.vouchers.of_request(request_of(member, request.id))
    wanted = Purchase(request.id, till.shop, till.till)
    voucher = bought(work, hub, member, RewardId(request.reward), wanted)
    frozen = work.rewards.version(voucher.version)
    assert frozen is not None, "versions stay for ever"
    if known is None and not is_given_at(frozen.draft.terms, voucher.partner, _counter(till)):
        raise Refused(Refusal.WRONG_SHOP, f"reward {request.reward} at till {till.till}")
    return voucher


def _live(
    work: Work, member: MemberId, till: TillKey, now: UnixTime
) -> list[tuple[Voucher, Frozen]]:
    """Return a member's vouchers that this till could take now."""
    found = []
    for it in work.vouchers.listed(Page(limit=MOST_VOUCHERS), member):
        frozen = work.rewards.version(it.version)
        if it.state is not VoucherState.HELD or frozen is None:
            continue
        try:
            require_good(it, frozen.draft.terms, _counter(till), now)
        except Refused:
            continue
        if frozen.draft.kind not in _BY_TOTAL:
            found.append((it, frozen))
    return found


def _affordable(
    work: Work, person: Member, till: TillKey, has: tuple[Points, UnixTime]
) -> list[Reward]:
    """Return the rewards that a member could buy and that this till gives."""
    spendable, now = has
    listed = work.rewards.listed(Page(limit=LARGEST_PAGE), None, RewardState.OFFERED)
    here = [
        it
        for it in listed
        if it.now.draft.kind not in _BY_TOTAL
        and is_given_at(it.now.draft.terms, it.partner, _counter(till))
        and (it.now.draft.terms.usable_from is None or it.now.draft.terms.usable_from <= now)
    ]
    uses = work.rewards.uses(person.id, [it.id for it in here])
    return [
        it
        for it in here
        if not any(hindrances(it, Standing(spendable, person.tier, uses.get(it.id, 0)), now))
    ]


def _of_voucher(voucher: Voucher, frozen: Frozen) -> CardChoice:
    draft = frozen.draft
    return CardChoice(voucher.reward, voucher.id, draft.texts.title, draft.value, Points(0))


def _of_reward(reward: Reward) -> CardChoice:
    draft = reward.now.draft
    return CardChoice(reward.id, None, draft.texts.title, draft.value, draft.price)


def _person(member: Member | None, card: MemberCard) -> Member:
    if member is None or member.erased_at is not None or member.blocked:
        raise Refused(Refusal.SUSPENDED, f"the member of card {card.number}")
    return member


def _counter(till: TillKey) -> Counter:
    return Counter(till.till, till.shop, till.partner)
