"""Rewrites the captures: python -m hardware.captures [FOLDER]."""

import sys
from pathlib import Path

from hardware.captures.catalogue import CAPTURES
from hardware.captures.making import job_of, text_of

HERE = Path(__file__).parent


def write_all(folder: Path) -> None:
    """Write the bytes and the TOML of every capture into *folder*."""
    for capture in CAPTURES:
        job = job_of(capture)
        (folder / f"{capture.name}.bin").write_bytes(job.data)
        text = text_of(capture, job)
        (folder / f"{capture.name}.toml").write_text(text, encoding="utf-8", newline="\n")


if __name__ == "__main__":
    write_all(Path(sys.argv[1]) if len(sys.argv) > 1 else HERE)
