"""Deploys: plans what is left to do, sends it, and reads back what stands.

Deploying reads what stands there, sends the first message that is missing, waits until its effect
is on chain, and begins anew. The message is kept on disk before it is sent: whoever was killed at
any line runs the same command again, which sends those very bytes again (the wallet takes a number
once) and goes on.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

from contracts.ton.seen import AccountStatus, AccountView, Address
from contracts.ton.standing import read_wallet_number
from hub.adapters.chain_pytoniq.chain import PytoniqChain
from hub.adapters.contract_forms import blueprint, namings, standing_of
from hub.adapters.deployment_files import DeploymentFiles
from hub.chain_operation.access import Keys, keys_of, network_of, settings_here
from hub.chain_operation.faucet import give
from hub.core.ports.chain import Chain
from hub.core.settlement.deploying import (
    Blueprint,
    Seen,
    Step,
    absent,
    changes,
    faults,
    needed,
    steps,
)
from hub.core.settlement.deployment import (
    Contract,
    Deployment,
    MalformedDeployment,
    read_deployment,
)
from hub.core.settlement.deployment_choices import Asked, choose, contradictions, mistakes
from hub.core.settlement.network import (
    LOCAL,
    Network,
)
from hub.core.settlement.purses import NANO, Purse, fund_text, fundable, ton
from hub.errors import ChainRefused, HubError
from hub.usecases.deploy_steps import BLOCK_S, NOTHING_SENT, Steps, Work, speaking_of_chain
from hub.usecases.preflight import SETTLER_LEAST, SPONSOR_LEAST

SPARE: Final = NANO
"""NanoTON that a local wallet is given beyond what it needs."""


@dataclass(frozen=True, slots=True)
class DeploymentPlan:
    """What deploying would do now."""

    network: str
    deployment: Deployment
    blueprint: Blueprint
    seen: Mapping[Contract, Seen]
    steps: Sequence[Step]
    purses: Sequence[Purse]
    """The admin's first."""
    refused: Sequence[str]
    """Why nothing would be sent, all reasons at once."""

    @property
    def is_done(self) -> bool:
        """Tell whether there is nothing to send."""
        return not self.steps


class Deployer:
    """Deploys by one admin's key, over one chain, into one record."""

    def __init__(
        self, chain: Chain, network: Network, keys: Keys, files: DeploymentFiles,
        say: Callable[[str], None] = lambda _: None,
    ) -> None:  # fmt: skip
        self._chain = chain
        self._network = network
        self._keys = keys
        self._files = files
        self._say = say

    @property
    def path(self) -> Path:
        """Return where the deployment's record is."""
        return self._files.path

    def plan(self, asked: Asked, *, change: bool = False) -> DeploymentPlan:
        """Return what deploying would do now; it only reads.

        With *change* a settler, a sponsor or bounds that are known already are replaced.
        """
        if wrong := mistakes(asked):
            raise HubError(" ".join(wrong), NOTHING_SENT)
        before = self._before(asked)
        deployment, made = self._wanted(asked, before)
        replaced = [] if change or before is None else _replaced(before, deployment)
        with speaking_of_chain(self._network.name):
            self._chain.head()  # whose network it is, before anything is believed
            seen = look_at(self._chain, deployment)
            left = steps(made, deployment, seen, self._namings(deployment))
            admin = self._purse("admin", self._keys.admin.address, needed(left))
            settler = self._purse("settler", self._keys.settler, SETTLER_LEAST)
            sponsor = self._purse("sponsor", self._keys.sponsor, SPONSOR_LEAST)
        refused = [*replaced, *faults(deployment, seen)]
        if not change and not replaced:
            refused += [f"{it} To replace it, add --change." for it in changes(deployment, seen)]
        if admin.status is AccountStatus.FROZEN:
            refused.append("The admin's wallet is frozen; unfreeze it, or take another key.")
        elif admin.missing and self._network.name != LOCAL:
            refused.append(fund_text(admin, self._network.name))
        return DeploymentPlan(
            self._network.name, deployment, made, seen, left, (admin, settler, sponsor), refused
        )

    def deploy(self, asked: Asked, *, change: bool = False) -> Deployment:
        """Do all that is left to do, and return the deployment, read back from the chain."""
        with self._files.alone():
            return self._deploy(asked, change=change)

    def _deploy(self, asked: Asked, *, change: bool) -> Deployment:
        plan = self.plan(asked, change=change)
        if plan.refused:
            raise ChainRefused(list(plan.refused))
        if self._network.name == LOCAL:
            self._fill(plan.purses)
        self._files.write(plan.deployment.to_json())
        with speaking_of_chain(self._network.name, sent=True):
            steps_of = Steps(
                self._chain, self._keys.admin, self._files, self._network.name, self._say
            )
            steps_of.do(Work(lambda: self._left(plan), self._number))
            wrong = wrong_with(self._chain, plan.deployment)
        if wrong:
            raise HubError("\n".join(wrong), "All was sent, but this is not as it should be.")
        return plan.deployment

    def _before(self, asked: Asked) -> Deployment | None:
        """Return the deployment that the record holds, if it is the one that is asked for."""
        written = self._files.read()
        if written is None:
            return None
        try:
            before = read_deployment(self._network.name, written)
        except MalformedDeployment as error:
            text = str(error).replace("TON_NETWORK", "--network")
            raise HubError(
                f"{self._files.path} {text}.",
                f"{NOTHING_SENT} Mend it, or name another file with --out.",
            ) from None
        other = contradictions(asked, before)
        admin = before.offices.admin if before.offices else None
        if admin != self._keys.admin.address and before.founding is not None:
            both = [fundable(it, self._network.name) for it in
                     (self._keys.admin.address, admin or before.founding.admin)]  # fmt: skip
            other.append(f"TON_ADMIN_KEY is the key of {both[0]}; its admin is {both[1]}.")
        if other:
            raise HubError(
                f"{self._files.path} is of another deployment. {' '.join(other)}",
                f"{NOTHING_SENT} Take what it says, or name another file with --out.",
            )
        return before

    def _wanted(self, asked: Asked, before: Deployment | None) -> tuple[Deployment, Blueprint]:
        """Return what is to stand on chain, and how it is made."""
        chosen = choose(asked, self._keys.admin.address, before)
        made = blueprint(chosen.founding, locked=chosen.locked)
        deployment = made.deployment(
            self._network.name, self._keys.settler, self._keys.sponsor,
            locked=chosen.locked, bounds=chosen.bounds, founding=chosen.founding,
        )  # fmt: skip
        if before is not None and before.offices is not None:
            assert deployment.offices is not None, "a blueprint's deployment has them"
            offices = replace(deployment.offices, admin=before.offices.admin)
            deployment = replace(deployment, offices=offices)
        if before is not None and before.contracts != deployment.contracts:
            raise HubError(
                f"{self._files.path} was made by another version of this program: its contracts"
                " have other codes, and so other addresses.",
                f"{NOTHING_SENT} What it names is looked at by: baursak chain check. Code is not"
                " replaced by deploying (docs/chain.md); for a new programme name another --out.",
            )
        return deployment, made

    def _namings(self, deployment: Deployment) -> dict[Contract, bytes]:
        assert deployment.offices is not None, "a blueprint's deployment has them"
        return namings(deployment.settler, deployment.offices.bounds)

    def _left(self, plan: DeploymentPlan) -> list[Step]:
        seen = look_at(self._chain, plan.deployment)
        return steps(plan.blueprint, plan.deployment, seen, self._namings(plan.deployment))

    def _number(self) -> int:
        account = self._chain.account(self._keys.admin.address)
        return 0 if account.data is None else read_wallet_number(account.data)

    def _purse(self, name: str, address: Address, needs: int) -> Purse:
        account = self._chain.account(address)
        return Purse(name, address, account.balance, needs, account.status)

    def _fill(self, purses: Sequence[Purse]) -> None:
        """Give the local wallets what they lack, out of the faucet."""
        short = [it for it in purses if it.missing]
        for it in short:
            give(self._network.servers[0], it.address, it.missing + SPARE)
            self._say(f"The faucet gave the {it.name}'s wallet {ton(it.missing + SPARE)} TON")
        if short:
            with speaking_of_chain(self._network.name):
                self._chain.wait_block(self._chain.head().seqno + 1, BLOCK_S)


def look_at(chain: Chain, deployment: Deployment) -> dict[Contract, Seen]:
    """Return what stands where the deployment says."""
    return {it: _seen(it, chain.account(at.address)) for it, at in deployment.contracts.items()}


def wrong_with(chain: Chain, deployment: Deployment) -> list[str]:
    """Return all that is not as the deployment says, nothing where all is right; it only reads."""
    seen = look_at(chain, deployment)
    return [*faults(deployment, seen), *absent(deployment, seen)]


@contextmanager
def deploying(
    over: Mapping[str, str], env_file: Path | None, out: Path | None, default: Path,
    say: Callable[[str], None],
) -> Iterator[Deployer]:  # fmt: skip
    """Deploy by the settings that are here, into *out*, TON_DEPLOYMENT's file, or *default*."""
    read = settings_here(over, env_file)
    network = network_of(read)
    keys = keys_of(read, network.name)
    files = DeploymentFiles(out or Path(read.text("TON_DEPLOYMENT", str(default))))
    chain = PytoniqChain(network)
    try:
        yield Deployer(chain, network, keys, files, say)
    finally:
        chain.close()


def _seen(contract: Contract, account: AccountView) -> Seen:
    active = account.status is AccountStatus.ACTIVE
    return Seen(account, standing_of(contract, account.data) if active else None)


def _replaced(before: Deployment, wanted: Deployment) -> list[str]:
    """Return in words which of the hub's wallets are others than the record's."""
    found = []
    for name, known, asked in (
        ("SETTLER", before.settler, wanted.settler),
        ("SPONSOR", before.sponsor, wanted.sponsor),
    ):
        if known != asked:
            both = [fundable(it, wanted.network) for it in (asked, known)]
            found.append(
                f"TON_{name}_KEY is the key of another wallet than the deployment's: {both[0]},"
                f" not {both[1]}. Set the right key; to replace it, add --change."
            )
    return found
