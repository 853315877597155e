"""Goods that came back: finding their sale, and taking off what it earned."""

from collections.abc import Iterable, Sequence
from dataclasses import replace

from contracts.wire.bodies import ReturnBody
from contracts.wire.event import Event
from contracts.wire.identity import fiscal_identity
from contracts.wire.units import Sequence as Place
from contracts.wire.units import TillId, Tiyn, UnixTime
from hub.core.fraud import Reason, Suspicion, Verdict, assessed
from hub.core.policy import DAY
from hub.core.ports.hub import Hub, Work
from hub.core.receipts.records import ReturnRecord, ReturnState, Sale, SaleState
from hub.core.reviews import Review, ReviewKind, place_subject, reasons_of
from hub.core.tills import SyncedTill
from hub.usecases.cashback import cashback_members, lower_cashback
from hub.usecases.settling import Settling

SaleKey = tuple[TillId, Place]


def apply_returns(work: Work, hub: Hub, till: SyncedTill, events: Sequence[Event]) -> None:
    """Store returns and lower what their sales earned; those whose sale is unknown wait."""
    now = hub.clock.now()
    for event in events:
        item = _return(till, event)
        sale = _sale_of(work, item) if item.state is ReturnState.WAITING else None
        item = _placed(item, sale)
        if not work.returns.add(item):
            # The same paper came before: it takes nothing back twice.
            continue
        if sale is not None:
            # At once: the next one with this total is of another sale.
            lower(work, now, [(item, (sale.till, sale.sequence))])
        elif item.state is ReturnState.REVIEW:
            _ask(work, item, now)


def match_arrived(work: Work, now: UnixTime, till: SyncedTill, sales: Sequence[Sale]) -> None:
    """Give *sales* that have just come what came back of them before."""
    waiting = work.returns.waiting(till.shop)
    if not waiting:
        return
    of_receipt = {sale.receipt: sale for sale in sales}
    matched = []
    for item in waiting:
        sale = of_receipt.get(item.original_receipt or b"")
        if sale is None or sale.state is SaleState.DUPLICATE:
            continue
        # Locked and read again: a person may be saying at this moment of which sale it is.
        fresh = work.returns.get(item.till, item.sequence)
        if fresh is not None and fresh.state is ReturnState.WAITING:
            matched.append((fresh, (sale.till, sale.sequence)))
    lower(work, now, matched)


def match_one(work: Work, now: UnixTime, till: TillId, sequence: Place) -> bool:
    """Look for the sale of a return that waits, and tell whether it is done with."""
    item = work.returns.get(till, sequence)
    if item is None or item.state is not ReturnState.WAITING:
        return True
    sale = _sale_of(work, item)
    if sale is None:
        return False
    lower(work, now, [(item, (sale.till, sale.sequence))])
    return True


def give_up(work: Work, now: UnixTime, till: TillId, sequence: Place) -> None:
    """Put a return that waits on the manager's list."""
    item = work.returns.get(till, sequence)
    if item is not None and item.state is ReturnState.WAITING:
        work.returns.change(replace(item, state=ReturnState.REVIEW))
        _ask(work, item, now)


def lower(work: Work, now: UnixTime, matched: Iterable[tuple[ReturnRecord, SaleKey]]) -> None:
    """Note each return on its sale, once, and bring the sales' claims to what is left of them."""
    returns = list(matched)
    if not returns:
        return
    keys = sorted({key for _, key in returns})
    claims = (work.claims.get(*key) for key in keys)
    members = {claim.member for claim in claims if claim is not None}
    work.claims.lock_members(members | cashback_members(work, keys))
    settling = Settling(work, now)
    for key in keys:
        sale = work.sales.lock(*key)
        assert sale is not None, "a sale that was found is never removed"
        back = sale.returned
        for item in (item for item, of in returns if of == key):
            work.returns.change(replace(item, state=ReturnState.MATCHED, sale=key))
            back = Tiyn(min(sale.total, back + item.total))
        work.sales.set_returned(sale, back)
        lower_cashback(work, sale, replace(sale, returned=back), now)
        claim = work.claims.get(*key)
        if claim is not None:
            settling.lowered(claim, replace(sale, returned=back))
    settling.finish()


def _return(till: SyncedTill, event: Event) -> ReturnRecord:
    body = event.body
    assert isinstance(body, ReturnBody), "sync sorts events by kind"
    original = None
    if body.original is not None and body.fiscal is not None:
        original = fiscal_identity(body.fiscal.register, body.original)
    return ReturnRecord(
        till=till.id,
        sequence=event.sequence,
        shop=till.shop,
        receipt=body.receipt,
        total=body.total,
        at=event.time,
        original=body.original,
        original_receipt=original,
        accrual=body.accrual,
        state=ReturnState.WAITING if till.honours(event.sequence) else ReturnState.REVIEW,
    )


def _placed(item: ReturnRecord, sale: Sale | None) -> ReturnRecord:
    """Return *item* as matched, waiting for a sale that may still come, or for a person."""
    if sale is not None:
        return replace(item, state=ReturnState.MATCHED, sale=(sale.till, sale.sequence))
    if item.state is ReturnState.WAITING and item.original_receipt is None:
        # Only a fiscal sign can name a sale of another till; this till's sales are all here.
        return replace(item, state=ReturnState.REVIEW)
    return item


def _sale_of(work: Work, item: ReturnRecord) -> Sale | None:
    """Return the sale of *item*, by the first of these ways that leads to one and only one."""
    if item.accrual is not None and (sale := work.sales.get(item.till, item.accrual)) is not None:
        twice = sale.state is SaleState.DUPLICATE
        return (work.sales.of_receipt(sale.receipt) or sale) if twice else sale
    if item.original_receipt is not None:
        found = work.sales.of_receipt(item.original_receipt)
        if found is not None:
            return found
    since = UnixTime(max(0, item.at - work.policy.return_search_days * DAY))
    if item.original is not None:
        numbered = work.sales.numbered(item.till, item.original, since, item.sequence)
        fitting = [sale for sale in numbered if sale.total - sale.returned >= item.total]
        # A number that names no sale of this till speaks of another: its total proves nothing.
        return fitting[0] if len(fitting) == 1 else None
    alike = work.sales.totalling(item.till, item.total, since, item.sequence)
    return alike[0] if len(alike) == 1 else None


def _ask(work: Work, item: ReturnRecord, now: UnixTime) -> None:
    shop = work.shops.get(item.shop)
    reason = Reason(Suspicion.RETURN_UNMATCHED, Verdict.REVIEW, {"total": item.total})
    work.reviews.open(
        Review(
            kind=ReviewKind.RETURN,
            subject=place_subject(item.till, item.sequence),
            partner=None if shop is None else shop.partner,
            shop=item.shop,
            why=reasons_of(assessed([reason])),
        ),
        now,
    )
