"""What was deployed where: the file that `baursak chain deploy` writes and the hub goes by."""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Final

from contracts.ton.addresses import MalformedAddress, read_address
from contracts.ton.seen import Address

VERSION: Final = 1
_HASH: Final = re.compile(r"[0-9a-f]{64}", re.ASCII)


class MalformedDeployment(ValueError):
    """The file cannot be used; the text says why and what to do."""


class Contract(StrEnum):
    """A contract of which there is one."""

    LOYALTY = "loyalty_token"
    REDEMPTION = "redemption_manager"
    REVENUE = "revenue_distribution"
    REGISTRY = "partner_registry"


@dataclass(frozen=True, slots=True)
class Deployed:
    """One contract: where it is, and what its code must hash to."""

    address: Address
    code_hash: bytes


@dataclass(frozen=True, slots=True)
class Deployment:
    """A programme's contracts on one network, and the wallets that they know."""

    network: str
    contracts: Mapping[Contract, Deployed]
    wallet_code_hash: bytes
    """Of the jetton wallets' code: the open or the locked one."""
    locked: bool
    """Points in wallets can only go to RedemptionManager."""
    settler: Address
    sponsor: Address

    def to_json(self) -> bytes:
        """Return the file."""
        said = {
            "v": VERSION,
            "network": self.network,
            "locked": self.locked,
            "wallet_code_hash": self.wallet_code_hash.hex(),
            "settler": self.settler,
            "sponsor": self.sponsor,
            "contracts": {
                it.value: {"address": found.address, "code_hash": found.code_hash.hex()}
                for it, found in self.contracts.items()
            },
        }
        return json.dumps(said, indent=2).encode() + b"\n"


def read_deployment(network: str, written: bytes) -> Deployment:
    """Return the deployment on *network* as its file says, or raise MalformedDeployment."""
    try:
        found = json.loads(written)
        version, of = found["v"], found["network"]
    except (ValueError, KeyError, TypeError, RecursionError) as error:
        raise MalformedDeployment(
            "is no deployment; it is written by: baursak chain deploy"
        ) from error
    if version != VERSION:
        raise MalformedDeployment("is of another version of the programme; deploy with this one")
    if of != network:
        shown = of if of in ("local", "testnet", "mainnet") else "another network"
        raise MalformedDeployment(f"is of {shown}, but TON_NETWORK says {network}; mend one")
    try:
        return _read(network, found)
    except (ValueError, KeyError, TypeError) as error:
        raise MalformedDeployment(
            "misses an address or a code hash, or holds a wrong one; restore the file that"
            " `baursak chain deploy` wrote"
        ) from error


def _read(network: str, found: dict[str, Any]) -> Deployment:
    contracts = {
        it: Deployed(
            _address(found["contracts"][it.value]["address"]),
            _hash(found["contracts"][it.value]["code_hash"]),
        )
        for it in Contract
    }
    if len({it.address for it in contracts.values()}) != len(contracts):
        raise ValueError("one address twice")
    if type(found["locked"]) is not bool:
        raise ValueError("locked")
    return Deployment(
        network,
        contracts,
        _hash(found["wallet_code_hash"]),
        found["locked"],
        _address(found["settler"]),
        _address(found["sponsor"]),
    )


def _address(text: object) -> Address:
    if not isinstance(text, str):
        raise MalformedAddress("an address is a text")
    return read_address(text)


def _hash(text: object) -> bytes:
    if not isinstance(text, str) or not _HASH.fullmatch(text):
        raise ValueError("a hash has 64 hexadecimal digits")
    return bytes.fromhex(text)
