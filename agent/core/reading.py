"""A receipt read from what came out of the printer, with the evidence for all that is claimed."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from agent.core.amounts import decimal_text
from agent.core.currencies import currency_of
from agent.core.dates import printed_time
from agent.core.fiscal import FiscalCode, fiscal_code
from agent.core.identity import fiscal_of, number_of, original_of, rows_of_original
from agent.core.kinds import kind_of
from agent.core.receipt import Evidence, FiscalKey, Kind, Receipt, Source
from agent.core.receipt_profiles import ReceiptProfile
from agent.core.rows import Row, Said, labelled, rows_of
from agent.core.totals import Verdict, total_of, witnesses_of
from contracts.wire.units import Tiyn
from hardware.escpos.printout import Dialect, Segment

LARGEST_TOTAL: Final = Tiyn(100_000_000)
LONGEST_QUOTE: Final = 96
MOST_CODES: Final = 32
"""Codes of one piece of paper that are looked at."""
_FEWEST_LETTERS: Final = 12
"""Letters and digits from which on a paper counts as printed in text."""


@dataclass(frozen=True, slots=True)
class ReadingSettings:
    """What the reader must know about its till."""

    currency: str = "KZT"
    registers: frozenset[str] = frozenset()
    """Registration numbers of the cash registers of this till; empty when not set."""
    largest_total: Tiyn = LARGEST_TOTAL
    """A million tenge: more in one receipt of a confectionery is a misreading or a matter for
    people."""


def read_receipt(
    segment: Segment,
    *,
    settings: ReadingSettings,
    profiles: tuple[ReceiptProfile, ...] = (),
    ocr_lines: Sequence[str] | None = None,
) -> Receipt:
    """Return what one piece of paper says; never raises, whatever is on it."""
    rows, source = _rows(segment, ocr_lines)
    codes = _codes(segment, rows)
    said = _said(rows)
    return _Reading(rows, said, codes, source, settings, ocr_lines is not None).receipt()


def _rows(segment: Segment, ocr_lines: Sequence[str] | None) -> tuple[tuple[Row, ...], Source]:
    """Return the rows to read: the printed text, or else what was read from pictures."""
    if segment.dialect is not Dialect.ESCPOS:
        return (), Source.LABEL
    printed = sum(char.isalnum() for line in segment.lines for char in line.text)
    if printed < _FEWEST_LETTERS and segment.pictures and ocr_lines:
        return rows_of((line, False) for line in ocr_lines), Source.OCR
    return rows_of((line.text, line.large) for line in segment.lines), Source.LABEL


def _codes(segment: Segment, rows: tuple[Row, ...]) -> tuple[FiscalCode, ...]:
    """Return the fiscal codes on the paper, each once: drawn, or printed as an address."""
    texts = [code.text for code in segment.codes[:MOST_CODES]]
    texts += [row.printed.strip() for row in rows if "://" in row.printed][:MOST_CODES]
    found = [fiscal_code(text) for text in texts]
    return tuple({code.key: code for code in reversed(found) if code is not None}.values())


def _said(rows: tuple[Row, ...]) -> tuple[Said, ...]:
    """Return the labelled amounts, without those of a receipt that is only referred to."""
    original = rows_of_original(rows)
    return tuple(it for it in labelled(rows) if it.row not in original)


@dataclass(frozen=True, slots=True)
class _Reading:
    """All that was found on one paper, on its way to a receipt."""

    rows: tuple[Row, ...]
    said: tuple[Said, ...]
    codes: tuple[FiscalCode, ...]
    source: Source
    settings: ReadingSettings
    was_ocr: bool

    def receipt(self) -> Receipt:
        """Return the receipt."""
        printed_key = fiscal_of(self.rows)
        kind, kind_quote = self._kind(printed_key)
        verdict, code = self._total()
        doubts = [verdict.doubt] if verdict.doubt and kind in (Kind.SALE, Kind.RETURN) else []
        total = None if verdict.total is None or kind in _WITHOUT_TOTAL else verdict.total
        if total is not None and kind is Kind.RETURN:
            total = Tiyn(-abs(total))
        currency = code.currency if code else self._currency()
        number = number_of(self.rows)
        printed = printed_time(self.rows)
        at = code.printed_at if code and code.printed_at else printed.at if printed else None
        original = original_of(self.rows) if kind is Kind.RETURN else None
        key = code.key if code else printed_key
        evidence: list[Evidence] = []
        self._add(evidence, "kind", kind.value, kind_quote)
        if total is not None:
            quote = self.rows[verdict.row].printed if verdict.row is not None else None
            if code and code.total is not None:
                evidence.append(
                    _evidence("total", Source.FISCAL_QR, decimal_text(total), code.text)
                )
            self._add(evidence, "total", decimal_text(total), quote)
        return Receipt(
            kind=kind,
            total=total,
            currency=currency,
            number=number.value if number else None,
            printed_at=at,
            fiscal=key,
            items=(),
            evidence=tuple(evidence),
            doubts=tuple(doubts),
            original=original.value if original else None,
        )

    def _add(self, evidence: list[Evidence], field: str, value: str, quote: str | None) -> None:
        if quote is not None:
            evidence.append(_evidence(field, self.source, value, quote))

    def _kind(self, printed_key: FiscalKey | None) -> tuple[Kind, str | None]:
        found = kind_of(
            self.rows, self.said, has_fiscal=bool(self.codes) or printed_key is not None
        )
        if found.kind is Kind.SALE and self.codes:
            if any(code.is_purchase for code in self.codes):
                return Kind.OTHER, self.codes[0].text
            if any(code.is_return for code in self.codes):
                return Kind.RETURN, self.codes[0].text
        return found.kind, found.quote

    def _total(self) -> tuple[Verdict, FiscalCode | None]:
        witnesses = witnesses_of(self.said, None)
        code = self.codes[0] if len(self.codes) == 1 else None
        return total_of(self.said, code.total if code else None, witnesses), code

    def _currency(self) -> str | None:
        return currency_of(self.rows, self.said, self.settings.currency)


_WITHOUT_TOTAL: Final = frozenset({Kind.REPORT, Kind.KITCHEN, Kind.CASH})


def _evidence(field: str, source: Source, value: str, quote: str) -> Evidence:
    """Return evidence with its quote cut to what is kept."""
    return Evidence(field, source, value, quote.strip()[:LONGEST_QUOTE])
