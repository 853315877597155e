"""What a process keeps of the database: what no transaction changes, or hardly ever."""

import json
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Final

from hub.core.ids import RewardVersion
from hub.core.policy import Policy, policy_from
from hub.core.rewards.catalogue import Frozen

POLICY_S: Final = 1.0
"""An operator changes the policy once in months; each claim and each redemption reads it."""
MOST_VERSIONS: Final = 2_000
"""Of rewards: far more than are offered at one time, a few megabytes."""


@dataclass(slots=True)
class Kept:
    """Versions of rewards, which are frozen, and the policy as it was last read."""

    now: Callable[[], float] = time.monotonic
    _versions: dict[RewardVersion, Frozen] = field(default_factory=dict)
    _policy: tuple[str, Policy] | None = None
    _read_at: float = 0.0

    def versions(self, asked: Iterable[RewardVersion]) -> dict[RewardVersion, Frozen]:
        """Return those of *asked* that are kept."""
        known = self._versions
        return {it: found for it in asked if (found := known.get(it)) is not None}

    def keep(self, found: dict[RewardVersion, Frozen]) -> None:
        """Keep what was read: committed versions only, for a number may be given again."""
        if len(self._versions) + len(found) > MOST_VERSIONS:
            self._versions = {}
        self._versions |= found

    def forget_policy(self) -> None:
        """Read it again next time."""
        self._policy = None

    def policy(self, read: Callable[[], str]) -> Policy:
        """Return the programme's policy, as it was at most POLICY_S ago; understood once."""
        known, now = self._policy, self.now()
        if known is None or now - self._read_at > POLICY_S:
            stored = read()
            if known is None or known[0] != stored:
                known = (stored, policy_from(json.loads(stored)))
            self._policy, self._read_at = known, now
        return known[1]
