"""Counting what somebody tries, before he has tried it."""

from hub.core.access.attempts import Limit, network_of, require_within, subject_of
from hub.core.ports.hub import Hub, Work


def count_try(work: Work, hub: Hub, limit: Limit, *names: str) -> bytes:
    """Count a try of *names* and return what it is counted under; or refuse.

    It is counted before it is made, so that none slips past beside it.
    """
    subject = subject_of(limit, *names)
    require_within(limit, work.attempts.count(subject, hub.clock.now(), limit.window))
    return subject


def count_attempt(hub: Hub, limit: Limit, address: str) -> None:
    """Count a try from *address* in a transaction of its own, so that it stands whatever comes."""
    with hub.store.begin() as work:
        count_try(work, hub, limit, network_of(address))
