"""Every kind of camera with what makes it show pictures, for the one suite that all must pass."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Protocol
from urllib.parse import urlsplit

from hardware.cameras.camera import Camera
from hardware.cameras.network import NetworkCamera
from hardware.cameras.opencv import OpenCvCamera
from hardware.cameras.recorded import Film, Folder
from hardware.cameras.v4l2 import Size, V4l2Camera
from tests.hardware.cameras.fakes import FakeCamera
from tests.hardware.cameras.films import film_of, raw_film_of, yuy2
from tests.hardware.cameras.network import NetworkCam, network_cam, part
from tests.hardware.cameras.opencv import OpenCv
from tests.hardware.cameras.scenes import HEIGHT, TEXT, WIDTH, jpeg, scene
from tests.hardware.cameras.webcam import Webcam

RECORDED = 5
"""Pictures in the folder and the film."""


class Rig(Protocol):
    """A camera and its world."""

    @property
    def camera(self) -> Camera:
        """The camera."""

    def show(self, number: int) -> None:
        """Let it see a picture (recordings show their own)."""

    def vanish(self) -> None:
        """Pull it out, or let its pictures end."""

    def come_back(self) -> None:
        """Plug it in again."""


class WebcamRig:
    """A webcam by V4L2, in one pixel format."""

    def __init__(self, kind: str) -> None:
        self._pressed = kind == "MJPG"
        self.webcam = Webcam({kind: {(WIDTH, HEIGHT): (30,)}})
        sizes = (Size(WIDTH, HEIGHT),)
        self.camera = V4l2Camera("/dev/v4l/by-id/it", sizes=sizes, open_device=self.webcam.open)

    def show(self, number: int) -> None:
        """Fill a buffer."""
        handle = self.webcam.handle
        if self._pressed:
            handle.show(jpeg(number))
        else:
            handle.show_grey(scene(number))

    def vanish(self) -> None:
        """Pull the cable."""
        self.webcam.unplug()

    def come_back(self) -> None:
        """Plug it in."""
        self.webcam.plug_in()


class OpenCvRig:
    """OpenCV's capture."""

    def __init__(self) -> None:
        self.package = OpenCv()
        self.camera = OpenCvCamera("0", package=lambda: self.package)

    def show(self, number: int) -> None:
        """Queue a picture."""
        self.package.pictures.append(scene(number))

    def vanish(self) -> None:
        """Pull the cable."""
        self.package.there = False

    def come_back(self) -> None:
        """Plug it in."""
        self.package.there = True


class NetworkRig:
    """A network camera that says each part's length, or does not."""

    def __init__(self, cam: NetworkCam, *, length: bool) -> None:
        self._cam = cam
        self._length = length
        self.camera = NetworkCamera(urlsplit(f"http://127.0.0.1:{cam.port}/stream"))

    def show(self, number: int) -> None:
        """Send a picture to who is connected."""
        self._cam.answered.acquire(timeout=0.05)
        # Without a length, a picture is whole when the next one begins.
        begun = b"" if self._length else b"--frame\r\n"
        self._cam.send(part(jpeg(number), length=self._length) + begun)

    def vanish(self) -> None:
        """Hang up."""
        self._cam.answered.acquire(timeout=0.05)
        self._cam.hang_up()

    def come_back(self) -> None:
        """Do nothing: it listens still."""


class RecordedRig:
    """A folder or a film."""

    def __init__(self, camera: Camera) -> None:
        self.camera = camera

    def show(self, number: int) -> None:
        """Do nothing: a recording shows what it holds."""

    def vanish(self) -> None:
        """Do nothing: it ends by itself."""

    def come_back(self) -> None:
        """Do nothing: it begins anew when it is opened."""


class FakeRig:
    """The fake that stands for a camera in tests of whatever watches one."""

    def __init__(self) -> None:
        self.camera = self._fake = FakeCamera()

    def show(self, number: int) -> None:
        """Let it see a picture."""
        self._fake.show(scene(number))

    def vanish(self) -> None:
        """Pull the cable."""
        self._fake.there = False

    def come_back(self) -> None:
        """Plug it in."""
        self._fake.there = True


def _folder(tmp: Path) -> Rig:
    for number in range(RECORDED):
        (tmp / f"{number:03}.jpg").write_bytes(jpeg(number))
    (tmp / "notes.txt").write_text("no picture")
    return RecordedRig(Folder(tmp))


def _film(tmp: Path) -> Rig:
    (tmp / "it.avi").write_bytes(film_of([jpeg(number) for number in range(RECORDED)]))
    return RecordedRig(Film(tmp / "it.avi"))


def _raw_film(tmp: Path) -> Rig:
    pictures = [yuy2(scene(number)) for number in range(RECORDED)]
    (tmp / "it.avi").write_bytes(raw_film_of(pictures, (WIDTH, HEIGHT)))
    return RecordedRig(Film(tmp / "it.avi"))


_LOCAL: dict[str, Callable[[Path], Rig]] = {
    "v4l2-yuyv": lambda _: WebcamRig("YUYV"),
    "v4l2-uyvy": lambda _: WebcamRig("UYVY"),
    "v4l2-grey": lambda _: WebcamRig("GREY"),
    "v4l2-mjpg": lambda _: WebcamRig("MJPG"),
    "opencv": lambda _: OpenCvRig(),
    "folder": _folder,
    "film": _film,
    "raw-film": _raw_film,
    "fake": lambda _: FakeRig(),
}
KINDS = (*_LOCAL, "network", "network-no-length")


@contextmanager
def rig_of(kind: str, tmp: Path) -> Iterator[Rig]:
    """Return a rig of a kind; what it started ends with the block."""
    if kind in _LOCAL:
        yield _LOCAL[kind](tmp)
        return
    with network_cam() as cam:
        yield NetworkRig(cam, length=kind == "network")


__all__ = ["KINDS", "Rig", "rig_of", "TEXT"]
