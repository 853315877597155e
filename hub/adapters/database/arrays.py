"""Columns of many rows as PostgreSQL's arrays, in the form that its wire carries.

The driver's own arrays cost ten times as much here, and change their type with the size of the
numbers in them, so that a statement would be prepared anew for each mix. The form is that of
`array_send` in PostgreSQL's source: dimensions, a flag for nulls, the type of the elements, then
length and lower bound, and each element behind its length.
"""

from collections.abc import Iterable
from struct import Struct
from typing import Any, Final

import psycopg
from psycopg.adapt import Dumper
from psycopg.pq import Format

_HEAD: Final = Struct(">iiIii").pack
_EMPTY: Final = Struct(">iiI").pack
_WHOLE: Final = Struct(">q").pack
_LENGTH: Final = Struct(">i").pack
_NULL: Final = _LENGTH(-1)
_EIGHT: Final = _LENGTH(8)
_TRUTH: Final = {False: _LENGTH(1) + b"\0", True: _LENGTH(1) + b"\1"}


class WholeArray(bytes):
    """A `bigint[]`."""


class OctetArray(bytes):
    """A `bytea[]`."""


class TextArray(bytes):
    """A `text[]`."""


class FlagArray(bytes):
    """A `boolean[]`."""


def whole_array(values: Iterable[int | None]) -> WholeArray:
    """Return whole numbers as a `bigint[]`; None is NULL."""
    return WholeArray(_array(20, [_NULL if it is None else _EIGHT + _WHOLE(it) for it in values]))


def octet_array(values: Iterable[bytes | None]) -> OctetArray:
    """Return bytes as a `bytea[]`; None is NULL."""
    return OctetArray(_array(17, [_NULL if it is None else _LENGTH(len(it)) + it for it in values]))


def text_array(values: Iterable[str | None]) -> TextArray:
    """Return texts as a `text[]`; None is NULL."""
    return TextArray(_array(25, [_NULL if it is None else _text(it) for it in values]))


def flag_array(values: Iterable[bool]) -> FlagArray:
    """Return truths as a `boolean[]`."""
    return FlagArray(_array(16, [_TRUTH[it] for it in values]))


def teach_arrays(connection: psycopg.Connection[Any]) -> None:
    """Let *connection* send these arrays as they are."""
    for kind, dumper in _DUMPERS.items():
        connection.adapters.register_dumper(kind, dumper)


def _text(value: str) -> bytes:
    octets = value.encode()
    return _LENGTH(len(octets)) + octets


def _array(oid: int, elements: list[bytes]) -> bytes:
    if not elements:
        return _EMPTY(0, 0, oid)
    return _HEAD(1, _NULL in elements, oid, len(elements), 1) + b"".join(elements)


class _AsItIs(Dumper):
    format = Format.BINARY

    def dump(self, obj: bytes) -> bytes:
        return obj


class _Wholes(_AsItIs):
    oid = 1016


class _Octets(_AsItIs):
    oid = 1001


class _Texts(_AsItIs):
    oid = 1009


class _Flags(_AsItIs):
    oid = 1000


_DUMPERS: Final[dict[type[bytes], type[Dumper]]] = {
    WholeArray: _Wholes, OctetArray: _Octets, TextArray: _Texts, FlagArray: _Flags,
}  # fmt: skip
