"""One way to write a JSON value as bytes: RFC 8785, narrowed to what events may hold.

Objects, lists, texts, whole numbers, true, false and null. No fractions: they have no one
spelling. Keys are ASCII words, so sorting by code point and by UTF-16 unit is the same. Texts are
kept code point by code point, without Unicode normalisation: what was printed is what is sealed.
"""

import json
import re
from collections.abc import Mapping
from typing import Final

from contracts.wire.refusals import Refusal, Refused

Json = None | bool | int | str | list["Json"] | dict[str, "Json"]
"""A JSON value without fractions."""

LARGEST_INTEGER: Final = 2**53 - 1
"""The largest whole number that every JSON reader, JavaScript's too, keeps exact."""
DEEPEST: Final = 6
"""Levels of lists and objects in each other; an event's body uses three."""

_KEY: Final = re.compile(r"[a-z][a-z0-9_]{0,39}", re.ASCII)
_write: Final = json.JSONEncoder(
    ensure_ascii=False, check_circular=False, sort_keys=True, separators=(",", ":")
).encode


def to_bytes(value: Mapping[str, Json]) -> bytes:
    """Return the canonical bytes of *value*, or refuse what has none."""
    _check(value, 0)
    return written(value)


def written(value: Mapping[str, Json]) -> bytes:
    """Return the canonical bytes of *value*, of which rules have shown that it has some."""
    try:
        return _write(value).encode("utf-8")
    except UnicodeEncodeError as error:
        raise Refused(Refusal.MALFORMED, "half of a surrogate pair in a text") from error


def from_bytes(raw: bytes, *, longest: int) -> dict[str, Json]:
    """Return the object that *raw* writes canonically; refuse every other spelling of it."""
    if len(raw) > longest:
        raise Refused(Refusal.TOO_LONG, f"{len(raw)} bytes of JSON, at most {longest}")
    try:
        value: object = json.loads(raw.decode("utf-8"))
    except (ValueError, RecursionError) as error:
        raise Refused(Refusal.MALFORMED, "not JSON in UTF-8") from error
    if not isinstance(value, dict):
        raise Refused(Refusal.MALFORMED, "not a JSON object")
    if to_bytes(value) != raw:
        raise Refused(Refusal.MALFORMED, "JSON that is not in its canonical form")
    return value


def _check(value: object, depth: int) -> None:
    """Refuse a value that is not JSON as defined here."""
    if value is None or isinstance(value, bool | str):
        return
    if isinstance(value, int):
        if abs(value) > LARGEST_INTEGER:
            raise Refused(Refusal.OVERFLOW, "a whole number beyond 2**53 - 1")
    elif isinstance(value, dict | list):
        if depth >= DEEPEST:
            raise Refused(Refusal.MALFORMED, f"more than {DEEPEST} levels deep")
        _check_parts(value, depth + 1)
    else:
        raise Refused(Refusal.MALFORMED, f"a value of type {type(value).__name__}")


def _check_parts(value: dict[object, object] | list[object], depth: int) -> None:
    if isinstance(value, dict):
        for key in value:
            if not (isinstance(key, str) and _KEY.fullmatch(key)):
                raise Refused(Refusal.MALFORMED, "a key that is not a short ASCII word")
        for part in value.values():
            _check(part, depth)
    else:
        for part in value:
            _check(part, depth)
