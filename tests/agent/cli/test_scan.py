"""`agent scan`, as a person and as a program would use it."""

import importlib.util
import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from agent.cli.main import agent
from hardware.codes.showing import code_png
from tests.hardware.cameras.films import film_of
from tests.hardware.cameras.network import network_cam, part
from tests.hardware.cameras.scenes import TEXT, jpeg


def scanned(*words: str) -> Result:
    """Run the command."""
    return CliRunner().invoke(agent, ["scan", *words])


def objects(result: Result) -> list[dict[str, Any]]:
    """Return what a command that succeeded said, line by line."""
    assert result.exit_code == 0, result.output
    return [json.loads(line) for line in result.stdout.splitlines()]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Return a folder with two codes and a picture without any."""
    for number in range(3):
        (tmp_path / f"{number}.jpg").write_bytes(jpeg(number, text=TEXT if number else ""))
    return tmp_path


def test_each_picture_is_one_object(folder: Path) -> None:
    """The keys are a promise to programs; a picture without a code has no texts and no step."""
    files = [str(folder / f"{number}.jpg") for number in range(3)]
    found = objects(scanned("--json", *files))
    assert [it["file"] for it in found] == files
    assert [it["texts"] for it in found] == [[], [TEXT], [TEXT]]
    assert all(it.keys() == {"file", "texts", "ms", "step"} for it in found)
    assert [it["step"] is None for it in found] == [True, False, False]
    assert all(it["ms"] > 0 for it in found)


def test_folders_and_films_are_read_picture_by_picture(folder: Path) -> None:
    """As arguments and as cameras alike."""
    film = folder / "it.avi"
    film.write_bytes(film_of([jpeg(number) for number in range(2)]))
    in_folder = [str(folder / f"{number}.jpg") for number in range(3)]
    in_film = [f"{film}#1", f"{film}#2"]
    for words, files in (
        ([str(folder)], in_folder),
        (["--camera", f"folder://{folder}"], in_folder),
        ([str(film)], in_film),
        (["--camera", film.as_uri()], in_film),
        (["--frames", "1", "--camera", film.as_uri()], in_film[:1]),
    ):
        assert [it["file"] for it in objects(scanned("--json", *words))] == files


def test_people_get_lines(folder: Path) -> None:
    """File and text; or that there is none."""
    lines = scanned(str(folder)).output.splitlines()
    assert lines[0].endswith("0.jpg: no code")
    assert lines[1].endswith(f"1.jpg: {TEXT}")


def test_a_camera_is_read_for_so_many_frames() -> None:
    """A network camera: its frames by number, and it is hung up on at the end."""
    with network_cam() as cam:
        url = f"http://127.0.0.1:{cam.port}/"
        cam.greeting = part(jpeg(1))
        (frame,) = objects(scanned("--json", "--frames", "1", "--screen", "--camera", url))
    assert frame["texts"] == [TEXT]
    assert frame["file"] == f"{url}#1"


@pytest.mark.parametrize(
    ("words", "code", "sentence"),
    [
        (["--camera", "webcam"], 2, "not a camera's address"),
        (["--camera", "http://8.8.8.8/"], 2, "not in this shop's network"),
        (["--camera", "v4l2:///dev/v4l/by-id/none"], 1, "not plugged in"),
        (["--camera", "folder:///none"], 1, "cannot be read"),
        ([], 2, "Name pictures, or one --camera"),
        (["none.png"], 2, "does not exist"),
        ([__file__], 2, "no picture"),
    ],
)
def test_what_cannot_be_read_gets_a_sentence(words: list[str], code: int, sentence: str) -> None:
    """And what to do instead."""
    result = scanned(*words)
    assert result.exit_code == code, result.output
    assert sentence in result.output


def test_one_broken_file_does_not_stop_the_others(folder: Path) -> None:
    """It is said on stderr, and in the exit code."""
    (folder / "0.jpg").write_bytes(b"\xff\xd8broken")
    result = scanned("--json", str(folder / "0.jpg"), str(folder / "1.jpg"))
    assert result.exit_code == 2
    assert [json.loads(line)["texts"] for line in result.stdout.splitlines()] == [[TEXT]]


def test_cameras_are_listed() -> None:
    """One line each, or that there is none."""
    result = scanned("--list")
    assert result.exit_code == 0
    assert result.output
    assert scanned("--list", "--json").exit_code == 0


def test_opencv_that_is_not_there_is_said_with_what_to_do(tmp_path: Path) -> None:
    """It is no part of the program; before a camera nobody waits for it."""
    (tmp_path / "code.png").write_bytes(code_png("A" * 38))
    words = ["scan", "--opencv", str(tmp_path / "code.png")]
    done = subprocess.run(
        [sys.executable, "-m", "installers", "agent", *words],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    there = importlib.util.find_spec("cv2") is not None
    assert done.returncode == (0 if there else 1)
    assert ("A" * 38 in done.stdout) if there else ("pip install" in done.stderr)
    assert CliRunner().invoke(agent, ["scan", "--opencv", "--camera", "opencv:0"]).exit_code == 2
