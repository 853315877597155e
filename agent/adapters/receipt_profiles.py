"""Receipt profiles in TOML files: ours in this folder, the shop's own in its folder."""

import logging
import re
import tomllib
from pathlib import Path
from typing import Any, Final

from agent.core.receipt import Kind
from agent.core.receipt_profiles import (
    MOST_PATTERNS,
    Place,
    ReceiptProfile,
    UnsafePattern,
    safe_pattern,
)
from agent.errors import WrongSettings

log = logging.getLogger(__name__)

FOLDER: Final = "receipt-profiles"
"""In the agent's home: profiles that a shop or its service person adds."""
LARGEST_FILE: Final = 64 * 1024
MOST_FILES: Final = 64
LONGEST_TIME_FORM: Final = 40

_OURS: Final = "receipt_profile_"
_KEYS: Final = frozenset({"name", "match", "currency", "total", "number", "time", "kinds"})
_CURRENCY: Final = re.compile(r"[A-Z]{3}")


def load_receipt_profiles(home: Path | None = None) -> tuple[ReceiptProfile, ...]:
    """Return the shop's profiles, then ours; raises WrongSettings with every problem at once."""
    problems: list[str] = []
    profiles = []
    for name, text in _files(home, problems):
        try:
            table = tomllib.loads(text)
        except tomllib.TOMLDecodeError as error:
            problems.append(f"{name}: {error}")
            continue
        profile = _profile(table, name, problems)
        if profile is not None:
            profiles.append(profile)
    if problems:
        raise WrongSettings(problems)
    return tuple(profiles)


def _files(home: Path | None, problems: list[str]) -> list[tuple[str, str]]:
    """Return names and texts of all profile files."""
    found: list[tuple[str, str]] = []
    theirs = sorted((home / FOLDER).glob("*.toml")) if home else []
    ours = sorted(it for it in Path(__file__).parent.iterdir() if it.name.startswith(_OURS))
    for file in [*theirs[:MOST_FILES], *ours]:
        try:
            data = file.read_bytes()
        except OSError as error:
            problems.append(f"{file.name}: it cannot be read ({error.strerror}).")
            continue
        if len(data) > LARGEST_FILE:
            problems.append(f"{file.name}: it is longer than {LARGEST_FILE} bytes.")
            continue
        found.append((file.name, data.decode("utf-8", errors="replace")))
    return found


class _Table:
    """A TOML table being read: every wrong thing in it is noted, none is raised."""

    def __init__(self, values: object, where: str, problems: list[str]) -> None:
        self._values: dict[str, Any] = values if isinstance(values, dict) else {}
        self._where = where
        self._problems = problems
        if not isinstance(values, dict):
            self.wrong("", "is not a table")

    def wrong(self, key: str, says: str) -> None:
        """Note what is wrong with a key."""
        self._problems.append(f"{self._where}: {key} {says}.".replace(":  ", ": "))

    def text(self, key: str, longest: int) -> str | None:
        """Return a short text, or None."""
        value = self._values.get(key)
        if value is None:
            return None
        if not isinstance(value, str) or not 0 < len(value) <= longest:
            self.wrong(key, f"must be text of at most {longest} characters")
            return None
        return value

    def pattern(self, key: str, *, groups: int = 0) -> re.Pattern[str] | None:
        """Return a safe pattern with at least so many groups, or None."""
        value = self._values.get(key)
        return None if value is None else self._pattern(key, value, groups)

    def patterns(self, key: str) -> tuple[re.Pattern[str], ...]:
        """Return a list of safe patterns."""
        values = self._values.get(key, [])
        if not isinstance(values, list) or len(values) > MOST_PATTERNS:
            self.wrong(key, f"must be a list of at most {MOST_PATTERNS} patterns")
            return ()
        found = [self._pattern(key, value, 0) for value in values]
        return tuple(it for it in found if it is not None)

    def table(self, key: str) -> "_Table":
        """Return a table within this one; an empty one when it is missing."""
        return _Table(self._values.get(key, {}), f"{self._where}: [{key}]", self._problems)

    def keys(self) -> set[str]:
        """Return the names of all values."""
        return set(self._values)

    def _pattern(self, key: str, value: object, groups: int) -> re.Pattern[str] | None:
        if not isinstance(value, str):
            self.wrong(key, "must be a pattern in quotes")
            return None
        try:
            pattern = safe_pattern(value)
        except UnsafePattern as error:
            self.wrong(key, f"{error}")
            return None
        if pattern.groups < groups:
            self.wrong(key, "must hold a group in round brackets: what it is to read")
            return None
        return pattern


def _profile(values: dict[str, Any], name: str, problems: list[str]) -> ReceiptProfile | None:
    """Return the profile in a file; None, and its problems, when something in it is wrong."""
    before = len(problems)
    table = _Table(values, name, problems)
    for key in sorted(table.keys() - _KEYS):
        table.wrong(key, "is not a word of receipt profiles")
    match = table.patterns("match")
    if not match:
        table.wrong("match", "must name at least one pattern")
    total = table.table("total")
    number = table.table("number")
    time = table.table("time")
    profile = ReceiptProfile(
        name=table.text("name", 80) or name.removesuffix(".toml"),
        match=match,
        total=total.pattern("label"),
        total_place=_place(total),
        number=number.pattern("pattern", groups=1),
        time=time.text("form", LONGEST_TIME_FORM),
        time_line=time.pattern("pattern", groups=1),
        currency=_currency(table),
        kinds=_kinds(table.table("kinds")),
    )
    return profile if len(problems) == before else None


def _place(total: _Table) -> Place:
    """Return where the total's amount stands."""
    said = total.text("place", 8) or Place.LINE.value
    if said not in list(Place):
        total.wrong("place", "must be line, next or above")
        return Place.LINE
    return Place(said)


def _currency(table: _Table) -> str | None:
    """Return the profile's currency."""
    said = table.text("currency", 3)
    if said is not None and not _CURRENCY.fullmatch(said):
        table.wrong("currency", "must be three capital letters, such as KZT")
    return said


def _kinds(table: _Table) -> dict[Kind, tuple[re.Pattern[str], ...]]:
    """Return the words of each kind."""
    found = {}
    for key in sorted(table.keys()):
        if key not in list(Kind):
            table.wrong(key, f"must be one of {', '.join(Kind)}")
            continue
        found[Kind(key)] = table.patterns(key)
    return found
