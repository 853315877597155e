"""A code before the camera is said once: until it has been out of sight for a moment."""

from dataclasses import dataclass
from typing import Final

UNSEEN_S: Final = 1.5
"""A code out of sight for this long was taken away; a hand that trembles hides it for less."""
UNSEEN_LOOKS: Final = 8
"""And so many looks in vain: a code that only one step of the cascade reads is seen at every
seventh look."""
KEPT_MAX: Final = 64
"""Values at once: many more than codes fit before a camera."""


@dataclass(slots=True)
class _Seen:
    last_s: float
    vain_looks: int = 0


class SameValueLock:
    """Lets a value through when it comes into sight."""

    def __init__(self, unseen_s: float = UNSEEN_S) -> None:
        self._unseen_s = unseen_s
        self._seen: dict[str, _Seen] = {}
        self._moved_s = float("-inf")

    def passed_over(self, now_s: float) -> None:
        """Take note of a picture that was not looked at, as nothing moves: all is where it was."""
        for seen in self._seen.values():
            if seen.last_s >= self._moved_s:
                seen.last_s = now_s

    def looked(self, texts: tuple[str, ...], now_s: float, *, still: bool) -> tuple[str, ...]:
        """Return those of the texts that came into sight with this look."""
        if still:
            self.passed_over(now_s)
        else:
            self._moved_s = now_s
        for text, seen in list(self._seen.items()):
            if text in texts:
                continue
            seen.vain_looks += 1
            if now_s - seen.last_s >= self._unseen_s and seen.vain_looks >= UNSEEN_LOOKS:
                del self._seen[text]
        new = tuple(text for text in texts if text not in self._seen)
        for text in texts:
            self._seen[text] = _Seen(now_s)
        while len(self._seen) > KEPT_MAX:
            del self._seen[min(self._seen, key=lambda text: self._seen[text].last_s)]
        return new
