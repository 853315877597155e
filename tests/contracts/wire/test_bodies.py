"""Bodies: typed, checked, and back from JSON as they were."""

import json
from dataclasses import replace
from typing import Any

import pytest

from contracts.wire.bodies import (
    BODY_OF_KIND,
    LARGEST_AMOUNT,
    MOST_ITEMS,
    AccrualBody,
    Body,
    EventKind,
    ItemLine,
    RedemptionBody,
    SlipBody,
    SlipOutcome,
)
from contracts.wire.refusals import Refusal, Refused
from contracts.wire.units import Sequence, Tiyn
from contracts.wire.voucher import Scope
from tests.contracts.wire.samples import BODIES, fiscal_accrual, paper_return, text_accrual


def test_every_kind_has_a_body_and_a_sample() -> None:
    """No kind of event is left without a form or without a test."""
    assert set(BODY_OF_KIND) == set(EventKind) == {body.KIND for body in BODIES}


@pytest.mark.parametrize(
    "body", BODIES, ids=lambda body: f"{body.KIND}-{body.to_json().get('evidence')}"
)
def test_a_body_comes_back_from_json_as_it_was(body: Body) -> None:
    """Nothing is lost on the wire."""
    assert type(body).from_json(json.loads(json.dumps(body.to_json()))) == body


@pytest.mark.parametrize(
    "body", BODIES, ids=lambda body: f"{body.KIND}-{body.to_json().get('evidence')}"
)
def test_missing_and_unknown_fields_are_refused(body: Body) -> None:
    """A field left out or put in is a different promise."""
    written = body.to_json()
    for name in written:
        with pytest.raises(Refused, match=name):
            type(body).from_json({key: value for key, value in written.items() if key != name})
    with pytest.raises(Refused, match="gift"):
        type(body).from_json({**written, "gift": 1})
    with pytest.raises(Refused, match="not an object"):
        type(body).from_json(None)


@pytest.mark.parametrize(
    ("field", "value", "refusal"),
    [
        ("total", LARGEST_AMOUNT + 1, Refusal.OVERFLOW),
        ("total", -1, Refusal.OVERFLOW),
        ("total", "935.00", Refusal.MALFORMED),
        ("currency", "₸", Refusal.MALFORMED),
        ("number", "", Refusal.MALFORMED),
        ("number", "1" * 65, Refusal.TOO_LONG),
        ("printed_at", "2026-11-22 10:52:11", Refusal.MALFORMED),
        ("printed_at", "2026-13-22T10:52:11", Refusal.MALFORMED),
        ("printed_at", "2026-11-22T10:52:11Z", Refusal.TOO_LONG),
        ("evidence", "hearsay", Refusal.MALFORMED),
        ("receipt", "AAAA", Refusal.MALFORMED),
        ("items_count", 1, Refusal.MISMATCH),
        ("claim_key", 16, Refusal.OVERFLOW),
    ],
)
def test_a_wrong_field_is_named_and_refused(field: str, value: Any, refusal: Refusal) -> None:
    """The refusal says which field, and what is wrong with it."""
    with pytest.raises(Refused, match=field) as refused:
        AccrualBody.from_json({**fiscal_accrual().to_json(), field: value})
    assert refused.value.refusal is refusal


def test_a_fiscal_key_must_be_the_receipt_s_identity() -> None:
    """An accrual cannot name one fiscal receipt and be another."""
    with pytest.raises(Refused) as refused:
        replace(fiscal_accrual(1), receipt=fiscal_accrual(2).receipt)
    assert refused.value.refusal is Refusal.MISMATCH


def test_items_are_limited() -> None:
    """A receipt of any length keeps its first items and the count of all."""
    line = ItemLine(name="Баурсак", quantity="1.5", amount=Tiyn(100))
    kept = replace(text_accrual(), items=(line,) * MOST_ITEMS, items_count=900)
    assert len(kept.items) == MOST_ITEMS
    with pytest.raises(Refused):
        replace(text_accrual(), items=(line,) * (MOST_ITEMS + 1), items_count=900)


@pytest.mark.parametrize(("scope", "place"), [(Scope.ANY, 7), (Scope.SHOP, 0), (Scope.TILL, 0)])
def test_a_redemption_s_place_fits_its_scope(scope: Scope, place: int) -> None:
    """Only a voucher for anywhere has no place."""
    with pytest.raises(Refused):
        RedemptionBody(
            voucher=1, reward_version=1, scope=scope, place=place, lease=None, amount=None,
            cashier=None,
        )  # fmt: skip


def test_bodies_say_what_they_are_about() -> None:
    """Papers have an identity, slips a claim, the others neither."""
    slip = SlipBody(claim=Sequence(4), outcome=SlipOutcome.LATE, cashier=None)
    assert (slip.receipt_identity(), slip.slip_of()) == (None, 4)
    for paper in (fiscal_accrual(), paper_return()):
        assert (paper.receipt_identity(), paper.slip_of()) == (paper.receipt, None)
