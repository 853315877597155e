"""Who looks at a page of the dashboard, and the parts of it that may fail by themselves."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeVar

from hub.core.access.actor import Actor
from hub.core.access.roles import Permission
from hub.core.ports.hub import Hub
from hub.errors import DatabaseUnavailable

_T = TypeVar("_T")


@dataclass(frozen=True, slots=True)
class Seen:
    """Who looks, in which language, at which words."""

    hub: Hub
    actor: Actor
    language: str
    words: dict[str, str]


def home_of(actor: Actor) -> dict[str, int]:
    """Return the place whose numbers somebody means who names none."""
    scopes = actor.scopes(Permission.REPORTS_READ)
    if not scopes or any(it.partner is None for it in scopes):
        return {}
    first = scopes[0]
    assert first.partner is not None, "a scope without a partner is the whole programme"
    whole = next((it for it in scopes if it.shop is None), None)
    if whole is not None and whole.partner is not None:
        return {"partner": whole.partner}
    assert first.shop is not None, "it would be a whole partner"
    return {"partner": first.partner, "shop": first.shop}


def part(make: Callable[[], _T]) -> _T | None:
    """Return a part of a page; None where the database is too busy for it: the rest is shown."""
    try:
        return make()
    except DatabaseUnavailable:
        return None
