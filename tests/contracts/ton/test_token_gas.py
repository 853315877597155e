"""Gas and size of the token and its wallets: kept in git, within the figures promised."""

import json
from typing import get_args

import pytest

from contracts.ton.cells import size_of
from contracts.ton.codes import code
from hub.localchain.prices import Prices
from tests.contracts.ton import token_gas

PUBLIC = {"mint, new wallet": 11_914, "transfer": 10_401, "burn": 7_952}
"""tolk-bench 01's figures, which count 309 for the sender's account at the end of each trace."""
SENDERS_ACCOUNT = 309
FEATURES = {
    "burn": 370,
    "claim of 65,536, new wallet, rest given back": 680,
    "claim of 65,536, rest given back": 630,
}
"""What is over them, as docs/evidence/gas.json measures it feature by feature. A burn is refused
that could not come back from the token (it would take the jettons with it), at prices read from the
config; and the token, to know its wallets, looks whether it is settled and they are locked ones. A
claim looks whether the epoch has matured (the veto), whether wallets are locked, and leaves storage
for a year with a new wallet; what is not worth sending back stays there, and costs 1,267 less."""
PROMISED = {
    "SetRoot": 3_500,
    "SetRoot, first": 3_500,
    "claim of 65,536, new wallet": 9_200,
    "claim of 65,536": 9_200,
} | {
    name: 9_200 + FEATURES[name] for name in FEATURES if name.startswith("claim")
} | {
    name: most - SENDERS_ACCOUNT + FEATURES.get(name, 0) for name, most in PUBLIC.items()
}  # fmt: skip


@pytest.fixture(scope="module")
def found() -> dict[str, int]:
    """Return what is measured now."""
    return token_gas.measured()


def test_gas_and_sizes_are_those_in_git(found: dict[str, int]) -> None:
    """A change shows in the diff: python -m tests.contracts.ton.token_gas writes it."""
    kept = json.loads(token_gas.SNAPSHOT.read_text(encoding="utf-8"))
    assert found == kept


def test_gas_is_within_what_was_promised(found: dict[str, int]) -> None:
    """Whole traces."""
    over = {name: found[name] for name, most in PROMISED.items() if found[name] > most}
    assert not over


@pytest.mark.parametrize("prices", get_args(Prices))
def test_the_bounds_in_the_code_cover_what_is_measured(
    prices: Prices, found: dict[str, int]
) -> None:
    """The wallet asks for no less gas and storage than it needs, and for little more."""
    assert found == token_gas.measured(prices) if prices == "old" else found
    source = (token_gas.SNAPSHOT.parents[3] / "contracts/ton/jetton_wallet/fees.tolk").read_text()
    stated = {
        line.split()[1]: int(line.split()[3])
        for line in source.splitlines()
        if line.startswith(("const GAS", "const WALLET"))
    }
    cells = max(size_of(code(name).cell)[1] for name in token_gas.CONTRACTS[:2])
    bits = max(size_of(code(name).cell)[0] for name in token_gas.CONTRACTS[:2])
    needed = {
        "GAS_TRANSFER": _most(found, "transfer: send", "transfer of a locked token: send"),
        "GAS_RECEIVE": _most(
            found, "transfer: receive, notified", "transfer of a locked token: receive"
        ),
        "GAS_CREDIT": found["claim: credit, rest given back"],
        "GAS_BURN": found["burn: wallet"],
        "GAS_BURN_NOTIFICATION": found["burn of a locked token: token"],
        "WALLET_CELLS": cells + 1,
        "WALLET_BITS": bits + 929,
    }
    assert stated.keys() == needed.keys()
    for name, least in needed.items():
        assert least <= stated[name] <= least * 1.25, name


def _most(found: dict[str, int], *names: str) -> int:
    return max(found[name] for name in names)
