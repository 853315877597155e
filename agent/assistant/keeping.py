"""What the assistant reads and writes in the till's folder, and what it asks of the hub."""

import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

from agent.autostart import Places, turn_on
from agent.by_hand import asked
from agent.config import (
    SETTINGS_BYTES_MAX,
    SETTINGS_FILE,
    AgentSettings,
    load_settings,
    settings_in,
)
from agent.core.addresses import problem_with_hub
from agent.core.assistant.settings_text import Value, changed_text
from agent.core.assistant.wishes import (
    AddCashier,
    AutostartSet,
    Cashiers,
    Enrol,
    Enrolled,
    NotEnrolled,
    NotSaved,
    Save,
    Saved,
)
from agent.core.delivery import AlreadyRunning
from agent.core.hub_words import HubRefused, HubSilent
from agent.core.settings_table import leaves_of
from agent.enrolments import enrolment_in
from agent.errors import AgentError, WrongSettings
from agent.hub_parts import enrol_with_hub, typed_address
from agent.private_file import write_privately
from contracts.wire.enrolment import Enrolment
from contracts.wire.refusals import Refusal, Refused

BACKUP: Final = f"{SETTINGS_FILE}.bak"


def found_settings(home: Path) -> dict[str, Any]:
    """Return what agent.toml says, by dotted names; nothing where it cannot be read."""
    try:
        return dict(leaves_of(tomllib.loads(_text(home))))
    except tomllib.TOMLDecodeError:
        return {}


def problems_after(home: Path, changes: Mapping[str, Value | None]) -> list[str]:
    """Return what would be wrong with the settings after *changes*, each by its name first."""
    try:
        settings_in(_changed(home, changes), home)
    except WrongSettings as error:
        return error.problems
    return []


def save(home: Path, wish: Save) -> Saved | NotSaved:
    """Write agent.toml, whole or not at all; the one before stays beside it."""
    path = home / SETTINGS_FILE
    try:
        text = _changed(home, wish.changes)
        settings_in(text, home)
        backup = ""
        if path.exists():
            write_privately(home / BACKUP, path.read_text(encoding="utf-8-sig", errors="replace"))
            backup = str(home / BACKUP)
        write_privately(path, text)
    except WrongSettings as error:
        return NotSaved(tuple(error.problems))
    except AgentError as error:
        return NotSaved((error.title, error.hint))
    except OSError as error:
        return NotSaved((f"{path}: {error.strerror}",))
    return Saved(str(path), backup)


def enrolled(home: Path) -> Enrolled | None:
    """Return the till's place in its programme; None where it has none yet."""
    try:
        return _place(enrolment_in(home))
    except AgentError:
        return None


def enrol(home: Path, wish: Enrol) -> Enrolled | NotEnrolled:
    """Exchange a one-time code, and say in the assistant's own words why not."""
    if problem_with_hub(typed_address(wish.hub)) is not None:
        return NotEnrolled("address", "", "")
    try:
        settings = load_settings(home, leniently=True)
    except AgentError:
        settings = AgentSettings(home=home)
    try:
        enrolment, _ = enrol_with_hub(settings, wish.code, wish.hub, None, again=wish.again)
    except AgentError as error:
        reason = _reason(error)
        tried = typed_address(wish.hub) if reason == "silent" else ""
        return NotEnrolled(reason, error.title, error.hint, tried)
    return _place(enrolment)


def _reason(error: AgentError) -> str:
    cause = error.__cause__ or error
    if isinstance(error, AlreadyRunning):
        return "agent"
    if isinstance(cause, Refused):
        return "code_form"
    if isinstance(cause, HubSilent):
        return "silent"
    if isinstance(cause, HubRefused):
        waits = (Refusal.TOO_MANY_ATTEMPTS, Refusal.RATE_LIMITED)
        return {Refusal.MISMATCH: "used", **dict.fromkeys(waits, "wait")}.get(
            Refusal(cause.code) if cause.code in set(Refusal) else Refusal.NOT_FOUND, "refused"
        )
    return ""


def cashiers(home: Path) -> Cashiers:
    """Return who may open shifts here."""
    return _cashiers(home, {"ask": "cashiers"})


def add_cashier(home: Path, wish: AddCashier) -> Cashiers:
    """Write a cashier down."""
    return _cashiers(home, {"ask": "cashier_add", "name": wish.name, "pin": wish.pin})


def autostart(home: Path, where: Places | None = None) -> AutostartSet:
    """Have agent, icon and window start with the session of whoever works here."""
    try:
        turn_on(home, "window", where)
    except AgentError as error:
        return AutostartSet((error.title, error.hint))
    return AutostartSet(None)


def _cashiers(home: Path, question: dict[str, Any]) -> Cashiers:
    try:
        told = asked(home, question)
    except AgentError as error:
        return Cashiers((), (error.title, error.hint))
    return Cashiers(tuple(str(it["name"]) for it in told["cashiers"]))


def _place(enrolment: Enrolment) -> Enrolled:
    return Enrolled(
        enrolment.till,
        enrolment.shop,
        enrolment.host,
        local=enrolment.local,
        hub=enrolment.hub_url or "",
    )


def _text(home: Path) -> str:
    """Return agent.toml as it is; nothing where there is none, or what no settings file is."""
    path = home / SETTINGS_FILE
    try:
        raw = path.read_bytes() if path.exists() else b""
        return raw.decode("utf-8-sig") if len(raw) <= SETTINGS_BYTES_MAX else ""
    except (OSError, UnicodeDecodeError):
        return ""


def _changed(home: Path, changes: Mapping[str, Value | None]) -> str:
    """Return the settings with their changes; a file that is no TOML begins anew."""
    try:
        return changed_text(_text(home), changes)
    except tomllib.TOMLDecodeError:
        return changed_text("", changes)
