"""Transfers and what goes with them: the words of the ledger that every room shares."""

import hashlib
from dataclasses import dataclass
from enum import IntEnum, StrEnum
from typing import Final

from contracts.wire.units import Points, UnixTime
from hub.core.accounts import AccountId
from hub.core.ids import TRANSFER_ID_SIZE, LotId, TransferId


class Reason(StrEnum):
    """Why points moved; the value is stored and never renamed."""

    CLAIM = "claim"
    CONFIRM = "confirm"
    RETURN = "return"
    VOID = "void"
    UNCONFIRMED_REVERSAL = "unconfirmed_reversal"
    REVIEW = "review"
    BONUS = "bonus"
    VOUCHER = "voucher"
    EXPIRY = "expiry"
    ADJUSTMENT = "adjustment"
    IMPORT = "import"
    CASHBACK = "cashback"
    COMMISSION = "commission"
    MERGE = "merge"
    ERASURE = "erasure"
    CHAIN = "chain"


class Phase(IntEnum):
    """What a transfer is within a hold; stored."""

    PLAIN = 0
    """It has nothing to do with a hold."""
    PENDING = 1
    """A part of a hold: points set aside."""
    POSTED = 2
    """Held points that a partner took."""
    VOIDED = 3
    """Held points, or posted ones, that went back to the member."""


REFERENCE_MOST: Final = 64
"""Characters of a reference: `7/1234` and the like, never a person's words."""


@dataclass(frozen=True, slots=True)
class Transfer:
    """Points that move from *debit* to *credit*, for ever."""

    id: TransferId
    debit: AccountId
    credit: AccountId
    amount: Points
    at: UnixTime
    reason: Reason
    reference: str = ""
    phase: Phase = Phase.PLAIN
    resolves: TransferId | None = None
    """The transfer that this one takes up: a hold's part, or the row before in its resolution.

    No two transfers resolve the same one, so a hold has one story, told in one line.
    """


@dataclass(frozen=True, slots=True)
class Use:
    """How much of a lot went into a transfer, or came back to it.

    Which of the two, the transfer says: points that leave the member's confirmed or unconfirmed
    account leave the lot, points that come into them come back to the lot. The transfer that
    made a lot uses of it what paid a debt.
    """

    transfer: TransferId
    lot: LotId
    amount: Points


@dataclass(frozen=True, slots=True)
class LotChange:
    """What becomes of a lot: by how much its rest changes, and what it then is."""

    lot: LotId
    by: int
    expires_at: UnixTime
    confirmed: bool
    spendable: bool


@dataclass(frozen=True, slots=True)
class Change:
    """All that one act does to the ledger: it happens whole."""

    transfers: tuple[Transfer, ...] = ()
    lots: tuple[LotChange, ...] = ()
    uses: tuple[Use, ...] = ()


def part_id(whole: TransferId, part: str) -> TransferId:
    """Return the id of one transfer of several that are done under the id *whole*."""
    digest = hashlib.sha256(b"baursak transfer part\x00" + whole + part.encode("ascii")).digest()
    return TransferId(digest[:TRANSFER_ID_SIZE])
