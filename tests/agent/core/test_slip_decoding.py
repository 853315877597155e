"""The code on the printed slip can be read: clean, and as a phone sees it after the worst day."""

import random
import string
import time
from collections import Counter
from dataclasses import replace
from functools import cache
from typing import Final

import pytest
from PIL import Image

from agent.core.slip import Drawing, compose_slip
from agent.core.slip_texts import Language
from hardware.codes.drawing import draw_qr
from hardware.codes.reading import find_codes
from hardware.escpos.bitmap import Bitmap
from hardware.escpos.printout import FoundCode
from hardware.escpos.state import PrinterState
from hardware.printers.paper import Paper
from hardware.printers.profile import PrinterProfile, QrWay
from tests.agent.core.phone import CONDITIONS, photographed, read_by_zbar, read_by_zxing, shot_of
from tests.agent.core.slips import EPSON, LANGUAGES, LINK, LONGEST_LINK, NARROW, REAL, SLIP, TM_T88
from tests.evidence import record

SHOTS: Final = 30
"""In each cell of the full proof, as in facts/escpos.md §4.1."""
SHOTS_SAMPLED: Final = 3
CODES: Final = 6
"""Different claim codes in a cell."""
READ_MIN: Final = 0.95
"""Of all shots, by each of the two readers alone."""
PAPERS: Final = {"58 mm": NARROW, "80 mm": EPSON}
WAYS: Final = tuple(QrWay)
READERS: Final = {"zxing-cpp": read_by_zxing, "zbar": read_by_zbar}
SEED: Final = 20261115


def _printed(
    profile: PrinterProfile, languages: tuple[Language, ...], link: str = LINK
) -> Image.Image:
    paper = Paper(profile)
    content = replace(SLIP, languages=languages, link=link)
    paper.feed(b"TOTAL 935.00\n" + compose_slip(content, profile, PrinterState(), REAL).data)
    paper.feed(b"\x1bd\x02")
    return paper.images()[-1]


@cache
def _slip_on(width: str, way: QrWay, link: str = LINK) -> Image.Image:
    return _printed(replace(PAPERS[width], qr=way), (Language.KAZAKH, Language.RUSSIAN), link)


def _links() -> list[str]:
    """Return links with other claim codes: each code draws another pattern."""
    dice = random.Random(SEED)
    tail = string.ascii_letters + string.digits + "-_"
    return [LINK[:-48] + "".join(dice.choices(tail, k=48)) for _ in range(CODES)]


@pytest.mark.parametrize("way", WAYS, ids=str)
@pytest.mark.parametrize("profile", [NARROW, TM_T88, EPSON], ids=lambda it: str(it.width_dots))
@pytest.mark.parametrize("languages", LANGUAGES, ids="+".join)
def test_a_clean_print_is_read_by_both(
    profile: PrinterProfile, way: QrWay, languages: tuple[Language, ...]
) -> None:
    """Every width, way and language; the shortest link and the longest."""
    for link in ("https://t.me/b?startapp=" + LINK[-48:], LINK, LONGEST_LINK):
        page = _printed(replace(profile, qr=way), languages, link).convert("L")
        for read in READERS.values():
            assert read(page) == {link}


@pytest.mark.parametrize("width", PAPERS)
def test_our_own_reader_finds_it_on_a_paper_that_is_one_picture(width: str) -> None:
    """What we print, find_codes reads: a drawn receipt with a slip on it gives its claim."""
    page = _slip_on(width, QrWay.RASTER).convert("1")
    black = bytes(255 - byte for byte in page.tobytes())
    assert page.width % 8 == 0
    assert find_codes(Bitmap(page.width, page.height, black)) == [FoundCode(LINK, "QR")]


def test_its_modules_and_quiet_zone_are_whole() -> None:
    """Native or drawn, a code stands alone in at least 4 white modules of 6 dots each."""
    for width in PAPERS:
        for way in WAYS:
            page = _slip_on(width, way).convert("L")
            code = draw_qr(LINK, module_dots=6, quiet_modules=4)
            wanted = Image.frombytes("1", (code.width, code.height), code.rows).convert("L")
            wanted = wanted.point([255 - level for level in range(256)])
            assert _stands_on(page, wanted), f"{way} on {width}"


def _stands_on(page: Image.Image, wanted: Image.Image) -> bool:
    """Tell whether the code stands somewhere on the page, near its middle, dot for dot."""
    middle = (page.width - wanted.width) // 2
    for left in range(max(0, middle - 16), middle + 17):
        strip = page.crop((left, 0, left + wanted.width, page.height)).tobytes()
        at = strip.find(wanted.tobytes())
        if at >= 0 and at % wanted.width == 0:
            return True
    return False


def test_phones_read_it_after_the_worst_day(*, full: bool) -> None:
    """Blurred, faded, swollen, with dead dots, tilted, and all at once: each reader for itself."""
    began = time.monotonic()
    shots = SHOTS if full else SHOTS_SAMPLED
    cells: dict[str, list[int]] = {}
    total: Counter[str] = Counter()
    for width in PAPERS:
        for way in WAYS:
            for condition in CONDITIONS:
                dice = random.Random(f"{SEED} {width} {way} {condition}")
                pages = [(link, _slip_on(width, way, link)) for link in _links()]
                read = _reads(pages, condition, shots, dice)
                cells[f"{width}, {way}, {condition}"] = [read[name] for name in READERS]
                total += read
    taken = shots * len(cells)
    if full:
        counts: dict[str, object] = {
            "module_dots": 6,
            "shots": taken,
            "shots_in_a_cell": shots,
            "read": {name: total[name] for name in READERS},
            "read_by_either": total["either"],
            "cells": {"of": shots, "readers": list(READERS), **cells},
        }
        record("slip-decoding", counts, time.monotonic() - began)
    for name in READERS:
        assert total[name] >= READ_MIN * taken, f"{name}: {total[name]} of {taken}; {cells}"


def test_smaller_modules_would_not_be_read() -> None:
    """The proof can fail: the same shots of a code with 2 dots a module are mostly lost."""
    small = Drawing(
        lambda text, *, module_dots, quiet_modules: draw_qr(
            text, module_dots=module_dots // 3, quiet_modules=quiet_modules
        ),
        REAL.line,
    )
    profile = replace(EPSON, qr=QrWay.RASTER)
    paper = Paper(profile)
    paper.feed(compose_slip(SLIP, profile, PrinterState(), small).data)
    read = _reads([(LINK, paper.images()[-1])], "all", 6, random.Random(SEED))
    assert read["zxing-cpp"] < 3
    assert read["zbar"] < 3


def _reads(
    pages: list[tuple[str, Image.Image]], condition: str, shots: int, dice: random.Random
) -> Counter[str]:
    """Count by reader how many shots of the pages said their link, and that none said another."""
    read: Counter[str] = Counter()
    for place in range(shots):
        link, page = pages[place % len(pages)]
        frame = photographed(page, shot_of(condition, dice))
        texts = {name: reader(frame) for name, reader in READERS.items()}
        assert all(text == link for found in texts.values() for text in found), "a false read"
        read.update(name for name, found in texts.items() if found)
        read["either"] += any(texts.values())
    return read
