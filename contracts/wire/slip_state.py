"""A slip shown at a counter: the till asks how its claim stands, and nothing is claimed.

`POST /api/v1/tills/slip-state`. Only the partner's own tills hear more of a slip than *foreign*;
by whom it was claimed, none hears.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import ClassVar, Final

from contracts.wire.claim import CODE_LENGTH
from contracts.wire.event import ENVELOPE
from contracts.wire.messages import MESSAGE_VERSION
from contracts.wire.refusals import Refusal, Refused
from contracts.wire.rules import Choice, Maybe, Record, Rule, Text, Whole
from contracts.wire.units import UnixTime

SLIP_STATE_PATH: Final = "/api/v1/tills/slip-state"
LONGEST_SLIP_STATE: Final = 1024
"""Bytes of a request or a reply: one code, two times, and room to spare."""

_TIME: Final = Maybe(ENVELOPE["time"])


class SlipState(StrEnum):
    """How a slip's claim stands; the value crosses the wire and is never renamed."""

    CLAIMED = "claimed"
    NOT_YET = "not_yet"
    """Nobody has claimed it, and its time is not over."""
    IN_REVIEW = "in_review"
    OVER = "over"
    """Nobody has claimed it, and nobody can any more."""
    GIVEN_BACK = "given_back"
    """The sale was undone, or all of it came back."""
    REFUSED = "refused"
    """It gives no points: a person said no, or there is no such sale."""
    FOREIGN = "foreign"
    """Of another partner: what became of it is not this till's to know."""


@dataclass(frozen=True, slots=True)
class SlipStateRequest(Record):
    """A till asks how a slip's claim stands."""

    RULES: ClassVar[Mapping[str, Rule]] = {
        "v": Whole(MESSAGE_VERSION, MESSAGE_VERSION),
        "code": Text(CODE_LENGTH, f"[A-Za-z0-9_-]{{{CODE_LENGTH}}}"),
    }
    code: str
    """The bare claim code."""
    v: int = MESSAGE_VERSION


@dataclass(frozen=True, slots=True)
class SlipStateReply(Record):
    """How a slip's claim stands."""

    RULES: ClassVar[Mapping[str, Rule]] = {
        "v": Whole(MESSAGE_VERSION, MESSAGE_VERSION),
        "state": Choice(SlipState),
        "claimed_at": _TIME,
        "until": _TIME,
    }
    state: SlipState
    claimed_at: UnixTime | None = None
    """Of a slip that was claimed, whatever came of that."""
    until: UnixTime | None = None
    """Of one not yet claimed: the last second at which it can be."""
    v: int = MESSAGE_VERSION

    def _agree(self) -> None:
        """Refuse a claim without its time, and a slip to be claimed without its end."""
        claimed = self.state in {SlipState.CLAIMED, SlipState.IN_REVIEW}
        if (self.claimed_at is None and claimed) or (
            (self.until is None) == (self.state is SlipState.NOT_YET)
        ):
            raise Refused(Refusal.MISMATCH, f"the times of a slip that is {self.state}")
