"""Looks at a deployment that should be whole; it needs no key and sends nothing."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from contracts.ton.seen import Address
from hub.adapters.chain_pytoniq.chain import PytoniqChain
from hub.adapters.deployment_files import DeploymentFiles
from hub.chain_operation.access import known_wallets, network_of, settings_here
from hub.chain_operation.deployer import wrong_with
from hub.core.ports.chain import Chain
from hub.core.settlement.deployment import Deployment, MalformedDeployment, read_deployment
from hub.core.settlement.purses import Purse, fund_text, fundable
from hub.errors import HubError
from hub.usecases.deploy_steps import speaking_of_chain
from hub.usecases.preflight import SETTLER_LEAST, SPONSOR_LEAST


@dataclass(frozen=True, slots=True)
class Checked:
    """What a look at a deployment found."""

    deployment: Deployment
    purses: Sequence[Purse]
    wrong: Sequence[str]
    """All that is not as it should be, with what to do; nothing where all is right."""


def check_named(
    over: Mapping[str, str], env_file: Path | None, file: Path | None, default: Path
) -> Checked:
    """Check the deployment of *file*, of TON_DEPLOYMENT, or of *default*, over the network."""
    read = settings_here(over, env_file)
    network = network_of(read)
    path = file or Path(read.text("TON_DEPLOYMENT", str(default)))
    deployment = deployment_in(path, network.name)
    keys = known_wallets(read, network.name)
    chain = PytoniqChain(network)
    try:
        with speaking_of_chain(network.name):
            return check_deployment(chain, deployment, keys)
    finally:
        chain.close()


def check_deployment(chain: Chain, deployment: Deployment, keys: Mapping[str, Address]) -> Checked:
    """Return what is wrong with a deployment, with its wallets, and with *keys* that are set."""
    wrong = wrong_with(chain, deployment)
    purses = []
    for name, address, least in (
        ("settler", deployment.settler, SETTLER_LEAST),
        ("sponsor", deployment.sponsor, SPONSOR_LEAST),
    ):
        account = chain.account(address)
        purse = Purse(name, address, account.balance, least, account.status)
        purses.append(purse)
        if keys.get(name, address) != address:
            both = fundable(keys[name], deployment.network), fundable(address, deployment.network)
            wrong.append(f"TON_{name.upper()}_KEY is the key of {both[0]}; the deployment's"
                         f" {name} is {both[1]}. Set the right key.")  # fmt: skip
        if purse.missing:
            wrong.append(fund_text(purse, deployment.network))
    return Checked(deployment, purses, wrong)


def deployment_in(path: Path, network: str) -> Deployment:
    """Return the deployment that a file holds."""
    written = DeploymentFiles(path).read()
    if written is None:
        raise HubError(
            f"There is no deployment's file {path}.",
            "Name it with --file, or make one with: baursak chain deploy",
        )
    try:
        return read_deployment(network, written)
    except MalformedDeployment as error:
        text = str(error).replace("TON_NETWORK", "--network")
        raise HubError(f"{path} {text}.", "Nothing was looked at.") from None
