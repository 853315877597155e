"""A network camera: only near ones are asked, and what goes wrong is said."""

import socket
from urllib.parse import urlsplit

import pytest

from hardware.cameras.camera import CameraGone, WrongCamera
from hardware.cameras.network import NetworkCamera, is_near
from tests.hardware.cameras.network import network_cam, part
from tests.hardware.cameras.scenes import jpeg


def camera_at(url: str) -> NetworkCamera:
    """Return the camera at an address."""
    return NetworkCamera(urlsplit(url))


@pytest.mark.parametrize(
    ("address", "near"),
    [
        ("127.0.0.1", True), ("::1", True), ("192.168.1.20", True), ("10.0.0.7", True),
        ("172.16.3.4", True), ("fd00::7", True), ("fe80::1%eth0", True), ("::ffff:10.0.0.7", True),
        ("8.8.8.8", False), ("172.32.0.1", False), ("2a00:1450::1", False), ("0.0.0.0", False),  # noqa: S104 # nothing is bound
        ("224.0.0.1", False), ("255.255.255.255", False), ("::ffff:8.8.8.8", False), ("::", False),
    ],
)  # fmt: skip
def test_near_is_this_machine_or_a_private_network(address: str, near: bool) -> None:
    """No picture of the counter comes from, and no question goes to, the wide world."""
    assert is_near(address) is near


def test_a_camera_of_the_wide_world_is_refused() -> None:
    """Before a byte is sent."""
    with pytest.raises(WrongCamera, match="not in this shop's network"):
        camera_at("http://8.8.8.8/stream").open()


def test_the_question_is_plain_http() -> None:
    """Path and query as given; login and password in their header, and in no name or sentence."""
    with network_cam() as cam:
        camera = camera_at(f"http://guest:s%20cret@127.0.0.1:{cam.port}/video?fps=15")
        camera.open()
        assert cam.answered.acquire(timeout=5)
        camera.close()
    lines = cam.questions[0].split(b"\r\n")
    assert lines[0] == b"GET /video?fps=15 HTTP/1.1"
    assert f"Host: 127.0.0.1:{cam.port}".encode() in lines
    assert b"Authorization: Basic Z3Vlc3Q6cyBjcmV0" in lines
    assert "cret" not in camera.name
    with pytest.raises(CameraGone) as caught:
        camera.open()
    assert "cret" not in str(caught.value)


def test_an_answer_without_pictures_says_what_it_was() -> None:
    """A wrong path is the commonest mistake."""
    with network_cam(b"HTTP/1.1 404 Not Found\r\n\r\n") as cam:
        camera = camera_at(f"http://127.0.0.1:{cam.port}/nothing")
        camera.open()
        with pytest.raises(CameraGone, match="status 404"):
            camera.read(5)
        camera.close()


def test_a_name_that_cannot_be_one_is_not_known() -> None:
    """Too long for the system of names: said like a name that nobody has."""
    with pytest.raises(CameraGone, match="is not known"):
        camera_at("http://" + "a" * 70 + "/").open()


def test_nobody_there_is_said_at_once() -> None:
    """A port where nothing listens."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
    with pytest.raises(CameraGone, match="does not answer"):
        camera_at(f"http://127.0.0.1:{port}/").open()


@pytest.mark.parametrize("url", ["http:///path", "http://host:99999/", "http://host/путь"])
def test_addresses_that_name_nothing(url: str) -> None:
    """Said when they are read, not when they are opened."""
    with pytest.raises(WrongCamera):
        camera_at(url)


def test_the_last_picture_before_the_end_is_read() -> None:
    """A camera that hangs up after a picture has still shown it."""
    with network_cam() as cam:
        camera = camera_at(f"http://127.0.0.1:{cam.port}/")
        camera.open()
        assert cam.answered.acquire(timeout=5)
        cam.send(part(jpeg(1)))
        cam.hang_up()
        frame = camera.read(5)
        assert frame is not None
        assert frame.luma.width
        with pytest.raises(CameraGone, match="hung up"):
            camera.read(5)
        camera.close()
