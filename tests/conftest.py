"""Settings for all tests."""

from collections.abc import Iterator

import pytest
from hypothesis import settings

from tests.chromium import Window, window

settings.register_profile("ci", derandomize=True, max_examples=100, deadline=None)
settings.load_profile("ci")


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add --full: the long proofs in full, their results into docs/evidence."""
    parser.addoption("--full", action="store_true", help="run the long proofs in full")


@pytest.fixture(scope="session")
def full(request: pytest.FixtureRequest) -> bool:
    """Tell whether long proofs run in full (--full) or as seeded samples."""
    return bool(request.config.getoption("--full"))


@pytest.fixture(scope="session")
def _browser(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Window]:
    """Run one browser for all tests that look at pages."""
    with window(tmp_path_factory.mktemp("chromium")) as page:
        yield page


@pytest.fixture
def chromium(_browser: Window) -> Iterator[Window]:
    """Return the browser's page; it is empty again afterwards, and asks nobody for the last one."""
    yield _browser
    _browser.open("about:blank")
    _browser.until("location.href === 'about:blank'")
    _browser.asked.clear()
    _browser.complaints.clear()


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Let a long proof in full take its time: only samples are ended when they hang."""
    if config.getoption("--full"):
        for item in items:
            item.add_marker(pytest.mark.timeout(0))
