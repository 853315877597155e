"""Serial lines, files and spool folders bring the same job streams as TCP does."""

import os
import pty
import subprocess
import sys
import time
import tty
from pathlib import Path

import pytest

from hardware.taps.link import Answer, Bytes, Closed, Insert, Opened, Outcome
from tests.hardware.taps.rig import running_relay, wait_until

RECEIPT = bytes(range(256)) * 8


def test_a_serial_line_is_a_job(tmp_path: Path) -> None:
    """Bytes of a pty are shown, printed with their slip, and the printer's answer goes back."""
    master, slave = pty.openpty()
    tty.setraw(slave)
    with running_relay(tmp_path, "--listen", f"serial://{os.ttyname(slave)}?baud=115200") as rig:
        wait_until(lambda: "open" in rig.log.read_text(), "the line is open")
        brain = rig.brain()
        os.write(master, b"receipt|cut")
        assert brain.hears(Bytes).data == b"receipt|cut"
        job = brain.hears(Opened).job
        brain.say(Insert(job, 5, 7, 11, b"<slip>"))
        rig.paper(b"receipt<slip>|cut")
        assert brain.hears(Answer).outcome is Outcome.INSERTED
        os.write(master, b"\x10\x04\x01")
        assert os.read(master, 1) == b"\x12"
        os.close(slave)
        os.close(master)
        assert brain.hears(Closed) == Closed(job)


def test_a_spool_folder_prints_finished_files(tmp_path: Path) -> None:
    """Each file is one job, oldest first, moved to done afterwards; unfinished ones wait."""
    spool = tmp_path / "spool"
    spool.mkdir()
    (spool / "b.prn").write_bytes(b"first ")
    os.utime(spool / "b.prn", (1, 1))
    (spool / "a.prn").write_bytes(b"second ")
    (spool / "c.prn.tmp").write_bytes(b"half")
    (spool / ".hidden").write_bytes(b"hidden")
    with running_relay(tmp_path, "--spool", str(spool)) as rig:
        rig.paper(b"first second ")
        (spool / "c.prn.tmp").rename(spool / "c.prn")
        rig.paper(b"first second half")
        wait_until((spool / "done" / "c.prn").exists, "the file is moved away")
        (spool / "c.prn").write_bytes(b" again")
        rig.paper(b"first second half again")
        wait_until((spool / "done" / "c.prn.1").exists, "a free name is found")
    assert sorted(path.name for path in spool.iterdir()) == [".hidden", "done"]


def test_a_growing_file_is_not_printed_before_it_is_whole(tmp_path: Path) -> None:
    """A program that writes slowly is waited for."""
    spool = tmp_path / "spool"
    with running_relay(tmp_path, "--spool", str(spool)) as rig:
        with (spool / "slow.prn").open("wb", buffering=0) as file:
            for _ in range(8):
                file.write(b"piece ")
                time.sleep(0.15)
            assert not rig.printer.got
        rig.paper(b"piece " * 8)


def test_a_file_that_cannot_be_moved_is_printed_once(tmp_path: Path) -> None:
    """Better a file that stays than a receipt every half second."""
    spool = tmp_path / "spool"
    with running_relay(tmp_path, "--spool", str(spool)) as rig:
        (spool / "done").rmdir()
        (spool / "done").write_bytes(b"in the way")
        os.utime(spool / "done", (1, 1))
        rig.paper(b"in the way")
        wait_until(lambda: "left alone" in rig.log.read_text(), "the log says so")
        time.sleep(1.2)
        rig.paper(b"in the way")


@pytest.mark.parametrize("way", ["stdin", "file"])
def test_a_file_is_printed_and_the_relay_ends(tmp_path: Path, way: str) -> None:
    """One job from stdin or a file, to a file; exit code 0 when all of it is there."""
    job, paper = tmp_path / "job.bin", tmp_path / "paper.bin"
    job.write_bytes(RECEIPT)
    with job.open("rb") as stdin:
        done = subprocess.run(
            [
                sys.executable, "-m", "hardware.taps.relay",
                "--listen", "stdin:" if way == "stdin" else f"file://{job}",
                "--printer", f"file://{paper}", "--link", str(tmp_path / "link"),
            ],
            stdin=stdin, timeout=20, check=False,
        )  # fmt: skip
    assert done.returncode == 0
    assert paper.read_bytes() == RECEIPT
