"""Codes on phones are read in every trouble that a step is there for, and nothing else is."""

import io
import tracemalloc
from itertools import count
from random import Random

import pytest
import zxingcpp
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from hardware.codes.cascade import (
    GLANCE_MS,
    LARGEST_AT_ONCE,
    STEPS,
    CodeReader,
    Reading,
    step_alone,
)
from hardware.codes.luma import Luma
from hardware.codes.pictures import luma_of
from hardware.codes.showing import code_png
from tests.bench.phone_frames import TROUBLES, Frame, empty_frames, frames

SEED = 20261123
STILL_ONLY = ("half, one-threshold", "half, darkened", "half, sharpened")


def _frame(kind: str, number: int = 0) -> Frame:
    return list(frames(SEED, lines=480, each=number + 1, kinds=[kind]))[number]


def _yuyv(frame: Frame, gap: int = 0) -> Luma:
    """Return the frame as a camera hands it: a colour byte behind each pixel, a gap after rows."""
    wide, tall = frame.image.size
    stride = wide * 2 + gap
    held = bytearray(b"\x80" * (stride * tall))
    pixels = frame.image.tobytes()
    for y in range(tall):
        held[y * stride : y * stride + wide * 2 : 2] = pixels[y * wide : (y + 1) * wide]
    return Luma(wide, tall, memoryview(held), stride, 2)


@pytest.mark.parametrize("kind", ["clean", "perspective", "rotated", "typical", "dark mode"])
def test_an_everyday_code_is_read_at_the_first_glance(kind: str) -> None:
    """Also in dark mode, aslant or upside down."""
    frame = _frame(kind)
    assert CodeReader().glance(frame.luma).texts == (frame.text,)


def test_a_cameras_own_bytes_say_the_same() -> None:
    """YUYV with padded rows, as V4L2 hands it over, reads as the grey picture does."""
    frame = _frame("typical")
    for name, gap in (("grey", 0), ("yuyv", 0), ("padded", 32)):
        picture = frame.luma if name == "grey" else _yuyv(frame, gap)
        assert CodeReader().read(picture).texts == (frame.text,), name
        assert CodeReader().glance(picture).texts == (frame.text,), name


def test_yuyv_is_read_in_place() -> None:
    """The full step makes no copy: it takes no memory, and what it reads are the camera's bytes."""
    picture = _yuyv(_frame("clean"))
    reader = CodeReader()
    reader.glance(picture)
    reader = CodeReader()
    tracemalloc.start()
    reading = reader.glance(picture)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert reading.step == "full"
    assert peak < picture.data.nbytes / 20
    view = zxingcpp.ImageView(
        picture.data, picture.width, picture.height, zxingcpp.ImageFormat.Lum, picture.stride, 2
    )
    assert zxingcpp.read_barcodes(view)
    picture.data[:] = bytes(picture.data.nbytes)
    assert not zxingcpp.read_barcodes(view)


def test_the_steps_read_what_the_first_does_not() -> None:
    """Over all troubles several steps have their share, and none reads a wrong text."""
    shown = [frame for kind in TROUBLES for frame in frames(SEED, lines=480, each=2, kinds=[kind])]
    readings = [CodeReader().read(frame.luma) for frame in shown]
    for frame, reading in zip(shown, readings, strict=True):
        assert reading.texts in ((frame.text,), ()), frame.kind
        alone = (name for name in STEPS if step_alone(name, frame.luma))
        assert reading.step == next(alone, None), "no step reads what another made possible"
    assert len({reading.step for reading in readings} - {None}) >= 3
    assert sum(bool(reading.texts) for reading in readings) >= len(shown) * 2 / 3


def test_nothing_is_read_where_nothing_is() -> None:
    """Text, boards, grain, codes of other kinds and codes of random modules say nothing."""
    for frame in empty_frames(SEED, lines=480, each=4):
        assert CodeReader().read(frame.luma).texts == (), frame.kind


@pytest.mark.parametrize("kind", ["low light", "small", "moire"])
def test_a_bad_code_that_stays_meets_every_step(kind: str) -> None:
    """What a frame's steps read, glances read too, within a third of a second of frames."""
    shown = list(frames(SEED, lines=480, each=4, kinds=[kind]))
    whole = [CodeReader().read(frame.luma) for frame in shown]
    assert any(reading.texts for reading in whole)
    for frame, reading in zip(shown, whole, strict=True):
        reader = CodeReader(lambda: 0.0)
        glances = [reader.glance(frame.luma) for _ in range(5)]
        assert any(it.texts for it in glances) or reading.step in (None, *STILL_ONLY)
        assert {it.texts for it in glances} <= {reading.texts, ()}


def test_a_slow_till_takes_fewer_dear_steps() -> None:
    """What a glance took too long is paid back, by glances of one cheap step."""
    ticks = count()
    reader = CodeReader(lambda: next(ticks) * GLANCE_MS / 1000 * 2.5)
    empty = Luma(64, 48, memoryview(bytes(64 * 48)), 64)
    assert reader.glance(empty) == Reading((), None, GLANCE_MS * 2.5)
    assert reader._share()[1:] == ()
    quick = CodeReader(lambda: 0.0)
    quick.glance(empty)
    assert len(quick._share()) == 2


def test_several_codes_come_once_each() -> None:
    """Two phones before the camera are two texts; one code seen twice is one."""
    page = Image.new("L", (900, 400), 255)
    for number, text in enumerate(("B1:left", "B1:right", "B1:left")):
        page.paste(Image.open(io.BytesIO(code_png(text, module_dots=8))), (number * 300, 50))
    file = io.BytesIO()
    page.save(file, "PNG")
    assert sorted(CodeReader().read(luma_of(file.getvalue())).texts) == ["B1:left", "B1:right"]


def test_other_kinds_of_code_are_not_read() -> None:
    """A till reads QR codes alone: barcodes of goods in the picture are not its business."""
    for kind in (zxingcpp.BarcodeFormat.DataMatrix, zxingcpp.BarcodeFormat.EAN13):
        drawn = zxingcpp.create_barcode("460123456789", kind).to_image(scale=4)
        height, width = drawn.shape
        pixels = bytes(memoryview(drawn).cast("B"))  # type: ignore[arg-type]  # its stubs forget that
        assert zxingcpp.read_barcodes(memoryview(pixels).cast("B", (height, width)))
        assert CodeReader().read(Luma(width, height, memoryview(pixels), width)).texts == ()


def test_a_picture_larger_than_a_cameras_is_made_smaller_first() -> None:
    """A picture of 4K is read at the size that is worth reading."""
    image = _frame("clean").image.resize((2560, 1920))
    assert image.width * image.height > LARGEST_AT_ONCE
    luma = Luma(*image.size, memoryview(image.tobytes()), image.width)
    assert CodeReader().glance(luma).texts


@given(st.integers(1, 40), st.integers(1, 40), st.integers(1, 3), st.randoms(use_true_random=False))
def test_pictures_of_any_size_are_looked_at(
    width: int, height: int, step: int, dice: Random
) -> None:
    """A single pixel, a line, grain: every step comes through, and invents nothing."""
    stride = width * step
    picture = Luma(width, height, memoryview(dice.randbytes(stride * height)), stride, step)
    assert CodeReader().read(picture).texts == ()


@given(st.binary(min_size=1, max_size=200))
def test_codes_of_any_bytes_are_taken(content: bytes) -> None:
    """What is no text in any alphabet comes as some text, and never as an exception."""
    made = zxingcpp.create_barcode(content, zxingcpp.BarcodeFormat.QRCode)
    drawn = made.to_image(scale=4)
    height, width = drawn.shape
    pixels = bytes(memoryview(drawn).cast("B"))  # type: ignore[arg-type]  # its stubs forget that
    reading = CodeReader().read(Luma(width, height, memoryview(pixels), width))
    assert len(reading.texts) <= 1
    assert all(text.encode().decode() == text for text in reading.texts)
