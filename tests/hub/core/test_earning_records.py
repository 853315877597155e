"""What is kept of rules and receipts says the same when it is read again."""

import json
from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from contracts.wire.units import Tiyn
from hub.core.earning import Facts, earn
from hub.core.earning_base import Line
from hub.core.earning_records import (
    earned_record,
    facts_from,
    facts_record,
    rule_from,
    rule_terms,
    steps_from,
    steps_record,
)
from hub.core.earning_rules import EarningRule, RuleKind
from tests.hub.core.earning_samples import POLICY, lines, money, receipts, rule_sets, rules


@given(rules())
def test_a_rule_is_read_as_it_was_written(held: EarningRule) -> None:
    """Through JSON and back."""
    terms = json.loads(json.dumps(rule_terms(held)))
    again = rule_from(held.id, held.partner, held.kind, held.since, held.until, terms)
    assert again == held


@given(receipts(), money, lines, st.frozensets(st.sampled_from(RuleKind)))
def test_facts_are_read_as_they_were_written(
    receipt: Facts, back: Tiyn, returned: tuple[Line, ...], occasions: frozenset[RuleKind]
) -> None:
    """Through JSON and back, whatever is empty."""
    whole = replace(
        receipt,
        returned=Tiyn(min(back, receipt.total)),
        returned_lines=returned,
        occasions=occasions,
    )
    assert facts_from(json.loads(json.dumps(facts_record(whole)))) == whole


@given(receipts(), rule_sets)
def test_a_reckoning_is_read_as_it_was_written(receipt: Facts, held: list[EarningRule]) -> None:
    """Every step with its numbers, in order."""
    earned = earn(receipt, held, POLICY)
    assert steps_from(json.loads(json.dumps(steps_record(earned.why)))) == earned.why
    assert json.loads(json.dumps(earned_record(earned)))["points"] == earned.points
