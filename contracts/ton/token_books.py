"""LoyaltyToken's state as its data cell holds it: what a light client has proof of.

A get-method's answer is one server's word; an account's data comes with proof up to a block.
"""

from dataclasses import dataclass
from typing import Any, Final

from contracts.ton.loyalty_token import Epoch
from contracts.ton.reading import cell_of, reading

_REFS: Final = 4
"""Of a token with settlement; a plain jetton has two."""
_STATED: Final = 0
"""Which of them says the newest epoch."""


class NoSettlement(ValueError):
    """The token is a plain jetton: it states nothing."""


@dataclass(frozen=True, slots=True)
class Books:
    """What the token says of itself."""

    supply: int
    stated: Epoch
    matures_at: int
    """From when it can be claimed against."""

    @property
    def burned(self) -> int:
        """Return what has been burned of all that was stated."""
        return self.stated.custody + self.stated.issued - self.supply


def read_books(data: bytes) -> Books:
    """Return what the data cell in *data* says; MalformedCells where it is no token's."""
    cell = cell_of(data)
    if len(cell.refs) != _REFS:
        raise NoSettlement("a token without settlement")
    with reading("a token's state"):
        supply = cell.begin_parse().load_coins()
        stated: Any = cell.refs[_STATED].begin_parse()
        matures_at = stated.load_uint(32)
        epoch, root = stated.load_uint(32), stated.load_bytes(32)
        issued, custody = stated.load_coins(), stated.load_coins()
        sum_root, block = stated.load_bytes(32), stated.load_uint(64)
    figures = Epoch(epoch, bytes(root), issued or 0, custody or 0, bytes(sum_root), block)
    return Books(supply or 0, figures, matures_at)
