"""Every no has a status and a sentence, and says nothing that it should not."""

import logging

import pytest
from flask.testing import FlaskClient

from contracts.wire.refusals import Refusal
from contracts.wire.units import UnixTime
from hub.adapters.bell_memory import MemoryBell
from hub.adapters.database.engine import open_engine
from hub.adapters.database.store import DatabaseStore
from hub.app import web_over
from hub.core.ports.hub import Hub
from hub.core.ports.signing import Claims
from hub.web.problems import STATUS_OF
from hub.web.sentences import LANGUAGES, SENTENCES, sentence
from tests.hub.hubs import NOW, hub_on
from tests.hub.web.people import sign_in_member

ON_SQLITE = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


@pytest.mark.parametrize("refusal", list(Refusal))
def test_every_refusal_has_a_status_and_three_sentences(refusal: Refusal) -> None:
    """Whatever the answer is, a person reads why in his own language."""
    assert 400 <= STATUS_OF[refusal] < 600
    said = {sentence(refusal, language) for language in LANGUAGES}
    assert len(said) == 3
    assert all(8 < len(text) < 120 and text.endswith((".", "!", "?")) for text in said)


def test_no_sentence_is_said_for_two_refusals() -> None:
    """A sentence tells a person which no it is, and is not left over from a copy."""
    for language in LANGUAGES:
        said = [sentences[language] for sentences in SENTENCES.values()]
        assert len(said) == len(set(said))


@ON_SQLITE
@pytest.mark.parametrize(
    ("asked", "answered"),
    [("kk", "kk"), ("ru-KZ,ru;q=0.9", "ru"), ("de,kk;q=0.5", "kk"), ("de", "en"), ("", "en")],
)
def test_strangers_are_answered_in_the_language_they_ask_for(
    odd_client: FlaskClient, asked: str, answered: str
) -> None:
    """Accept-Language decides; English where none of ours is asked for."""
    answer = odd_client.get("/nowhere", headers={"Accept-Language": asked})
    assert answer.headers["Content-Language"] == answered
    assert answer.get_json()["title"] == sentence(Refusal.NOT_FOUND, answered)


@ON_SQLITE
def test_a_member_is_answered_in_his_own_language(odd_client: FlaskClient, hub: Hub) -> None:
    """What he chose once goes before what his browser says."""
    member = sign_in_member(hub, language="kk")
    answer = odd_client.post(
        "/api/v1/odd/things",
        json={"n": 13, "name": "a"},
        headers={**member.headers, "Accept-Language": "en"},
    )
    assert (answer.status_code, answer.content_type) == (409, "application/problem+json")
    assert answer.get_json() == {
        "type": "urn:baursak:refusal:sold_out",
        "title": sentence(Refusal.SOLD_OUT, "kk"),
        "status": 409,
        "code": "sold_out",
    }


@ON_SQLITE
def test_a_bug_tells_nobody_but_the_log(
    odd_client: FlaskClient, caplog: pytest.LogCaptureFixture
) -> None:
    """The asker gets an incident's id, under which the log has the rest, without the path."""
    with caplog.at_level(logging.ERROR):
        answer = odd_client.get("/api/v1/odd/bug?startapp=SECRETCODE")
    assert (answer.status_code, answer.get_json()["code"]) == (500, "our_bug")
    assert "swordfish" not in answer.get_data(as_text=True)
    (record,) = caplog.records
    assert answer.get_json()["incident"] in record.getMessage()
    assert record.exc_info is not None
    assert "SECRETCODE" not in caplog.text


@ON_SQLITE
def test_what_the_framework_refuses_is_a_problem_too(odd_client: FlaskClient) -> None:
    """An unknown path, and a method that a path does not have, with those that it has."""
    assert odd_client.get("/api/v1/nowhere").get_json()["code"] == "not_found"
    answer = odd_client.delete("/api/v1/odd/things")
    assert (answer.status_code, answer.get_json()["code"]) == (405, "method_not_allowed")
    assert set(answer.headers["Allow"].split(", ")) == {"GET", "HEAD", "OPTIONS", "POST"}


def test_a_database_that_is_away_is_no_bug() -> None:
    """The asker is told to come again; nothing else of the hub shows."""
    bell = MemoryBell()
    hub = hub_on(DatabaseStore(open_engine("postgresql://hub@/none?host=/nowhere/at/all")))
    # Well signed; only the database knows whether its session lives.
    claims = Claims("member", 1, bytes(16), UnixTime(NOW), UnixTime(NOW + 900))
    token = {"Authorization": f"Bearer {hub.tokens.sign(claims)}"}
    answer = web_over(hub, bell=bell).test_client().get("/api/v1/me/export", headers=token)
    bell.close()
    assert (answer.status_code, answer.get_json()["code"]) == (503, "busy")
    assert int(answer.headers["Retry-After"]) > 0
