"""The till's screen: the browser that shows the cashier's page, where there is one."""

import base64
import json
import os
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any, Final

import httpx
from simple_websocket import Client, ConnectionError  # type: ignore[import-untyped]  # noqa: A004  # it has no types

from agent.window.browsers import NoBrowser, close_window, open_window

PATIENCE_S: Final = 15.0
SIZE: Final = (1024, 640)
_STEP_S: Final = 0.05
_WORDS: Final = ("--headless=new", "--mute-audio", "--remote-debugging-port=0",
                 "--remote-allow-origins=*")  # fmt: skip
_GONE: Final = (OSError, ValueError, ConnectionError, httpx.HTTPError, TimeoutError)


class Screen:
    """A page that a browser shows, over the browser's own line for developers."""

    def __init__(self, line: Client) -> None:
        self._line = line
        self._number = 0
        width, height = SIZE
        self._asks("Emulation.setDeviceMetricsOverride", width=width, height=height,
                   deviceScaleFactor=1, mobile=False)  # fmt: skip

    def draws(self, glance: str, png: Path) -> bool:
        """Keep what the page shows once it shows *glance*; tell whether it did in time."""
        until = time.monotonic() + PATIENCE_S
        try:
            while self._glance() != glance:
                if time.monotonic() > until:
                    return False
                time.sleep(_STEP_S)
            png.write_bytes(base64.b64decode(self._asks("Page.captureScreenshot")["data"]))
        except _GONE:
            return False
        return True

    def _glance(self) -> str:
        said = self._asks("Runtime.evaluate", expression="document.body.dataset.glance")
        return str(said["result"].get("value"))

    def _asks(self, method: str, **parameters: object) -> dict[str, Any]:
        self._number += 1
        self._line.send(json.dumps({"id": self._number, "method": method, "params": parameters}))
        while True:
            raw = self._line.receive(timeout=PATIENCE_S)
            if raw is None:
                raise TimeoutError(method)
            answer = json.loads(raw)
            if answer.get("id") == self._number:
                return dict(answer.get("result", {}))


@contextmanager
def screen_showing(address: str, profile: Path) -> Iterator[Callable[[str, Path], bool]]:
    """Show the page while the block lasts; what is given draws it, and says whether it could."""
    more = ("--no-sandbox",) if os.name == "posix" and os.geteuid() == 0 else ()
    try:
        browser = open_window(profile, address, *_WORDS, *more)
    except NoBrowser:
        yield lambda _glance, _png: False
        return
    line: Client | None = None
    try:
        with suppress(*_GONE):
            line = Client.connect(_line_of(profile))
        yield Screen(line).draws if line is not None else lambda _glance, _png: False
    finally:
        if line is not None:
            with suppress(*_GONE):
                line.close()
        close_window(browser)


def _line_of(profile: Path) -> str:
    """Return where the page's line listens; OSError when the browser did not start."""
    until, port = time.monotonic() + PATIENCE_S, profile / "DevToolsActivePort"
    while time.monotonic() < until:
        if port.exists() and (lines := port.read_text(encoding="ascii").splitlines()):
            pages = httpx.get(f"http://127.0.0.1:{lines[0]}/json/list", trust_env=False).json()
            for page in pages:
                if page["type"] == "page":
                    return str(page["webSocketDebuggerUrl"])
        time.sleep(_STEP_S)
    raise OSError("the browser did not start")
