"""Recorded pictures as cameras: a folder of them, or a film."""

import mmap
import time
import zlib
from abc import ABC, abstractmethod
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import Final

from hardware.cameras import avi
from hardware.cameras.camera import CameraGone, Frame, PicturesOver, closed
from hardware.cameras.jpeg import JpegFrame
from hardware.cameras.pacing import Pace
from hardware.codes.luma import Luma
from hardware.codes.pictures import luma_of

PICTURES: Final = frozenset({".png", ".jpg", ".jpeg", ".bmp", ".gif", ".webp", ".tif", ".tiff",
                             ".pgm", ".ppm"})  # fmt: skip
FILES_MAX: Final = 100_000
"""Of a folder: an hour and a half of recording at 20 pictures a second."""

_FORMS: Final = "Name a folder of pictures (folder:///path) or a film (file:///path/film.avi)."
_AGAIN: Final = "Add ?loop=1 to its address to begin anew at its end."

_Make = Callable[[int], Frame]


class _Recorded(ABC):
    """What folder and film have in common: pace, numbers, beginning anew."""

    live = False

    def __init__(self, path: Path, *, fps: float = 0.0, loop: bool = False) -> None:
        self.name = str(path)
        self._path = path
        self._fps = fps
        self._loop = loop
        self._pace = Pace(fps)
        self._frames: Iterator[_Make] | None = None
        self._number = 0

    def open(self) -> None:
        """Begin with the first picture."""
        self.close()
        try:
            self._frames = self._begin()
        except OSError as error:
            raise self._unreadable(error) from error
        self._number = 0
        self._pace.begin()

    def read(self, patience_s: float) -> Frame | None:
        """Return the next picture when it is due; PicturesOver after the last one."""
        if self._frames is None:
            raise closed(self.name)
        if not self._pace.wait(patience_s):
            return None
        try:
            make = next(self._frames, None)
            if make is None and self._loop and self._number:
                self._frames = self._begin()
                make = next(self._frames, None)
        except (OSError, avi.NotOurs) as error:
            raise self._unreadable(error) from error
        if make is None:
            raise PicturesOver(self.name, _AGAIN)
        self._number += 1
        return make(self._number)

    def close(self) -> None:
        """Forget the place in the recording."""
        self._frames = None

    @abstractmethod
    def _begin(self) -> Iterator[_Make]:
        """Return what makes each frame, from the first one on; OSError or NotOurs may come."""

    def _unreadable(self, error: Exception) -> CameraGone:
        why = error.strerror if isinstance(error, OSError) and error.strerror else str(error)
        return CameraGone(f"{self.name} cannot be read: {why}.", _FORMS)


class Folder(_Recorded):
    """The pictures of a folder, by name. What is no picture by its name is passed over."""

    def files(self) -> list[Path]:
        """Return the pictures' paths in the order in which they are shown."""
        found = (it for it in self._path.iterdir() if it.suffix.lower() in PICTURES)
        return sorted(it for _, it in zip(range(FILES_MAX), found, strict=False))

    def _begin(self) -> Iterator[_Make]:
        if self._path.is_file():
            hint = f"Write file://{self.name} for a film, or name its folder."
            raise CameraGone(f"{self.name} is a file, not a folder.", hint)
        paths = self.files()
        if not paths:
            raise CameraGone(
                f"{self.name} holds no pictures.", "Name a folder with PNG or JPEG files."
            )
        return (partial(FileFrame, path) for path in paths)


class Film(_Recorded):
    """An AVI file, of JPEG pictures or of a webcam's own (YUY2), which are read where they lie."""

    _raw: tuple[avi.RawSize, list[memoryview]] | None = None
    """The pictures of a raw film as they lie in memory, while it is open."""

    def close(self) -> None:
        """Forget the place in the film, and let go of its memory."""
        super().close()
        self._raw = None

    def _begin(self) -> Iterator[_Make]:
        if self._raw is not None:
            return self._play_raw(*self._raw)
        if self._path.is_dir():
            hint = f"Write folder://{self.name} for the pictures in it."
            raise CameraGone(f"{self.name} is a folder, not a film.", hint)
        with self._path.open("rb") as film:
            if not avi.is_ours(film):
                raise CameraGone(
                    f"{self.name} is no AVI of JPEG or YUY2 pictures.",
                    f"Read it by OpenCV: opencv:{self.name}",
                )
            size = avi.raw_size(film)
            if size is None:
                return self._play()
            whole = memoryview(mmap.mmap(film.fileno(), 0, access=mmap.ACCESS_READ))
            places = avi.raw_places(film, size)
            self._raw = size, [whole[it : it + size.nbytes] for it in places]
        return self._play_raw(*self._raw)

    @staticmethod
    def _play_raw(size: avi.RawSize, pictures: list[memoryview]) -> Iterator[_Make]:
        return (partial(_raw_frame, picture, size) for picture in pictures)

    def _play(self) -> Iterator[_Make]:
        with self._path.open("rb") as film:
            for picture in avi.pictures_in(film):
                yield partial(_pressed, picture)


def _pressed(picture: bytes, number: int) -> Frame:
    return JpegFrame(picture, number, time.monotonic())


def _raw_frame(picture: memoryview, size: avi.RawSize, number: int) -> Frame:
    stride = size.width * avi.RAW_STEP
    luma = Luma(size.width, size.height, picture, stride, avi.RAW_STEP)
    return Frame(luma, number, time.monotonic())


class FileFrame(Frame):
    """A picture in a file of its own, opened when it is looked at."""

    def __init__(self, path: Path, number: int) -> None:
        self.path = path
        self.number = number
        self.taken_s = time.monotonic()
        self._done = None
        self._opened: Luma | None = None

    @property
    def luma(self) -> Luma:
        """The picture, read when it is first asked for."""
        if self._opened is None:
            self._opened = luma_of(self.path)
        return self._opened

    @property
    def gist(self) -> Luma:
        """The picture itself."""
        return self.luma

    def fingerprint(self) -> int:
        """Return a number for the picture's dots."""
        return zlib.crc32(self.luma.data)
