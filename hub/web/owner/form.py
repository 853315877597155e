"""What somebody typed into a form of the dashboard: kept as typed, with what is wrong beside it."""

import re
from collections.abc import Collection, Mapping
from datetime import date
from typing import Final

from flask import request

from contracts.wire.refusals import Refused
from hub.web.owner.texts import words_in
from hub.web.page_words import plain
from hub.web.sentences import sentence

LONGEST_FIELD: Final = 4_000
"""Characters of one field that are read; every field of ours ends well before."""
_WHOLE: Final = re.compile(r"[+-]?[0-9]{1,15}")
_SPACES: Final = str.maketrans("", "", " \u00a0\u202f")
"""People group digits by spaces of several widths."""


class Form:
    """One form as it was sent: read field by field, the problems gathered by field.

    Nothing raises: a view reads all fields, then either acts or shows the page again with
    `values` and `problems`, so that nothing typed is lost.
    """

    def __init__(self, spoken: str, values: Mapping[str, str] | None = None) -> None:
        """Read the request's form, or start one with *values*."""
        sent = request.form.to_dict() if values is None else values
        self.values: dict[str, str] = {it: text[:LONGEST_FIELD] for it, text in sent.items()}
        self.problems: dict[str, str] = {}
        self._words = words_in(spoken)
        self._spoken = spoken

    @property
    def good(self) -> bool:
        """Whether nothing is wrong so far."""
        return not self.problems

    def blame(self, name: str, text: str) -> None:
        """Note what is wrong with a field; the first word about it stays. "" is the whole form."""
        self.problems.setdefault(name, text)

    def blame_refused(self, refused: Refused, name: str = "") -> None:
        """Note a refusal in the sentence that people get for it."""
        self.blame(name, sentence(refused.refusal, self._spoken))

    def text(self, name: str, longest: int, *, required: bool = True) -> str:
        """Return a line without spaces around it."""
        said = " ".join(self.values.get(name, "").split())
        return self._sized(name, said, longest, required=required)

    def prose(self, name: str, longest: int, *, required: bool = True) -> str:
        """Return text whose lines matter."""
        said = self.values.get(name, "").replace("\r\n", "\n").strip()
        return self._sized(name, said, longest, required=required)

    def whole(self, name: str, least: int, most: int, *, empty: int | None = None) -> int | None:
        """Return a whole number between *least* and *most*; *empty* when nothing was typed."""
        said = self.values.get(name, "").translate(_SPACES)
        if not said and empty is not None:
            return empty
        if not said:
            self.blame(name, self._words["f_needed"])
            return None
        number = int(said) if _WHOLE.fullmatch(said) else None
        if number is None or not least <= number <= most:
            self.blame(name, self._words["f_whole"].format(least=plain(least), most=plain(most)))
            return None
        return number

    def choice(self, name: str, allowed: Collection[str]) -> str:
        """Return one of *allowed*; the first of them stands in when it is none."""
        said = self.values.get(name, "")
        if said not in allowed:
            self.blame(name, self._words["f_choice"])
            return next(iter(allowed), "")
        return said

    def day(self, name: str) -> date | None:
        """Return a day, as the browser's own field gives it; None when there is none."""
        said = self.values.get(name, "")
        if not said:
            return None
        try:
            return date.fromisoformat(said)
        except ValueError:
            self.blame_day(name)
            return None

    def blame_day(self, name: str) -> None:
        """Say that a field holds no day that it could."""
        self.blame(name, self._words["f_day"])

    def ticked(self, name: str) -> bool:
        """Whether a box was ticked."""
        return self.values.get(name, "") != ""

    def _sized(self, name: str, said: str, longest: int, *, required: bool) -> str:
        if required and not said:
            self.blame(name, self._words["f_needed"])
        elif len(said) > longest:
            self.blame(name, self._words["f_long"].format(longest=longest))
        return said
