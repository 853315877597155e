"""Accruals against what others counted: the till's closing report, the fiscal operator's export."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final

from contracts.wire.units import Tiyn, UnixTime
from hub.core.fraud import Assessment, Reason, Suspicion, Verdict, assessed

EDGE: Final = 15 * 60
"""Seconds at both ends of an export for which it does not speak: cash registers hand their
receipts to the operator within minutes, and their clocks may be a little wrong."""


@dataclass(frozen=True, slots=True)
class Counts:
    """Sales between two closing reports; None where a paper did not tell."""

    total: Tiyn | None
    count: int | None


def closing_report(report: Counts, accrued: Counts, *, whole: bool) -> Assessment:
    """Return what it says that more was accrued than the till's closing report counts.

    Less is nothing: not every receipt can be read. *whole* tells that our accruals are all since
    the report before, and no more; without it nothing can be compared.
    """
    if not whole:
        return Assessment()
    return assessed(
        [
            _above(Suspicion.ABOVE_Z_TOTAL, report.total, accrued.total),
            _above(Suspicion.ABOVE_Z_COUNT, report.count, accrued.count),
        ]
    )


def _above(suspicion: Suspicion, reported: int | None, accrued: int | None) -> Reason | None:
    if reported is None or accrued is None or accrued <= reported:
        return None
    numbers = {"reported": reported, "accrued": accrued, "above": accrued - reported}
    return Reason(suspicion, Verdict.REVIEW, numbers)


@dataclass(frozen=True, slots=True)
class FiscalSale:
    """One sale by its fiscal key, as an accrual or as the operator's export tells it."""

    register: str
    sign: str
    total: Tiyn
    time: UnixTime


@dataclass(frozen=True, slots=True)
class Covered:
    """The span of time for which the operator's export of one register speaks."""

    since: UnixTime
    until: UnixTime
    """Both ends included."""


def against_export(
    accrued: Iterable[FiscalSale],
    exported: Mapping[tuple[str, str], FiscalSale],
    covered: Mapping[str, Covered],
) -> list[tuple[FiscalSale, Assessment]]:
    """Return those of *accrued* that the operator does not know, or knows with another total.

    *exported* is by register and sign. Only sales well within the export's span are judged: the
    till's clock and the operator's differ, and each export ends in the middle of a day.
    """
    return [
        (sale, assessed([reason]))
        for sale in accrued
        if (reason := _unknown(sale, exported, covered))
    ]


def _unknown(
    sale: FiscalSale,
    exported: Mapping[tuple[str, str], FiscalSale],
    covered: Mapping[str, Covered],
) -> Reason | None:
    """Return why *sale* should be looked at, if the export speaks of its time at all."""
    if known := exported.get((sale.register, sale.sign)):
        if known.total == sale.total:
            return None
        numbers = {"accrued": sale.total, "exported": known.total}
        return Reason(Suspicion.OPERATOR_TOTAL_DIFFERS, Verdict.REVIEW, numbers)
    span = covered.get(sale.register)
    if span is None or not span.since + EDGE <= sale.time <= span.until - EDGE:
        return None
    times = {"time": sale.time, "since": span.since, "until": span.until}
    return Reason(Suspicion.NOT_AT_THE_OPERATOR, Verdict.REVIEW, times)
