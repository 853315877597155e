"""Why somebody of the staff does something to a member: in his own words, and on record."""

from typing import Final

from contracts.wire.refusals import Refusal, Refused
from hub.core.access.actor import LONGEST_REASON, Actor

SHORTEST_REASON: Final = 5
"""Characters: "ok" is no reason."""


def require_reason(actor: Actor) -> str:
    """Return the actor's reason, or refuse where there is none that anybody could understand."""
    reason = " ".join(actor.reason.split())
    if not SHORTEST_REASON <= len(reason) <= LONGEST_REASON:
        raise Refused(
            Refusal.VALIDATION, f"reason: {SHORTEST_REASON} to {LONGEST_REASON} characters"
        )
    return reason
