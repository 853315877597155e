"""What the cashier sees: one glance, and all that the page needs to draw it."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Final

from agent.core import counter_words
from agent.core.card_at_hand import CardAtHand
from agent.core.counter_sayings import Saying, Says
from agent.core.slip_texts import Language
from contracts.wire.card_spending import CardChoice
from contracts.wire.units import Tiyn, UnixTime
from contracts.wire.wording import Wording

HELD_S: Final = 5
"""How long a verdict stays before the face is idle again."""
_MS: Final = 1000
_GOOD: Final = {
    "ready": True, "online": True, "trouble": False, "offline": False, "none": None,
    "unknown": None,
}  # fmt: skip


class Glance(StrEnum):
    """What a cashier understands from two metres."""

    IDLE = "idle"
    BUSY = "busy"
    OFFER = "offer"
    """Checked: the cashier confirms or refuses."""
    ACCEPTED = "accepted"
    """Hand it out; it is on disk."""
    JUST_ACCEPTED = "just_accepted"
    """The same code once more within half a minute: neutral, nothing more to hand out."""
    REFUSED = "refused"
    USED = "used"
    """Taken before: hand out nothing."""
    CARD = "card"
    """A member card lies here, or its member chooses what to have."""
    STAFF = "staff"
    """Somebody must do something first: unlock, call the manager, show another code."""


class Act(StrEnum):
    """What the cashier may do now."""

    CONFIRM = "confirm"
    REFUSE = "refuse"
    UNDO = "undo"
    TYPE_CODE = "type_code"
    TYPE_TOTAL = "type_total"
    REPRINT = "reprint"
    LOCK = "lock"
    UNLOCK = "unlock"
    SPEND = "spend"
    """See what the member of the card can have."""
    CHOOSE = "choose"
    TYPE_CARD_PIN = "type_card_pin"
    DROP_CARD = "drop_card"
    NEXT = "next"
    """Away with this verdict before its time."""


class LineState(StrEnum):
    """How the line to the hub stands."""

    ONLINE = "online"
    OFFLINE = "offline"
    UNKNOWN = "unknown"


class Sound(StrEnum):
    """What is heard, once for each number of a view."""

    OK = "ok"
    NO = "no"
    USED = "used"
    ATTENTION = "attention"


class DeviceState(StrEnum):
    """How a device of the till stands."""

    READY = "ready"
    TROUBLE = "trouble"
    NONE = "none"
    """None is set up: everything else works."""
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Footer:
    """The line at the foot of the face."""

    till: str = ""
    printer: DeviceState = DeviceState.UNKNOWN
    scanner: DeviceState = DeviceState.UNKNOWN
    keys_until: UnixTime | None = None
    """Until when this till may decide without the hub; None when it may not."""
    camera: DeviceState = DeviceState.UNKNOWN


@dataclass(frozen=True, slots=True)
class Unmatched:
    """A voucher that was taken and that no receipt has followed yet."""

    voucher: int
    title: Wording | None
    value: Tiyn | None
    at: UnixTime


@dataclass(frozen=True, slots=True)
class CounterView:
    """What the face shows now."""

    number: int
    """Climbs with every new glance, not with line, footer or lists; a sound is played once a
    number, and a cashier's confirmation names it."""
    glance: Glance
    saying: Saying
    since: float
    """By a clock that is never set, in seconds."""
    until: float | None = None
    """When it goes back to idle by itself; None stays."""
    hand_over: Wording | None = None
    """What to hand over, in the largest letters."""
    ring_up: Wording | None = None
    value: Tiyn | None = None
    acts: frozenset[Act] = frozenset()
    line: LineState = LineState.UNKNOWN
    queued: int = 0
    """Events that wait for the hub: queued is not accepted."""
    cashier: str | None = None
    locked: bool = False
    footer: Footer = Footer()
    unmatched: tuple[Unmatched, ...] = ()
    sound: Sound | None = None
    card: CardAtHand | None = None
    """The member card that the next sale is for."""
    choices: tuple[CardChoice, ...] = ()
    """What its member can have, in the order of their keys."""


def view_json(view: CounterView, language: str, now: float | None = None) -> dict[str, Any]:
    """Return what the page gets: codes to colour by, and every word in *language*.

    *now*, by the view's clock, tells how much of its time is left; without it, all of it.
    """
    spoken = Language(language)
    saying = _said(view)
    sentence, hint = counter_words.words(saying, spoken)
    return {
        "number": view.number,
        "language": spoken.value,
        "glance": view.glance.value,
        "word": counter_words.GLANCES[view.glance.value][spoken],
        "saying": saying.code.value,
        "sentence": sentence,
        "hint": hint,
        "hand_over": _text(view.hand_over, spoken),
        "ring_up": _text(view.ring_up, spoken),
        "value": _money(view.value),
        **_time_left(view, now),
        "acts": sorted(it.value for it in view.acts),
        "act_words": {it.value: counter_words.ACTS[it.value][spoken] for it in Act},
        "line": view.line.value,
        "queued": view.queued,
        "cashier": view.cashier,
        "locked": view.locked,
        "footer": _footer(view, spoken),
        "unmatched": [
            {
                "at": counter_words.clock(it.at),
                "hand_over": _text(it.title, spoken),
                "value": _money(it.value),
            }
            for it in view.unmatched
        ],
        "unmatched_word": (
            counter_words.unmatched(len(view.unmatched), spoken) if view.unmatched else ""
        ),
        "sound": view.sound.value if view.sound else None,
        "card": counter_words.card(view.card.number, spoken) if view.card else "",
        "choices": [_choice(it, spoken) for it in view.choices],
    }


def _choice(choice: CardChoice, spoken: Language) -> dict[str, Any]:
    return {
        "title": _text(choice.title, spoken),
        "value": _money(choice.value),
        "points": counter_words.price(choice.points, choice.voucher is not None, spoken),
    }


def _said(view: CounterView) -> Saying:
    """Return what is said; at rest, what can be done with what is there now."""
    if view.saying.code is not Says.READY:
        return view.saying
    there = {DeviceState.READY, DeviceState.UNKNOWN}
    sees, scans = view.footer.camera in there, view.footer.scanner in there
    if view.line is not LineState.OFFLINE:
        says = Says.READY_TO_SCAN if scans else Says.READY_TO_TYPE
        return Saying(Says.READY if sees else says)
    if view.footer.keys_until is None:
        return Saying(Says.WAITS_FOR_LINE)
    says = Says.ALONE_TO_SCAN if scans else Says.WAITS_FOR_READER
    return Saying(Says.ALONE_TO_SHOW if sees else says)


def _time_left(view: CounterView, now: float | None) -> dict[str, int | None]:
    """Return milliseconds: the page need not know what time it is."""
    if view.until is None:
        return {"left_ms": None, "hold_ms": None}
    begin = view.since if now is None else now
    return {
        "left_ms": round(max(0.0, view.until - begin) * _MS),
        "hold_ms": round((view.until - view.since) * _MS),
    }


def _footer(view: CounterView, spoken: Language) -> list[dict[str, Any]]:
    """Return each part of the till: whether it is well (None: not known, or none), and words."""
    footer = view.footer
    devices = {"printer": footer.printer}
    if footer.camera is not DeviceState.NONE:
        devices["camera"] = footer.camera
    if footer.scanner is not DeviceState.NONE or footer.camera is DeviceState.NONE:
        devices["scanner"] = footer.scanner
    return [
        {"what": "till", "good": None, "text": footer.till},
        *(
            {
                "what": name,
                "good": _GOOD[state.value],
                "text": counter_words.device(name, state.value, spoken),
            }
            for name, state in devices.items()
        ),
        {
            "what": "line",
            "good": _GOOD[view.line.value],
            "text": counter_words.line(view.line.value, view.queued, spoken),
        },
        {
            "what": "keys",
            "good": footer.keys_until is not None or None,
            "text": counter_words.keys(footer.keys_until, spoken),
        },
    ]


def _money(value: Tiyn | None) -> str | None:
    return counter_words.money(value) if value is not None else None


def _text(wording: Wording | None, spoken: Language) -> str | None:
    return str(getattr(wording, spoken.value)) if wording is not None else None


__all__ = [
    "HELD_S",
    "Act",
    "CounterView",
    "DeviceState",
    "Footer",
    "Glance",
    "LineState",
    "Saying",
    "Says",
    "Sound",
    "Unmatched",
    "view_json",
]
