"""The cashier's page as a program that looks on and acts, over real HTTP."""

import json
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any, Final

import httpx

from agent.config import FACE_FILE

PATIENCE_S: Final = 20.0


class CashiersPage:
    """One open page."""

    def __init__(self, home: Path) -> None:
        until = time.monotonic() + PATIENCE_S
        while not (home / FACE_FILE).exists():
            assert time.monotonic() < until, "the agent serves no page"
            time.sleep(0.05)
        address = (home / FACE_FILE).read_text().strip()
        origin = address[: address.index("/", 8)]
        self._http = httpx.Client(base_url=origin, headers={"Origin": origin}, trust_env=False)
        assert self._http.get(address).status_code == httpx.codes.SEE_OTHER

    def until(self, **wanted: object) -> dict[str, Any]:
        """Return the first view that has all these; a set names what is as good."""
        return self.first(lambda view: all(_is(view.get(it), wanted[it]) for it in wanted), wanted)

    def first(self, good: Callable[[dict[str, Any]], bool], wanted: object) -> dict[str, Any]:
        """Return the first view that is *good*; *wanted* says what that means."""
        until = time.monotonic() + PATIENCE_S
        with self._http.stream("GET", "/events?lang=ru", timeout=PATIENCE_S) as stream:
            view: dict[str, Any] = {}
            for line in stream.iter_lines():
                if line.startswith("data:"):
                    told = json.loads(line.removeprefix("data:"))
                    view = told if "glance" in told else view
                if view and good(view):
                    return view
                assert time.monotonic() < until, f"never came: {wanted}; {view}"
        raise AssertionError("the agent ended the stream")

    def types(self, code: str) -> dict[str, Any]:
        """Type a code; return what the till makes of it."""
        before = self.first(lambda view: "type_code" in view["acts"], "a till that is not busy")
        self.does("type_code", before["number"], code)
        return self._answered(before["number"])

    def takes(self, code: str) -> dict[str, Any]:
        """Type a code and have it taken, if it is offered; return what becomes of it."""
        view = self.types(code)
        if view["glance"] != "offer":
            return view
        self.does("confirm", view["number"])
        return self._answered(view["number"])

    def does(self, act: str, number: int, text: str = "") -> None:
        """Do what the cashier does."""
        body = {"act": act, "number": number, "text": text}
        answer = self._http.post("/act", json=body)
        assert answer.status_code == httpx.codes.NO_CONTENT, answer.text

    def _answered(self, number: int) -> dict[str, Any]:
        return self.first(
            lambda view: view["number"] > number and view["glance"] != "busy",
            f"an answer after view {number}",
        )


def _is(found: object, wanted: object) -> bool:
    return found in wanted if isinstance(wanted, set) else found == wanted
