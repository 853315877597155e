"""Replay plays a stream as a POS sent it."""

from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hardware.printers.transports import PrinterGone
from hardware.taps.replay import as_timed, at_baud, main, play


class SlowTransport:
    """A transport that takes three bytes at a time, and nothing at all when it is full."""

    url = "test:"

    def __init__(self, most: int = 1000) -> None:
        self.got = b""
        self.most = most

    def open(self) -> None:
        """Do nothing."""

    def write(self, data: bytes, timeout_s: float) -> int:
        assert timeout_s > 0
        taken = data[: min(3, self.most - len(self.got))]
        self.got += taken
        return len(taken)

    def read(self, timeout_s: float) -> bytes:
        """Say nothing."""
        assert timeout_s > 0
        return b""

    def close(self) -> None:
        """Do nothing."""


@given(st.binary(max_size=500), st.integers(300, 115200))
def test_a_baud_rate_spaces_the_bytes(data: bytes, baud: int) -> None:
    """Every byte once, in order, each piece when a line of that speed brings it."""
    pieces = list(at_baud(data, baud))
    assert b"".join(piece for _, piece in pieces) == data
    for (at, piece), (later, _) in pairwise(pieces):
        assert later - at == pytest.approx(len(piece) * 10 / baud)


def test_pieces_are_written_when_they_are_due() -> None:
    """Waiting is until the time since the start, whatever writing took."""
    now = 50.0
    waits = []

    def sleep(seconds: float) -> None:
        nonlocal now
        waits.append(round(seconds, 3))
        now += seconds + 0.1

    transport = SlowTransport()
    play([(0.0, b"abcd"), (1.0, b"ef"), (1.05, b"g")], transport, lambda: now, sleep)
    assert transport.got == b"abcdefg"
    assert waits == [0.0, 0.9, 0.0]


def test_a_printer_that_takes_nothing_is_said_to() -> None:
    """Playing into a full line ends with PrinterGone, not never."""
    with pytest.raises(PrinterGone):
        play([(0.0, b"abcd")], SlowTransport(most=2), lambda: 0.0, lambda _: None)


@pytest.mark.parametrize("timing", ["1", "a b", "1 9", "1 1\n0 1", "0 1", "0 -1\n0 4"])
def test_a_timing_that_does_not_fit_is_refused(timing: str) -> None:
    """Every byte is in exactly one line, and time does not go back."""
    with pytest.raises(ValueError, match=r"line \d|bytes of the stream|could not convert"):
        list(as_timed(b"abc", timing.splitlines()))


def test_the_command_plays_a_file_as_timed(tmp_path: Path) -> None:
    """A file and its timing come out whole at the URL; mistakes are exit codes."""
    job, timing, out = tmp_path / "job.bin", tmp_path / "job.timing", tmp_path / "out.bin"
    job.write_bytes(b"abcdef")
    timing.write_text("0 2\n0.01 4\n")
    assert main([str(job), f"file://{out}", "--timing", str(timing)]) == 0
    assert main([str(job), f"file://{out}", "--baud", "115200"]) == 0
    assert main([str(job), f"file://{out}"]) == 0
    assert out.read_bytes() == b"abcdef" * 3
    timing.write_text("0 2\n")
    assert main([str(job), f"file://{out}", "--timing", str(timing)]) == 2
    assert main([str(job), "nonsense"]) == 2
    assert main([str(job), f"file://{tmp_path}/none/out"]) == 3
