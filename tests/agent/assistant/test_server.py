"""The assistant over HTTP: this computer only, one token a start, no other page acts."""

import http.client
import json
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from agent.assistant.program import AssistantProgram
from agent.assistant.requests import MOST_BODY, MOST_VALUES, SITE

Answer = tuple[int, dict[str, str], bytes]
GOOD = {"act": "next", "step": "shop", "values": {}}


class Caller:
    """A program that speaks with the page's server as a browser does, or not quite."""

    def __init__(self, program: AssistantProgram) -> None:
        self.place = program.address().partition("//")[2].partition("/")[0]
        self.token = program.address().partition("t=")[2]
        self.cookie = f"baursak_assistant_{self.place.partition(':')[2]}={self.token}"

    def ask(self, path: str, body: bytes | None = None, **headers: str | None) -> Answer:
        """Ask; None leaves a header out."""
        said: dict[str, str | None] = {"Host": self.place, "Cookie": self.cookie}
        if body is not None:
            said |= {"Origin": f"http://{self.place}", "Content-Type": "application/json"}
            said |= {"Content-Length": str(len(body))}
        said |= {name.replace("_", "-"): value for name, value in headers.items()}
        with closing(http.client.HTTPConnection(self.place, timeout=10)) as line:
            method = "GET" if body is None else "POST"
            line.putrequest(method, path, skip_host=True, skip_accept_encoding=True)
            for name, value in said.items():
                if value is not None:
                    line.putheader(name, value)
            line.endheaders(body)
            answer = line.getresponse()
            return answer.status, {k.lower(): v for k, v in answer.getheaders()}, answer.read()

    def act(self, said: object, **headers: str | None) -> int:
        """Act, and return the status."""
        return self.ask("/act", json.dumps(said).encode(), **headers)[0]

    def step(self) -> str:
        """Return the step that is shown."""
        with closing(http.client.HTTPConnection(self.place, timeout=10)) as line:
            line.request("GET", "/events?lang=ru", headers={"Cookie": self.cookie})
            answer = line.getresponse()
            while not (told := answer.readline()).startswith(b'data: {"number"'):
                assert told, "the stream ended"
            return str(json.loads(told.partition(b" ")[2])["step"])


@pytest.fixture
def caller(tmp_path: Path) -> Iterator[Caller]:
    """Serve an assistant for a till without any settings."""
    with AssistantProgram(tmp_path / "till") as program:
        yield Caller(program)


def test_the_first_address_becomes_a_cookie(caller: Caller) -> None:
    """HttpOnly, SameSite=Strict, and the token stays in no address."""
    status, headers, _ = caller.ask(f"/?t={caller.token}&lang=kk", Cookie=None)
    assert (status, headers["location"]) == (303, "/?lang=kk")
    assert {"HttpOnly", "SameSite=Strict"} <= set(headers["set-cookie"].split("; "))
    assert headers["set-cookie"].startswith(caller.cookie)


def test_nothing_is_shown_without_this_starts_token(caller: Caller) -> None:
    """Neither page, file, view nor picture."""
    for path in ("/", "/assistant.js", "/events", "/camera.png", "/nothing"):
        for cookie in (None, caller.cookie[:-1], caller.cookie.replace("assistant", "face")):
            assert caller.ask(path, Cookie=cookie)[0] == 403, path
    assert caller.ask("/?t=wrong")[0] == 403


def test_a_page_elsewhere_whose_name_leads_here_gets_nothing(caller: Caller) -> None:
    """Not even with the cookie: the host's name is wrong (DNS rebinding)."""
    for host in (None, "localhost", "evil.example", "127.0.0.1"):
        assert caller.ask("/", Host=host)[0] == 421
        assert caller.ask("/camera.png", Host=host)[0] == 421
        assert caller.act(GOOD, Host=host) == 421
    assert caller.step() == "shop"


def test_no_other_page_acts(caller: Caller) -> None:
    """The cookie alone is not enough: ports share it."""
    for origin in (None, "null", "http://127.0.0.1:1", "https://evil.example"):
        assert caller.act(GOOD, Origin=origin) == 403
    assert caller.step() == "shop"
    assert caller.act(GOOD) == 204
    assert caller.step() == "printer"


def test_odd_acts_are_none(caller: Caller) -> None:
    """Of another shape, too many or too large values, no length."""
    odd: list[object] = [
        [], {}, {"act": "next"}, {**GOOD, "more": 1}, {**GOOD, "act": 1},
        {**GOOD, "step": "s" * 99},
        {**GOOD, "values": []}, {**GOOD, "values": {"a": 1}},
        {**GOOD, "values": {str(it): "" for it in range(MOST_VALUES + 1)}},
    ]  # fmt: skip
    for said in odd:
        assert caller.act(said) == 400, said
    assert caller.ask("/act", b"x" * (MOST_BODY + 1))[0] == 413
    assert caller.ask("/act", b"{}", Content_Length=None)[0] == 411
    assert caller.ask("/act", b"{}", Content_Type="text/plain")[0] == 415
    assert caller.step() == "shop"


def test_every_answer_forbids_what_is_not_its_own(caller: Caller) -> None:
    """Every file that the page names is there; nothing is inline, nothing from outside."""
    page = caller.ask("/")
    assert page[0] == 200
    assert page[1]["content-security-policy"].startswith("default-src 'none'")
    assert b"<script>" not in page[2]
    assert b"style=" not in page[2]
    for name in SITE.files:
        status, headers, body = caller.ask(f"/{name}")
        assert (status, body) == (200, SITE.file(name))
        assert headers["cache-control"] == "no-store"
        assert b"innerHTML" not in body
    assert caller.ask("/camera.png")[0] == 204
    assert caller.ask("/other.png")[0] == 404
    assert caller.ask("/../program.py")[0] == 404
