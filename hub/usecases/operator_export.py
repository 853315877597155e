"""Imports what a shop's fiscal operator exports, and compares it with what tills handed in."""

from dataclasses import dataclass

from contracts.wire.refusals import Refusal, Refused
from contracts.wire.units import Sequence, ShopId, TillId, UnixTime
from hub.core.access.actor import Actor
from hub.core.access.people import Shop
from hub.core.access.roles import Permission
from hub.core.fiscal_claims import OperatorReceipt
from hub.core.fiscal_code import FiscalReceipt, bare_sign
from hub.core.fraud import Assessment
from hub.core.fraud_reports import EDGE, Covered, FiscalSale, against_export
from hub.core.operator_export import OperatorExport, UnreadableExport, read_operator_export
from hub.core.ports.fiscal import Listed
from hub.core.ports.hub import Hub, Work
from hub.core.receipts.records import Sale, SaleState
from hub.core.reviews import Review, ReviewKind, place_subject, reasons_of
from hub.usecases.fiscal_claims import match_fiscal_claims
from hub.usecases.settling import Settling
from hub.usecases.shops import scope_of, shop_of

MOST_MARKED = 500
"""Sales that one import puts before a person: more show that the file is of another shop."""
MOST_REGISTERS = 50
"""Registers of one file: a shop has a handful."""


@dataclass(frozen=True, slots=True)
class ImportedExport:
    """What an import did, or would do."""

    file: OperatorExport
    listed: Listed
    marked: int
    """Sales that were put before a person: the operator does not know them so."""
    matching: int
    """Waiting fiscal claims that the file answers."""
    dry: bool


class _DryRun(Exception):
    """Leaves the transaction of a dry run, so that nothing of it stays."""

    def __init__(self, found: ImportedExport) -> None:
        super().__init__("dry run")
        self.found = found


def import_operator_export(
    hub: Hub, actor: Actor, shop: ShopId, raw: bytes, *, dry: bool
) -> ImportedExport:
    """Import a shop's export; *dry* does the same and keeps nothing of it.

    A file with any wrong line is not imported. The same file twice is the same as once.
    """
    try:
        file = read_operator_export(raw)
    except UnreadableExport as error:
        raise Refused(Refusal.VALIDATION, f"file: {error}") from error
    if file.problems and not dry:
        raise Refused(Refusal.VALIDATION, f"file: {file.wrong} lines are wrong; try a dry run")
    if len(file.covered()) > MOST_REGISTERS:
        raise Refused(Refusal.VALIDATION, f"file: at most {MOST_REGISTERS} registers")
    try:
        found = _import(hub, actor, shop, file, dry=dry)
    except _DryRun as run:
        return run.found
    match_fiscal_claims(hub)
    return found


def _import(
    hub: Hub, actor: Actor, shop: ShopId, file: OperatorExport, *, dry: bool
) -> ImportedExport:
    with hub.store.begin() as work:
        now = hub.clock.now()
        home = shop_of(work, shop)
        actor.require(Permission.IMPORTS_EDIT, scope_of(home))
        work.partners.lock(home.partner)
        # In one order, so that two imports never wait for each other.
        rows = sorted(file.receipts, key=lambda it: (it.register, it.sign))
        receipts = [OperatorReceipt(it, home.partner, shop) for it in rows]
        listed = work.fiscal.list_receipts(receipts, now)
        marked = _mark(work, home, file.covered(), now)
        matching = len(work.fiscal.matching_of(receipts))
        found = ImportedExport(file, listed, marked, matching, dry)
        if dry:
            raise _DryRun(found)
        facts = {"rows": len(rows), "new": listed.new, "foreign": listed.foreign, "marked": marked}
        subject = f"shop {shop}"
        work.audit.write(actor.entry(now, "import.operator", subject, home.partner, **facts))
        return found


def _mark(work: Work, home: Shop, covered: dict[str, Covered], now: UnixTime) -> int:
    """Put the sales that the operator does not know so before a person."""
    found: list[tuple[TillId, Sequence, FiscalReceipt]] = []
    for register, span in sorted(covered.items()):
        inner = Covered(UnixTime(span.since + EDGE), UnixTime(span.until - EDGE))
        room = MOST_MARKED - len(found)
        found += work.fiscal.unknown_sales(home.partner, register, inner, room)
    # Members before sales, all at once and in one order: as everyone locks them.
    claims = (work.claims.get(till, sequence) for till, sequence, _ in found)
    work.claims.lock_members(claim.member for claim in claims if claim is not None)
    settling = Settling(work, now)
    marked = 0
    for till, sequence, receipt in found:
        against = _against(work, receipt, covered[receipt.register])
        marked += _put_before_a_person(work, settling, till, sequence, against)
    settling.finish()
    return marked


def _put_before_a_person(
    work: Work, settling: Settling, till: TillId, sequence: Sequence, against: Assessment
) -> bool:
    """Open a review of a sale and its claim, unless a person has decided about it before."""
    sale = work.sales.lock(till, sequence)
    subject = place_subject(till, sequence)
    if sale is None or sale.state is not SaleState.GOOD or not against.reasons:
        return False
    if work.reviews.was_decided(ReviewKind.SALE, subject, UnixTime(0)):
        return False
    work.sales.set_state(sale, SaleState.REVIEW)
    work.reviews.add_reasons(_review(sale, subject, against), settling.now)
    claim = work.claims.get(till, sequence)
    if claim is not None:
        settling.doubted(claim, against)
    return True


def _against(work: Work, receipt: FiscalReceipt, span: Covered) -> Assessment:
    """Return what the operator's list says against one sale."""
    register, sign = receipt.register, bare_sign(receipt.sign)
    sale = FiscalSale(register, sign, receipt.total, receipt.time)
    known = work.fiscal.operator_receipt(FiscalReceipt(register, sign, receipt.total, receipt.time))
    exported = {}
    if known is not None:
        told = known.receipt
        exported[register, sign] = FiscalSale(register, sign, told.total, told.time)
    found = against_export([sale], exported, {register: span})
    return found[0][1] if found else Assessment()


def _review(sale: Sale, subject: str, against: Assessment) -> Review:
    return Review(
        kind=ReviewKind.SALE,
        subject=subject,
        partner=sale.partner,
        shop=sale.shop,
        why=reasons_of(against),
    )
