"""What the web relies on of a counter of rates: our own in one process, and a shared one."""

import threading
from collections.abc import Iterator

import pytest

from hub.adapters.rates_memory import MemoryRates
from hub.adapters.rates_shared import SharedRates
from hub.core.ports.rates import Allowance, Rates
from hub.errors import WrongSettings

THREE = Allowance(3, 60)


@pytest.fixture(params=["memory", "shared"])
def rates(request: pytest.FixtureRequest) -> Iterator[Rates]:
    """Return each counter, empty; the shared one over the one store that needs no server."""
    if request.param == "memory":
        yield MemoryRates()
        return
    yield SharedRates("memory://")
    for thread in threading.enumerate():
        if isinstance(thread, threading.Timer):
            thread.cancel()
            thread.join()


def test_so_many_and_no_more(rates: Rates) -> None:
    """The allowance is given out whole; what comes above it hears how long to wait."""
    assert [rates.take("a", THREE) for _ in range(3)] == [0, 0, 0]
    assert 1 <= rates.take("a", THREE) <= 60


def test_each_key_has_its_own(rates: Rates) -> None:
    """One who asks too often takes nothing from another."""
    for _ in range(4):
        rates.take("a", THREE)
    assert rates.take("b", THREE) == 0


def test_all_at_once_is_counted_too(rates: Rates) -> None:
    """Threads that ask at the same time get no more than one that asks often."""
    given: list[int] = []
    start = threading.Barrier(8)

    def ask() -> None:
        start.wait()
        given.extend(rates.take("a", Allowance(20, 60)) for _ in range(10))

    threads = [threading.Thread(target=ask) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert given.count(0) == 20


def test_the_window_moves() -> None:
    """A place is free again when its time is over, not at the turn of a minute."""
    now = [100.0]
    rates = MemoryRates(lambda: now[0])
    for second in (0, 20, 40):
        now[0] = 100.0 + second
        assert rates.take("a", THREE) == 0
    assert rates.take("a", THREE) == 20
    now[0] = 159.5
    assert rates.take("a", THREE) == 1
    now[0] = 160.0
    assert rates.take("a", THREE) == 0
    assert rates.take("a", THREE) == 20


def test_a_flood_of_addresses_fills_no_memory() -> None:
    """Beyond its size the counter forgets those that asked longest ago, and never who asks now."""
    rates = MemoryRates(lambda: 1.0, most_keys=10, most_times=15)
    assert [rates.take("mine", Allowance(8, 60)) for _ in range(8)] == [0] * 8
    for n in range(100):
        assert rates.take(str(n), THREE) == 0
        assert rates.take("mine", Allowance(8, 60)) > 0
    assert rates.take("0", THREE) == 0


def test_who_came_once_is_not_kept_for_ever() -> None:
    """A day's members leave nothing behind but those of the last window."""
    now = [0.0]
    rates = MemoryRates(lambda: now[0])
    for n in range(1_000):
        now[0] = float(n)
        assert rates.take(str(n), THREE) == 0
    assert list(rates._asked) == [str(n) for n in range(940, 1_000)]
    now[0] = 1_000.0
    assert rates.take("999", THREE) == 0
    assert rates.take("999", THREE) == 0
    assert rates.take("999", THREE) > 0


def test_a_store_that_is_none_is_named() -> None:
    """A wrong setting is said at the start, not at the first request."""
    with pytest.raises(WrongSettings, match="HUB_RATE_STORE"):
        SharedRates("nonsense://")
