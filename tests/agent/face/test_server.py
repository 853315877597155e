"""The face's server: this computer only, one token a start, few connections, small bodies."""

import http.client
import json
import re
import socket
import struct
import time
from collections.abc import Iterator
from contextlib import ExitStack, closing, contextmanager
from itertools import product
from typing import Any, Final

import pytest

from agent.errors import AgentError as NotNow
from agent.face.answers import FILES, PAGES, page_file
from agent.face.requests import LONGEST_TYPED, MOST_BODY
from agent.face.server import FaceServer
from agent.local_page.live import MOST_STREAMS, Showing
from agent.local_page.server import MOST_CONNECTIONS
from tests.agent.face.conftest import TOKEN
from tests.agent.face.views import VIEWS, Counter

WAIT_S = 10.0
Answer = tuple[int, dict[str, str], bytes]


def _cookie(server: FaceServer, token: str = TOKEN) -> str:
    return f"baursak_face_{server.port}={token}"


def _ask(
    server: FaceServer, method: str, path: str, body: bytes | None = None, **headers: str | None
) -> Answer:
    """Ask as the page does, but for what *headers* say otherwise; None leaves one out."""
    place = f"127.0.0.1:{server.port}"
    said: dict[str, str | None] = {"Host": place, "Cookie": _cookie(server)}
    if method == "POST":
        said |= {"Origin": f"http://{place}", "Content-Type": "application/json"}
        said |= {"Content-Length": str(len(body or b""))}
    said |= {name.replace("_", "-"): value for name, value in headers.items()}
    line = http.client.HTTPConnection("127.0.0.1", server.port, timeout=WAIT_S)
    with closing(line):
        line.putrequest(method, path, skip_host=True, skip_accept_encoding=True)
        for name, value in said.items():
            if value is not None:
                line.putheader(name, value)
        line.endheaders(body)
        answer = line.getresponse()
        return answer.status, {k.lower(): v for k, v in answer.getheaders()}, answer.read()


def _act(server: FaceServer, said: object, **headers: str | None) -> int:
    return _ask(server, "POST", "/act", json.dumps(said).encode(), **headers)[0]


class Stream:
    """A live view, event by event."""

    def __init__(self, server: FaceServer, last: str = "", language: str = "kk") -> None:
        self._line = http.client.HTTPConnection("127.0.0.1", server.port, timeout=WAIT_S)
        headers = {"Cookie": _cookie(server)} | ({"Last-Event-ID": last} if last else {})
        self._line.request("GET", f"/events?lang={language}", headers=headers)
        self._answer = self._line.getresponse()
        self.status = self._answer.status

    def next(self) -> tuple[str, dict[str, Any], str]:
        """Return the next event: its name, what it says, and its id."""
        found = {"event": "", "data": "{}", "id": ""}
        while line := self._answer.readline().decode().rstrip("\n"):
            name, _, said = line.partition(": ")
            found[name] = said
        return found["event"], json.loads(found["data"]), found["id"]

    def after(self, name: str) -> tuple[dict[str, Any], str]:
        """Return the next event of that name, whatever came before it."""
        while (event := self.next())[0] != name:
            assert event[0], "the stream has ended"
        return event[1], event[2]

    def close(self) -> None:
        """Go away as a closed window does."""
        self._answer.close()
        self._line.close()


@contextmanager
def _stream(server: FaceServer, **told: str) -> Iterator[Stream]:
    with closing(Stream(server, **told)) as stream:
        yield stream


def test_the_first_address_becomes_a_cookie_and_leaves_no_token(server: FaceServer) -> None:
    """Only a person's own language and contrast stay in the address."""
    path = server.address().removeprefix(f"http://127.0.0.1:{server.port}")
    status, headers, _ = _ask(server, "GET", f"{path}&lang=kk&x=%0d%0aA:b", Cookie=None)
    assert (status, headers["location"]) == (303, "/?lang=kk")
    kept = headers["set-cookie"]
    assert kept.startswith(_cookie(server))
    assert {"HttpOnly", "SameSite=Strict"} <= set(kept.split("; "))
    assert _ask(server, "GET", "/strip?t=" + TOKEN, Cookie=None)[1]["location"] == "/strip"


def test_nothing_is_shown_without_this_starts_token(server: FaceServer) -> None:
    """Neither page nor file nor view; the answer says what a person does in three languages."""
    wrong = (None, "", "wrong", TOKEN[:-1] + TOKEN[-1].upper(), "Ж" * 8)
    for path, token in product((*PAGES, "/page.js", "/events", "/nothing"), wrong):
        cookie = None if token is None else _cookie(server, token).encode().decode("latin-1")
        status, _, said = _ask(server, "GET", path, Cookie=cookie)
        assert status == 403, (path, token)
        assert "Baursak" in said.decode()
    assert _ask(server, "GET", "/?t=wrong")[0] == 403


def test_what_other_programs_keep_in_cookies_shuts_nobody_out(server: FaceServer) -> None:
    """A POS of this computer has them at the same host, in whatever form it likes."""
    for other in ('pos={"a":1,"b":[2]}', "имя=x", "a[b]=1", "path=1", "flag", "=", "a==;;"):
        cookie = f"{other}; {_cookie(server)}".encode().decode("latin-1")
        assert _ask(server, "GET", "/", Cookie=cookie)[0] == 200, other


def test_whoever_asks_and_goes_costs_the_log_nothing(
    server: FaceServer, caplog: pytest.LogCaptureFixture
) -> None:
    """Any page of the web can do so, by the thousand: the log would hold nothing else."""
    for words in (b"GET / HTTP/1.1", b"POST /act HTTP/1.1", b"GET http://[ HTTP/1.1"):
        for _ in range(20):
            with socket.create_connection(("127.0.0.1", server.port)) as line:
                # A reset, not an end: what is answered then has nowhere to go.
                line.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
                line.sendall(words + b"\r\nHost: evil.example\r\n\r\n")
    assert _ask(server, "GET", "http://[")[0] == 404
    assert not caplog.records


def test_a_page_elsewhere_whose_name_leads_here_gets_nothing(
    server: FaceServer, counter: Counter
) -> None:
    """Not even with the cookie: the host's name is wrong (DNS rebinding)."""
    for host in (None, "localhost", "evil.example", "127.0.0.1", "127.0.0.1:1", "0.0.0.0:80"):
        assert _ask(server, "GET", "/", Host=host)[0] == 421
        assert _ask(server, "GET", f"/?t={TOKEN}", Host=host)[0] == 421
        assert _act(server, {"act": "confirm", "number": 1}, Host=host) == 421
    assert counter.done == []


def test_every_answer_forbids_what_is_not_its_own(server: FaceServer) -> None:
    """Of a page, a file, a refusal and an act."""
    answers = [_ask(server, "GET", path) for path in ("/", "/strip", "/page.js", "/none")]
    for _, headers, _ in answers:
        policy = headers["content-security-policy"]
        assert policy.startswith("default-src 'none'")
        assert "unsafe" not in policy
        assert (headers["x-frame-options"], headers["cache-control"]) == ("DENY", "no-store")
        assert headers["referrer-policy"] == "no-referrer"


def test_all_that_the_page_names_is_here_and_nothing_is_inline(server: FaceServer) -> None:
    """No host but this one, no script or style in the page itself."""
    page = page_file("face.html").decode()
    assert not re.search(r"<script>|<style|\son\w+=|\sstyle=|javascript:|//", page)
    named = set(re.findall(r'(?:src|href)="/([^"]+)"', page))
    scripts = [name for name in FILES if name.endswith(".js")]
    for name in scripts:
        text = page_file(name).decode()
        named |= set(re.findall(r'from "\./([^"]+)"', text))
        assert not re.search(r"https?://|innerHTML|\beval\(", text)
    assert named == set(FILES)
    for name in FILES:
        status, headers, body = _ask(server, "GET", f"/{name}")
        assert (status, body) == (200, page_file(name))
        assert "octet" not in headers["content-type"]
    for odd in ("/../server.py", "/%2e%2e/server.py", "/face.html", "/page/page.js"):
        assert _ask(server, "GET", odd)[0] == 404


def test_a_stream_shows_the_view_and_each_change_at_once(
    server: FaceServer, counter: Counter
) -> None:
    """In the language that it asks for; between changes it hears that the agent is there."""
    with _stream(server, language="en") as stream:
        name, hello, _ = stream.next()
        assert (name, hello["language"]) == ("hello", "ru")
        assert stream.after("view")[0]["word"] == "Ready"
        assert stream.next()[0] == "beat"
        number = counter.turn(VIEWS["accepted"])
        server.changed()
        view, _ = stream.after("view")
        assert (view["number"], view["hand_over"]) == (number, "Almond croissant")


def test_who_comes_back_hears_only_what_is_new(server: FaceServer, counter: Counter) -> None:
    """The last id names the very view; a change meanwhile is told first."""
    with _stream(server) as stream:
        _, known = stream.after("view")
    with _stream(server, last=known) as again:
        assert [again.next()[0] for _ in range(3)] == ["hello", "beat", "beat"]
    with _stream(server, last=known, language="ru") as other:
        assert other.after("view")[0]["language"] == "ru"
    counter.turn(VIEWS["used"])
    with _stream(server, last=known) as later:
        later.next()
        name, view, new = later.next()
        assert (name, view["glance"]) == ("view", "used")
        assert new not in {"", known}


def test_only_the_page_itself_looks_on(server: FaceServer) -> None:
    """A page of another port of this computer would bring the cookie too."""
    for site in ("cross-site", "same-site"):
        assert _ask(server, "GET", "/events", Sec_Fetch_Site=site)[0] == 403
    assert _ask(server, "GET", "/events?lang=de")[0] == 400


def test_what_a_person_did_is_handed_on(server: FaceServer, counter: Counter) -> None:
    """With the number of the view that was shown, and with what was typed."""
    assert _act(server, {"act": "confirm", "number": 7}) == 204
    assert _act(server, {"act": "type_code", "number": 8, "text": "12345678"}) == 204
    assert counter.done == [
        ("confirm", {"number": 7, "text": ""}),
        ("type_code", {"number": 8, "text": "12345678"}),
    ]


def test_no_other_page_acts(server: FaceServer, counter: Counter) -> None:
    """The cookie alone is not enough: ports share it."""
    for origin in (None, "null", "http://127.0.0.1:1", "https://evil.example"):
        assert _act(server, {"act": "confirm", "number": 1}, Origin=origin) == 403
    assert counter.done == []


ODD_ACTS: Final[tuple[object, ...]] = (
    [], 1, "confirm", {}, {"act": "confirm"}, {"act": "sell", "number": 1},
    {"act": ["confirm"], "number": 1}, {"act": "confirm", "number": True},
    {"act": "confirm", "number": -1}, {"act": "confirm", "number": 1.5},
    {"act": "confirm", "number": 2**60}, {"act": "confirm", "number": 1, "more": 1},
    {"act": "type_code", "number": 1, "text": 12}, {"act": "unlock", "number": 1, "text": None},
    {"act": "type_code", "number": 1, "text": "1" * (LONGEST_TYPED + 1)},
    {"act": "type_code", "number": 1, "text": "\ud800"},
)  # fmt: skip


def test_an_odd_act_is_none(server: FaceServer, counter: Counter) -> None:
    """Neither of an unknown kind, nor without its number, nor too long."""
    for said in ODD_ACTS:
        assert _act(server, said) == 400, said
    assert counter.done == []


def test_a_body_too_large_or_of_no_length_is_not_read(server: FaceServer, counter: Counter) -> None:
    """A limit, a length and a kind; JSON in a thousand brackets is no act either."""
    good = json.dumps({"act": "lock", "number": 1}).encode()
    assert _ask(server, "POST", "/act", b"x" * (MOST_BODY + 1))[0] == 413
    assert _ask(server, "POST", "/act", good, Content_Length="9" * 5000)[0] == 413
    assert _ask(server, "POST", "/act", b"[" * MOST_BODY)[0] == 400
    assert _ask(server, "POST", "/act", b"\xff")[0] == 400
    for length in (None, "-1", "ten", "٣"):
        told = length.encode().decode("latin-1") if length else None
        assert _ask(server, "POST", "/act", good, Content_Length=told)[0] == 411
    assert _ask(server, "POST", "/act", good, Transfer_Encoding="chunked")[0] == 411
    assert _ask(server, "POST", "/act", good, Content_Type="text/plain")[0] == 415
    assert _ask(server, "POST", "/", good)[0] == 404
    assert _ask(server, "PUT", "/act", good)[0] == 501
    assert counter.done == []


def test_too_many_live_pages_are_told_so_and_room_comes_back(server: FaceServer) -> None:
    """A closed page gives its place to another."""
    with ExitStack() as open_pages:
        for _ in range(MOST_STREAMS):
            assert open_pages.enter_context(_stream(server)).after("view")
        assert _ask(server, "GET", "/events")[0] == 503
        assert _ask(server, "GET", "/")[0] == 200
    until = time.monotonic() + WAIT_S
    while (status := Stream(server)).status != 200 and time.monotonic() < until:
        status.close()
        time.sleep(0.05)
    assert status.status == 200
    status.close()


def test_too_many_connections_are_let_go_and_the_rest_lives(server: FaceServer) -> None:
    """Whoever says nothing holds a place, but never more than there are."""
    with ExitStack() as silent:
        for _ in range(MOST_CONNECTIONS):
            line = silent.enter_context(socket.create_connection(("127.0.0.1", server.port)))
            line.sendall(b"GET / HTTP/1.1\r\n")
        with socket.create_connection(("127.0.0.1", server.port), timeout=WAIT_S) as late:
            assert late.recv(100).startswith(b"HTTP/1.0 503")
    until = time.monotonic() + WAIT_S
    while time.monotonic() < until:
        try:
            assert _ask(server, "GET", "/")[0] == 200
        except (AssertionError, OSError):
            time.sleep(0.05)
        else:
            return
    raise AssertionError("no room came back")


def test_the_end_of_the_agent_ends_every_stream(counter: Counter) -> None:
    """Nobody waits for a page that is still open."""
    with FaceServer(counter.face(), token=TOKEN, beat_s=60) as server:
        stream = Stream(server)
        stream.after("view")
    while stream.next()[0]:
        """What was on its way still comes."""
    stream.close()


def test_a_no_of_the_agent_reaches_the_person(counter: Counter) -> None:
    """An act that cannot be done says why and what to do."""

    def refuse(name: str, said: dict[str, Any]) -> None:
        raise NotNow(name, str(said["number"]))

    face = Showing(counter.face().view_json, refuse)
    with FaceServer(face, token=TOKEN) as server:
        body = json.dumps({"act": "reprint", "number": 3}).encode()
        status, _, said = _ask(server, "POST", "/act", body)
    assert (status, json.loads(said)) == (409, {"title": "reprint", "hint": "3"})


def test_a_view_that_cannot_be_shown_ends_the_stream_and_shows_nothing_old(
    counter: Counter,
) -> None:
    """A page that hears nothing says that there is no link; no green stays on it."""
    broken: list[bool] = []

    def view(language: str) -> dict[str, Any]:
        if broken:
            raise NotNow("The counter has stopped.", "Start the agent anew.")
        return counter.face().view_json(language)

    with FaceServer(Showing(view, counter.face().act), token=TOKEN) as server:
        stream = Stream(server)
        stream.after("view")
        broken.append(True)
        server.changed()
        assert stream.next()[0] == ""
        stream.close()
        again = Stream(server)
        assert [again.next()[0], again.next()[0]] == ["hello", ""]
        again.close()
