"""How a till is, in one record: for its owner's eye, for programs, and for the tray's icon.

No names, no receipt's text, no codes and no addresses: it may be shown to anybody who helps.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import ClassVar, Final

from agent.core.counter_view import DeviceState
from agent.core.delivery import Level
from agent.core.hub_words import LinkState
from agent.core.receipt import Kind
from contracts.wire.canonical import Json
from contracts.wire.event import ENVELOPE
from contracts.wire.rules import Choice, Flag, Many, Maybe, Nested, Record, Rule, Text, Whole
from contracts.wire.sync_news import NUMBER
from contracts.wire.units import Tiyn, UnixTime

STATUS_VERSION: Final = 1
LONGEST_SENTENCE: Final = 300
MOST_TROUBLES: Final = 16
MOST_NAMES: Final = 64
"""Settings named in one status: there are some thirty."""
_SENTENCE: Final = Text(LONGEST_SENTENCE, shortest=0)
_NAMES: Final = Many(Text(80), MOST_NAMES)
_MONEY: Final = Whole(-(2**53 - 1), 2**53 - 1)
_TIME: Final = ENVELOPE["time"]


class TillState(StrEnum):
    """A till in one word."""

    WELL = "well"
    TROUBLE = "trouble"
    NOT_RUNNING = "not_running"


EXIT_CODES: Final = {TillState.WELL: 0, TillState.TROUBLE: 1, TillState.NOT_RUNNING: 3}


class What(StrEnum):
    """What a trouble is about."""

    AGENT = "agent"
    SETTINGS = "settings"
    ENROLMENT = "enrolment"
    RELAY = "relay"
    BRAIN = "brain"
    BYPASS = "bypass"
    PRINTER = "printer"
    TAP = "tap"
    CAMERA = "camera"
    SCANNER = "scanner"
    COUNTER = "counter"
    OUTBOX = "outbox"
    HUB = "hub"


@dataclass(frozen=True, slots=True)
class Trouble(Record):
    """One thing that is wrong, and what to do about it."""

    RULES: ClassVar[Mapping[str, Rule]] = {
        "what": Choice(What), "title": _SENTENCE, "hint": _SENTENCE,
    }  # fmt: skip
    what: What
    title: str
    hint: str


@dataclass(frozen=True, slots=True)
class Processes(Record):
    """Which of the agent's processes are there."""

    RULES: ClassVar[Mapping[str, Rule]] = {
        "supervisor": Flag(), "relay": Flag(), "brain": Flag(), "pid": Maybe(NUMBER),
        "since": Maybe(_TIME),
    }  # fmt: skip
    supervisor: bool
    relay: bool
    brain: bool
    pid: int | None
    """Of the supervisor."""
    since: UnixTime | None
    """When the brain started."""


@dataclass(frozen=True, slots=True)
class Device(Record):
    """A camera or a scanner."""

    RULES: ClassVar[Mapping[str, Rule]] = {
        "state": Choice(DeviceState), "problem": Maybe(_SENTENCE),
    }  # fmt: skip
    state: DeviceState
    problem: str | None = None


@dataclass(frozen=True, slots=True)
class Printer(Record):
    """The receipt printer."""

    RULES: ClassVar[Mapping[str, Rule]] = {
        "state": Choice(DeviceState), "problem": Maybe(_SENTENCE), "last_printed": Maybe(_TIME),
    }  # fmt: skip
    state: DeviceState
    problem: str | None
    last_printed: UnixTime | None
    """When the last slip came out, also before this start; None where no recent one is stored."""


@dataclass(frozen=True, slots=True)
class LastReceipt(Record):
    """What was made of the paper that the POS printed last."""

    RULES: ClassVar[Mapping[str, Rule]] = {
        "at": _TIME, "kind": Choice(Kind), "total": Maybe(_MONEY), "earns": Flag(),
        "why": Maybe(_SENTENCE),
    }  # fmt: skip
    at: UnixTime
    kind: Kind
    total: Tiyn | None
    """None when it could not be read."""
    earns: bool
    why: str | None
    """Why it earns nothing, one sentence without the receipt's words."""


@dataclass(frozen=True, slots=True)
class Tap(Record):
    """Where the POS prints to."""

    RULES: ClassVar[Mapping[str, Rule]] = {
        "listening": Maybe(Flag()), "last_receipt": Maybe(Nested(LastReceipt)),
    }  # fmt: skip
    listening: bool | None
    """None while the agent does not run."""
    last_receipt: LastReceipt | None
    """Before the first of this start: the last one that was stored."""


@dataclass(frozen=True, slots=True)
class Queue(Record):
    """The outbox: what waits for the hub."""

    RULES: ClassVar[Mapping[str, Rule]] = {
        "level": Choice(Level), "count": NUMBER, "queued": NUMBER, "oldest_s": NUMBER,
        "set_aside": Maybe(NUMBER), "size": NUMBER, "disk_free": NUMBER,
    }  # fmt: skip
    level: Level
    count: int
    """Events on disk."""
    queued: int
    """Of these, not acknowledged by the hub."""
    oldest_s: int
    """Age of the oldest of them, seconds."""
    set_aside: int | None
    """Events that the hub will never accept; None while nobody is there who knows."""
    size: int
    """Bytes."""
    disk_free: int
    """Bytes."""


@dataclass(frozen=True, slots=True)
class LeaseLeft(Record):
    """What this till may still hand out without asking the hub."""

    RULES: ClassVar[Mapping[str, Rule]] = {
        "count": NUMBER, "amount": NUMBER, "expires_at": _TIME,
    }  # fmt: skip
    count: int
    """Vouchers."""
    amount: Tiyn
    expires_at: UnixTime


@dataclass(frozen=True, slots=True)
class HubLine(Record):
    """The line to the hub."""

    RULES: ClassVar[Mapping[str, Rule]] = {
        "state": Choice(LinkState), "title": _SENTENCE, "hint": _SENTENCE,
        "last_sync": Maybe(_TIME), "lease": Maybe(Nested(LeaseLeft)),
        "keys_until": Maybe(_TIME), "notes": Many(_SENTENCE, 16),
    }  # fmt: skip
    state: LinkState
    title: str
    hint: str
    last_sync: UnixTime | None
    """When the hub last answered, also before this start."""
    lease: LeaseLeft | None
    keys_until: UnixTime | None
    """Until when this till may decide without the hub; None when it may not."""
    notes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ShiftState(Record):
    """Whether somebody is at the till; never who."""

    RULES: ClassVar[Mapping[str, Rule]] = {"in_use": Flag(), "locked": Flag()}
    in_use: bool
    """This till has cashiers."""
    locked: bool


@dataclass(frozen=True, slots=True)
class SettingsState(Record):
    """Which settings hold."""

    RULES: ClassVar[Mapping[str, Rule]] = {
        "revision": Maybe(NUMBER), "refused": Many(_SENTENCE, MOST_NAMES),
        "overridden": _NAMES, "after_restart": _NAMES, "file": Many(_SENTENCE, MOST_NAMES),
    }  # fmt: skip
    revision: int | None = None
    """Of the hub's settings that hold; None where it set none."""
    refused: tuple[str, ...] = ()
    """Why the hub's newest settings were not taken, one sentence each."""
    overridden: tuple[str, ...] = ()
    """What the hub sets and agent.toml sets otherwise: the file's word holds."""
    after_restart: tuple[str, ...] = ()
    """What was changed in agent.toml and holds after the next start."""
    file: tuple[str, ...] = ()
    """What is wrong with agent.toml as it is now; what held before holds on."""


@dataclass(frozen=True, slots=True)
class BrainStatus(Record):
    """What the running brain knows."""

    RULES: ClassVar[Mapping[str, Rule]] = {
        "version": Text(32), "since": _TIME, "printer": Nested(Printer), "tap": Nested(Tap),
        "camera": Nested(Device), "scanner": Nested(Device), "counter": Maybe(Flag()),
        "face": Flag(), "outbox": Maybe(Nested(Queue)), "hub": Maybe(Nested(HubLine)),
        "shift": Maybe(Nested(ShiftState)), "settings": Nested(SettingsState),
    }  # fmt: skip
    version: str
    since: UnixTime
    printer: Printer
    tap: Tap
    camera: Device
    scanner: Device
    counter: bool | None
    """False when the counter has stopped by a fault of ours; None where there is none."""
    face: bool
    """The cashier's page is served."""
    outbox: Queue | None
    hub: HubLine | None
    """None for a till without a hub."""
    shift: ShiftState | None
    settings: SettingsState


@dataclass(frozen=True, slots=True)
class Status(Record):
    """A till, whole."""

    RULES: ClassVar[Mapping[str, Rule]] = {
        "v": Whole(STATUS_VERSION, STATUS_VERSION), "state": Choice(TillState), "at": _TIME,
        "troubles": Many(Nested(Trouble), MOST_TROUBLES), "agent": Nested(Processes),
        "bypass": Flag(),
        **{name: rule for name, rule in BrainStatus.RULES.items() if name != "since"},
    }  # fmt: skip
    state: TillState
    at: UnixTime
    troubles: tuple[Trouble, ...]
    """The most urgent first."""
    agent: Processes
    bypass: bool
    version: str
    """Of the program that runs; of this one when none does."""
    printer: Printer
    tap: Tap
    camera: Device
    scanner: Device
    counter: bool | None
    face: bool
    outbox: Queue | None
    hub: HubLine | None
    shift: ShiftState | None
    settings: SettingsState
    v: int = STATUS_VERSION


def sentence(text: str) -> str:
    """Return *text* as one line that a status can hold."""
    return " ".join(text.replace("\0", " ").split())[:LONGEST_SENTENCE]


def schema() -> dict[str, Json]:
    """Return what `baursak agent status --json` prints, as JSON Schema."""
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": "urn:baursak:agent:status:1",
        "title": "baursak agent status --json",
        **Status.schema(),
    }
