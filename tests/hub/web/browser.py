"""A real Chromium without a window, told what to do by its own protocol over a WebSocket."""

import json
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import httpx
from simple_websocket import Client  # type: ignore[import-untyped]  # it has no types

START_S = 30.0
_ENABLED = ("Network.enable", "Log.enable", "Runtime.enable", "Page.enable")
_COMPLAINTS = ("Log.entryAdded", "Runtime.exceptionThrown", "Runtime.consoleAPICalled")


@dataclass
class Visit:
    """What a page asked for and complained about."""

    asked: list[str] = field(default_factory=list)
    complaints: list[str] = field(default_factory=list)
    answer: Any = None


class Browser:
    """One page of a browser."""

    def __init__(self, address: str) -> None:
        self._line = Client.connect(address)
        self._number = 0

    def visit(self, url: str, expression: str, wait_s: float) -> Visit:
        """Open *url*, look on until *expression* is true there or for so long, and tell."""
        visit = Visit()
        for method in _ENABLED:
            self._call(visit, method)
        self._call(visit, "Page.navigate", url=url)
        until = time.monotonic() + wait_s
        while time.monotonic() < until and not visit.answer:
            time.sleep(0.2)
            said = self._call(visit, "Runtime.evaluate", expression=expression)
            visit.answer = said.get("result", {}).get("value")
        return visit

    def close(self) -> None:
        """Let go of the page."""
        self._line.close()

    def _call(self, visit: Visit, method: str, **parameters: object) -> dict[str, Any]:
        self._number += 1
        said = {"id": self._number, "method": method, "params": parameters}
        self._line.send(json.dumps(said))
        while True:
            raw = self._line.receive(timeout=START_S)
            assert raw is not None, f"the browser does not answer {method}"
            event = json.loads(raw)
            if event.get("id") == self._number:
                return dict(event.get("result", {}))
            if event.get("method") == "Network.requestWillBeSent":
                visit.asked.append(event["params"]["request"]["url"])
            elif event.get("method") in _COMPLAINTS:
                visit.complaints.append(json.dumps(event["params"])[:500])


@contextmanager
def browsing(program: str, folder: Path) -> Iterator[Browser]:
    """Run the browser while the block lasts, with everything that it keeps in *folder*."""
    words = [program, "--headless=new", "--no-sandbox", "--remote-debugging-port=0",
             "--remote-allow-origins=*", f"--user-data-dir={folder}", "about:blank"]  # fmt: skip
    process = subprocess.Popen(words, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        browser = Browser(_page(folder))
        yield browser
        browser.close()
    finally:
        process.terminate()
        process.wait(30)


def _page(folder: Path) -> str:
    """Return where the first page of the browser listens."""
    until = time.monotonic() + START_S
    port = folder / "DevToolsActivePort"
    while time.monotonic() < until:
        if port.exists() and (lines := port.read_text().splitlines()):
            for page in httpx.get(f"http://127.0.0.1:{lines[0]}/json/list").json():
                if page["type"] == "page":
                    return str(page["webSocketDebuggerUrl"])
        time.sleep(0.2)
    raise AssertionError("the browser did not start")
