"""Paper takes anything: no bytes make it raise, hang or fill the memory."""

import random
from typing import Final

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hardware.printers.paper import Paper
from hardware.printers.profile import PrinterProfile
from hardware.printers.profiles import load_profile, profile_names
from hardware.printers.roll import KEPT_DOTS
from tests.hardware.printers.marks import CUT, function, native_qr, raster

PROFILES: Final = [load_profile(it) for it in profile_names()]
JOBS: Final = 300
SOUND: Final = (
    b"\x1b@\x1bt\x11\x1ba1\x1d!\x11" + "ЧЕК".encode("cp866") + b"\x1d!\x00\n\x1ba0"
    b"Total\x1b$\x90\x01935,00\n" + native_qr(b"http://consumer.oofd.kz?i=1&f=2&s=935.00", 6)
    + raster(64, bytes(range(256)) * 2) + b"\x1dk\x04ABC\x00\x1dH\x02\x1dkC\x0c487000000001"
    + b"\x1b*\x21\x08\x00" + bytes(range(24)) + b"\n\x1b&\x03\x20\x21\x0c" + bytes(36) + b"\x0c"
    + bytes(36) + b"\x1b%\x01\x20\x21\x1b%\x00\n\x1bL\x1bW" + b"\x10\x00\x10\x00\x00\x01\x00\x01"
    + b"\x1bT\x01page\n\x1d$\x40\x00page\x0c\x1bd\x03" + CUT + b"\x1bp\x00\x19\xfa"
    + function(48, 80, b"0PDF") + function(48, 81, b"0") + b"\x1c&" + "餐".encode("gb18030")
    + b"\x1c.\x1d(L\x0e\x000p0\x01\x011\x08\x00\x04\x00\xff\x81\x81\xff\x1d(L\x02\x0002\x1bi"
)  # fmt: skip
"""A job with nearly every kind of command, to be spoilt."""
OPCODES: Final = [
    bytes((prefix, it)) for prefix in (0x10, 0x1B, 0x1C, 0x1D, 0x1F) for it in range(256)
]


def spoilt(dice: random.Random) -> bytes:
    """Return the sound job with bytes changed, lost, doubled and commands put in anywhere."""
    job = bytearray(SOUND)
    for _ in range(dice.randrange(1, 25)):
        at = dice.randrange(len(job))
        match dice.randrange(4):
            case 0:
                job[at] = dice.randrange(256)
            case 1:
                del job[at : at + dice.randrange(1, 12)]
            case 2:
                job[at:at] = job[: dice.randrange(60)]
            case _:
                job[at:at] = dice.choice(OPCODES) + dice.randbytes(dice.randrange(8))
    return bytes(job)


def check(paper: Paper) -> None:
    """Look at what came out: it is paper of the right width, and not too much of it."""
    heights = [it.height for it in paper.images()]
    assert sum(heights) <= 2 * KEPT_DOTS
    assert all(it.width == paper.profile.width_dots for it in paper.images())
    assert len(paper.unknown) <= 100


@pytest.mark.parametrize("name", profile_names())
def test_a_sound_job_is_understood_by_every_printer(name: str) -> None:
    """Nothing in it is unknown, and it makes several pieces."""
    paper = Paper(load_profile(name))
    paper.feed(SOUND)
    assert paper.unknown == set()
    assert len(paper.images()) >= 2
    check(paper)


@given(st.binary(max_size=600), st.sampled_from(PROFILES))
def test_random_bytes_never_raise(data: bytes, profile: PrinterProfile) -> None:
    """Noise on the line is only noise."""
    paper = Paper(profile)
    paper.feed(data)
    paper.finish()
    check(paper)


@given(st.lists(st.tuples(st.sampled_from(OPCODES), st.binary(max_size=12)), max_size=60))
def test_random_commands_never_raise(commands: list[tuple[bytes, bytes]]) -> None:
    """Neither do commands with parameters that no manual allows."""
    paper = Paper(PROFILES[0])
    paper.feed(b"".join(opcode + rest for opcode, rest in commands))
    paper.finish()
    check(paper)


def test_spoilt_jobs_never_raise(*, full: bool) -> None:
    """Three hundred mutations of a real job, each on another printer; thirty times that in full."""
    for seed in range(JOBS * 30 if full else JOBS):
        dice = random.Random(seed)
        paper = Paper(dice.choice(PROFILES))
        job = spoilt(dice)
        cut = dice.randrange(len(job))
        paper.feed(job[:cut])
        paper.feed(job[cut:])
        paper.finish()
        check(paper)


def test_unknown_commands_are_remembered_by_name() -> None:
    """Whoever brings a new printer sees what is missing."""
    paper = Paper(PROFILES[0])
    paper.feed(b"\x1b\xfe\x1d\xfd\n\x1d^\x01\x00\x00")
    assert len(paper.unknown) == 3
    assert "GS ^" in paper.unknown


def test_a_power_cut_keeps_paper_and_stored_pictures() -> None:
    """The unprinted line and the settings are gone; what was burnt is burnt."""
    paper = Paper(PROFILES[0])
    paper.feed(b"A\n\x1d!\x77\x1cq\x01\x01\x00\x01\x00" + b"\xff" * 8 + b"lost")
    before = paper.images()[0].tobytes()
    paper.power_cut()
    assert paper.images()[0].tobytes() == before
    paper.feed(b"\n\x1cp\x01\x00")
    assert paper.travelled == 30 + 30 + 8
