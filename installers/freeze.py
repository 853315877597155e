"""Freezes the agent with PyInstaller: python -m installers.freeze [--out DIR]."""

import argparse
import subprocess
import sys
from pathlib import Path
from typing import Final

ROOT: Final = Path(__file__).parents[1]


def freeze(out: Path) -> Path:
    """Build the agent below *out* and return the path of its program."""
    command = [sys.executable, "-m", "PyInstaller", "--noconfirm", "--log-level", "WARN"]
    command += ["--distpath", str(out / "dist"), "--workpath", str(out / "work")]
    subprocess.run([*command, str(ROOT / "installers" / "agent.spec")], check=True, cwd=ROOT)  # noqa: S603  # our own words
    return out / "dist" / "baursak" / ("baursak.exe" if sys.platform == "win32" else "baursak")


def main() -> None:
    """Freeze, then say where the program is."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--out", type=Path, default=ROOT / "out" / "frozen")
    print(freeze(parser.parse_args().out))


if __name__ == "__main__":
    main()
