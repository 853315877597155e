"""Deploying on the real contracts: what stands afterwards, what is refused, and every kill."""

import random
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

import pytest

from contracts.ton.offices import TokenStanding
from contracts.ton.reading import core_address
from contracts.ton.seen import AccountView, Address
from hub.adapters.deployment_files import DeploymentFiles
from hub.chain_operation.checking import check_deployment
from hub.chain_operation.deployer import look_at, wrong_with
from hub.core.ports.chain import Chain, ChainUnavailable, Head, WrongNetwork
from hub.core.ports.wallets import Order
from hub.core.settlement.deployment import Bounds, Contract, Deployment, read_deployment
from hub.core.settlement.deployment_choices import SAFE_BOUNDS, Asked
from hub.core.settlement.network import MAINNET, TESTNET
from hub.errors import ChainRefused, HubError
from hub.localchain.port import ChainInProcess
from hub.localchain.prices import Prices
from tests.deployments import STEPS, Bench, Fate, Killed, Mortal, enrich, keys, nowhere
from tests.ton_chain import TON, local_chain

PLAIN = Asked()


@pytest.fixture
def bench(tmp_path: Path) -> Bench:
    """Return a place to deploy at, its wallets full."""
    return Bench.here(tmp_path / "deployment.json")


def stands(bench: Bench, deployment: Deployment) -> None:
    """Check that all is there, once, as its record says."""
    assert read_deployment("local", bench.out.read_bytes()) == deployment
    assert wrong_with(bench.chain, deployment) == []
    assert not bench.out.with_name("deployment.json.sending").exists()
    taken = {it: bench.messages(at.address) for it, at in deployment.contracts.items()}
    assert taken == {
        Contract.REGISTRY: 2, Contract.REVENUE: 2, Contract.LOYALTY: 2, Contract.REDEMPTION: 1,
    }  # fmt: skip
    assert bench.messages(bench.them.admin.address) == 0
    sent = bench.chain.transactions(bench.them.admin.address)
    assert sum(it.incoming is not None and it.incoming.source is None for it in sent) == STEPS


@pytest.mark.parametrize("locked", [True, False])
def test_all_stands_as_it_was_asked_for(bench: Bench, *, locked: bool) -> None:
    """Read back from the contracts' own data, and written down."""
    bounds = Bounds(growth_cap=5_000, least_interval=60, delay=120)
    asked = Asked(locked=locked, growth_cap=5_000, least_interval=60, delay=120)
    deployment = bench.deployer().deploy(asked)
    stands(bench, deployment)
    token = look_at(bench.chain, deployment)[Contract.LOYALTY].standing
    assert isinstance(token, TokenStanding)
    assert (token.settler, token.locked) == (bench.them.settler, locked)
    assert Bounds(token.growth_cap, token.least_interval, token.delay) == bounds
    assert token.offices.admin == bench.them.admin.address
    checked = check_deployment(bench.chain, deployment, {"settler": bench.them.settler})
    assert checked.wrong == []


def test_what_nobody_says_is_safe(bench: Bench) -> None:
    """Locked wallets, a cap, an interval and a day's time to veto."""
    deployment = bench.deployer().deploy(PLAIN)
    assert deployment.locked
    assert deployment.offices is not None
    assert deployment.offices.bounds == SAFE_BOUNDS


def test_deploying_twice_is_deploying_once(bench: Bench) -> None:
    """With the record, without it, and with what had been said said again."""
    first = bench.deployer().deploy(Asked(name="Apricot", delay=60))
    assert bench.deployer().plan(PLAIN).is_done
    assert bench.deployer().deploy(PLAIN) == first
    bench.out.unlink()
    assert bench.deployer().deploy(Asked(name="Apricot", delay=60)) == first
    stands(bench, first)


def test_planning_sends_nothing(bench: Bench) -> None:
    """Nor does it write."""
    plan = bench.deployer().plan(PLAIN)
    assert [len(it.letters) for it in plan.steps] == [1, 1, 1, 1, 3]
    assert bench.chain.transactions(bench.them.admin.address)[0].outgoing == ()
    assert len(bench.chain.transactions(bench.them.admin.address)) == 1
    assert not bench.out.exists()


CALLS = 110
"""Of chain and files in a whole deployment, or a few more."""


def test_a_kill_at_any_line_is_gone_on_from(tmp_path: Path, *, full: bool) -> None:
    """Before and after every call of the chain and of the files: in the end all stands once."""
    numbers = range(1, CALLS) if full else sorted(random.Random(4).sample(range(1, CALLS), 5))
    deaths = [
        dies_and_goes_on(tmp_path / f"{number}-{after}", Fate(number, after))
        for number in numbers
        for after in (False, True)
    ]
    assert sum(deaths) > len(deaths) * 3 // 4


def dies_and_goes_on(folder: Path, fate: Fate) -> bool:
    """Deploy as *fate* has it, and again; return whether there was a death."""
    folder.mkdir()
    bench, died = Bench.here(folder / "deployment.json"), False
    try:
        bench.deployer(fate).deploy(PLAIN)
    except Killed:
        died = True
    stands(bench, bench.deployer().deploy(PLAIN))
    return died


def test_killed_again_and_again(bench: Bench) -> None:
    """Each begins where the one before ended."""
    chance, deaths = random.Random(22), 0
    while deaths < 8:
        with pytest.raises(Killed):
            bench.deployer(Fate(chance.randrange(5, 20), after=True)).deploy(PLAIN)
        deaths += 1
    stands(bench, bench.deployer().deploy(PLAIN))


class Lagging:
    """A chain on which a wallet's message is taken at once, and arrives some blocks later."""

    def __init__(self, inner: Chain, wallet: Address, blocks: int) -> None:
        self._inner = inner
        self._wallet = wallet
        self._blocks = blocks
        self._shown: dict[Address, list[AccountView]] = {}

    def account(self, address: Address) -> AccountView:
        """Return the wallet as it is, and others as they were."""
        if address == self._wallet:
            return self._inner.account(address)
        return self._shown.setdefault(address, [self._inner.account(address)])[0]

    def wait_block(self, seqno: int, timeout: float) -> Head:
        """Let a block go by."""
        for address, views in self._shown.items():
            views.append(self._inner.account(address))
            del views[: -self._blocks]
        return self._inner.wait_block(seqno, timeout)

    def __getattr__(self, name: str) -> object:
        return getattr(self._inner, name)


def test_what_is_on_its_way_is_waited_for(bench: Bench) -> None:
    """Killed between the wallet's taking a message and its arrival: it is not sent again."""
    chance, real = random.Random(8), bench.chain
    bench.chain = Lagging(real, bench.them.admin.address, 4)  # type: ignore[assignment]
    for _ in range(12):
        with pytest.raises(Killed):
            bench.deployer(Fate(chance.randrange(18, 45), after=True)).deploy(PLAIN)
    deployment = bench.deployer().deploy(PLAIN)
    bench.chain = real
    stands(bench, deployment)


def test_a_message_that_came_too_late_is_signed_anew(bench: Bench) -> None:
    """Killed with a message kept and not sent; days go by: it is void, and another works."""
    calls = Fate(10**9, after=False)
    bench.deployer(calls).plan(PLAIN)
    number = calls.calls
    while not bench.out.with_name("deployment.json.sending").exists():
        number += 1
        with pytest.raises(Killed):
            bench.deployer(Fate(number, after=True)).deploy(PLAIN)
    bench.local.advance(3 * 24 * 3600)
    bench.local.tick()
    stands(bench, bench.deployer().deploy(PLAIN))
    assert any("Going on with" in it for it in bench.said)


class Losing:
    """A chain whose server drops some messages, or takes them and says nothing."""

    def __init__(self, inner: Chain, seed: int) -> None:
        self._inner = inner
        self._chance = random.Random(seed)

    def send(self, message: bytes) -> bytes:
        """Send, or not; say so, or not."""
        fate = self._chance.randrange(4)
        if fate == 0:
            return bytes(32)
        hashed = self._inner.send(message)
        if fate == 1:
            raise ChainUnavailable("no answer")
        return hashed

    def __getattr__(self, name: str) -> object:
        return getattr(self._inner, name)


@pytest.mark.parametrize("seed", range(3))
def test_lost_messages_and_lost_answers_change_nothing(bench: Bench, seed: int) -> None:
    """Whoever gets no answer is told to run it again, and all stands once."""
    real, bench.chain = bench.chain, Losing(bench.chain, seed)  # type: ignore[assignment]
    while not runs(bench):
        assert len(bench.said) < 1_000
    bench.chain = real
    stands(bench, bench.deployer().deploy(PLAIN))


def runs(bench: Bench) -> bool:
    """Deploy; return False where there was no answer, and it was said that it goes on."""
    try:
        bench.deployer().deploy(PLAIN)
    except HubError as error:
        if "does not answer" in error.title and "run the same command again" in error.hint:
            return False
        raise
    return True


def test_another_settler_is_named_only_when_it_is_said(bench: Bench) -> None:
    """A key that was replaced, or new bounds: refused with both, done with --change."""
    first = bench.deployer().deploy(PLAIN)
    bench.them = keys(settler=bytes(range(9, 41)))
    enrich(bench.local, bench.them)
    with pytest.raises(ChainRefused, match="another wallet than the deployment's"):
        bench.deployer().deploy(PLAIN)
    record = bench.out.read_bytes()
    bench.out.unlink()
    with pytest.raises(ChainRefused, match=r"loyalty_token's settler is .*--change"):
        bench.deployer().deploy(PLAIN)
    bench.out.write_bytes(record)
    second = bench.deployer().deploy(Asked(growth_cap=7), change=True)
    assert second.contracts == first.contracts
    assert second.settler == bench.them.settler != first.settler
    assert wrong_with(bench.chain, second) == []
    assert len(wrong_with(bench.chain, first)) == 3
    with pytest.raises(ChainRefused, match="bounds are 7 points"):
        bench.deployer().deploy(Asked(growth_cap=8))


def test_a_manager_that_another_put_there_is_told_of_the_token(bench: Bench) -> None:
    """Anybody can deploy it, but without the token; only its admin names one."""
    part = bench.deployer().plan(PLAIN).blueprint.parts[Contract.REDEMPTION]
    stranger = keys(admin=bytes(range(50, 82)))
    enrich(bench.local, stranger)
    empty = bench.deployer().plan(PLAIN).blueprint.parts[Contract.REGISTRY].body
    order = Order(part.address, TON, empty, bounce=False, init=part.init)
    bench.chain.send(stranger.admin.sign([order], seqno=0, valid_until=2**31).boc)
    assert bench.chain.account(part.address).code_hash == part.code_hash
    told = [it.what for it in bench.deployer().plan(PLAIN).steps]
    assert "tell redemption_manager of the token" in told
    stands(bench, bench.deployer().deploy(PLAIN))


def test_one_admin_founds_one_programme(bench: Bench) -> None:
    """His manager serves his first token for good."""
    bench.deployer().deploy(PLAIN)
    bench.out = bench.out.with_name("other.json")
    with pytest.raises(ChainRefused, match="serves another token"):
        bench.deployer().deploy(Asked(name="Another"))
    assert not bench.out.exists()


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        (Asked(name="Other"), "--name is Other here"),
        (Asked(locked=False), "Wallets are open here, and locked there"),
        (Asked(platform_share=5), "--platform-share is 5 here, and 0 there"),
        (Asked(growth_cap=0), "--growth-cap must be from 1"),
        (Asked(delay=31 * 24 * 3600), "--delay must be from 0"),
        (Asked(symbol="ELEVENCHARS"), "--symbol must have at most 10"),
        (Asked(platform=Address("-1:" + "11" * 32)), "--platform must be a wallet of the"),
    ],
)
def test_what_was_begun_is_not_begun_otherwise(bench: Bench, asked: Asked, said: str) -> None:
    """What cannot change any more, or cannot be, is refused before anything is sent."""
    bench.deployer().deploy(PLAIN)
    with pytest.raises(HubError, match=said):
        bench.deployer().deploy(asked)


def test_the_key_of_another_admin_is_refused(bench: Bench) -> None:
    """By both addresses."""
    bench.deployer().deploy(PLAIN)
    bench.them = keys(admin=bytes(range(60, 92)))
    with pytest.raises(HubError, match=r"TON_ADMIN_KEY is the key of .*; its admin is"):
        bench.deployer().deploy(PLAIN)


@pytest.mark.parametrize("prices", ["new", "old"])
@pytest.mark.parametrize(("network", "form"), [(TESTNET, "0Q"), (MAINNET, "UQ")])
def test_an_empty_wallet_is_refused_with_where_to_send_how_much(
    tmp_path: Path, network: str, form: str, prices: Prices
) -> None:
    """Before anything is sent or written; what it asks for is enough, at either prices."""
    chain = local_chain(prices)
    bench = Bench(ChainInProcess(chain), tmp_path / "d.json", keys(), nowhere(network))
    with pytest.raises(ChainRefused, match=rf"needs 0\.71\. Send 0\.71 TON more to {form}"):
        bench.deployer().deploy(PLAIN)
    assert not bench.out.exists()
    bench.local.faucet(core_address(bench.them.admin.address), 710_000_000)
    assert bench.deployer().plan(PLAIN).refused == []
    assert wrong_with(bench.chain, bench.deployer().deploy(PLAIN)) == []


def test_two_deployers_at_once_deploy_once(bench: Bench) -> None:
    """Two operators on two machines, by one key: a number of the wallet is taken once."""
    other = Bench(bench.chain, bench.out.with_name("other.json"), bench.them)
    with ThreadPoolExecutor(2) as pool:
        both = [pool.submit(it.deployer().deploy, PLAIN) for it in (bench, other)]
    first, second = (it.result() for it in both)
    assert first == second
    stands(bench, first)


def test_one_record_has_one_deployer(bench: Bench) -> None:
    """The second is refused while the first is there, whatever became of it before."""
    files = DeploymentFiles(bench.out)
    with files.alone(), pytest.raises(HubError, match="in use by another program"):
        bench.deployer().deploy(PLAIN)
    assert not bench.out.exists()
    stands(bench, bench.deployer().deploy(PLAIN))


class Silent:
    """A chain of which no server answers."""

    def head(self) -> Head:
        """Say that nobody does."""
        raise ChainUnavailable("none is connected")


def test_a_silent_chain_is_said_plainly(bench: Bench) -> None:
    """With what to look at; nothing was sent, and nothing written."""
    bench.chain = Silent()  # type: ignore[assignment]
    with pytest.raises(HubError, match="The chain does not answer") as caught:
        bench.deployer().deploy(PLAIN)
    assert "Nothing was sent." in caught.value.hint
    assert "baursak chain serve" in caught.value.hint
    assert not bench.out.exists()


def test_servers_of_another_network_are_refused(bench: Bench) -> None:
    """They say so when they are asked, whatever the file says."""
    bench.chain = Foreign()  # type: ignore[assignment]
    with pytest.raises(HubError, match="not of local") as caught:
        bench.deployer().deploy(PLAIN)
    assert "Nothing was sent." in caught.value.hint


class Foreign:
    """A chain whose servers are of another network."""

    def head(self) -> Head:
        """Say so."""
        raise WrongNetwork("the lite-servers are of another network")


def test_a_record_of_another_version_is_kept(bench: Bench) -> None:
    """Its contracts have other codes: nothing is deployed beside them by mistake."""
    deployment = bench.deployer().deploy(PLAIN)
    token = deployment.contracts[Contract.LOYALTY]
    other = {**deployment.contracts, Contract.LOYALTY: replace(token, code_hash=bytes(32))}
    bench.out.write_bytes(replace(deployment, contracts=other).to_json())
    with pytest.raises(HubError, match="another version of this program"):
        bench.deployer().deploy(PLAIN)
    checked = check_deployment(bench.chain, replace(deployment, contracts=other), {})
    assert any("loyalty_token has another code" in it for it in checked.wrong)


def test_a_check_names_everything_that_is_wrong(bench: Bench) -> None:
    """Contracts that are not there, and wallets without money."""
    plan = bench.deployer().plan(PLAIN)
    poor = replace(plan.deployment, sponsor=Address("0:" + "12" * 32))
    wrong = check_deployment(bench.chain, poor, {"sponsor": bench.them.sponsor}).wrong
    assert sum("is not there" in it for it in wrong) == 4
    assert any("TON_SPONSOR_KEY is the key of" in it for it in wrong)
    assert any("The sponsor's wallet holds 0 TON and needs 1" in it for it in wrong)


def test_mortals_are_what_they_stand_for(bench: Bench) -> None:
    """The kill tests kill the real thing: its answers pass through."""
    fate = Fate(10**9, after=False)
    assert Mortal(bench.chain, fate).head() == bench.chain.head()
    assert fate.calls == 1
