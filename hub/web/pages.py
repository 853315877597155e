"""Long lists in pages: each page says where the next one begins."""

from collections.abc import Callable, Sequence
from typing import Annotated, Final, TypeVar

from pydantic import Field

from contracts.wire import base64url
from contracts.wire.refusals import Refusal, Refused
from hub.web.shapes import LARGEST, Query

LARGEST_PAGE: Final = 100
USUAL_PAGE: Final = 50
_SIZE: Final = 8

_CURSOR: Final = "^[A-Za-f][A-Za-z0-9_-]{9}[AEIMQUYcgkosw048]$"
"""Eight bytes in base64url, of a number below 2**63: exactly what pages give."""
Cursor = Annotated[str, Field(pattern=_CURSOR)]
"""Where a page begins: taken from `next` of the page before, and meaning nothing else."""
Row = TypeVar("Row")


class PageQuery(Query):
    """Which page of a list is asked for."""

    after: Cursor | None = None
    """`next` of the page before."""
    limit: Annotated[int, Field(ge=1, le=LARGEST_PAGE)] = USUAL_PAGE

    @property
    def start(self) -> int:
        """Return the id behind which the page begins; 0 for the first page."""
        return 0 if self.after is None else _opened(self.after)


def next_page(rows: Sequence[Row], limit: int, place: Callable[[Row], int]) -> str | None:
    """Return the cursor behind the last of *rows*, or None when the list ends with them."""
    if len(rows) < limit:
        return None
    return base64url.encode(place(rows[-1]).to_bytes(_SIZE, "big"))


def _opened(cursor: str) -> int:
    raw = base64url.decode(cursor)
    number = int.from_bytes(raw, "big")
    if len(raw) != _SIZE or number > LARGEST:
        raise Refused(Refusal.MALFORMED, "a cursor that no page gave")
    return number
