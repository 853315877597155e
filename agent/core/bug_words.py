"""A bug of ours as the log tells it: what kind and where, never what it held in its hands."""

from pathlib import PurePath
from typing import Final

_PLACES: Final = 6
"""From the bug upwards: who called whom."""


def bug_words(bug: BaseException) -> str:
    """Return kind and places of *bug*; its own text may be a code or a name, and stays away."""
    places, at = [], bug.__traceback__
    while at is not None:
        places.append(f"{PurePath(at.tb_frame.f_code.co_filename).name}:{at.tb_lineno}")
        at = at.tb_next
    found = ", ".join(reversed(places[-_PLACES:]))
    return f"{type(bug).__name__} in {found or 'no code of ours'}"
