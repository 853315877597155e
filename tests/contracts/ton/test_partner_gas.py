"""Gas of partners, redemption and revenue: what is committed, and within the contracts' bounds."""

import json
import re
from importlib import resources

import pytest

from hub.localchain.prices import Prices
from tests.contracts.ton.partner_gas import SNAPSHOT, measured

ROOT = resources.files("contracts.ton")
GAS_LIMIT = 1_000_000
"""Of one transaction on the basechain."""


@pytest.mark.parametrize("prices", ["new", "old"])
def test_gas_is_what_is_committed(prices: Prices) -> None:
    """Every number, at either prices; write anew by python -m tests.contracts.ton.partner_gas."""
    assert measured(prices) == json.loads(SNAPSHOT.read_text())


def test_what_contracts_ask_for_covers_what_they_use() -> None:
    """Bounds in fees.tolk are above what is measured on full dictionaries, and not far above."""
    kept = json.loads(SNAPSHOT.read_text())
    for contract, constant, name in (
        ("partner_registry", "GAS_REGISTER", "registry register, full"),
        ("redemption_manager", "GAS_NOTIFICATION", "redemption served, full"),
        ("redemption_manager", "GAS_NOTIFICATION", "redemption refunded, full"),
        ("redemption_manager", "GAS_NOTIFICATION", "redemption held, full"),
        ("redemption_manager", "GAS_SET_REWARD", "redemption set reward, full"),
        ("revenue_distribution", "GAS_DEPOSIT", "revenue deposit"),
        ("revenue_distribution", "GAS_CLAIM_SHARE", "revenue claim of a new partner, full"),
        ("revenue_distribution", "GAS_TAKE_PLATFORM_SHARE", "revenue platform's part"),
        ("revenue_distribution", "GAS_BOUNCE", "revenue bounced payment, full"),
    ):
        bound = _constant(contract, constant)
        assert kept[name] <= bound <= 2 * kept[name], (contract, constant, kept[name])
    assert kept["registry 50 volumes, full"] < GAS_LIMIT


def _constant(contract: str, name: str) -> int:
    """Return a constant of a contract's fees."""
    text = (ROOT / contract / "fees.tolk").read_text()
    found = re.search(rf"^const {name} = (\d+)$", text, re.MULTILINE)
    assert found is not None, name
    return int(found[1])
