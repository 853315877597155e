"""Receipts that are drawn and not printed in letters are read as they stand, or not at all."""

from pathlib import Path

import pytest
from PIL import Image, ImageDraw, ImageFont

from agent.adapters.ocr import TesseractReader
from agent.core.reading import ReadingSettings, read_receipt
from agent.core.receipt import Kind
from contracts.wire.units import Tiyn
from hardware.captures.deals import Order
from hardware.captures.dice import Dice
from hardware.captures.papers import make_paper
from hardware.captures.rastering import encode_drawn
from hardware.codes.reading import find_codes
from hardware.escpos.bitmap import Bitmap
from hardware.escpos.printing import PrintoutReader

FONT = Path(__file__).parents[3] / "hardware" / "printers" / "fonts" / "DejaVuSansMono.ttf"
SETTINGS = ReadingSettings(largest_total=Tiyn(1_000_000_000))
HEAD = ("БИН 129985137324", "Кассовый чек", "ПРОДАЖА", "Кассир Алия")


def lines_of(*pictures: Bitmap) -> list[str]:
    """Return what is read, with single spaces."""
    lines = TesseractReader()(pictures)
    assert lines is not None, "tesseract with rus and kaz belongs to the test set-up"
    return [" ".join(line.split()) for line in lines]


def drawn(rows: list[tuple[str, int]], *, black: str = "", slashed: bool = False) -> Bitmap:
    """Return rows of text with their sizes; the row that is *black* has white letters."""
    image = Image.new("1", (576, sum(size + 12 for _, size in rows) + 20), 1)
    pen = ImageDraw.Draw(image)
    top = 10
    for text, size in rows:
        font = ImageFont.truetype(str(FONT), size)
        if text == black:
            pen.rectangle((0, top - 4, 575, top + size + 5), fill=0)
        pen.text((8, top), text, font=font, fill=1 if text == black else 0)
        for place in (place for place, char in enumerate(text) if slashed and char == "0"):
            left = 8 + pen.textlength(text[:place], font=font)
            box = (left + size * 0.24, top + size * 0.66, left + size * 0.36, top + size * 0.5)
            pen.line(box, fill=0, width=2)
        top += size + 12
    return Bitmap(image.width, image.height, bytes(255 - byte for byte in image.tobytes()))


@pytest.mark.parametrize(
    ("family", "language", "columns", "kind", "by"),
    [
        ("webkassa", "ru", 48, "sale", "GS v 0"),
        ("superkassa", "kk", 42, "sale", "ESC *"),
        ("iiko", "ru", 32, "sale", "GS v 0"),
        ("rkeeper", "kk", 48, "copy", "GS v 0"),
        ("1c", "ru", 42, "return", "ESC *"),
    ],
)
def test_drawn_receipts_are_read(
    family: str, language: str, columns: int, kind: str, by: str
) -> None:
    """Kind and total of a drawn receipt without a code are those of the sale behind it."""
    paper = make_paper(Dice(11), family, language, columns, Order(kind, "none"))
    job = encode_drawn([paper], by=by)
    reader = PrintoutReader(find_codes)
    pieces = [*reader.feed(job.data), reader.finish()]
    (segment,) = (it for it in pieces if it is not None and it.pictures)
    lines = TesseractReader()(it.bitmap for it in segment.pictures)
    receipt = read_receipt(segment, settings=SETTINGS, ocr_lines=lines)
    assert (receipt.kind, receipt.total) == (Kind(kind), paper.truth.total)


def test_a_total_of_twice_the_size_is_read() -> None:
    """Among small rows the large total keeps its label and its amount."""
    rows = [(text, 20) for text in (*HEAD, "Эклер              1 250,00")]
    rows += [("ИТОГО:        1 250,00", 40), ("Картой             1 250,00", 20)]
    assert "ИТОГО: 1 250,00" in lines_of(drawn(rows))


def test_white_letters_on_black_are_read() -> None:
    """A title in a black box counts: it may say that this is a return."""
    rows = [(text, 22) for text in ("БИН 129985137324", "ВОЗВРАТ ПРОДАЖИ", "Кассир Алия")]
    assert "ВОЗВРАТ ПРОДАЖИ" in lines_of(drawn(rows, black="ВОЗВРАТ ПРОДАЖИ"))


@pytest.mark.parametrize("slashed", [False, True])
def test_marked_zeros_are_zeros(*, slashed: bool) -> None:
    """The dot or the stroke inside a zero makes no eight and no nine of it."""
    amounts = ("343 058,10", "20 000,00", "100 500,80", "9 080,60")
    rows = [(f"Сумма {amount}", 20) for amount in amounts]
    read = lines_of(drawn(rows, slashed=slashed))
    assert [line.removeprefix("Сумма ") for line in read] == list(amounts)


def test_codes_logos_and_rules_are_no_text() -> None:
    """A rule is a rule, and what is dense and high is left out."""
    image = Image.new("1", (384, 420), 1)
    pen = ImageDraw.Draw(image)
    pen.text((8, 10), "ИТОГО 1 250,00", font=ImageFont.truetype(str(FONT), 24), fill=0)
    pen.rectangle((0, 60, 383, 61), fill=0)
    for place in range(0, 200, 8):
        for top in range(100 + place % 16, 300, 16):
            pen.rectangle((80 + place, top, 87 + place, top + 7), fill=0)
    read = lines_of(Bitmap(384, 420, bytes(255 - byte for byte in image.tobytes())))
    assert read == ["ИТОГО 1 250,00", "-" * 32]
