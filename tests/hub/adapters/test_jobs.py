"""The worker's jobs: each by one process at a time, and not sooner than it is due."""

from contracts.wire.units import UnixTime
from hub.adapters.database.store import DatabaseStore

NOW = UnixTime(1_790_000_000)


def at(seconds: int) -> UnixTime:
    """Return the time *seconds* later."""
    return UnixTime(NOW + seconds)


def test_a_job_has_one_holder(store: DatabaseStore) -> None:
    """A second process gets the job only when it is due and free."""
    with store.begin() as work:
        assert work.jobs.take("seal", "a", NOW, every=60, life=30)
        assert not work.jobs.take("seal", "b", at(10), every=60, life=30)
        assert work.jobs.take("seal", "b", at(31), every=60, life=30), "its holder died"
        work.jobs.done("seal", "a", at(32), {})
        assert not work.jobs.take("seal", "c", at(33), every=60, life=30), "a no longer held it"
        work.jobs.done("seal", "b", at(40), {"sealed": 3})
        assert not work.jobs.take("seal", "c", at(99), every=60, life=30), "not due"
        assert work.jobs.take("seal", "c", at(100), every=60, life=30)


def test_a_heartbeat_tells_when_the_last_one_was(store: DatabaseStore) -> None:
    """The first beat has none before it."""
    with store.begin() as work:
        assert work.jobs.beat("web", NOW, {}) is None
        assert work.jobs.beat("web", at(5), {"workers": 2}) == NOW
        assert work.jobs.beats() == {"web": at(5)}
