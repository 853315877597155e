"""Whether the hub can do its work, and the numbers that show how it does."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Final

from contracts.wire.units import UnixTime
from hub.core.access.roles import PROGRAMME
from hub.core.ports.hub import Hub
from hub.usecases.exposure import offline_bound

WORKER: Final = "worker"
NUMBERS: Final = "numbers"
QUIET_S: Final = 300
"""Seconds without a heartbeat after which the worker is taken to be away."""


class Readiness(StrEnum):
    """What the hub can do at this moment."""

    READY = "ready"
    DEGRADED = "degraded"
    """It answers, but what the worker does is not done: settlement, expiry, webhooks."""
    UNAVAILABLE = "unavailable"


@dataclass(frozen=True, slots=True)
class Health:
    """How the parts are."""

    readiness: Readiness
    schema: bool
    """The database has the schema that this program needs."""
    worker_age: int | None
    """Seconds since the worker's last heartbeat; None when it never had one."""


def check_health(hub: Hub) -> Health:
    """Return how the parts are; raises DatabaseUnavailable when the database does not answer."""
    with hub.store.read() as work:
        if not work.is_current:
            return Health(Readiness.UNAVAILABLE, schema=False, worker_age=None)
        beat = work.jobs.beats().get(WORKER)
    age = None if beat is None else max(0, hub.clock.now() - beat)
    works = age is not None and age <= QUIET_S
    return Health(Readiness.READY if works else Readiness.DEGRADED, schema=True, worker_age=age)


def count_numbers(hub: Hub) -> dict[str, object]:
    """Add up what the metrics show, and keep it: a scrape must cost nothing."""
    numbers: dict[str, Any] = {}
    with hub.store.read() as work:
        totals: dict[str, int] = {}
        for row in work.books.trial():
            name = row.kind.name.lower()
            totals[name] = totals.get(name, 0) + row.balance
        numbers["ledger"] = totals
        numbers["offline_bound"] = offline_bound(work)
        numbers["reviews_waiting"] = work.reviews.waiting([PROGRAMME])
        numbers["webhooks_waiting"] = work.webhooks.waiting()
    with hub.store.begin() as work:
        work.jobs.beat(NUMBERS, hub.clock.now(), numbers)
    return {"accounts": len(totals)}


def last_numbers(hub: Hub) -> tuple[UnixTime | None, Mapping[str, Any], UnixTime | None]:
    """Return the numbers that were added up last, when, and when the worker last lived."""
    with hub.store.read() as work:
        beats = work.jobs.beats()
        return beats.get(NUMBERS), work.jobs.facts(NUMBERS), beats.get(WORKER)
