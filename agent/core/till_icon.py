"""What the icon in the corner of the screen says of a till: one state, one line, the rest below."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Final


class Mark(StrEnum):
    """What is seen at one glance: each has its glyph and its colour."""

    READY = "ready"
    OFFLINE = "offline"
    """The hub is out of reach: everything goes on, and waits in the queue."""
    STAFF = "staff"
    """Somebody must do something: printer, scanner or the hub's no."""
    BYPASS = "bypass"
    """The POS prints straight through, on somebody's word."""
    GONE = "gone"
    """The agent does not run."""


class Matter(StrEnum):
    """What needs somebody, in the order in which it is said."""

    PRINTER = "printer"
    TAP = "tap"
    REFUSED = "refused"
    """The hub takes nothing from this till: revoked, quarantined or refused."""
    CLOCK = "clock"
    DISK = "disk"
    SCANNER = "scanner"


@dataclass(frozen=True, slots=True)
class TillIcon:
    """How a till stands, as far as an icon tells it."""

    mark: Mark
    matters: tuple[Matter, ...] = ()
    queued: int = 0
    """Events that wait for the hub."""
    has_hub: bool = False
    bypass: bool = False


_ONLINE: Final = {"up_to_date", "syncing", "enrolled"}
_HUB_MATTERS: Final = {
    "clock_wrong": Matter.CLOCK, "quarantined": Matter.REFUSED, "revoked": Matter.REFUSED,
    "refused": Matter.REFUSED,
}  # fmt: skip
_OF_DEVICES: Final = {
    "camera": Matter.SCANNER,
    "scanner": Matter.SCANNER,
    "tap": Matter.TAP,
    "outbox": Matter.DISK,
}


def icon_of(answer: Mapping[str, Any] | None, *, bypass: bool) -> TillIcon:
    """Return how a till stands by the answer of its agent; None is an agent that does not run."""
    if answer is None:
        return TillIcon(Mark.GONE, bypass=bypass)
    hub = answer.get("hub")
    state = str(hub.get("state")) if isinstance(hub, Mapping) else ""
    queued = answer.get("queued")
    matters = _matters(answer, state)
    return TillIcon(
        mark=(
            Mark.BYPASS if bypass else
            Mark.STAFF if matters else
            Mark.OFFLINE if state and state not in _ONLINE else Mark.READY
        ),
        matters=matters,
        queued=queued if type(queued) is int and queued > 0 else 0,
        has_hub=bool(state),
        bypass=bypass,
    )  # fmt: skip


def _matters(answer: Mapping[str, Any], state: str) -> tuple[Matter, ...]:
    told = answer.get("troubles")
    troubles = {it for it in told if isinstance(it, str)} if isinstance(told, list) else set()
    found = {matter for name, matter in _OF_DEVICES.items() if name in troubles}
    if answer.get("printer_up") is False and Matter.TAP not in found:
        # Without its relay the agent knows nothing of the printer.
        found.add(Matter.PRINTER)
    if state in _HUB_MATTERS:
        found.add(_HUB_MATTERS[state])
    return tuple(it for it in Matter if it in found)


HELD_S: Final = 8.0
"""How long something must stand before it is told: an agent that starts anew is back by then."""
APART_S: Final = 60.0
"""Between two tellings: a cable that goes in and out tires nobody."""


class Tellings:
    """Which changes of the icon are told aloud: what went wrong, and that it is well again.

    Offline is none: it is no trouble, and comes and goes.
    """

    def __init__(self) -> None:
        self._told = Mark.READY
        self._seen = Mark.READY
        self._since = 0.0
        self._told_at = -APART_S

    def step(self, icon: TillIcon, now: float) -> TillIcon | None:
        """Take how the till stands *now* (steady seconds); return it when it is to be told."""
        worth = icon.mark if icon.mark in {Mark.STAFF, Mark.GONE} else Mark.READY
        if worth is not self._seen:
            self._seen, self._since = worth, now
        is_due = now >= self._since + HELD_S and now >= self._told_at + APART_S
        if worth is self._told or not is_due:
            return None
        self._told, self._told_at = worth, now
        return icon
