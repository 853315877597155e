"""What the web knows of the chain: where the programme's contracts are, and no key."""

from contracts.wire.refusals import Refusal, Refused
from hub.core.settlement.deployment import Deployment
from hub.web.surroundings import surroundings


def require_chain() -> Deployment:
    """Return where the programme's contracts are, or refuse where it is on no chain."""
    found = surroundings().chain
    if found is None:
        raise Refused(Refusal.NO_CHAIN, "no deployment is set")
    return found
