"""Reads what the chain hands out: transactions, accounts and stacks, out of bags of cells.

Whatever is malformed raises MalformedCells, however a library stumbled over it.
"""

from collections.abc import Sequence
from typing import Any, Final

from pytoniq_core.boc.address import Address as CoreAddress
from pytoniq_core.boc.address import AddressError
from pytoniq_core.boc.cell import Cell, CellError
from pytoniq_core.boc.deserialize import BocError
from pytoniq_core.boc.hashmap.hashmap import DictError
from pytoniq_core.boc.slice import Slice, SliceError
from pytoniq_core.boc.tvm_bitarray import TvmBitarrayException
from pytoniq_core.proof.check_proof import ProofError
from pytoniq_core.tlb.account import Account
from pytoniq_core.tlb.tlb import TlbError
from pytoniq_core.tlb.transaction import Transaction
from pytoniq_core.tlb.vm_stack import VmStack, VmTuple

from contracts.ton.addresses import RAW, MalformedAddress, account_id, workchain_of
from contracts.ton.external import normalized_hash, normalized_hash_of
from contracts.ton.seen import (
    LARGEST_MESSAGE,
    AccountStatus,
    AccountView,
    Address,
    CellItem,
    MessageView,
    SliceItem,
    StackItem,
    TransactionView,
    TupleItem,
)

DEEPEST_TUPLE: Final = 16
"""Tuples within tuples: ours have one."""
MALFORMED: Final = (
    AddressError,
    AssertionError,
    AttributeError,
    BocError,
    CellError,
    DictError,
    LookupError,
    ProofError,
    RecursionError,
    SliceError,
    TlbError,
    TvmBitarrayException,
    TypeError,
    ValueError,
)
"""What the library raises on bytes that are not what they should be."""


class MalformedCells(ValueError):
    """Bytes that do not hold what was to be read from them."""


class reading:  # noqa: N801  # used as a word: `with reading("a stack"):`
    """Makes one MalformedCells of whatever the library says of some bytes."""

    __slots__ = ("_what",)

    def __init__(self, what: str) -> None:
        self._what = what

    def __enter__(self) -> None:
        """Begin."""

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, _: object
    ) -> None:
        if kind is None or issubclass(kind, MalformedCells):
            return
        # The library also raises plain exceptions of no kind, such as for cells out of order.
        if kind is Exception or issubclass(kind, MALFORMED):
            raise MalformedCells(f"{self._what}: {kind.__name__}") from error


def message_hash(message: bytes) -> bytes:
    """Return the normalized hash (TEP-467) of an external message, or raise MalformedCells."""
    if len(message) > LARGEST_MESSAGE:
        raise MalformedCells("a message longer than the chain takes")
    with reading("a message"):
        return normalized_hash(message)


def cell_of(boc: bytes) -> Any:
    """Return the one root cell of a bag of cells."""
    with reading("a bag of cells"):
        return Cell.one_from_boc(boc)


def boc_of(cell: Any) -> bytes:
    """Return a cell as a bag of cells."""
    return bytes(cell.to_boc())


def address_of(address: Any) -> Address | None:
    """Return an address of the library in our form; None is none, or one outside the chain."""
    if not isinstance(address, CoreAddress):
        return None
    return Address(f"{address.wc}:{address.hash_part.hex()}")


def core_address(address: Address) -> CoreAddress:
    """Return our address in the library's form."""
    if not RAW.fullmatch(address):
        raise MalformedAddress("no address in its raw form")
    return CoreAddress((workchain_of(address), account_id(address)))


def read_account(state: Any, last_lt: int, last_hash: bytes) -> AccountView:
    """Return the account whose state is the library's *state* (None: there is none)."""
    if state is None:
        return AccountView(AccountStatus.ABSENT, last_lt=last_lt, last_hash=last_hash)
    with reading("an account"):
        kind, balance = state.storage.state.type_, int(state.storage.balance.grams)
        if kind != "account_active":
            frozen = kind == "account_frozen"
            status = AccountStatus.FROZEN if frozen else AccountStatus.UNINIT
            return AccountView(status, balance, None, None, last_lt, last_hash)
        init = state.storage.state.state_init
        return AccountView(
            AccountStatus.ACTIVE,
            balance,
            bytes(init.code.hash) if init.code else None,
            boc_of(init.data) if init.data else None,
            last_lt,
            last_hash,
        )


def read_shard_account(boc: bytes) -> AccountView:
    """Return the account in a ShardAccount: its state, and its newest transaction's lt and hash."""
    if not boc:
        return AccountView(AccountStatus.ABSENT)
    with reading("a shard account"):
        found = cell_of(boc).begin_parse()
        last_hash, last_lt = found.load_bytes(32), found.load_uint(64)
        state = Account.deserialize(found.load_ref().begin_parse())
    return read_account(state, last_lt, last_hash)


def read_transaction(cell: Any) -> TransactionView:
    """Return the transaction in *cell*."""
    with reading("a transaction"):
        found: Any = Transaction.deserialize(cell.begin_parse())
        what = found.description
        compute: Any = getattr(what, "compute_ph", None)
        action: Any = getattr(what, "action", None)
        ran = compute is not None and compute.type_ == "vm"
        return TransactionView(
            account=Address(f"0:{found.account_addr.hex()}"),
            lt=found.lt,
            hash=bytes(cell.hash),
            now=found.now,
            ok=not getattr(what, "aborted", True),
            exit_code=compute.exit_code if ran else None,
            action_code=action.result_code if action else None,
            skipped=action.skipped_actions if action else 0,
            incoming=_message(found.in_msg, _first_ref(cell)) if found.in_msg else None,
            outgoing=tuple(
                _message(message, sent)
                for message, sent in zip(found.out_msgs, _sent(cell), strict=True)
            ),
            fees=int(found.total_fees.grams),
            previous_lt=found.prev_trans_lt,
            previous_hash=found.prev_trans_hash,
            boc=boc_of(cell),
        )


def _first_ref(cell: Any) -> Any:
    """Return the cell of the incoming message."""
    return cell.refs[0].refs[0]


def _sent(cell: Any) -> list[Any]:
    """Return the cells of the outgoing messages, in order."""
    messages = cell.refs[0].begin_parse()
    if messages.load_bit():
        messages.load_ref()
    found = messages.load_dict(15, value_deserializer=lambda value: value.load_ref())
    return [found[number] for number in sorted(found)] if found else []


def _message(message: Any, cell: Any) -> MessageView:
    info = message.info
    internal = message.is_internal
    return MessageView(
        hash=normalized_hash_of(message) if message.is_external else bytes(cell.hash),
        source=None if message.is_external else address_of(info.src),
        target=address_of(info.dest),
        value=int(info.value.grams) if internal else 0,
        bounced=bool(info.bounced) if internal else False,
        body=boc_of(message.body),
        created_lt=0 if message.is_external else info.created_lt,
    )


def write_stack(items: Sequence[StackItem]) -> list[Any]:
    """Return *items* as the library takes them, the deepest first."""
    return [_written(item) for item in items]


def stack_boc(items: Sequence[StackItem]) -> bytes:
    """Return *items* as a VmStack in a bag of cells."""
    return boc_of(VmStack.serialize(write_stack(items)))


def _written(item: StackItem) -> Any:
    if item is None or isinstance(item, int):
        return item
    if isinstance(item, CellItem):
        return cell_of(item.boc)
    if isinstance(item, SliceItem):
        return cell_of(item.boc).begin_parse()
    return VmTuple([_written(inner) for inner in item.items])


def read_stack(items: Sequence[Any]) -> tuple[StackItem, ...]:
    """Return what the library found on a stack, the deepest first."""
    with reading("a stack"):
        return tuple(_item(item, DEEPEST_TUPLE) for item in items)


def read_stack_boc(boc: bytes) -> tuple[StackItem, ...]:
    """Return the items of a VmStack in a bag of cells."""
    with reading("a stack"):
        found = VmStack.deserialize(cell_of(boc).begin_parse())
    return read_stack(found)


def _item(item: Any, depth: int) -> StackItem:
    if depth == 0:
        raise MalformedCells(f"tuples more than {DEEPEST_TUPLE} deep")
    if item is None or isinstance(item, int):
        return item
    if isinstance(item, Cell):
        return CellItem(boc_of(item))
    if isinstance(item, Slice):
        left: Any = item
        return SliceItem(boc_of(left.to_cell()))
    if isinstance(item, VmTuple):
        return TupleItem(tuple(_item(inner, depth - 1) for inner in item.list))
    raise MalformedCells(f"a {type(item).__name__} on the stack")
