"""Pictures are made anew: small, still, without a history; what is none is refused."""

import io
import struct
import zlib

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from contracts.wire.refusals import Refusal, Refused
from hub.adapters.pictures import PillowPictures
from hub.core.ports.pictures import LARGEST_SIDE, LARGEST_UPLOAD

MAKER = PillowPictures()


def drawn(size: tuple[int, int], kind: str, **more: object) -> bytes:
    """Return a picture of one colour."""
    out = io.BytesIO()
    Image.new("RGB", size, "orange").save(out, kind, **more)
    return out.getvalue()


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "WEBP"])
def test_a_large_picture_becomes_small(kind: str) -> None:
    """No side longer than the limit, the proportions kept, as WebP."""
    made = MAKER.remake(drawn((2000, 500), kind))
    assert made.media_type == "image/webp"
    with Image.open(io.BytesIO(made.content)) as found:
        assert (found.format, found.size) == ("WEBP", (LARGEST_SIDE, LARGEST_SIDE // 4))


def test_a_small_picture_keeps_its_size_and_its_clearness() -> None:
    """Nothing is blown up, and what was transparent stays so."""
    out = io.BytesIO()
    Image.new("RGBA", (40, 30), (255, 165, 0, 90)).save(out, "PNG")
    made = MAKER.remake(out.getvalue())
    with Image.open(io.BytesIO(made.content)) as found:
        assert (found.size, "A" in found.getbands()) == ((40, 30), True)


def test_a_photo_loses_its_history_and_stands_upright() -> None:
    """Where and when it was taken is nobody's business; its turn is in the pixels."""
    history = Image.Exif()
    history[0x0112] = 6  # turned by a quarter
    history[0x010F] = "SECRET CAMERA"
    made = MAKER.remake(drawn((60, 20), "JPEG", exif=history))
    assert b"SECRET" not in made.content
    with Image.open(io.BytesIO(made.content)) as found:
        assert found.size == (20, 60)
        assert not found.getexif()


def test_other_formats_are_no_pictures() -> None:
    """No SVG, no GIF, no TIFF, no animation."""
    frames = [Image.new("RGB", (8, 8), it) for it in ("red", "blue")]
    moving = io.BytesIO()
    frames[0].save(moving, "GIF", save_all=True, append_images=frames[1:])
    for wrong in (
        b"<svg xmlns='http://www.w3.org/2000/svg'><script/></svg>",
        moving.getvalue(),
        drawn((8, 8), "TIFF"),
        b"",
    ):
        with pytest.raises(Refused) as refused:
            MAKER.remake(wrong)
        assert refused.value.refusal is Refusal.VALIDATION


def bomb(side: int) -> bytes:
    """Return a small PNG that claims *side* x *side* pixels."""

    def chunk(name: bytes, content: bytes) -> bytes:
        sum_of = zlib.crc32(name + content)
        return struct.pack(">I", len(content)) + name + content + struct.pack(">I", sum_of)

    head = struct.pack(">IIBBBBB", side, side, 8, 2, 0, 0, 0)
    body = zlib.compress(bytes(1_000_000))
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", body) + chunk(b"IEND", b"")


@pytest.mark.parametrize("side", [6_000, 20_000, 60_000])
def test_a_bomb_is_not_unpacked(side: int) -> None:
    """A few kilobytes that claim far too many pixels are refused before they are read."""
    upload = bomb(side)
    assert len(upload) < 10_000
    with pytest.raises(Refused) as refused:
        MAKER.remake(upload)
    assert refused.value.refusal is Refusal.VALIDATION


def test_a_file_above_the_limit_is_not_looked_at() -> None:
    """However good the picture."""
    with pytest.raises(Refused) as refused:
        MAKER.remake(bytes(LARGEST_UPLOAD + 1))
    assert refused.value.refusal is Refusal.TOO_LARGE


@given(place=st.integers(0, 400), byte=st.integers(0, 255), cut=st.integers(0, 400))
def test_a_damaged_picture_is_refused_or_made_anew(place: int, byte: int, cut: int) -> None:
    """Whatever the bytes, nothing else happens."""
    good = bytearray(drawn((16, 16), "PNG"))
    good[place % len(good)] = byte
    try:
        made = MAKER.remake(bytes(good[: len(good) - cut % len(good)]))
    except Refused:
        return
    with Image.open(io.BytesIO(made.content)) as found:
        assert max(found.size) <= LARGEST_SIDE
