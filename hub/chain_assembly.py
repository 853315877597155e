"""Puts together what speaks to the chain, for the programs that do; the web never loads it."""

from collections.abc import Callable

from contracts.ton.codes import code
from contracts.ton.reading import MalformedCells
from contracts.ton.seen import Address
from contracts.ton.token_books import NoSettlement, read_books
from hub.adapters.archive import FolderArchive
from hub.adapters.chain_pytoniq.chain import PytoniqChain
from hub.adapters.settler import Addresses, ChainSettler
from hub.adapters.wallets import SettlerWallet, SponsorWallet
from hub.config import ChainKeys, ChainSettings, HubSettings
from hub.core.ports.chain import Chain, ChainError
from hub.core.settlement.deployment import Contract, Deployment
from hub.core.settlement.network import MalformedNetwork, read_network
from hub.core.settlement.proof_files import TokenState
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


def public_addresses(settings: HubSettings) -> list[Address]:
    """Return the addresses of the programme that anybody may see: contracts and its wallets."""
    if settings.chain is None:
        return []
    at, keys = _deployment(settings.chain), settings.chain.keys
    found = [it.address for it in at.contracts.values()] + [at.settler, at.sponsor]
    return found if keys is None else found + [it.address for it in _wallets(keys, at.network)]


def look_of(settings: HubSettings, chain: Chain) -> Callable[[], list[Fault]]:
    """Return the look that comes before anything is sent."""
    found = _chain_settings(settings)
    assert found.keys is not None, "only what sends looks first"
    at, (settler, sponsor) = _deployment(found), _wallets(found.keys, found.network.name)
    purses = Purse(settler.address, SETTLER_LEAST), Purse(sponsor.address, SPONSOR_LEAST)
    return lambda: look(chain, at, *purses)


def token_state(name: str, servers: bytes, token: Address) -> TokenState:
    """Return what the token on the network *name* states, read over the servers of its file.

    With proof, except on our own local chain.
    """
    try:
        network = read_network(name, servers)
        chain = PytoniqChain(network)
        try:
            account = chain.account(token)
        finally:
            chain.close()
        if account.code_hash != code("loyalty_token").code_hash or account.data is None:
            raise HubError(
                f"{token} is not a LoyaltyToken of this version, on the network {network.name}.",
                "Is the token on this network, and the proof of it? Check the address, --network,"
                " the network's file, and that this program is up to date.",
            )
        books = read_books(account.data)
    except MalformedNetwork as problem:
        raise HubError(f"The network's file {problem}.", "Take the network's own file.") from None
    except (ChainError, MalformedCells, NoSettlement) as problem:
        raise HubError(f"The chain could not be read: {problem}.", "Try again later.") from None
    said = books.stated
    return TokenState(
        said.epoch, said.root, said.issued, said.custody, said.sum_root, said.block,
        books.supply, books.burned,
    )  # fmt: skip


def _wallets(keys: ChainKeys, network: str) -> tuple[SettlerWallet, SponsorWallet]:
    return SettlerWallet(keys.settler, network), SponsorWallet(keys.sponsor)


def _chain_settings(settings: HubSettings) -> ChainSettings:
    if settings.chain is None:
        raise HubError("This hub is on no chain.", "Set TON_NETWORK and what .env.example names.")
    return settings.chain


def _deployment(found: ChainSettings) -> Deployment:
    assert found.deployment is not None, "the settings of a hub that runs name it"
    return found.deployment
