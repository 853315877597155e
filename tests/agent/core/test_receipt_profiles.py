"""A profile adds what one POS prints differently; it never overrules the paper."""

import re
import time
from datetime import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agent.core.reading import ReadingSettings, read_receipt
from agent.core.receipt import Kind, Receipt, Source
from agent.core.receipt_profiles import (
    MOST_OPEN_REPEATS,
    Place,
    ReceiptProfile,
    UnsafePattern,
    safe_pattern,
)
from tests.fakes.segments import segment_of

PROFILE = ReceiptProfile(
    name="Sigma",
    match=(safe_pattern("SIGMA POS"),),
    total=safe_pattern("^ *Σ"),
    number=safe_pattern(r"^N=(\d{1,6})"),
    time="%d %m %y %H %M",
    time_line=safe_pattern(r"^D (\d\d \d\d \d\d \d\d \d\d)"),
    currency="KZT",
    kinds={Kind.COPY: (safe_pattern("^== 2 ==$"),)},
)
PAPER = "SIGMA POS\nЭклер 1250.00\nN=17\nD 15 03 26 12 01\nΣ = 1250.00\nНаличные 1250.00"


def read(text: str, *profiles: ReceiptProfile) -> Receipt:
    """Return the receipt on a paper, read with these profiles."""
    return read_receipt(segment_of(text), settings=ReadingSettings(), profiles=profiles)


def test_a_profile_fills_in() -> None:
    """Total, number and time come from the profile where the paper says them its own way."""
    assert read(PAPER).total is None
    receipt = read(PAPER, PROFILE)
    assert (receipt.total, receipt.number, receipt.currency) == (125_000, "17", "KZT")
    assert receipt.printed_at == datetime.fromisoformat("2026-03-15T12:01:00")
    assert receipt.kind is Kind.SALE
    told = {it.field for it in receipt.evidence if it.source is Source.PROFILE}
    assert told == {"total", "number", "time"}


def test_a_profile_knows_a_kind() -> None:
    """A sign of a copy that only this POS prints makes the paper a copy."""
    assert read(f"{PAPER}\n== 2 ==", PROFILE).kind is Kind.COPY
    assert read(f"{PAPER}\n== 2 ==").kind is Kind.SALE


def test_a_profile_does_not_overrule() -> None:
    """Where label and profile say two totals there is none; where they agree it stands."""
    assert read(f"{PAPER}\nИТОГО: 900.00", PROFILE).total is None
    assert read(f"{PAPER}\nИТОГО: 1250.00", PROFILE).total == 125_000
    assert read(f"{PAPER}\nΣ = 900.00", PROFILE).total is None


def test_a_profile_of_another_pos_is_silent() -> None:
    """All conditions must hold, or the profile says nothing."""
    assert read(PAPER.replace("SIGMA", "OMEGA"), PROFILE).total is None


@pytest.mark.parametrize(
    ("place", "text"),
    [
        (Place.LINE, "SIGMA POS чек\nΣ = 5.00"),
        (Place.NEXT, "SIGMA POS чек\nΣ\n5.00"),
        (Place.ABOVE, "SIGMA POS чек\n5.00\nΣ"),
    ],
)
def test_places(place: Place, text: str) -> None:
    """The amount stands beside, below or above the label, as the profile says."""
    profile = ReceiptProfile("x", PROFILE.match, total=PROFILE.total, total_place=place)
    assert read(text, profile).total == 500
    assert read(text.replace("5.00", ""), profile).total is None


@pytest.mark.parametrize(
    "pattern",
    [
        "(a+)+",
        "(a|b)*c",
        "(?:x{1,3}){2}",
        r"(a)\1",
        "(?<=a)b",
        "(?P<n>a)(?P=n)",
        ".*.*.*",
        "a{2,}b{2,}c{2,}",
        "a{99}",
        "a{1,99}",
        "[",
        "a" * 161,
        "a?b?" + "c{1,2}" * 7,
    ],
)
def test_unsafe_patterns_are_refused(pattern: str) -> None:
    """Patterns that could take long, or are none, are refused before they are used."""
    with pytest.raises(UnsafePattern):
        safe_pattern(pattern)


def test_the_slowest_safe_pattern_is_fast() -> None:
    """Even the worst pattern that is let through answers on the longest line within a blink."""
    pattern = safe_pattern(".*" * MOST_OPEN_REPEATS + "!")
    began = time.process_time()
    assert pattern.search("a" * 256) is None
    assert time.process_time() - began < 1.0


@given(st.text(alphabet="ab.*+?()[]{}|\\^$,0123456789<>=!P:", max_size=40))
def test_any_text_is_a_pattern_or_refused(text: str) -> None:
    """A pattern from a file compiles safely or is refused; nothing else happens."""
    try:
        pattern = safe_pattern(text)
    except UnsafePattern:
        return
    assert isinstance(pattern, re.Pattern)
