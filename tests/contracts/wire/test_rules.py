"""Rules: what a field may hold, when made, read and described."""

from enum import StrEnum
from typing import Any

import pytest

from contracts.wire.bodies import ItemLine
from contracts.wire.refusals import Refusal, Refused
from contracts.wire.rules import Choice, Flag, Many, Maybe, Nested, Octets, Rule, Text, Whole


class Answer(StrEnum):
    """Two words."""

    YES = "yes"
    NO = "no"


LINE = ItemLine(name="Чай", quantity=None, amount=None)

KEPT: list[tuple[Rule, Any, Any]] = [
    (Whole(0, 5), 5, 5),
    (Flag(), False, False),
    (Text(3), "әіқ", "әіқ"),
    (Text(3, shortest=0), "", ""),
    (Text(3, r"[A-Z]{3}"), "KZT", "KZT"),
    (Text(3, holds=str.isupper), "A", "A"),
    (Octets(2), b"\xff\x00", "_wA"),
    (Choice(Answer), Answer.NO, "no"),
    (Maybe(Whole(0, 5)), None, None),
    (Maybe(Whole(0, 5)), 2, 2),
    (Many(Text(3), 2), ("a", "b"), ["a", "b"]),
    (Nested(ItemLine), LINE, {"name": "Чай", "quantity": None, "amount": None}),
]


@pytest.mark.parametrize(("rule", "value", "written"), KEPT)
def test_a_value_is_written_and_read_back(rule: Rule, value: Any, written: Any) -> None:
    """What a rule writes it reads."""
    assert rule.write(value) == written
    assert rule.read(written) == value


@pytest.mark.parametrize(
    ("rule", "value", "refusal"),
    [
        (Whole(0, 5), 6, Refusal.OVERFLOW),
        (Whole(0, 5), -1, Refusal.OVERFLOW),
        (Text(3), "abcd", Refusal.TOO_LONG),
        (Text(3), "", Refusal.MALFORMED),
        (Text(3), "a\0b", Refusal.MALFORMED),
        (Text(3, r"[A-Z]{3}"), "kzt", Refusal.MALFORMED),
        (Text(4, r"[A-Z]{3}"), "KZT\n", Refusal.MALFORMED),
        (Text(3, holds=str.isupper), "a", Refusal.MALFORMED),
        (Octets(2), b"\xff", Refusal.MALFORMED),
        (Many(Text(3), 2), ("a", "b", "c"), Refusal.TOO_LONG),
        (Many(Text(3), 2), ("a", "long"), Refusal.TOO_LONG),
        (Maybe(Whole(0, 5)), 6, Refusal.OVERFLOW),
    ],
)
def test_a_value_that_breaks_its_rule_is_not_written(
    rule: Rule, value: Any, refusal: Refusal
) -> None:
    """Bounds, lengths, forms and sizes hold."""
    with pytest.raises(Refused) as refused:
        rule.write(value)
    assert refused.value.refusal is refusal


@pytest.mark.parametrize(
    ("rule", "written"),
    [
        (Whole(0, 5), True), (Whole(0, 5), "5"), (Flag(), 1), (Text(3), 5), (Octets(2), 5),
        (Octets(2), "_w="), (Choice(Answer), "maybe"), (Choice(Answer), ["yes"]),
        (Many(Text(3), 2), "ab"), (Many(Text(3), 2), [1]), (Nested(ItemLine), []),
        (Nested(ItemLine), {}),
    ],
)  # fmt: skip
def test_json_of_another_type_is_not_read(rule: Rule, written: Any) -> None:
    """True is no number, a number no text, a text no list."""
    with pytest.raises(Refused) as refused:
        rule.read(written)
    assert refused.value.refusal is Refusal.MALFORMED
