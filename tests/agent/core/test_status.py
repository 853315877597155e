"""A till in one record: what somebody must look at, in one word, and the same for programs."""

from dataclasses import replace
from typing import Any

import jsonschema
import pytest
from hypothesis import given
from hypothesis import strategies as st

from agent.core.counter_view import DeviceState
from agent.core.delivery import Level
from agent.core.hub_words import LinkState
from agent.core.receipt import Kind
from agent.core.status import (
    EXIT_CODES,
    LONGEST_SENTENCE,
    BrainStatus,
    Device,
    HubLine,
    LastReceipt,
    LeaseLeft,
    Printer,
    Queue,
    SettingsState,
    ShiftState,
    Status,
    Tap,
    TillState,
    What,
    schema,
    sentence,
)
from agent.core.status_troubles import SeenFromOutside, status_of, trouble
from contracts.wire.units import Tiyn, UnixTime

NOW = UnixTime(1_795_000_000)
QUEUE = Queue(Level.OK, 12, 2, 40, 0, 28_672, 70 * 2**30)
LEASE = LeaseLeft(5, Tiyn(200_000), UnixTime(NOW + 3600))
HUB = HubLine(LinkState.UP_TO_DATE, "The hub has everything.", "", NOW, LEASE, NOW, ())
BRAIN = BrainStatus(
    version="0.1.0",
    since=NOW,
    printer=Printer(DeviceState.READY, None, NOW),
    tap=Tap(
        listening=True, last_receipt=LastReceipt(NOW, Kind.SALE, Tiyn(93_500), True, None)
    ),  # as the record has it
    camera=Device(DeviceState.READY),
    scanner=Device(DeviceState.NONE),
    counter=True,
    face=True,
    outbox=QUEUE,
    hub=HUB,
    shift=ShiftState(in_use=True, locked=False),
    settings=SettingsState(revision=7),
)
OUTSIDE = SeenFromOutside(
    version="0.1.0",
    supervisor=4711,
    relay=True,
    bypass=False,
    has_printer=True,
    outbox=QUEUE,
    troubles=(),
)
TROUBLED = Device(DeviceState.TROUBLE, "The camera is pulled out.")


def test_a_till_that_is_well_is_well() -> None:
    """And says what it knows."""
    found = status_of(OUTSIDE, BRAIN, NOW)
    assert (found.state, found.troubles) == (TillState.WELL, ())
    assert found.agent.pid == 4711
    assert found.hub == HUB


@pytest.mark.parametrize(
    ("what", "brain"),
    [
        (What.PRINTER, {"printer": Printer(DeviceState.TROUBLE, "no paper", None)}),
        (What.TAP, {"tap": Tap(listening=False, last_receipt=None)}),
        (What.CAMERA, {"camera": TROUBLED}),
        (What.SCANNER, {"scanner": TROUBLED}),
        (What.COUNTER, {"counter": False}),
        (What.OUTBOX, {"outbox": None}),
        (What.OUTBOX, {"outbox": replace(QUEUE, level=Level.URGENT)}),
        (What.HUB, {"hub": replace(HUB, state=LinkState.OFFLINE)}),
        (What.SETTINGS, {"settings": SettingsState(refused=("total_max: 0",))}),
        (What.SETTINGS, {"settings": SettingsState(file=("agent.toml is not TOML",))}),
        (What.SETTINGS, {"settings": SettingsState(after_restart=("printer.url",))}),
    ],
)
def test_each_trouble_is_named(what: What, brain: dict[str, Any]) -> None:
    """With what to do about it."""
    found = status_of(OUTSIDE, replace(BRAIN, **brain), NOW)
    assert found.state is TillState.TROUBLE
    assert [it.what for it in found.troubles] == [what]


def test_advice_stands_once_and_after_a_full_stop() -> None:
    """A device's own words say already what to do."""
    gone = "The camera x is not plugged in. Plug it in; it is found again by itself."
    refused = Printer(DeviceState.TROUBLE, "tcp://10.0.0.7:9100: Connection refused", None)
    brain = replace(BRAIN, camera=Device(DeviceState.TROUBLE, gone), printer=refused)
    told = [f"{it.title} {it.hint}" for it in status_of(OUTSIDE, brain, NOW).troubles]
    assert "Connection refused. Switch it on" in told[0]
    assert told[1] == f"{gone} Until then a code can be typed."


def test_what_is_no_trouble_is_not_made_one() -> None:
    """No camera, a disk to look at this week, a till without a hub, one that is handing in."""
    for brain in (
        replace(BRAIN, camera=Device(DeviceState.NONE), counter=None, hub=None, shift=None),
        replace(BRAIN, outbox=replace(QUEUE, level=Level.WARNING)),
        replace(BRAIN, hub=replace(HUB, state=LinkState.SYNCING)),
        replace(BRAIN, settings=SettingsState(overridden=("registers",))),
    ):
        assert status_of(OUTSIDE, brain, NOW).state is TillState.WELL


def test_processes_that_are_missing_are_named() -> None:
    """None at all is another state than trouble."""
    stopped = replace(OUTSIDE, supervisor=0, relay=False)
    found = status_of(stopped, None, NOW)
    assert found.state is TillState.NOT_RUNNING
    assert found.troubles[0].what is What.AGENT
    assert (found.printer.state, found.outbox) == (DeviceState.UNKNOWN, QUEUE)
    found = status_of(replace(stopped, has_printer=False), None, NOW)
    assert found.printer.state is DeviceState.NONE
    assert [it.what for it in status_of(OUTSIDE, None, NOW).troubles] == [What.BRAIN]
    halved = replace(OUTSIDE, relay=False, bypass=True)
    assert [it.what for it in status_of(halved, BRAIN, NOW).troubles] == [What.RELAY, What.BYPASS]
    assert EXIT_CODES == {TillState.WELL: 0, TillState.TROUBLE: 1, TillState.NOT_RUNNING: 3}


def test_it_is_what_its_schema_says_and_reads_back() -> None:
    """Whoever reads it has one promise."""
    for found in (
        status_of(OUTSIDE, BRAIN, NOW),
        status_of(OUTSIDE, None, NOW),
        status_of(OUTSIDE, replace(BRAIN, camera=TROUBLED, hub=None), NOW),
    ):
        jsonschema.validate(found.to_json(), schema())
        assert Status.from_json(found.to_json()) == found


def test_it_names_nobody() -> None:
    """Of a shift only whether somebody is there."""
    names = str(schema())
    for word in ("cashier", "name", "phone", "token", "code"):
        assert f"'{word}'" not in names


@given(st.text())
def test_any_words_fit(text: str) -> None:
    """A status never fails for what a device said."""
    assert len(sentence(text)) <= LONGEST_SENTENCE
    made = trouble(What.PRINTER, text * 50, text)
    assert "\n" not in made.title
