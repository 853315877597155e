"""The shapes that requests and answers are made of, and what every endpoint may answer."""

import json
from typing import Annotated, Any, Final, Self

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

LARGEST: Final = 2**63 - 1
"""The largest number that the database holds."""
LONGEST_TEXT: Final = 2000
"""Characters of any text in a request, where its field says nothing else."""

RowId = Annotated[int, Field(ge=1, le=LARGEST)]
"""The id of a row."""
Whole = Annotated[int, Field(ge=0, le=LARGEST)]
"""A whole number that is never below zero: an amount, a count, a time."""
Name = Annotated[str, StringConstraints(min_length=1, max_length=120)]
"""What a person calls something."""
Prose = Annotated[str, StringConstraints(max_length=LONGEST_TEXT)]
"""Some sentences by a person."""


class Body(BaseModel):
    """What a request brings as JSON: exactly the fields that are named, of exactly their types."""

    # No value is kept for the next request: codes never come twice, and a cache takes megabytes.
    model_config = ConfigDict(extra="forbid", str_max_length=LONGEST_TEXT, cache_strings="keys")

    @classmethod
    def model_validate(cls, obj: Any, **_how: Any) -> Self:
        """Return *obj*, as parsed from JSON, by the rules of JSON: `true` is no number."""
        return super().model_validate_json(json.dumps(obj), strict=True)


class Query(BaseModel):
    """What a request brings behind the question mark."""

    model_config = ConfigDict(extra="forbid", str_max_length=LONGEST_TEXT)


class Path(BaseModel):
    """What a request brings within its path."""

    model_config = ConfigDict(extra="forbid", str_max_length=LONGEST_TEXT)


class Reply(BaseModel):
    """What an answer holds."""

    model_config = ConfigDict(extra="forbid", from_attributes=True)


class FieldProblem(Reply):
    """One field of a request that is not as it must be."""

    field: str
    why: str


class MovableNow(Reply):
    """How many points may leave for the member's wallet."""

    now: int
    later: int | None = None
    """How many at once from *since* on: as many as were asked for, or the most there will be."""
    since: int | None = None
    """Unix time; none where waiting brings nothing."""


class ProblemReply(Reply):
    """A no (RFC 9457): the code for programs, the title for people, in their language."""

    type: str
    title: str
    status: int
    code: str
    detail: str | None = None
    """What the asker can do about it, in his language, where more is known than the title says."""
    fields: list[FieldProblem] | None = None
    retry_after: int | None = None
    """Seconds after which the same may be asked again."""
    time: int | None = None
    """The hub's Unix time, where the asker's clock is wrong."""
    sequence: int | None = None
    """The event from which on the hub holds another chain of this till."""
    incident: str | None = None
    """What to tell us when the fault is ours."""
    movable: MovableNow | None = None
    """What of a member's points may leave, where more was asked for."""
