"""What every request passes: who asks comes first, then what the body is, then what it says."""

import json

import pytest
from flask.testing import FlaskClient

from hub.core.ports.hub import Hub
from hub.web.gate import LARGEST_BODY, LONGEST_QUERY
from tests.hub.web.odd_views import OddViews
from tests.hub.web.people import sign_in_member

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
THINGS = "/api/v1/odd/things"
JSON = "application/json"


@pytest.mark.parametrize(
    ("body", "kind", "status", "code"),
    [
        (b"n=1", "application/x-www-form-urlencoded", 415, "unsupported_media_type"),
        (b'{"n":1,"name":"a"}', "text/plain", 415, "unsupported_media_type"),
        (b'{"n":1,"name":"a"}', "", 415, "unsupported_media_type"),
        (b"", JSON, 422, "malformed"),
        (b"{", JSON, 422, "malformed"),
        (b'{"n":1,"n":2,"name":"a"}', JSON, 422, "malformed"),
        (b'{"n":NaN,"name":"a"}', JSON, 422, "malformed"),
        (b'{"n":9223372036854775808,"name":"a"}', JSON, 422, "malformed"),
        (b'{"n":' + b"9" * 5000 + b',"name":"a"}', JSON, 422, "malformed"),
        (b'{"n":1,"name":"\\u0000"}', JSON, 422, "malformed"),
        (b'{"n":1,"name":"\\ud800"}', JSON, 422, "malformed"),
        (b'{"n":1,"name":"\xff"}', JSON, 422, "malformed"),
        (b"[" * 30_000 + b"]" * 30_000, JSON, 422, "malformed"),
        (b'"{\\"n\\":1,\\"name\\":\\"a\\"}"', JSON, 422, "validation"),
        (b"[]", JSON, 422, "validation"),
        (b"null", JSON, 422, "validation"),
        (b'{"n":true,"name":"a"}', JSON, 422, "validation"),
        (b'{"n":"1","name":"a"}', JSON, 422, "validation"),
        (b'{"n":0,"name":"a"}', JSON, 422, "validation"),
        (b'{"n":1,"name":"a","more":1}', JSON, 422, "validation"),
        (b'{"n":1}', JSON, 422, "validation"),
    ],
)
def test_a_body_that_is_not_as_promised(
    odd_client: FlaskClient, hub: Hub, body: bytes, kind: str, status: int, code: str
) -> None:
    """It is refused with its own code, and nothing was done."""
    member = sign_in_member(hub)
    answer = odd_client.post(THINGS, data=body, content_type=kind, headers=member.headers)
    assert (answer.status_code, answer.get_json()["code"]) == (status, code)


def test_a_wrong_field_is_named_and_its_value_is_not_repeated(
    odd_client: FlaskClient, hub: Hub
) -> None:
    """A program can mark the field; a log of answers holds no secret."""
    member = sign_in_member(hub)
    wrong = {"n": 1, "name": "x" * 121, "note": "swordfish" * 300}
    answer = odd_client.post(THINGS, json=wrong, headers=member.headers)
    assert [it["field"] for it in answer.get_json()["fields"]] == ["name", "note"]
    assert "swordfish" not in answer.get_data(as_text=True)


def test_a_stranger_learns_nothing_about_bodies(odd_client: FlaskClient) -> None:
    """Who asks is settled before what he sends is looked at."""
    answer = odd_client.post(THINGS, data=b"{", content_type="text/plain")
    assert (answer.status_code, answer.get_json()["code"]) == (401, "unauthenticated")
    assert answer.headers["WWW-Authenticate"] == "Bearer"


def test_a_view_without_a_guard_answers_nobody(odd_client: FlaskClient, hub: Hub) -> None:
    """Forgetting a guard shuts the door."""
    for headers in ({}, sign_in_member(hub).headers):
        assert odd_client.get("/api/v1/odd/unguarded", headers=headers).status_code == 403


def test_each_endpoint_has_its_own_largest_body(odd_client: FlaskClient, hub: Hub) -> None:
    """Above the usual limit it is refused, unless the endpoint takes more."""
    body = json.dumps({"n": 1, "name": "a"}) + " " * LARGEST_BODY
    member = sign_in_member(hub)
    answer = odd_client.post(THINGS, data=body, content_type=JSON, headers=member.headers)
    assert (answer.status_code, answer.get_json()["code"]) == (413, "too_large")
    assert odd_client.post("/api/v1/odd/large", data=body, content_type=JSON).status_code == 200


@pytest.mark.parametrize(
    "path",
    [THINGS + "?after=%00", THINGS + "?after=" + "a" * LONGEST_QUERY, "/api/v1/%00"],
)
def test_a_path_that_no_database_takes(odd_client: FlaskClient, path: str) -> None:
    """A NUL, or a query without end, is refused at the door."""
    assert odd_client.get(path).get_json()["code"] == "malformed"


def test_an_id_beyond_64_bits_is_nothing_that_exists(odd_client: FlaskClient) -> None:
    """It is not handed to the database."""
    assert odd_client.get(f"{THINGS}/{2**63 - 1}").status_code == 200
    assert odd_client.get(f"{THINGS}/{2**63}").status_code == 404


def test_pages_follow_each_other_to_the_end(odd_client: FlaskClient, odd: OddViews) -> None:
    """`next` leads through the whole list, and nothing else is a cursor."""
    seen: list[int] = []
    after = ""
    for _ in range(4):
        page = odd_client.get(f"{THINGS}?limit=2{after}").get_json()
        seen += page["things"]
        if page["next"] is None:
            break
        after = f"&after={page['next']}"
    assert seen == [1, 2, 3, 4, 5, 6, 7]
    for wrong in ("after=7", "after=__________8", "limit=0", "limit=101", "page=1"):
        assert odd_client.get(f"{THINGS}?{wrong}").status_code == 422
    assert odd.made == []
