"""What a process keeps of the database: only what no transaction ever changes."""

import json
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Final

from hub.core.ids import RewardVersion
from hub.core.policy import Policy, policy_from
from hub.core.rewards.catalogue import Frozen

MOST_VERSIONS: Final = 2_000
"""Of rewards: far more than are offered at one time, a few megabytes."""


@dataclass(slots=True)
class Kept:
    """Versions of rewards, which are frozen, and the policy as it was last read."""

    _versions: dict[RewardVersion, Frozen] = field(default_factory=dict)
    _policy: tuple[str, Policy] | None = None

    def versions(self, asked: Iterable[RewardVersion]) -> dict[RewardVersion, Frozen]:
        """Return those of *asked* that are kept."""
        known = self._versions
        return {it: found for it in asked if (found := known.get(it)) is not None}

    def keep(self, found: dict[RewardVersion, Frozen]) -> None:
        """Keep what was read: committed versions only, for a number may be given again."""
        if len(self._versions) + len(found) > MOST_VERSIONS:
            self._versions = {}
        self._versions |= found

    def policy(self, stored: str) -> Policy:
        """Return the policy that *stored* says, understood once."""
        known = self._policy
        if known is None or known[0] != stored:
            known = self._policy = (stored, policy_from(json.loads(stored)))
        return known[1]
