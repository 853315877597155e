"""Puts together what speaks to the chain, for the programs that do; the web never loads it."""

from collections.abc import Callable

from hub.adapters.archive import FolderArchive
from hub.adapters.chain_pytoniq.chain import PytoniqChain
from hub.adapters.settler import Addresses, ChainSettler
from hub.adapters.wallets import SettlerWallet, SponsorWallet
from hub.config import ChainKeys, ChainSettings, HubSettings
from hub.core.ports.chain import Chain
from hub.core.settlement.deployment import Contract, Deployment
from hub.errors import HubError
from hub.usecases.preflight import SETTLER_LEAST, SPONSOR_LEAST, Fault, Purse, look
from hub.usecases.settlement_desk import Desk


def chain_of(settings: HubSettings) -> PytoniqChain:
    """Return the chain of a hub; nothing is asked of it yet, and whoever got it closes it."""
    return PytoniqChain(_chain_settings(settings).network)


def desk_of(settings: HubSettings, chain: Chain | None = None) -> Desk | None:
    """Return what settles over *chain*, or over one of its own; None where nothing may settle.

    That is a hub without a chain, and a program that has not read the keys.
    """
    if settings.chain is None or settings.chain.keys is None:
        return None
    at, keys = _deployment(settings.chain), settings.chain.keys
    assert settings.chain.archive is not None, "the settings have one wherever they have keys"
    addresses = Addresses(
        at.contracts[Contract.LOYALTY].address,
        at.contracts[Contract.REDEMPTION].address,
        at.locked,
        at.contracts[Contract.REVENUE].address,
    )
    settler, sponsor = _wallets(keys, at.network)
    return Desk(
        ChainSettler(chain or chain_of(settings), settler, sponsor, addresses),
        FolderArchive(settings.chain.archive),
        addresses.manager,
    )


def look_of(settings: HubSettings, chain: Chain) -> Callable[[], list[Fault]]:
    """Return the look that comes before anything is sent."""
    found = _chain_settings(settings)
    assert found.keys is not None, "only what sends looks first"
    at, (settler, sponsor) = _deployment(found), _wallets(found.keys, found.network.name)
    purses = Purse(settler.address, SETTLER_LEAST), Purse(sponsor.address, SPONSOR_LEAST)
    return lambda: look(chain, at, *purses)


def _wallets(keys: ChainKeys, network: str) -> tuple[SettlerWallet, SponsorWallet]:
    return SettlerWallet(keys.settler, network), SponsorWallet(keys.sponsor)


def _chain_settings(settings: HubSettings) -> ChainSettings:
    if settings.chain is None:
        raise HubError("This hub is on no chain.", "Set TON_NETWORK and what .env.example names.")
    return settings.chain


def _deployment(found: ChainSettings) -> Deployment:
    assert found.deployment is not None, "the settings of a hub that runs name it"
    return found.deployment
