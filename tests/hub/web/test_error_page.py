"""A no for people: in their language, with a way on; programs keep their problem+json."""

import logging
import re

import pytest
from flask.testing import FlaskClient

from contracts.wire.refusals import Refusal
from contracts.wire.units import UnixTime
from hub.adapters.bell_memory import MemoryBell
from hub.adapters.database.engine import open_engine
from hub.adapters.database.store import DatabaseStore
from hub.app import web_over
from hub.core.ports.signing import Claims
from hub.web.error_page import TEXTS
from hub.web.sentences import LANGUAGES, sentence
from hub.web.surroundings import WebSettings
from tests.hub.hubs import NOW, hub_on

ON_SQLITE = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
BROWSER = "text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,image/webp,*/*;q=0.8"


def texts_in(language: str) -> dict[str, str]:
    """Return the words of such pages in one language."""
    return {name: said[LANGUAGES.index(language)] for name, said in TEXTS.items()}


@ON_SQLITE
@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(
    ("path", "home"),
    [
        ("/nowhere", "/"), ("//evil.example/x", "/"), ("/api/v1/nowhere", "/"),
        ("/app/nowhere", "/app/"), ("/look/000000000000/none.js", "/"),
    ],
)  # fmt: skip
def test_an_address_of_nothing_has_a_page(
    client: FlaskClient, path: str, home: str, language: str
) -> None:
    """Whatever the address: what is the matter, and the way home; all that it loads is there."""
    answer = client.get(path, headers={"Accept": BROWSER, "Accept-Language": language})
    page = answer.get_data(as_text=True)
    assert (answer.status_code, answer.mimetype) == (404, "text/html")
    assert answer.headers["Content-Language"] == language
    assert f'<html lang="{language}">' in page
    assert texts_in(language)["not_found"] in page
    assert f'href="{home}">{texts_in(language)["home"]}' in page
    assert "evil" not in page
    policy = answer.headers["Content-Security-Policy"]
    assert "style-src 'self'" in policy
    assert "unsafe" not in policy
    assert ("https://web.telegram.org" in policy) is path.startswith("/app/")
    assert answer.headers["Cache-Control"] == "no-store"
    for loaded in re.findall(r'(?:src|href)="(/look/[^"]+)"', page):
        assert client.get(loaded).status_code == 200
    other = next(it for it in LANGUAGES if it != language)
    turned = client.get(f"{path}?lang={other}", headers={"Accept": BROWSER})
    assert texts_in(other)["not_found"] in turned.get_data(as_text=True)


@ON_SQLITE
@pytest.mark.parametrize(
    "accept", [None, "*/*", "application/json", "application/json, text/html", "image/webp,*/*"]
)
def test_programs_get_no_pages(client: FlaskClient, accept: str | None) -> None:
    """A till, a script of our own, a picture's place: all read problem+json."""
    headers = {} if accept is None else {"Accept": accept}
    for path in ("/nowhere", "/api/v1/nowhere"):
        answer = client.get(path, headers=headers)
        assert (answer.status_code, answer.mimetype) == (404, "application/problem+json")
        assert answer.get_json()["code"] == "not_found"
        assert "Accept" in answer.vary


@ON_SQLITE
def test_a_bug_has_a_number_and_a_way_on(
    odd_client: FlaskClient, caplog: pytest.LogCaptureFixture
) -> None:
    """The number is the log's; nothing else of the bug shows."""
    with caplog.at_level(logging.ERROR):
        answer = odd_client.get("/api/v1/odd/bug", headers={"Accept": BROWSER})
    page = answer.get_data(as_text=True)
    assert (answer.status_code, answer.mimetype) == (500, "text/html")
    (record,) = caplog.records
    incident = re.search(r"Incident (\w+) ", record.getMessage())
    assert incident is not None
    assert texts_in("ru")["incident"].format(id=incident[1]) in page
    assert "swordfish" not in page
    assert f'<a class="button" href="">{texts_in("ru")["again"]}' in page


@ON_SQLITE
def test_another_no_says_its_own_sentence(odd_client: FlaskClient) -> None:
    """With the status and headers that programs get; what was a form is not sent again."""
    answer = odd_client.get("/api/v1/odd/things", headers={"Accept": BROWSER})
    assert answer.status_code in (200, 401)
    wrong = odd_client.delete("/api/v1/odd/things?lang=kk", headers={"Accept": BROWSER})
    page = wrong.get_data(as_text=True)
    assert (wrong.status_code, wrong.mimetype) == (405, "text/html")
    assert "GET" in wrong.headers["Allow"]
    assert sentence(Refusal.METHOD_NOT_ALLOWED, "kk") in page
    assert 'href=""' not in page
    assert "languages" not in page


def test_a_database_that_is_away_is_said_in_words() -> None:
    """On a page of the dashboard in the language that was chosen there."""
    bell = MemoryBell()
    hub = hub_on(DatabaseStore(open_engine("postgresql://hub@/none?host=/nowhere/at/all")))
    client = web_over(hub, WebSettings(secure=False), bell=bell).test_client()
    # Well signed; only the database knows whether its session lives.
    claims = Claims("staff", 1, bytes(16), UnixTime(NOW), UnixTime(NOW + 900))
    client.set_cookie("baursak_staff", hub.tokens.sign(claims), path="/owner")
    for language in LANGUAGES:
        client.set_cookie("baursak_language", language, path="/owner")
        answer = client.get("/owner/", headers={"Accept": BROWSER, "Accept-Language": "de"})
        assert (answer.status_code, answer.mimetype) == (503, "text/html")
        assert int(answer.headers["Retry-After"]) > 0
        page, words = answer.get_data(as_text=True), texts_in(language)
        assert words["busy"] in page
        assert words["busy_text"] in page
        assert f'href="/owner/">{words["home"]}' in page
    bell.close()
