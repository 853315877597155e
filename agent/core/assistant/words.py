"""What the assistant says, in the language of whoever sits before it."""

from collections.abc import Mapping

from agent.core.slip_texts import Language


class Words:
    """The assistant's words in one language; the table comes from a file."""

    def __init__(self, language: str, table: Mapping[str, str]) -> None:
        self.language = Language(language)
        self._table = table

    def __call__(self, name: str, **parts: object) -> str:
        """Return the sentence *name* with its parts."""
        said = self._table[name]
        return said.format(**parts) if parts else said
