"""A scanner that types is told from a person, and its code read whatever the keyboard's layout."""

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hardware.serial.layouts import Layout, Tangle, Typed, typed_under, untangled
from hardware.serial.scans import Scan
from hardware.serial.wedge import (
    ENTER,
    FEWEST,
    LONGEST_GAP_S,
    TAB,
    Key,
    WedgeReader,
    meant_by,
    scan_at_end,
    scans_in,
)

CODE = "EAAAAwAAAAcBAAAAKgAAAQACkFd3yqOeFhGg6k"
CODE_CHARACTERS = st.text(
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_", min_size=FEWEST
)


def pressed(names: list[str], gaps_s: list[float], start_s: float = 100.0) -> list[Key]:
    """Return keys with the gaps between them."""
    keys, at_s = [], start_s
    for name, gap_s in zip(names, gaps_s, strict=True):
        at_s += gap_s
        keys.append(Key(name, at_s))
    return keys


def typed(text: str, gap_s: float, end: str = ENTER, start_s: float = 100.0) -> list[Key]:
    """Return keys typed evenly."""
    names = [*text, end]
    return pressed(names, [gap_s] * len(names), start_s)


@pytest.mark.parametrize("end", [ENTER, TAB])
@pytest.mark.parametrize("gap_s", [0.0, 0.001, 0.012, 0.03])
def test_a_fast_burst_with_an_end_is_a_scan(end: str, gap_s: float) -> None:
    """At the pace of wired and of wireless scanners."""
    [scan] = scans_in(typed(CODE, gap_s, end))
    assert (scan.typed, scan.suffix) == (CODE, end)


@given(st.text("0123456789abc", min_size=1, max_size=40), st.randoms(use_true_random=False))
def test_a_person_is_no_scanner(text: str, dice: random.Random) -> None:
    """Hands roll over two or three keys in 20 ms each, never over six and the Enter."""
    names = [*text, ENTER]
    gaps: list[float] = []
    while len(gaps) < len(names):
        gaps += [dice.choice([0.02, 0.045])] * dice.randint(0, 4)
        gaps.append(dice.choice([0.06, 0.09, 0.12, 0.2, 0.35]))
    assert scans_in(pressed(names, gaps[: len(names)])) == []


@given(CODE_CHARACTERS, st.lists(st.floats(0, 0.03), min_size=300, max_size=300))
def test_every_code_of_a_scanner_is_found(code: str, gaps: list[float]) -> None:
    """Also when somebody typed right before, and again after."""
    code = code[:200]
    if len(set(code)) == 1:
        code += "Zz"
    names = [*code, ENTER]
    keys = typed("935", 0.15)[:-1]
    keys += pressed(names, [0.2, *gaps[: len(names) - 1]], keys[-1].at_s)
    keys += typed("17", 0.2, start_s=keys[-1].at_s)
    assert [scan.typed for scan in scans_in(keys)] == [code]


def test_what_only_looks_fast_is_no_scan() -> None:
    """A key held down, a short amount, keys without an end, a clock that jumps."""
    assert scans_in(typed("0" * 30, 0.02)) == []
    assert scans_in(typed("93500", 0.01)) == []
    assert scans_in(typed(CODE, 0.01)[:-1]) == []
    assert scan_at_end(typed(CODE, 0.01)[:-1]) is None
    assert scan_at_end([]) is None
    assert scans_in(typed(CODE, -0.01)) == []
    late = pressed([*CODE, ENTER], [0.01] * len(CODE) + [LONGEST_GAP_S + 0.01])
    assert scans_in(late) == []


def test_shift_is_no_key_of_the_code() -> None:
    """A scanner presses it for each capital."""
    keys = [it for key in typed("AbCdEf-1", 0.01) for it in (Key("Shift", key.at_s), key)]
    assert [scan.typed for scan in scans_in(keys)] == ["AbCdEf-1"]


def test_endless_keys_take_no_memory() -> None:
    """A scanner gone wild, or a script in the page."""
    reader = WedgeReader()
    for number in range(20_000):
        assert reader.press(Key("ab"[number % 2], number * 0.001)) is None
    assert len(reader._keys) < 5000


@given(CODE_CHARACTERS)
def test_a_code_typed_in_cyrillic_is_read_back_or_refused(code: str) -> None:
    """Never as another code: under one layout its own, else a refusal."""
    for layout in Layout:
        there = typed_under(layout, code)
        if layout is Layout.KAZAKH and there.isascii():
            continue  # digits alone, as signs alone: no voucher code is without letters
        read = untangled(there)
        if isinstance(read, Typed):
            assert read.text == code
        else:
            assert read is Tangle.AMBIGUOUS


@pytest.mark.parametrize("layout", Layout)
def test_a_voucher_is_read_under_every_layout(layout: Layout) -> None:
    """Its letters and digits tell which layout it was; the AIM prefix was typed with it."""
    assert untangled(typed_under(layout, CODE)) == Typed(CODE, layout)
    assert meant_by(typed_under(layout, "]Q1" + CODE)) == Scan(CODE, "QR")
    link = "https://t.me/baursak_bot?startapp=" + CODE
    assert untangled(typed_under(layout, link)) == Typed(link, layout)


def test_the_layouts_are_those_of_the_keyboards() -> None:
    """As Microsoft's Russian and Kazakh keyboards type them."""
    assert typed_under(Layout.RUSSIAN, "qwerty QWERTY [];',./?&") == "йцукен ЙЦУКЕН хъжэбю.,?"
    assert typed_under(Layout.KAZAKH, "1234567890-=") == '"әіңғ,.үұқөһ'
    assert typed_under(Layout.KAZAKH, "Az_/?") == "ФяӨ№?"
    with pytest.raises(ValueError, match="no key"):
        typed_under(Layout.RUSSIAN, "ё")


def test_what_no_layout_types_is_refused() -> None:
    """Latin and Cyrillic in one code: the layout changed while it was typed."""
    assert untangled("EAAфыва") is Tangle.MIXED
    assert untangled("фыва№ё9ә") is Tangle.MIXED
    assert meant_by("EAAфыва") is Tangle.MIXED
    # `?.` after letters: `&/` of a Russian keyboard, or `?7` of a Kazakh one
    assert untangled("фыва?.") is Tangle.AMBIGUOUS
