"""What `agent check` looks at: every device and setting of a till, one finding each."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Any, Final

from agent.app import ask, outbox_health, outbox_problem
from agent.config import BYPASS_FILE, OUTBOX_FILE, SETTINGS_FILE, AgentSettings, load_settings
from agent.core.delivery import Level
from agent.enrolments import enrolment_in
from agent.errors import AgentError, NotEnrolled, WrongSettings
from agent.readers import can_read_pictures, check_receipt_profiles
from agent.standing import tap_problem
from hardware.printers.profiles import load_profile
from hardware.printers.status import ask_status
from hardware.printers.transport_urls import transport_for
from hardware.printers.transports import PrinterGone

_STATUS_S: Final = 0.5
"""A printer answers a question about its status within milliseconds, or not at all."""


class State(StrEnum):
    """How a thing is."""

    OK = "ok"
    WARNING = "warning"
    PROBLEM = "PROBLEM"


@dataclass(frozen=True, slots=True)
class Finding:
    """One line of the check."""

    what: str
    state: State
    found: str
    hint: str = ""


def look_at_everything(home: Path) -> Iterator[Finding]:
    """Yield what was found, in the order in which a person would mend it."""
    try:
        settings = load_settings(home)
    except WrongSettings as error:
        for problem in error.problems:
            found, _, hint = problem.partition("; ")
            yield Finding("settings", State.PROBLEM, found, hint)
        return
    path = home / SETTINGS_FILE
    found = str(path) if path.exists() else f"{path} is not there: the defaults hold"
    yield Finding("settings", State.OK, found)
    yield from _receipt_profiles(home)
    yield from _enrolment(home)
    yield from _agent(settings)
    yield from _slip(settings)
    yield from _outbox(home)
    yield from _pictures()


def _receipt_profiles(home: Path) -> Iterator[Finding]:
    try:
        count = check_receipt_profiles(home)
    except WrongSettings as error:
        for problem in error.problems:
            yield Finding("profiles", State.PROBLEM, problem, "mend or remove that file")
        return
    yield Finding("profiles", State.OK, f"{count} receipt profile{'' if count == 1 else 's'}")


def _enrolment(home: Path) -> Iterator[Finding]:
    try:
        enrolment = enrolment_in(home)
    except AgentError as error:
        yield Finding("enrolment", State.PROBLEM, error.title, error.hint)
        return
    words = f"till {enrolment.till} of shop {enrolment.shop}, links to {enrolment.host}"
    if enrolment.local:
        hint = "its claims are worth nothing until the till is enrolled with a hub"
        yield Finding("enrolment", State.WARNING, f"{words}, made locally", hint)
    else:
        yield Finding("enrolment", State.OK, words)


def _agent(settings: AgentSettings) -> Iterator[Finding]:
    if not settings.printer.url:
        hint = (
            "run: baursak agent setup, or say where it is in agent.toml:"
            ' [printer] url = "tcp://192.168.1.100:9100"'
        )
        yield Finding("printer", State.PROBLEM, "not set", hint)
        return
    state = ask(settings.home, {"ask": "state"})
    yield from _hub(state)
    if state is None:
        yield Finding("agent", State.WARNING, "not running", "start it: baursak agent run")
        problem = _printer_answers(settings.printer.url)
    else:
        yield Finding("agent", State.OK, f"running, listening on {settings.tap.listen}")
        problem = None if state.get("printer_up") else str(state.get("printer"))
    where = f"{settings.printer.url} as {load_profile(settings.printer.profile).title}"
    if problem is None:
        yield Finding("printer", State.OK, where)
    else:
        hint = "switch it on, check cable and address, then run this again"
        yield Finding("printer", State.PROBLEM, f"{where}: {problem}", hint)
    if state is None:
        yield _tap(settings.tap.listen)
    if (settings.home / BYPASS_FILE).exists():
        hint = "receipts are not read; end it: baursak agent bypass off"
        yield Finding("bypass", State.WARNING, "on", hint)
    else:
        yield Finding("bypass", State.OK, "off")


def _hub(state: Mapping[str, Any] | None) -> Iterator[Finding]:
    """Tell how the line to the hub stands, where a running agent knows."""
    hub = state.get("hub") if state else None
    if isinstance(hub, Mapping):
        well = hub.get("state") in {"up_to_date", "syncing"}
        found, hint = str(hub.get("title")), str(hub.get("hint"))
        yield Finding("hub", State.OK if well else State.WARNING, found, hint)


def _tap(listen: str) -> Finding:
    """Tell whether the tap could be opened; a running agent has it open already."""
    problem = tap_problem(listen)
    if problem is None:
        return Finding("tap", State.OK, listen)
    hint = "choose another one in agent.toml: [tap] listen, or free this one"
    return Finding("tap", State.PROBLEM, f"{listen}: {problem}", hint)


def _slip(settings: AgentSettings) -> Iterator[Finding]:
    words = "separate piece" if settings.slip.separate else "at the foot of the receipt"
    if not settings.slip.enabled:
        yield Finding("slip", State.WARNING, "switched off", "set slip.enabled = true")
        return
    yield Finding("slip", State.OK, f"{words}, {' and '.join(settings.slip.languages)}")
    if not settings.registers:
        hint = 'name them so that no other receipt earns: registers = ["<РНМ>"]'
        yield Finding("registers", State.WARNING, "any cash register is accepted", hint)
    else:
        yield Finding("registers", State.OK, ", ".join(sorted(settings.registers)))


def _outbox(home: Path) -> Iterator[Finding]:
    if (problem := outbox_problem(home)) and not isinstance(problem, NotEnrolled):
        yield Finding("outbox", State.PROBLEM, problem.title, problem.hint)
        return
    if not (home / OUTBOX_FILE).exists():
        yield Finding("outbox", State.OK, "empty: nothing has been stored yet")
        return
    try:
        health = outbox_health(home)
    except AgentError as error:
        yield Finding("outbox", State.PROBLEM, error.title, error.hint)
        return
    words = f"{health.count} events, {health.pending} not sent, {health.size // 1024} KiB"
    states = {Level.OK: State.OK, Level.WARNING: State.WARNING}
    state = states.get(health.level, State.PROBLEM)
    yield Finding("outbox", state, words, " ".join(health.reasons))


def _pictures() -> Iterator[Finding]:
    if can_read_pictures():
        yield Finding("ocr", State.OK, "tesseract reads receipts that are pictures")
    else:
        hint = "only for POS programs that print pictures: apt install tesseract-ocr-kaz"
        yield Finding("ocr", State.WARNING, "tesseract with Russian and Kazakh is missing", hint)


def _printer_answers(url: str) -> str | None:
    """Open the line to the printer once and ask how it is; return None, or what is wrong."""
    try:
        transport = transport_for(url)
        transport.open()
        try:
            status = ask_status(
                lambda words: transport.write(words, _STATUS_S), lambda: transport.read(_STATUS_S)
            )
        finally:
            transport.close()
    except (PrinterGone, ValueError) as error:
        return str(error)
    return status.problem if status is not None else None
