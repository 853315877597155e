"""What is wrong with the settings, in the person's words where there are such."""

from typing import Final

from agent.core.assistant.os_troubles import trouble_words
from agent.core.assistant.words import Words

EXPLAINED: Final = frozenset(
    {
        "printer.url", "tap.listen", "tap.allow", "slip.shop", "counter.camera",
        "counter.auto_accept_max",
    }
)  # fmt: skip
"""Settings whose mistakes have words of their own; others are told as the check tells them."""


def explained(problem: str, said: Words) -> str:
    """Return a mistake as the person reads it; its setting's name stands first in it."""
    name = problem.partition(" ")[0]
    return said(f"wrong.{name}") if name in EXPLAINED else trouble_words(problem, said)
