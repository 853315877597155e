"""A real Chromium: its keys, its sizes, what its page shows and what it asks for."""

import base64
import json
import shutil
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final

import httpx
from simple_websocket import Client  # type: ignore[import-untyped]  # it has no types

from tests.programs import program_running

START_S: Final = 30.0
WAIT_S: Final = 15.0
SCANNER_S: Final = 0.01
PERSON_S: Final = 0.15
"""From one key to the next."""
LATER_S: Final = 0.5
"""From what a person sees to the key that she presses for it."""
_ENABLED: Final = ("Network.enable", "Log.enable", "Runtime.enable", "Page.enable")
_COMPLAINTS: Final = ("Log.entryAdded", "Runtime.exceptionThrown", "Runtime.consoleAPICalled")
_KEYS: Final = {
    "Enter": ("Enter", 13), "Escape": ("Escape", 27), "Backspace": ("Backspace", 8),
    "F2": ("F2", 113), "F3": ("F3", 114), "F4": ("F4", 115), "F6": ("F6", 117), "F7": ("F7", 118),
    "F8": ("F8", 119), "F9": ("F9", 120),
    "-": ("Minus", 189), "/": ("Slash", 191), ".": ("Period", 190), ",": ("Comma", 188),
    ":": ("Semicolon", 186), "_": ("Minus", 189),
}  # fmt: skip
_SHIFT: Final = 8


class Window:
    """One page of a browser, and a person before it."""

    def __init__(self, address: str) -> None:
        self._line = Client.connect(address)
        self._number = 0
        self._pressed_s = 0.0
        self.asked: list[str] = []
        self.complaints: list[str] = []
        self._played: dict[str, str] = {}
        for method in _ENABLED:
            self.call(method)

    def open(self, url: str, width: int = 1280, height: int = 800) -> None:
        """Open *url* in a window of that size."""
        self._pressed_s = 0.0
        self.size(width, height)
        self.call("Page.navigate", url=url)

    def size(self, width: int, height: int) -> None:
        """Make the window so large."""
        self.call(
            "Emulation.setDeviceMetricsOverride",
            width=width, height=height, deviceScaleFactor=1, mobile=False,
        )  # fmt: skip

    def prefers(self, name: str, value: str) -> None:
        """Let the person have asked the system for something, such as reduced motion."""
        self.call("Emulation.setEmulatedMedia", features=[{"name": name, "value": value}])

    def says(self, expression: str) -> Any:
        """Return the value of an expression in the page, waited for."""
        said = self._evaluated(expression)
        assert "result" in said, said
        return said["result"].get("value")

    def until(self, expression: str, patience_s: float = WAIT_S) -> Any:
        """Wait until an expression is true in the page, and return its value."""
        end = time.monotonic() + patience_s
        while time.monotonic() < end:
            # Between two documents there is nothing to ask yet.
            if value := self._evaluated(expression).get("result", {}).get("value"):
                return value
            time.sleep(0.03)
        raise AssertionError(f"never true: {expression}; {self.complaints}")

    def press(self, *keys: str, pace_s: float = SCANNER_S, since_s: float = LATER_S) -> None:
        """Press keys at a pace, some time after what happened last, by the keyboard's own clock.

        The page goes by that clock too: how busy this machine is does not matter.
        """
        self._pressed_s = max(self._pressed_s, time.time()) + since_s
        for key in keys:
            code, number = _KEYS.get(key) or _plain(key)
            shift = _SHIFT if (key.isupper() and len(key) == 1) or key in ":_" else 0
            told = {"key": key, "code": code, "windowsVirtualKeyCode": number, "modifiers": shift}
            told["timestamp"] = self._pressed_s
            self._say("Input.dispatchKeyEvent", type="rawKeyDown", **told)
            self._say("Input.dispatchKeyEvent", type="keyUp", **told)
            self._pressed_s += pace_s
        self.says("1")

    def plays(self, scripts: dict[str, str]) -> None:
        """Be the hosts of these scripts, by address; what else is asked of them fails."""
        self._played = scripts
        if scripts:
            patterns = [{"urlPattern": f"{it.rpartition('/')[0]}/*"} for it in scripts]
            self.call("Fetch.enable", patterns=patterns)
        else:
            self.call("Fetch.disable")

    def picture(self, path: Path) -> None:
        """Keep what the window shows as a PNG."""
        shot = self.call("Page.captureScreenshot", format="png")
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(base64.b64decode(shot["data"]))

    def close(self) -> None:
        """Let go of the page."""
        self._line.close()

    def call(self, method: str, **parameters: object) -> dict[str, Any]:
        """Say one thing to the browser and return its answer."""
        number = self._say(method, **parameters)
        while True:
            raw = self._line.receive(timeout=START_S)
            assert raw is not None, f"the browser does not answer {method}"
            event = json.loads(raw)
            if event.get("id") == number:
                return dict(event.get("result", event))
            if event.get("method") == "Fetch.requestPaused":
                self._play(event["params"]["requestId"], event["params"]["request"]["url"])
            if event.get("method") == "Network.requestWillBeSent":
                self.asked.append(event["params"]["request"]["url"])
            elif event.get("method") in _COMPLAINTS:
                self.complaints.append(json.dumps(event["params"])[:500])

    def _evaluated(self, expression: str) -> dict[str, Any]:
        said = self.call(
            "Runtime.evaluate", expression=expression, returnByValue=True, awaitPromise=True
        )
        assert "exceptionDetails" not in said, said
        return said

    def _play(self, request: str, url: str) -> None:
        if url not in self._played:
            self._say("Fetch.failRequest", requestId=request, errorReason="NameNotResolved")
            return
        self._say(
            "Fetch.fulfillRequest", requestId=request, responseCode=200,
            responseHeaders=[{"name": "Content-Type", "value": "text/javascript"}],
            body=base64.b64encode(self._played[url].encode()).decode("ascii"),
        )  # fmt: skip

    def _say(self, method: str, **parameters: object) -> int:
        self._number += 1
        self._line.send(json.dumps({"id": self._number, "method": method, "params": parameters}))
        return self._number


@contextmanager
def window(folder: Path, opened: str = "about:blank") -> Iterator[Window]:
    """Run a browser while the block lasts, with everything that it keeps in *folder*."""
    program = shutil.which("chromium")
    assert program is not None, "./dev test installs chromium"
    words = [program, "--headless=new", "--no-sandbox", "--remote-debugging-port=0",
             "--remote-allow-origins=*", "--autoplay-policy=no-user-gesture-required",
             "--mute-audio", f"--user-data-dir={folder}", opened]  # fmt: skip
    quiet = subprocess.DEVNULL
    with program_running(words, stdout=quiet, stderr=quiet) as process:
        page = Window(_page(folder))
        try:
            yield page
        finally:
            page.close()
            process.terminate()
            process.wait(START_S)


def _plain(key: str) -> tuple[str, int]:
    number = ord(key.upper())
    return (f"Digit{key}" if key.isdigit() else f"Key{key.upper()}"), number


def _page(folder: Path) -> str:
    """Return where the first page of the browser listens."""
    until = time.monotonic() + START_S
    port = folder / "DevToolsActivePort"
    while time.monotonic() < until:
        if port.exists() and (lines := port.read_text().splitlines()):
            for page in httpx.get(f"http://127.0.0.1:{lines[0]}/json/list").json():
                if page["type"] == "page":
                    return str(page["webSocketDebuggerUrl"])
        time.sleep(0.1)
    raise AssertionError("the browser did not start")
