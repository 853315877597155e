"""What makes a receipt that receipt, so that it has one claim however often it is seen."""

import hashlib
from typing import Final

from contracts.wire import canonical
from contracts.wire.units import TillId, Tiyn

IDENTITY_SIZE: Final = 32
HINT_SIZE: Final = 4
NO_HINT: Final = bytes(HINT_SIZE)
"""What a claim code carries when the receipt has no fiscal key."""

_REGISTER_DIGITS: Final = 12
"""Of every cash register's number in the country; tables lose the zeros before it."""


def fiscal_identity(register: str, sign: str) -> bytes:
    """Return the identity of a fiscal receipt: register and sign are unique in the country.

    The operator is no part of it: the same receipt has the same two numbers everywhere, whoever
    wrote them with more or fewer zeros before them.
    """
    bare = sign.lstrip("0") or "0"
    return _digest({"kind": "fiscal", "register": register.zfill(_REGISTER_DIGITS), "sign": bare})


def text_identity(till: TillId, number: str | None, printed_at: str | None, total: Tiyn) -> bytes:
    """Return the identity of a receipt without a fiscal key; *total* is negative for a return."""
    assert number or printed_at, "till and total alone would make different receipts one"
    return _digest(
        {"kind": "text", "till": till, "number": number, "time": printed_at, "total": total}
    )


def hint(identity: bytes) -> bytes:
    """Return the 4 bytes that a claim code carries of a fiscal identity."""
    return identity[:HINT_SIZE]


def _digest(facts: dict[str, canonical.Json]) -> bytes:
    return hashlib.sha256(b"baursak receipt\x00" + canonical.to_bytes(facts)).digest()
