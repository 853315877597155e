"""The command reader takes each command's exact length, however the bytes arrive."""

import random
import tracemalloc

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hardware.escpos.commands import PAYLOAD_KEPT, TEXT_RUN, CommandReader
from hardware.escpos.tokens import Command, Text, Token
from tests.hardware.escpos.jobs import jobs, pieces, random_job, sale, ticket, tokens_of

WHOLE: dict[bytes, str] = {
    b"\x1b@": "ESC @", b"\x1bt\x06": "ESC t", b"\x1b9\x01": "ESC 9", b"\x1b=\x01": "ESC =",
    b"\x1f\x1b\x10\x01\x02\x01": "US ESC DLE", b"\x1f\x1b\x1f\xff\x05\n\0": "US ESC US",
    b"\x1c&": "FS &", b"\x1cC\x01": "FS C", b"\x1c(C\x02\x000\x02": "FS ( C",
    b"\x1b&\x03\x20\x21\x01abc\x02abcdef": "ESC &", b"\x1b$\x10\x00": "ESC $",
    b"\x1bD\x08\x10\x00": "ESC D", b"\x1bd\x03": "ESC d", b"\x1bi": "ESC i", b"\x1dV\0": "GS V",
    b"\x1dVA\x03": "GS V", b"\x1bp\0\x19\xfa": "ESC p", b"\x10\x14\x01\0\x02": "DLE DC4",
    b"\x10\x14\x03" + b"\x01" * 5: "DLE DC4",
    b"\x10\x14\x08\x01\x03\x14\x01\x06\x02\x08": "DLE DC4",
    b"\x10\x04\x01": "DLE EOT", b"\x10\x04\x07\x01": "DLE EOT", b"\x10\x05\x02": "DLE ENQ",
    b"\x1dI\x43": "GS I", b"\x1dv0\0\x02\0\x03\0abcdef": "GS v 0", b"\x1b*\x01\x03\0abc": "ESC *",
    b"\x1b*\x21\x02\0abcdef": "ESC *", b"\x1d*\x01\x02" + b"a" * 16: "GS *",
    b"\x1cq\x02\x01\0\x01\0abcdefgh\x01\0\x01\0abcdefgh": "FS q", b"\x1cp\x01\0": "FS p",
    b"\x1d(L\x02\x0002": "GS ( L", b"\x1d8L\x03\0\0\0abc": "GS 8 L", b"\x1d(k\x03\x001Q0": "GS ( k",
    b"\x1bZ\0\x03\x04\x02\0hi": "ESC Z", b"\x1dZ\x01": "GS Z", b"\x1dk\x04AB\0": "GS k",
    b"\x1dk\x49\x02AB": "GS k", b"\x1dk\x61\x00\x03\x02\x00hi": "GS k",
    b"\x1bW" + b"\0" * 8: "ESC W",
    b"\x1dQ0\0\x02\0\x01\0ab": "GS Q 0", b"\x1dC0\0\0": "GS C 0", b"\x1dC1" + b"\0" * 6: "GS C 1",
    b"\x1dC;1;2;3;4;5;": "GS C ;", b"\x1dD0C0ab01BM\x0a\0\0\0abcd": "GS D 0",
    b"\x1dg0\0\x01\0": "GS g 0", b"\x1cg1\0\0\0\0\0\x02\0ab": "FS g 1", b"\x1ca0\x01": "FS a 0",
    b"\x1c2\x77\x21" + b"a" * 72: "FS 2", b"\x1d:": "GS :", b"\x1d^\x01\x02\0": "GS ^",
    b"\x1b(A\x03\0abc": "ESC ( A", b"\x1f(A\x02\0ab": "US ( A", b"\x1bB\x03\x02": "ESC B",
    b"\x1bc5\x01": "ESC c 5", b"\x12q\0": "DC2 q", b"\n": "LF", b"\x0c": "FF",
    b"\x1b\x0c": "ESC FF",
    b"\x1b \x05": "ESC SP", b"\x1f$\x01\x01": "US $",
}  # fmt: skip
IDS = [f"{name} {command[2:6].hex()}" for command, name in WHOLE.items()]


@pytest.mark.parametrize("command", WHOLE, ids=IDS)
def test_a_command_is_as_long_as_it_says(command: bytes) -> None:
    """Each command ends where its manual says: the text around it stays whole."""
    before, found, after = tokens_of([b"A" + command + b"Z"])
    assert before == Text(0, b"A")
    assert found == Command(1, WHOLE[command], command, len(command))
    assert after == Text(1 + len(command), b"Z")


@pytest.mark.parametrize("command", WHOLE, ids=IDS)
def test_a_command_cut_short_says_so(command: bytes) -> None:
    """When the job ends inside a command it comes out whole as far as it goes, as not complete."""
    for size in range(1, len(command)):
        tokens = tokens_of([command[:size]])
        assert b"".join(token.data for token in tokens) == command[:size]
        assert all(isinstance(token, Command) for token in tokens)
        assert not (isinstance(tokens[-1], Command) and tokens[-1].complete)


@given(jobs(), st.lists(st.integers(0, 1 << 16), max_size=10))
def test_pieces_do_not_matter(job: bytes, cuts: list[int]) -> None:
    """The same bytes give the same tokens, however the cable cut them up."""
    assert tokens_of(pieces(job, cuts)) == tokens_of([job])


@pytest.mark.parametrize("job", [sale(), ticket()], ids=["sale", "ticket"])
def test_byte_by_byte_is_the_same(job: bytes) -> None:
    """Real jobs read the same when each byte comes alone."""
    assert tokens_of([job[at : at + 1] for at in range(len(job))]) == tokens_of([job])


def spread(tokens: list[Token], size: int) -> bytes:
    """Return the tokens' bytes laid out by offset, those of inner commands in their own place."""
    laid = bytearray(size)
    taken: set[int] = set()
    for token in sorted(tokens, key=lambda token: -token.offset):
        places = [at for at in range(token.offset, token.end) if at not in taken]
        for at, byte in zip(places, token.data, strict=True):
            laid[at] = byte
        taken.update(places)
    assert len(taken) == size
    return bytes(laid)


@given(jobs())
def test_no_byte_is_lost_or_doubled(job: bytes) -> None:
    """The tokens, put back in their places, are the job."""
    assert spread(tokens_of([job]), len(job)) == job


def test_a_long_run_of_text_comes_in_even_pieces() -> None:
    """Text without a control byte is let go at a fixed length, so memory stays small."""
    tokens = tokens_of([b"a" * 3000, b"b" * 3000, b"\n"])
    assert [(token.offset, len(token.data)) for token in tokens] == [
        (0, TEXT_RUN),
        (TEXT_RUN, 6000 - TEXT_RUN),
        (6000, 1),
    ]


def test_real_time_commands_are_found_in_text() -> None:
    """A status request in the middle of a word is a command of its own."""
    names = [token.name if isinstance(token, Command) else token.data for token in
             tokens_of([b"TO\x10\x04\x01TAL\x10\x14\x01\x00\x05!"])]  # fmt: skip
    assert names == [b"TO", "DLE EOT", b"TAL", "DLE DC4", b"!"]


@pytest.mark.parametrize(
    ("job", "real_time", "command"),
    [
        (b"\x1b\x10\x04\x01a\x01", (1, b"\x10\x04\x01"), (0, b"\x1ba\x01", 6)),
        (b"\x1ba\x10\x04\x01\x01", (2, b"\x10\x04\x01"), (0, b"\x1ba\x01", 6)),
        (b"\x1b$\x05\x10\x05\x02\x06", (3, b"\x10\x05\x02"), (0, b"\x1b$\x05\x06", 7)),
        (b"\x1d!\x10\x14\x01\x00\x05\x10", (2, b"\x10\x14\x01\x00\x05"), (0, b"\x1d!\x10", 8)),
    ],
)
def test_real_time_commands_break_into_short_ones(
    job: bytes, real_time: tuple[int, bytes], command: tuple[int, bytes, int]
) -> None:
    """Between the opcode and the parameters they come out first; the command spans them."""
    first, second = tokens_of([job])
    assert (first.offset, first.data) == real_time
    assert isinstance(second, Command)
    assert (second.offset, second.data, second.size) == command


def test_a_parameter_that_looks_like_real_time_is_a_parameter() -> None:
    """GS ! 10h (double width) followed by text is what it always was."""
    assert [token.data for token in tokens_of([b"\x1d!\x10", b"A\n"])] == [
        b"\x1d!\x10",
        b"A",
        b"\n",
    ]
    assert [token.data for token in tokens_of([b"\x1d!\x10"])] == [b"\x1d!\x10"]


def test_payload_is_never_searched() -> None:
    """Cuts, resets and status requests inside a raster are dots."""
    dots = b"\x1dV\x00\x1bi\x10\x04\x01\x1b@" + b"\x1dVA\x00\x00\x00"
    job = b"\x1dv0\0\x01\0\x10\0" + dots + b"\x1bi"
    assert [token.name for token in tokens_of([job]) if isinstance(token, Command)] == [
        "GS v 0",
        "ESC i",
    ]


def test_a_pole_display_has_lengths_of_its_own() -> None:
    """What is for the display cannot swallow the command that goes back to the printer."""
    job = b"\x1b=\x02\x1bW\x01\x00\x1b*\x05\x1fTab\x1b=\x01TOTAL"
    names = [token.name if isinstance(token, Command) else token.data for token in tokens_of([job])]
    assert names == ["ESC =", "ESC W", "ESC *", "US T", "ESC =", b"TOTAL"]


@pytest.mark.parametrize(
    ("job", "name", "rest"),
    [
        (b"\x1b\x7fTOTAL\n", "? ESC 7F", b"TOTAL"),
        (b"\x1b\nTOTAL\n", "? ESC LF", b"TOTAL"),
        (b"\x1dV\x05TOTAL\n", "? GS V 05", b"TOTAL"),
        (b"\x1dk\x20TOTAL\n", "? GS k 20", b"TOTAL"),
        (b"\x10ATOTAL\n", "? DLE A", b"ATOTAL"),
        (b"\x1f\x1bATOTAL\n", "? US ESC 41", b"TOTAL"),
    ],
)
def test_an_unknown_command_is_named_and_costs_little(job: bytes, name: str, rest: bytes) -> None:
    """After an unknown command the next text is read again."""
    tokens = tokens_of([job])
    assert isinstance(tokens[0], Command)
    assert tokens[0].name == name
    assert any(token.data == rest for token in tokens)


def test_a_barcode_without_its_end_takes_no_more_than_a_barcode() -> None:
    """GS k that lacks its NUL ends at the next control byte, or at its limit."""
    assert tokens_of([b"\x1dk\x04ABC\nTOTAL\n"])[2] == Text(7, b"TOTAL")
    long = tokens_of([b"\x1dk\x08" + b"A" * 300])
    assert [len(token.data) for token in long] == [258, 45]


def test_a_huge_payload_is_counted_and_not_kept() -> None:
    """The reader's memory has a limit, whatever length a command declares."""
    reader = CommandReader()
    piece = bytes(1 << 20)
    tracemalloc.start()
    reader.feed(b"\x1d8L" + (40 << 20).to_bytes(4, "little"))
    tokens = [token for _ in range(40) for token in reader.feed(piece)]
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    (command,) = tokens
    assert isinstance(command, Command)
    assert command.size == 7 + (40 << 20)
    assert len(command.data) == PAYLOAD_KEPT
    assert peak < 16 << 20


def test_random_jobs_read_the_same_in_any_pieces() -> None:
    """A seeded sample of random and mutated jobs: nothing raises, nothing depends on the cable."""
    rng = random.Random(20261122)
    for _ in range(500):
        job = random_job(rng)
        cuts = [rng.randrange(1 << 16) for _ in range(3)]
        assert tokens_of(pieces(job, cuts)) == tokens_of([job])
