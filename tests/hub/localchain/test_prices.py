"""The chain runs at the prices in force, and at those before."""

from typing import Any

from pytoniq_core.boc.cell import Cell
from pytoniq_core.boc.hashmap.hashmap import HashMap
from pytoniq_core.tlb.account import StateInit

from hub.localchain.prices import Prices, config
from tests.ton_chain import address_of, local_chain, wallet

SINCE_MAY_2026 = "ba917afc10d0c62d9151d80d39ac697040492a67d38bfbb8b4c877630e56d9dd"
"""The configuration that @ton/core makes of the same numbers."""


def _cell(raw: bytes) -> Any:
    return Cell.one_from_boc(raw)


def test_the_new_configuration_is_what_the_official_library_makes() -> None:
    """The dictionary is rewritten exactly: its hash is known from another implementation."""
    assert _cell(config("new")).hash.hex() == SINCE_MAY_2026


def test_only_prices_of_the_basechain_differ() -> None:
    """Gas, forwarding and storage are other; every other parameter is as it was."""
    old, new = (HashMap.from_cell(_cell(config(name)), 32).map for name in ("old", "new"))
    assert old.keys() == new.keys()
    different = {key for key in old if old[key].refs[0] != new[key].refs[0]}
    assert different == {18, 21, 25}


def _cost(prices: Prices) -> tuple[int, int]:
    """Return what a contract of a few steps pays for a message, and for a year's storage."""
    chain = local_chain(prices)
    one = wallet(chain, "one")
    begin: Any = Cell
    code = begin.empty().to_builder().store_bytes(bytes.fromhex("7170" * 60)).end_cell()
    init = StateInit(code=code, data=begin.empty())
    to = address_of(init)
    one.deploy(init)
    work = chain.transactions(to)[0].fees
    chain.advance(365 * 86_400)
    return work, one.send(to)[0].fees - work


def test_work_and_storage_cost_a_sixth() -> None:
    """The same work and the same year's rent cost about six times as much before May 2026."""
    old, new = _cost("old"), _cost("new")
    assert 5.9 < old[0] / new[0] < 6.1
    assert old[1] > 4 * new[1] > 0
