"""Scanners that type: telling their burst of keys from a person's. Pure: key times come in."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from hardware.serial.aim import without_prefix
from hardware.serial.layouts import Tangle, untangled
from hardware.serial.scans import Scan

ENTER: Final = "Enter"
TAB: Final = "Tab"
LONGEST_GAP_S: Final = 0.05
"""Between two keys of a scanner; people need 80 ms and more, only single pairs come faster."""
MEAN_GAP_S: Final = 0.035
"""A burst is at least so fast on average: wired scanners take 1 to 20 ms a key, Bluetooth 30."""
FEWEST: Final = 6
"""Characters: what is shorter may be an amount that a quick hand rolled over the digits."""
LONGEST: Final = 4296
"""Characters; the largest QR code of text."""


@dataclass(frozen=True, slots=True)
class Key:
    """A key that went down: the character that it typed, or its name such as `Enter`."""

    name: str
    at_s: float


@dataclass(frozen=True, slots=True)
class WedgeScan:
    """A code that a keyboard-wedge scanner typed."""

    typed: str
    """As it came; `meant_by` reads it."""
    suffix: str
    """`Enter` or `Tab`."""
    keys_per_s: int


def scan_at_end(keys: Sequence[Key]) -> WedgeScan | None:
    """Return the scan that the last of *keys* completes; None for a person's typing."""
    if not keys or keys[-1].name not in (ENTER, TAB):
        return None
    burst = _burst_before(keys)
    text = "".join(key.name for key in burst)
    if not FEWEST <= len(text) <= LONGEST or len(set(text)) == 1:
        return None  # a key that is held down repeats as fast as a scanner types
    took_s = keys[-1].at_s - burst[0].at_s
    if took_s > MEAN_GAP_S * len(burst):
        return None
    return WedgeScan(text, keys[-1].name, round(len(burst) / max(took_s, 0.001)))


def meant_by(typed: str) -> Scan | Tangle:
    """Return the code that a scanner meant by what it typed, whatever the keyboard's layout."""
    read = untangled(typed)
    return read if isinstance(read, Tangle) else Scan(*without_prefix(read.text))


def scans_in(keys: Iterable[Key]) -> list[WedgeScan]:
    """Return every scan among keys that were pressed one after another."""
    reader = WedgeReader()
    return [scan for key in keys if (scan := reader.press(key)) is not None]


class WedgeReader:
    """Follows a keyboard key by key."""

    def __init__(self) -> None:
        self._keys: list[Key] = []

    def press(self, key: Key) -> WedgeScan | None:
        """Take one more key; return the scan that it completes."""
        if len(key.name) > 1 and key.name not in (ENTER, TAB):
            return None  # Shift and its kin type nothing; scanners press them for capitals
        if self._keys and not _follows(self._keys[-1], key):
            self._keys.clear()
        self._keys.append(key)
        if key.name in (ENTER, TAB) or len(self._keys) > LONGEST:
            scan = scan_at_end(self._keys)
            self._keys.clear()
            return scan
        return None


def _burst_before(keys: Sequence[Key]) -> list[Key]:
    """Return the characters typed in one burst right before the last key."""
    burst: list[Key] = []
    after = keys[-1]
    for key in reversed(keys[:-1]):
        if len(key.name) != 1 or not _follows(key, after):
            break
        burst.append(key)
        after = key
    return burst[::-1]


def _follows(before: Key, after: Key) -> bool:
    return 0 <= after.at_s - before.at_s <= LONGEST_GAP_S
