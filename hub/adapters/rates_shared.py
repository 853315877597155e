"""Counts how often somebody asks in a store that several hubs share, such as Redis or Valkey."""

import time
from math import ceil

from limits import RateLimitItemPerSecond
from limits.errors import ConfigurationError
from limits.storage import MovingWindowSupport, Storage, storage_from_string
from limits.strategies import MovingWindowRateLimiter

from hub.core.ports.rates import Allowance
from hub.errors import WrongSettings


class SharedRates:
    """The Rates port over a storage of the `limits` library, by its URI."""

    def __init__(self, uri: str) -> None:
        try:
            storage = storage_from_string(uri)
        except ConfigurationError as error:
            raise WrongSettings(["HUB_RATE_STORE names no store that we know."]) from error
        if not isinstance(storage, Storage) or not isinstance(storage, MovingWindowSupport):
            raise WrongSettings(["HUB_RATE_STORE names a store that cannot count in a window."])
        self._window = MovingWindowRateLimiter(storage)

    def take(self, key: str, allowance: Allowance) -> int:
        """Count one under *key*; return 0, or the seconds to wait when there are too many."""
        item = RateLimitItemPerSecond(allowance.count, allowance.seconds)
        if self._window.hit(item, key):
            return 0
        stats = self._window.get_window_stats(item, key)
        return max(1, ceil(stats.reset_time - time.time()))
