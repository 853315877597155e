"""Writes the published schemas anew: python -m tests.contracts.wire.publish."""

import json

from contracts.wire.published import schemas
from tests.contracts.wire.vectors import WIRE


def publish() -> None:
    """Write each schema to its file."""
    for name, schema in schemas().items():
        text = json.dumps(schema, indent=1, ensure_ascii=False) + "\n"
        (WIRE / "schemas" / f"{name}.json").write_text(text, encoding="utf-8")


if __name__ == "__main__":
    publish()
