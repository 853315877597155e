"""What all requests to one page share: what it shows, this start's token, who is looking on."""

import hashlib
import hmac
import json
import os
import threading
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final

BEAT_S: Final = 2.0
"""How often a page hears that the agent is there; without it, what it shows is old."""
MOST_STREAMS: Final = 8
"""Live pages at once: the window, the strip, the owner's look, and some that were not closed."""
SHORTEST_TOKEN: Final = 16
"""Characters; 96 bits in base64url cannot be guessed."""


@dataclass(frozen=True, slots=True)
class Showing:
    """What the page shows and what it hands on; both are called from several threads."""

    view_json: Callable[[str], dict[str, Any]]
    """The present view in a language (kk, ru or en)."""
    act: Callable[[str, dict[str, Any]], None]
    """What a person did, with what was typed and the number of the view that was shown."""
    language: str = "ru"
    """The shop's, for a page that nobody has told another."""
    picture: Callable[[str], bytes | None] = lambda _: None
    """A picture (PNG) by its path, for pages that show one; empty while there is none."""


class Live:
    """One start of a page's server."""

    def __init__(self, showing: Showing, token: str, beat_s: float) -> None:
        assert len(token) >= SHORTEST_TOKEN, "made anew at each start, long enough"
        self.showing = showing
        self.start = os.urandom(4).hex()
        """Names this start to pages; no secret."""
        self.streams = threading.BoundedSemaphore(MOST_STREAMS)
        self._token = token.encode()
        self._beat_s = beat_s
        self._turn = threading.Condition()
        self._version = 0
        self._ended = False

    def knows(self, token: str) -> bool:
        """Tell whether *token* is this start's, in a time that tells nothing else."""
        return hmac.compare_digest(token.encode(), self._token)

    def shown(self, language: str) -> tuple[str, dict[str, Any]]:
        """Return the present view, and a name that only the very same view has.

        The time that is left is not what makes a view another.
        """
        view = self.showing.view_json(language)
        text = json.dumps([self.start, {**view, "left_ms": None}], sort_keys=True)
        return hashlib.sha256(text.encode()).hexdigest()[:16], view

    def changed(self) -> None:
        """Let every open page look at the view again, at once."""
        with self._turn:
            self._version += 1
            self._turn.notify_all()

    def end(self) -> None:
        """Let every stream end."""
        with self._turn:
            self._ended = True
            self._turn.notify_all()

    def next_change(self, seen: int) -> tuple[int, bool]:
        """Wait until something has changed since *seen*, at most one beat; tell whether it ends."""
        with self._turn:
            self._turn.wait_for(lambda: self._ended or self._version != seen, self._beat_s)
            return self._version, self._ended
