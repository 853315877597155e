"""Every endpoint of the API has a guard, a limit and a description."""

from typing import Any

import pytest
from flask.testing import FlaskClient
from flask_openapi3.openapi import OpenAPI
from werkzeug.routing import Rule

from hub.adapters.bell_memory import MemoryBell
from hub.core.access.roles import Role
from hub.core.ports.hub import Hub
from hub.core.ports.rates import Allowance
from hub.web.factory import create_web
from hub.web.gate import largest_body
from hub.web.guards import OPEN_DOORS, Who, guard_of
from hub.web.idempotency import WRITES
from hub.web.page_session import SHOWN
from hub.web.principal import Principal
from hub.web.rates import FROM_AN_ADDRESS, allowance_of
from hub.web.surroundings import Surroundings
from tests.hub.web.people import sign_in_member, sign_in_staff
from tests.hub.web.sockets import OPENING

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
LARGEST_OF_ALL = 16 * 1024 * 1024


def _operations(web: OpenAPI) -> list[tuple[str, str, dict[str, Any]]]:
    paths = web.api_doc["paths"]
    return [(path, how, it) for path, item in paths.items() for how, it in item.items()]


def test_every_endpoint_has_a_guard(web: OpenAPI) -> None:
    """Each says whom it is for; those for strangers are named, and none is named that is gone."""
    for endpoint, view in web.view_functions.items():
        assert guard_of(endpoint, view) is not None, f"{endpoint} has no guard"
    assert set(OPEN_DOORS) <= set(web.view_functions)


def test_every_endpoint_has_a_limit(web: OpenAPI) -> None:
    """For whoever asks: a stranger, a member, a till; and none is above that of an address."""
    askers = (None, Principal("member", 1), Principal("staff", 1), Principal("till", 1))
    for view in web.view_functions.values():
        for method in ("GET", "POST"):
            for who in askers:
                allowance = allowance_of(view, method, who)
                assert 1 <= allowance.count <= FROM_AN_ADDRESS.count
                assert allowance.seconds >= 60


class FullRates:
    """The Rates port when this asker has used up what he may."""

    def __init__(self) -> None:
        self.prefix = "address/"

    def take(self, key: str, allowance: Allowance) -> int:
        """Refuse the keys that begin with our prefix."""
        assert allowance.count > 0
        return 7 if key.startswith(self.prefix) else 0


def test_every_limit_is_really_drawn(hub: Hub, bell: MemoryBell) -> None:
    """An address that has asked too often is refused by every endpoint, and so is an asker."""
    askers: list[dict[str, str]] = [{}, sign_in_member(hub).headers]
    operator = sign_in_staff(hub, Role.OPERATOR).headers
    token = operator["Authorization"].removeprefix("Bearer ")
    askers += [operator, {"Cookie": f"{SHOWN}={token}"}]  # the API takes the one, pages the other
    rates = FullRates()
    client = create_web(hub, Surroundings(rates, bell)).test_client(use_cookies=False)
    for rule in client.application.url_map.iter_rules():
        endpoint, (path, method) = rule.endpoint, _request_for(rule)
        opening = OPENING if rule.websocket else {}
        rates.prefix = "address/"
        answer = client.open(path, method=method, headers=opening)
        assert (answer.status_code, answer.headers["Retry-After"]) == (429, "7"), endpoint
        rates.prefix = endpoint + "/"
        statuses = [
            client.open(path, method=method, headers={**opening, **it}).status_code for it in askers
        ]
        guard = guard_of(endpoint, client.application.view_functions[endpoint])
        assert guard is not None
        if guard.who not in (Who.TILL, Who.ANY_TILL):  # a till signs each of its requests
            assert 429 in statuses, f"{endpoint}: {statuses}"


def _request_for(rule: Rule) -> tuple[str, str]:
    """Return a path and a method that *rule* answers."""
    built = rule.build(dict.fromkeys(rule.arguments, 1))
    assert built is not None
    return built[1], min((rule.methods or set()) - {"HEAD", "OPTIONS"})


def test_every_body_has_a_limit(web: OpenAPI) -> None:
    """No endpoint takes a body without end."""
    for view in web.view_functions.values():
        assert 1 <= largest_body(view) <= LARGEST_OF_ALL


def test_every_endpoint_is_described(web: OpenAPI) -> None:
    """With a sentence, an answer, the problems, and for writes the key; ids are unique."""
    operations = _operations(web)
    names = [it["operationId"] for _, _, it in operations]
    assert len(names) == len(set(names))
    for path, how, operation in operations:
        assert path.startswith("/api/v1/"), path
        assert operation.get("summary"), f"{how} {path} has no docstring"
        assert any(code.startswith("2") for code in operation["responses"]), f"{how} {path}"
        assert {"4XX", "5XX"} <= operation["responses"].keys()
        names = [it["name"] for it in operation.get("parameters", [])]
        assert ("Idempotency-Key" in names) == (how.upper() in WRITES)


def test_the_description_says_who_may(web: OpenAPI) -> None:
    """An endpoint that is guarded names how one shows who he is; an open door names nothing."""
    rules = {(str(rule.rule), method): rule.endpoint
             for rule in web.url_map.iter_rules() for method in rule.methods or ()}  # fmt: skip
    for (rule, method), endpoint in rules.items():
        path = rule.replace("<int:", "{").replace("<", "{").replace(">", "}")
        operation = web.api_doc["paths"].get(path, {}).get(method.lower())
        guard = guard_of(endpoint, web.view_functions[endpoint])
        if operation is None or guard is None:
            continue
        shown = {name for need in operation.get("security", []) for name in need}
        if guard.who is Who.ANYBODY:
            assert shown == set(), path
        elif guard.who in (Who.TILL, Who.ANY_TILL):
            assert shown == {"till"}, path
        else:
            assert shown == {"session"}, path


def test_strangers_get_past_no_guard(web: OpenAPI, client: FlaskClient) -> None:
    """Without a sign-in every guarded endpoint answers 401, and nothing else."""
    for path, how, operation in _operations(web):
        if operation.get("security"):
            address = path.replace("{", "").replace("}", "")
            for name in ("partner", "shop", "till", "member", "staff"):
                address = address.replace(f"/{name}s/{name}", f"/{name}s/1")
            answer = client.open(address, method=how.upper())
            assert answer.status_code in (401, 404, 415), f"{how} {path}: {answer.status_code}"
