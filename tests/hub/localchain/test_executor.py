"""The executor is the one that this Python has, or it is said what is missing."""

import pytest

from hub.errors import HubError
from hub.localchain.executor import executor_here, has_native
from hub.localchain.prices import config


def test_one_executor_serves_a_process() -> None:
    """The same prices give the same executor; others give another."""
    assert executor_here(config("new")) is executor_here(config("new"))
    assert executor_here(config("new")).prices != executor_here(config("old")).prices


def test_the_native_one_is_there_or_says_what_it_needs() -> None:
    """Asked for by name it is given, or refused with what to install."""
    if has_native():
        assert executor_here(config("new"), kind="native").prices == config("new")
        return
    with pytest.raises(HubError, match="not installed here") as refused:
        executor_here(config("new"), kind="native")
    assert "Python 3.12 or 3.13" in refused.value.hint
