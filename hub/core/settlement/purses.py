"""The programme's wallets as their owner reads of them: what they hold, need, and lack."""

from dataclasses import dataclass
from typing import Final

from contracts.ton.addresses import friendly
from contracts.ton.seen import AccountStatus, Address
from hub.core.settlement.network import MAINNET

NANO: Final = 10**9


@dataclass(frozen=True, slots=True)
class Purse:
    """A wallet of the programme, what it holds and what it must hold."""

    name: str
    address: Address
    holds: int
    """NanoTON."""
    needs: int
    status: AccountStatus

    @property
    def missing(self) -> int:
        """Return the nanoTON that somebody has to send there."""
        return max(0, self.needs - self.holds)


def fund_text(purse: Purse, network: str) -> str:
    """Return who needs how much, and where to send it."""
    return (
        f"The {purse.name}'s wallet holds {ton(purse.holds)} TON and needs {ton(purse.needs)}."
        f" Send {ton(purse.missing)} TON more to {fundable(purse.address, network)}"
    )


def ton(nano: int) -> str:
    """Return nanoTON as TON, without idle zeros."""
    whole, part = divmod(nano, NANO)
    return f"{whole}.{part:09d}".rstrip("0").rstrip(".")


def shown(address: Address, network: str) -> str:
    """Return a contract's address as explorers show it."""
    return friendly(address, test_network=network != MAINNET)


def fundable(address: Address, network: str) -> str:
    """Return a wallet's address so that money arrives there before its code does."""
    return friendly(address, bounceable=False, test_network=network != MAINNET)
