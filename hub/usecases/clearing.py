"""What partners owe each other, and the programme's share: reckoned by the worker, block by block.

Only sealed transfers are reckoned, each once: nothing is written before them any more.
"""

from hub.core.access.actor import Actor
from hub.core.access.roles import PROGRAMME, Permission, Scope
from hub.core.ids import PartnerId
from hub.core.ports.hub import Hub
from hub.core.ports.statements import Netted
from hub.core.tiers import BASIS, CommissionRates

CLEARING = "clearing"
COMMISSION = "commission"


def clear(hub: Hub) -> dict[str, object]:
    """Net what one partner issued and another took, day by day, up to the last sealed block."""
    with hub.store.begin() as work:
        after, remainders = work.statements.mark(CLEARING)
        until = work.statements.sealed()
        rows = work.statements.netted(after, until) if until > after else []
        work.statements.add_clearing(rows)
        work.statements.set_mark(CLEARING, max(after, until), remainders)
    return {"rows": len(rows), "until": until}


def charge_commission(hub: Hub) -> dict[str, object]:
    """Book the programme's share of what each partner issued up to the last sealed block.

    What is less than a point is kept for the next time, so that small days pay their share, too.
    """
    charged = 0
    with hub.store.begin() as work:
        after, remainders = work.statements.mark(COMMISSION)
        until = work.statements.sealed()
        kept = dict(remainders)
        issued = work.statements.issued(after, until) if until > after else {}
        policy = work.policy
        rates = CommissionRates(
            policy.commission_bronze, policy.commission_silver, policy.commission_gold
        )
        for number in sorted(issued):
            partner = work.partners.get(number)
            assert partner is not None, "only a partner issues"
            share = issued[number] * rates.of(partner.tier) + kept.get(str(number), 0)
            points, kept[str(number)] = divmod(share, BASIS)
            if points:
                work.statements.charge(number, points, until, hub.clock.now())
                charged += 1
        work.statements.set_mark(COMMISSION, max(after, until), kept)
    return {"partners": charged, "until": until}


def list_clearing(
    hub: Hub, actor: Actor, partner: PartnerId | None, since: int, until: int
) -> list[Netted]:
    """Return what partners owe each other for some days, of one partner or of all."""
    actor.require(Permission.LEDGER_READ, PROGRAMME if partner is None else Scope(partner))
    with hub.store.read() as work:
        return work.statements.owed(since, until, partner)
