"""Reading a voucher's code off a phone: one reader, asked in other lights until it answers.

zxing-cpp reads most codes at the first look. What it misses at one size or by one threshold it
often finds by another, each look a millisecond or two: so the dearer looks are taken in turns, one
a frame, and a code that stays bad before the camera meets all of them within half a second.
"""

import time
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from types import ModuleType
from typing import Any, Final

from hardware.codes.luma import Luma, grey

MOST_CODES: Final = 8
"""Texts of one picture. A phone shows one code; a wall of them is nobody's voucher."""
LONGEST_TEXT: Final = 1024
"""Characters; ours have at most 106. What is longer is not worth a message about it."""
GLANCE_MS: Final = 10.0
"""What a glance may take on the mean; what took longer is paid back by glances that take less."""
LAST: Final = "opencv"
"""The name of the step that runs beside, where it was asked for."""
LARGEST_AT_ONCE: Final = 1920 * 1200
"""Pixels read in their own size; a bigger picture is first made smaller by a whole number."""

_BRIGHTENING: Final = bytes(round(255 * (level / 255) ** 0.4) for level in range(256))
_DIMMING: Final = bytes(round(255 * (level / 255) ** 3) for level in range(256))
_DARKENING: Final = bytes(round(255 * (level / 255) ** 5) for level in range(256))


@dataclass(frozen=True, slots=True)
class Reading:
    """What a picture says: texts without repetition, the step that read them, the wall time."""

    texts: tuple[str, ...]
    step: str | None
    ms: float


class CodeReader:
    """Reads the QR codes of pictures; one for each camera, as it remembers whose turn it is."""

    def __init__(
        self,
        now: Callable[[], float] = time.perf_counter,
        *,
        last: Callable[[Luma], tuple[str, ...]] | None = None,
    ) -> None:
        self._now = now
        self._last = last
        self._glances = 0
        self._debt_ms = 0.0

    def read(self, picture: Luma) -> Reading:
        """Take every step until one reads something: for pictures that stand still.

        What was handed in as `last` is asked where all of them read nothing.
        """
        reading = self._taken(tuple(STEPS), picture)
        if reading.texts or self._last is None:
            return reading
        began = self._now()
        texts = tuple(it for it in self._last(picture) if 0 < len(it) <= LONGEST_TEXT)[:MOST_CODES]
        ms = reading.ms + (self._now() - began) * 1000
        return Reading(texts, LAST if texts else None, ms)

    def glance(self, picture: Luma) -> Reading:
        """Take a frame's share: one of the two cheap steps, then the dearer whose turn it is."""
        reading = self._taken(self._share(), picture)
        self._debt_ms = max(0.0, self._debt_ms + reading.ms - GLANCE_MS)
        return reading

    def _share(self) -> tuple[str, ...]:
        number, self._glances = self._glances, self._glances + 1
        cheap = _CHEAP[number % len(_CHEAP)]
        if self._debt_ms > 0:
            return (cheap,)
        return (cheap, _IN_TURN[number % len(_IN_TURN)])

    def _taken(self, names: tuple[str, ...], picture: Luma) -> Reading:
        _make_ready()
        began = self._now()
        look = _look_at(picture)
        for name in names:
            if texts := STEPS[name](look):
                return Reading(texts, name, (self._now() - began) * 1000)
        return Reading((), None, (self._now() - began) * 1000)


@dataclass(slots=True)
class _Look:
    """A picture and what was already made of it, so that no two steps make the same."""

    picture: Luma
    _grey: Luma | None = None
    _image: Any = None
    _half: Luma | None = None

    def grey(self) -> Luma:
        """Return the picture with a byte a pixel: itself, if it already is so."""
        if self._grey is None:
            it = self.picture
            same = it.step == 1 and it.stride == it.width
            self._grey = it if same else grey(it.width, it.height, it.packed())
        return self._grey

    def image(self) -> Any:
        """Return Pillow's picture, which lies in the grey one's bytes."""
        if self._image is None:
            it = self.grey()
            size = (it.width, it.height)
            self._image = _pillow().frombuffer("L", size, it.data, "raw", "L", 0, 1)
        return self._image

    def half(self) -> Luma:
        if self._half is None:
            self._half = _luma_of(self.image().reduce(2))
        return self._half


def _look_at(picture: Luma) -> _Look:
    look = _Look(picture)
    factor = 1
    while picture.width * picture.height > LARGEST_AT_ONCE * factor * factor:
        factor += 1
    if factor == 1:
        return look
    return _Look(_luma_of(look.image().reduce(factor)))


def _luma_of(image: Any) -> Luma:
    return grey(image.width, image.height, image.tobytes())


def _half(look: _Look) -> tuple[str, ...]:
    return _texts_in(look.half())


def _full(look: _Look) -> tuple[str, ...]:
    return _texts_in(look.picture)


def _one_threshold(look: _Look) -> tuple[str, ...]:
    return _texts_in(look.picture, one_threshold=True)


def _third(look: _Look) -> tuple[str, ...]:
    return _texts_in(_luma_of(look.image().reduce(3)))


def _blurred(look: _Look) -> tuple[str, ...]:
    return _texts_in(_luma_of(look.image().filter(_box_blur())))


def _darkened(look: _Look) -> tuple[str, ...]:
    return _texts_in(_toned(look.grey(), _DARKENING), one_threshold=True)


def _brightened(look: _Look) -> tuple[str, ...]:
    return _texts_in(_toned(look.grey(), _BRIGHTENING))


def _half_by_one_threshold(look: _Look) -> tuple[str, ...]:
    return _texts_in(look.half(), one_threshold=True)


def _half_darkened(look: _Look) -> tuple[str, ...]:
    return _texts_in(_toned(look.half(), _DIMMING))


def _half_sharpened(look: _Look) -> tuple[str, ...]:
    return _texts_in(_luma_of(look.image().reduce(2).filter(_sharpening())))


STEPS: Final[dict[str, Callable[[_Look], tuple[str, ...]]]] = {
    "half": _half,
    "full": _full,
    "one-threshold": _one_threshold,
    "third": _third,
    "blurred": _blurred,
    "darkened": _darkened,
    "brightened": _brightened,
    "half, one-threshold": _half_by_one_threshold,
    "half, darkened": _half_darkened,
    "half, sharpened": _half_sharpened,
}
"""All steps, in the order in which they pay."""
_CHEAP: Final = ("full", "half")
"""Of these every frame gets one: the first takes small codes, the second noisy and blurred ones."""
_IN_TURN: Final = ("one-threshold", "third", "blurred", "darkened", "brightened")
"""An odd number, so that each meets both of the cheap ones. The others are for pictures that stand
still: they add little to what the next frame adds by itself.
"""


def step_alone(name: str, picture: Luma) -> tuple[str, ...]:
    """Take one step and no other, to see what it is worth."""
    return STEPS[name](_look_at(picture))


def _toned(picture: Luma, tones: bytes) -> Luma:
    return grey(picture.width, picture.height, bytes(picture.data).translate(tones))


def _texts_in(picture: Luma, *, one_threshold: bool = False) -> tuple[str, ...]:
    zxing = _zxing()
    view = zxing.ImageView(
        picture.data,
        picture.width,
        picture.height,
        zxing.ImageFormat.Lum,
        picture.stride,
        picture.step,
    )
    kind = zxing.Binarizer
    seen = zxing.read_barcodes(
        view,
        formats=zxing.BarcodeFormat.QRCodeModel2,
        try_downscale=False,
        binarizer=kind.GlobalHistogram if one_threshold else kind.LocalAverage,
        text_mode=zxing.TextMode.Plain,
    )
    texts = (code.text for code in seen if code.valid and 0 < len(code.text) <= LONGEST_TEXT)
    return tuple(dict.fromkeys(texts))[:MOST_CODES]


def _make_ready() -> None:
    """Load what reads, on whichever thread reads first, so that no picture's time has it."""
    _zxing()
    _pillow()
    _box_blur()
    _sharpening()


@cache
def _zxing() -> ModuleType:
    import zxingcpp  # noqa: PLC0415  # 14 ms and 3 MB, only for tills that scan

    return zxingcpp


@cache
def _pillow() -> ModuleType:
    from PIL import Image  # noqa: PLC0415  # 40 ms and 4 MB, only for tills that scan

    return Image


@cache
def _box_blur() -> Any:
    from PIL import ImageFilter  # noqa: PLC0415  # as above

    return ImageFilter.BoxBlur(2)


@cache
def _sharpening() -> Any:
    from PIL import ImageFilter  # noqa: PLC0415  # as above

    return ImageFilter.UnsharpMask(2, 250, 0)
