"""Only a plain sale of this till gets a slip; every other paper is refused with a sentence."""

from dataclasses import replace
from datetime import datetime
from typing import Any

import pytest

from agent.core.eligibility import refusal_to_print
from agent.core.reading import ReadingSettings
from agent.core.receipt import FiscalKey, Kind, Receipt
from contracts.wire.units import Tiyn

REGISTER = "010100000017"
SALE = Receipt(
    kind=Kind.SALE,
    total=Tiyn(125_000),
    currency="KZT",
    number="17",
    printed_at=datetime.fromisoformat("2026-03-15T12:01:30"),
    fiscal=FiscalKey("oofd", "123456789", REGISTER),
    items=(),
    evidence=(),
)
SETTINGS = ReadingSettings(registers=frozenset({REGISTER}))


def test_a_plain_sale_is_eligible() -> None:
    """A sale of this till's register, in its currency, gets its slip."""
    assert refusal_to_print(SALE, SETTINGS) is None
    assert refusal_to_print(replace(SALE, fiscal=None, printed_at=None), SETTINGS) is None
    assert refusal_to_print(SALE, ReadingSettings()) is None
    assert refusal_to_print(replace(SALE, currency=None), SETTINGS) is None


@pytest.mark.parametrize("kind", [kind for kind in Kind if kind is not Kind.SALE])
def test_no_other_kind_is_eligible(kind: Kind) -> None:
    """Each kind that is not a sale has its own sentence."""
    refusal = refusal_to_print(replace(SALE, kind=kind), SETTINGS)
    assert refusal is not None
    assert refusal.endswith(".")


@pytest.mark.parametrize(
    ("changed", "says"),
    [
        ({"doubts": ("Two totals.",)}, "Two totals."),
        ({"total": None}, "total"),
        ({"total": Tiyn(0)}, "0.00"),
        ({"total": Tiyn(-5)}, "-0.05"),
        ({"total": Tiyn(100_000_001)}, "limit"),
        ({"currency": "USD"}, "USD"),
        ({"fiscal": FiscalKey("oofd", "1", "010100000099")}, "010100000099"),
        ({"printed_at": datetime.fromisoformat("1999-01-01T00:00:00")}, "1999"),
        ({"printed_at": datetime.fromisoformat("2107-01-01T00:00:00")}, "2107"),
    ],
)
def test_a_sale_is_refused_for_a_reason(changed: dict[str, Any], says: str) -> None:
    """Doubts, limits, foreign money, foreign registers and lost clocks are refused by name."""
    refusal = refusal_to_print(replace(SALE, **changed), SETTINGS)
    assert refusal is not None
    assert says in refusal
