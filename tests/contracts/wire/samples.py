"""Events and keys that the tests of the wire share."""

from typing import Final

from contracts.wire.bodies import (
    AccrualBody,
    Body,
    CardBody,
    EvidenceKind,
    Fiscal,
    ItemLine,
    LeaseAct,
    LeaseBody,
    NoticeBody,
    RedemptionBody,
    ReturnBody,
    ShiftAct,
    ShiftBody,
    SlipBody,
    SlipOutcome,
    VoidBody,
    ZReportBody,
)
from contracts.wire.event import Event, genesis
from contracts.wire.identity import fiscal_identity, text_identity
from contracts.wire.units import KeyId, Sequence, TillId, Tiyn, UnixTime
from contracts.wire.voucher import Scope

SECRET: Final = bytes(range(32))
TILL: Final = TillId(258)
ENROLMENT: Final = "first-2026"
OPENED: Final = UnixTime(1_763_800_000)


def fiscal_accrual(number: int = 1, total: int = 93_500) -> AccrualBody:
    """Return a sale with a fiscal key of its own for each *number*."""
    fiscal = Fiscal(operator="kofd", sign=str(10**11 + number), register="010101234567")
    return AccrualBody(
        total=Tiyn(total),
        currency="KZT",
        receipt=fiscal_identity(fiscal.register, fiscal.sign),
        number=str(number),
        printed_at="2026-11-22T10:52:11",
        evidence=EvidenceKind.FISCAL_QR,
        fiscal=fiscal,
        items=(
            ItemLine(name="Бауырсақ", quantity="12.000", amount=Tiyn(60_000)),
            ItemLine(name="Круассан миндальный", quantity=None, amount=None),
        ),
        items_count=2,
        cashier="Айгүл",
        claim_key=KeyId(3),
    )


def text_accrual(number: int = 1, total: int = 120_500, till: TillId = TILL) -> AccrualBody:
    """Return a sale that only its text tells of."""
    printed_at = "2026-11-22T11:00:00"
    return AccrualBody(
        total=Tiyn(total),
        currency="KZT",
        receipt=text_identity(till, str(number), printed_at, Tiyn(total)),
        number=str(number),
        printed_at=printed_at,
        evidence=EvidenceKind.LABEL,
        fiscal=None,
        items=(),
        items_count=0,
        cashier=None,
        claim_key=KeyId(0),
    )


def paper_return(number: int = 1, total: int = 45_000) -> ReturnBody:
    """Return goods brought back under a receipt of their own."""
    return ReturnBody(
        total=Tiyn(total),
        currency="KZT",
        receipt=text_identity(TILL, str(number), None, Tiyn(-total)),
        number=str(number),
        printed_at=None,
        evidence=EvidenceKind.PROFILE,
        fiscal=None,
        items=(ItemLine(name="", quantity="1", amount=Tiyn(-45_000)),),
        items_count=3,
        cashier=None,
        original="100000000001",
        accrual=Sequence(1),
    )


BODIES: Final[tuple[Body, ...]] = (
    fiscal_accrual(),
    text_accrual(),
    paper_return(),
    VoidBody(accrual=Sequence(2), reason="пробито дважды", cashier="Айгүл"),
    RedemptionBody(
        voucher=2**40 - 1,
        reward_version=12,
        scope=Scope.SHOP,
        place=7,
        lease=99,
        amount=Tiyn(50_000),
        cashier=None,
    ),
    ShiftBody(act=ShiftAct.OPENED, number="118", cashier="Айгүл"),
    ZReportBody(
        number="118",
        printed_at="2026-11-22T21:59:59",
        register="010101234567",
        currency="KZT",
        sales_total=Tiyn(10**12),
        sales_count=412,
        returns_total=None,
        returns_count=None,
    ),
    SlipBody(claim=Sequence(1), outcome=SlipOutcome.INSERTED, cashier=None),
    LeaseBody(lease=99, act=LeaseAct.TAKEN),
    NoticeBody(cancellations_up_to=2**53 - 1),
    CardBody(claim=Sequence(2), card=123_456_789, proof=bytes(range(16)), cashier="Айгүл"),
)
"""One body of each kind at least."""


def chain_of(*bodies: Body, till: TillId = TILL, enrolment: str = ENROLMENT) -> list[Event]:
    """Return the chain that these bodies make, a minute between them."""
    events: list[Event] = []
    head = genesis(till, enrolment)
    for place, body in enumerate(bodies):
        events.append(Event(till, Sequence(place + 1), UnixTime(OPENED + 60 * place), body, head))
        head = events[-1].hash
    return events
