"""What a till hands in about receipts, applied: sales, returns, voids, slips, closing reports.

Events are new, of one till, in the order of its chain, and its row is locked. What comes of them
is the same in whatever order tills and members come: a return may be here before its sale.
"""

from collections.abc import Iterable, Sequence
from dataclasses import replace

from contracts.wire.bodies import AccrualBody, SlipBody, VoidBody, ZReportBody
from contracts.wire.event import Event
from contracts.wire.refusals import Refusal
from contracts.wire.units import Sequence as Place
from contracts.wire.units import Tiyn, UnixTime
from hub.core.earning_base import Line
from hub.core.fraud import Assessment, Reason, Suspicion, Verdict, assessed
from hub.core.fraud_claims import slip_outcomes
from hub.core.fraud_reports import Counts, closing_report
from hub.core.ports.hub import Hub, Work
from hub.core.ports.receipts import SlipRecord, ZRecord
from hub.core.receipts.records import ClaimRecord, Sale, SaleState
from hub.core.reviews import Review, ReviewKind, place_subject, reasons_of
from hub.core.tills import SyncedTill
from hub.usecases.cashback import cashback_members, lower_cashback
from hub.usecases.returns import match_arrived
from hub.usecases.settling import Settling

_NOT_HONOURED = assessed([Reason(Suspicion.TILL_QUARANTINED, Verdict.REVIEW, {})])


def apply_accruals(work: Work, hub: Hub, till: SyncedTill, events: Sequence[Event]) -> None:
    """Store sales, confirm the claims of them, and take off what came back before they came."""
    now = hub.clock.now()
    bodies = {event.sequence: _accrual(event) for event in events}
    sales = work.sales.add(till.id, [_sale(till, event, now) for event in events])
    claims = {claim.sequence: claim for claim in _locked_claims(work, till, bodies)}
    if claims:
        slips = work.sales.slips_of(till.id, list(claims))
        settling = Settling(work, now, frozenset(till.registers))
        for sale in sales:
            if sale.sequence in claims:
                lines = _lines(bodies[sale.sequence])
                settling.arrived(claims[sale.sequence], sale, lines, slips)
        settling.finish()
    match_arrived(work, now, till, sales)
    _tell(work, till, sales)


def apply_voids(work: Work, hub: Hub, till: SyncedTill, events: Sequence[Event]) -> None:
    """Kill sales that were undone, and the claims of them."""
    now = hub.clock.now()
    voids = {_void(event).accrual: event for event in events}
    found = work.claims.among(till.id, sorted(voids))
    members = {claim.member for claim in found}
    places = [(till.id, place) for place in sorted(voids)]
    work.claims.lock_members(members | cashback_members(work, places))
    settling = Settling(work, now, frozenset(till.registers))
    for place in sorted(voids):
        sale = work.sales.lock(till.id, place)
        claim = work.claims.get(till.id, place)
        if sale is None:
            # The sale was never accepted, so neither will its claim be.
            continue
        if not till.honours(voids[place].sequence):
            if claim is not None:
                settling.doubted(claim, _NOT_HONOURED)
            continue
        if sale.state is not SaleState.DUPLICATE:
            work.sales.set_state(sale, SaleState.VOID)
            undone = replace(sale, state=SaleState.VOID)
            lower_cashback(work, sale, undone, now)
            sale = undone
            facts = {"sequence": place, "total": sale.total}
            work.feed.publish("sale.voided", facts, till=till.id, partner=till.partner)
        if claim is not None:
            settling.arrived(claim, sale)
    settling.finish()


def apply_slips(work: Work, hub: Hub, till: SyncedTill, events: Sequence[Event]) -> None:
    """Note what became of slips; claims of those that nobody can have in hand are looked at."""
    now = hub.clock.now()
    slips = [_slip(event) for event in events]
    work.sales.add_slips(till.id, slips)
    odd: dict[Place, Assessment] = {}
    for slip in slips:
        if (against := slip_outcomes([slip.outcome])).reasons:
            odd[slip.claim] = odd.get(slip.claim, Assessment()) + against
    settling = Settling(work, now)
    for claim in _locked_claims(work, till, odd):
        settling.doubted(claim, odd[claim.sequence])
    settling.finish()


def apply_z_reports(work: Work, hub: Hub, till: SyncedTill, events: Sequence[Event]) -> None:
    """Compare each closing report with what was accrued since the one before."""
    now = hub.clock.now()
    for event in events:
        body = event.body
        assert isinstance(body, ZReportBody), "sync sorts events by kind"
        before = work.sales.z_before(till.id, body.register, event.sequence)
        total, count = work.sales.counted(
            till.id, body.register, before or Place(0), event.sequence
        )
        reported = Counts(body.sales_total, body.sales_count)
        against = closing_report(reported, Counts(total, count), whole=before is not None)
        readable = body.sales_total is not None or body.sales_count is not None
        state = "exceeds" if against.reasons else "fits" if readable else "unreadable"
        work.sales.add_z(till.id, _report(event, body, state, total))
        if against.reasons:
            work.reviews.open(_about(till, event, ReviewKind.Z_REPORT, against), now)


def review_from(work: Work, hub: Hub, till: SyncedTill, first: int, why: str) -> None:
    """Put a till's claims from that sequence on before a person; nothing is reversed by machine."""
    revoked = why == Refusal.REVOKED.value
    suspicion = Suspicion.TILL_REVOKED if revoked else Suspicion.TILL_QUARANTINED
    now = hub.clock.now()
    found = work.claims.above(till.id, Place(max(0, first - 1)), MOST_REVIEWED)
    work.claims.lock_members(claim.member for claim in found)
    settling = Settling(work, now)
    for claim in work.claims.above(till.id, Place(max(0, first - 1)), MOST_REVIEWED):
        numbers = {"sequence": claim.sequence, "from": first}
        settling.doubted(claim, assessed([Reason(suspicion, Verdict.REVIEW, numbers)]))
    settling.finish()


MOST_REVIEWED = 5_000
"""Claims of one till that are put before a person at once: weeks of a busy counter."""


def _tell(work: Work, till: SyncedTill, sales: Sequence[Sale]) -> None:
    """Say that sales have come, all of one batch at once: a dashboard shows them as they come."""
    stand = [sale for sale in sales if sale.state in (SaleState.GOOD, SaleState.REVIEW)]
    if stand:
        body = {
            "shop": till.shop, "till": till.id, "receipts": len(stand),
            "total": sum(sale.total for sale in stand), "at": max(sale.at for sale in stand),
        }  # fmt: skip
        work.feed.publish("sale.arrived", body, partner=till.partner)


def _locked_claims(work: Work, till: SyncedTill, places: Iterable[Place]) -> list[ClaimRecord]:
    """Return the claims of these sequences as they stand once their members are locked."""
    asked = sorted(places)
    found = work.claims.among(till.id, asked)
    if not found:
        return []
    work.claims.lock_members(claim.member for claim in found)
    return work.claims.among(till.id, asked)


def _sale(till: SyncedTill, event: Event, now: UnixTime) -> Sale:
    body = _accrual(event)
    fiscal = body.fiscal
    return Sale(
        till=till.id,
        sequence=event.sequence,
        shop=till.shop,
        partner=till.partner,
        at=event.time,
        received_at=now,
        total=body.total,
        receipt=body.receipt,
        number=body.number,
        printed_at=body.printed_at,
        register=fiscal.register if fiscal else None,
        sign=fiscal.sign if fiscal else None,
        cashier=body.cashier,
        state=SaleState.GOOD if till.honours(event.sequence) else SaleState.REVIEW,
    )


def _accrual(event: Event) -> AccrualBody:
    assert isinstance(event.body, AccrualBody), "sync sorts events by kind"
    return event.body


def _void(event: Event) -> VoidBody:
    assert isinstance(event.body, VoidBody), "sync sorts events by kind"
    return event.body


def _slip(event: Event) -> SlipRecord:
    body = event.body
    assert isinstance(body, SlipBody), "sync sorts events by kind"
    return SlipRecord(event.sequence, body.claim, body.outcome, body.cashier, event.time)


def _lines(body: AccrualBody) -> tuple[Line, ...]:
    return tuple(Line(item.name, item.amount) for item in body.items)


def _report(event: Event, body: ZReportBody, state: str, total: Tiyn) -> ZRecord:
    return ZRecord(
        sequence=event.sequence,
        at=event.time,
        number=body.number,
        register=body.register,
        sales_total=body.sales_total,
        sales_count=body.sales_count,
        returns_total=body.returns_total,
        returns_count=body.returns_count,
        accrued_total=total,
        state=state,
    )


def _about(till: SyncedTill, event: Event, kind: ReviewKind, against: Assessment) -> Review:
    return Review(
        kind=kind,
        subject=place_subject(till.id, event.sequence),
        partner=till.partner,
        shop=till.shop,
        why=reasons_of(against),
    )
