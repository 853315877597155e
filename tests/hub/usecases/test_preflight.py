"""Before anything is sent: every reason not to, at once, in the operator's language."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest

from contracts.ton.addresses import friendly
from contracts.ton.reading import core_address
from contracts.ton.wallets import V5_CODE_HASH
from hub.adapters.chain_pytoniq.chain import PytoniqChain
from hub.adapters.wallets import SettlerWallet, SponsorWallet
from hub.core.ports.chain import Chain
from hub.core.settlement.deployment import Contract, Deployed, Deployment
from hub.localchain.port import ChainInProcess
from hub.usecases.preflight import TEXTS, Fault, Purse, Wrong, look
from tests.chains import BEGINNING, WireRig
from tests.hub.core.settlement.samples import DEPLOYMENT
from tests.ton_chain import local_chain

TON = 10**9
SETTLER = SettlerWallet(bytes([1]) * 32, "local")
SPONSOR = SponsorWallet(bytes([2]) * 32)
PURSES = (Purse(SETTLER.address, TON), Purse(SPONSOR.address, 2 * TON))


@pytest.fixture(scope="module")
def chain() -> Iterator[Chain]:
    """Return a chain with both wallets filled and four contracts (wallets stand in for them)."""
    port = ChainInProcess(local_chain())
    for wallet in (SETTLER, SPONSOR, *STANDING):
        port.chain.faucet(core_address(wallet.address), 5 * TON)
    for wallet in STANDING:
        port.send(wallet.sign([], seqno=0, valid_until=BEGINNING + 60).boc)
    yield port
    port.close()


STANDING = [SettlerWallet(bytes([number]) * 32, "local") for number in range(3, 7)]
GOOD = replace(
    DEPLOYMENT,
    contracts={
        it: Deployed(wallet.address, V5_CODE_HASH)
        for it, wallet in zip(Contract, STANDING, strict=True)
    },
    settler=SETTLER.address,
    sponsor=SPONSOR.address,
)


def kinds(faults: list[Fault]) -> list[Wrong]:
    """Return what is wrong."""
    return [it.wrong for it in faults]


def test_nothing_is_wrong_where_all_is_right(chain: Chain) -> None:
    """Codes, keys and balances."""
    assert look(chain, GOOD, *PURSES) == []


def test_all_that_is_wrong_is_said_at_once(chain: Chain) -> None:
    """A key, a contract that is not there, one with another code, an empty purse."""
    deployed: dict[Contract, Any] = dict(GOOD.contracts)
    deployed[Contract.REVENUE] = DEPLOYMENT.contracts[Contract.REVENUE]
    deployed[Contract.REGISTRY] = replace(deployed[Contract.REGISTRY], code_hash=b"\7" * 32)
    wrong = replace(GOOD, contracts=deployed, sponsor=SETTLER.address)
    purses = (Purse(SETTLER.address, 6 * TON), Purse(SPONSOR.address, 6 * TON + 1))
    faults = look(chain, wrong, *purses)
    assert kinds(faults) == [Wrong.SPONSOR_KEY, Wrong.ABSENT, Wrong.CODE, Wrong.BALANCE]
    assert faults[1].facts["name"] == "revenue_distribution"
    assert faults[3].facts["missing"] == "1.0000"
    assert faults[3].facts["address"] == friendly(
        SETTLER.address, bounceable=False, test_network=True
    )


def test_nobody_is_told_to_fill_the_wallet_of_a_wrong_key(chain: Chain) -> None:
    """What is sent there would help nobody; both keys are said at once."""
    crossed = replace(GOOD, settler=SPONSOR.address, sponsor=SETTLER.address)
    purses = (Purse(SETTLER.address, 6 * TON), Purse(SPONSOR.address, 6 * TON + 1))
    assert kinds(look(chain, crossed, *purses)) == [Wrong.SETTLER_KEY, Wrong.SPONSOR_KEY]
    both = [it.facts["missing"] for it in look(chain, GOOD, *purses)]
    assert both == ["1.0000", "1.0001"]


def test_a_purse_with_just_enough_is_enough(chain: Chain) -> None:
    """And one nanoTON less is not."""
    exact = (Purse(SETTLER.address, 5 * TON), Purse(SPONSOR.address, 5 * TON))
    assert look(chain, GOOD, *exact) == []
    more = (Purse(SETTLER.address, 5 * TON + 1), exact[1])
    assert kinds(look(chain, GOOD, *more)) == [Wrong.BALANCE]


def test_a_wrong_network_or_none_at_all_is_said() -> None:
    """Beside the keys, which need no chain."""
    rig = WireRig()
    foreign = PytoniqChain(replace(rig.network(), zero_state=b"\1" * 32), timeout=0.5, patience=0.5)
    other = replace(GOOD, settler=SPONSOR.address)
    assert kinds(look(foreign, other, *PURSES)) == [Wrong.SETTLER_KEY, Wrong.NETWORK]
    foreign.close()
    assert kinds(look(foreign, other, *PURSES)) == [Wrong.SETTLER_KEY, Wrong.UNAVAILABLE]
    rig.close()


@pytest.mark.parametrize("language", ["kk", "ru", "en"])
def test_every_fault_says_what_to_do_in_every_language(language: str) -> None:
    """With its facts in it, and nothing left unfilled."""
    facts = {
        "why": "W", "network": "N", "name": "M", "status": "S", "found": "F", "known": "K",
        "address": "A", "has": "H", "missing": "I",
    }  # fmt: skip
    for wrong in Wrong:
        text = Fault(wrong, facts).text(language)
        assert "{" not in text
        assert len(text) > 60
        assert set(TEXTS[wrong]) == {"kk", "ru", "en"}


def test_what_people_see_of_mainnet_is_a_mainnet_address(chain: Chain) -> None:
    """Of other networks, one that mainnet wallets refuse to send to."""
    main: Deployment = replace(GOOD, network="mainnet")
    needy = (Purse(SETTLER.address, 9 * TON), PURSES[1])
    assert look(chain, main, *needy)[0].facts["address"].startswith("UQ")
    assert look(chain, GOOD, *needy)[0].facts["address"].startswith("0Q")
