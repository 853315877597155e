"""Messages and accounts as the chain sees them: who to, how much, when made."""

from dataclasses import dataclass
from typing import Final

from pytoniq_core.boc.address import Address

from contracts.ton.seen import LARGEST_MESSAGE
from hub.localchain.bags import Node, NotABag, Reading, read_bag, root_content, write_bag

MOST_MESSAGE_CELLS: Final = 8_192
"""Mainnet's own limit of a message's cells."""
DEEPEST_MESSAGE: Final = 512
"""Mainnet's own limit of a message's depth."""
NOBODY: Final = write_bag(
    Node(1, 256 + 64, bytes(40), (Node(0, 1, b"\x40", (), 0),), 1),
)
"""The ShardAccount of an address where nothing ever happened."""
_STANDARD: Final = 0b10


@dataclass(frozen=True, slots=True)
class Envelope:
    """What of a message the chain itself reads."""

    kind: str
    """"internal", "external" or "log" (external out)."""
    to: Address | None
    """Where it goes; None for a log."""
    created_lt: int
    """When the sender made it; 0 for one from outside."""
    value: int = 0
    """Nanotons that an internal one brings."""
    forward_fee: int = 0
    """Nanotons that go to the validators who forward it."""
    bounced: bool = False
    """Whether it is what came back of another."""


@dataclass(frozen=True, slots=True)
class AccountState:
    """An account as it stands."""

    status: str
    """"nonexist", "uninit", "active" or "frozen"."""
    balance: int
    last_lt: int
    last_hash: bytes
    code: bytes | None
    """Bag of cells."""
    data: bytes | None
    """Bag of cells."""
    shard_account: bytes
    """The whole state, a ShardAccount as a bag of cells."""


def message_from_outside(raw: bytes) -> Node:
    """Return the cell of a message that a stranger sent; NotABag where it is none or too large."""
    if len(raw) > LARGEST_MESSAGE:
        raise NotABag(f"a message of {len(raw)} bytes, and at most {LARGEST_MESSAGE} are taken")
    root = read_bag(raw, most=MOST_MESSAGE_CELLS, deepest=DEEPEST_MESSAGE)
    if read_envelope(root).kind != "external":
        raise NotABag("a message that no stranger can send: only external ones come from outside")
    return root


def read_envelope(root: Node) -> Envelope:
    """Return what the outside of the message in *root* says."""
    if root.level:
        raise NotABag("a message with a pruned branch outside of a proof, which nobody can send")
    reading = Reading(root)
    if not reading.flag():
        bounced = bool(reading.number(3) & 1)
        _address(reading)
        to = _address(reading)
        value = _currencies(reading)
        reading.amount()
        fee = reading.amount()
        return Envelope("internal", to, reading.number(64), value, fee, bounced)
    if not reading.flag():
        _address(reading)
        return Envelope("external", _address(reading), 0)
    _address(reading)
    _address(reading)
    return Envelope("log", None, reading.number(64))


def read_account(shard_account: bytes) -> AccountState:
    """Return what *shard_account* says of an account."""
    root = read_bag(shard_account)
    outer = Reading(root)
    inner = Reading(outer.ref())
    last_hash, last_lt = outer.number(256).to_bytes(32, "big"), outer.number(64)
    if not inner.flag():
        return AccountState("nonexist", 0, last_lt, last_hash, None, None, shard_account)
    _address(inner)
    _storage_info(inner)
    inner.number(64)
    balance = _currencies(inner)
    if not inner.flag():
        status = "frozen" if inner.flag() else "uninit"
        return AccountState(status, balance, last_lt, last_hash, None, None, shard_account)
    if inner.flag():
        inner.number(5)
    if inner.flag():
        inner.number(2)
    code, data = inner.maybe_ref(), inner.maybe_ref()
    return AccountState(
        "active",
        balance,
        last_lt,
        last_hash,
        None if code is None else write_bag(code),
        None if data is None else write_bag(data),
        shard_account,
    )


def last_transaction(shard_account: bytes) -> tuple[int, bytes]:
    """Return when the account's last transaction was, and its hash."""
    written = root_content(shard_account)
    return int.from_bytes(written[32:], "big"), written[:32]


def raw_form(address: Address) -> str:
    """Return *address* as workchain, colon and 64 hex digits."""
    return f"{address.wc}:{address.hash_part.hex()}"


def _address(reading: Reading) -> Address | None:
    """Return the next address where it is a standard one; None for none or one outside."""
    kind = reading.number(2)
    if kind == _STANDARD:
        if reading.flag():
            raise NotABag("an address with anycast, which TON no longer takes")
        return Address((reading.signed(8), reading.number(256).to_bytes(32, "big")))
    if kind == 1:
        reading.number(reading.number(9))
    elif kind != 0:
        raise NotABag("an address of variable length, which TON no longer takes")
    return None


def _currencies(reading: Reading) -> int:
    """Return the nanotons; other currencies are passed over."""
    amount = reading.amount()
    reading.maybe_ref()
    return amount


def _storage_info(reading: Reading) -> None:
    """Pass over what an account's storage is charged by."""
    reading.amount(3)
    reading.amount(3)
    if reading.number(3) == 1:  # the hash of what libraries and currencies hold
        reading.number(256)
    reading.number(32)
    if reading.flag():
        reading.amount()
