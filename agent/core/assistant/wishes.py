"""What the assistant wishes for, and what it hears of it: plain facts, no devices."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from agent.core.assistant.blocks import Option
from agent.core.assistant.settings_text import Value
from agent.core.receipt import FiscalKey, Kind
from contracts.wire.units import Tiyn


@dataclass(frozen=True, slots=True)
class Find:
    """Look for printers, serial ports and cameras."""


@dataclass(frozen=True, slots=True)
class Heard:
    """One piece of paper that the POS printed, read."""

    kind: Kind
    total: Tiyn | None
    number: str | None
    printed_at: datetime | None
    fiscal: FiscalKey | None
    doubts: tuple[str, ...]
    readable: bool
    """False for what no receipt printer prints, as a fiscal register's own language."""
    earns: bool
    whole: bool = True
    """False for what a running agent tells of it: neither number nor fiscal code."""


@dataclass(frozen=True, slots=True)
class Found:
    """What is plugged in; values are addresses."""

    printers: tuple[Option, ...]
    ports: tuple[Option, ...]
    cameras: tuple[Option, ...]
    agent_runs: bool
    """An agent on this till holds the devices."""
    last: Heard | None = None
    """What that agent read last."""


@dataclass(frozen=True, slots=True)
class PrintPaper:
    """Print the test paper."""

    url: str
    profile: str
    """`auto` asks the printer for its model first."""
    code: str
    """What its QR holds."""


@dataclass(frozen=True, slots=True)
class PaperSent:
    """The printer took the paper."""

    profile: str
    model: str
    """What the printer calls itself; empty when it does not say."""


@dataclass(frozen=True, slots=True)
class PaperFailed:
    """It did not, and why."""

    why: str
    trouble: str = ""
    """What the printer itself says: paper_out, cover_open or error."""


@dataclass(frozen=True, slots=True)
class Listen:
    """Let receipts through to the printer and tell what they are."""

    listen: str
    allow: tuple[str, ...]
    printer: str
    profile: str


@dataclass(frozen=True, slots=True)
class Listening:
    """The tap is open."""


@dataclass(frozen=True, slots=True)
class NotListening:
    """The tap cannot be open, and why."""

    why: str
    taken: bool
    """Another program has the address."""


@dataclass(frozen=True, slots=True)
class PrinterState:
    """Whether the relay's line to the printer stands."""

    up: bool
    note: str


@dataclass(frozen=True, slots=True)
class Watch:
    """Look through a camera."""

    url: str


@dataclass(frozen=True, slots=True)
class CameraSays:
    """How the camera is."""

    sight: str
    title: str
    hint: str


@dataclass(frozen=True, slots=True)
class CameraRead:
    """A code before the camera."""

    text: str
    ms: float


@dataclass(frozen=True, slots=True)
class HearScanner:
    """Listen to a scanner on a serial port."""

    url: str


@dataclass(frozen=True, slots=True)
class ScannerSays:
    """How the scanner's line is: None is open, else a Trouble."""

    trouble: str | None


@dataclass(frozen=True, slots=True)
class ScannerRead:
    """A code from the scanner; None for bytes that are no code."""

    text: str | None


@dataclass(frozen=True, slots=True)
class Stop:
    """Let go of every device."""


@dataclass(frozen=True, slots=True)
class Enrol:
    """Exchange the one-time code."""

    hub: str
    code: str
    again: bool


@dataclass(frozen=True, slots=True)
class Enrolled:
    """The till's place in the programme."""

    till: int
    shop: int
    host: str
    local: bool = False
    hub: str = ""
    """Where the till sends."""


@dataclass(frozen=True, slots=True)
class NotEnrolled:
    """Why not."""

    reason: str
    """One of the assistant's own words, or empty."""
    title: str
    hint: str
    tried: str = ""
    """The address, whole, of a hub that does not answer."""


@dataclass(frozen=True, slots=True)
class AddCashier:
    """Let a person open shifts here."""

    name: str
    pin: str


@dataclass(frozen=True, slots=True)
class Cashiers:
    """Who may open shifts, and what was wrong with the last one."""

    names: tuple[str, ...]
    problem: tuple[str, str] | None = None


@dataclass(frozen=True, slots=True)
class Save:
    """Write the settings."""

    changes: Mapping[str, Value | None]


@dataclass(frozen=True, slots=True)
class Saved:
    """They are on disk."""

    path: str
    backup: str


@dataclass(frozen=True, slots=True)
class NotSaved:
    """What is wrong with them."""

    problems: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Autostart:
    """Have the agent start with this computer."""


@dataclass(frozen=True, slots=True)
class AutostartSet:
    """Whether it will."""

    problem: tuple[str, str] | None


@dataclass(frozen=True, slots=True)
class StartAgent:
    """Have the agent run from now on."""


@dataclass(frozen=True, slots=True)
class AgentStarted:
    """Whether it does."""

    problem: str
    """What did not start; empty when it runs."""


@dataclass(frozen=True, slots=True)
class Finish:
    """End the assistant."""


Wish = (
    Find | PrintPaper | Listen | Watch | HearScanner | Stop | Enrol | AddCashier | Save
    | Autostart | StartAgent | Finish
)  # fmt: skip
News = (
    Found | PaperSent | PaperFailed | Listening | NotListening | PrinterState | Heard | CameraSays
    | CameraRead | ScannerSays | ScannerRead | Enrolled | NotEnrolled | Cashiers | Saved | NotSaved
    | AutostartSet | AgentStarted
)  # fmt: skip
