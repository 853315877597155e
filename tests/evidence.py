"""Results of the long proofs, kept where a reader of the docs finds them."""

import json
import platform
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

ROOT: Path = Path(__file__).parents[1]
PLACE: Path = ROOT / "docs" / "evidence"
STATE: Path = ROOT / ".dev" / "full"


def record(name: str, counts: dict[str, object], seconds: float) -> None:
    """Write what the proof *name* counted, when, where and on which commit, to docs/evidence."""
    PLACE.mkdir(parents=True, exist_ok=True)
    proof = {
        "date": datetime.now(UTC).isoformat(timespec="seconds"),
        "commit": _commit(),
        "machine": _machine(),
        "counts": counts,
        "seconds": round(seconds, 1),
    }
    text = json.dumps(proof, ensure_ascii=False, indent=2)
    (PLACE / f"{name}.json").write_text(text + "\n", encoding="utf-8")


@contextmanager
def proven(name: str, *, full: bool, **counts: object) -> Iterator[None]:
    """Record the proof *name*, which the block is, when it was run in full and has held."""
    began = time.monotonic()
    yield
    if full:
        record(name, counts, time.monotonic() - began)


def resumed(name: str) -> dict[str, int]:
    """Return how far an earlier, interrupted run of the proof *name* came on this commit."""
    path = STATE / f"{name}.json"
    if not path.exists():
        return {}
    saved = json.loads(path.read_text(encoding="utf-8"))
    if saved.pop("commit", None) != _commit():
        return {}
    return {key: int(value) for key, value in saved.items()}


def remember(name: str, progress: dict[str, int]) -> None:
    """Keep how far the proof *name* has come, so that a later run goes on from there."""
    STATE.mkdir(parents=True, exist_ok=True)
    text = json.dumps({"commit": _commit(), **progress})
    unfinished = STATE / f"{name}.tmp"
    unfinished.write_text(text, encoding="utf-8")
    unfinished.replace(STATE / f"{name}.json")


def forget(name: str) -> None:
    """Drop the progress of the proof *name*: it has been recorded."""
    (STATE / f"{name}.json").unlink(missing_ok=True)


def _commit() -> str:
    """Return the commit that stands in the tree, with + when sources differ from it."""
    head = _git("rev-parse", "--short=12", "HEAD")
    changed = _git("status", "--porcelain", "--", "agent", "contracts", "hardware", "hub", "tests")
    return head + ("+" if changed else "")


def _git(*words: str) -> str:
    """Return what git says, or nothing where the tree is not a clone."""
    done = subprocess.run(["git", *words], cwd=ROOT, capture_output=True, text=True, check=False)
    return done.stdout.strip()


def _machine() -> str:
    """Return the machine in a few words."""
    try:
        cores = Path("/proc/cpuinfo").read_text(encoding="utf-8").count("processor\t")
    except OSError:
        cores = 0
    system = f"{platform.system()} {platform.machine()}"
    return f"{system}, {cores} cores, Python {platform.python_version()}"
