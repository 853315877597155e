"""Paths in `file:` URLs; urllib.request knows them too and brings 5 MB of HTTP with it."""

import os
from pathlib import Path
from urllib.parse import unquote, urlsplit


def path_in(url: str) -> Path:
    """Return the path that `file:///PATH` names, or raise ValueError."""
    path = unquote(urlsplit(url).path)
    if os.name == "nt" and path[2:3] == ":":
        path = path[1:]  # `file:///C:/receipts`
    if not path:
        raise ValueError(f"{url}: expected file:///PATH")
    return Path(path)
