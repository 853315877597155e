"""A process keeps what does not change, and nothing else."""

import json
from dataclasses import replace

import pytest

from hub.adapters.database.kept import POLICY_S, Kept
from hub.adapters.database.store import DatabaseStore
from hub.core.policy import Policy
from tests.hub.reward_world import ANYWHERE, RewardWorld


def test_a_policy_is_read_once_a_second_and_understood_anew_when_it_changes() -> None:
    """The same text is the same object; a new one holds a second later, or once it is forgotten."""
    stored, now = ["{}"], [100.0]
    kept = Kept(lambda: now[0])

    def read() -> str:
        return stored[-1]

    first = kept.policy(read)
    assert first == Policy()
    stored.append(json.dumps({"unconfirmed_member": 7}))
    now[0] += POLICY_S
    assert kept.policy(read) is first
    now[0] += 0.1
    assert kept.policy(read).unconfirmed_member == 7
    stored.append("{}")
    kept.forget_policy()
    assert kept.policy(read) == first


def test_a_policy_that_is_set_holds_at_once(store: DatabaseStore) -> None:
    """In the transaction that sets it and in the next."""
    with store.begin() as work:
        assert work.policy == Policy()
        work.set_policy(replace(work.policy, unconfirmed_member=7))
        assert work.policy.unconfirmed_member == 7
    with store.read() as work:
        assert work.policy.unconfirmed_member == 7


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
