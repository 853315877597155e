"""What a reward says to members and cashiers, each in three languages."""

from dataclasses import dataclass
from typing import Any, Final

from contracts.wire.refusals import Refusal, Refused
from contracts.wire.wording import Wording

LONGEST_TITLE: Final = 80
"""Characters: two lines on a small phone, and on the cashier's face."""
LONGEST_RING_UP: Final = 200
"""Characters: what a cashier reads with a guest before her."""
LONGEST_DETAILS: Final = 1000


@dataclass(frozen=True, slots=True)
class Details:
    """Longer text in Kazakh, Russian and English."""

    kk: str
    ru: str
    en: str

    def to_json(self) -> dict[str, str]:
        """Return the texts by language."""
        return {"kk": self.kk, "ru": self.ru, "en": self.en}


@dataclass(frozen=True, slots=True)
class RewardTexts:
    """Title, details, and how the cashier rings it up."""

    title: Wording
    details: Details
    ring_up: Wording

    def to_json(self) -> dict[str, Any]:
        """Return the texts as the database and the API hold them."""
        return {
            "title": self.title.to_json(),
            "details": self.details.to_json(),
            "ring_up": self.ring_up.to_json(),
        }


def texts_from(written: dict[str, Any]) -> RewardTexts:
    """Return the texts in *written*, trimmed; refuse one that is missing, too long or unprintable.

    The till prints titles and sets them before a cashier, so they are one line without controls.
    """
    return RewardTexts(
        title=Wording(**_proper(written, "title", LONGEST_TITLE)),
        details=Details(**_proper(written, "details", LONGEST_DETAILS)),
        ring_up=Wording(**_proper(written, "ring_up", LONGEST_RING_UP)),
    )


def _proper(written: dict[str, Any], field: str, longest: int) -> dict[str, str]:
    found: dict[str, str] = {}
    for language in ("kk", "ru", "en"):
        text = str(written[field][language]).strip()
        lines = text.split("\n") if field == "details" else [text]
        if not 1 <= len(text) <= longest or not all(line.isprintable() for line in lines):
            raise Refused(
                Refusal.VALIDATION,
                f"{field}.{language}: 1 to {longest} printable characters",
            )
        found[language] = text
    return found
