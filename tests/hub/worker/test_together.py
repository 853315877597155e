"""Workers in one process: none waits for another, and they end together."""

import threading

import pytest

from hub.adapters.database.store import DatabaseStore
from hub.core.ports.hub import Hub
from hub.worker.loop import Job, Worker, free_jobs_of_the_dead
from hub.worker.together import run_together
from tests.hub.hubs import hub_on

PATIENCE_S = 30.0


class Broken(Exception):
    """What no worker expects."""


def worker_of(hub: Hub, job: Job, stop: threading.Event, *, beats: bool = True) -> Worker:
    """Return a worker of one job."""
    return Worker(hub, (job,), job.name, stop.wait, (), beats=beats)


def test_what_one_waits_for_does_not_hold_up_the_other(store: DatabaseStore) -> None:
    """The chain is silent, and the ledger is sealed meanwhile; ending lets go of the chain."""
    hub, stop = hub_on(store), threading.Event()
    closed, waited = threading.Event(), threading.Event()

    def silent(_hub: Hub) -> dict[str, object]:
        waited.set()
        assert closed.wait(PATIENCE_S), "whoever ends it closes the chain"
        return {}

    def seal(_hub: Hub) -> dict[str, object]:
        assert waited.wait(PATIENCE_S), "the other has begun"
        stop.set()
        return {}

    ledger = worker_of(hub, Job("seal", 0, seal), stop)
    run_together(
        ledger, [worker_of(hub, Job("settle", 0, silent), stop, beats=False)], stop, closed.set
    )
    assert closed.is_set()


@pytest.mark.parametrize("which", ["ledger", "chain"])
def test_when_one_breaks_both_end_and_it_is_raised(store: DatabaseStore, which: str) -> None:
    """So that whoever watches the process starts it again."""
    hub, stop = hub_on(store), threading.Event()

    def breaks(_hub: Hub) -> dict[str, object]:
        raise Broken

    jobs = {name: Job(name, 0, lambda _hub: {}) for name in ("ledger", "chain")}
    jobs[which] = Job(which, 0, breaks)
    with pytest.raises(Broken):
        run_together(
            worker_of(hub, jobs["ledger"], stop),
            [worker_of(hub, jobs["chain"], stop, beats=False)],
            stop,
            lambda: None,
        )


def test_only_the_ledgers_worker_counts_as_the_hubs(store: DatabaseStore) -> None:
    """A chain's worker that lives must not hide that nobody seals."""
    hub, stop = hub_on(store), threading.Event()
    worker_of(hub, Job("settle", 0, lambda _hub: {}), stop, beats=False).turn()
    with hub.store.read() as work:
        assert "worker" not in work.jobs.beats()


def test_jobs_of_the_dead_are_free_at_once(store: DatabaseStore) -> None:
    """Those of the living are not; what was done stays done."""
    hub = hub_on(store)
    now = hub.clock.now()
    with hub.store.begin() as work:
        for name, holder in (("seal", "dead"), ("settle", "dead"), ("expire", "alive")):
            assert work.jobs.take(name, holder, now, every=0, life=900)
        work.jobs.done("settle", "dead", now, {})
    free_jobs_of_the_dead(hub, lambda holder: holder == "dead")
    with hub.store.begin() as work:
        assert work.jobs.holders(now) == {"alive"}
        assert work.jobs.take("seal", "new", now, every=60, life=900)
        assert not work.jobs.take("settle", "new", now, every=60, life=900)
        assert not work.jobs.take("expire", "new", now, every=0, life=900)
