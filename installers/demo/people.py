"""The people of the demo, who do over HTTP what their screens would do for them."""

import hashlib
import hmac
import json
import secrets
from typing import Any, Final
from urllib.parse import urlencode

import httpx

from agent.errors import AgentError

TIMEOUT_S: Final = 15.0


class Person:
    """Somebody who is signed in to the hub."""

    def __init__(self, url: str) -> None:
        self._line = httpx.Client(base_url=url, timeout=TIMEOUT_S, trust_env=False)

    def asks(self, path: str) -> dict[str, Any]:
        """Return what the hub answers to a GET."""
        return self._answer(self._line.get(path))

    def does(self, path: str, **body: Any) -> dict[str, Any]:
        """Return what the hub answers to a POST, which has an idempotency key of its own."""
        key = {"Idempotency-Key": secrets.token_urlsafe(16)}
        return self._answer(self._line.post(path, json=body, headers=key))

    def sets(self, path: str, **body: Any) -> dict[str, Any]:
        """Return what the hub answers to a PUT."""
        return self._answer(self._line.put(path, json=body))

    def close(self) -> None:
        """Hang up."""
        self._line.close()

    def _let_in(self, session: dict[str, Any]) -> None:
        self._line.headers["Authorization"] = f"Bearer {session['access']}"

    def _answer(self, answer: httpx.Response) -> dict[str, Any]:
        body: dict[str, Any] = answer.json() if answer.content else {}
        if answer.is_error:
            raise AgentError(f"The hub said no: {body.get('title')} ({body.get('code')}).", "")
        return body


class Staff(Person):
    """Somebody with a password."""

    def __init__(self, url: str, login: str, password: str) -> None:
        super().__init__(url)
        self._let_in(self.does("/api/v1/auth/password", login=login, password=password))


class Member(Person):
    """Somebody whom Telegram vouches for: here by the demo bot's own token."""

    def __init__(self, url: str, bot_token: str, number: int, name: str, now: int) -> None:
        super().__init__(url)
        launch = launch_data(bot_token, number, name, now)
        self._let_in(self.does("/api/v1/auth/telegram", init_data=launch))


def launch_data(token: str, number: int, name: str, now: int) -> str:
    """Return launch data as Telegram would sign it (core.telegram.org/bots/webapps)."""
    user = json.dumps({"id": number, "first_name": name, "language_code": "kk"}, ensure_ascii=False)
    fields = {"auth_date": str(now), "query_id": "demo", "user": user}
    lines = "\n".join(f"{key}={value}" for key, value in sorted(fields.items()))
    key = hmac.digest(b"WebAppData", token.encode(), hashlib.sha256)
    fields["hash"] = hmac.digest(key, lines.encode(), hashlib.sha256).hex()
    return urlencode(fields)
