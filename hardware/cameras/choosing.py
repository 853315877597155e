"""Cameras by address, and the list of those that are plugged in."""

import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Final
from urllib.parse import SplitResult, parse_qs, unquote, urlsplit

from hardware.cameras.avi import is_ours_at
from hardware.cameras.camera import Camera, WrongCamera
from hardware.cameras.network import NetworkCamera
from hardware.cameras.opencv import OpenCvCamera
from hardware.cameras.pacing import FPS_MAX
from hardware.cameras.recorded import Film, Folder

FORMS: Final = (
    "v4l2:///dev/v4l/by-id/…, opencv:0, folder:///path, file:///film.avi or http://host/stream"
)
BY_ID: Final = Path("/dev/v4l/by-id")
"""Names that stay when cameras are plugged in another order; `video0` does not."""
DEVICES: Final = Path("/dev")
URL_LENGTH_MAX: Final = 2048


def camera_for(url: str) -> Camera:
    """Return the camera that an address names, not yet open; raise WrongCamera where none is.

    `folder:` and `file:` take `?fps=15` (so many a second, not as fast as they are read) and
    `loop=1` (begin again at the end).
    """
    try:
        parts = urlsplit(url) if len(url) <= URL_LENGTH_MAX else urlsplit("")
    except ValueError:
        parts = urlsplit("")
    make = _MAKERS.get(parts.scheme)
    if make is None:
        raise WrongCamera("This is not a camera's address.", f"Write {FORMS}.")
    return make(parts)


def _of_linux(parts: SplitResult) -> Camera:
    if not sys.platform.startswith("linux"):
        raise WrongCamera("v4l2: is a camera on Linux.", "Write opencv:0 (or 1, 2, …) here.")
    path = unquote(parts.path)
    if parts.netloc or not path.startswith("/"):
        raise WrongCamera("The camera's address names no file.", "Write v4l2:///dev/v4l/by-id/….")
    from hardware.cameras.v4l2 import V4l2Camera  # noqa: PLC0415  # its fcntl is only on Linux

    return V4l2Camera(path)


def _by_opencv(parts: SplitResult) -> Camera:
    source = unquote(parts.path)
    if not source or parts.netloc:
        raise WrongCamera("opencv: wants a number or a file.", "Write opencv:0 or opencv:/path.")
    film = not source.isdecimal() and not source.startswith("/dev/")
    return OpenCvCamera(source, film=film)


def _of_folder(parts: SplitResult) -> Camera:
    fps, loop = _rhythm(parts)
    return Folder(_path_of(parts), fps=fps, loop=loop)


def _of_film(parts: SplitResult) -> Camera:
    """Return a film's camera: ours for AVI of JPEG pictures, OpenCV for all others."""
    path, (fps, loop) = _path_of(parts), _rhythm(parts)
    if path.is_file() and not is_ours_at(path):
        return OpenCvCamera(str(path), film=True)
    return Film(path, fps=fps, loop=loop)


_MAKERS: Final[dict[str, Callable[[SplitResult], Camera]]] = {
    "v4l2": _of_linux,
    "opencv": _by_opencv,
    "folder": _of_folder,
    "file": _of_film,
    "http": NetworkCamera,
}


def _path_of(parts: SplitResult) -> Path:
    path = unquote(parts.path)
    if parts.netloc not in ("", "localhost") or not path:
        raise WrongCamera("The address names no path.", f"Write {parts.scheme}:///path.")
    # file:///C:/film.avi has a slash before the drive's letter.
    return Path(path[1:] if path[2:3] == ":" else path)


def _rhythm(parts: SplitResult) -> tuple[float, bool]:
    wishes = parse_qs(parts.query)
    try:
        fps = float(wishes.pop("fps", ["0"])[0])
    except ValueError:
        fps = -1.0
    loop = wishes.pop("loop", ["0"])[0]
    if not 0 <= fps <= FPS_MAX or loop not in ("0", "1") or wishes:
        raise WrongCamera("The address asks for what is not known.", "Write ?fps=15&loop=1.")
    return fps, loop == "1"


@dataclass(frozen=True, slots=True)
class PluggedIn:
    """A camera that is there now."""

    url: str
    """What `camera_for` takes; it stays the same when the camera is plugged in again."""
    name: str


def plugged_in(by_id: Path = BY_ID, devices: Path = DEVICES) -> list[PluggedIn]:
    """Return the webcams of this machine, by stable name; on Linux only.

    A webcam has a device file for its pictures and others for facts about them: those with the
    pictures are listed.
    """
    named = sorted(by_id.glob("*-video-index0")) if by_id.is_dir() else []
    taken = {path.resolve() for path in named}
    unnamed = sorted(it for it in devices.glob("video[0-9]*") if not by_id.is_dir())
    found = [*named, *(it for it in unnamed if it.resolve() not in taken)]
    return [PluggedIn(f"v4l2://{path}", _readable(path.name)) for path in found]


def _readable(name: str) -> str:
    """Return a by-id name as people would say it: without bus and index."""
    return name.removeprefix("usb-").removesuffix("-video-index0").replace("_", " ")
