"""The agent's settings: read once, checked whole, all problems at once."""

import os
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

from agent.core.addresses import (
    problem_with_camera,
    problem_with_hub,
    problem_with_proxy,
)
from agent.core.settings_table import SettingsTable, leaves_of
from agent.errors import WrongSettings
from contracts.wire.units import Points, Tiyn
from hardware.printers.profiles import profile_names

# What lies in a till's folder.
SETTINGS_FILE: Final = "agent.toml"
ENROLMENT_FILE: Final = "enrolment.json"
CREDENTIAL: Final = "baursak-enrolment"
"""The same, as a credential of systemd: for tills that keep no keys on their disk."""
ENROLLING_FILE: Final = "enrolling.json"
OUTBOX_FILE: Final = "outbox.sqlite3"
COUNTER_FILE: Final = "counter.sqlite3"
FACE_FILE: Final = "face.url"
"""Where the cashier's page is, with this start's token: for its owner's eyes only."""
LINK_FILE: Final = "relay.sock"
BYPASS_FILE: Final = "bypass"
SUPERVISOR_FILE: Final = "supervisor.pid"
LOG_FILE: Final = "agent.log"
RELAY_LOG_FILE: Final = "relay.log"
SUPERVISOR_LOG_FILE: Final = "supervisor.log"

LINKS: Final = ("hub", "telegram")
SETTINGS_BYTES_MAX: Final = 64 * 1024
"""A settings file is a page of text; a larger one is something else."""

TOTAL_MAX: Final = Tiyn(5_000_000_00)
"""A banquet's cakes cost less; what is above is a misreading or a matter for people."""

_PRINTER_SCHEMES: Final = ("tcp", "serial", "usb", "winspool", "file")
_TAP_SCHEMES: Final = ("tcp", "serial", "spool")
_SCANNER_SCHEMES: Final = ("serial", "usbserial")
SUFFIXES: Final = ("auto", "cr", "lf", "crlf", "tab", "none")


@dataclass(frozen=True, slots=True)
class PrinterSettings:
    """Where the real printer is and of what family."""

    url: str = ""
    """`tcp://HOST:PORT`, `serial:///dev/ttyUSB0?baud=9600`, `usb:///dev/usb/lp0`,
    `winspool://NAME` or `file:///PATH`; empty until somebody has said where it is."""
    profile: str = "generic-80"


@dataclass(frozen=True, slots=True)
class TapSettings:
    """Where the POS sends its receipts."""

    listen: str = "tcp://127.0.0.1:9100"
    """`tcp://HOST:PORT`, `serial:///dev/ttyS1?baud=9600` or `spool:///DIR`."""
    allow: tuple[str, ...] = ()
    """Source addresses that may print, beside this machine."""
    display: str = ""
    """`serial:///dev/ttyS2?baud=9600`: a second ear on the pole display's line; empty: none."""


@dataclass(frozen=True, slots=True)
class SlipSettings:
    """What is printed at the foot of a sale."""

    enabled: bool = True
    separate: bool = False
    """Always a piece of paper of its own after the cut, never inside the receipt."""
    languages: tuple[str, ...] = ("kk", "ru")
    """One or two, the first one printed larger."""
    shop: str = ""
    """The shop's name at the slip's foot; none when empty."""
    link: str = "hub"
    """What the QR opens: the hub's page, for everyone, or the Mini App in `telegram`."""
    claim_days: int = 3
    """Days that the slip names for claiming; the hub's claim window decides."""


@dataclass(frozen=True, slots=True)
class HubSettings:
    """How to reach the hub."""

    url: str = ""
    """Instead of the address that the till was given when it was enrolled."""
    proxy: str = ""
    """`http://HOST:PORT`; empty: what HTTPS_PROXY and NO_PROXY say."""


@dataclass(frozen=True, slots=True)
class CounterSettings:
    """How vouchers are taken."""

    camera: str = ""
    """`v4l2:///dev/v4l/by-id/…`, `opencv:0` or `http://…`; empty: none, codes are typed."""
    screen_mode: bool = True
    """Exposes for the bright screens of phones, where the camera can."""
    scanner: str = ""
    """`serial:///dev/serial/by-id/…?baud=9600` or `serial://COM5`; empty: none."""
    suffix: str = "auto"
    """What the scanner sends after a code."""
    auto_accept_max: Tiyn | None = None
    """Up to this value a voucher needs no nod of the cashier; None: every one needs it."""
    closes_at: int | None = None
    """Minutes after midnight in Almaty when a shift that nobody closed ends."""
    face: bool = True
    """Whether the cashier's page is served, to this computer only."""
    stub: bool = False
    """Whether the printer says on paper which voucher was accepted: where no screen can."""


@dataclass(frozen=True, slots=True)
class AgentSettings:
    """All that the owner may set on a till."""

    home: Path
    """Folder of the outbox, the enrolment and the log."""
    printer: PrinterSettings = field(default_factory=PrinterSettings)
    tap: TapSettings = field(default_factory=TapSettings)
    slip: SlipSettings = field(default_factory=SlipSettings)
    currency: str = "KZT"
    registers: frozenset[str] = frozenset()
    """Registration numbers (РНМ) of this till's cash registers; empty means any."""
    any_currency: bool = False
    """True only for trying streams of other countries: a till has one currency."""
    total_max: Tiyn = TOTAL_MAX
    """A larger total is not believed."""
    hub: HubSettings = field(default_factory=HubSettings)
    counter: CounterSettings = field(default_factory=CounterSettings)
    named: frozenset[str] = frozenset()
    """What agent.toml sets, by dotted names: there the owner's word goes before the hub's."""
    earn_rate: Points | None = None
    """Points for each 100 ₸, to name on the slip; only the hub knows."""


def default_home() -> Path:
    """Return the folder named by BAURSAK_HOME, else the one where this system keeps such things."""
    if named := os.environ.get("BAURSAK_HOME"):
        return Path(named)
    # A megabyte that a running brain, which is told its folder, does not need.
    import platformdirs  # noqa: PLC0415

    return Path(platformdirs.user_data_dir("baursak", appauthor=False))


def handed_over() -> Path | None:
    """Return the enrolment that systemd hands to this process, None where it hands over none.

    It decrypts what `LoadCredentialEncrypted=baursak-enrolment:…` names into a folder that only
    this service can read, and says in CREDENTIALS_DIRECTORY where that is.
    """
    folder = os.environ.get("CREDENTIALS_DIRECTORY")
    path = Path(folder) / CREDENTIAL if folder else None
    return path if path is not None and path.is_file() else None


def load_settings(home: Path, *, leniently: bool = False) -> AgentSettings:
    """Read agent.toml in *home*; without one the defaults hold. Raises WrongSettings.

    *leniently* takes the default of each setting that is wrong: for a till that must print on.
    """
    path = home / SETTINGS_FILE
    try:
        if not path.exists():
            return AgentSettings(home=home)
        raw = path.read_bytes()
        if len(raw) > SETTINGS_BYTES_MAX:
            raise WrongSettings([f"{path} is too large for a settings file; restore it."])
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise WrongSettings([f"{path} is not TOML ({error}); mend that line."]) from error
    except OSError as error:
        raise WrongSettings([f"{path} cannot be read ({error.strerror}); check rights."]) from error
    return settings_in(text, home, leniently=leniently)


def settings_in(text: str, home: Path, *, leniently: bool = False) -> AgentSettings:
    """Return the settings written in *text*, as agent.toml of *home* holds it, or WrongSettings."""
    try:
        table = tomllib.loads(text)
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        path = home / SETTINGS_FILE
        raise WrongSettings([f"{path} is not TOML ({error}); mend that line."]) from error
    return _checked(home, table, leniently=leniently)


def _checked(home: Path, table: Mapping[str, Any], *, leniently: bool) -> AgentSettings:
    problems: list[str] = []
    read = SettingsTable(table, problems)
    settings = AgentSettings(
        home=home,
        printer=PrinterSettings(
            url=read.url("printer.url", PrinterSettings().url, _PRINTER_SCHEMES),
            profile=read.choice("printer.profile", PrinterSettings().profile, profile_names()),
        ),
        tap=TapSettings(
            listen=read.url("tap.listen", TapSettings().listen, _TAP_SCHEMES),
            allow=read.sources("tap.allow"),
            display=read.url("tap.display", "", _SCANNER_SCHEMES),
        ),
        slip=SlipSettings(
            enabled=read.flag("slip.enabled", default=True),
            separate=read.flag("slip.separate", default=False),
            languages=read.languages("slip.languages", SlipSettings().languages),
            shop=read.short("slip.shop", 48),
            link=read.choice("slip.link", "hub", LINKS),
            claim_days=read.whole("slip.claim_days", 3, range(1, 366)),
        ),
        currency=read.currency("currency", "KZT"),
        registers=frozenset(read.registers("registers")),
        total_max=read.money("total_max", TOTAL_MAX),
        hub=HubSettings(
            url=read.address("hub.url", problem_with_hub),
            proxy=read.address("hub.proxy", problem_with_proxy),
        ),
        counter=_counter(read),
        named=frozenset(name for name, _ in leaves_of(table)),
    )
    read.complain_about_the_rest()
    if settings.printer.url == settings.tap.listen:
        problems.append("tap.listen is the printer's own address; the POS prints to another one.")
    if settings.tap.display and settings.tap.display == settings.counter.scanner:
        problems.append("tap.display is the scanner's line; each listens to a port of its own.")
    if problems and not leniently:
        may_print = not any(it.startswith(("printer", "tap")) for it in problems)
        raise WrongSettings(problems, may_print=may_print)
    return settings


def _counter(read: SettingsTable) -> CounterSettings:
    return CounterSettings(
        camera=read.address("counter.camera", problem_with_camera),
        screen_mode=read.flag("counter.screen_mode", default=True),
        scanner=read.url("counter.scanner", "", _SCANNER_SCHEMES),
        suffix=read.choice("counter.suffix", "auto", SUFFIXES),
        auto_accept_max=read.maybe_money("counter.auto_accept_max"),
        closes_at=read.time("counter.closes_at"),
        face=read.flag("counter.face", default=True),
        stub=read.flag("counter.stub", default=False),
    )
