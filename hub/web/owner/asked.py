"""What a list of the dashboard is asked for in its address: limited, or refused."""

from collections.abc import Collection
from datetime import date
from typing import Final
from urllib.parse import urlencode

from flask import request

from contracts.wire.refusals import Refusal, Refused
from contracts.wire.units import UnixTime
from hub.core.insights.periods import number_of, starts

LONGEST_TEXT: Final = 100
"""Characters of anything that is looked for."""
_LARGEST: Final = 2**53


def text(name: str, longest: int = LONGEST_TEXT) -> str:
    """Return a text without spaces around it."""
    said = " ".join(request.args.get(name, "", type=str).split())
    if len(said) > longest or not said.isprintable():
        raise Refused(Refusal.VALIDATION, f"{name}: too long")
    return said


def one_of(name: str, allowed: Collection[str]) -> str:
    """Return one of *allowed*, or "" when nothing was chosen."""
    said = request.args.get(name, "", type=str)
    if said and said not in allowed:
        raise Refused(Refusal.VALIDATION, f"{name}: none of those")
    return said


def number(name: str) -> int | None:
    """Return a whole number, None when there is none."""
    said = request.args.get(name, "", type=str)
    if not said:
        return None
    found = whole(said)
    if found is None:
        raise Refused(Refusal.VALIDATION, f"{name}: a number")
    return found


def whole(said: str) -> int | None:
    """Return digits as a number that any id fits into."""
    if not (said.isascii() and said.isdecimal() and len(said) <= 16):
        return None
    found = int(said)
    return found if found < _LARGEST else None


def place(name: str) -> tuple[int, int] | None:
    """Return the two numbers behind which a page begins."""
    said = request.args.get(name, "", type=str)
    if not said:
        return None
    first, _, second = said.partition(".")
    found = (whole(first), whole(second))
    if found[0] is None or found[1] is None:
        raise Refused(Refusal.VALIDATION, f"{name}: no page gave this")
    return found[0], found[1]


def days() -> tuple[UnixTime | None, UnixTime | None]:
    """Return when the chosen days begin and end; a side that was left open is None."""
    since, until = _day("since"), _day("until")
    return (
        None if since is None else starts(number_of(since)),
        None if until is None else starts(number_of(until) + 1),
    )


def address(**changes: object) -> str:
    """Return the query of this page with *changes* made, to link to it."""
    kept = {name: it for name, it in request.args.items() if name not in ("done", *changes)}
    said = {**kept, **{name: it for name, it in changes.items() if it not in (None, "")}}
    return urlencode(said)


def _day(name: str) -> date | None:
    said = request.args.get(name, "", type=str)
    if not said:
        return None
    try:
        return date.fromisoformat(said)
    except ValueError:
        raise Refused(Refusal.VALIDATION, f"{name}: a day") from None
