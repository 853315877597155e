"""Real-time commands are found in any pieces."""

from hypothesis import given
from hypothesis import strategies as st

from hardware.taps.realtime import RealtimeScanner

COMMANDS = [
    b"\x10\x04\x01", b"\x10\x04\x04", b"\x10\x04\x07\x01", b"\x10\x04\x12\x02", b"\x10\x05\x02",
    b"\x10\x14\x01\x00\x05", b"\x10\x14\x02\x01\x08", b"\x10\x14\x07\x01",
    b"\x10\x14\x08\x01\x03\x14\x01\x06\x02\x08",
]  # fmt: skip
PLAIN = st.binary(max_size=6).map(lambda data: data.replace(b"\x10", b""))


@given(st.lists(st.one_of(PLAIN, st.sampled_from(COMMANDS))), st.lists(st.integers(1, 5)))
def test_each_command_is_released_to_its_end(parts: list[bytes], sizes: list[int]) -> None:
    """The last command's end is the release, the last other byte is the last plain one."""
    stream = b"".join(parts)
    ends = [0, 0]
    offset = 0
    for part in parts:
        offset += len(part)
        if part:
            ends[part in COMMANDS] = offset
    scanner = RealtimeScanner()
    found = 0
    for size in [*sizes, len(stream) or 1]:
        if stream:
            found = scanner.feed(stream[:size])
            stream = stream[size:]
    found = scanner.feed(stream) if stream else found
    assert found == ends[1]
    assert scanner.plain_to == ends[0]


@given(st.binary(max_size=200), st.lists(st.integers(1, 9)))
def test_pieces_do_not_matter(data: bytes, sizes: list[int]) -> None:
    """Any bytes at all give the same answer in one piece and in many."""
    whole, cut = RealtimeScanner(), RealtimeScanner()
    wanted = whole.feed(data)
    found = 0
    for size in sizes:
        found, data = cut.feed(data[:size]), data[size:]
    found = cut.feed(data)
    assert (found, cut.plain_to) == (wanted, whole.plain_to)
