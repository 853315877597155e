"""What the assistant says, in the language of whoever sits before it."""

from collections.abc import Mapping
from typing import Final

from agent.core.slip_texts import Language
from contracts.wire.units import Tiyn

_GAP: Final = "\N{NO-BREAK SPACE}"


class Words:
    """The assistant's words in one language; the table comes from a file."""

    def __init__(self, language: str, table: Mapping[str, str]) -> None:
        self.language = Language(language)
        self._table = table

    def __call__(self, name: str, **parts: object) -> str:
        """Return the sentence *name* with its parts."""
        said = self._table[name]
        return said.format(**parts) if parts else said


def example(value: str, said: Words) -> str:
    """Return what stands under a field to show how it is filled in."""
    return said("example", value=value)


def money(total: Tiyn, language: Language) -> str:
    """Return an amount as people write it: 10 880,00; in English with a point."""
    tenge, rest = divmod(abs(total), 100)
    grouped = f"{tenge:,}".replace(",", _GAP)
    point = "." if language.value == "en" else ","
    return f"{'-' if total < 0 else ''}{grouped}{point}{rest:02}"
