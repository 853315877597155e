"""What our pages look like: the design system's files, named by their content and kept for ever."""

import hashlib
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Final

from flask import Blueprint, Response

from contracts.wire.refusals import Refusal, Refused
from hub.web.squeezing import Squeezed, show_squeezed, squeeze, squeezed_once

__all__ = ["LOOK_PATH", "Asset", "assets", "digest", "look", "look_url", "squeeze"]

_FOLDER: Final = Path(__file__).parent / "static" / "look"
_VENDORED: Final = Path(__file__).parent / "static" / "vendor" / "uplot"
"""What the look takes from others and serves beside its own."""
_TYPES: Final = {
    ".css": "text/css; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".png": "image/png",
    ".svg": "image/svg+xml; charset=utf-8",
}
_YEAR: Final = 365 * 24 * 3600
_DIGEST: Final = 12
"""Characters of the digest in an address: enough to tell one release from the next."""
LOOK_PATH: Final = "/look"

look = Blueprint("look", __name__, url_prefix=LOOK_PATH)


@dataclass(frozen=True, slots=True)
class Asset:
    """One file of the design system."""

    content: bytes
    media_type: str


@cache
def assets() -> dict[str, Asset]:
    """Return all files of the design system by name; they are read once."""
    return {
        path.name: Asset(path.read_bytes(), _TYPES[path.suffix])
        for path in sorted((*_FOLDER.iterdir(), *_VENDORED.iterdir()))
        if path.suffix in _TYPES
    }


@cache
def _squeezed(name: str) -> Squeezed:
    return squeezed_once(assets()[name].content)


@cache
def digest() -> str:
    """Return what tells these files from those of any other release."""
    said = hashlib.sha256()
    for name, asset in assets().items():
        said.update(f"{name} {len(asset.content)}\n".encode() + asset.content)
    return said.hexdigest()[:_DIGEST]


def look_url(name: str) -> str:
    """Return the address of one file, as pages name it."""
    assert name in assets(), f"static/look has no {name}"
    return f"{LOOK_PATH}/{digest()}/{name}"


@look.get("/<string:release>/<string:name>")
def show_asset(release: str, name: str) -> Response:
    """Return one file; a page of an older release gets the newest one, and keeps it not."""
    asset = assets().get(name)
    if asset is None:
        raise Refused(Refusal.NOT_FOUND, "a file of the design system")
    if asset.media_type == "image/png":
        answer = Response(asset.content, content_type=asset.media_type)  # squeezed by itself
    else:
        answer = show_squeezed(_squeezed(name), asset.media_type)
    kept = f"public, max-age={_YEAR}, immutable" if release == digest() else "no-cache"
    answer.headers["Cache-Control"] = kept
    return answer
