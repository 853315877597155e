"""Which rows lie within the scopes that somebody of the staff may see."""

from collections.abc import Iterable

from sqlalchemy import Column, ColumnElement, and_, false, or_, true

from hub.core.access.roles import Scope


def within(scopes: Iterable[Scope], partner: Column[int], shop: Column[int]) -> ColumnElement[bool]:
    """Return the condition that a row with these columns lies within one of *scopes*."""
    found: list[ColumnElement[bool]] = []
    for scope in scopes:
        if scope.partner is None:
            return true()
        mine = partner == scope.partner
        found.append(mine if scope.shop is None else and_(mine, shop == scope.shop))
    return or_(*found) if found else false()
