"""Short ways to ask contracts on the local chain and to say what they answered."""

import hashlib
from typing import Any

from pytoniq_core.boc.address import Address
from pytoniq_core.boc.builder import Builder
from pytoniq_core.boc.cell import Cell
from pytoniq_core.tlb.account import StateInit
from pytoniq_core.tlb.block import CurrencyCollection
from pytoniq_core.tlb.transaction import InternalMsgInfo, MessageAny

from contracts.ton.cells import account_of
from hub.localchain.chain import LocalChain
from hub.localchain.traces import Trace
from tests.ton_chain import TON, Sender

STRANGE_OPERATION = 0x7777_7777


def on_stack(address: Address) -> Any:
    """Return an address as a get-method takes it."""
    made: Any = Builder()
    return made.store_address(address).end_cell().begin_parse()


def ask(chain: LocalChain, contract: Address, method: str, *items: object) -> list[Any]:
    """Return what a get-method says; addresses may be given as they are."""
    stack = [on_stack(item) if isinstance(item, Address) else item for item in items]
    return chain.get(contract, method, stack)


def refusal(traces: list[Trace]) -> int | None:
    """Return the exit code of the first transaction; None where it did all that it meant to."""
    first = traces[0]
    return None if first.succeeded else first.exit_code


def all_well(traces: list[Trace]) -> bool:
    """Tell whether every transaction did all that it meant to."""
    return all(trace.succeeded for trace in traces)


def state_of(chain: LocalChain, contract: Address) -> bytes:
    """Return a contract's data, to tell whether anything changed."""
    data = chain.account(contract).data
    assert data is not None, "the contract is deployed"
    return data


def account(number: int) -> int:
    """Return the account id of one in a crowd: well mixed, as addresses are."""
    return int.from_bytes(hashlib.sha256(number.to_bytes(8, "big")).digest())


def throwing(chain: LocalChain, code: str = "ff00f225") -> Sender:
    """Return an account that throws (37) at whatever comes, or runs other code (hex)."""
    made: Any = Builder()
    nothing: Any = Builder()
    init = StateInit(code=made.store_bytes(bytes.fromhex(code)).end_cell(), data=nothing.end_cell())
    chain.faucet(account_of(init), TON)
    sender = Sender(chain, account_of(init))
    sender.send(sender.address, init=init, bounce=False)
    return sender


BURNING_GAS = "ff009100ea"
"""Code that runs in circles until no gas is left."""


def bounce_from(sender: Sender, to: Address, body: Any, value: int = TON) -> list[Trace]:
    """Run a message that came back, as only the network could make it."""
    information: Any = InternalMsgInfo
    info = information(
        ihr_disabled=True,
        bounce=False,
        bounced=True,
        src=sender.address,
        dest=to,
        value=CurrencyCollection(value),
        ihr_fee=0,
        fwd_fee=0,
        created_lt=0,
        created_at=sender.chain.now(),
    )
    message: Any = MessageAny
    cell = message(info=info, init=None, body=body).serialize()
    return sender.chain.inject(bytes(cell.to_boc()))


def bodies(trace: Trace) -> list[Any]:
    """Return the bodies of what a transaction sent, in order, logs among them."""
    reader: Any = MessageAny
    return [reader.deserialize(_opened(boc)).body for boc in trace.out]


def _opened(boc: bytes) -> Any:
    cell: Any = Cell.one_from_boc(boc)
    return cell.begin_parse()
