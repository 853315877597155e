"""Which network and which keys an operator's command goes by: settings by name, checked."""

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from contracts.ton.seen import Address
from contracts.wire import base64url
from hub.adapters.wallets import SEED_SIZE, SettlerWallet, SponsorWallet
from hub.adapters.world import SystemRandomness
from hub.config import named_settings
from hub.core.ports.wallets import SeqnoWallet
from hub.core.settlement.network import (
    LOCAL,
    MAINNET,
    TESTNET,
    MalformedNetwork,
    Network,
    read_network,
)
from hub.environment import Reader, relative_paths
from hub.errors import HubError, WrongSettings

KEY_NAMES: Final = ("admin", "settler", "sponsor")
NETWORKS: Final = (LOCAL, TESTNET, MAINNET)
_HOW: Final = (
    "Three keys at once are made by: baursak chain keys FOLDER, and named by --keys FOLDER"
)


@dataclass(frozen=True, slots=True)
class Keys:
    """The wallets of those who deploy, state epochs and pay for claims."""

    admin: SeqnoWallet
    settler: Address
    sponsor: Address


@dataclass(frozen=True, slots=True)
class MadeKey:
    """A key's file, and its wallet."""

    file: Path
    address: Address
    new: bool


def settings_here(over: Mapping[str, str], env_file: Path | None) -> Reader:
    """Return the settings: what the command line says, the environment, the `.env` file.

    Paths on the command line count from where one is, as everywhere.
    """
    named = named_settings(file=env_file)
    vague = relative_paths({name: it for name, it in named.items() if name not in over})
    if vague:
        raise WrongSettings(vague)
    return Reader({**named, **over})


def network_of(read: Reader) -> Network:
    """Return the network of TON_NETWORK, as the file of TON_CONFIG describes it."""
    name = read.text("TON_NETWORK", "off")
    if name not in NETWORKS:
        raise WrongSettings(["No network: say --network local, testnet or mainnet (TON_NETWORK)."])
    if read.optional("TON_CONFIG") is None:
        file = "global.config.json that the network publishes"
        if name == LOCAL:
            file = "local.config.json in the folder of `baursak chain serve`"
        raise WrongSettings([f"No network's file: name the {file} with --config (TON_CONFIG)."])
    written, path = read.named("TON_CONFIG", "the network"), read.text("TON_CONFIG", "")
    if read.problems:
        raise WrongSettings([f"The network's file {path} cannot be read."])
    try:
        return read_network(name, written)
    except MalformedNetwork as error:
        text = str(error).replace("TON_NETWORK says", "what you say is")
        raise WrongSettings([f"The network's file {path} {text}."]) from None


def keys_of(read: Reader, network: str) -> Keys:
    """Return the three wallets on *network*."""
    admin, settler, sponsor = (read.seed(_setting(it), SEED_SIZE) for it in KEY_NAMES)
    if not read.problems and len({admin, settler, sponsor}) != len(KEY_NAMES):
        read.problems.append("The admin, the settler and the sponsor must have different keys.")
    if read.problems:
        raise WrongSettings([*_problems(read), _HOW])
    return Keys(
        SettlerWallet(admin, network),
        SettlerWallet(settler, network).address,
        SponsorWallet(sponsor).address,
    )


def known_wallets(read: Reader, network: str) -> dict[str, Address]:
    """Return those of the hub's two wallets whose keys are set, by name."""
    found: dict[str, Address] = {}
    for name in KEY_NAMES[1:]:
        if read.optional(_setting(name)) or read.optional(f"{_setting(name)}_FILE"):
            seed = read.seed(_setting(name), SEED_SIZE)
            if read.problems:
                raise WrongSettings(_problems(read))
            found[name] = address_of_key(name, seed, network)
    return found


def _problems(read: Reader) -> list[str]:
    """Return what is wrong with keys, a file that is not there by its name."""
    found = list(read.problems)
    for name in map(_setting, KEY_NAMES):
        unread = f"{name}_FILE names a file that cannot be read"
        if any(it.startswith(unread) for it in found):
            file = read.text(f"{name}_FILE", "")
            found = [it for it in found if not it.startswith((unread, f"{name} is not"))]
            found.append(f"The key's file {file} cannot be read ({name}_FILE, or --keys).")
    return found


def make_keys(folder: Path, network: str) -> list[MadeKey]:
    """Make the keys that are not in *folder* yet, each in a file for its owner only."""
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as error:
        raise HubError(f"{folder} cannot be made ({error.strerror}).", "Name another.") from error
    return [_made(name, folder / f"{name}.key", network) for name in KEY_NAMES]


def _made(name: str, file: Path, network: str) -> MadeKey:
    new = not file.exists()
    try:
        if new:
            handle = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
            with os.fdopen(handle, "w", encoding="ascii") as out:
                out.write(base64url.encode(SystemRandomness().octets(SEED_SIZE)) + "\n")
    except OSError as error:
        raise HubError(f"{file} cannot be written ({error.strerror}).", "Name another.") from error
    read = Reader({f"{_setting(name)}_FILE": str(file)})
    seed = read.seed(_setting(name), SEED_SIZE)
    if read.problems:
        raise HubError(f"{file} is there and holds no key.", "Name another folder; it was kept.")
    return MadeKey(file, address_of_key(name, seed, network), new)


def address_of_key(name: str, seed: bytes, network: str) -> Address:
    """Return where the wallet of a key is: the sponsor's is of another kind."""
    wallet = SponsorWallet(seed) if name == "sponsor" else SettlerWallet(seed, network)
    return wallet.address


def _setting(name: str) -> str:
    return f"TON_{name.upper()}_KEY"
