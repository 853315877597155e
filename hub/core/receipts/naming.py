"""Ids of transfers, made of what they are about, so that doing a thing twice is doing it once."""

import hashlib
import re
from typing import Final

from contracts.wire.units import Sequence, TillId
from hub.core.ids import TRANSFER_ID_SIZE, TransferId

_REFERENCE: Final = re.compile(r"([0-9]{1,10})/([0-9]{1,10})", re.ASCII)


def transfer_id(*facts: object) -> TransferId:
    """Return the id of the one transfer that *facts* (words and numbers) are about."""
    said = "/".join(str(fact) for fact in facts)
    digest = hashlib.sha256(b"baursak transfer\x00" + said.encode()).digest()
    return TransferId(digest[:TRANSFER_ID_SIZE])


def of_claim(till: TillId, sequence: Sequence, what: str) -> TransferId:
    """Return the id of a claim's transfer: `credit`, `confirm`, or `back/<points so far>`."""
    return transfer_id("claim", till, sequence, what)


def reference_of(till: TillId, sequence: Sequence) -> str:
    """Return what transfers and lots call a claim."""
    return f"{till}/{sequence}"


def place_in(reference: str) -> tuple[TillId, Sequence] | None:
    """Return the till and the sequence that *reference* names, or None where it names no claim."""
    found = _REFERENCE.fullmatch(reference)
    return None if found is None else (TillId(int(found[1])), Sequence(int(found[2])))
