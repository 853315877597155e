"""The admin's veto: takes the newest epoch back before anybody can claim by it.

It takes the settler away as well, so whoever stated the epoch states no other.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from contracts.ton import loyalty_token
from contracts.ton.reading import boc_of
from contracts.ton.seen import Address
from contracts.ton.standing import read_token_standing, read_wallet_number
from contracts.ton.token_books import read_books
from hub.adapters.chain_pytoniq.chain import PytoniqChain
from hub.adapters.deployment_files import DeploymentFiles
from hub.adapters.wallets import SEED_SIZE, SettlerWallet
from hub.chain_operation.access import network_of, settings_here
from hub.chain_operation.checking import deployment_in
from hub.core.ports.chain import Chain
from hub.core.ports.wallets import SeqnoWallet
from hub.core.settlement.deploying import NAMING, Letter, Step
from hub.core.settlement.deployment import Contract, Deployment
from hub.core.settlement.purses import shown
from hub.errors import HubError, WrongSettings
from hub.usecases.deploy_steps import NOTHING_SENT, Steps, Work, speaking_of_chain

VALUE: Final = NAMING
"""NanoTON that come with a veto and stay with the token: several times its gas."""


@dataclass(frozen=True, slots=True)
class Veto:
    """The message of a veto: what any wallet of the admin's sends."""

    target: Address
    value: int
    body: bytes
    """A bag of cells."""


def veto_of(deployment: Deployment, epoch: int) -> Veto:
    """Return the message that vetoes *epoch*."""
    token = deployment.contracts[Contract.LOYALTY].address
    return Veto(token, VALUE, boc_of(loyalty_token.veto(epoch)))


class Vetoer:
    """Vetoes by one admin's key, over one chain."""

    def __init__(
        self, chain: Chain, admin: SeqnoWallet, deployment: Deployment, files: DeploymentFiles,
        say: Callable[[str], None],
    ) -> None:  # fmt: skip
        self._chain = chain
        self._admin = admin
        self._deployment = deployment
        self._files = files
        self._say = say

    def veto(self, epoch: int) -> int:
        """Veto *epoch* and return the one that the token states then; done twice, it is once."""
        network = self._deployment.network
        with self._files.alone(), speaking_of_chain(network, sent=True):
            self._require_admin()
            work = Work(lambda: self._left(epoch), self._number)
            Steps(self._chain, self._admin, self._files, network, self._say).do(work)
            return read_books(self._data()).stated.epoch

    def _left(self, epoch: int) -> list[Step]:
        """Return the veto while the token states *epoch*, nothing once it is gone."""
        data = self._data()
        books = read_books(data)
        if books.stated.epoch < epoch and read_token_standing(data).settler is None:
            return []
        if books.stated.epoch != epoch:
            raise HubError(
                f"The token states epoch {books.stated.epoch}, and not {epoch}.",
                f"{NOTHING_SENT} Name the newest, if it is the wrong one.",
            )
        if self._chain.head().utime >= books.matures_at:
            raise HubError(
                f"Epoch {epoch} has matured: nobody can take it back any more.",
                f"{NOTHING_SENT} Go on as docs/chain.md says.",
            )
        veto = veto_of(self._deployment, epoch)
        return [Step(f"veto epoch {epoch}", (Letter(veto.target, veto.value, veto.body),))]

    def _require_admin(self) -> None:
        found = read_token_standing(self._data()).offices.admin
        if found != self._admin.address:
            both = [shown(it, self._deployment.network) for it in (self._admin.address, found)]
            raise HubError(
                f"TON_ADMIN_KEY is the key of {both[0]}; the token's admin is {both[1]}.",
                f"{NOTHING_SENT} For another kind of wallet: baursak chain veto --body",
            )

    def _data(self) -> bytes:
        token = self._deployment.contracts[Contract.LOYALTY].address
        data = self._chain.account(token).data
        if data is None:
            raise HubError("There is no token where the deployment says.", NOTHING_SENT)
        return data

    def _number(self) -> int:
        data = self._chain.account(self._admin.address).data
        return 0 if data is None else read_wallet_number(data)


def veto_named(
    over: Mapping[str, str], env_file: Path | None, file: Path, epoch: int,
    say: Callable[[str], None],
) -> int:  # fmt: skip
    """Veto by the settings that are here; return the epoch that stands then."""
    read = settings_here(over, env_file)
    network = network_of(read)
    seed = read.seed("TON_ADMIN_KEY", SEED_SIZE)
    if read.problems:
        raise WrongSettings(read.problems)
    deployment = deployment_in(file, network.name)
    admin = SettlerWallet(seed, network.name)
    chain = PytoniqChain(network)
    try:
        return Vetoer(chain, admin, deployment, DeploymentFiles(file), say).veto(epoch)
    finally:
        chain.close()


def veto_body(
    over: Mapping[str, str], env_file: Path | None, file: Path, epoch: int
) -> tuple[str, Veto]:
    """Return the token's address as explorers show it, and the message; nothing is asked."""
    network = settings_here(over, env_file).text("TON_NETWORK", "off")
    deployment = deployment_in(file, network)
    veto = veto_of(deployment, epoch)
    return shown(veto.target, network), veto
