"""A face that is served."""

from collections.abc import Iterator

import pytest

from agent.face.server import FaceServer
from tests.agent.face.views import Counter

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
