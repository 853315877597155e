"""The brain stores before it prints, prints once, and never costs the POS a byte."""

from dataclasses import replace
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agent.core.delivery import Level, OutboxFull, OutboxHealth
from agent.core.print_job import HELD_BYTES_MAX, HELD_MS_MAX
from agent.core.till import Sold
from agent.errors import AgentError
from contracts.wire import claim
from contracts.wire.bodies import (
    AccrualBody,
    Body,
    EventKind,
    ReturnBody,
    SlipBody,
    SlipOutcome,
    ZReportBody,
)
from contracts.wire.event import Event
from contracts.wire.units import Sequence, TillId, UnixTime
from hardware.taps.link import GaveUp, Idle, Insert, Outcome, Print
from tests.agent.core.rig import Rig, capture, enrolment, make_rig
from tests.fakes.outbox import MemoryOutbox

DEMO = capture("demo-bakery")


def code_in(slip: bytes) -> str:
    """Return the claim code in a slip's bytes."""
    start = slip.index(b"https://demo.baursak.example/c/") + 31
    return slip[start : start + 48].decode()


def kinds(rig: Rig) -> list[str]:
    """Return the kinds of all stored events."""
    return [event.kind.value for event in rig.outbox.export()]


def test_a_sale_is_stored_and_its_slip_names_it() -> None:
    """The claim's sequence is the accrual's, and the seal is the till's."""
    rig = make_rig()
    rig.played(DEMO)
    accrual, slip = rig.outbox.export()
    assert isinstance(accrual.body, AccrualBody)
    assert isinstance(slip.body, SlipBody)
    assert slip.body.outcome is SlipOutcome.INSERTED
    sealed = claim.unseal(code_in(rig.inserts[0].data), enrolment().key_of)
    assert (sealed.sequence, sealed.total) == (accrual.sequence, accrual.body.total)
    assert rig.sold == [Sold(accrual.body.total, accrual.body.number)]


@given(st.lists(st.integers(0, len(DEMO)), max_size=8))
def test_the_slip_is_the_only_insertion(cuts: list[int]) -> None:
    """However the cable cuts the job up, its bytes come out whole, the slip at the same place."""
    whole, pieces = make_rig(), make_rig()
    whole.played(DEMO)
    pieces.opened()
    for start, end in pairwise([0, *sorted(cuts), len(DEMO)]):
        pieces.sent(DEMO[start:end])
    pieces.closed()
    (slip,) = pieces.inserts
    at = pieces.paper.index(slip.data)
    assert bytes(pieces.paper[:at] + pieces.paper[at + len(slip.data) :]) == DEMO
    assert at == whole.paper.index(whole.inserts[0].data)


def test_the_same_receipt_again_earns_nothing() -> None:
    """A POS that prints a job twice has sold once."""
    rig = make_rig()
    rig.played(DEMO)
    assert rig.played(DEMO) == DEMO
    assert kinds(rig) == ["accrual", "slip"]


class FullOutbox(MemoryOutbox):
    """An outbox on a full disk."""

    def append(self, body: Body, at: UnixTime) -> Event:
        """Refuse."""
        raise OutboxFull(f"{body.KIND} at {at}")


def test_nothing_is_printed_that_could_not_be_stored() -> None:
    """A full disk costs the slip, never the receipt."""
    rig = make_rig(outbox=FullOutbox(TillId(7), "local-7"))
    assert rig.played(DEMO) == DEMO
    assert not rig.inserts
    assert any("so no slip" in note for note in rig.notes)


@pytest.mark.parametrize("outcome", [Outcome.LATE, Outcome.UNKNOWN])
def test_a_late_or_unknown_slip_is_known_as_such(outcome: Outcome) -> None:
    """The relay's answer goes into the chain."""
    rig = make_rig()
    rig.answers = outcome
    rig.played(DEMO)
    last = rig.outbox.last_slip()
    assert last is not None
    assert isinstance(last.body, SlipBody)
    assert last.body.outcome.value == outcome.name.lower()


def test_after_a_restart_an_unanswered_slip_is_unknown() -> None:
    """The brain died between storing and hearing: nobody knows what is on the paper."""
    rig = make_rig()
    rig.answers = None
    rig.played(DEMO)
    again = make_rig(outbox=rig.outbox)
    again.do(again.brain.started())
    assert kinds(again) == ["accrual", "slip"]
    assert again.played(DEMO) == DEMO, "and only a manager prints it again"


def test_a_relay_that_hangs_up_leaves_its_slips_unknown() -> None:
    """Another relay process knows nothing of what the old one printed."""
    rig = make_rig()
    rig.answers = None
    rig.played(DEMO)
    rig.do(rig.brain.relay_gone())
    assert kinds(rig) == ["accrual", "slip"]


def test_a_reprint_has_the_same_code_and_is_written_down() -> None:
    """One claim a receipt, and the cashier who asked is named."""
    rig = make_rig()
    rig.played(DEMO)
    rig.do(rig.brain.reprint("Aigerim"))
    first, again = rig.inserts
    assert isinstance(again, Print)
    assert code_in(first.data) == code_in(again.data)
    (booked,) = [
        event.body
        for event in rig.outbox.export()
        if isinstance(event.body, SlipBody) and event.body.outcome is SlipOutcome.REPRINTED
    ]
    assert (booked.claim, booked.cashier) == (Sequence(1), "Aigerim")


def test_there_is_nothing_to_reprint_on_a_new_till() -> None:
    """The cashier is told so."""
    with pytest.raises(AgentError, match="no slip to print again"):
        make_rig().brain.reprint(None)


def test_what_the_relay_let_through_gets_its_slip_apart() -> None:
    """After GaveUp nothing can go into the job; the slip is a job of its own."""
    rig = make_rig()
    rig.opened()
    rig.sent(DEMO[:500])
    rig.brain.on_frame(GaveUp(rig.job, 500), 0)
    rig.sent(DEMO[500:])
    (slip,) = rig.inserts
    assert isinstance(slip, Print)


FED = capture("rkeeper-42-ru-tabs")
"""Its tail is a line feed and ESC d 4; then a plain cut of three bytes."""
CUT_AT = len(FED) - 3


def held_rig() -> tuple[Rig, int]:
    """Return a brain that waits for the cut, and where the tail begins."""
    rig = make_rig()
    rig.opened()
    rig.sent(FED[:CUT_AT])
    return rig, rig.released


def test_the_tail_is_held_for_the_cut() -> None:
    """The slip goes between the last text and the feed."""
    rig, tail = held_rig()
    assert 0 < CUT_AT - tail < 16
    rig.sent(FED[CUT_AT:])
    (slip,) = rig.inserts
    assert isinstance(slip, Insert)
    assert slip.at_offset == tail


def test_the_tail_is_let_go_in_time() -> None:
    """A POS that stops before the cut keeps the paper waiting for 200 ms, no longer."""
    rig, tail = held_rig()
    wait_ms = rig.brain.wait_ms(rig.now_ms)
    assert wait_ms is not None
    assert wait_ms <= HELD_MS_MAX + 1
    rig.now_ms += HELD_MS_MAX
    rig.do(rig.brain.on_time(rig.now_ms))
    assert (rig.released, tail) == (CUT_AT, rig.released - (CUT_AT - tail))
    rig.sent(FED[CUT_AT:])
    (slip,) = rig.inserts
    assert isinstance(slip, Insert)
    assert slip.at_offset == len(FED), "its place went by, so it is a piece of its own"


@pytest.mark.parametrize("at", [CUT_AT - 4, CUT_AT, len(FED)])
@pytest.mark.parametrize("pieces", [1, 2])
def test_a_pos_that_asks_for_status_gets_its_slip(at: int, pieces: int) -> None:
    """The question is answered at once, and what is held behind goes with it: the slip follows."""
    rig = make_rig()
    stream = FED[:at] + b"\x10\x04\x01" + FED[at:]
    rig.opened()
    if pieces == 1:
        rig.sent(stream)
    else:
        rig.sent(stream[:CUT_AT])
        rig.sent(stream[CUT_AT:])
    rig.closed()
    assert kinds(rig) == ["accrual", "slip"]
    (slip,) = rig.inserts
    assert bytes(rig.paper).replace(slip.data, b"") == stream


def test_a_long_tail_is_no_tail() -> None:
    """More than two kilobytes are not feeds and an advert."""
    rig, _ = held_rig()
    rig.sent(b"more text\n" * (HELD_BYTES_MAX // 10 + 1))
    assert rig.released == len(rig.shown)


PARTS = (
    b"\x1b@ALMA BAKERY\nSALE\nReceipt No 77\n15.11.2026 10:52:11\nCROISSANT 1 x 5000.00\n",
    b"TOTAL                5000.00\nCASH                 5000.00\n",
    b"Thank you\n",
    b"\n\n\n\n\x1dV\x00",
)
"""A receipt as a POS sends it that waits for its operator of fiscal data in between."""


def test_a_pos_that_pauses_within_a_receipt_has_sold_once() -> None:
    """A second of silence is no end of a paper, also on a printer that has not cut yet."""
    rig = make_rig()
    rig.opened()
    for part in PARTS:
        rig.sent(part)
        rig.do(rig.brain.on_frame(Idle(rig.job), rig.now_ms))
        rig.passed(5000)
    rig.closed()
    assert kinds(rig) == ["accrual", "slip"]
    assert len(rig.inserts) == 1


def test_a_gap_and_a_pause_are_no_end_where_a_cut_will_come() -> None:
    """Two empty lines between total and fiscal sign, and the operator takes its time."""
    rig = make_rig()
    rig.opened()
    rig.sent(PARTS[0] + PARTS[1] + b"\n\n")
    rig.do(rig.brain.on_frame(Idle(rig.job), rig.now_ms))
    rig.passed(5000)
    rig.sent(PARTS[2] + PARTS[3])
    assert kinds(rig) == ["accrual", "slip"]
    (slip,) = rig.inserts
    assert isinstance(slip, Insert)


def test_a_connection_for_each_part_is_one_receipt() -> None:
    """The paper that one connection leaves open the next one goes on with."""
    rig = make_rig()
    for part in PARTS:
        rig.opened()
        rig.sent(part)
        rig.closed()
        rig.passed(500)
    assert kinds(rig) == ["accrual", "slip"]
    (accrual, _) = rig.outbox.export()
    assert isinstance(accrual.body, AccrualBody)
    assert (accrual.body.number, accrual.body.total) == ("77", 5000_00)
    (slip,) = rig.inserts
    assert isinstance(slip, Insert)
    assert slip.at_offset == 0, "the last connection brings only the feed and the cut"


def test_a_paper_that_nobody_goes_on_with_is_concluded() -> None:
    """Neither cut nor feed ever comes: two seconds later the slip is a piece of its own."""
    rig = make_rig()
    rig.opened()
    rig.sent(b"".join(PARTS[:3]))
    rig.closed()
    rig.passed(500)
    assert kinds(rig) == []
    rig.passed(1600)
    (slip,) = rig.inserts
    assert isinstance(slip, Print)
    assert kinds(rig) == ["accrual", "slip"]


def test_a_reset_begins_a_paper_of_its_own() -> None:
    """A kitchen ticket right after a receipt without a cut does not get its slip."""
    rig = make_rig()
    rig.opened()
    rig.sent(b"".join(PARTS[:3]))
    rig.closed()
    rig.opened()
    rig.sent(b"\x1b@KITCHEN\nOrder 12\n1 x CROISSANT\n\n\n\n\x1dV\x00")
    (slip,) = rig.inserts
    assert isinstance(slip, Print)
    assert kinds(rig) == ["accrual", "slip"]


def test_a_paper_left_open_is_stored_when_the_relay_goes() -> None:
    """The sale was made; only its slip is missing."""
    rig = make_rig()
    rig.opened()
    rig.sent(b"".join(PARTS[:3]))
    rig.closed()
    rig.do(rig.brain.relay_gone())
    assert kinds(rig) == ["accrual", "slip"]
    assert not rig.inserts


def test_a_long_silence_ends_a_paper_that_was_not_fed_out() -> None:
    """A line that stays open for days, and a printer that never cuts."""
    rig = make_rig()
    rig.opened()
    rig.sent(b"".join(PARTS[:3]))
    rig.do(rig.brain.on_frame(Idle(rig.job), rig.now_ms))
    wait_ms = rig.brain.wait_ms(rig.now_ms)
    assert wait_ms is not None
    rig.passed(wait_ms)
    assert kinds(rig) == ["accrual", "slip"]


def test_silence_ends_the_paper_of_a_printer_without_a_cutter() -> None:
    """No cut ever comes; the slip goes to the end, and the next sale gets its own."""
    rig = make_rig(profile="generic-58")
    stream = capture("1c-32-kk-uncut")
    rig.opened()
    for _ in range(2):
        rig.sent(stream)
        rig.do(rig.brain.on_frame(Idle(rig.job), rig.now_ms))
    assert kinds(rig) == ["accrual", "slip"], "the second one is the same receipt"
    assert len(rig.inserts) == 1


def test_a_setting_makes_every_slip_a_piece_of_its_own() -> None:
    """Whether a second QR may stand on a fiscal receipt is for the owner's accountant."""
    rig = make_rig(separate=True)
    assert rig.played(DEMO).startswith(DEMO)
    (slip,) = rig.inserts
    assert "№ 128: 10 880,00 KZT".encode("kz1048") in slip.data, "or whose slip is it?"


def test_receipts_without_number_and_time_are_two_when_they_are_apart() -> None:
    """The same text within 30 s is one sale, later it is the next one's croissant."""
    rig = make_rig()
    stream = (
        b"\x1b@ALMA BAKERY\nSALE\nCROISSANT 1 x 650.00\nTOTAL 650.00\nCASH 650.00\n\n\x1dVB\x00"
    )
    rig.played(stream)
    rig.clock.time = UnixTime(rig.clock.time + 20)
    rig.played(stream)
    assert kinds(rig) == ["accrual", "slip"]
    rig.clock.time = UnixTime(rig.clock.time + 60)
    rig.played(stream)
    assert kinds(rig) == ["accrual", "slip"] * 2


def test_numbers_begin_anew_with_the_next_day() -> None:
    """Number and total without a time: the same today is the same sale, tomorrow another."""
    rig = make_rig()
    stream = b"\x1b@ALMA BAKERY\nSALE\nReceipt No 5\nTOTAL 650.00\nCASH 650.00\n\n\x1dVB\x00"
    rig.played(stream)
    rig.clock.time = UnixTime(rig.clock.time + 600)
    rig.played(stream)
    assert kinds(rig) == ["accrual", "slip"]
    rig.clock.time = UnixTime(rig.clock.time + 86_400)
    rig.played(stream)
    assert kinds(rig) == ["accrual", "slip"] * 2


def test_a_disk_that_fills_after_the_accrual_does_not_end_the_brain() -> None:
    """What became of the slip cannot be stored; that is said, and the next job is read."""
    rig = make_rig(outbox=MemoryOutbox(TillId(7), "local-7", room=1))
    rig.played(DEMO)
    assert kinds(rig) == ["accrual"]
    assert any("could not be stored" in note for note in rig.notes)
    again = make_rig(outbox=rig.outbox)
    again.do(again.brain.started())
    assert again.played(FED) == FED


class WornOutbox(MemoryOutbox):
    """An outbox that nobody has emptied for long."""

    def health(self, now: UnixTime) -> OutboxHealth:
        """Say so."""
        well = super().health(now)
        return replace(well, level=Level.WARNING, reasons=("Connect the till to the hub.",))


def test_a_filling_outbox_is_said_in_the_log_now_and_then() -> None:
    """Long before it is full, and not after each receipt."""
    rig = make_rig(outbox=WornOutbox(TillId(7), "local-7"))
    for _ in range(3):
        rig.played(DEMO)
    warned = [note for note in rig.notes if "Connect the till" in note]
    assert len(warned) == 1
    rig.clock.time = UnixTime(rig.clock.time + 7 * 3600)
    rig.played(DEMO)
    assert len([note for note in rig.notes if "Connect the till" in note]) == 2


def test_a_return_is_stored_and_finds_its_sale() -> None:
    """It says what it takes back where the paper does, and never gets a slip."""
    rig = make_rig()
    for name in ("webkassa-36-ru-return", "superkassa-58-ru-return"):
        stream = capture(name)
        assert rig.played(stream) == stream
    bodies = [event.body for event in rig.outbox.export()]
    assert bodies
    assert all(isinstance(body, ReturnBody) and body.total > 0 for body in bodies)
    assert not rig.inserts
    assert all(event.kind is EventKind.RETURN for event in rig.outbox.export())


CLOSING = (
    "Z-ОТЧЕТ № 45\nРНМ 010100000017\nСформирован: 22.11.2026 21:05:00\n-----\n"
    "ПРОДАЖА   12   28 045,00\nВОЗВРАТ ПРОДАЖИ   1   1 500,00\n"
)


def test_a_closing_report_is_stored_once_with_its_sums() -> None:
    """Printed twice in a row it is one event; no slip belongs to it."""
    rig = make_rig()
    paper = b"\x1b@\x1bt\x11" + CLOSING.replace("№", "N").encode("cp866") + b"\x1dV\x00"
    assert rig.played(paper) + rig.played(paper) == paper + paper
    (event,) = rig.outbox.export()
    body = event.body
    assert isinstance(body, ZReportBody)
    assert (body.number, body.register) == ("45", "010100000017")
    assert body.printed_at == "2026-11-22T21:05:00"
    assert (body.sales_total, body.sales_count) == (2_804_500, 12)
    assert (body.returns_total, body.returns_count) == (150_000, 1)
    assert rig.notes[-1] == "this closing report is stored already"


def test_a_report_that_closes_no_shift_is_not_stored() -> None:
    """An X report says how far the day is, not how it ended."""
    rig = make_rig()
    rig.played(b"\x1b@\x1bt\x11" + CLOSING.replace("Z-", "X-").replace("№", "N").encode("cp866"))
    assert not list(rig.outbox.export())
    assert rig.notes[-1] == "this report closes no shift: not stored"
