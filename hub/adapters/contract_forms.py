"""The contracts as they are deployed, and what their data says: over their Python builders."""

from collections.abc import Callable, Mapping
from typing import Any, Final

from contracts.ton import (
    jetton,
    loyalty_token,
    partner_registry,
    redemption_manager,
    revenue_distribution,
    roles,
)
from contracts.ton.cells import account_of
from contracts.ton.codes import Name, code
from contracts.ton.metadata import on_chain
from contracts.ton.offices import Standing
from contracts.ton.reading import MalformedCells, address_of, boc_of, core_address
from contracts.ton.seen import Address
from contracts.ton.standing import (
    read_manager_standing,
    read_registry_standing,
    read_revenue_standing,
    read_token_standing,
)
from hub.core.settlement.deploying import Blueprint, Part
from hub.core.settlement.deployment import Bounds, Contract, Founding

NO_BOUNDS: Final = loyalty_token.Bounds(None, 0, 0, 0)
"""A token begins with nobody who may state anything."""
DECIMALS: Final = "0"
"""Points are whole."""
_READERS: Final[Mapping[Contract, Callable[[bytes], Standing]]] = {
    Contract.LOYALTY: read_token_standing,
    Contract.REDEMPTION: read_manager_standing,
    Contract.REVENUE: read_revenue_standing,
    Contract.REGISTRY: read_registry_standing,
}


def blueprint(founding: Founding, *, locked: bool) -> Blueprint:
    """Return all contracts as *founding* makes them: the same again every time."""
    admin, delay = core_address(founding.admin), founding.upgrade_delay
    manager = redemption_manager.Founding(admin, delay).init()
    wallet_code = code(_wallet(locked=locked))
    token = loyalty_token.Founding(
        admin, _metadata(founding), NO_BOUNDS, account_of(manager) if locked else None, delay
    ).init()
    rates = partner_registry.Commissions(*founding.commissions)
    registry = partner_registry.Founding(admin, rates, upgrade_delay=delay).init()
    revenue = revenue_distribution.Founding(
        admin, core_address(founding.platform), founding.platform_share,
        claim_delay=founding.claim_delay, upgrade_delay=delay,
    ).init()  # fmt: skip
    set_token = redemption_manager.set_token(account_of(token), wallet_code.cell, locked=locked)
    return Blueprint(
        {
            Contract.LOYALTY: _part("loyalty_token", token, jetton.top_up()),
            Contract.REDEMPTION: _part("redemption_manager", manager, set_token),
            Contract.REVENUE: _part("revenue_distribution", revenue, jetton.top_up()),
            Contract.REGISTRY: _part("partner_registry", registry, jetton.top_up()),
        },
        wallet_code.code_hash,
    )


def namings(settler: Address, bounds: Bounds) -> dict[Contract, bytes]:
    """Return what each contract that has a settler is told of him."""
    him = core_address(settler)
    told = loyalty_token.Bounds(him, bounds.growth_cap, bounds.least_interval, bounds.delay)
    name = boc_of(roles.name_settler(him))
    return {
        Contract.LOYALTY: boc_of(loyalty_token.set_settler(told)),
        Contract.REVENUE: name,
        Contract.REGISTRY: name,
    }


def standing_of(contract: Contract, data: bytes | None) -> Standing | None:
    """Return what a contract's data says; None where it is not a contract of that kind."""
    if data is None:
        return None
    try:
        return _READERS[contract](data)
    except MalformedCells:
        return None


def _part(name: Name, init: Any, body: Any) -> Part:
    address = address_of(account_of(init))
    assert address is not None, "our contracts are on the basechain"
    return Part(address, code(name).code_hash, boc_of(init.serialize()), boc_of(body))


def _wallet(*, locked: bool) -> Name:
    return "jetton_wallet_locked" if locked else "jetton_wallet_open"


def _metadata(founding: Founding) -> Any:
    texts = {
        "name": founding.name,
        "symbol": founding.symbol,
        "decimals": DECIMALS,
        "description": founding.description,
        "image": founding.image,
    }
    return on_chain({name: text for name, text in texts.items() if text})
