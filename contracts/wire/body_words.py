"""The words that the bodies of events are made of; they cross the wire and are never renamed."""

from enum import StrEnum


class EventKind(StrEnum):
    """What an event records; the value crosses the wire and is never renamed."""

    ACCRUAL = "accrual"
    RETURN = "return"
    VOID = "void"
    REDEMPTION = "redemption"
    SHIFT = "shift"
    Z_REPORT = "z_report"
    SLIP = "slip"
    """What became of a slip on the paper."""
    LEASE = "lease"
    """A lease taken up or closed: only between the two does the till take vouchers under it."""
    NOTICE = "notice"
    """What the hub said is on the till's disk."""
    CARD = "card"
    """A sale whose points go to a member card that was shown, so that it gets no slip."""


class EvidenceKind(StrEnum):
    """The strongest evidence for a total, in the order of trust."""

    FISCAL_QR = "fiscal_qr"
    LABEL = "label"
    PROFILE = "profile"
    OCR = "ocr"


class SlipOutcome(StrEnum):
    """What the relay answered to a slip, or that a person printed it again."""

    INSERTED = "inserted"
    LATE = "late"
    UNKNOWN = "unknown"
    REPRINTED = "reprinted"


class LeaseAct(StrEnum):
    """What a till did with a lease."""

    TAKEN = "taken"
    CLOSED = "closed"
    """Nothing is accepted under it any more, ever."""


class ShiftAct(StrEnum):
    """What happened to a shift."""

    OPENED = "opened"
    CLOSED = "closed"
