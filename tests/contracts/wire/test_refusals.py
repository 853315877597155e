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
    }


def test_a_refusal_says_its_code_and_its_detail() -> None:
    """The log line holds both."""
    refused = Refused(Refusal.FORGED, "till 7, key 0")
    assert (refused.refusal, refused.detail) == (Refusal.FORGED, "till 7, key 0")
    assert str(refused) == "forged: till 7, key 0"
