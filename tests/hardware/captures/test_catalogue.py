"""The committed captures are what the generator makes, and cover what tills here print."""

import tomllib
from pathlib import Path

import pytest

from hardware.captures.catalogue import CAPTURES, Capture
from hardware.captures.making import job_of, text_of

FOLDER = Path(__file__).parents[3] / "hardware" / "captures"
LARGEST_CAPTURE = 60_000


@pytest.mark.parametrize("capture", CAPTURES, ids=lambda capture: capture.name)
def test_a_capture_can_be_made_again(capture: Capture) -> None:
    """The files on disk are byte for byte what the catalogue says, and small."""
    job = job_of(capture)
    assert (FOLDER / f"{capture.name}.bin").read_bytes() == job.data
    assert (FOLDER / f"{capture.name}.toml").read_text(encoding="utf-8") == text_of(capture, job)
    assert 0 < len(job.data) <= LARGEST_CAPTURE


def test_no_capture_is_a_stranger() -> None:
    """Every file in the folder has its entry in the catalogue, and each name is used once."""
    names = [capture.name for capture in CAPTURES]
    assert len(set(names)) == len(names)
    assert {path.stem for path in FOLDER.glob("*.bin")} == set(names)
    assert {path.stem for path in FOLDER.glob("*.toml")} == set(names)


def test_the_captures_cover_the_country() -> None:
    """Each code page, operator, kind, width and language of tills here has a capture."""
    said = [tomllib.loads(path.read_text(encoding="utf-8")) for path in FOLDER.glob("*.toml")]
    segments = [segment for one in said for segment in one["segment"]]
    assert {one["charset"] for one in said if "charset" in one} == {
        "cp1251", "cp866", "cp855", "kz1048", "ptcp154", "posiflex-224", "utf-8",
    }  # fmt: skip
    assert {segment["fiscal"]["operator"] for segment in segments if "fiscal" in segment} == {
        "kofd", "oofd", "transtelecom", "wofd", "kaspi",
    }  # fmt: skip
    assert {segment["kind"] for segment in segments} == {
        "sale", "return", "copy", "report", "kitchen", "prebill", "cash", "other",
    }  # fmt: skip
    assert {one["columns"] for one in said} == {32, 36, 42, 48}
    assert {one["language"] for one in said} == {"ru", "kk", "both"}


def test_only_sales_are_promised_a_slip() -> None:
    """A capture's TOML says why, wherever a piece of paper gets no slip."""
    for path in FOLDER.glob("*.toml"):
        for segment in tomllib.loads(path.read_text(encoding="utf-8"))["segment"]:
            assert segment["slip"] == ("no_slip_because" not in segment), path.name
            assert segment["kind"] == "sale" or not segment["slip"], path.name


def test_lures_are_in_the_captures() -> None:
    """Bytes that look like cuts and status requests stand inside pictures; a display is lured."""
    pictured = (FOLDER / "umag-48-ru-display.bin").read_bytes()
    assert b"\x1d8L" in pictured
    assert b"\x1b=\x02" in pictured
    assert pictured.count(b"\x1dV") + pictured.count(b"\x1bi") > 0
    assert b"\x10\x04" in (FOLDER / "1c-42-ru-status.bin").read_bytes()
