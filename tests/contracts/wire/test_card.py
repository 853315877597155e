"""Card codes: sealed once, read in any case, refused in every other form."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contracts.wire import card, claim
from contracts.wire.card import Card
from contracts.wire.card_form import LEAST_NUMBER, MOST_NUMBER
from contracts.wire.enrolling import CODE_ALPHABET
from contracts.wire.keys import KeyKind, derive
from contracts.wire.refusals import Refusal, Refused
from contracts.wire.units import KeyId
from hardware.serial.aim import without_prefix
from hardware.serial.layouts import Layout, typed_under, untangled
from tests.contracts.wire.samples import SECRET
from tests.contracts.wire.vectors import vectors

GOLDEN = vectors("card")
CARDS = st.builds(Card, st.integers(0, 15).map(KeyId), st.integers(LEAST_NUMBER, MOST_NUMBER))


def key_of(key_id: KeyId) -> bytes:
    """Return the key of cards, as a hub with one master secret does."""
    return derive(SECRET, KeyKind.CARD, 0, key_id)


@pytest.mark.parametrize("case", GOLDEN["sealed"])
def test_golden_cards_stay_both_ways(case: dict[str, Any]) -> None:
    """What is printed once unseals for ever, and its proof stays the same."""
    made = Card(KeyId(case["key_id"]), case["number"])
    assert card.seal(made, bytes.fromhex(case["key"])) == case["code"]
    assert card.unseal(case["code"], key_of) == card.unchecked(case["code"]) == made
    assert card.proof_of(case["code"]).hex() == case["proof"]


@given(CARDS, st.integers(0, 23), st.sampled_from(CODE_ALPHABET))
def test_no_other_code_is_that_card(made: Card, place: int, letter: str) -> None:
    """Whatever letter is changed, nothing is accepted for it."""
    code = card.seal(made, key_of(made.key_id))
    at = len(card.PREFIX) + place
    other = code[:at] + letter + code[at + 1 :]
    if other == code:
        assert card.unseal(code, key_of) == made
    else:
        with pytest.raises(Refused):
            card.unseal(other, key_of)


@pytest.mark.parametrize(
    "code", ["", "BSKCARD", "A" * 48, "A" * 38, "BSKCARD" + "U" * 24, "BSKCARD" + "0" * 24]
)
def test_what_is_no_card_is_refused(code: str) -> None:
    """Other lengths, other letters and other versions are no cards."""
    with pytest.raises(Refused) as refused:
        card.unseal(code, key_of)
    assert refused.value.refusal in {Refusal.MALFORMED, Refusal.UNKNOWN_VERSION}
    assert claim.code_in(code) is None or len(code) == claim.CODE_LENGTH


@given(CARDS)
def test_every_scanner_types_it(made: Card) -> None:
    """With an AIM prefix, under a Cyrillic keyboard and with Caps Lock it is the same code."""
    code = card.seal(made, key_of(made.key_id))
    assert card.code_in(without_prefix("]Q1" + code)[0]) == code
    assert card.code_in(code.lower() + "\r\n") == code
    for layout in Layout:
        typed = untangled(typed_under(layout, code))
        assert card.code_in(getattr(typed, "text", "")) == code
    assert card.code_in(code + "0") is None
    assert len(card.shown_number(made.number)) == 11
