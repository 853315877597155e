"""A step in a process of its own: whatever that does, reading goes on."""

import io
import json
import subprocess
import sys
from pathlib import Path

import pytest

from hardware.codes import opencv_worker
from hardware.codes.beside import FALLS_MAX, Beside, StepMissing
from hardware.codes.cascade import LAST, CodeReader
from hardware.codes.luma import Luma, grey

HEAD = """
import json, struct, sys, time
def say(told): print(json.dumps(told), flush=True)
def pictures():
    while len(head := sys.stdin.buffer.read(8)) == 8:
        width, height = struct.unpack(">II", head)
        yield width, height, sys.stdin.buffer.read(width * height)
say({"ready": True, "opencv": "0", "finds_by": "guessing"})
"""
ANSWERS = HEAD + "for it in pictures(): say({'texts': [f'{it[0]}x{it[1]} {sum(it[2])}']})"
HANGS = HEAD + "next(pictures()); time.sleep(60)"
FALLS = HEAD + "next(pictures()); sys.exit(139)"
STARTS_NOT = "import sys; sys.exit(1)"
BABBLES = HEAD + "next(pictures()); print('no JSON', flush=True); time.sleep(60)"
EMPTY = grey(8, 8, bytes([200]) * 64)


def beside(program: str, answer_s: float = 10.0) -> Beside:
    """Return the step that this program is."""
    return Beside([sys.executable, "-c", program], answer_s=answer_s)


def test_it_answers_picture_after_picture() -> None:
    """Each as it is, without what lies between its pixels."""
    wide = Luma(2, 2, memoryview(bytes([1, 9, 2, 9, 3, 9, 4, 9])), 4, 2)
    with beside(ANSWERS) as step:
        assert step.texts_in(wide) == ("2x2 10",)
        assert step.texts_in(EMPTY) == ("8x8 12800",)
        assert step.falls == 0


@pytest.mark.parametrize(("program", "answer_s"), [(HANGS, 0.2), (FALLS, 10), (BABBLES, 10)])
def test_one_that_hangs_or_falls_is_ended_and_begun_anew(program: str, answer_s: float) -> None:
    """A few times; then nothing is started any more."""
    with beside(program, answer_s) as step:
        for _ in range(FALLS_MAX + 1):
            assert step.texts_in(EMPTY) == ()
        assert step.falls == FALLS_MAX


def test_the_cascade_asks_it_last_and_goes_on_without_it() -> None:
    """Where every other step read nothing."""
    with beside(ANSWERS) as step:
        reading = CodeReader(last=step.texts_in).read(EMPTY)
        assert (reading.texts, reading.step) == (("8x8 12800",), LAST)
    with beside(FALLS) as step:
        reading = CodeReader(last=step.texts_in).read(EMPTY)
        assert (reading.texts, reading.step) == ((), None)


def test_one_that_cannot_be_had_says_what_to_do() -> None:
    """Asked for by a person; a reader that asks it by itself goes on."""
    missing = HEAD.replace('"ready": True', '"ready": False, "title": "No.", "hint": "Get it."')
    for program, words in ((missing, "Get it"), (STARTS_NOT, "go on without")):
        with beside(program) as step:
            with pytest.raises(StepMissing, match=words):
                step.start()
            assert step.texts_in(EMPTY) == ()


def test_without_opencv_the_worker_says_so(tmp_path: Path) -> None:
    """In one line that a program reads, with what to install."""
    (tmp_path / "cv2.py").write_text("raise ImportError('not here')")
    done = subprocess.run(
        [sys.executable, "-m", "hardware.codes.opencv_worker"],
        input="", capture_output=True, text=True, check=False, env={"PYTHONPATH": str(tmp_path)},
    )  # fmt: skip
    told = json.loads(done.stdout)
    assert (done.returncode, told["ready"]) == (1, False)
    assert "pip install" in told["hint"]


def test_a_picture_that_is_cut_off_ends_the_workers_day() -> None:
    """Whoever sent it is gone."""
    whole = opencv_worker.HEAD.pack(2, 2) + b"abcd"
    found = list(opencv_worker.pictures_in(io.BytesIO(whole + whole[:-1])))
    assert found == [(2, 2, b"abcd")]


@pytest.mark.parametrize(
    ("box", "wider"),
    [((40, 40, 60, 60), (36, 36, 64, 64)), ((0, 0, 90, 50), (0, 0, 100, 68))],
)
def test_a_box_is_cut_out_with_its_border(box: opencv_worker.Box, wider: opencv_worker.Box) -> None:
    """And never beyond the picture."""
    assert opencv_worker.with_margin(box, (80, 100)) == wider
