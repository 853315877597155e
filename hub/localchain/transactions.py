"""What a transaction says of itself: read from its cell, as far as a chain needs it."""

from dataclasses import dataclass
from typing import Final

from hub.localchain.bags import Node, NotABag, Reading

_TRANSACTION: Final = 0b0111
_ORDINARY: Final = 0b0000


@dataclass(frozen=True, slots=True)
class Read:
    """A transaction's own account of what happened."""

    account: bytes
    """The 256-bit part of the address."""
    lt: int
    now: int
    fees: int
    """What validators took, in nanotons, without the fees of forwarding."""
    in_message: Node | None
    out_messages: tuple[Node, ...]
    exit_code: int | None
    """Of the compute phase; None where it was skipped."""
    gas: int
    action_code: int | None
    """Of the action phase; None where there was none."""
    aborted: bool


def read_transaction(root: Node) -> Read:
    """Return what the transaction in *root* says; NotABag where it is none."""
    reading = Reading(root)
    if reading.number(4) != _TRANSACTION:
        raise NotABag("a cell that holds no transaction")
    account, lt = reading.number(256).to_bytes(32, "big"), reading.number(64)
    reading.number(256 + 64)
    now, sent = reading.number(32), reading.number(15)
    reading.number(4)
    messages = Reading(reading.ref())
    in_message = messages.maybe_ref()
    below = messages.maybe_ref()
    fees = _currency(reading)
    reading.ref()
    exit_code, gas, action_code, aborted = _phases(Reading(reading.ref()))
    out = () if below is None else tuple(node for _, node in sorted(_leaves(below, 15, 0)))
    if len(out) != sent:
        raise NotABag("a transaction that miscounts its messages")
    return Read(account, lt, now, fees, in_message, out, exit_code, gas, action_code, aborted)


def _currency(reading: Reading) -> int:
    """Return the nanotons; other currencies are passed over."""
    amount = reading.amount()
    reading.maybe_ref()
    return amount


def _phases(reading: Reading) -> tuple[int | None, int, int | None, bool]:
    """Return exit code, gas, action code and whether it was aborted, of an ordinary transaction."""
    if reading.number(4) != _ORDINARY:
        raise NotABag("a transaction that no message began")
    reading.flag()  # whether the credit came before the storage fee
    if reading.flag():  # storage
        reading.amount()
        _maybe_amount(reading)
        _status_change(reading)
    if reading.flag():  # credit
        _maybe_amount(reading)
        _currency(reading)
    exit_code, gas = _computed(reading)
    action = reading.maybe_ref()
    aborted = reading.flag()
    return exit_code, gas, None if action is None else _acted(Reading(action)), aborted


def _computed(reading: Reading) -> tuple[int | None, int]:
    """Return the exit code and the gas of the compute phase."""
    if not reading.flag():  # skipped: no state, bad state, no gas, or suspended
        if reading.number(2) == 0b11:
            reading.number(1)
        return None, 0
    reading.number(3)
    reading.amount()
    inner = Reading(reading.ref())
    gas = inner.amount(3)
    inner.amount(3)
    if inner.flag():
        inner.amount(2)
    inner.number(8)
    return inner.signed(32), gas


def _acted(reading: Reading) -> int:
    """Return the action phase's code."""
    reading.number(3)
    _status_change(reading)
    _maybe_amount(reading)
    _maybe_amount(reading)
    return reading.signed(32)


def _maybe_amount(reading: Reading) -> None:
    if reading.flag():
        reading.amount()


def _status_change(reading: Reading) -> None:
    """Pass over how the account's status changed: 0, 10 or 11."""
    if reading.flag():
        reading.flag()


def _leaves(node: Node, left: int, key: int) -> list[tuple[int, Node]]:
    """Return the dictionary's entries under *node*, each a key and the cell it refers to."""
    reading = Reading(node)
    label, length = _label(reading, left)
    key, left = (key << length) | label, left - length
    if left == 0:
        return [(key, reading.ref())]
    one, other = reading.ref(), reading.ref()
    return _leaves(one, left - 1, key << 1) + _leaves(other, left - 1, (key << 1) | 1)


def _label(reading: Reading, most: int) -> tuple[int, int]:
    """Return an edge's label and its length, of at most *most* bits."""
    if not reading.flag():  # short: the length in unary
        length = 0
        while reading.flag():
            length += 1
        return reading.number(length), length
    width = most.bit_length()
    if not reading.flag():  # long
        length = reading.number(width)
        return reading.number(length), length
    bit, length = reading.number(1), reading.number(width)
    return ((1 << length) - 1) * bit, length
