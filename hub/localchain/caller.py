"""A small client of the local chain's lite-server, for commands: one question after the other."""

import base64
import ipaddress
import json
import secrets
import socket
from pathlib import Path
from typing import Any, Final, Self

from pytoniq_core.boc.address import Address
from pytoniq_core.boc.builder import Builder
from pytoniq_core.boc.cell import Cell
from pytoniq_core.proof.check_proof import check_account_proof
from pytoniq_core.tl.block import BlockIdExt

from hub.errors import HubError
from hub.localchain import tl
from hub.localchain.adnl import NONCE, PARAMETERS, AdnlError, call
from hub.localchain.bags import read_bag
from hub.localchain.messages import NOBODY, AccountState, read_account
from hub.localchain.network import CONFIG_FILE
from hub.localchain.transactions import Read, read_transaction

LARGEST_ANSWER: Final = tl.LONGEST + 1024
"""Of a frame: TL can say no more at once."""
PATIENCE_S: Final = 30.0
_PIECE: Final = 64 * 1024
_ID: Final = 32
_BLOCK_ID: Final = 80


class Refusal(HubError):
    """The chain's server answered with an error."""

    def __init__(self, code: int, message: str) -> None:
        super().__init__(f"The local chain says no: {message}", "Nothing was changed.")
        self.code = code


class Caller:
    """A connection to the local chain's server."""

    def __init__(self, host: str, port: int, public: bytes) -> None:
        self._socket = socket.create_connection((host, port), PATIENCE_S)
        handshake, self._session = call(
            public, secrets.token_bytes(_ID), secrets.token_bytes(PARAMETERS), LARGEST_ANSWER
        )
        self._said: list[bytes] = []
        self._socket.sendall(handshake)
        self._hear()

    @classmethod
    def of_folder(cls, folder: Path) -> Self:
        """Call the server that serves the chain in *folder*."""
        config = _config_in(folder)
        try:
            server = config["liteservers"][0]
            address = ipaddress.IPv4Address(server["ip"] & 0xFFFFFFFF)
            port, public = int(server["port"]), base64.b64decode(server["id"]["key"])
        except (KeyError, TypeError, ValueError, IndexError) as error:
            raise HubError(f"{folder / CONFIG_FILE} is damaged.", _SERVE) from error
        try:
            return cls(str(address), port, public)
        except OSError as error:
            raise HubError(
                f"Nobody serves the chain in {folder}: {address}:{port} does not answer.", _SERVE
            ) from error
        except AdnlError as error:
            raise HubError(f"At {address}:{port} is another server: {error}.", _SERVE) from error

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._socket.close()

    def ask(self, query: bytes) -> tl.Reader:
        """Return the answer, behind its constructor's number; an error is a Refusal."""
        name = secrets.token_bytes(_ID)
        wrapped = tl.number(tl.QUERY) + tl.text(query)
        payload = tl.number(tl.ADNL_QUERY) + name + tl.text(wrapped)
        self._socket.sendall(self._session.seal(payload, secrets.token_bytes(NONCE)))
        reader = tl.Reader(self._hear())
        if reader.number() != tl.ADNL_ANSWER or reader.hash() != name:
            raise AdnlError("that is no answer to what was asked")
        answer = tl.Reader(reader.text())
        if answer.number() == tl.ERROR:
            raise Refusal(answer.int32(), answer.text().decode(errors="replace"))
        return answer

    def head(self) -> bytes:
        """Return the name of the newest masterchain block."""
        return self.ask(tl.number(tl.GET_MASTERCHAIN_INFO)).octets(_BLOCK_ID)

    def time(self) -> int:
        """Return the chain's time."""
        return self.ask(tl.number(tl.GET_TIME)).number()

    def faucet(self, address: Address, nanotons: int) -> None:
        """Give *address* TON that come from nowhere."""
        self.ask(tl.number(tl.OUR_FAUCET) + _account(address) + tl.int64(nanotons))

    def advance(self, seconds: int) -> int:
        """Move the chain's clock on; return its time then."""
        return self.ask(tl.number(tl.OUR_ADVANCE) + tl.int32(seconds)).number()

    def account(self, address: Address) -> AccountState:
        """Return an account as it stands, its proof checked against the block that shows it."""
        answer = self.ask(tl.number(tl.GET_ACCOUNT_STATE) + self.head() + _account(address))
        answer.octets(_BLOCK_ID)
        block = _block_id(answer)
        answer.text()
        proof, state = answer.text(), answer.text()
        if not state:
            return read_account(NOBODY)
        root = Cell.one_from_boc(state)
        shown: Any = check_account_proof(proof, block, address, root, return_account_descr=True)
        whole = Builder().store_ref(root).store_bytes(shown.last_trans_hash)
        return read_account(whole.store_uint(shown.last_trans_lt, 64).end_cell().to_boc())

    def transactions(self, address: Address, account: AccountState, most: int) -> list[Read]:
        """Return an account's newest transactions, newest first; at most 16."""
        if account.last_lt == 0:
            return []
        query = tl.number(tl.GET_TRANSACTIONS) + tl.number(most) + _account(address)
        answer = self.ask(query + tl.int64(account.last_lt) + account.last_hash)
        for _ in range(answer.number()):
            answer.octets(_BLOCK_ID)
        cells: list[Any] = list(Cell.from_boc(answer.text()))
        return [read_transaction(read_bag(cell.to_boc())) for cell in cells]

    def _hear(self) -> bytes:
        """Return what the server says next."""
        while not self._said:
            piece = self._socket.recv(_PIECE)
            if not piece:
                raise AdnlError("the server has hung up")
            self._said += self._session.hear(piece)
        return self._said.pop(0)


_SERVE: Final = "Start it with: baursak chain serve"


def _config_in(folder: Path) -> dict[str, Any]:
    try:
        config: dict[str, Any] = json.loads((folder / CONFIG_FILE).read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise HubError(f"In {folder} is no chain that was ever served.", _SERVE) from error
    return config


def _account(address: Address) -> bytes:
    return tl.int32(address.wc) + address.hash_part


def _block_id(reader: tl.Reader) -> BlockIdExt:
    """Take tonNode.blockIdExt."""
    return BlockIdExt(reader.int32(), reader.int64(), reader.int32(), reader.hash(), reader.hash())


def place(raw: str) -> Address:
    """Return the address that *raw* writes: workchain, colon, 64 hex digits."""
    return Address(raw)


def root_hash(boc: bytes) -> bytes:
    """Return the hash of a bag's one root."""
    return Cell.one_from_boc(boc).hash
