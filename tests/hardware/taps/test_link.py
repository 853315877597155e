"""The link's codec: what was said is what is heard, and nothing else is a frame."""

from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hardware.taps.link import (
    MOST_PAYLOAD,
    MOST_TEXT,
    Frame,
    FrameReader,
    MalformedFrame,
    Opened,
    Outcome,
    Print,
    Release,
    Status,
    encode,
)

U32, U64 = st.integers(0, 2**32 - 1), st.integers(0, 2**64 - 1)
FIELDS = {
    "job": U32, "version": st.integers(0, 2**16 - 1), "up": st.booleans(),
    "outcome": st.sampled_from(Outcome), "data": st.binary(max_size=200),
    "token": st.binary(max_size=64), "source": st.text(max_size=40), "note": st.text(max_size=40),
}  # fmt: skip
FRAMES = st.one_of(
    [
        st.builds(kind, **{name: FIELDS.get(name, U64) for name in kind.__match_args__})
        for kind in get_args(Frame)
    ]
)


@given(st.lists(FRAMES, max_size=8), st.lists(st.integers(1, 50)))
def test_pieces_do_not_matter(frames: list[Frame], sizes: list[int]) -> None:
    """Frames come out as they went in, however the socket cut them up."""
    data = b"".join(encode(frame) for frame in frames)
    reader = FrameReader()
    heard: list[Frame] = []
    for size in sizes:
        heard += reader.feed(data[:size])
        data = data[size:]
    heard += reader.feed(data)
    assert heard == frames


@given(st.binary(max_size=300))
def test_noise_is_frames_or_malformed(noise: bytes) -> None:
    """Anything that comes is heard as frames or refused; it never raises something else."""
    try:
        heard = FrameReader().feed(noise)
    except MalformedFrame:
        return
    assert noise.startswith(b"".join(encode(frame) for frame in heard if type(frame) is Release))


@pytest.mark.parametrize(
    "data",
    [
        b"\x00\x00\x00\x00\x00", b"\x04\x00\x00\x00\x03abc", b"\x04\x00\x00\x00\x05abcde",
        b"\x06\x00\x01\x00\x41", b"\x06\xff\xff\xff\xff", b"\x07\x00\x00\x00\x09" + b"\0" * 9,
    ],
)  # fmt: skip
def test_what_is_no_frame_is_refused(data: bytes) -> None:
    """Unknown types, wrong lengths, lengths beyond the limit and unknown outcomes."""
    with pytest.raises(MalformedFrame):
        FrameReader().feed(data)


def test_the_largest_frames_pass() -> None:
    """The limits are for what is larger than anything that relay or brain sends."""
    frames: list[Frame] = [Print(2**64 - 1, b"x" * MOST_PAYLOAD), Status(b"x" * MOST_PAYLOAD)]
    assert FrameReader().feed(b"".join(encode(frame) for frame in frames)) == frames
    (opened,) = FrameReader().feed(encode(Opened(1, "ұ" * MOST_TEXT)))
    assert opened == Opened(1, "ұ" * (MOST_TEXT // 2))


def test_a_frame_is_a_value() -> None:
    """Frames are compared, hashed and shown by what they say, and never change."""
    assert Release(1, 2) == Release(job=1, offset=2) != Release(1, 3)
    assert len({Release(1, 2), Release(1, 2)}) == 1
    assert repr(Release(1, 2)) == "Release(job=1, offset=2)"
    frame = Release(1, 2)
    with pytest.raises(AttributeError):
        frame.offset = 3  # type: ignore[misc]  # that is the point
    with pytest.raises(TypeError):
        Release(1)  # type: ignore[call-arg]  # that is the point
