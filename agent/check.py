"""What `agent check` looks at: every device and setting of a till, one finding each."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from threading import Thread
from typing import Any, Final

from agent.app import ask, outbox_health, outbox_problem
from agent.config import (
    BYPASS_FILE,
    OUTBOX_FILE,
    SETTINGS_FILE,
    SUPERVISOR_FILE,
    AgentSettings,
    load_settings,
)
from agent.core.delivery import Level
from agent.enrolments import enrolment_in
from agent.errors import AgentError, NotEnrolled, WrongSettings
from agent.readers import can_read_pictures, check_receipt_profiles
from agent.standing import tap_problem
from hardware.printers.profiles import load_profile
from hardware.printers.status import ask_status
from hardware.printers.transport_urls import transport_for
from hardware.printers.transports import PrinterGone, in_words
from hardware.serial.troubles import Trouble
from hardware.taps.lock import holder

_STATUS_S: Final = 0.5
"""A printer answers a question about its status within milliseconds, or not at all."""
_PICTURE_S: Final = 5.0
"""A webcam's first picture takes a second or two."""
_DEVICE_S: Final = 12.0
"""Longer than any device takes that does not hang."""
_UNSET: Final = {
    "camera": "not set: codes come from a scanner, or are typed",
    "scanner": "not set: codes come from a camera, or are typed",
    "display": "not set: totals are read from the paper alone",
}
_LINES: Final = {
    Trouble.ABSENT: "it is not plugged in",
    Trouble.DENIED: "this user may not use it",
    Trouble.BUSY: "another program uses it",
    Trouble.BROKEN: "its line broke",
    Trouble.WRONG: "no line has this address",
}


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
    yield from _at_counter(settings)
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


def _at_counter(settings: AgentSettings) -> Iterator[Finding]:
    """Tell of camera, scanner and display; what a running agent holds is not opened beside it."""
    urls = {
        "camera": settings.counter.camera,
        "scanner": settings.counter.scanner,
        "display": settings.tap.display,
    }
    wanted = any(urls.values())
    told = ask(settings.home, {"ask": "status"}) if wanted else None
    state = ask(settings.home, {"ask": "state"}) if told is not None else None
    runs = told is not None or bool(holder(settings.home / SUPERVISOR_FILE))
    for what, whole in urls.items():
        url = re.sub(r"//[^/]*@", "//", whole)  # a camera's password is nobody's to read
        if not url:
            yield Finding(what, State.OK, _UNSET[what])
        elif not runs:
            found, hint = _opened(what, whole)
            yield Finding(what, State.PROBLEM if hint else State.OK, f"{url}: {found}", hint)
        elif told is None or state is None:
            hint = "run this again in a minute; if this stays, start the agent anew"
            yield Finding(what, State.WARNING, f"{url}: the agent does not answer", hint)
        elif what == "display":
            yield _display_as_told(url, state)
        else:
            yield device_as_told(what, url, told.get(what))


def device_as_told(what: str, url: str, device: object) -> Finding:
    """Tell how a running agent says that its camera or scanner is."""
    known = device if isinstance(device, Mapping) else {}
    match known.get("state"):
        case "ready":
            return Finding(what, State.OK, f"{url}: the agent reads codes by it")
        case "none":
            hint = "enrol the till with a hub, or start the agent anew if you have just set it"
            return Finding(what, State.WARNING, f"{url}: the agent does not use it", hint)
        case "trouble":
            said = str(known.get("problem") or "it does not answer")
            hint = "once that is mended, the agent takes it up by itself"
            return Finding(what, State.PROBLEM, f"{url}: {said}", hint)
        case _:
            hint = "run this again in a minute"
            return Finding(what, State.WARNING, f"{url}: the agent is opening it", hint)


def _display_as_told(url: str, state: Mapping[str, Any]) -> Finding:
    """Tell how a running agent says that the display's line is."""
    problem = state.get("display")
    if problem is None:
        return Finding("display", State.OK, f"{url}: the agent listens to it")
    hint = "check its cable and [tap] display; receipts are read without it"
    return Finding("display", State.PROBLEM, f"{url}: {problem}", hint)


def _opened(what: str, url: str) -> tuple[str, str]:
    """Open a device for a moment; return what was found, and what to do where it is wrong."""
    answers: list[tuple[str, str]] = []
    look = _camera_sees if what == "camera" else _line_opens
    # A camera may hang in its driver, and a thread cannot be torn out of it.
    looking = Thread(target=lambda: answers.append(look(url)), daemon=True)
    looking.start()
    looking.join(_DEVICE_S)
    return answers[0] if answers else ("it hangs", "pull it out, plug it in, run this again")


def _camera_sees(url: str) -> tuple[str, str]:
    """Wait for the camera's first picture."""
    from hardware.cameras.camera import CameraGone  # noqa: PLC0415  # only with a camera
    from hardware.cameras.choosing import camera_for  # noqa: PLC0415
    from hardware.codes.luma import BadPicture  # noqa: PLC0415

    try:
        camera = camera_for(url)
        try:
            camera.open()
            frame = camera.read(_PICTURE_S)
            if frame is None:
                return "it opens and gives no picture", "plug it in again, or try another one"
            with frame:
                return f"it gives pictures, {frame.luma.width} x {frame.luma.height}", ""
        finally:
            camera.close()
    except CameraGone as gone:
        return gone.title, gone.hint
    except BadPicture as error:
        return f"its first picture cannot be read: {error}", "name another camera or picture"
    except OSError as error:
        return in_words(error), "plug it in again, or try another one"


def _line_opens(url: str) -> tuple[str, str]:
    """Open a serial line; nothing need come over it now."""
    from hardware.serial.line import LineGone, SerialLine  # noqa: PLC0415  # only with such a line

    line = SerialLine(url)
    try:
        line.open()
    except LineGone as gone:
        return _LINES[gone.trouble], gone.hint
    finally:
        line.close()
    return "its line opens", ""


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
