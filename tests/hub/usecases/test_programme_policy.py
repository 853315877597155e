"""The operator sets the numbers by which the programme goes."""

import json

import pytest
from sqlalchemy import text

from contracts.wire.refusals import Refusal, Refused
from hub.adapters.database.store import DatabaseStore
from hub.core.access.actor import CONSOLE, Actor
from hub.core.access.roles import PROGRAMME, Grant, Role
from hub.core.policy import Policy
from hub.usecases.programme_policy import change_policy
from tests.hub.hubs import hub_on


def test_what_is_changed_holds_from_now_on(store: DatabaseStore) -> None:
    """In later transactions, beside all that was not named; who did it is on record."""
    hub = hub_on(store)
    changed = change_policy(hub, CONSOLE, {"move_minimum": 7, "may_go_negative": True})
    assert changed == Policy(move_minimum=7, may_go_negative=True)
    elsewhere = DatabaseStore(store.engine)
    with elsewhere.begin() as work:
        assert work.policy == changed
        work.set_policy(Policy(move_minimum=8))
        assert work.policy.move_minimum == 8
    assert change_policy(hub_on(DatabaseStore(store.engine)), CONSOLE, {}).move_minimum == 8
    with store.engine.connect() as connection:
        query = text("SELECT facts FROM audit WHERE action = 'policy.edit'")
        rows = connection.execute(query).scalars().all()
    (facts,) = [json.loads(it) if isinstance(it, str) else it for it in rows]
    assert facts["before"] == {"move_minimum": 100, "may_go_negative": False}
    assert facts["after"] == {"move_minimum": 7, "may_go_negative": True}


def test_two_operators_change_it_one_after_the_other(store: DatabaseStore) -> None:
    """Each at a process of his own, which has kept what it read a moment ago: both changes hold."""
    one, two = hub_on(DatabaseStore(store.engine)), hub_on(DatabaseStore(store.engine))
    change_policy(two, CONSOLE, {})
    change_policy(one, CONSOLE, {"move_minimum": 7})
    assert change_policy(two, CONSOLE, {"lot_life": 10**6}).move_minimum == 7
    with DatabaseStore(store.engine).read() as work:
        assert work.policy == Policy(move_minimum=7, lot_life=10**6)


@pytest.mark.parametrize(
    ("name", "value", "refusal"),
    [
        ("nothing", 1, Refusal.NOT_FOUND),
        ("move_minimum", -1, Refusal.MALFORMED),
        ("move_minimum", True, Refusal.MALFORMED),
        ("move_minimum", 10**16, Refusal.MALFORMED),
        ("may_go_negative", 1, Refusal.MALFORMED),
    ],
)
def test_what_no_policy_says_is_refused(
    store: DatabaseStore, name: str, value: int, refusal: Refusal
) -> None:
    """All of it, so that nothing is half changed."""
    hub = hub_on(store)
    with pytest.raises(Refused) as caught:
        change_policy(hub, CONSOLE, {"lot_life": 5, name: value})
    assert caught.value.refusal is refusal
    with store.read() as work:
        assert work.policy == Policy()


def test_only_an_operator_sets_it(store: DatabaseStore) -> None:
    """Not whoever may only look."""
    support = Actor(staff=None, grants=(Grant(Role.AUDITOR, PROGRAMME),), address="::1")
    with pytest.raises(Refused) as caught:
        change_policy(hub_on(store), support, {"move_minimum": 7})
    assert caught.value.refusal is Refusal.FORBIDDEN
