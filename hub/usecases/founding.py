"""Sets up a partner from the console: approved, with shops, and a rule to begin with."""

from dataclasses import dataclass

from contracts.wire.refusals import Refusal, Refused
from contracts.wire.units import Points, ShopId
from hub.core.access.actor import Actor
from hub.core.access.people import LARGEST_PAGE, Page, Partner, PartnerState, Shop, proper_name
from hub.core.access.roles import Permission, Scope
from hub.core.earning_rules import EarningRule, Rates, RuleKind
from hub.core.ids import PartnerId, RuleId
from hub.core.ports.hub import Hub, Work

FIRST_RATES = Rates(3, 5, 7)
"""Per cent by tier, what bakeries in Astana give; the owner replaces the rule as he likes."""
_NEW = RuleId(0)


@dataclass(frozen=True, slots=True)
class Founded:
    """A partner that may begin."""

    partner: PartnerId
    shops: tuple[ShopId, ...]
    is_new: bool = True


def found_partner(
    hub: Hub, actor: Actor, name: str, shops: tuple[str, ...], *, another: bool = False
) -> Founded:
    """Add a partner that is approved at once, its shops, and the rule of 3, 5 and 7 per cent.

    One that is there already, by name and with these shops, is returned as it is. A second partner
    of one name is made for *another* alone.
    """
    actor.require(Permission.PARTNERS_APPROVE)
    name, shops = proper_name(name), tuple(proper_name(shop) for shop in shops)
    if len(set(shops)) != len(shops):
        raise Refused(Refusal.VALIDATION, "two shops of one name")
    with hub.store.begin() as work:
        if not another and (known := _there(work, name, shops)) is not None:
            return known
        now = hub.clock.now()
        partner = work.partners.add(name, None, PartnerState.ACTIVE, now)
        work.ledger.open_partner(partner, Points(work.policy.shortfall_most))
        made = tuple(work.shops.add(partner, shop, "", now) for shop in shops)
        rule = EarningRule(_NEW, partner, RuleKind.RATE, "3 / 5 / 7 %", now, rates=FIRST_RATES)
        work.rules.add(rule, now, None)
        work.audit.write(actor.entry(now, "partner.found", f"partner {partner}", partner))
    return Founded(partner, made)


def _there(work: Work, name: str, shops: tuple[str, ...]) -> Founded | None:
    """Return the partner of this name that has these shops; refuse where it has others."""
    found = _named(work, name)
    if found is None:
        return None
    its = {shop.name: shop.id for shop in _shops_of(work, found.id)}
    if all(shop in its for shop in shops):
        return Founded(found.id, tuple(its[shop] for shop in shops), is_new=False)
    listed = ", ".join(f"{shop} {name}" for name, shop in its.items()) or "none"
    raise Refused(Refusal.TAKEN, f"partner {found.id} has this name; its shops are: {listed}")


def _named(work: Work, name: str) -> Partner | None:
    """Return the first partner of this name, however its letters are written."""
    page = Page(0, LARGEST_PAGE)
    while found := work.partners.listed(page, None):
        for it in found:
            if it.name.casefold() == name.casefold():
                return it
        page = Page(found[-1].id, LARGEST_PAGE)
    return None


def _shops_of(work: Work, partner: PartnerId) -> list[Shop]:
    shops, page = list[Shop](), Page(0, LARGEST_PAGE)
    while found := work.shops.listed(page, [Scope(partner)]):
        shops += found
        page = Page(found[-1].id, LARGEST_PAGE)
    return shops
