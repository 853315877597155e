"""Who brought whom in: two accounts in one hand are not two people.

Somebody is brought in by whoever added him, gave him a code to set his password with, or gave him
a role: each of these may hold the account himself. An operator stands above all partners; that he
brought somebody in ties that person to nobody else.
"""

from dataclasses import dataclass
from typing import Final

from hub.core.ids import StaffId
from hub.core.policy import DAY

ADDED: Final = "staff.add"
BRINGING: Final = (ADDED, "staff.invite", "staff.grant")
"""What the audit log calls it."""
NEW_FOR: Final = 30 * DAY
"""Seconds within which what somebody does alone counts as done by whoever added him, too."""
LONGEST_LINE: Final = 100
"""People: a staff in which so many brought each other in is looked at no further."""


@dataclass(frozen=True, slots=True)
class Line:
    """A person, and who brought him in, directly or by way of others."""

    person: StaffId
    above: frozenset[StaffId] = frozenset()
    operators: frozenset[StaffId] = frozenset()
    """Those of them who run the programme; who brought an operator in is not asked."""
    runs_all: bool = False
    """The person himself runs the programme."""


def are_two(asker: Line, approver: Line) -> bool:
    """Whether *approver* may be the second person for what *asker* wants."""
    if asker.person == approver.person:
        return False
    if asker.person in approver.above | approver.operators:
        return False
    if approver.runs_all:
        return True
    return approver.person not in asker.above and not asker.above & approver.above
