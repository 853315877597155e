"""A till at whose counter something happens."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.agent.core.counters import AtTheCounter, stocked_till
from tests.agent.core.vouchers import Till


@pytest.fixture
def till(tmp_path: Path) -> Iterator[Till]:
    """Return a till that has synced once and holds a lease; a product (1), a part-payment (2)."""
    with stocked_till(tmp_path) as made:
        yield made


@pytest.fixture
def desk(till: Till) -> AtTheCounter:
    """Return the counter of that till."""
    return AtTheCounter(till.redeeming)
