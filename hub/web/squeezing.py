"""Answers squeezed for the line: with brotli or gzip, whichever the asker would rather unpack."""

import gzip
from dataclasses import dataclass
from typing import Final

import brotli  # type: ignore[import-untyped]  # it has no types
from flask import Response, request

WORTH_SQUEEZING: Final = 600
"""Bytes; below, the answer fits in one packet anyway."""
_ONCE: Final = 11
"""Brotli's best: for what is squeezed once and sent for ever."""
_EACH_TIME: Final = 5
"""Of brotli for what is made anew: smaller than gzip's 6, in less time."""
_ENCODINGS: Final = ("br", "gzip")
"""What we can do, the smaller first."""


@dataclass(frozen=True, slots=True)
class Squeezed:
    """One file in every form in which it goes over the line."""

    plain: bytes
    brotli: bytes
    gzip: bytes


def squeezed_once(plain: bytes) -> Squeezed:
    """Return a file squeezed as far as it goes; that takes its time."""
    return Squeezed(plain, brotli.compress(plain, quality=_ONCE), gzip.compress(plain, 9, mtime=0))


def show_squeezed(found: Squeezed, media_type: str) -> Response:
    """Return a file as the asker takes it."""
    answer = Response(found.plain, content_type=media_type)
    answer.vary.add("Accept-Encoding")
    encoding = encoding_asked()
    if encoding is not None:
        answer.set_data(found.brotli if encoding == "br" else found.gzip)
        answer.headers["Content-Encoding"] = encoding
    return answer


def squeeze(answer: Response) -> Response:
    """Return *answer* squeezed where that saves a slow line something."""
    answer.vary.add("Accept-Encoding")
    content, encoding = answer.get_data(), encoding_asked()
    if len(content) < WORTH_SQUEEZING or encoding is None or "Content-Encoding" in answer.headers:
        return answer
    if encoding == "br":
        answer.set_data(brotli.compress(content, quality=_EACH_TIME))
    else:
        answer.set_data(gzip.compress(content, 6, mtime=0))
    answer.headers["Content-Encoding"] = encoding
    return answer


def encoding_asked() -> str | None:
    """Return the encoding that the asker likes best of ours; None where it wants none."""
    accepted = request.accept_encodings
    best = max(_ENCODINGS, key=accepted.quality)
    least = accepted.quality("identity") if "identity" in accepted.values() else 0
    liked = accepted.quality(best)
    return best if liked > 0 and liked >= least else None
