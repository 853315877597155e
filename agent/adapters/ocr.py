"""Text in pictures, read by the tesseract program where there is one; never while printing."""

import logging
import os
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from typing import Any, Final

from agent.core.ocr_bands import Band, bands_of
from agent.core.ocr_proof import Certainty, agreed, reading_of
from hardware.escpos.bitmap import Bitmap

log = logging.getLogger(__name__)

LANGUAGES: Final = ("rus", "kaz")
"""Russian and Kazakh together read digits and labels best; English is in the alphabet of both."""

ANSWER_SECONDS: Final = 5.0
"""For questions about the program itself."""
READING_SECONDS: Final = 30.0
"""For one page: 1000 rows take one second of a free processor, twelve of a busy one."""
HIGHEST_PICTURE: Final = 8000
"""Rows, one metre of paper: more is no receipt, and tesseract would take minutes."""
WIDEST_PICTURE: Final = 1024
MOST_LINES: Final = 400

LETTER_HEIGHTS: Final = (36, 50)
"""Pixels of a row of letters on the page that is read first, and on the one read second."""
_MARGIN: Final = 32
"""White around the text: tesseract loses letters that touch the edge."""
_LEADING: Final = 0.6
"""White between two rows, in heights of a row."""
_LEAST_SCALE: Final = 0.5
_MOST_SCALE: Final = 4.0
_MOST_PIXELS: Final = 24_000_000
"""Of a page: one metre of paper; what stands below is not read."""
_RULE: Final = "-" * 32
_WORD_LEVEL: Final = "5"
"""The level of words in the table that tesseract writes."""
_COLUMNS: Final = 12
"""Columns of that table."""


@dataclass(frozen=True, slots=True)
class _Placed:
    """A row of text and where it stands on the page."""

    band: Band
    top: int
    bottom: int


@dataclass(frozen=True, slots=True)
class _Word:
    """A word that was read, and where."""

    left: int
    width: int
    middle: int
    text: str


def _found_program() -> str | None:
    """Return where the program is, None where it is not installed."""
    if os.name == "posix":
        paths = (f"{folder}/tesseract" for folder in os.get_exec_path())
        return next((it for it in paths if os.access(it, os.X_OK)), None)
    import shutil  # noqa: PLC0415  # half a megabyte of an idle till

    return shutil.which("tesseract")


class TesseractReader:
    """Reads the lines of pictures; a reader without its program reads nothing."""

    def __init__(self, program: str | None = None, seconds: float = READING_SECONDS) -> None:
        self._program = program or _found_program()
        self._seconds = seconds
        self._languages: tuple[str, ...] | None = None

    def languages(self) -> tuple[str, ...]:
        """Return which of our languages are installed; none when the program is not."""
        if self._languages is None:
            self._languages = self._installed()
        return self._languages

    def is_ready(self) -> bool:
        """Tell whether the program is there with both languages."""
        return self.languages() == LANGUAGES

    def __call__(self, pictures: Iterable[Bitmap]) -> tuple[str, ...] | None:
        """Return the lines in *pictures*, top to bottom; None when nothing can read them.

        Where nothing but the same digits speaks for the total, the page is read a second time at
        another size, and amounts on which the two readings differ are left out.
        """
        if not self.is_ready():
            return None
        bands: list[Band] = []
        for picture in pictures:
            if 0 < picture.height <= HIGHEST_PICTURE and 0 < picture.width <= WIDEST_PICTURE:
                bands += bands_of(picture)
        bands = bands[:MOST_LINES]
        if all(band.is_rule for band in bands):
            return ()
        lines = self._read(bands, LETTER_HEIGHTS[0])
        if lines is None:
            return None
        first = reading_of(lines)
        if first.certainty is Certainty.PROVED:
            return lines
        again = self._read(bands, LETTER_HEIGHTS[1])
        return agreed(first, reading_of(again or ()))

    def _installed(self) -> tuple[str, ...]:
        """Ask the program for its languages."""
        if self._program is None:
            return ()
        answer = self._run(["--list-langs"], b"", ANSWER_SECONDS)
        listed = set((answer or "").split())
        return tuple(language for language in LANGUAGES if language in listed)

    def _read(self, bands: list[Band], height: int) -> tuple[str, ...] | None:
        """Return the lines of a page on which the usual row of text is *height* pixels high."""
        image, placed = page_of(bands, height)
        options = ["stdin", "stdout", "-l", "+".join(LANGUAGES), "--psm", "6", "--dpi", "300"]
        table = self._run([*options, "tsv"], image, self._seconds)
        return None if table is None else _lines(table, placed)

    def _run(self, options: list[str], given: bytes, seconds: float) -> str | None:
        """Run the program; None, and a line in the log, when it does not answer as it should."""
        import subprocess  # noqa: PLC0415  # half a megabyte, only where pictures are read

        assert self._program is not None, "only a reader with its program runs it"
        try:
            done = subprocess.run(  # noqa: S603 - a fixed program with fixed options
                [self._program, *options],
                input=given,
                capture_output=True,
                timeout=seconds,
                check=False,
                env={"OMP_THREAD_LIMIT": "1", "LC_ALL": "C.UTF-8"},
            )
        except (OSError, subprocess.TimeoutExpired) as error:
            log.warning("The pictures of a receipt could not be read: %s", error)
            return None
        if done.returncode:
            log.warning("tesseract gave up with exit code %s", done.returncode)
            return None
        return done.stdout.decode("utf-8", errors="replace")


def page_of(bands: Iterable[Band], height: int) -> tuple[bytes, list[_Placed]]:
    """Return rows of text one below the other as a PGM file, all about *height* pixels high.

    Uniform rows matter: among small rows tesseract drops a large one, or the amount in it.
    """
    from PIL import Image  # noqa: PLC0415 - only where pictures are read

    tiles: list[Any] = []
    lefts: list[int] = []
    placed: list[_Placed] = []
    top = width = _MARGIN
    for band in bands:
        if band.is_rule:
            placed.append(_Placed(band, top, top))
            continue
        tile = _tile(band, _scale(height / band.breadth), _scale(height / band.letters))
        left = _MARGIN + round(band.left * _scale(height / band.breadth))
        width = max(width, left + tile.width + _MARGIN)
        if (top + tile.height) * width > _MOST_PIXELS:
            break
        tiles.append(tile)
        lefts.append(left)
        placed.append(_Placed(band, top, top + tile.height))
        top += tile.height + round(height * _LEADING)
    page = Image.new("L", (width, top + _MARGIN), 255)
    texts = [it for it in placed if not it.band.is_rule]
    for left, tile, place in zip(lefts, tiles, texts, strict=True):
        page.paste(tile, (left, place.top))
    return b"P5\n%d %d\n255\n" % page.size + page.tobytes(), placed


def _scale(wanted: float) -> float:
    """Return *wanted* within what makes sense for letters."""
    return min(_MOST_SCALE, max(_LEAST_SCALE, wanted))


def _tile(band: Band, across: float, down: float) -> Any:
    """Return a row of text as a smooth picture."""
    from PIL import Image  # noqa: PLC0415 - only where pictures are read

    stride = (band.width + 7) // 8
    spare = stride * 8 - band.width
    dots = b"".join((row << spare).to_bytes(stride, "big") for row in band.rows)
    tile = Image.frombytes("1", (band.width, band.height), dots, "raw", "1;I").convert("L")
    size = (max(1, round(band.width * across)), max(1, round(band.height * down)))
    return tile.resize(size, Image.Resampling.BICUBIC)


def _lines(table: str, placed: list[_Placed]) -> tuple[str, ...]:
    """Return the lines of text in tesseract's table of words, rules between them."""
    words = [word for row in table.splitlines() if (word := _word(row)) is not None]
    by_band: list[list[_Word]] = [[] for _ in placed]
    for word in words:
        nearest = min(
            (place for place, it in enumerate(placed) if not it.band.is_rule),
            key=lambda place: abs(placed[place].top + placed[place].bottom - 2 * word.middle),
        )
        by_band[nearest].append(word)
    found = []
    for it, row in zip(placed, by_band, strict=True):
        if it.band.is_rule:
            found.append(_RULE)
        elif row:
            found.append(_line(row))
    return tuple(found)


def _word(row: str) -> _Word | None:
    """Return the word in one row of the table, if it holds one."""
    cells = row.split("\t")
    if len(cells) != _COLUMNS or cells[0] != _WORD_LEVEL or not cells[11].strip():
        return None
    left, top, width, height = (int(cell) for cell in cells[6:10])
    return _Word(left, width, top + height // 2, cells[11].strip())


def _line(words: list[_Word]) -> str:
    """Return words as a line, with more than one space where they stand apart."""
    from statistics import median  # noqa: PLC0415  # as subprocess

    words = sorted(words, key=lambda word: word.left)
    letter = max(1, round(median(word.width / len(word.text) for word in words)))
    line = words[0].text
    for before, word in pairwise(words):
        gap = word.left - before.left - before.width
        line += " " * (gap // letter if gap > 2 * letter else 1) + word.text
    return line


@cache
def installed_reader() -> TesseractReader | None:
    """Return the reader of pictures; None where tesseract or one of its languages is missing."""
    reader = TesseractReader()
    return reader if reader.is_ready() else None
