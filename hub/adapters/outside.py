"""What the hub looks at and tells outside itself: its own certificate, and the alert door."""

import socket
import ssl
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Final

import httpx

from hub.core.ports.outward import Certificate, OutsideUnavailable

TIMEOUT_S: Final = 10.0
_DATE: Final = "%b %d %H:%M:%S %Y %Z"


class RealOutside:
    """The Outside port over the network."""

    def __init__(
        self, now: Callable[[], int], port: int = 443, trust: ssl.SSLContext | None = None
    ) -> None:
        self._now = now
        self._port = port
        self._trust = trust or ssl.create_default_context()

    def certificate(self, host: str) -> Certificate:
        """Return the host's certificate once it is trusted."""
        name, _, port = host.partition(":")
        try:
            with (
                socket.create_connection((name, int(port or self._port)), TIMEOUT_S) as plain,
                self._trust.wrap_socket(plain, server_hostname=name) as sealed,
            ):
                found = sealed.getpeercert() or {}
        except (OSError, ssl.SSLError) as error:
            why = getattr(error, "verify_message", "") or error.__class__.__name__
            raise OutsideUnavailable(f"https://{host} cannot be trusted: {why}") from error
        until = datetime.strptime(str(found["notAfter"]), _DATE).replace(tzinfo=UTC)
        return Certificate(int(until.timestamp() - self._now()) // 86_400)


class AlertWebhook:
    """The AlertDoor port over one URL of the operator's own."""

    def __init__(self, url: str) -> None:
        self._url = url

    def post(self, kind: str, text: str) -> None:
        """Post one alert as JSON."""
        try:
            answer = httpx.post(self._url, json={"kind": kind, "text": text}, timeout=TIMEOUT_S)
            answer.raise_for_status()
        except (httpx.HTTPError, httpx.InvalidURL):
            # From None: the address may hold a secret.
            raise OutsideUnavailable("the alert door did not take the alert") from None


class BotDoor:
    """The AlertDoor port over the operator's chat with the bot."""

    def __init__(self, say: Callable[[int, str], None], chat: int) -> None:
        self._say = say
        self._chat = chat

    def post(self, kind: str, text: str) -> None:  # noqa: ARG002 - a person reads the text
        """Say one alert in the chat."""
        self._say(self._chat, text)
