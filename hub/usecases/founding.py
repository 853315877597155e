"""Sets up a partner from the console: approved, with shops, and a rule to begin with."""

from dataclasses import dataclass

from contracts.wire.refusals import Refusal, Refused
from contracts.wire.units import Points, ShopId
from hub.core.access.actor import Actor
from hub.core.access.people import PartnerState, proper_name
from hub.core.access.roles import Permission
from hub.core.earning_rules import EarningRule, Rates, RuleKind
from hub.core.ids import PartnerId, RuleId
from hub.core.ports.hub import Hub

FIRST_RATES = Rates(3, 5, 7)
"""Per cent by tier, what bakeries in Astana give; the owner replaces the rule as he likes."""
_NEW = RuleId(0)


@dataclass(frozen=True, slots=True)
class Founded:
    """A partner that may begin."""

    partner: PartnerId
    shops: tuple[ShopId, ...]


def found_partner(hub: Hub, actor: Actor, name: str, shops: tuple[str, ...]) -> Founded:
    """Add a partner that is approved at once, its shops, and the rule of 3, 5 and 7 per cent."""
    actor.require(Permission.PARTNERS_APPROVE)
    name, shops = proper_name(name), tuple(proper_name(shop) for shop in shops)
    if len(set(shops)) != len(shops):
        raise Refused(Refusal.TAKEN, "two shops of one name")
    with hub.store.begin() as work:
        now = hub.clock.now()
        partner = work.partners.add(name, None, PartnerState.ACTIVE, now)
        work.ledger.open_partner(partner, Points(work.policy.shortfall_most))
        made = tuple(work.shops.add(partner, shop, "", now) for shop in shops)
        rule = EarningRule(_NEW, partner, RuleKind.RATE, "3 / 5 / 7 %", now, rates=FIRST_RATES)
        work.rules.add(rule, now, None)
        work.audit.write(actor.entry(now, "partner.found", f"partner {partner}", partner))
    return Founded(partner, made)
