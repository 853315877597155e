"""A process keeps what does not change, and nothing else."""

import json

import pytest

from hub.adapters.database.kept import Kept
from hub.adapters.database.store import DatabaseStore
from hub.core.policy import Policy
from tests.hub.reward_world import ANYWHERE, RewardWorld


def test_a_policy_is_understood_once_and_anew_when_it_changes() -> None:
    """The same text is the same object."""
    kept = Kept()
    first = kept.policy("{}")
    assert first == Policy()
    assert kept.policy("{}") is first
    changed = kept.policy(json.dumps({"unconfirmed_member": 7}))
    assert changed.unconfirmed_member == 7
    assert kept.policy("{}") == first


def test_a_version_is_read_once(store: DatabaseStore) -> None:
    """Whoever asks again is given the one that is kept."""
    world = RewardWorld(store)
    version = world.offered(ANYWHERE).now.version
    with store.read() as work:
        first = work.rewards.version(version)
    with store.read() as work:
        assert work.rewards.version(version) is first


def test_a_version_that_was_rolled_back_is_not_kept(store: DatabaseStore) -> None:
    """Its number is given again, to another."""
    world = RewardWorld(store)
    reward = world.offered(ANYWHERE)
    with store.read() as work:
        good = work.rewards.version(reward.now.version)
    assert good is not None

    class Regretted(Exception):
        """Why the transaction ends."""

    def freeze_and_regret() -> None:
        with store.begin() as work:
            number = work.numbers.version()
            lost = type(good)(number, good.reward, good.partner, good.draft, good.created_at)
            work.rewards.freeze(lost)
            assert work.rewards.version(number) == lost
            raise Regretted

    with pytest.raises(Regretted):
        freeze_and_regret()
    with store.begin() as work:
        assert work.rewards.version(work.numbers.version()) is None
