"""The manager's list: returns that no machine found the sale of."""

from dataclasses import replace

from contracts.wire.refusals import Refusal, Refused
from contracts.wire.units import UnixTime
from hub.core.access.actor import Actor
from hub.core.access.roles import Permission, Scope
from hub.core.ids import PartnerId
from hub.core.ports.hub import Hub, Work
from hub.core.receipts.records import ReturnRecord, ReturnState
from hub.core.reviews import ReviewKind, place_subject
from hub.usecases.claims import unsealed
from hub.usecases.returns import SaleKey, lower

MOST_LISTED = 200
"""Returns shown at once: the oldest, which are decided first."""


def list_returns(hub: Hub, actor: Actor) -> list[ReturnRecord]:
    """Return what *actor* may decide, oldest first."""
    actor.require_somewhere(Permission.REVIEWS_READ)
    with hub.store.read() as work:
        return work.returns.undecided(actor.scopes(Permission.REVIEWS_READ), MOST_LISTED)


def decide_return(hub: Hub, actor: Actor, item: SaleKey, sale: SaleKey | None) -> ReturnRecord:
    """Say of which *sale* a return is, or that it takes nothing back; saying it again is fine."""
    with hub.store.begin() as work:
        found = work.returns.get(*item)
        shop = None if found is None else work.shops.get(found.shop)
        if found is None or shop is None:
            raise Refused(Refusal.NOT_FOUND, f"return {item[0]}/{item[1]}")
        actor.require(Permission.REVIEWS_DECIDE, Scope(shop.partner, shop.id))
        if found.state not in (ReturnState.REVIEW, ReturnState.WAITING):
            if found.sale == sale:
                return found
            raise Refused(Refusal.CONFLICT, f"return {item[0]}/{item[1]} is {found.state}")
        now = hub.clock.now()
        decided = _decided(work, found, shop.partner, sale, now)
        subject = place_subject(found.till, found.sequence)
        work.reviews.close(ReviewKind.RETURN, subject, now, "a person said of which sale it is")
        of = None if sale is None else place_subject(*sale)
        work.audit.write(
            actor.entry(now, "return.decide", f"return {subject}", shop.partner, sale=of)
        )
        return decided


def return_by_slip(hub: Hub, actor: Actor, item: SaleKey, code: str) -> ReturnRecord:
    """Say of which sale a return is by scanning the sale's slip."""
    said = unsealed(hub, code)
    return decide_return(hub, actor, item, (said.till, said.sequence))


def _decided(
    work: Work, item: ReturnRecord, partner: PartnerId, key: SaleKey | None, now: UnixTime
) -> ReturnRecord:
    if key is None:
        ignored = replace(item, state=ReturnState.IGNORED)
        work.returns.change(ignored)
        return ignored
    sale = work.sales.get(*key)
    if sale is None or sale.partner != partner:
        raise Refused(Refusal.NO_SUCH_SALE, f"sale {key[0]}/{key[1]}")
    lower(work, now, [(item, key)])
    return replace(item, state=ReturnState.MATCHED, sale=key)
