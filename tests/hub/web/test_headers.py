"""What browsers are told, and which other pages may call the API."""

import pytest
from flask.testing import FlaskClient

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
THINGS = "/api/v1/odd/things"
FRIEND = "https://shop.example.kz"


@pytest.mark.parametrize("path", [THINGS, "/nowhere", "/api/v1/odd/bug", "/api/docs"])
def test_every_answer_is_guarded(odd_client: FlaskClient, path: str) -> None:
    """Answers, refusals, bugs and pages alike."""
    headers = odd_client.get(path).headers
    assert headers["Content-Security-Policy"].startswith("default-src 'none'")
    assert "unsafe" not in headers["Content-Security-Policy"]
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == "no-referrer"
    assert headers["Strict-Transport-Security"].startswith("max-age=")
    assert "X-Frame-Options" not in headers, "it knows no list, and Telegram shows us in a frame"


def test_what_is_said_to_one_person_is_kept_by_nobody(odd_client: FlaskClient) -> None:
    """Answers of the API are not for caches; the description is."""
    assert odd_client.get(THINGS).headers["Cache-Control"] == "no-store"
    assert "max-age" in odd_client.get("/api/openapi.json").headers["Cache-Control"]


def test_a_named_origin_may_call(odd_client: FlaskClient) -> None:
    """A browser asks first, and then reads the answer."""
    asked = odd_client.options(
        THINGS, headers={"Origin": FRIEND, "Access-Control-Request-Method": "POST"}
    )
    assert asked.status_code == 200
    assert asked.headers["Access-Control-Allow-Origin"] == FRIEND
    assert "Idempotency-Key" in asked.headers["Access-Control-Allow-Headers"]
    answer = odd_client.get(THINGS, headers={"Origin": FRIEND})
    assert answer.headers["Access-Control-Allow-Origin"] == FRIEND
    assert "Origin" in answer.headers["Vary"]
    assert "Access-Control-Allow-Credentials" not in answer.headers


@pytest.mark.parametrize(
    "origin", ["https://evil.example", FRIEND + ".evil.example", "http://shop.example.kz", "null"]
)
def test_another_origin_may_not(odd_client: FlaskClient, origin: str) -> None:
    """However alike its name is."""
    for method in ("GET", "OPTIONS"):
        answer = odd_client.open(THINGS, method=method, headers={"Origin": origin})
        assert "Access-Control-Allow-Origin" not in answer.headers
