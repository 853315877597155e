"""Pushed pictures: however the network cuts the bytes up, and whatever strangers send."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hardware.cameras.jpeg import JPEG_BYTES_MAX
from hardware.cameras.multipart import HEAD_BYTES_MAX, Chunks, PushedPictures, WrongAnswer
from tests.hardware.cameras.network import HEAD, part

PICTURES = [b"\xff\xd8" + bytes([number]) * (40 * number) + b"\xff\xd9" for number in range(1, 4)]
BODY = b"".join(part(it, length=number != 1) for number, it in enumerate(PICTURES)) + b"--frame\r\n"
CHUNKED_HEAD = HEAD.replace(b"Cache-Control", b"Transfer-Encoding: chunked\r\nCache-Control")


def chunked(body: bytes, size: int) -> bytes:
    """Return a body in HTTP's chunks, with its end."""
    pieces = [body[at : at + size] for at in range(0, len(body), size)]
    return b"".join(b"%x;it=1\r\n%s\r\n" % (len(it), it) for it in pieces) + b"0\r\n\r\n"


ANSWERS = [HEAD + BODY, CHUNKED_HEAD + chunked(BODY, 50), (HEAD + BODY).replace(b"\r\n", b"\n")]


@given(st.sampled_from(ANSWERS), st.lists(st.integers(0, 900), max_size=12))
def test_pieces_do_not_matter(answer: bytes, cuts: list[int]) -> None:
    """The same bytes give the same pictures, in whatever pieces they come."""
    reader = PushedPictures()
    edges = [0, *sorted(min(cut, len(answer)) for cut in cuts), len(answer)]
    found = [it for a, b in pairwise(edges) for it in reader.receive(answer[a:b])]
    assert found == PICTURES


@given(st.binary(max_size=400))
def test_strangers_are_refused_or_waited_for(noise: bytes) -> None:
    """Nothing but WrongAnswer comes out, and no picture that was not one."""
    for begun in (b"", HEAD, HEAD + b"--frame\r\n", CHUNKED_HEAD):
        reader = PushedPictures()
        try:
            pictures = reader.receive(begun + noise)
        except WrongAnswer:
            continue
        assert all(picture.startswith(b"\xff\xd8") for picture in pictures)


@pytest.mark.parametrize(
    ("answer", "words"),
    [
        (b"SSH-2.0-it\r\n\r\n\r\n\r\n", "no HTTP"),
        (b"HTTP/1.1 401 Unauthorized\r\n\r\n", "status 401"),
        (b"HTTP/1.1 302 Found\r\nLocation: http://elsewhere/\r\n\r\n", "status 302"),
        (b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n<html>", "no stream"),
        (b"HTTP/1.1 200 OK\r\nContent-Type: multipart/x-mixed-replace; boundary=--\r\n\r\n", "bou"),
        (HEAD + b"--frame\r\nContent-Length: 99999999999\r\n\r\n", "larger"),
        (HEAD + b"--frame\r\n" + b"a: b\r\n" * HEAD_BYTES_MAX, "head does not end"),
        (HEAD + b"--frame\r\n\r\n" + bytes(JPEG_BYTES_MAX + 2 * HEAD_BYTES_MAX), "larger"),
        (b"HTTP/1.1 200 OK\r\n" + b"a: b\r\n" * HEAD_BYTES_MAX, "head that does not end"),
        (CHUNKED_HEAD + b"zz\r\n", "without a size"),
        (CHUNKED_HEAD + b"fffffffff\r\n", "larger"),
        (CHUNKED_HEAD + b"1" * 99, "without a size"),
    ],
)
def test_what_is_no_stream_is_refused(answer: bytes, words: str) -> None:
    """With what it was instead; and no limit is passed."""
    reader = PushedPictures()
    with pytest.raises(WrongAnswer, match=words):
        reader.receive(answer)


def test_only_the_newest_pictures_are_kept() -> None:
    """A reader that slept gets what is there now."""
    pictures = [b"\xff\xd8" + bytes([number]) for number in range(20)]
    found = PushedPictures().receive(HEAD + b"".join(part(it) for it in pictures))
    assert found == pictures[-4:]


def test_the_end_of_chunks_is_noticed() -> None:
    """A camera that ends its answer is gone, though its line may stay open."""
    chunks = Chunks()
    assert chunks.receive(b"3\r\nabc\r\n0\r\n\r\n") == b"abc"
    assert chunks.ended
