"""Events: canonical bytes, hashes, and a chain that shows any change."""

import json
from dataclasses import replace
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contracts.wire import base64url, canonical
from contracts.wire.bodies import MOST_ITEMS, ItemLine
from contracts.wire.event import (
    LONGEST_EVENT,
    Event,
    _event_in,
    event_json,
    genesis,
    read_event,
)
from contracts.wire.refusals import Refusal, Refused
from contracts.wire.units import Sequence, TillId, Tiyn, UnixTime
from tests.contracts.wire.samples import BODIES, ENROLMENT, TILL, chain_of, text_accrual
from tests.contracts.wire.vectors import vectors

GOLDEN = vectors("event")
CHAIN = chain_of(*BODIES)


def test_the_golden_chain_stays() -> None:
    """Bytes and hashes of every kind of event stay what they were."""
    assert genesis(TILL, ENROLMENT).hex() == GOLDEN["genesis"]
    written = [{"event": it.raw.decode(), "hash": it.hash.hex()} for it in CHAIN]
    assert written == GOLDEN["chain"]


@pytest.mark.parametrize("case", GOLDEN["chain"])
def test_golden_events_read_back(case: dict[str, str]) -> None:
    """What was stored once is read for ever, to the same hash."""
    event = read_event(case["event"].encode())
    assert (event.raw.decode(), event.hash.hex()) == (case["event"], case["hash"])


@pytest.mark.parametrize("case", GOLDEN["refused"], ids=lambda case: case["why"])
def test_golden_refusals_stay(case: dict[str, str]) -> None:
    """What is refused is refused with the same code for ever."""
    with pytest.raises(Refused) as refused:
        read_event(case["event"].encode())
    assert refused.value.refusal == case["refusal"]


def test_each_event_follows_the_one_before_and_no_other() -> None:
    """Sequence and hash tie the chain, from its genesis on."""
    assert CHAIN[0].follows(0, genesis(TILL, ENROLMENT))
    assert all(after.follows(before.sequence, before.hash) for before, after in pairwise(CHAIN))
    assert not CHAIN[2].follows(CHAIN[0].sequence, CHAIN[0].hash)
    assert not CHAIN[1].follows(CHAIN[0].sequence, CHAIN[2].hash)


@given(st.integers(0, len(CHAIN) - 1), st.data())
def test_every_changed_byte_is_refused_or_gives_another_hash(place: int, data: Any) -> None:
    """No byte of an event changes without breaking the chain behind it."""
    raw = bytearray(CHAIN[place].raw)
    raw[data.draw(st.integers(0, len(raw) - 1))] ^= data.draw(st.integers(1, 255))
    try:
        changed = read_event(bytes(raw))
    except Refused:
        return
    assert changed.hash != CHAIN[place].hash


@pytest.mark.parametrize(
    ("till", "enrolment"), [(TillId(259), ENROLMENT), (TILL, "second-2026"), (TillId(25), "8first")]
)
def test_no_chain_continues_another_s(till: TillId, enrolment: str) -> None:
    """Another till or enrolment begins elsewhere."""
    assert genesis(till, enrolment) != genesis(TILL, ENROLMENT)


@pytest.mark.parametrize("enrolment", ["", "x" * 65, "a/b", "ә"])
def test_an_enrolment_s_id_is_a_short_ascii_word(enrolment: str) -> None:
    """It stands in file names and links."""
    with pytest.raises(Refused):
        genesis(TILL, enrolment)


@pytest.mark.parametrize(
    ("field", "value"),
    [("till", 0), ("till", 2**24), ("sequence", 0), ("sequence", 2**32), ("time", -1),
     ("time", 2**32), ("previous", b"short")],
)  # fmt: skip
def test_an_envelope_out_of_bounds_is_refused(field: str, value: Any) -> None:
    """A sequence that would wrap around is refused, and so is any other field."""
    with pytest.raises(Refused, match=field):
        replace(CHAIN[0], **{field: value})


def test_fields_of_the_envelope_are_exact() -> None:
    """A field left out, put in or of another type is refused."""
    whole = json.loads(CHAIN[3].raw)
    for name in whole:
        part = {key: value for key, value in whole.items() if key != name}
        assert _refusal(part) is Refusal.MALFORMED
        assert _refusal({**whole, name: None}) in {
            Refusal.MALFORMED, Refusal.UNKNOWN_VERSION, Refusal.WRONG_KIND,
        }  # fmt: skip
    assert _refusal({**whole, "v": True}) is Refusal.UNKNOWN_VERSION
    assert _refusal({**whole, "gift": 1}) is Refusal.MALFORMED


def test_the_largest_body_fits_and_the_limit_holds() -> None:
    """All items with the longest Cyrillic names fit; escapes that do not are refused."""
    line = ItemLine(name="ә" * 96, quantity="123456789.123456", amount=Tiyn(-(2**32) + 1))
    largest = replace(text_accrual(), items=(line,) * MOST_ITEMS, items_count=MOST_ITEMS)
    event = Event(TILL, Sequence(1), UnixTime(0), largest, bytes(32))
    assert len(event.raw) < LONGEST_EVENT
    control = ItemLine(name="\x01" * 96, quantity=None, amount=None)
    worst = replace(text_accrual(), items=(control,) * MOST_ITEMS, items_count=MOST_ITEMS)
    assert len(Event(TILL, Sequence(1), UnixTime(0), worst, bytes(32)).raw) <= LONGEST_EVENT


def test_export_lines_hold_event_and_hash() -> None:
    """One line of JSON; without the hash it is the event again."""
    line = json.loads(event_json(CHAIN[0]))
    assert base64url.decode(line.pop("hash")) == CHAIN[0].hash
    assert line == json.loads(CHAIN[0].raw)


RAWS = st.one_of(
    st.sampled_from(CHAIN).map(lambda event: event.raw),
    st.builds(
        lambda event, at, cut, put: event.raw[:at] + put + event.raw[at + cut :],
        st.sampled_from(CHAIN),
        st.integers(0, 700),
        st.integers(0, 3),
        st.sampled_from(
            [b"", b" ", b"0", b"-", b"1.0", b"null", b"true", b'"', b"\\u0041", b"\xff"]
        ),
    ),
    st.binary(max_size=40),
)


@given(RAWS)
def test_reading_is_as_strict_as_looking_step_by_step(raw: bytes) -> None:
    """An event that writes the same bytes is taken at once: exactly those that are canonical."""
    try:
        found: Event | Refusal = read_event(raw)
    except Refused as refused:
        found = refused.refusal
    try:
        value = canonical.from_bytes(raw, longest=LONGEST_EVENT)
        wanted: Event | Refusal = _event_in(value)
    except Refused as refused:
        wanted = refused.refusal
    assert found == wanted
    if isinstance(found, Event):
        assert found.raw == raw


def _refusal(value: dict[str, Any]) -> Refusal:
    raw = json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()
    with pytest.raises(Refused) as refused:
        read_event(raw)
    return refused.value.refusal
