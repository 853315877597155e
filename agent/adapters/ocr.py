"""Text in pictures, read by the tesseract program where there is one; never while printing."""

import logging
import shutil
import subprocess
from collections.abc import Iterable
from functools import cache
from typing import Final

from hardware.escpos.bitmap import Bitmap

log = logging.getLogger(__name__)

LANGUAGES: Final = ("rus", "kaz")
"""Russian and Kazakh together read digits and labels best; English is in the alphabet of both."""

ANSWER_SECONDS: Final = 5.0
"""For questions about the program itself."""
READING_SECONDS: Final = 60.0
"""A receipt of 1000 rows takes one second of a free processor, twelve on a busy till."""
HIGHEST_PICTURE: Final = 8000
"""Rows, one metre of paper: more is no receipt, and tesseract would take minutes."""
WIDEST_PICTURE: Final = 1024
MOST_LINES: Final = 400
MARGIN: Final = 16
"""White dots around the text: tesseract loses letters that touch the edge."""

_WHITE: Final = 60
"""Lightness of white before rows are mixed: four times this still fits a byte."""
_SMOOTHED: Final = tuple(
    bytes(
        _WHITE * (3 * (1 - (dots >> (8 - place) & 1)) + 1 - (dots >> (8 - place - step) & 1)) // 4
        for place in range(8)
        for step in (-1, 1)
    )
    for dots in range(1 << 10)
)
"""Ten dots, the middle eight doubled in width: each half leans to its neighbour's colour."""
_STRETCHED: Final = bytes(min(255, value * 255 // (4 * _WHITE)) for value in range(256))


class TesseractReader:
    """Reads the lines of pictures; a reader without its program reads nothing."""

    def __init__(self, program: str | None = None, seconds: float = READING_SECONDS) -> None:
        self._program = program or shutil.which("tesseract")
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
        """Return the lines in *pictures*, top to bottom; None when nothing can read them."""
        if not self.is_ready():
            return None
        found: list[str] = []
        for picture in pictures:
            if not 0 < picture.height <= HIGHEST_PICTURE or not 0 < picture.width <= WIDEST_PICTURE:
                continue
            text = self._read(picture)
            if text is None:
                return None
            found += [line for line in text.splitlines() if line.strip()]
        return tuple(found[:MOST_LINES])

    def _installed(self) -> tuple[str, ...]:
        """Ask the program for its languages."""
        if self._program is None:
            return ()
        answer = self._run(["--list-langs"], b"", ANSWER_SECONDS)
        listed = set((answer or "").split())
        return tuple(language for language in LANGUAGES if language in listed)

    def _read(self, picture: Bitmap) -> str | None:
        """Return the text of one picture."""
        options = ["stdin", "stdout", "-l", "+".join(LANGUAGES), "--psm", "6", "--dpi", "406"]
        return self._run(
            [*options, "-c", "preserve_interword_spaces=1"], image_of(picture), self._seconds
        )

    def _run(self, options: list[str], given: bytes, seconds: float) -> str | None:
        """Run the program; None, and a line in the log, when it does not answer as it should."""
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


def image_of(picture: Bitmap) -> bytes:
    """Return *picture* as a PGM file, smoothed at twice its size, with a white margin around it.

    Smoothing matters: of hard-edged letters tesseract reads dotted zeros as sixes and nines.
    """
    edge = bytes([_WHITE]) * MARGIN
    width = picture.stride * 16 + 2 * MARGIN
    blank = int.from_bytes(bytes([_WHITE]) * width, "big")
    rows = [blank] * (MARGIN // 2)
    for top in range(0, len(picture.rows), picture.stride):
        smooth = edge + _smoothed(picture.rows[top : top + picture.stride]) + edge
        rows.append(int.from_bytes(smooth, "big"))
    rows += [blank] * (MARGIN // 2)
    lines = [blank, *rows, blank]
    mixed = []
    for above, here, below in zip(lines, rows, lines[2:], strict=False):
        mixed += [(3 * here + other).to_bytes(width, "big") for other in (above, below)]
    return b"P5\n%d %d\n255\n" % (width, len(mixed)) + b"".join(mixed).translate(_STRETCHED)


def _smoothed(row: bytes) -> bytes:
    """Return one row of dots as lightness, twice as wide."""
    around = b"\x00" + row + b"\x00"
    return b"".join(
        _SMOOTHED[(left & 1) << 9 | here << 1 | right >> 7]
        for left, here, right in zip(around, row, around[2:], strict=False)
    )


@cache
def installed_reader() -> TesseractReader | None:
    """Return the reader of pictures; None where tesseract or one of its languages is missing."""
    reader = TesseractReader()
    return reader if reader.is_ready() else None
