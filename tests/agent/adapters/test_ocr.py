"""Pictures of text are read where tesseract is installed, and never block where it is not."""

import logging
import os
import sys
from pathlib import Path

import pytest
from PIL import Image, ImageDraw, ImageFont

from agent.adapters.ocr import TesseractReader, installed_reader, page_of
from agent.core.ocr_bands import Band
from hardware.escpos.bitmap import Bitmap

FONT = Path(__file__).parents[3] / "hardware" / "printers" / "fonts" / "DejaVuSansMono.ttf"
LINES = ("ПРОДАЖА", "Эклер            1 250,00", "ИТОГО:           1 250,00", "БАРЛЫҒЫ")


def drawn(lines: tuple[str, ...]) -> Bitmap:
    """Return lines of text as a driver draws them for a thermal head."""
    image = Image.new("1", (576, 40 * len(lines) + 20), 1)
    pen = ImageDraw.Draw(image)
    for place, line in enumerate(lines):
        pen.text((8, 10 + 40 * place), line, font=ImageFont.truetype(str(FONT), 26), fill=0)
    rows = bytes(255 - byte for byte in image.tobytes())
    return Bitmap(image.width, image.height, rows)


def fake_program(folder: Path, body: str) -> str:
    """Return a program that behaves as *body* says when asked to read."""
    program = folder / "program.py"
    program.write_text(f"#!{sys.executable}\nimport sys, time\n{body}\n", encoding="utf-8")
    program.chmod(0o755)
    if os.name != "nt":
        return str(program)
    started = folder / "program.cmd"
    started.write_text(f'@"{sys.executable}" "{program}" %*\n', encoding="utf-8")
    return str(started)


def test_text_comes_back() -> None:
    """Russian and Kazakh lines drawn at 203 dpi are read as they stand."""
    reader = installed_reader()
    if reader is None:
        assert TesseractReader().languages() != ("rus", "kaz")
        return
    lines = reader([drawn(LINES)])
    assert lines is not None
    assert [" ".join(line.split()) for line in lines] == [" ".join(line.split()) for line in LINES]


def test_without_the_program_nothing_is_read() -> None:
    """A machine without tesseract reads no picture, and says so by None."""
    reader = TesseractReader(program=os.devnull + "-there-is-none")
    assert reader.languages() == ()
    assert not reader.is_ready()
    assert reader([drawn(LINES)]) is None


@pytest.mark.parametrize(
    "body",
    [
        "if '--list-langs' in sys.argv: print('rus')",
        "sys.exit(3)",
    ],
)
def test_a_program_without_both_languages_is_not_ready(tmp_path: Path, body: str) -> None:
    """One language alone misreads Kazakh labels, so the reader does not begin."""
    assert not TesseractReader(program=fake_program(tmp_path, body)).is_ready()


def test_a_program_that_hangs_is_given_up(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    """A reading longer than its time is stopped, with one line in the log."""
    body = "print('rus kaz') if '--list-langs' in sys.argv else time.sleep(60)"
    reader = TesseractReader(program=fake_program(tmp_path, body), seconds=0.3)
    assert reader.is_ready()
    with caplog.at_level(logging.WARNING):
        assert reader([drawn(LINES)]) is None
    assert len(caplog.records) == 1


def test_pictures_beyond_the_limits_are_left_out() -> None:
    """A picture longer than any receipt is not handed to the program."""
    reader = installed_reader() or TesseractReader()
    long = Bitmap(8, 9000, bytes(9000))
    assert reader([long]) in ((), None)


def test_rows_of_a_page_are_of_one_height() -> None:
    """A row of twice the height is drawn on the page as high as the others; edges are grey."""
    small = Band(0, 20, 0, 16, (0xFFF0,) * 20, 20, 20)
    large = Band(40, 80, 8, 32, (0xFFFF0000,) * 40, 40, 40)
    page, placed = page_of([small, large, Band(90, 92, 0, 300, ())], 40)
    header, size, _, pixels = page.split(b"\n", 3)
    width, height = (int(it) for it in size.split())
    assert header == b"P5"
    assert len(pixels) == width * height
    assert [it.bottom - it.top for it in placed] == [40, 40, 0]
    assert 0 in pixels
    assert pixels[0] == pixels[-1] == 255
    assert any(0 < level < 255 for level in pixels)
