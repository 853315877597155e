"""`baursak agent scan`: the QR codes in pictures, or before a camera."""

import itertools
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Final

import click

from agent.cli.speaking import CONTEXT, plainly, say_json
from agent.errors import AgentError, UnreadableFile
from agent.supervised import program_words
from hardware.cameras.avi import is_ours_at
from hardware.cameras.camera import Camera, CameraGone, Frame, PicturesOver, WrongCamera
from hardware.cameras.choosing import FORMS, camera_for, plugged_in
from hardware.cameras.motion import dots_of
from hardware.cameras.recorded import FileFrame, Film, Folder
from hardware.cameras.screen_mode import ScreenMode, expose
from hardware.codes.beside import Beside, StepMissing
from hardware.codes.cascade import CodeReader
from hardware.codes.luma import BadPicture, grey

PATIENCE_S: Final = 10.0
"""For the next picture of a camera: one that wakes up takes some seconds."""


@click.command(context_settings=CONTEXT)
@click.argument("images", nargs=-1, type=click.Path(path_type=Path, exists=True))
@click.option("--camera", "url", help=f"A camera: {FORMS}.")
@click.option("--frames", type=click.IntRange(1), help="Stop after so many frames.")
@click.option("--screen", is_flag=True, help="Expose for phone screens, where the camera can.")
@click.option("--opencv", is_flag=True, help="Ask OpenCV, too, where all else reads nothing.")
@click.option("--list", "listing", is_flag=True, help="List the cameras that are plugged in.")
@click.option("--json", "as_json", is_flag=True, help="One JSON object for each frame.")
@plainly
def scan(
    images: tuple[Path, ...],
    url: str | None,
    frames: int | None,
    *,
    screen: bool,
    opencv: bool,
    listing: bool,
    as_json: bool,
) -> None:
    """Read QR codes and say what they hold: of pictures, folders, films, or before a camera.

    OpenCV is no part of this program: --opencv uses it where it is installed, in a process of its
    own, for pictures that stand still.

    A camera is read until Ctrl-C, or for so many --frames; then only frames with codes are told,
    unless it is as JSON.

    \b
    Examples:
      baursak agent scan photo.jpg
      baursak agent scan --json photos/*.png
      baursak agent scan --opencv hard/*.jpg
      baursak agent scan --camera v4l2:///dev/v4l/by-id/usb-…-video-index0
      baursak agent scan --list
    Exit codes: 0 read; 1 a camera gives no pictures; 2 a file is no picture.
    """
    if listing:
        _list(as_json=as_json)
        return
    if bool(images) == (url is not None):
        raise click.UsageError("Name pictures, or one --camera.")
    if opencv and url is not None:
        raise click.UsageError("--opencv is for pictures: before a camera the next frame helps.")
    if url is not None:
        with _speaking(), suppress(KeyboardInterrupt):
            _watch(camera_for(url), frames, screen=screen, as_json=as_json)
        return
    broken = 0
    with _reading(opencv=opencv) as reader:
        for file, frame in itertools.islice(_frames_of(images), frames):
            broken += not _tell(file, frame, reader, as_json=as_json)
    sys.exit(UnreadableFile.exit_code if broken else 0)


def _frames_of(images: tuple[Path, ...]) -> Iterator[tuple[str, Frame]]:
    for path in images:
        if path.is_dir() or is_ours_at(path):
            camera: Camera = Folder(path) if path.is_dir() else Film(path)
            with _speaking():
                yield from _recorded(camera)
        else:
            yield str(path), FileFrame(path, 1)


def _recorded(camera: Camera) -> Iterator[tuple[str, Frame]]:
    camera.open()
    with suppress(PicturesOver):
        while (frame := camera.read(PATIENCE_S)) is not None:
            yield _name_of(camera, frame), frame
    camera.close()


def _watch(camera: Camera, frames: int | None, *, screen: bool, as_json: bool) -> None:
    """Read a camera's frames, one after the other, and tell what is in them."""
    reader, mode = _warm_reader(), ScreenMode()
    camera.open()
    try:
        for _ in range(frames) if frames else itertools.count():
            with _next_frame(camera) as frame:
                if screen and camera.live:
                    with suppress(BadPicture):
                        if wish := mode.wish(dots_of(frame.gist)):
                            expose(camera, wish)
                _tell(_name_of(camera, frame), frame, reader, as_json=as_json, live=camera.live)
    except PicturesOver:
        return
    finally:
        camera.close()


def _next_frame(camera: Camera) -> Frame:
    end = time.monotonic() + PATIENCE_S
    while time.monotonic() < end:
        if (frame := camera.read(1.0)) is not None:
            return frame
    raise CameraGone(
        f"The camera {camera.name} gives no pictures.", "Plug it in again, or try another one."
    )


def _tell(
    file: str, frame: Frame, reader: CodeReader, *, as_json: bool, live: bool = False
) -> bool:
    """Print what a frame holds; False where it is no picture."""
    try:
        reading = reader.glance(frame.luma) if live else reader.read(frame.luma)
    except BadPicture as error:
        click.echo(f"{file}: {error}.\nName a picture: PNG, JPEG, BMP, GIF, WebP, TIFF.", err=True)
        return False
    if as_json:
        ms = round(reading.ms, 2)
        say_json({"file": file, "texts": list(reading.texts), "ms": ms, "step": reading.step})
        return True
    for text in reading.texts:
        click.echo(f"{file}: {text}")
    if not reading.texts and not live:
        click.echo(f"{file}: no code")
    return True


def _name_of(camera: Camera, frame: Frame) -> str:
    return str(frame.path) if isinstance(frame, FileFrame) else f"{camera.name}#{frame.number}"


@contextmanager
def _reading(*, opencv: bool) -> Iterator[CodeReader]:
    """Give a reader, and the process of its last step while the block lasts."""
    if not opencv:
        yield _warm_reader()
        return
    with Beside(program_words("read-beside")) as step:
        try:
            step.start()
        except StepMissing as missing:
            raise AgentError(missing.title, missing.hint) from missing
        yield _warm_reader(step)
        if step.falls:
            click.echo(f"OpenCV fell or hung {step.falls} times.", err=True)


def _warm_reader(step: Beside | None = None) -> CodeReader:
    """Return a reader that has loaded its libraries: the first picture's time is its own."""
    reader = CodeReader(last=step.texts_in if step else None)
    reader.read(grey(8, 8, bytes(64)))
    return reader


def _list(*, as_json: bool) -> None:
    cameras = plugged_in()
    for camera in cameras:
        if as_json:
            say_json({"url": camera.url, "name": camera.name})
        else:
            click.echo(f"{camera.url}  {camera.name}")
    if not cameras and not as_json:
        click.echo(
            "No camera is plugged in."
            if sys.platform.startswith("linux")
            else "Cameras are listed on Linux only: try opencv:0, opencv:1, …"
        )


@contextmanager
def _speaking() -> Iterator[None]:
    """Turn a camera's errors into the agent's."""
    try:
        yield
    except WrongCamera as error:
        raise UnreadableFile(error.title, error.hint) from error
    except CameraGone as error:
        raise AgentError(error.title, error.hint) from error
