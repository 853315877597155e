"""The worker does what is due, and one job's failure is not another's."""

import pytest

from hub.adapters.database.store import DatabaseStore
from hub.core.ports.hub import Hub
from hub.core.ports.ledger import NotEnoughPoints, TransferMismatch, UnknownTransfer
from hub.worker.loop import Job, Worker
from hub.working import BROKEN
from tests.hub.hubs import SetClock, hub_on


class Broken(Exception):
    """What a job of this test raises."""


def counting(done: list[str], name: str, every: int = 60) -> Job:
    """Return a job that writes its name down."""

    def work(_hub: Hub) -> dict[str, object]:
        done.append(name)
        return {"n": 1}

    return Job(name, every, work)


def worker_of(hub: Hub, *jobs: Job, holder: str = "a") -> Worker:
    """Return a worker that does not wait."""
    return Worker(hub, jobs, holder, lambda _seconds: True, (Broken,))


def test_a_job_is_done_when_it_is_due(store: DatabaseStore) -> None:
    """And not again before its time."""
    clock = SetClock()
    hub = hub_on(store, clock)
    done: list[str] = []
    worker = worker_of(hub, counting(done, "seal"))
    assert worker.turn() == 1
    assert worker.turn() == 0
    clock.time += 60
    assert worker.turn() == 1
    assert done == ["seal", "seal"]


def test_a_job_that_fails_stops_no_other(store: DatabaseStore) -> None:
    """It is noted, logged, and due again after its usual time."""
    clock = SetClock()
    hub = hub_on(store, clock)
    tried: list[int] = []

    def fails(_hub: Hub) -> dict[str, object]:
        tried.append(clock.time)
        raise Broken

    worker = worker_of(hub, Job("bad", 60, fails), Job("good", 60, lambda _hub: {"n": 1}))
    assert worker.turn() == 1
    assert worker.turn() == 0
    clock.time += 60
    assert worker.turn() == 1
    assert len(tried) == 2


@pytest.mark.parametrize("error", [NotEnoughPoints, TransferMismatch, UnknownTransfer])
def test_what_the_ledger_refuses_ends_no_worker(
    store: DatabaseStore, error: type[Exception]
) -> None:
    """One row that it will not take must not keep the blocks of all others from being sealed."""

    def fails(_hub: Hub) -> dict[str, object]:
        raise error

    jobs = (Job("bad", 60, fails), Job("seal", 60, lambda _hub: {"n": 1}))
    worker = Worker(hub_on(store, SetClock()), jobs, "a", lambda _seconds: True, BROKEN)
    assert worker.turn() == 1


def test_two_workers_share_the_jobs(store: DatabaseStore) -> None:
    """What one has done the other leaves."""
    hub = hub_on(store, SetClock())
    done: list[str] = []
    jobs = [counting(done, name) for name in ("one", "two")]
    first, second = worker_of(hub, *jobs), worker_of(hub, *jobs, holder="b")
    assert first.turn() + second.turn() == 2
    assert len(done) == 2
