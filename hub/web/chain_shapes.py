"""The shapes of what the API takes and says about the chain."""

from typing import Annotated

from pydantic import Field, StringConstraints

from contracts.wire import base64url
from hub.core.ids import TransferId
from hub.core.settlement.moves import LARGEST_MOVE, MoveState
from hub.web.shapes import Body, Reply

MoveName = Annotated[str, StringConstraints(pattern="^[A-Za-z0-9_-]{21}[AQgw]$")]
"""16 bytes in base64url, made by whoever asks; its last letter stands for two bits."""


class MoveBody(Body):
    """Points to move to the member's own wallet."""

    id: MoveName
    points: Annotated[int, Field(ge=1, le=LARGEST_MOVE)]

    @property
    def name(self) -> TransferId:
        """Return the move's id; two spellings of one are refused by the decoder."""
        return TransferId(base64url.decode(self.id))


class MoveReply(Reply):
    """Points that left for the member's wallet, and how far they are."""

    id: str
    points: int
    back: int
    """How many of them have come back."""
    wallet: str
    """Raw address: where they went."""
    state: MoveState
    sentence: str
    """The same for a person, in his language."""
    epoch: int | None
    """Whose root states it; null until then."""
    asked_at: int


class MovesReply(Reply):
    """A member's newest moves, newest first."""

    items: list[MoveReply]
