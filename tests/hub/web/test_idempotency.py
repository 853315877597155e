"""A write that is sent twice under one key is done once and answered twice."""

import threading
from concurrent.futures import ThreadPoolExecutor

import pytest
from flask.testing import FlaskClient
from flask_openapi3.openapi import OpenAPI
from sqlalchemy import select

from hub.adapters.database.store import DatabaseStore
from hub.adapters.database.tables.running import idempotency
from hub.core.ports.hub import Hub
from hub.usecases.repeating import KEPT_S, WORK_S, begin_request, forget_requests
from tests.hub.hubs import SetClock
from tests.hub.web.odd_views import OddViews
from tests.hub.web.people import Caller, sign_in_member

THINGS = "/api/v1/odd/things"


def _post(
    client: FlaskClient, caller: Caller, key: str, n: int = 1, path: str = THINGS
) -> tuple[int, dict[str, object]]:
    headers = {**caller.headers, "Idempotency-Key": key}
    answer = client.post(path, json={"n": n, "name": "a"}, headers=headers)
    return answer.status_code, answer.get_json()


def test_the_same_request_is_done_once(odd_client: FlaskClient, hub: Hub, odd: OddViews) -> None:
    """The second answer is the first one, and says that it is."""
    member = sign_in_member(hub)
    first = _post(odd_client, member, "k1", 5)
    assert first == (200, {"n": 5, "made": 1})
    assert _post(odd_client, member, "k1", 5) == first
    assert _post(odd_client, member, "k2", 5) == (200, {"n": 5, "made": 2})
    assert odd.made == [5, 5]


def test_another_request_under_the_same_key_is_refused(
    odd_client: FlaskClient, hub: Hub, odd: OddViews
) -> None:
    """Another body, and another endpoint."""
    member = sign_in_member(hub)
    _post(odd_client, member, "k", 5)
    for n, path in ((6, THINGS), (5, "/api/v1/odd/slow")):
        status, said = _post(odd_client, member, "k", n, path)
        assert (status, said["code"]) == (422, "idempotency_mismatch")
    assert odd.made == [5]


def test_keys_are_each_askers_own(odd_client: FlaskClient, hub: Hub, odd: OddViews) -> None:
    """Nobody gets the answer to somebody else's key."""
    _post(odd_client, sign_in_member(hub, 1), "k", 5)
    assert _post(odd_client, sign_in_member(hub, 2), "k", 6) == (200, {"n": 6, "made": 2})
    assert odd.made == [5, 6]


def test_a_refusal_is_judged_anew(odd_client: FlaskClient, hub: Hub, odd: OddViews) -> None:
    """It changed nothing, so the key is free again: for the same request, or another one."""
    member = sign_in_member(hub)
    assert [_post(odd_client, member, "k", 13)[0] for _ in range(2)] == [409, 409]
    assert _post(odd_client, member, "k", 0)[0] == 422
    assert _post(odd_client, member, "k", 5)[0] == 200
    assert odd.made == [5]


@pytest.mark.parametrize("key", [None, "", "a b", "x" * 101, "ключ"])
def test_what_is_no_key(odd_client: FlaskClient, hub: Hub, key: str | None) -> None:
    """Too long or not ASCII is refused; none at all is a request like any other."""
    headers = dict(sign_in_member(hub).headers)
    if key is not None:
        headers["Idempotency-Key"] = key.encode().decode("latin-1")
    answer = odd_client.post(THINGS, json={"n": 1, "name": "a"}, headers=headers)
    assert answer.status_code == (200 if key is None else 422)


def test_while_it_is_worked_on_a_second_one_waits(
    odd_web: OpenAPI, hub: Hub, odd: OddViews
) -> None:
    """The one that came later is told so at once, and gets the answer when there is one."""
    member = sign_in_member(hub)
    slow = "/api/v1/odd/slow"
    with ThreadPoolExecutor(1) as pool:
        first = pool.submit(_post, odd_web.test_client(), member, "k", 5, slow)
        assert odd.waits.wait(20)
        status, said = _post(odd_web.test_client(), member, "k", 5, slow)
        assert (status, said["code"], said["retry_after"]) == (409, "in_progress", 1)
        odd.held.set()
        assert first.result() == (200, {"n": 5, "made": 1})
    assert _post(odd_web.test_client(), member, "k", 5, slow) == (200, {"n": 5, "made": 1})
    assert odd.made == [5]


def test_many_at_once_are_one(odd_web: OpenAPI, hub: Hub, odd: OddViews) -> None:
    """However a phone's retries fall together, the thing is made once."""
    member = sign_in_member(hub)
    gate = threading.Barrier(6)

    def post() -> int:
        gate.wait()
        return _post(odd_web.test_client(), member, "k", 5)[0]

    with ThreadPoolExecutor(6) as pool:
        statuses = [job.result() for job in [pool.submit(post) for _ in range(6)]]
    assert set(statuses) <= {200, 409}
    assert 200 in statuses
    assert odd.made == [5]


def test_a_request_that_nobody_finished_may_begin_anew(
    odd_client: FlaskClient, hub: Hub, clock: SetClock, odd: OddViews
) -> None:
    """After a crash the key is taken for a minute, and free then."""
    member = sign_in_member(hub)
    headers = {**member.headers, "Idempotency-Key": "k"}
    odd.held.set()
    with ThreadPoolExecutor(1) as pool:
        pool.submit(_post, odd_client, member, "other", 5).result()
    digest = _digest_of(hub)
    crashed = begin_request(hub, f"member:{member.number}", "k", digest)
    assert crashed.reply is None
    assert _post(odd_client, member, "k", 5)[0] == 409
    clock.time += WORK_S
    assert odd_client.post(THINGS, json={"n": 5, "name": "a"}, headers=headers).status_code == 200
    assert _post(odd_client, member, "k", 5)[0] == 200
    assert len(odd.made) == 2


def _digest_of(hub: Hub) -> bytes:
    """Return the digest of the one request that is stored."""
    store = hub.store
    assert isinstance(store, DatabaseStore)
    with store.read() as work:
        return bytes(work.connection.execute(select(idempotency.c.digest)).scalar_one())


def test_answers_are_sealed_and_go_after_a_day(
    odd_client: FlaskClient, hub: Hub, clock: SetClock
) -> None:
    """Who reads a backup reads no token in it; and the table does not grow for ever."""
    store = hub.store
    assert isinstance(store, DatabaseStore)
    _post(odd_client, sign_in_member(hub), "k", 5)
    with store.read() as work:
        reply = bytes(work.connection.execute(select(idempotency.c.reply)).scalar_one())
    assert b"made" not in reply
    assert forget_requests(hub, 100) == 0
    clock.time += KEPT_S + 1
    assert forget_requests(hub, 100) == 1
