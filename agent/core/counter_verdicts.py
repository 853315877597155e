"""How a verdict looks, sounds and reads at the counter."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from agent.core.card_events import CardNo
from agent.core.counter_events import ClaimTold, Trouble
from agent.core.counter_sayings import Saying, Says
from agent.core.counter_view import CounterView, Glance, Sound
from agent.core.redemption import Accepted, JustAccepted, No, Offer
from contracts.wire.refusals import Refusal
from contracts.wire.units import Tiyn
from contracts.wire.wording import Wording

BY_TOTAL: Final = Offer(None, None, None, None, needs_total=True)
"""Of a short code: that it depends on the total is all that the hub has told."""
_SAYS: Final[Mapping[str, Says]] = {
    Refusal.FORGED: Says.FORGED,
    Refusal.EXPIRED: Says.EXPIRED,
    Refusal.CANCELLED: Says.CANCELLED,
    Refusal.NOT_YET_VALID: Says.NOT_YET_VALID,
    Refusal.WRONG_SHOP: Says.WRONG_SHOP,
    Refusal.NOT_FOUND: Says.UNKNOWN,
    Refusal.UNKNOWN_KEY: Says.UNKNOWN,
    Refusal.MALFORMED: Says.UNKNOWN,
    Refusal.WRONG_SHORT_CODE: Says.WRONG_SHORT_CODE,
    Refusal.TOO_MANY_ATTEMPTS: Says.TOO_MANY_ATTEMPTS,
    Refusal.ONLINE_ONLY: Says.NEEDS_HUB,
    Refusal.BUSY: Says.NEEDS_HUB,
    Refusal.UNKNOWN_VERSION: Says.TOO_OLD,
    Refusal.REVOKED: Says.REVOKED,
    Refusal.LIMIT_REACHED: Says.LIMIT_REACHED,
}
"""What is said of a no; one that is not here is said with its code."""


_SAYS_OF_CARD: Final[Mapping[str, Says]] = {
    Refusal.CARD_BLOCKED: Says.CARD_IS_BLOCKED,
    Refusal.SUSPENDED: Says.CARD_IS_BLOCKED,
    Refusal.FORGED: Says.CARD_UNKNOWN,
    Refusal.NOT_FOUND: Says.CARD_UNKNOWN,
    Refusal.UNKNOWN_KEY: Says.CARD_UNKNOWN,
    Refusal.WRONG_PIN: Says.CARD_PIN_WAIT,
    Refusal.PIN_WAIT: Says.CARD_PIN_WAIT,
    Refusal.PIN_BLOCKED: Says.CARD_PIN_BLOCKED,
    Refusal.NOT_ENOUGH_POINTS: Says.CARD_TOO_FEW,
    Refusal.ONLINE_ONLY: Says.CARD_NEEDS_HUB,
    Refusal.BUSY: Says.CARD_UNSURE,
}
"""What is said of a no about a card; silence before a PIN is ONLINE_ONLY, after it BUSY."""
_PATIENCE: Final = frozenset({Says.CARD_PIN_WAIT, Says.CARD_NEEDS_HUB, Says.CARD_UNSURE})


@dataclass(frozen=True, slots=True)
class Face:
    """What is to be seen and heard."""

    glance: Glance
    saying: Saying
    sound: Sound | None
    hand_over: Wording | None = None
    ring_up: Wording | None = None
    value: Tiyn | None = None


def face_at_rest(*, locked: bool) -> Face:
    """Return what is to be seen while nobody shows anything."""
    if locked:
        return Face(Glance.STAFF, Saying(Says.LOCKED), None)
    return Face(Glance.IDLE, Saying(Says.READY), None)


def face_in(view: CounterView) -> Face:
    """Return what is to be seen now."""
    it = view
    return Face(it.glance, it.saying, it.sound, it.hand_over, it.ring_up, it.value)


def needs_no_nod(found: Offer, most: Tiyn | None) -> bool:
    """Tell whether a voucher is taken without a cashier's nod, by the owner's word."""
    known = found.value is not None and not found.needs_total
    return known and most is not None and (found.value or 0) <= most


def face_of(verdict: Accepted | JustAccepted | No | Trouble) -> Face:
    """Return how a verdict is shown; only what is on disk is green."""
    match verdict:
        case Accepted():
            says = Says.ACCEPTED if verdict.lease is None else Says.ACCEPTED_ALONE
            return Face(
                Glance.ACCEPTED,
                Saying(says),
                Sound.OK,
                verdict.title,
                verdict.ring_up,
                verdict.value,
            )
        case JustAccepted():
            return Face(Glance.JUST_ACCEPTED, Saying(Says.JUST_ACCEPTED, {"at": verdict.at}), None)
        case Trouble():
            says = Says.UNSURE if verdict.unsure else Says.TROUBLE
            return Face(Glance.STAFF, Saying(says), Sound.ATTENTION)
        case No(code=Refusal.ALREADY_REDEEMED):
            return Face(Glance.USED, _taken_before(verdict), Sound.USED)
        case No():
            return _refused(verdict)


def face_of_card(no: CardNo) -> Face:
    """Return how the hub's no about a card is shown, its silence included."""
    says = _SAYS_OF_CARD.get(no.code)
    if says is None:
        return _refused(No(no.code, "", ""))
    glance = Glance.STAFF if says in _PATIENCE else Glance.REFUSED
    facts = {"seconds": no.wait_s or 0} if says is Says.CARD_PIN_WAIT else {}
    return Face(glance, Saying(says, facts), Sound.NO)


def face_of_offer(found: Offer) -> Face:
    """Return how a cashier is asked."""
    says = Says.OFFERED if found.title is not None else Says.OFFERED_UNNAMED
    if found.needs_total:
        says = Says.OFFERED_FOR_TOTAL
    return Face(
        Glance.OFFER, Saying(says), Sound.ATTENTION, found.title, found.ring_up, found.value
    )


def face_of_claim(told: ClaimTold) -> Face:
    """Return how the state of a slip's claim is shown: no voucher, and no alarm unless forged."""
    says = Says(f"claim_{told.state.value}")
    if says is Says.CLAIM_CLAIMED and told.at is None:
        return Face(Glance.STAFF, Saying(Says.CLAIM_CLAIMED_ONCE), None)
    if says is Says.CLAIM_FORGED:
        return Face(Glance.REFUSED, Saying(says), Sound.NO)
    known = {"when": told.at, "until": told.until, "total": told.total}
    facts = {name: it for name, it in known.items() if it is not None}
    return Face(Glance.STAFF, Saying(says, facts), None)


def _taken_before(no: No) -> Saying:
    if no.at is None:
        return Saying(Says.ALREADY_USED)
    if no.shop is None:
        return Saying(Says.ALREADY_HERE, {"when": no.at})
    return Saying(Says.ALREADY_ELSEWHERE, {"when": no.at, "shop": no.shop})


def _refused(no: No) -> Face:
    says = _SAYS.get(no.code)
    if says is None:
        return Face(Glance.REFUSED, Saying(Says.REFUSED, {"refusal": no.code}), Sound.NO)
    return Face(Glance.REFUSED, Saying(says), Sound.NO)
