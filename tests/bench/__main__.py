"""Measures and says so: python -m tests.bench NAME --json."""

import argparse
import importlib
import json
import sys
from pathlib import Path


def benches() -> list[str]:
    """Return the names of all benches: the modules beside this one that have a `run`."""
    modules = Path(__file__).parent.glob("[!_]*.py")
    return sorted(it.stem for it in modules if "\ndef run(" in it.read_text(encoding="utf-8"))


def main(words: list[str]) -> int:
    """Run one bench and print its lines, the last of them one JSON object."""
    reader = argparse.ArgumentParser(prog="python -m tests.bench", description=__doc__)
    reader.add_argument("name", choices=benches())
    reader.add_argument("--json", action="store_true", help="print the JSON object only")
    bench = importlib.import_module(f"tests.bench.{reader.parse_known_args(words)[0].name}")
    if hasattr(bench, "add_options"):
        bench.add_options(reader)
    asked = reader.parse_args(words)
    options = {name: it for name, it in vars(asked).items() if name not in ("name", "json")}
    found: dict[str, object] = bench.run(**options)
    if not asked.json:
        for key, value in found.items():
            print(f"{key:>24}  {value}")
    print(json.dumps(found))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
