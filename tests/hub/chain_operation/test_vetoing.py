"""The veto on the real contracts: in time, once, by the admin, of the epoch that is named."""

import base64
from pathlib import Path

import pytest
from click.testing import CliRunner

from contracts.ton import loyalty_token
from contracts.ton.addresses import friendly
from contracts.ton.reading import boc_of, cell_of, core_address
from contracts.ton.standing import read_token_standing
from contracts.ton.token_books import read_books
from hub.adapters.deployment_files import DeploymentFiles
from hub.chain_operation.vetoing import Vetoer, veto_of
from hub.cli.chain_veto import veto as veto_command
from hub.core.ports.wallets import SeqnoWallet
from hub.core.settlement.deployment import Contract, Deployment
from hub.core.settlement.deployment_choices import Asked
from hub.errors import HubError
from tests.deployments import Bench, keys
from tests.ton_chain import Sender

DELAY = 7_200


@pytest.fixture
def bench(tmp_path: Path) -> Bench:
    """Return a place where a programme is deployed."""
    return Bench.here(tmp_path / "deployment.json")


@pytest.fixture
def deployment(bench: Bench) -> Deployment:
    """Return what is deployed there, the settler's first epoch stated."""
    found = bench.deployer().deploy(Asked(delay=DELAY, least_interval=0))
    state(bench, found, 1)
    return found


def state(bench: Bench, deployment: Deployment, epoch: int) -> None:
    """Let whoever has the settler's key state an epoch."""
    settler = Sender(bench.local, core_address(deployment.settler))
    said = loyalty_token.Epoch(epoch, bytes(32), 0, 5, bytes(32), epoch)
    token = core_address(deployment.contracts[Contract.LOYALTY].address)
    assert settler.send(token, loyalty_token.set_root(said))[0].succeeded


def vetoer(bench: Bench, deployment: Deployment, admin: SeqnoWallet | None = None) -> Vetoer:
    """Return the admin's hand on it, or another's."""
    files = DeploymentFiles(bench.out)
    return Vetoer(bench.chain, admin or bench.them.admin, deployment, files, lambda _: None)


def stated(bench: Bench, deployment: Deployment) -> int:
    """Return the epoch that the token states."""
    data = bench.chain.account(deployment.contracts[Contract.LOYALTY].address).data
    assert data is not None
    return read_books(data).stated.epoch


def test_a_veto_takes_epoch_and_settler_away(bench: Bench, deployment: Deployment) -> None:
    """Asked twice, it is one message; the settler is named again by deploying with --change."""
    before = bench.messages(deployment.contracts[Contract.LOYALTY].address)
    assert vetoer(bench, deployment).veto(1) == 0
    assert vetoer(bench, deployment).veto(1) == 0
    data = bench.chain.account(deployment.contracts[Contract.LOYALTY].address).data
    assert data is not None
    assert read_token_standing(data).settler is None
    assert bench.messages(deployment.contracts[Contract.LOYALTY].address) == before + 1
    bench.deployer().deploy(Asked(), change=True)
    state(bench, deployment, 1)
    assert stated(bench, deployment) == 1


def test_too_late_is_said(bench: Bench, deployment: Deployment) -> None:
    """And nothing is sent."""
    bench.local.advance(DELAY + 1)
    bench.local.tick()
    with pytest.raises(HubError, match="has matured"):
        vetoer(bench, deployment).veto(1)
    assert stated(bench, deployment) == 1


def test_the_epoch_must_be_the_newest(bench: Bench, deployment: Deployment) -> None:
    """Who names an old one has not looked."""
    bench.local.advance(DELAY + 1)
    bench.local.tick()
    state(bench, deployment, 2)
    with pytest.raises(HubError, match="states epoch 2"):
        vetoer(bench, deployment).veto(1)
    assert stated(bench, deployment) == 2


def test_an_epoch_that_was_never_stated_is_not_called_vetoed(
    bench: Bench, deployment: Deployment
) -> None:
    """Somebody mistyped: the wrong one is still there."""
    with pytest.raises(HubError, match="states epoch 1, and not 2"):
        vetoer(bench, deployment).veto(2)


def test_only_the_admin_vetoes(bench: Bench, deployment: Deployment) -> None:
    """Another key is refused before anything is sent."""
    stranger = keys(bytes(range(3, 35))).admin
    with pytest.raises(HubError, match="the token's admin is"):
        vetoer(bench, deployment, stranger).veto(1)


def test_the_message_is_for_any_wallet(bench: Bench, deployment: Deployment) -> None:
    """A multisig sends the same; the command prints it and asks nobody."""
    veto = veto_of(deployment, 1)
    assert boc_of(cell_of(veto.body)) == veto.body
    words = ["1", "--body", "--network", "local", "--file", str(bench.out)]
    said = CliRunner().invoke(veto_command, words)
    assert said.exit_code == 0, said.output
    assert base64.b64encode(veto.body).decode() in said.output
    assert friendly(veto.target, test_network=True) in said.output
    admin = Sender(bench.local, core_address(bench.them.admin.address))
    admin.send(core_address(veto.target), cell_of(veto.body), value=veto.value)
    assert stated(bench, deployment) == 0
