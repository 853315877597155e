"""The second person: somebody else than whoever asked, and in nobody's hand whom he is in."""

from contracts.wire.refusals import Refusal, Refused
from contracts.wire.units import UnixTime
from hub.core.access.bringing import LONGEST_LINE, NEW_FOR, Line, are_two
from hub.core.access.roles import Role
from hub.core.ids import StaffId
from hub.core.ports.hub import Work


def require_second(work: Work, asker: StaffId, approver: StaffId) -> None:
    """Refuse an approver who is the asker, or whom he may have made, or who may have made him."""
    if asker == approver:
        raise Refused(Refusal.TWO_PEOPLE_NEEDED, "whoever asked cannot approve")
    if not are_two(line_of(work, asker), line_of(work, approver)):
        raise Refused(
            Refusal.TWO_PEOPLE_NEEDED,
            "one brought the other in, or the same person both: ask the operator",
        )


def line_of(work: Work, person: StaffId) -> Line:
    """Return who brought *person* in, directly or by way of others, as the audit log has it."""
    above, operators = set[StaffId](), set[StaffId]()
    asked = [person]
    while asked and len(above) < LONGEST_LINE:
        found = work.audit.brought_in(asked) - above - operators - {person}
        over = {it for it in found if _runs_all(work, it)}
        asked = sorted(found - over)
        operators |= over
        above.update(asked)
    return Line(person, frozenset(above), frozenset(operators), _runs_all(work, person))


def in_one_hand(work: Work, asker: StaffId, now: UnixTime) -> frozenset[StaffId]:
    """Return whose adjustments count as the asker's: newcomers act for whoever added them."""
    since = UnixTime(now - NEW_FOR)
    head = asker
    for _ in range(LONGEST_LINE):
        adder = work.audit.adder(head, since)
        if adder is None or _runs_all(work, adder):
            break
        head = adder
    hand, fresh = {head}, {head}
    while fresh and len(hand) < LONGEST_LINE:
        fresh = set(work.audit.added(fresh, since)) - hand
        hand |= fresh
    return frozenset(hand)


def _runs_all(work: Work, person: StaffId) -> bool:
    found = work.staff.get(person)
    return found is not None and any(it.role is Role.OPERATOR for it in found.grants)
