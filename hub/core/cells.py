"""CSV that a spreadsheet cannot take for formulas."""

import csv
import io
from collections.abc import Iterable, Iterator
from typing import Final

_FORMULA: Final = ("=", "+", "-", "@", "\t", "\r", "\n", "|", "%")
"""What a cell begins with that Excel, LibreOffice or Sheets might run (OWASP, CSV injection)."""
MOST_CHARACTERS: Final = 32_000
"""Of one cell: a spreadsheet takes no more."""


def cell(value: object) -> str:
    """Return *value* as a cell: texts that look like a formula get an apostrophe before them."""
    if value is None:
        return ""
    if isinstance(value, bool | int):
        return str(value)
    if isinstance(value, bytes):
        return value.hex()
    text = str(value).replace("\x00", "")[:MOST_CHARACTERS]
    return "'" + text if text.lstrip(" ").startswith(_FORMULA) else text


def csv_lines(names: Iterable[str], rows: Iterable[Iterable[object]]) -> Iterator[str]:
    """Yield CSV in UTF-8 with a byte order mark, so that a double click reads Kazakh letters."""
    yield "\ufeff" + _line(names)
    for row in rows:
        yield _line(cell(value) for value in row)


def _line(cells: Iterable[str]) -> str:
    out = io.StringIO()
    csv.writer(out, lineterminator="\r\n").writerow(list(cells))
    return out.getvalue()
