"""A receipt read from what came out of the printer, with the evidence for all that is claimed."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from agent.core.amounts import decimal_text
from agent.core.currencies import currency_of
from agent.core.dates import PrintedTime, printed_time
from agent.core.fiscal import FiscalCode, fiscal_code
from agent.core.identity import (
    Named,
    PrintedKey,
    fiscal_of,
    number_of,
    original_of,
    rows_of_original,
)
from agent.core.items import items_of, sum_of
from agent.core.kinds import FoundKind, kind_of
from agent.core.labels import STRICT_TOTALS
from agent.core.misgivings import misgivings_about
from agent.core.ocr_noise import mended
from agent.core.receipt import Evidence, FiscalKey, Item, Kind, Receipt, Source
from agent.core.receipt_profiles import (
    ReceiptProfile,
    profile_for,
    profiled_kind,
    profiled_number,
    profiled_time,
    profiled_total,
)
from agent.core.rows import Row, Said, labelled, rows_of
from agent.core.totals import Verdict, Witnesses, total_of, witnesses_of
from contracts.wire.units import Tiyn
from hardware.escpos.printout import Dialect, Line, Segment

LARGEST_TOTAL: Final = Tiyn(100_000_000)
"""A million tenge: more in one receipt of a confectionery is a misreading, or for people to see."""

LONGEST_QUOTE: Final = 96
MOST_CODES: Final = 32
"""Codes of one piece of paper that are looked at."""

_FEWEST_LETTERS: Final = 12
"""Letters and digits from which on a paper counts as printed in text."""

_FARTHEST_TIMES: Final = timedelta(hours=12)
"""Between a code's time and the printed one: farther apart, they are of two receipts."""

_WITHOUT_TOTAL: Final = frozenset({Kind.REPORT, Kind.KITCHEN, Kind.CASH})
"""Papers whose sums are not the total of one receipt."""


@dataclass(frozen=True, slots=True)
class ReadingSettings:
    """What the reader must know about its till."""

    currency: str = "KZT"
    registers: frozenset[str] = frozenset()
    """Registration numbers (РНМ) of the cash registers of this till; empty when not set."""
    largest_total: Tiyn = LARGEST_TOTAL


def read_receipt(
    segment: Segment,
    *,
    settings: ReadingSettings,
    profiles: tuple[ReceiptProfile, ...] = (),
    ocr_lines: Sequence[str] | None = None,
) -> Receipt:
    """Return what one piece of paper says; never raises, whatever is on it."""
    rows, source = _rows(segment, ocr_lines)
    original = rows_of_original(rows)
    found = _Found(
        rows=rows,
        said=tuple(it for it in labelled(rows) if it.row not in original),
        codes=_codes(segment, rows),
        printed_key=fiscal_of(rows),
        items=items_of(rows),
        profile=profile_for(rows, profiles),
        source=source,
        settings=settings,
        is_cut_short=source is Source.LABEL and len(rows) < len(segment.lines),
        is_uncut=segment.cut is None,
    )
    return found.receipt()


def _rows(segment: Segment, ocr_lines: Sequence[str] | None) -> tuple[tuple[Row, ...], Source]:
    """Return the rows to read: the printed text, or else what was read from pictures."""
    if segment.dialect is not Dialect.ESCPOS:
        return (), Source.LABEL
    if segment.pictures and ocr_lines and not _is_printed_in_text(segment):
        return rows_of((mended(line), False) for line in ocr_lines), Source.OCR
    return rows_of((line.text, line.large) for line in finished_lines(segment)), Source.LABEL


def finished_lines(segment: Segment) -> tuple[Line, ...]:
    """Return the lines without one that the job broke off in: half an amount is another amount."""
    lines = segment.lines
    if lines and segment.cut is None and lines[-1].end >= segment.end:
        return tuple(line for line in lines if line.end < segment.end)
    return lines


def _is_printed_in_text(segment: Segment) -> bool:
    """Tell whether enough letters and digits stand on the paper to be more than a caption."""
    printed = sum(char.isalnum() for line in segment.lines for char in line.text)
    return printed >= _FEWEST_LETTERS


def _codes(segment: Segment, rows: tuple[Row, ...]) -> tuple[FiscalCode, ...]:
    """Return the fiscal codes on the paper, each once: drawn, or printed as an address."""
    texts = [code.text for code in segment.codes[:MOST_CODES]]
    texts += [row.printed.strip() for row in rows if "://" in row.printed][:MOST_CODES]
    found = [fiscal_code(text) for text in texts]
    return tuple({code.key: code for code in reversed(found) if code is not None}.values())


@dataclass(frozen=True, slots=True)
class _Found:
    """All that was found on one paper, on its way to a receipt."""

    rows: tuple[Row, ...]
    said: tuple[Said, ...]
    codes: tuple[FiscalCode, ...]
    printed_key: PrintedKey
    items: tuple[Item, ...]
    profile: ReceiptProfile | None
    source: Source
    settings: ReadingSettings
    is_cut_short: bool
    """True when the paper goes on beyond what is looked at."""
    is_uncut: bool
    """True when the job ended without a cut, so that more may have been meant to come."""

    def receipt(self) -> Receipt:
        """Return the receipt, every claim with its evidence."""
        evidence: list[Evidence] = []
        code = self._code()
        kind = self._kind(evidence)
        verdict = self._total(code, evidence, kind)
        doubts = [verdict.doubt] if verdict.doubt else []
        doubts += self._doubts(code)
        if kind is Kind.SALE:
            doubts += misgivings_about(self.rows, self.said)
        return Receipt(
            kind=kind,
            total=verdict.total,
            currency=self._currency(code, evidence),
            number=self._number(evidence),
            printed_at=self._time(code, evidence),
            fiscal=self._fiscal(code, evidence),
            items=self.items,
            evidence=tuple(evidence),
            doubts=tuple(doubts) if kind in (Kind.SALE, Kind.RETURN) else (),
            original=self._original(kind),
        )

    def _code(self) -> FiscalCode | None:
        """Return the paper's fiscal code; of several the one whose sum stands on the paper."""
        if len(self.codes) <= 1:
            return self.codes[0] if self.codes else None
        printed = {abs(it.amount.value) for it in self.said}
        fitting = [it for it in self.codes if it.total is not None and abs(it.total) in printed]
        return fitting[0] if len(fitting) == 1 else None

    def _kind(self, evidence: list[Evidence]) -> Kind:
        """Return what the paper is: by its titles, its codes, or its profile."""
        has_fiscal = bool(self.codes) or self.printed_key.whole is not None
        found = kind_of(self.rows, self.said, has_fiscal=has_fiscal)
        if found.kind in (Kind.SALE, Kind.OTHER) and (by_profile := self._profiled_kind(evidence)):
            return by_profile
        for code in self.codes:
            if found.kind is Kind.SALE and (code.is_purchase or code.is_return):
                found = FoundKind(Kind.OTHER if code.is_purchase else Kind.RETURN, None)
                evidence.append(_evidence("kind", Source.FISCAL_QR, found.kind.value, code.text))
        if found.quote is not None:
            evidence.append(_evidence("kind", self.source, found.kind.value, found.quote))
        return found.kind

    def _profiled_kind(self, evidence: list[Evidence]) -> Kind | None:
        """Return the kind that the profile knows by its own words."""
        found = profiled_kind(self.rows, self.profile) if self.profile else None
        if found is None:
            return None
        evidence.append(_evidence("kind", Source.PROFILE, found[0].value, found[1].printed))
        return found[0]

    def _total(self, code: FiscalCode | None, evidence: list[Evidence], kind: Kind) -> Verdict:
        """Return the total that all sources agree on, or why there is none."""
        if kind in _WITHOUT_TOTAL:
            return Verdict(None)
        code_total = code.total if code else None
        witnesses = witnesses_of(self.said, sum_of(self.items))
        verdict = total_of(self.said, code_total, witnesses)
        if self.source is Source.OCR and code_total is None:
            verdict = self._confirmed(verdict, witnesses)
        elif self.is_uncut and code_total is None:
            verdict = self._labelled_as_total(verdict, witnesses)
        verdict = self._profiled_total(verdict, evidence)
        if verdict.total is None:
            return verdict
        if kind is Kind.SALE and verdict.total < 0:
            return Verdict(None, doubt="The total of the sale stands below zero.")
        if kind is Kind.RETURN:
            verdict = Verdict(Tiyn(-abs(verdict.total)), verdict.row, verdict.doubt)
        value = decimal_text(verdict.total or Tiyn(0))
        if code and code_total is not None:
            evidence.append(_evidence("total", Source.FISCAL_QR, value, code.text))
        if verdict.row is not None:
            evidence.append(_evidence("total", self.source, value, self.rows[verdict.row].printed))
        return verdict

    def _labelled_as_total(self, verdict: Verdict, witnesses: Witnesses) -> Verdict:
        """Return the verdict where more may have been to come: a mere sum may be a subtotal."""
        if verdict.total is None or abs(verdict.total) in witnesses.payments:
            return verdict
        if any(it.row == verdict.row and it.role in STRICT_TOTALS for it in self.said):
            return verdict
        return Verdict(None, doubt="The job ended without a cut, and before a total.")

    def _confirmed(self, verdict: Verdict, witnesses: Witnesses) -> Verdict:
        """Return the verdict on a total read from a picture: a second thing must say it too."""
        if verdict.total is None or witnesses.confirm(abs(verdict.total)):
            return verdict
        alike = {it.row for it in self.said if it.amount.value == verdict.total}
        if len(alike) > 1:
            return verdict
        return Verdict(None, doubt="The total was read from a picture, and nothing confirms it.")

    def _profiled_total(self, verdict: Verdict, evidence: list[Evidence]) -> Verdict:
        """Return the verdict after the profile's word: it fills in, and it may not disagree."""
        found = profiled_total(self.rows, self.profile) if self.profile else None
        if found is None:
            return verdict
        amount, row = found
        if verdict.total is not None and abs(verdict.total) != abs(amount.value):
            says = f"{decimal_text(verdict.total)} and {decimal_text(amount.value)}"
            return Verdict(None, doubt=f"The paper and its profile say two totals: {says}.")
        value = decimal_text(amount.value)
        evidence.append(_evidence("total", Source.PROFILE, value, row.printed))
        return verdict if verdict.total is not None else Verdict(amount.value)

    def _currency(self, code: FiscalCode | None, evidence: list[Evidence]) -> str | None:
        """Return the currency: the code's country, the profile's, or what the paper says."""
        if code:
            evidence.append(_evidence("currency", Source.FISCAL_QR, code.currency, code.text))
            return code.currency
        currency, row = currency_of(self.rows, self.said, self.settings.currency)
        if row is None and self.profile and self.profile.currency:
            return self.profile.currency
        if row is not None and currency is not None:
            evidence.append(_evidence("currency", self.source, currency, row.printed))
        return currency

    def _number(self, evidence: list[Evidence]) -> str | None:
        """Return the receipt's number."""
        profiled = profiled_number(self.rows, self.profile) if self.profile else None
        if profiled is not None:
            evidence.append(_evidence("number", Source.PROFILE, profiled[0], profiled[1].printed))
            return profiled[0]
        found = number_of(self.rows)
        if found is not None:
            evidence.append(_evidence("number", self.source, found.value, found.quote))
        return found.value if found else None

    def _time(self, code: FiscalCode | None, evidence: list[Evidence]) -> datetime | None:
        """Return the receipt's time: the code's before the printed one."""
        if code and code.printed_at:
            at = code.printed_at
            evidence.append(_evidence("time", Source.FISCAL_QR, at.isoformat(), code.text))
            return at
        profiled = profiled_time(self.rows, self.profile) if self.profile else None
        if profiled is not None:
            at, row = profiled
            evidence.append(_evidence("time", Source.PROFILE, at.isoformat(), row.printed))
            return at
        found = printed_time(self.rows)
        if found is not None:
            evidence.append(_evidence("time", self.source, found.at.isoformat(), found.quote))
        return found.at if found else None

    def _fiscal(self, code: FiscalCode | None, evidence: list[Evidence]) -> FiscalKey | None:
        """Return the fiscal key: the code's before the printed one."""
        if code:
            value = f"{code.key.operator} {code.key.sign} {code.key.register}"
            evidence.append(_evidence("fiscal", Source.FISCAL_QR, value, code.text))
            return code.key
        if (key := self.printed_key.whole) is None:
            return None
        parts = (self.printed_key.sign, self.printed_key.register)
        evidence += [_evidence("fiscal", self.source, it.value, it.quote) for it in parts if it]
        return key

    def _original(self, kind: Kind) -> str | None:
        """Return what a return takes back."""
        found: Named | None = original_of(self.rows) if kind is Kind.RETURN else None
        return found.value if found else None

    def _doubts(self, code: FiscalCode | None) -> list[str]:
        """Return what else speaks against a slip, one sentence each."""
        found = []
        if self.is_cut_short:
            found.append("It is longer than receipts are, and its end was not read.")
        if len(self.codes) > 1 and code is None:
            found.append("The paper carries several fiscal codes.")
        key = code.key if code else self.printed_key.whole
        registers = self.settings.registers
        if key and registers and key.register not in registers:
            found.append(f"Its cash register {key.register} does not belong to this till.")
        if code and code.is_return is None and not self.rows:
            found.append("Its picture was not read, so a return cannot be told from a sale.")
        if self.source is Source.OCR:
            return found  # Digits that a machine misread are no second receipt.
        printed = self.printed_key.register
        if code and code.currency == "KZT" and printed and _differ(printed.value, code):
            found.append(f"The code names register {code.key.register}, the paper {printed.value}.")
        return found + _times_apart(code, printed_time(self.rows))


def _differ(printed: str, code: FiscalCode) -> bool:
    """Tell whether a whole printed registration number is another than the code's."""
    return printed.isdigit() and len(printed) == 12 and printed != code.key.register


def _times_apart(code: FiscalCode | None, printed: PrintedTime | None) -> list[str]:
    """Return a doubt when the code's time and the printed one are of two receipts."""
    if code is None or code.printed_at is None or printed is None:
        return []
    if abs(code.printed_at - printed.at) <= _FARTHEST_TIMES:
        return []
    return [f"The code's time is {code.printed_at}, the printed one {printed.at}."]


def _evidence(field: str, source: Source, value: str, quote: str) -> Evidence:
    """Return evidence with its quote cut to what is kept."""
    return Evidence(field, source, value, quote.strip()[:LONGEST_QUOTE])
