"""The virtual printer's electronics: buffer, time, status, faults; no wires, no real clock."""

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hardware.printers.device import BUFFER_BYTES, RESERVE_BYTES, Device, Pace
from hardware.printers.faults import (
    CoverOpen,
    CutterJam,
    DeviceFault,
    PaperNearEnd,
    PaperOut,
    Slow,
)
from hardware.printers.profiles import load_profile
from tests.hardware.printers.marks import WIDE, black, function, native_qr, printed

CLEAR = bytes((0x10, 0x14, 8, 1, 3, 20, 1, 6, 2, 8))
LINE = b"Sum 935,00\n"
FAULTS: list[DeviceFault] = [PaperOut(), PaperNearEnd(), CoverOpen(), CutterJam()]


def said(device: Device, data: bytes, now: float = 0.0) -> bytes:
    """Return all that a printer says when it gets *data*."""
    return device.receive(data) + device.work(now)


def status(device: Device) -> list[int]:
    """Return the replies to DLE EOT 1 to 4."""
    return [device.receive(bytes((0x10, 4, it)))[0] for it in (1, 2, 3, 4)]


def test_a_healthy_printer_says_so() -> None:
    """Only the fixed bits are set, in every kind of status."""
    device = Device(WIDE)
    assert status(device) == [0x12] * 4
    assert said(device, b"\x10\x04\x07\x01\x10\x04\x08\x03") == b"\x12\x12"
    assert said(device, b"\x10\x04\x09\x10\x05\x00") == b""
    assert said(device, b"\x1dr1\x1dr\x02\x1bv\x1bu\x00") == bytes(4)


@pytest.mark.parametrize(
    ("fault", "replies", "frame", "sensor"),
    [
        (PaperOut(), [0x1A, 0x32, 0x12, 0x7E], "18 00 0f 00", 0x0F),
        (PaperNearEnd(), [0x12, 0x12, 0x12, 0x1E], "10 00 03 00", 0x03),
        (CoverOpen(), [0x1A, 0x16, 0x12, 0x12], "38 00 00 00", 0x00),
        (CutterJam(), [0x1A, 0x52, 0x1A, 0x12], "18 08 00 00", 0x00),
    ],
    ids=lambda it: type(it).__name__,
)
def test_each_fault_has_its_bits(
    fault: DeviceFault, replies: list[int], frame: str, sensor: int
) -> None:
    """Real-time, automatic and queued status tell the same story, and all clear afterwards."""
    device = Device(WIDE)
    assert said(device, b"\x1da\xff") == bytes.fromhex("10 00 00 00")
    assert device.suffer(fault) == bytes.fromhex(frame)
    assert status(device) == replies
    assert device.receive(b"\x1dr\x01") == b""
    queued = b"" if device.condition.offline else bytes((sensor,))
    assert device.work(0.0) == queued
    back = device.recover(type(fault)) + device.work(0.0)
    assert bytes.fromhex("10 00 00 00") in back
    assert status(device) == [0x12] * 4


def test_automatic_status_tells_only_what_was_asked_about() -> None:
    """GS a 8 watches the paper, not the cover; GS a 0 nothing."""
    device = Device(WIDE)
    said(device, b"\x1da\x08")
    assert device.suffer(CoverOpen()) == b""
    assert device.suffer(PaperNearEnd()) == bytes.fromhex("10 00 03 00")
    device.recover(CoverOpen)
    said(device, b"\x1da\x00")
    assert device.recover(PaperNearEnd) == b""


@pytest.mark.parametrize("pattern", [0x12, 0x10, 0x00])
def test_replies_can_be_told_apart(pattern: int) -> None:
    """Real-time 0xx1xx10, automatic 0xx1xx00, queued 0xx0xxxx: whatever is wrong."""
    for fault in FAULTS:
        device = Device(WIDE)
        said(device, b"\x1da\xff")
        frame = device.suffer(fault)
        found = {
            0x12: bytes(status(device)),
            0x10: frame[:1],
            0x00: frame[1:] + device.recover(type(fault))[1:],
        }[pattern]
        assert found
        mask = 0x90 if pattern == 0 else 0x93
        assert all(byte & mask == pattern for byte in found)


def test_names_are_given_with_underline_and_nul() -> None:
    """GS I: a byte for the old numbers, text for the new; the model is the profile's."""
    device = Device(load_profile("rongta"))
    assert said(device, b"\x1dIC") == b"_RP326\0"
    assert said(device, b"\x1dIp") == b"_RP326\0"
    assert said(device, b"\x1dIB") == b"_RONGTA\0"
    assert said(device, b"\x1dIA").startswith(b"_")
    assert said(device, b"\x1dI\x02\x1dI2") == b"\x02\x02"
    assert len(said(device, b"\x1dI\x01\x1dI\x03\x1dI1\x1dI3")) == 4
    assert said(device, b"\x1dI\x63") == b""


def test_the_size_of_a_code_is_told_without_printing() -> None:
    """GS ( k 82 is how the set-up finds out whether a printer knows QR at all."""
    device = Device(WIDE)
    store = function(49, 67, b"\x04") + function(49, 80, b"0KZ 935")
    assert said(device, store + function(49, 82, b"0")) == b"\x37\x36" + b"84\x1f84\x1f1\x1f0\0"
    assert device.paper.images() == []
    assert said(Device(load_profile("generic-58")), store + function(49, 82, b"0")) == b""


def test_a_process_id_comes_back_when_its_turn_has_come() -> None:
    """GS ( H asks for an echo, so that the sender knows how far the paper is."""
    device = Device(WIDE, pace=Pace(dots_per_s=100))
    job = b"\x1bJ\x64\x1d(H\x06\x0000ABCD"
    assert said(device, job, now=0.0) == b""
    assert device.work(0.9) == b""
    assert device.work(1.1) == b"\x37\x22ABCD\0"


@given(st.lists(st.integers(0, 40), max_size=6))
def test_real_time_commands_are_found_however_they_come(cuts: list[int]) -> None:
    """Cut anywhere, between other commands: answered once, in order."""
    job = LINE + b"\x10\x04\x01" + LINE + b"\x10\x04\x04\x10\x04\x02" + b"\x1dr\x01"
    edges = sorted({0, *(min(it, len(job)) for it in cuts), len(job)})
    device = Device(WIDE)
    device.suffer(PaperOut())
    heard = b"".join(device.receive(job[a:b]) for a, b in itertools.pairwise(edges))
    assert heard == bytes((0x1A, 0x7E, 0x32))


def test_real_time_answers_do_not_wait() -> None:
    """Full of unprinted lines, slow and offline: DLE EOT is answered as it arrives."""
    device = Device(WIDE, pace=Pace(bytes_per_s=100, dots_per_s=10))
    said(device, LINE * 300)
    device.suffer(CoverOpen())
    assert device.held > 3_000
    assert device.receive(b"\x10\x04\x02") == b"\x16"


def test_a_full_buffer_makes_the_sender_wait() -> None:
    """While nothing prints, what can arrive ends; when it prints, there is room again."""
    device = Device(WIDE, buffer_bytes=100)
    device.suffer(CoverOpen())
    assert device.room == 100 + RESERVE_BYTES
    said(device, b"\n" * device.room)
    assert device.room == 0
    device.recover(CoverOpen)
    device.work(0.0)
    assert device.room == 100 + RESERVE_BYTES
    assert Device(WIDE).room == BUFFER_BYTES + RESERVE_BYTES


def test_paper_and_line_take_their_time() -> None:
    """A line of 30 dots at 30 dots a second is printed one a second; idle time is not saved up."""
    device = Device(WIDE, pace=Pace(dots_per_s=30))
    said(device, LINE * 4, now=100.0)
    heights = []
    for now in (100.0, 100.5, 101.01, 102.01, 103.01):
        device.work(now)
        heights.append(device.paper.travelled)
    assert heights == [30, 30, 60, 90, 120]
    said(device, LINE * 2, now=200.0)
    assert device.paper.travelled == 150
    assert 200.9 < device.wakes_at() <= 201.0


def test_a_slow_line_fills_the_buffer() -> None:
    """At 9600 baud two thousand bytes take two seconds, and then it is quick again."""
    device = Device(WIDE)
    device.suffer(Slow(bytes_per_s=960, dots_per_s=100_000))
    said(device, b"x" * 1_919 + b"\n", now=0.0)
    device.work(1.0)
    assert 900 <= device.held <= 1_000
    device.recover(Slow)
    device.work(1.0)
    assert device.held == 0


def test_printing_stops_where_the_roll_ends() -> None:
    """The rest waits in the printer and comes out on the new roll: nothing is lost or doubled."""
    device = Device(WIDE)
    device.suffer(PaperOut(after_dots=100))
    said(device, LINE * 10)
    assert device.paper.travelled == 120
    assert device.condition.paper_end
    assert device.wakes_at() == float("inf")
    device.recover(PaperOut)
    device.work(0.0)
    pieces = device.paper.images()
    assert len(pieces) == 2
    assert sum(map(black, pieces)) == black(printed(LINE * 10)[0])


def test_a_jam_ends_by_a_real_time_command() -> None:
    """DLE ENQ 1 goes on where it stopped, DLE ENQ 2 forgets what waited."""
    for number, lines in ((1, 3), (2, 0)):
        device = Device(WIDE)
        device.suffer(CutterJam())
        said(device, LINE * 3)
        said(device, bytes((0x10, 5, number)))
        assert not device.condition.offline
        assert device.paper.travelled == 30 * lines


def test_the_buffers_can_be_cleared() -> None:
    """DLE DC4 8 with its key forgets all that is not printed, half a command too, and says so."""
    device = Device(WIDE)
    device.suffer(CoverOpen())
    said(device, LINE * 3 + b"half a line")
    assert said(device, CLEAR[:5]) + said(device, CLEAR[5:]) == b"\x37\x25\0"
    device.recover(CoverOpen)
    said(device, b"\n")
    assert device.paper.travelled == 30
    assert device.paper.images() == []


def test_a_power_cut_forgets_what_is_not_on_paper() -> None:
    """Buffer, unprinted line and settings are gone; the paper keeps what was burnt."""
    device = Device(WIDE)
    said(device, b"\x1da\xff\x1d!\x77" + LINE[:-1])
    said(device, b"\x1d!\x00\n\x1bt\x11\x1b3\xffhalf a line")
    kept = device.paper.images()[0].tobytes()
    device.power_cut()
    assert device.held == 0
    assert device.paper.images()[0].tobytes() == kept
    before = device.paper.travelled
    assert said(device, LINE) == b""
    assert device.paper.travelled == before + 30


def test_what_arrived_is_remembered() -> None:
    """Tests compare the bytes of the POS with those that reached the printer."""
    device = Device(WIDE)
    said(device, LINE)
    said(device, native_qr(b"x", 3))
    assert bytes(device.received) == LINE + native_qr(b"x", 3)


@given(st.lists(st.binary(max_size=80), max_size=20), st.sampled_from(FAULTS))
def test_noise_never_raises(pieces: list[bytes], fault: DeviceFault) -> None:
    """Whatever comes, in whatever state: at most a status is said."""
    device = Device(WIDE)
    for number, piece in enumerate(pieces):
        if number == 5:
            device.suffer(fault)
        if number == 10:
            device.recover(type(fault))
        said(device, piece, now=float(number))
        assert device.held <= BUFFER_BYTES + RESERVE_BYTES
