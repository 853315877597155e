"""Golden vectors: what the codecs gave once, they give for ever."""

import json
from pathlib import Path
from typing import Any

WIRE = Path(__file__).parents[3] / "contracts" / "wire"


def vectors(name: str) -> dict[str, Any]:
    """Return the golden vectors in the file *name*."""
    text = (WIRE / "vectors" / f"{name}.json").read_text(encoding="utf-8")
    found: dict[str, Any] = json.loads(text)
    return found
