"""Receipt profiles: what one POS prints that cannot be known otherwise. Plain values, checked."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Final

from agent.core.amounts import Amount, amounts_in
from agent.core.receipt import Kind
from agent.core.rows import Row

LONGEST_PATTERN: Final = 160
MOST_OPEN_REPEATS: Final = 2
"""`*`, `+` and `{n,}` in one pattern: two over a line of 256 characters cost 33 000 steps."""
MOST_REPEATS: Final = 6
LARGEST_REPEAT: Final = 32
MOST_PATTERNS: Final = 32

_REPEAT: Final = re.compile(r"(?<!\\)(?:[*+]|\{(\d*)(,?)(\d*)\})")
_GROUP_REPEATED: Final = re.compile(r"(?<!\\)\)(?:[*+]|\{)")
_FORBIDDEN: Final = re.compile(r"\\[1-9]|\(\?(?:<[=!]|P=|\()")


class Place(StrEnum):
    """Where the amount stands, seen from its label."""

    LINE = "line"
    NEXT = "next"
    ABOVE = "above"


@dataclass(frozen=True, slots=True)
class ReceiptProfile:
    """How the paper of one POS is read."""

    name: str
    match: tuple[re.Pattern[str], ...]
    """Each must be found on some line, or the profile says nothing."""
    total: re.Pattern[str] | None = None
    total_place: Place = Place.LINE
    number: re.Pattern[str] | None = None
    """Its first group is the number."""
    time: str | None = None
    """As `datetime.strptime` has it."""
    time_line: re.Pattern[str] | None = None
    """Its first group is what `time` reads."""
    currency: str | None = None
    kinds: Mapping[Kind, tuple[re.Pattern[str], ...]] = field(default_factory=dict)
    """A line that one of them is found in makes the paper that kind."""


class UnsafePattern(ValueError):
    """A pattern that could take too long on some line, or that is no pattern."""


def safe_pattern(text: str) -> re.Pattern[str]:
    """Return *text* compiled; raises UnsafePattern unless every line is searched quickly."""
    if len(text) > LONGEST_PATTERN:
        raise UnsafePattern(f"is longer than {LONGEST_PATTERN} characters")
    if _FORBIDDEN.search(text):
        raise UnsafePattern("refers back or looks behind")
    if _GROUP_REPEATED.search(text):
        raise UnsafePattern("repeats a group")
    repeats = list(_REPEAT.finditer(text))
    still_open = [it for it in repeats if it[0] in "*+" or (it[2] and not it[3])]
    if len(still_open) > MOST_OPEN_REPEATS or len(repeats) > MOST_REPEATS:
        raise UnsafePattern("repeats too often")
    if any(int(it[place] or 0) > LARGEST_REPEAT for it in repeats for place in (1, 3) if it[place]):
        raise UnsafePattern(f"repeats more than {LARGEST_REPEAT} times")
    try:
        return re.compile(text, re.IGNORECASE)
    except (re.error, OverflowError, RecursionError) as error:
        raise UnsafePattern("is not a pattern") from error


def profile_for(rows: tuple[Row, ...], profiles: Iterable[ReceiptProfile]) -> ReceiptProfile | None:
    """Return the first profile whose conditions all hold on the paper."""
    for profile in profiles:
        if all(any(form.search(row.text) for row in rows) for form in profile.match):
            return profile
    return None


def profiled_total(rows: tuple[Row, ...], profile: ReceiptProfile) -> tuple[Amount, Row] | None:
    """Return the one total that a profile's label leads to; None when there are several."""
    if profile.total is None:
        return None
    found = []
    for row in rows:
        match = profile.total.search(row.text)
        if match and (amount := _amount_at(rows, row, match.end(), profile.total_place)):
            found.append((amount, row))
    return found[0] if len({amount.value for amount, _ in found}) == 1 else None


def _amount_at(rows: tuple[Row, ...], row: Row, end: int, place: Place) -> Amount | None:
    """Return the amount that stands where the profile says."""
    if place is Place.LINE:
        return next((it for it in amounts_in(row.text) if it.start >= end), None)
    index = row.index + (1 if place is Place.NEXT else -1)
    amounts = rows[index].amounts if 0 <= index < len(rows) else ()
    return amounts[-1] if amounts else None


def profiled_kind(rows: tuple[Row, ...], profile: ReceiptProfile) -> tuple[Kind, Row] | None:
    """Return the kind whose words a profile finds on the paper."""
    for kind, forms in profile.kinds.items():
        for row in rows:
            if any(form.search(row.text) for form in forms):
                return kind, row
    return None


def profiled_number(rows: tuple[Row, ...], profile: ReceiptProfile) -> tuple[str, Row] | None:
    """Return the number that a profile's pattern finds."""
    for row in rows:
        if profile.number and (found := profile.number.search(row.text)) and found[1]:
            return found[1], row
    return None


def profiled_time(rows: tuple[Row, ...], profile: ReceiptProfile) -> tuple[datetime, Row] | None:
    """Return the time that a profile's pattern finds."""
    for row in rows:
        if profile.time_line and profile.time and (found := profile.time_line.search(row.text)):
            try:
                return datetime.strptime(found[1], profile.time), row  # noqa: DTZ007 - wall clock
            except ValueError:
                continue
    return None
