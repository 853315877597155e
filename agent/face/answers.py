"""What the face answers with: its files, its headers, and the bytes of one live event."""

import json
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import Any, Final

PAGES: Final = ("/", "/strip")
"""Both are the same page; the second is as thin as a ribbon above the POS."""
KINDS: Final[Mapping[str, str]] = {
    "css": "text/css; charset=utf-8",
    "html": "text/html; charset=utf-8",
    "js": "text/javascript; charset=utf-8",
    "svg": "image/svg+xml",
}
FILES: Final = (
    "base.css", "face.css", "strip.css", "words.js", "sounds.js", "show.js", "keys.js", "page.js",
    "baursak.svg",
)  # fmt: skip
POLICY: Final = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; "
    "base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)
HEADERS: Final[Mapping[str, str]] = {
    "Content-Security-Policy": POLICY,
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cache-Control": "no-store",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
}
"""On every answer: nothing from outside, no frame around it, nothing kept."""


@cache
def page_file(name: str) -> bytes:
    """Return one file of the page, read once."""
    return files("agent.face").joinpath("page", name).read_bytes()


def kind_of(name: str) -> str:
    """Return the media type of one of the page's files."""
    return KINDS[name.rpartition(".")[2]]


def event(name: str, said: Mapping[str, Any], number: str | None = None) -> bytes:
    """Return one event of a live stream; *number* is what a page that comes back names."""
    lines = [f"event: {name}", f"data: {json.dumps(said, ensure_ascii=False)}"]
    if number is not None:
        lines.insert(0, f"id: {number}")
    return ("\n".join(lines) + "\n\n").encode()
