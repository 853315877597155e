"""What others wrote and we serve: the very files that were looked at, with their licences."""

import hashlib
from pathlib import Path

from hub.web.look import assets

ROOT = Path(__file__).parents[3]
VENDOR = ROOT / "hub" / "web" / "static" / "vendor"


def test_each_file_is_the_one_that_was_looked_at() -> None:
    """Its digest stands in the list, and nothing else does."""
    lines = (VENDOR / "SHA256SUMS.txt").read_text(encoding="utf-8").splitlines()
    known = {name: digest for digest, name in (it.split("  ") for it in lines)}
    there = {
        it.relative_to(VENDOR).as_posix(): hashlib.sha256(it.read_bytes()).hexdigest()
        for it in VENDOR.rglob("*")
        if it.is_file() and it.name != "SHA256SUMS.txt"
    }
    assert there == known


def test_the_charts_library_is_served_and_its_licence_shipped() -> None:
    """Beside our own files, in the version that its licence's file names."""
    licence = (ROOT / "LICENSES" / "uplot.txt").read_text(encoding="utf-8")
    script = assets()["uPlot.iife.min.js"].content.decode("utf-8")
    version = licence.split()[1]
    assert f"(v{version})" in script.splitlines()[0]
    assert "sha512-" in licence
    assert "Permission is hereby granted" in licence
    assert "uPlot.min.css" in assets()
