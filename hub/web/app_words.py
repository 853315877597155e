"""The words of the Mini App in one language, and which of them its script says."""

from collections.abc import Mapping
from functools import cache
from typing import Final

from contracts.wire.refusals import Refusal
from hub.core.spoken import tied
from hub.web.app_browser_texts import BROWSER_WORDS
from hub.web.app_card_texts import CARD_WORDS
from hub.web.app_texts import WORDS

_PLACE: Final = {"kk": 0, "ru": 1, "en": 2}

IN_SCRIPT: Final = (
    "tab_home", "tab_rewards", "tab_scan", "tab_history", "tab_me", "scan_popup", "scan_none",
    "offline", "hub_down", "hub_trouble", "hub_trouble_text", "incident", "no_line",
    "no_line_text", "try_again", "stale", "is_over", "export_made", "export_save", "erased",
    "short_until", "asked_person",
)  # fmt: skip
"""Words that the page's own script says; the rest comes in what the hub renders."""

BAD_CODE: Final = "do_bad_code"
_BAD_CODES: Final = frozenset(
    {
        Refusal.MALFORMED, Refusal.FORGED, Refusal.WRONG_KIND, Refusal.UNKNOWN_KEY,
        Refusal.UNKNOWN_VERSION, Refusal.MISMATCH, Refusal.TOO_LONG, Refusal.REVOKED,
    }
)  # fmt: skip
"""What is wrong with the code itself, and not with the receipt or its time."""
_WAYS_ON: Final[Mapping[Refusal, str]] = {
    Refusal.ALREADY_CLAIMED: "do_already_claimed",
    Refusal.TOO_LATE: "do_too_late",
}


def way_on_of(refusal: Refusal) -> str:
    """Return the word that says what to do about a code that gave nothing."""
    return BAD_CODE if refusal in _BAD_CODES else _WAYS_ON.get(refusal, "do_else")


@cache
def words_in(language: str) -> dict[str, str]:
    """Return every word in *language*."""
    place = _PLACE[language]
    return {
        name: tied(spoken[place])
        for name, spoken in {**WORDS, **BROWSER_WORDS, **CARD_WORDS}.items()
    }


def script_words(language: str) -> dict[str, str]:
    """Return the words that the page's script says."""
    words = words_in(language)
    return {name: words[name] for name in IN_SCRIPT}
