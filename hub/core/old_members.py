"""A file of an older scheme's members: phone numbers and points, checked line by line."""

import csv
import io
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Final

from contracts.wire.units import Points, UnixTime
from hub.core.almaty import ALMATY

LARGEST_FILE: Final = 8 * 2**20
"""Bytes: 200,000 members, far more than one pastry shop has."""
MOST_ROWS: Final = 200_000
MOST_PROBLEMS: Final = 50
"""Problems that one answer names; the rest come after these are mended."""
LARGEST_POINTS: Final = 1_000_000
COLUMNS: Final = ("phone", "points", "expires")
_PHONE: Final = re.compile(r"\+?[0-9]{10,15}")


class UnreadableTable(Exception):
    """The file is no table with these columns, or too long a one; nothing is taken from it."""


@dataclass(frozen=True, slots=True)
class OldMemberRow:
    """One line that can be imported."""

    phone: str
    """As +77011234567."""
    points: Points
    expires_at: UnixTime | None
    """None: as the programme's points do."""


@dataclass(frozen=True, slots=True)
class Problem:
    """One line that cannot."""

    line: int
    code: str
    """What is wrong: phone, points, expires, twice or columns."""


@dataclass(frozen=True, slots=True)
class OldMemberFile:
    """What a file holds."""

    rows: tuple[OldMemberRow, ...]
    problems: tuple[Problem, ...]
    """The first of them."""
    wrong: int
    """How many lines in all."""

    @property
    def points(self) -> Points:
        """Return the points of all lines that can be imported."""
        return Points(sum(row.points for row in self.rows))


def phone_of(written: str) -> str | None:
    """Return a phone number in one form, +77011234567, or None when it is none.

    Numbers of Kazakhstan are also written 8 701 123 45 67 and 701 123 45 67.
    """
    bare = re.sub(r"[\s()\-.]", "", written)
    if not _PHONE.fullmatch(bare):
        return None
    if not bare.startswith("+"):
        if len(bare) == 11 and bare[0] in "78":
            bare = "+7" + bare[1:]
        else:
            bare = "+7" + bare if len(bare) == 10 else "+" + bare
    return bare


def read_old_members(text: str, today: date) -> OldMemberFile:
    """Return what the CSV in *text* holds: header `phone,points[,expires]`; `;` also separates."""
    text = text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
    head = text.split("\n", 1)[0]
    reader = csv.DictReader(io.StringIO(text), delimiter=";" if ";" in head else ",")
    names = [(name or "").strip().lower() for name in reader.fieldnames or ()]
    if not {"phone", "points"} <= set(names) <= set(COLUMNS):
        raise UnreadableTable(", ".join(COLUMNS))
    reader.fieldnames = names
    rows: dict[str, OldMemberRow] = {}
    problems: list[Problem] = []
    for cells in _lines(reader):
        row = _row(cells, today)
        if isinstance(row, str):
            problems.append(Problem(reader.line_num, row))
        elif row.phone in rows:
            problems.append(Problem(reader.line_num, "twice"))
        else:
            rows[row.phone] = row
        if len(rows) > MOST_ROWS:
            raise UnreadableTable(f"at most {MOST_ROWS} lines")
    return OldMemberFile(tuple(rows.values()), tuple(problems[:MOST_PROBLEMS]), len(problems))


def _lines(reader: "csv.DictReader[str]") -> Iterator[dict[str, str | None]]:
    try:
        yield from reader
    except csv.Error as error:
        raise UnreadableTable(f"line {reader.line_num} cannot be read") from error


def _row(cells: dict[str, str | None], today: date) -> OldMemberRow | str:
    """Return one line's row, or the name of what is wrong with it."""
    if None in cells or None in cells.values():
        return "columns"
    phone = phone_of(cells["phone"] or "")
    if phone is None:
        return "phone"
    points = (cells["points"] or "").strip()
    if not (points.isascii() and points.isdigit() and 0 < int(points[:9]) <= LARGEST_POINTS):
        return "points"
    expires = (cells.get("expires") or "").strip()
    if not expires:
        return OldMemberRow(phone, Points(int(points)), None)
    try:
        day = date.fromisoformat(expires)
    except ValueError:
        return "expires"
    if day < today:
        return "expires"
    end = datetime.combine(day, time(23, 59, 59), ALMATY)
    return OldMemberRow(phone, Points(int(points)), UnixTime(int(end.timestamp())))
