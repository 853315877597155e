"""Amounts as people type them into the dashboard's forms, in hundredths: tenge, per cent."""

import re
from typing import Final

_NUMBER: Final = re.compile(r"[0-9]{1,9}(?:[.,][0-9]{1,2})?")
_AROUND: Final = str.maketrans("", "", " \u00a0\u202f%₸")
"""What people write into numbers, and around them."""


def bare(said: str) -> str:
    """Return a number without the signs and spaces that people group and mark it with."""
    return said.translate(_AROUND)


def hundredths(said: str) -> int | None:
    """Return hundredths of a number with a point or a comma; None where it is none."""
    text = bare(said)
    if not _NUMBER.fullmatch(text):
        return None
    whole, _, rest = text.replace(",", ".").partition(".")
    return int(whole) * 100 + int(f"{rest:0<2}")


def typed(number: int | None) -> str:
    """Return hundredths as a form shows them: `900` or `7,50`."""
    if number is None:
        return ""
    whole, rest = divmod(number, 100)
    return f"{whole},{rest:02}" if rest else f"{whole}"
