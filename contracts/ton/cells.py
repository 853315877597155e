"""Cells, as messages and states are written and read: a thin face of pytoniq-core.

The library says nothing of its types, so what it makes is `Any` here; what a cell means is said by
the modules beside this one.
"""

import base64
from collections.abc import Sequence
from typing import Any, Final

from pytoniq_core.boc.address import Address
from pytoniq_core.boc.builder import Builder
from pytoniq_core.boc.cell import Cell
from pytoniq_core.tlb.account import StateInit

QUERY_ID_BITS: Final = 64
OPERATION_BITS: Final = 32
LARGEST_COINS: Final = (1 << 120) - 1
"""What the chain's `coins` can hold."""


def builder() -> Any:
    """Begin a cell."""
    return Builder()


def message(operation: int, query_id: int) -> Any:
    """Begin a message's body: all of ours say the operation and the query first."""
    return builder().store_uint(operation, OPERATION_BITS).store_uint(query_id, QUERY_ID_BITS)


def cell_of(text: str) -> Any:
    """Return the only root of a bag of cells in base64."""
    return Cell.one_from_boc(base64.b64decode(text))


def comment_free_text(text: str) -> Any:
    """Return text as a chain of cells, as long as it needs (TEP-64's snake)."""
    return snake(text.encode())


def snake(raw: bytes, *, first: int = 127) -> Any:
    """Return bytes as a chain of cells: *first* of them in the first, 127 in each that follows."""
    head, rest = raw[:first], raw[first:]
    cell = builder().store_bytes(head)
    return cell if not rest else cell.store_ref(snake(rest).end_cell())


def account_of(init: StateInit, workchain: int = 0) -> Address:
    """Return where a contract with this code and data lives."""
    cell: Any = init.serialize()
    return Address((workchain, cell.hash))


def size_of(*roots: Any) -> tuple[int, int]:
    """Return bits and cells of what *roots* hold together, the same cell counted once."""
    seen: dict[bytes, int] = {}
    waiting: list[Any] = list(roots)
    while waiting:
        cell = waiting.pop()
        if cell.hash not in seen:
            seen[cell.hash] = len(cell.bits)
            waiting.extend(cell.refs)
    return sum(seen.values()), len(seen)


def opt(stack_item: Any) -> Address | None:
    """Return the address in a stack's slice; None where there is none."""
    if stack_item is None:
        return None
    loaded: Address | None = stack_item.load_address()
    return loaded


def int_list(stack: Sequence[Any]) -> list[int]:
    """Return the numbers of a stack that holds nothing else."""
    return [int(item) for item in stack]
