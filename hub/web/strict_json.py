"""JSON as it may come in: what our database or our models cannot hold is no JSON to us."""

import json
import math
from typing import Any, Final

from flask.json.provider import DefaultJSONProvider

DEEPEST: Final = 16
"""Levels of lists and objects in each other; ours have at most eight."""
_LARGEST: Final = 2**63
_EXACT: Final = 2.0**53
"""Below it, a whole number written as a fraction is the number that was meant."""
_ODD: Final = ("\\u0000", "\\ud", "\\uD")
"""How a NUL or half of a surrogate pair begins; only where one is, every text is looked at."""


class StrictJson(DefaultJSONProvider):
    """Writes as Flask does, and reads strictly."""

    sort_keys = False

    def loads(self, s: str | bytes, **_more: Any) -> Any:
        """Return what *s* writes; ValueError for what only looks like JSON."""
        text = s.decode("utf-8") if isinstance(s, bytes) else s
        try:
            value = json.loads(
                text,
                parse_constant=_refuse,
                parse_int=_whole,
                parse_float=_fraction,
                object_pairs_hook=_object,
            )
        except RecursionError:
            raise ValueError("lists and objects too deep in each other") from None
        _check(value, 0, looks=any(odd in text for odd in _ODD))
        return value


def _refuse(word: str) -> None:
    raise ValueError(f"{word} is no JSON")


def _whole(digits: str) -> int:
    if len(digits) > 20 or not -_LARGEST <= (number := int(digits)) < _LARGEST:
        raise ValueError("a number beyond 64 bits")
    return number


def _fraction(digits: str) -> float | int:
    """Return a number with a point or an exponent; 1.0 is as whole as 1, as JSON Schema has it."""
    number = float(digits)
    if not math.isfinite(number):
        raise ValueError("a number beyond all measure")
    return int(number) if number.is_integer() and abs(number) < _EXACT else number


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise ValueError("a name twice in one object")
    return found


def _check(value: Any, depth: int, *, looks: bool) -> None:
    """Refuse what is too deep and, where one may be, text that no database takes."""
    if depth > DEEPEST:
        raise ValueError("lists and objects too deep in each other")
    if isinstance(value, dict):
        for name, part in value.items():
            _check(name, depth, looks=looks)
            _check(part, depth + 1, looks=looks)
    elif isinstance(value, list):
        for part in value:
            _check(part, depth + 1, looks=looks)
    elif looks and isinstance(value, str) and any(map(_is_odd, value)):
        raise ValueError("a NUL or half of a surrogate pair in a text")


def _is_odd(letter: str) -> bool:
    return letter == "\0" or "\ud800" <= letter <= "\udfff"
