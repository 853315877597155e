"""Tills on the dashboard: listed, named, configured."""

from collections.abc import Mapping
from typing import Any

from contracts.wire.units import ShopId, TillId, UnixTime
from hub.core.access.actor import Actor
from hub.core.access.people import Page, proper_name
from hub.core.access.roles import Permission
from hub.core.ports.hub import Hub
from hub.core.ports.tills import SetAsideEvent, TillView
from hub.core.till_health import SlipShare
from hub.core.till_settings import REGISTERS, require_shop_settings, require_till_settings
from hub.usecases.enrolment import LONGEST_NAME
from hub.usecases.till_alarms import BEFORE, LATELY
from hub.usecases.till_scope import shop_within, till_within, view_within


def list_tills(hub: Hub, actor: Actor, page: Page) -> list[TillView]:
    """Return a page of the tills that the asker may see, by id."""
    with hub.store.read() as work:
        return work.tills.listed(page, actor.scopes(Permission.TILLS_READ))


def show_till(hub: Hub, actor: Actor, till: TillId) -> TillView:
    """Return one till."""
    with hub.store.read() as work:
        return view_within(work, actor, till)


def slips_of_till(hub: Hub, actor: Actor, till: TillId) -> tuple[SlipShare, SlipShare]:
    """Return how many receipts came out with their slip: in the last day, and before that."""
    now = hub.clock.now()
    since = UnixTime(now - LATELY)
    with hub.store.read() as work:
        partner = view_within(work, actor, till).till.partner
        lately = work.tills.slip_shares(partner, since, UnixTime(now + 1))
        before = work.tills.slip_shares(partner, UnixTime(since - BEFORE), since)
    return lately.get(till, SlipShare(0, 0)), before.get(till, SlipShare(0, 0))


def list_set_aside(
    hub: Hub, actor: Actor, till: TillId, page: Page
) -> tuple[list[SetAsideEvent], int]:
    """Return a page of what a till handed in that can never be accepted.

    Beside it the number of lines that are kept of another branch of its chain.
    """
    with hub.store.read() as work:
        view_within(work, actor, till)
        return work.events.set_aside(till, page), work.events.forked(till)


def rename_till(hub: Hub, actor: Actor, till: TillId, name: str) -> None:
    """Give a till another name."""
    name = proper_name(name, LONGEST_NAME)
    with hub.store.begin() as work:
        found = till_within(work, actor, Permission.TILLS_EDIT, till)
        now = hub.clock.now()
        work.audit.write(actor.entry(now, "till.rename", f"till {till}", found.partner))
        work.tills.set_name(till, name)


def set_till_settings(hub: Hub, actor: Actor, till: TillId, settings: Mapping[str, Any]) -> None:
    """Replace a till's own settings; they win over its shop's."""
    require_till_settings(settings)
    registers = tuple(settings.get(REGISTERS) or ())
    own = {name: value for name, value in settings.items() if name != REGISTERS}
    with hub.store.begin() as work:
        found = till_within(work, actor, Permission.TILLS_EDIT, till)
        entry = actor.entry(
            hub.clock.now(), "till.settings", f"till {till}", found.partner,
            before={**found.settings, REGISTERS: list(found.registers)}, after=dict(settings),
        )  # fmt: skip
        work.audit.write(entry)
        work.tills.set_settings(till, own)
        work.tills.set_registers(till, registers)


def shop_settings(hub: Hub, actor: Actor, shop: ShopId) -> Mapping[str, Any]:
    """Return the settings of all tills of a shop."""
    with hub.store.begin() as work:
        return shop_within(work, actor, Permission.TILLS_READ, shop).settings


def set_shop_settings(hub: Hub, actor: Actor, shop: ShopId, settings: Mapping[str, Any]) -> None:
    """Replace the settings of all tills of a shop."""
    require_shop_settings(settings)
    with hub.store.begin() as work:
        found = shop_within(work, actor, Permission.TILLS_EDIT, shop)
        entry = actor.entry(
            hub.clock.now(), "shop.till_settings", f"shop {shop}", found.partner,
            before=dict(found.settings), after=dict(settings),
        )  # fmt: skip
        work.audit.write(entry)
        work.tills.set_shop_settings(shop, settings)
