"""The contracts' code as it was compiled and committed: by name, with its hash."""

import base64
import functools
import json
from dataclasses import dataclass
from importlib import resources
from typing import Any, Literal

from pytoniq_core.boc.cell import Cell

Name = Literal[
    "jetton_wallet_locked",
    "jetton_wallet_open",
    "loyalty_token",
    "partner_registry",
    "redemption_manager",
    "revenue_distribution",
]


@dataclass(frozen=True, slots=True)
class Code:
    """One contract's code."""

    name: str
    tolk: str
    """The compiler's version."""
    boc: bytes
    code_hash: bytes
    sources_sha256: str

    @property
    def cell(self) -> Any:
        """Return the code's cell."""
        return Cell.one_from_boc(self.boc)


class OtherCode(Exception):
    """A code in the build that is not the one its own hash says."""


@functools.cache
def code(name: Name) -> Code:
    """Return the compiled code *name*, checked against the hash that stands beside it."""
    kept = json.loads((resources.files("contracts.ton") / "build" / f"{name}.json").read_text())
    boc = base64.b64decode(kept["code"])
    cell: Any = Cell.one_from_boc(boc)
    code_hash = bytes.fromhex(kept["code_hash"])
    if cell.hash != code_hash:
        raise OtherCode(name)
    return Code(kept["name"], kept["tolk"], boc, code_hash, kept["sources_sha256"])
