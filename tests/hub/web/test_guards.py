"""No door opens to the wrong credentials: every endpoint, every kind of them."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from flask.testing import FlaskClient
from flask_openapi3.blueprint import APIBlueprint
from flask_openapi3.openapi import OpenAPI
from werkzeug.routing import Rule
from werkzeug.test import TestResponse

from contracts.wire import base64url
from contracts.wire.units import UnixTime
from hub.adapters.bell_memory import MemoryBell
from hub.adapters.database.store import DatabaseStore
from hub.adapters.tokens import JwtTokens
from hub.core.access.roles import PERMISSIONS, Role
from hub.core.access.sessions import MEMBER, STAFF
from hub.core.ids import PartnerId
from hub.core.ports.hub import Hub
from hub.core.ports.rates import Allowance
from hub.core.ports.signing import Claims
from hub.usecases.sessions import end_session, recognise_anyone
from hub.web.factory import create_web
from hub.web.guards import Guard, Who, guard_of
from hub.web.surroundings import Surroundings
from tests.hub.hubs import HOST, SetClock, hub_on
from tests.hub.web.people import sign_in_member, sign_in_staff
from tests.hub.web.signing import SigningTill, enrolled_till

FAMILY = b"f" * 16
Headers = dict[str, str]


class FreeRates:
    """The Rates port when nobody has asked for anything yet."""

    def take(self, key: str, allowance: Allowance) -> int:
        """Let everybody pass."""
        assert key
        assert allowance.count > 0
        return 0


@dataclass(frozen=True)
class Doors:
    """The whole app, and people who stand before its doors."""

    web: OpenAPI
    hub: Hub
    clock: SetClock
    till: SigningTill
    member: Headers
    operator: Headers
    auditor: Headers
    cashier: Headers

    @property
    def client(self) -> FlaskClient:
        """Return a client without any sign-in."""
        return self.web.test_client()


def bearer(token: str) -> Headers:
    """Return the header that shows *token*."""
    return {"Authorization": f"Bearer {token}"}


@pytest.fixture(scope="module")
def doors(shared_store: DatabaseStore) -> Iterator[Doors]:
    """Return the whole app on each of the databases."""
    clock = SetClock()
    hub = hub_on(shared_store, clock)
    bell = MemoryBell()
    yield Doors(
        web=create_web(hub, Surroundings(FreeRates(), bell)),
        hub=hub,
        clock=clock,
        till=enrolled_till(hub),
        member=sign_in_member(hub, 90_001).headers,
        operator=sign_in_staff(hub, Role.OPERATOR).headers,
        auditor=sign_in_staff(hub, Role.AUDITOR).headers,
        cashier=sign_in_staff(hub, Role.CASHIER, _partner(hub)).headers,
    )
    bell.close()


def _partner(hub: Hub) -> PartnerId:
    with hub.store.read() as work:
        key = work.till_keys.of(enrolled_till(hub, 9).id)
    assert key is not None
    return key.partner


def every_door(web: OpenAPI) -> Iterator[tuple[str, str, str, Guard]]:
    """Return endpoint, method, path and guard of everything that the app answers."""
    for rule in web.url_map.iter_rules():
        guard = guard_of(rule.endpoint, web.view_functions[rule.endpoint])
        assert guard is not None, f"{rule.endpoint} has no guard"
        for method in sorted((rule.methods or set()) - {"HEAD", "OPTIONS"}):
            yield rule.endpoint, method, _path(rule), guard


def _path(rule: Rule) -> str:
    built = rule.build(dict.fromkeys(rule.arguments, 1))
    assert built is not None
    return built[1]


def ended_session(hub: Hub) -> Headers:
    """Return the token of a member who has signed out."""
    caller = sign_in_member(hub, 90_002)
    token = caller.headers["Authorization"].removeprefix("Bearer ")
    end_session(hub, recognise_anyone(hub, token))
    return caller.headers


def strange_tokens(doors: Doors) -> dict[str, Headers]:
    """Return what strangers show: each a header that no door may open to."""
    now = doors.clock.now()
    claims = Claims(STAFF, 1, FAMILY, now, UnixTime(now + 900))
    foreign = JwtTokens([Ed25519PrivateKey.from_private_bytes(bytes(32))], f"https://{HOST}")
    head = base64url.encode(json.dumps({"alg": "none", "typ": "JWT"}).encode())
    body = base64url.encode(json.dumps({"aud": STAFF, "sub": "1", "exp": now + 900}).encode())
    old = Claims(MEMBER, 1, FAMILY, UnixTime(now - 901), UnixTime(now - 1))
    return {
        "nothing": {},
        "no bearer": {"Authorization": "Basic b3duZXI6b3duZXI="},
        "an empty token": {"Authorization": "Bearer "},
        "noise": bearer("a.b.c"),
        "letters that are none": bearer("\xe9\xff"),
        "alg none": bearer(f"{head}.{body}."),
        "a foreign key": bearer(foreign.sign(claims)),
        "an old token": bearer(doors.hub.tokens.sign(old)),
        "a session that never was": bearer(doors.hub.tokens.sign(claims)),
        "a session that ended": ended_session(doors.hub),
        "a broken signature": bearer(doors.hub.tokens.sign(claims)[:-4] + "AAAA"),
    }


def said(answer: TestResponse) -> dict[str, Any]:
    """Return what an answer says."""
    found = answer.get_json()
    assert isinstance(found, dict)
    return found


def expect_no(doors: Doors, door: tuple[str, str, str, Guard], headers: Headers) -> None:
    """Make sure that one door answers 401 or 403, as a problem with a code."""
    endpoint, method, path, _ = door
    answer = doors.client.open(path, method=method, headers=headers)
    assert answer.status_code in (401, 403), f"{method} {path} ({endpoint}): {answer.status_code}"
    assert answer.content_type == "application/problem+json", endpoint
    assert said(answer)["code"] in (
        "unauthenticated", "forbidden", "revoked", "clock_skew",
    ), said(answer)  # fmt: skip


def test_no_guarded_door_opens_to_a_stranger(doors: Doors) -> None:
    """Every endpoint, with every kind of token that is not one."""
    shut = [door for door in every_door(doors.web) if door[3].who is not Who.ANYBODY]
    assert len(shut) > 30
    for headers in strange_tokens(doors).values():
        for door in shut:
            expect_no(doors, door, headers)


def test_no_door_opens_to_people_of_another_kind(doors: Doors) -> None:
    """A member at the staff's doors and the tills', staff at the members', and so on."""
    wrong: dict[Who, list[Headers]] = {
        Who.MEMBER: [doors.operator, doors.auditor, doors.cashier],
        Who.STAFF: [doors.member],
        Who.PAGE: [doors.member, doors.operator],
        Who.TILL: [doors.member, doors.operator],
        Who.ANY_TILL: [doors.member, doors.operator],
        Who.SIGNED_IN: [],
        Who.ANYBODY: [],
    }
    for door in every_door(doors.web):
        _, method, path, guard = door
        for headers in wrong[guard.who]:
            expect_no(doors, door, headers)
        if guard.who in (Who.MEMBER, Who.STAFF, Who.SIGNED_IN):
            signed = doors.till.headers(method, path, b"", doors.clock.now())
            expect_no(doors, door, signed)


def test_roles_open_their_own_doors_only(doors: Doors) -> None:
    """An auditor changes nothing and a cashier sees little, wherever they knock."""
    knocked = 0
    for door in every_door(doors.web):
        permission = door[3].permission
        for role, headers in ((Role.AUDITOR, doors.auditor), (Role.CASHIER, doors.cashier)):
            if permission is not None and permission not in PERMISSIONS[role]:
                expect_no(doors, door, headers)
                knocked += 1
    assert knocked > 30


def test_a_till_is_let_in_by_its_signature(doors: Doors) -> None:
    """Over method, path, time and body as sent; so the next test fails for what it changes."""
    for endpoint, method, path, guard in every_door(doors.web):
        if guard.who in (Who.TILL, Who.ANY_TILL):
            signed = doors.till.headers(method, path, b"", doors.clock.now())
            answer = doors.client.open(path, method=method, headers=signed)
            assert answer.status_code not in (401, 403), f"{endpoint}: {answer.json}"


@pytest.mark.parametrize(
    "fault",
    [
        "body",
        "path",
        "method",
        "time",
        "signature",
        "till",
        "enrolment",
        "old",
        "early",
        "stranger",
    ],
)
def test_no_tills_door_opens_to_a_wrong_signature(doors: Doors, fault: str) -> None:
    """Each part that is signed, changed; and a clock that is off by more than five minutes."""
    now, till = doors.clock.now(), doors.till
    other = enrolled_till(doors.hub, 2)
    for door in every_door(doors.web):
        _, method, path, guard = door
        if guard.who not in (Who.TILL, Who.ANY_TILL):
            continue
        headers = {
            "body": till.headers(method, path, b"another", now),
            "path": till.headers(method, path + "/", b"", now),
            "method": till.headers("DELETE" if method != "DELETE" else "GET", path, b"", now),
            "time": till.headers(method, path, b"", now, time=UnixTime(now + 1)),
            "signature": till.headers(method, path, b"", now, signature=bytes(64)),
            "till": till.headers(method, path, b"", now, till=other.id),
            "enrolment": till.headers(method, path, b"", now, enrolment=other.enrolment),
            "old": till.headers(method, path, b"", UnixTime(now - 301)),
            "early": till.headers(method, path, b"", UnixTime(now + 301)),
            "stranger": till.headers(method, path, b"", now, till=2**24 - 1),
        }[fault]
        expect_no(doors, door, headers)


def test_a_clock_that_is_off_learns_the_time(doors: Doors) -> None:
    """The till itself does; whoever cannot sign learns nothing."""
    now = doors.clock.now()
    path = "/api/v1/tills/sync"
    late = doors.till.headers("POST", path, b"", UnixTime(now - 400))
    answer = doors.client.post(path, headers=late)
    assert (answer.status_code, said(answer)["code"]) == (401, "clock_skew")
    assert said(answer)["time"] == now
    forged = doors.till.headers("POST", path, b"", UnixTime(now - 400), signature=bytes(64))
    assert said(doors.client.post(path, headers=forged))["code"] == "unauthenticated"


def test_a_revoked_till_only_hands_in(doors: Doors) -> None:
    """Its other doors say that it was revoked; the one where it hands in what it holds stays."""
    till = enrolled_till(doors.hub, 3)
    with doors.hub.store.begin() as work:
        known = work.till_keys.of(till.id)
        assert known is not None
        work.connection.exec_driver_sql(  # type: ignore[attr-defined]  # the real store's
            f"UPDATE tills SET state = 'revoked' WHERE id = {till.id}"  # noqa: S608 - our own number
        )
    for _, method, path, guard in every_door(doors.web):
        signed = till.headers(method, path, b"", doors.clock.now())
        answer = doors.client.open(path, method=method, headers=signed)
        if guard.who is Who.TILL:
            assert (answer.status_code, said(answer)["code"]) == (403, "revoked"), path
        elif guard.who is Who.ANY_TILL:
            assert answer.status_code not in (401, 403), path


def test_a_door_that_nobody_thought_of_stays_shut(doors: Doors) -> None:
    """An endpoint without a guard is refused to everybody, to the operator as well."""
    forgotten = APIBlueprint("forgotten", __name__, url_prefix="/api/v1/forgotten")

    @forgotten.get("")
    def show_all() -> dict[str, object]:
        return {"secret": True}

    bell = MemoryBell()
    web = create_web(doors.hub, Surroundings(FreeRates(), bell), [forgotten])
    for headers in ({}, doors.operator):
        answer = web.test_client().get("/api/v1/forgotten", headers=headers)
        assert (answer.status_code, said(answer)["code"]) == (403, "forbidden")
    bell.close()


def test_what_is_not_there_is_not_found(doors: Doors) -> None:
    """To anybody; a guard is asked only where there is a door."""
    for headers in ({}, doors.operator):
        assert doors.client.get("/api/v1/nothing", headers=headers).status_code == 404
