"""Messages between till and hub: golden, exact, limited."""

import json
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contracts.wire.enrolling import CODE_ALPHABET, CODE_LENGTH, code_shown, code_typed
from contracts.wire.event import LONGEST_EVENT
from contracts.wire.keys import KeyKind
from contracts.wire.messages import read_object, write_message
from contracts.wire.published import RECORDS
from contracts.wire.refusals import Refusal, Refused
from contracts.wire.rules import Record
from contracts.wire.sync import (
    MOST_EVENTS,
    MOST_REPLY,
    MOST_UNPACKED,
    fits,
    read_reply,
    read_request,
    write_request,
)
from contracts.wire.wording import Wording
from tests.contracts.wire.message_samples import ENTRY, HEADER, MESSAGES, REPLY
from tests.contracts.wire.samples import BODIES, chain_of
from tests.contracts.wire.test_published import validator
from tests.contracts.wire.vectors import vectors

GOLDEN = vectors("messages")
ALL = [(name, message) for name, messages in MESSAGES.items() for message in messages]
NAMED = pytest.mark.parametrize(
    ("name", "message"), ALL, ids=[f"{name}-{place}" for place, (name, _) in enumerate(ALL)]
)


def test_the_golden_messages_stay() -> None:
    """What was sent once is sent for ever, letter for letter."""
    assert [[name, write_message(message).decode()] for name, message in ALL] == GOLDEN["written"]


@pytest.mark.parametrize(
    ("name", "text"),
    GOLDEN["written"],
    ids=[f"{name}-{place}" for place, (name, _) in enumerate(GOLDEN["written"])],
)
def test_golden_messages_read_back(name: str, text: str) -> None:
    """Each is read to the record that wrote it."""
    read = RECORDS[name].from_json(read_object(text.encode(), longest=MOST_REPLY))
    assert (name, read) in ALL


@pytest.mark.parametrize("case", GOLDEN["refused"], ids=lambda case: case["why"])
def test_golden_refusals_stay(case: dict[str, str]) -> None:
    """What is refused is refused with the same code for ever."""
    with pytest.raises(Refused) as refused:
        RECORDS[case["record"]].from_json(read_object(case["text"].encode(), longest=MOST_REPLY))
    assert refused.value.refusal == case["refusal"]


@NAMED
def test_messages_fit_their_schema_and_are_exact(name: str, message: Record) -> None:
    """A field left out or put in is another promise, for the schema and for the reader."""
    check, value = validator(name), json.loads(write_message(message))
    assert check.is_valid(value)
    for field in value:
        part: dict[str, Any] = {key: it for key, it in value.items() if key != field}
        assert not check.is_valid(part)
        with pytest.raises(Refused, match=field):
            type(message).from_json(part)
    assert not check.is_valid({**value, "gift": 1})
    with pytest.raises(Refused, match="gift"):
        type(message).from_json({**value, "gift": 1})


def test_secrets_do_not_show() -> None:
    """Neither keys nor one-time codes stand in what a log would print."""
    said = " ".join(repr(message) for _, message in ALL)
    assert "7K3M9QXT2B4CDFGH" not in said
    assert "claim_key=" not in said
    assert "4071" not in said
    assert "BSKCARD" not in said
    assert ", key=" not in said


def test_a_request_comes_back_line_by_line() -> None:
    """The header, then each event's exact bytes, good or bad: none costs the others."""
    lines = [event.raw for event in chain_of(*BODIES)] + [b"{not an event"]
    assert read_request(write_request(HEADER, lines)) == (HEADER, lines)
    assert read_request(write_request(HEADER, [])) == (HEADER, [])


@pytest.mark.parametrize(
    ("raw", "refusal"),
    [
        (b"", Refusal.MALFORMED),
        (b"\n", Refusal.MALFORMED),
        (b"[]\n", Refusal.MALFORMED),
        (write_request(HEADER, [b"{}"])[:-1], Refusal.MALFORMED),
        (write_request(HEADER, [b"{}"] * (MOST_EVENTS + 1)), Refusal.TOO_LONG),
        (b" " * (MOST_UNPACKED + 1), Refusal.TOO_LONG),
        (b'{"a":"' + b"x" * 20_000 + b'"}\n', Refusal.TOO_LONG),
    ],
    ids=["empty", "a blank", "a list", "cut short", "501 events", "too large", "a long header"],
)
def test_what_is_no_request_is_refused(raw: bytes, refusal: Refusal) -> None:
    """A limit in each direction."""
    with pytest.raises(Refused) as refused:
        read_request(raw)
    assert refused.value.refusal is refusal


def test_what_fits_a_request_is_what_its_reader_takes() -> None:
    """The writer never sends more than the limits, and always as much as they allow."""
    assert fits([]) == 0
    assert fits([10] * 600) == MOST_EVENTS
    most = fits([LONGEST_EVENT] * 600)
    assert 0 < most < MOST_EVENTS
    assert len(write_request(HEADER, [b" " * LONGEST_EVENT] * most)) <= MOST_UNPACKED
    assert read_reply(write_message(REPLY)) == REPLY


@pytest.mark.parametrize(
    "raw",
    [b"\xff", b"null", b'{"a":NaN}', b"[" * 50_000, b'{"a":' * 9 + b"1" + b"}" * 9,
     b'{"a":[[[[[[[1]]]]]]]}'],
    ids=["no UTF-8", "null", "not a number", "deep brackets", "deep objects", "deep lists"],
)  # fmt: skip
def test_odd_json_is_refused(raw: bytes) -> None:
    """A captive portal's page gives a refusal, never a traceback."""
    with pytest.raises(Refused):
        read_object(raw, longest=MOST_REPLY)
    with pytest.raises(Refused, match="at most"):
        read_object(b"{}", longest=1)


def test_half_a_letter_cannot_be_sent() -> None:
    """A lone surrogate has no bytes in UTF-8."""
    with pytest.raises(Refused):
        write_message(Wording(kk="\ud800", ru="а", en="a"))


def test_no_till_is_given_a_key_of_the_hub_s() -> None:
    """The key of vouchers for anywhere never leaves the hub."""
    assert REPLY.keys is not None
    with pytest.raises(Refused):
        replace(REPLY.keys.keys[0], kind=KeyKind.VOUCHER_ANY)


def test_what_has_no_value_is_online_only() -> None:
    """A lease could not count it."""
    with pytest.raises(Refused):
        replace(ENTRY, value=None)
    assert not replace(ENTRY, value=None, offline=False).offline


@given(st.text(CODE_ALPHABET, min_size=CODE_LENGTH, max_size=CODE_LENGTH))
def test_a_code_comes_back_however_it_is_typed(code: str) -> None:
    """In groups, in small letters, with an O for a zero."""
    assert code_typed(code_shown(code)) == code
    assert code_typed(code_shown(code).lower().replace("0", "o").replace("1", "l")) == code


@pytest.mark.parametrize("text", ["", "7K3M", "7K3M-9QXT-2B4C-DFGU", "Ж" * 16, "7" * 17])
def test_what_is_no_code_is_refused(text: str) -> None:
    """A slip of the finger is said before anything is sent."""
    with pytest.raises(Refused):
        code_typed(text)
