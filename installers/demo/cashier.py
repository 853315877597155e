"""The cashier of the demo, at the page that the till's agent serves to its own screen."""

import json
import time
from pathlib import Path
from typing import Any, Final

import httpx

from agent.config import FACE_FILE
from agent.errors import AgentError

PATIENCE_S: Final = 30.0
_STEP_S: Final = 0.05


class Cashier:
    """Somebody before the till's page."""

    def __init__(self, home: Path, language: str) -> None:
        file, until = home / FACE_FILE, time.monotonic() + PATIENCE_S
        while not file.exists():
            if time.monotonic() > until:
                raise AgentError("The till serves no page.", f"See {home / 'agent.log'}.")
            time.sleep(_STEP_S)
        self.address = f"{file.read_text(encoding='utf-8').strip()}&lang={language}"
        self._language = language
        origin = self.address[: self.address.index("/", 8)]
        self._http = httpx.Client(
            base_url=origin, headers={"Origin": origin}, trust_env=False, timeout=PATIENCE_S
        )
        self._http.get(self.address)

    def sees(self, *glances: str) -> dict[str, Any]:
        """Return what the page shows as soon as it is one of *glances*."""
        until = time.monotonic() + PATIENCE_S
        with self._http.stream("GET", f"/events?lang={self._language}") as stream:
            for line in stream.iter_lines():
                view = json.loads(line.removeprefix("data:")) if line.startswith("data:") else {}
                if view.get("glance") in glances:
                    return dict(view)
                if time.monotonic() > until:
                    break
        raise AgentError(f"The till's page never showed {' or '.join(glances)}.", "See agent.log.")

    def accepts(self, offer: dict[str, Any]) -> None:
        """Press the key that takes the voucher."""
        act = {"act": "confirm", "number": offer["number"]}
        self._http.post("/act", json=act).raise_for_status()

    def close(self) -> None:
        """Go away."""
        self._http.close()
