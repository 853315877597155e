"""The wallets that a member may choose from, as a list names them; pure.

Each listens at a bridge of its own; the page of wallets may speak to these bridges, and to nobody
else outside.
"""

import json
import re
from dataclasses import dataclass
from typing import Final

_LINK: Final = re.compile(r"https://[A-Za-z0-9.-]{1,253}(/[A-Za-z0-9./_?=&-]{0,200})?", re.ASCII)
_BRIDGE: Final = re.compile(
    r"https?://[A-Za-z0-9.-]{1,253}(:\d{1,5})?(/[A-Za-z0-9./_-]{0,200})?", re.ASCII
)
_ON_THIS_MACHINE: Final = re.compile(r"http://127\.0\.0\.1[:/]", re.ASCII)
MOST_WALLETS: Final = 12
"""More than anybody reads through on a phone."""
_LONGEST_NAME: Final = 40


class MalformedWallets(ValueError):
    """The list cannot be used; the text says why."""


@dataclass(frozen=True, slots=True)
class WalletChoice:
    """One wallet."""

    name: str
    link: str
    """Opens it with a wish to be connected."""
    bridge: str
    """Where it and the page leave each other messages."""

    @property
    def origin(self) -> str:
        """Return the host that the page must be let speak to."""
        scheme, _, rest = self.bridge.partition("://")
        return f"{scheme}://{rest.partition('/')[0]}"


def read_wallets(written: bytes) -> tuple[WalletChoice, ...]:
    """Return the wallets of a list, or raise MalformedWallets."""
    try:
        found = tuple(
            WalletChoice(it["name"], it["link"], it["bridge"]) for it in json.loads(written)
        )
    except (ValueError, KeyError, TypeError, RecursionError) as error:
        raise MalformedWallets("is no list of {name, link, bridge}") from error
    if not 1 <= len(found) <= MOST_WALLETS:
        raise MalformedWallets(f"must name 1 to {MOST_WALLETS} wallets")
    for it in found:
        _judge(it)
    return found


def _judge(choice: WalletChoice) -> None:
    """Refuse what a page's policy or a link could not hold safely."""
    fields = (choice.name, choice.link, choice.bridge)
    if not all(isinstance(it, str) for it in fields):
        raise MalformedWallets("must say names and addresses as text")
    if not 1 <= len(choice.name) <= _LONGEST_NAME or not choice.name.isprintable():
        raise MalformedWallets(f"has a name that is not 1 to {_LONGEST_NAME} characters")
    if not _LINK.fullmatch(choice.link):
        raise MalformedWallets(f"has no https link for {choice.name}")
    plain = choice.bridge.startswith("http://") and not _ON_THIS_MACHINE.match(choice.bridge)
    if plain or not _BRIDGE.fullmatch(choice.bridge):
        raise MalformedWallets(f"has no https bridge for {choice.name}")
