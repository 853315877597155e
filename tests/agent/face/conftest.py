"""A face that is served, and a browser where there is one."""

import shutil
from collections.abc import Iterator

import pytest

from agent.face.server import FaceServer
from tests.agent.face.views import Counter
from tests.agent.face.window import Window, window

TOKEN = "a-token-made-for-this-test"


@pytest.fixture
def counter() -> Counter:
    """Return a counter that shows what a test tells it to."""
    return Counter()


@pytest.fixture
def server(counter: Counter) -> Iterator[FaceServer]:
    """Serve its face."""
    with FaceServer(counter.face(), token=TOKEN, beat_s=0.1) as served:
        yield served


@pytest.fixture(scope="session")
def chromium(*, full: bool, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Window | None]:
    """Run one browser for all tests: always in full, else where the machine has one."""
    program = shutil.which("chromium")
    assert program is not None or not full, "the proof in full needs chromium"
    if program is None:
        yield None
        return
    with window(program, tmp_path_factory.mktemp("chromium")) as page:
        yield page
