"""A chain for every test of the room."""

import pytest

from hub.localchain.chain import LocalChain
from tests.ton_chain import local_chain


@pytest.fixture
def chain() -> LocalChain:
    """Return a new, empty chain in memory, at the prices in force."""
    return local_chain()
