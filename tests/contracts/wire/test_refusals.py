"""Refusals: codes that are never renamed."""

from contracts.wire.refusals import Refusal, Refused


def test_codes_stay_what_they_were() -> None:
    """A released code keeps its spelling for ever; new ones may be added here."""
    assert {refusal.name: refusal.value for refusal in Refusal} == {
        "MALFORMED": "malformed",
        "UNKNOWN_VERSION": "unknown_version",
        "FORGED": "forged",
        "WRONG_KIND": "wrong_kind",
        "EXPIRED": "expired",
        "UNKNOWN_KEY": "unknown_key",
        "REVOKED": "revoked",
        "OVERFLOW": "overflow",
        "MISMATCH": "mismatch",
        "BROKEN_CHAIN": "broken_chain",
        "TOO_LONG": "too_long",
        "CLOCK_SKEW": "clock_skew",
        "ONLINE_ONLY": "online_only",
        "UNAUTHENTICATED": "unauthenticated",
        "WRONG_CREDENTIALS": "wrong_credentials",
        "SECOND_FACTOR_NEEDED": "second_factor_needed",
        "FORBIDDEN": "forbidden",
        "NOT_FOUND": "not_found",
        "TAKEN": "taken",
        "PENDING_APPROVAL": "pending_approval",
        "SUSPENDED": "suspended",
        "TOO_MANY_ATTEMPTS": "too_many_attempts",
        "REPLAYED": "replayed",
        "ALREADY_CLAIMED": "already_claimed",
        "TOO_LATE": "too_late",
        "TOO_EARLY": "too_early",
        "VOIDED": "voided",
        "NO_SUCH_SALE": "no_such_sale",
        "DUPLICATE_RECEIPT": "duplicate_receipt",
        "UNDER_REVIEW": "under_review",
        "NOT_ENOUGH_POINTS": "not_enough_points",
        "TOO_LITTLE": "too_little",
        "WALLET_NEEDED": "wallet_needed",
        "NO_CHAIN": "no_chain",
        "NOTHING_TO_CLAIM": "nothing_to_claim",
        "NOTHING_STATED": "nothing_stated",
        "SOLD_OUT": "sold_out",
        "LIMIT_REACHED": "limit_reached",
        "NOT_HERE": "not_here",
        "USE_THE_SLIP": "use_the_slip",
        "NOT_OFFERED": "not_offered",
        "TIER_TOO_LOW": "tier_too_low",
        "SHOP_NEEDED": "shop_needed",
        "NOT_YET_VALID": "not_yet_valid",
        "CANCELLED": "cancelled",
        "ALREADY_REDEEMED": "already_redeemed",
        "WRONG_SHOP": "wrong_shop",
        "WRONG_SHORT_CODE": "wrong_short_code",
        "CARD_BLOCKED": "card_blocked",
        "WRONG_PIN": "wrong_pin",
        "PIN_WAIT": "pin_wait",
        "PIN_BLOCKED": "pin_blocked",
        "RECEIPT_TOTAL_NEEDED": "receipt_total_needed",
        "CONFLICT": "conflict",
        "TWO_PEOPLE_NEEDED": "two_people_needed",
        "VALIDATION": "validation",
        "RATE_LIMITED": "rate_limited",
        "IDEMPOTENCY_MISMATCH": "idempotency_mismatch",
        "IN_PROGRESS": "in_progress",
        "TOO_LARGE": "too_large",
        "UNSUPPORTED_MEDIA_TYPE": "unsupported_media_type",
        "METHOD_NOT_ALLOWED": "method_not_allowed",
        "BUSY": "busy",
        "OUR_BUG": "our_bug",
    }


def test_a_refusal_says_its_code_and_its_detail() -> None:
    """The log line holds both."""
    refused = Refused(Refusal.FORGED, "till 7, key 0")
    assert (refused.refusal, refused.detail) == (Refusal.FORGED, "till 7, key 0")
    assert str(refused) == "forged: till 7, key 0"
