"""What a local page is answered with: its files, its headers, and the bytes of one live event."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Final

KINDS: Final[Mapping[str, str]] = {
    "css": "text/css; charset=utf-8",
    "html": "text/html; charset=utf-8",
    "js": "text/javascript; charset=utf-8",
    "svg": "image/svg+xml",
}
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


@dataclass(frozen=True, slots=True)
class Site:
    """Which pages and files are served."""

    pages: tuple[str, ...]
    """Paths; all show the same page, which looks where it is."""
    page: tuple[str, str]
    """Package and name of the page's own file."""
    files: Mapping[str, str]
    """Name of each further file, and the package in whose folder `page` it lies."""

    def shown(self) -> bytes:
        """Return the page."""
        return file_of(*self.page)

    def file(self, name: str) -> bytes:
        """Return one file of the page."""
        return file_of(self.files[name], name)


@cache
def file_of(package: str, name: str) -> bytes:
    """Return one file of a page, read once."""
    place = Path(__file__).parent.parent.joinpath(*package.split(".")[1:])
    return (place / "page" / name).read_bytes()


def kind_of(name: str) -> str:
    """Return the media type of one of the page's files."""
    return KINDS[name.rpartition(".")[2]]


def event(name: str, said: Mapping[str, Any], number: str | None = None) -> bytes:
    """Return one event of a live stream; *number* is what a page that comes back names."""
    lines = [f"event: {name}", f"data: {json.dumps(said, ensure_ascii=False)}"]
    if number is not None:
        lines.insert(0, f"id: {number}")
    return ("\n".join(lines) + "\n\n").encode()
