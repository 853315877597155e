"""Shops and their cashiers."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any, Final

from contracts.wire.refusals import Refusal, Refused
from contracts.wire.units import ShopId
from hub.core.access import attempts
from hub.core.access.actor import Actor
from hub.core.access.people import (
    LONGEST_ADDRESS,
    Cashier,
    Page,
    Shop,
    State,
    TillKey,
    proper_name,
)
from hub.core.access.roles import Permission, Scope
from hub.core.access.secrets import require_good_pin
from hub.core.ids import CashierId, PartnerId
from hub.core.ports.hub import Hub, Work
from hub.usecases.attempts import count_try

OF_TILLS: Final = "till"
"""Among a shop's settings: those of its tills, which have their own door and limits."""


@dataclass(frozen=True, slots=True)
class ShopChange:
    """What becomes of a shop; None leaves a field as it is."""

    name: str | None = None
    address: str | None = None
    state: State | None = None
    settings: Mapping[str, Any] | None = None


@dataclass(frozen=True, slots=True)
class CashierChange:
    """What becomes of a cashier; None leaves a field as it is."""

    name: str | None = None
    state: State | None = None
    pin: str | None = None


def add_shop(hub: Hub, actor: Actor, partner: PartnerId, name: str, address: str) -> Shop:
    """Add a shop to a partner."""
    actor.require(Permission.SHOPS_EDIT, Scope(partner))
    name = proper_name(name)
    address = _address(address)
    with hub.store.begin() as work:
        if work.partners.lock(partner) is None:
            raise Refused(Refusal.NOT_FOUND, "partner")
        now = hub.clock.now()
        shop = work.shops.add(partner, name, address, now)
        work.audit.write(actor.entry(now, "shop.add", f"shop {shop}", partner, name=name))
        return shop_of(work, shop)


def list_shops(hub: Hub, actor: Actor, page: Page, partner: PartnerId | None) -> list[Shop]:
    """Return the shops that this person may see, of one partner or of all."""
    scopes = actor.scopes(Permission.SHOPS_READ)
    if partner is not None:
        asked = Scope(partner)
        within = [scope for scope in scopes if asked.covers(scope)]
        scopes = (asked,) if any(scope.covers(asked) for scope in scopes) else tuple(within)
    with hub.store.read() as work:
        return work.shops.listed(page, scopes)


def show_shop(hub: Hub, actor: Actor, shop: ShopId) -> Shop:
    """Return one shop."""
    with hub.store.read() as work:
        found = shop_of(work, shop)
    actor.require(Permission.SHOPS_READ, scope_of(found))
    return found


def change_shop(hub: Hub, actor: Actor, shop: ShopId, change: ShopChange) -> Shop:
    """Change a shop's name, address, state or settings."""
    with hub.store.begin() as work:
        found = shop_of(work, shop)
        actor.require(Permission.SHOPS_EDIT, scope_of(found))
        changed = replace(
            found,
            name=found.name if change.name is None else proper_name(change.name),
            address=found.address if change.address is None else _address(change.address),
            state=change.state or found.state,
            settings=_settings(found, change.settings),
        )
        work.shops.change(changed)
        now, subject = hub.clock.now(), f"shop {shop}"
        facts = {"state": str(changed.state), "name": changed.name}
        work.audit.write(actor.entry(now, "shop.change", subject, found.partner, **facts))
        return changed


def add_cashier(hub: Hub, actor: Actor, shop: ShopId, name: str, pin: str) -> Cashier:
    """Add a cashier to a shop, known there by a PIN."""
    name = proper_name(name)
    require_good_pin(pin)
    with hub.store.read() as work:
        actor.require(Permission.CASHIERS_EDIT, scope_of(shop_of(work, shop)))
    hashed = hub.passwords.hash(pin)
    with hub.store.begin() as work:
        partner = shop_of(work, shop).partner
        now = hub.clock.now()
        cashier = work.cashiers.add(shop, name, hashed, now)
        subject = f"cashier {cashier}"
        work.audit.write(actor.entry(now, "cashier.add", subject, partner, shop=shop))
        return Cashier(cashier, shop, name, State.ACTIVE, now)


def list_cashiers(hub: Hub, actor: Actor, shop: ShopId, page: Page) -> list[Cashier]:
    """Return the cashiers of a shop."""
    with hub.store.read() as work:
        actor.require(Permission.CASHIERS_READ, scope_of(shop_of(work, shop)))
        return work.cashiers.listed(shop, page)


def change_cashier(hub: Hub, actor: Actor, cashier: CashierId, change: CashierChange) -> Cashier:
    """Change a cashier's name, state or PIN."""
    if change.pin is not None:
        require_good_pin(change.pin)
    with hub.store.read() as work:
        _, scope = _cashier_of(work, cashier)
        actor.require(Permission.CASHIERS_EDIT, scope)
    hashed = None if change.pin is None else hub.passwords.hash(change.pin)
    with hub.store.begin() as work:
        found, scope = _cashier_of(work, cashier)
        changed = replace(
            found,
            name=found.name if change.name is None else proper_name(change.name),
            state=change.state or found.state,
        )
        work.cashiers.change(changed, hashed)
        now, subject = hub.clock.now(), f"cashier {cashier}"
        facts = {"state": str(changed.state), "new_pin": hashed is not None}
        work.audit.write(actor.entry(now, "cashier.change", subject, scope.partner, **facts))
        return changed


def check_pin(hub: Hub, till: TillKey, cashier: CashierId, pin: str) -> Cashier:
    """Return the cashier of the till's shop who typed *pin*; or refuse."""
    with hub.store.begin() as work:
        subject = count_try(work, hub, attempts.OF_ONE_PIN, str(till.till), str(cashier))
        found = work.cashiers.get(cashier)
        here = found is not None and found.shop == till.shop and found.state is State.ACTIVE
        hashed = work.cashiers.pin_of(cashier) if here else None
    if not hub.passwords.verify(hashed, pin) or found is None:
        raise Refused(Refusal.WRONG_CREDENTIALS, "PIN")
    with hub.store.begin() as work:
        work.attempts.clear(subject)
    return found


def shop_of(work: Work, shop: ShopId) -> Shop:
    """Return a shop; or refuse."""
    found = work.shops.get(shop)
    if found is None:
        raise Refused(Refusal.NOT_FOUND, "shop")
    return found


def scope_of(shop: Shop) -> Scope:
    """Return the scope of one shop's things."""
    return Scope(shop.partner, shop.id)


def _cashier_of(work: Work, cashier: CashierId) -> tuple[Cashier, Scope]:
    found = work.cashiers.get(cashier)
    if found is None:
        raise Refused(Refusal.NOT_FOUND, "cashier")
    return found, scope_of(shop_of(work, found.shop))


def _settings(shop: Shop, wanted: Mapping[str, Any] | None) -> Mapping[str, Any]:
    """Return a shop's settings after *wanted* replaces those that are not its tills'."""
    if wanted is None:
        return shop.settings
    if OF_TILLS in wanted:
        raise Refused(Refusal.VALIDATION, "the settings of tills are set at the tills")
    kept = {name: it for name, it in shop.settings.items() if name == OF_TILLS}
    return {**wanted, **kept}


def _address(text: str) -> str:
    return proper_name(text, LONGEST_ADDRESS) if text.strip() else ""
