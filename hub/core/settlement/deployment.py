"""What was deployed where: the file that `baursak chain deploy` writes and the hub goes by."""

import json
import re
from collections.abc import Mapping
from dataclasses import asdict, dataclass
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
class Bounds:
    """What the settler may state: how much more an epoch, how often, and from when it counts."""

    growth_cap: int
    """Points."""
    least_interval: int
    """Seconds."""
    delay: int
    """Seconds in which the admin can veto, before anything can be claimed."""


@dataclass(frozen=True, slots=True)
class Founding:
    """What the contracts began with: their addresses follow from it, so it is kept for good."""

    admin: Address
    name: str
    symbol: str
    description: str
    image: str
    """Where wallets find the picture; may be empty."""
    platform: Address
    """Whose the platform's share of revenue is."""
    platform_share: int
    """Basis points of every deposit."""
    commissions: tuple[int, int, int]
    """Basis points of bronze, silver and gold partners."""
    upgrade_delay: int
    """Seconds for everybody to see new code before it comes into force."""
    claim_delay: int
    """Seconds in which the admin can veto what partners are to be paid."""


@dataclass(frozen=True, slots=True)
class Offices:
    """Who and what the contracts obey now: it can change, and addresses stay."""

    admin: Address
    bounds: Bounds


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
    offices: Offices | None = None
    founding: Founding | None = None
    """None in a file that was written by hand: such a deployment is not gone on with."""

    def to_json(self) -> bytes:
        """Return the file."""
        said: dict[str, Any] = {
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
        for name, part in (("offices", self.offices), ("founding", self.founding)):
            if part is not None:
                said[name] = asdict(part)
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
        _offices(found["offices"]) if "offices" in found else None,
        _founding(found["founding"]) if "founding" in found else None,
    )


def _offices(found: dict[str, Any]) -> Offices:
    bounds = found["bounds"]
    return Offices(
        _address(found["admin"]),
        Bounds(
            _whole(bounds["growth_cap"]),
            _whole(bounds["least_interval"]),
            _whole(bounds["delay"]),
        ),
    )


def _founding(found: dict[str, Any]) -> Founding:
    bronze, silver, gold = (_whole(it) for it in found["commissions"])
    return Founding(
        admin=_address(found["admin"]),
        name=_text(found["name"]),
        symbol=_text(found["symbol"]),
        description=_text(found["description"]),
        image=_text(found["image"]),
        platform=_address(found["platform"]),
        platform_share=_whole(found["platform_share"]),
        commissions=(bronze, silver, gold),
        upgrade_delay=_whole(found["upgrade_delay"]),
        claim_delay=_whole(found["claim_delay"]),
    )


def _whole(number: object) -> int:
    if type(number) is not int or number < 0:
        raise ValueError("a whole number")
    return number


def _text(text: object) -> str:
    if not isinstance(text, str):
        raise TypeError("a text")
    return text


def _address(text: object) -> Address:
    if not isinstance(text, str):
        raise MalformedAddress("an address is a text")
    return read_address(text)


def _hash(text: object) -> bytes:
    if not isinstance(text, str) or not _HASH.fullmatch(text):
        raise ValueError("a hash has 64 hexadecimal digits")
    return bytes.fromhex(text)
