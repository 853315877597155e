"""The agent's settings: read once, checked whole, all problems at once."""

import os
import re
import tomllib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

from agent.core.addresses import (
    problem_with,
    problem_with_hub,
    problem_with_proxy,
    problem_with_source,
)
from agent.errors import WrongSettings
from contracts.wire.units import Points, Tiyn
from hardware.printers.profiles import profile_names

# What lies in a till's folder.
SETTINGS_FILE: Final = "agent.toml"
ENROLMENT_FILE: Final = "enrolment.json"
ENROLLING_FILE: Final = "enrolling.json"
OUTBOX_FILE: Final = "outbox.sqlite3"
COUNTER_FILE: Final = "counter.sqlite3"
LINK_FILE: Final = "relay.sock"
BYPASS_FILE: Final = "bypass"
SUPERVISOR_FILE: Final = "supervisor.pid"
LOG_FILE: Final = "agent.log"
RELAY_LOG_FILE: Final = "relay.log"

LANGUAGES: Final = ("kk", "ru", "en")
LINKS: Final = ("hub", "telegram")
SETTINGS_BYTES_MAX: Final = 64 * 1024
"""A settings file is a page of text; a larger one is something else."""

TOTAL_MAX: Final = Tiyn(5_000_000_00)
"""A banquet's cakes cost less; what is above is a misreading or a matter for people."""

_PRINTER_SCHEMES: Final = ("tcp", "serial", "usb", "winspool", "file")
_TAP_SCHEMES: Final = ("tcp", "serial", "spool")


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
        table = tomllib.loads(raw.decode("utf-8-sig"))
    except (UnicodeDecodeError, tomllib.TOMLDecodeError, RecursionError) as error:
        raise WrongSettings([f"{path} is not TOML ({error}); mend that line."]) from error
    except OSError as error:
        raise WrongSettings([f"{path} cannot be read ({error.strerror}); check rights."]) from error
    return _checked(home, table, leniently=leniently)


def _checked(home: Path, table: Mapping[str, Any], *, leniently: bool) -> AgentSettings:
    problems: list[str] = []
    read = _Reader(table, problems)
    settings = AgentSettings(
        home=home,
        printer=PrinterSettings(
            url=read.url("printer.url", PrinterSettings().url, _PRINTER_SCHEMES),
            profile=read.choice("printer.profile", PrinterSettings().profile, profile_names()),
        ),
        tap=TapSettings(
            listen=read.url("tap.listen", TapSettings().listen, _TAP_SCHEMES),
            allow=read.sources("tap.allow"),
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
        named=frozenset(name for name, _ in _flat(table)),
    )
    read.complain_about_the_rest()
    if settings.printer.url == settings.tap.listen:
        problems.append("tap.listen is the printer's own address; the POS prints to another one.")
    if problems and not leniently:
        may_print = not any(it.startswith(("printer", "tap")) for it in problems)
        raise WrongSettings(problems, may_print=may_print)
    return settings


class _Reader:
    """Takes settings out of a table by their dotted names and notes what is wrong with them."""

    def __init__(self, table: Mapping[str, Any], problems: list[str]) -> None:
        self._values = dict(_flat(table))
        self._problems = problems

    def _take(self, name: str, kind: type, default: Any) -> Any:
        value = self._values.pop(name, default)
        if isinstance(value, bool) is not (kind is bool) or not isinstance(value, kind):
            words = {str: "a text in quotes", int: "a whole number", bool: "true or false"}
            self._problems.append(f"{name} must be {words.get(kind, 'a list')}; it is {value!r}.")
            return default
        return value

    def flag(self, name: str, *, default: bool) -> bool:
        return bool(self._take(name, bool, default))

    def whole(self, name: str, default: int, allowed: range) -> int:
        value: int = self._take(name, int, default)
        if value not in allowed:
            self._problems.append(
                f"{name} is {value}; give a number from {allowed[0]} to {allowed[-1]}."
            )
        return value

    def text(self, name: str, default: str) -> str:
        return str(self._take(name, str, default))

    def short(self, name: str, longest: int) -> str:
        value = self.text(name, "")
        if len(value) > longest or not value.isprintable():
            self._problems.append(f"{name} must be one line of at most {longest} characters.")
            return ""
        return value

    def choice(self, name: str, default: str, allowed: tuple[str, ...]) -> str:
        value = self.text(name, default)
        if value not in allowed:
            self._problems.append(f"{name} is {value!r}; choose one of {', '.join(allowed)}.")
            return default
        return value

    def texts(self, name: str, default: tuple[str, ...]) -> tuple[str, ...]:
        values = self._take(name, list, list(default))
        if not all(isinstance(value, str) for value in values):
            self._problems.append(f"{name} must be a list of texts in quotes.")
            return default
        return tuple(values)

    def languages(self, name: str, default: tuple[str, ...]) -> tuple[str, ...]:
        values = self.texts(name, default)
        wrong = [value for value in values if value not in LANGUAGES]
        if wrong or not 1 <= len(values) <= 2 or len(set(values)) != len(values):
            self._problems.append(f"{name} is {list(values)}; name one or two of kk, ru, en.")
            return default
        return values

    def registers(self, name: str) -> tuple[str, ...]:
        values = self.texts(name, ())
        for value in values:
            if not (value.isascii() and value.isdigit() and len(value) == 12):
                self._problems.append(
                    f"{name} holds {value!r}; a registration number (РНМ) has 12 digits,"
                    " see any receipt of that cash register."
                )
        return values

    def url(self, name: str, default: str, schemes: tuple[str, ...]) -> str:
        value = self.text(name, default)
        problem = None if value == default else problem_with(value, schemes)
        if problem is not None:
            self._problems.append(f"{name} is {value[:80]!r}; {problem}.")
            return default
        return value

    def address(self, name: str, problem_of: Callable[[str], str | None]) -> str:
        value = self.text(name, "")
        problem = problem_of(value) if value else None
        if problem is not None:
            self._problems.append(f"{name} is {value[:80]!r}; {problem}.")
            return ""
        return value

    def sources(self, name: str) -> tuple[str, ...]:
        values = self.texts(name, ())
        for value in values:
            if (problem := problem_with_source(value)) is not None:
                self._problems.append(f"{name} holds {value[:80]!r}; {problem}.")
        return values

    def currency(self, name: str, default: str) -> str:
        value = self.text(name, default)
        if not (value.isascii() and value.isalpha() and value.isupper() and len(value) == 3):
            self._problems.append(f"{name} is {value!r}; write it as KZT.")
        return value

    def money(self, name: str, default: Tiyn) -> Tiyn:
        written = self.text(name, f"{default // 100}.{default % 100:02}")
        if not re.fullmatch(r"[0-9]{1,7}(\.[0-9]{2})?", written) or not written.strip("0."):
            self._problems.append(f'{name} is {written!r}; write an amount as "1000000.00".')
            return default
        whole, _, hundredths = written.partition(".")
        return Tiyn(int(whole) * 100 + int(hundredths or 0))

    def complain_about_the_rest(self) -> None:
        for name in sorted(self._values):
            self._problems.append(f"{name} is not a setting; check its spelling or remove it.")


def _flat(table: Mapping[str, Any], prefix: str = "") -> list[tuple[str, Any]]:
    """Return the leaves of nested tables by their dotted names."""
    leaves: list[tuple[str, Any]] = []
    for name, value in table.items():
        if isinstance(value, dict):
            leaves += _flat(value, f"{prefix}{name}.")
        else:
            leaves.append((prefix + name, value))
    return leaves
