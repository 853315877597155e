"""Pictures of every kind that people have are taken; bombs and broken ones are refused plainly."""

import io
import struct
import zlib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from hardware.codes.cascade import CodeReader
from hardware.codes.luma import BadPicture
from hardware.codes.pictures import LONGEST_SIDE, MOST_FILE_BYTES, luma_of
from hardware.codes.showing import code_png

TEXT = "B1:a-picture-of-a-code"


def _code(module_dots: int = 6) -> Image.Image:
    return Image.open(io.BytesIO(code_png(TEXT, module_dots=module_dots))).convert("L")


def _saved(image: Image.Image, kind: str) -> bytes:
    file = io.BytesIO()
    image.save(file, kind)
    return file.getvalue()


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "GIF", "BMP", "WEBP", "TIFF", "PPM"])
def test_every_kind_is_taken(kind: str) -> None:
    """The kind is read from the bytes, not from a name."""
    assert CodeReader().read(luma_of(_saved(_code().convert("RGB"), kind))).texts == (TEXT,)


@pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "RGB", "RGBA", "CMYK", "I;16"])
def test_every_colouring_is_taken(mode: str) -> None:
    """Deep greys, palettes and printers' inks become plain brightness."""
    code = _code()
    image = code.convert(mode) if mode != "I;16" else _deep(code)
    assert CodeReader().read(luma_of(_saved(image, "TIFF"))).texts == (TEXT,)


def _deep(image: Image.Image) -> Image.Image:
    return Image.frombytes("I;16", image.size, b"".join(bytes((v, v)) for v in image.tobytes()))


def test_black_on_nothing_is_black_on_white() -> None:
    """Codes in transparent files are read as people see them."""
    code, black = _code(), Image.new("L", _code().size, 0)
    hole = code.point([255 - level for level in range(256)])
    assert CodeReader().read(luma_of(_saved(Image.merge("LA", (black, hole)), "PNG"))).texts


@pytest.mark.parametrize("kind", ["JPEG", "PNG"])
def test_large_photographs_are_made_smaller(kind: str) -> None:
    """A code that fills a tenth of twelve megapixels is still read."""
    photograph = Image.new("L", (4000, 3000), 190)
    photograph.paste(_code(module_dots=24), (1500, 1100))
    luma = luma_of(_saved(photograph, kind))
    assert (luma.width, luma.height) == (LONGEST_SIDE, LONGEST_SIDE * 3 // 4)
    assert CodeReader().read(luma).texts == (TEXT,)


def _declared(width: int, height: int) -> bytes:
    """Return a PNG of a few bytes that says it has so many pixels."""
    parts = [
        (b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)),
        (b"IDAT", zlib.compress(bytes(1000))),
        (b"IEND", b""),
    ]
    chunks = (
        struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))
        for name, body in parts
    )
    return b"\x89PNG\r\n\x1a\n" + b"".join(chunks)


@pytest.mark.parametrize(("width", "height"), [(9000, 9000), (12_000, 12_000), (60_000, 60_000)])
def test_a_bomb_is_refused_before_it_is_unpacked(width: int, height: int) -> None:
    """What says that it has too many pixels is not looked into, at any of Pillow's own limits."""
    with pytest.raises(BadPicture, match="pixels"):
        luma_of(_declared(width, height))


def test_what_is_no_picture_says_so(tmp_path: Path) -> None:
    """Nothing, text, a command language, a missing file, a folder, too many bytes."""
    for content in (b"", b"hello", b"%!PS-Adobe-3.0 EPSF-3.0\n", bytes(MOST_FILE_BYTES + 1)):
        with pytest.raises(BadPicture):
            luma_of(content)
    for path in (tmp_path / "missing.png", tmp_path):
        with pytest.raises(BadPicture, match=f"{path.name} cannot be read"):
            luma_of(path)


def test_a_file_is_read_from_its_path(tmp_path: Path) -> None:
    """A path does as its bytes do, whatever it is called."""
    (tmp_path / "code").write_bytes(code_png(TEXT))
    assert CodeReader().read(luma_of(tmp_path / "code")).texts == (TEXT,)


@given(
    st.sampled_from(["PNG", "JPEG", "GIF", "BMP", "WEBP", "TIFF", "PPM"]),
    st.lists(st.tuples(st.integers(0, 4000), st.integers(0, 255)), max_size=8),
    st.integers(1, 4000),
)
def test_broken_files_end_in_one_way(kind: str, changes: list[tuple[int, int]], kept: int) -> None:
    """Whatever is torn off or changed, there is a picture or a plain refusal, and nothing else."""
    content = bytearray(_saved(_code(module_dots=2).convert("RGB"), kind)[:kept])
    for place, byte in changes:
        content[place % len(content)] = byte
    try:
        luma = luma_of(bytes(content))
    except BadPicture:
        return
    assert max(luma.width, luma.height) <= LONGEST_SIDE
