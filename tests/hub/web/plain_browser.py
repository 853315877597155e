"""A plain browser at a bakery's hub: no Telegram, but a phone's lock that keeps passkeys."""

import json
import socket
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import replace
from typing import Any, Final

from hub.adapters.bell_memory import MemoryBell
from hub.app import web_over
from hub.core.programme import Programme
from hub.web.surroundings import WebSettings
from tests.chromium import Window
from tests.hub.web.bakery import Bakery
from tests.hub.web.phone import HEIGHT, WIDTH
from tests.hub.web.sockets import serving

_LOCK: Final = {
    "protocol": "ctap2", "transport": "internal", "hasResidentKey": True,
    "hasUserVerification": True, "isUserVerified": True, "automaticPresenceSimulation": True,
}  # fmt: skip


class PlainBrowser:
    """Somebody with a phone and no Telegram."""

    def __init__(self, page: Window, origin: str, lock: str) -> None:
        self.page = page
        self.origin = origin
        self._lock = lock

    def opens(self, path: str) -> None:
        """Open a page of the hub, as after a scan with the phone's own camera."""
        self.page.call("Page.navigate", url="about:blank")
        self.page.until("location.href === 'about:blank'")
        self.page.call(
            "Emulation.setDeviceMetricsOverride",
            width=WIDTH, height=HEIGHT, deviceScaleFactor=1, mobile=True,
        )  # fmt: skip
        self.page.call("Page.navigate", url=f"{self.origin}{path}")

    def shows(self, screen: str) -> None:
        """Wait until a screen is there."""
        self.page.until(f"document.documentElement?.dataset.shown === {json.dumps(screen)}")

    def sees(self, words: str) -> None:
        """Wait until these words stand on the page."""
        self.page.until(f"document.body?.innerText.includes({json.dumps(words)})")

    def tap(self, selector: str) -> None:
        """Tap on something once it is there."""
        found = f"document.querySelector({json.dumps(selector)})"
        self.page.until(f"{found} !== null")
        self.page.says(f"{found}.click()")

    def goes(self, screen: str) -> None:
        """Go to a screen of the app."""
        self.page.says(f"location.hash = {json.dumps('#' + screen)}")
        self.shows(screen)

    def forgets(self) -> None:
        """Lose everything that the browser itself keeps; the phone's keys stay."""
        self.page.call("Network.clearBrowserCookies")

    def loses_keys(self) -> None:
        """Lose the phone's keys."""
        self.page.call("WebAuthn.clearCredentials", authenticatorId=self._lock)

    def keys(self) -> list[dict[str, Any]]:
        """Return the keys that the phone has."""
        found = self.page.call("WebAuthn.getCredentials", authenticatorId=self._lock)
        return list(found["credentials"])


@contextmanager
def plain_browser(bakery: Bakery, bell: MemoryBell, page: Window) -> Iterator[PlainBrowser]:
    """Serve the bakery's hub at a name that browsers trust, to a browser with a phone's lock."""
    with closing(socket.socket()) as free:
        free.bind(("127.0.0.1", 0))
        port = int(free.getsockname()[1])
    # Passkeys belong to a name; an address has none.
    place = f"localhost:{port}"
    bakery.hub = replace(bakery.hub, programme=Programme(place, "baursak_bot"))
    bakery.app = web_over(bakery.hub, WebSettings(secure=False, rate_factor=1000), bell=bell)
    page.asked.clear()
    page.complaints.clear()
    with serving(bakery.app, port):
        page.call("WebAuthn.enable", enableUI=False)
        lock = page.call("WebAuthn.addVirtualAuthenticator", options=_LOCK)["authenticatorId"]
        try:
            yield PlainBrowser(page, f"http://{place}", lock)
        finally:
            page.call("WebAuthn.removeVirtualAuthenticator", authenticatorId=lock)
            page.call("WebAuthn.disable")
            page.call("Network.clearBrowserCookies")
            page.call("Page.navigate", url="about:blank")
            page.until("location.href === 'about:blank'")
            page.call("Emulation.clearDeviceMetricsOverride")
