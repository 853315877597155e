"""What the cashier's face can say: each a code with its facts, never a sentence."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from types import MappingProxyType
from typing import Final

NO_FACTS: Final[Mapping[str, str | int]] = MappingProxyType({})


class Says(StrEnum):
    """One sentence of the face; its words in three languages are in `counter_words`."""

    READY = "ready"
    CHECKING = "checking"
    LOOKING_UP = "looking_up"
    """The state of a slip's claim is asked for."""
    TAKING_BACK = "taking_back"
    OFFERED = "offered"
    OFFERED_UNNAMED = "offered_unnamed"
    """The hub will say what it is: the code alone does not."""
    OFFERED_FOR_TOTAL = "offered_for_total"
    """Part-payment: the receipt's total must be typed first."""
    ACCEPTED = "accepted"
    ACCEPTED_ALONE = "accepted_alone"
    """By seal and lease, while the hub was silent; it is queued for the hub."""
    JUST_ACCEPTED = "just_accepted"
    TAKEN_BACK = "taken_back"
    LEFT_ALONE = "left_alone"
    """The cashier said no: nothing was taken."""
    ALREADY_HERE = "already_here"
    ALREADY_ELSEWHERE = "already_elsewhere"
    ALREADY_USED = "already_used"
    """Taken, and nobody said where."""
    FORGED = "forged"
    EXPIRED = "expired"
    CANCELLED = "cancelled"
    NOT_YET_VALID = "not_yet_valid"
    WRONG_SHOP = "wrong_shop"
    UNKNOWN = "unknown"
    """A voucher's code that nobody issued, or one that is damaged."""
    WRONG_SHORT_CODE = "wrong_short_code"
    TOO_MANY_ATTEMPTS = "too_many_attempts"
    NEEDS_HUB = "needs_hub"
    LIMIT_REACHED = "limit_reached"
    TOTAL_UNREADABLE = "total_unreadable"
    TOO_OLD = "too_old"
    REVOKED = "revoked"
    REFUSED = "refused"
    """A no of the hub that has no sentence of its own here."""
    TROUBLE = "trouble"
    """Something broke on this till, and nothing was accepted."""
    UNSURE = "unsure"
    """Something broke after the hub was asked: show it once more to know."""
    LOCKED = "locked"
    LOCKED_NOW = "locked_now"
    """A voucher was shown to a locked till."""
    WRONG_PIN = "wrong_pin"
    PIN_WAIT = "pin_wait"
    """After too many wrong ones, some seconds pass before the next is looked at."""
    REPRINTED = "reprinted"
    NO_SLIP = "no_slip"
    """Nothing was printed that could be printed again."""
    UNDO_TOO_LATE = "undo_too_late"
    UNDO_NEEDS_HUB = "undo_needs_hub"
    UNDO_REFUSED = "undo_refused"
    UNMATCHED = "unmatched"
    """A receipt was printed and a voucher fits none: the cashier is asked to look."""
    CLAIM_CLAIMED = "claim_claimed"
    CLAIM_CLAIMED_ONCE = "claim_claimed_once"
    """Claimed, and nobody here knows when."""
    CLAIM_NOT_YET = "claim_not_yet"
    CLAIM_IN_REVIEW = "claim_in_review"
    CLAIM_OVER = "claim_over"
    CLAIM_FOREIGN = "claim_foreign"
    CLAIM_FORGED = "claim_forged"
    CLAIM_UNKNOWN = "claim_unknown"
    """No answer: the hub is silent."""
    IS_LINK = "is_link"
    IS_WIFI = "is_wifi"
    IS_PAYMENT = "is_payment"
    IS_FISCAL = "is_fiscal"
    """The QR of a fiscal receipt."""
    IS_CONTACT = "is_contact"
    IS_PHONE = "is_phone"
    IS_MAIL = "is_mail"
    IS_PRODUCT = "is_product"
    """The bar code of a product."""
    IS_TEXT = "is_text"


@dataclass(frozen=True, slots=True)
class Saying:
    """One sentence to say, and what it names: times are Unix, money is tiyn."""

    code: Says
    facts: Mapping[str, str | int] = field(default_factory=lambda: NO_FACTS)
