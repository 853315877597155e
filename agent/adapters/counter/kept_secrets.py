"""What in the counter's file no helper may see: keys, cashiers' names, what their PINs became."""

import json
import sqlite3
from contextlib import closing
from pathlib import Path

from contracts.wire.refusals import Refused
from contracts.wire.sync_news import Keys


def kept_secrets(path: Path) -> list[str | bytes]:
    """Return every secret in the counter's file at *path*; none where it cannot be read.

    It is only looked at; the agent may be running.
    """
    if not path.is_file():
        return []
    try:
        with closing(sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True)) as file:
            people = file.execute("SELECT name, pin FROM cashiers").fetchall()
            people += file.execute("SELECT name, name FROM shifts").fetchall()
            facts = file.execute("SELECT value FROM facts WHERE name = 'keys'").fetchall()
    except sqlite3.Error:
        return []
    found: list[str | bytes] = [str(it) for row in people for it in row]
    try:
        told = json.loads(facts[0][0]) if facts else None
        found += [it.key for it in Keys.from_json(told).keys] if told else []
    except (ValueError, Refused):
        pass
    return found
