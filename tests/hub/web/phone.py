"""A phone with Telegram on it: a real Chromium that shows the Mini App inside a fake client."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, Final
from urllib.parse import urlencode

from hub.web.miniapp import OFFICIAL
from tests.chromium import Window
from tests.hub.core.access.launch import launch_data
from tests.hub.hubs import BOT_TOKEN

LIGHT: Final = {
    "bg_color": "#ffffff", "secondary_bg_color": "#efeff4", "text_color": "#000000",
    "hint_color": "#707579", "button_color": "#3390ec",
}  # fmt: skip
DARK: Final = {
    "bg_color": "#1c1c1d", "secondary_bg_color": "#000000", "text_color": "#ffffff",
    "hint_color": "#aaaaaa", "button_color": "#3e88f7",
}  # fmt: skip
WIDTH: Final = 360
HEIGHT: Final = 740
_CLIENT: Final = """
window.told = [];
window.TelegramWebviewProxy = { postEvent(kind, body) {
  told.push([kind, JSON.parse(body || '{}')]);
  const answer = window.answers?.[kind];
  if (answer) setTimeout(() => window.Telegram.WebView.receiveEvent(answer[0], answer[1]), 10);
} };
"""
"""The client's side of the bridge: what the page said, and answers as the test has set them."""

_OFFICIAL: Final = """
const heard = {};
window.Telegram = { WebView: {
  postEvent(kind, done, body) { told.push([kind, body ?? {}]); },
  onEvent(kind, listener) { (heard[kind] ??= []).push(listener); },
  receiveEvent(kind, body) { (heard[kind] ?? []).forEach((it) => it(kind, body)); },
} };
"""
"""What Telegram's own script puts into a page, as far as ours uses it."""


class Phone:
    """A member's phone."""

    def __init__(self, page: Window, place: str) -> None:
        self.page = page
        self.origin = f"http://{place}"
        page.asked.clear()
        page.complaints.clear()

    def open(
        self,
        at: int,
        *,
        start: str = "",
        number: int = 77,
        theme: dict[str, str] | None = None,
        path: str = "/app/",
        **user: Any,
    ) -> None:
        """Open the Mini App as Telegram does, for the person with that number."""
        fields = {"start_param": start} if start else {}
        if user:
            told = {"id": number, "first_name": "Айгерім", "language_code": "kk", **user}
            fields["user"] = json.dumps(told)
        raw = launch_data(BOT_TOKEN, at, number, **fields)
        launch = urlencode(
            {
                "tgWebAppData": raw,
                "tgWebAppVersion": "9.1",
                "tgWebAppPlatform": "android",
                "tgWebAppThemeParams": json.dumps(theme or LIGHT),
            }
        )
        self.page.call("Page.navigate", url="about:blank")
        self.page.until("location.href === 'about:blank'")
        self.size()
        self.page.call("Page.navigate", url=f"{self.origin}{path}#{launch}")

    def size(self) -> None:
        """Be as large as a small phone."""
        self.page.call(
            "Emulation.setDeviceMetricsOverride",
            width=WIDTH, height=HEIGHT, deviceScaleFactor=1, mobile=True,
        )  # fmt: skip

    def goes(self, screen: str) -> None:
        """Go to a screen, and wait until the hub's own word of it is there."""
        self.page.says(f"location.hash = {json.dumps('#' + screen)}")
        self.shows(screen)

    def shows(self, screen: str) -> None:
        """Wait until the hub's own word of a screen is there."""
        self.page.until(f"document.documentElement?.dataset.shown === {json.dumps(screen)}")

    def sees(self, words: str) -> None:
        """Wait until these words stand on the screen."""
        self.page.until(f"document.body?.innerText.includes({json.dumps(words)})")

    def tap(self, selector: str) -> None:
        """Tap on something once it is there."""
        self.page.until(f"document.querySelector({json.dumps(selector)}) !== null")
        self.page.says(f"document.querySelector({json.dumps(selector)}).click()")

    def told(self, kind: str) -> list[dict[str, Any]]:
        """Return what the page told the client under one name."""
        found = self.page.says(f"told.filter(it => it[0] === {json.dumps(kind)}).map(it => it[1])")
        return list(found)

    def hears(self, kind: str, **data: Any) -> None:
        """Let the client tell the page something."""
        self.page.says(f"Telegram.WebView.receiveEvent({json.dumps(kind)}, {json.dumps(data)})")

    def cut(self, *, off: bool = True) -> None:
        """Take the line away, or give it back."""
        self.page.call(
            "Network.emulateNetworkConditions",
            offline=off, latency=0, downloadThroughput=-1, uploadThroughput=-1,
        )  # fmt: skip


@contextmanager
def phone(page: Window, place: str, *, official: bool = False) -> Iterator[Phone]:
    """Make a phone of the browser while the block lasts.

    *official*: its client waits for Telegram's own script, which is there to be fetched.
    """
    client = "window.told = [];" if official else _CLIENT
    made = page.call("Page.addScriptToEvaluateOnNewDocument", source=client)
    page.plays({OFFICIAL: _OFFICIAL} if official else {})
    lent = Phone(page, place)
    try:
        yield lent
    finally:
        lent.cut(off=False)
        page.plays({})
        page.call("Page.removeScriptToEvaluateOnNewDocument", identifier=made["identifier"])
        page.call("Page.navigate", url="about:blank")
        page.call("Emulation.clearDeviceMetricsOverride")
        page.call("Emulation.setEmulatedMedia", features=[])
        page.asked.clear()
        page.complaints.clear()
