"""Cameras by address, and the list of those that are plugged in."""

from pathlib import Path

import pytest

from hardware.cameras.camera import WrongCamera
from hardware.cameras.choosing import camera_for, plugged_in
from hardware.cameras.network import NetworkCamera
from hardware.cameras.opencv import OpenCvCamera
from hardware.cameras.recorded import Film, Folder
from hardware.cameras.v4l2 import V4l2Camera
from tests.hardware.cameras.films import film_of
from tests.hardware.cameras.scenes import jpeg


def test_every_form_names_its_kind(tmp_path: Path) -> None:
    """By the address alone: nothing is opened yet."""
    by_id = "/dev/v4l/by-id/usb-046d_HD_Pro_Webcam_C920-video-index0"
    film, other = tmp_path / "it.avi", tmp_path / "it.mp4"
    film.write_bytes(film_of([jpeg(1)]))
    other.write_bytes(b"\0\0\0\x20ftypisom")
    kinds = {
        f"v4l2://{by_id}": V4l2Camera,
        "opencv:0": OpenCvCamera,
        "opencv:/dev/video0": OpenCvCamera,
        f"folder://{tmp_path}": Folder,
        f"folder://{tmp_path}?fps=15&loop=1": Folder,
        film.as_uri(): Film,
        other.as_uri(): OpenCvCamera,
        "file:///none.avi": Film,
        "http://192.168.1.20:8080/video": NetworkCamera,
    }
    for url, kind in kinds.items():
        assert type(camera_for(url)) is kind, url
    assert camera_for(f"v4l2://{by_id}").name == by_id
    assert camera_for("opencv:0").live
    assert not camera_for(other.as_uri()).live


@pytest.mark.parametrize(
    "url",
    [
        "", "0", "/dev/video0", "v4l2://host/dev/video0", "v4l2:video0", "opencv:", "opencv://0",
        "folder://host/path", "folder:///path?fps=many", "folder:///path?fps=-1",
        "folder:///path?loop=yes", "folder:///path?speed=2", "file:", "https://192.168.1.20/",
        "http:///path", "rtsp://192.168.1.20/", "http://[::1/", "x" * 5000,
    ],
)  # fmt: skip
def test_other_addresses_say_what_to_write(url: str) -> None:
    """One sentence, and the forms that there are."""
    with pytest.raises(WrongCamera) as caught:
        camera_for(url)
    assert caught.value.hint.startswith(("Write ", "Ports "))


def test_cameras_are_listed_by_names_that_stay(tmp_path: Path) -> None:
    """The device file with the pictures, not the one with facts about them."""
    by_id = tmp_path / "by-id"
    by_id.mkdir()
    for index in range(4):
        (tmp_path / f"video{index}").touch()
    names = ["usb-046d_HD_Pro_Webcam-video-index0", "usb-046d_HD_Pro_Webcam-video-index1"]
    for index, name in enumerate(names):
        (by_id / name).symlink_to(tmp_path / f"video{index}")
    (camera,) = plugged_in(by_id, tmp_path)
    assert camera.url == f"v4l2://{by_id / names[0]}"
    assert camera.name == "046d HD Pro Webcam"


def test_without_stable_names_device_files_are_listed(tmp_path: Path) -> None:
    """A camera that is not on USB has no other name; and no camera is an empty list."""
    (tmp_path / "video0").touch()
    (camera,) = plugged_in(tmp_path / "by-id", tmp_path)
    assert camera.url == f"v4l2://{tmp_path / 'video0'}"
    assert plugged_in(tmp_path / "by-id", tmp_path / "none") == []
