"""Whose screens the Mini App shows, and what a screen is."""

from dataclasses import dataclass
from typing import Any

from hub.core.access.people import Member
from hub.core.ports.hub import Hub
from hub.web.app_words import words_in


@dataclass(frozen=True, slots=True)
class Screen:
    """One screen, to be rendered."""

    name: str
    facts: dict[str, Any]


@dataclass(frozen=True, slots=True)
class Viewer:
    """Whose screens these are."""

    hub: Hub
    member: Member
    language: str

    def screen(self, name: str, /, **facts: Any) -> Screen:
        """Return a screen with what all of them need."""
        return Screen(name, {"w": words_in(self.language), "lang": self.language, **facts})
