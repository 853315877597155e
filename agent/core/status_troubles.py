"""What of a till's status somebody must look at, and the till in one word."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from agent.core.counter_view import DeviceState
from agent.core.delivery import Level
from agent.core.hub_words import LinkState
from agent.core.status import (
    MOST_TROUBLES,
    BrainStatus,
    Device,
    HubLine,
    Printer,
    Processes,
    Queue,
    SettingsState,
    Status,
    Tap,
    TillState,
    Trouble,
    What,
    sentence,
)
from contracts.wire.units import UnixTime

_LINE_WELL: Final = {LinkState.UP_TO_DATE, LinkState.SYNCING, LinkState.ENROLLED}
_SOMEBODY_MUST_LOOK: Final = {Level.URGENT, Level.FULL}
_NO_DEVICE: Final = Device(DeviceState.NONE)


@dataclass(frozen=True, slots=True)
class SeenFromOutside:
    """What can be found out about a till without its brain."""

    version: str
    """Of this program."""
    supervisor: int
    """Its process, 0 for none."""
    relay: bool
    bypass: bool
    has_printer: bool
    """A printer is set up."""
    outbox: Queue | None
    """None before there is one."""
    troubles: tuple[Trouble, ...]
    """Of settings and enrolment."""


def status_of(seen: SeenFromOutside, brain: BrainStatus | None, now: UnixTime) -> Status:
    """Return the whole status; *brain* is what the running one says, None without one."""
    inside = brain if brain is not None else _without_brain(seen, now)
    agent = Processes(
        supervisor=bool(seen.supervisor),
        relay=seen.relay,
        brain=brain is not None,
        pid=seen.supervisor or None,
        since=brain.since if brain is not None else None,
    )
    told = [*_of_processes(agent), *seen.troubles, *_of_bypass(seen)]
    if brain is not None:
        told += _of_brain(brain, relay=seen.relay)
    runs = agent.supervisor or agent.brain
    well = TillState.TROUBLE if told else TillState.WELL
    return Status(
        state=well if runs else TillState.NOT_RUNNING,
        at=now,
        troubles=tuple(told[:MOST_TROUBLES]),
        agent=agent,
        bypass=seen.bypass,
        version=inside.version,
        printer=inside.printer,
        tap=inside.tap,
        camera=inside.camera,
        scanner=inside.scanner,
        counter=inside.counter,
        face=inside.face,
        outbox=inside.outbox,
        hub=inside.hub,
        shift=inside.shift,
        settings=inside.settings,
    )


def trouble(what: What, title: str, hint: str) -> Trouble:
    """Return one trouble, its words cut to what a status holds."""
    return Trouble(what, sentence(title), sentence(hint))


def _ended(words: str) -> str:
    """Return *words* with a full stop: a hint follows."""
    return words if words.endswith((".", "!", "?", "…")) else f"{words}."


def _without_brain(seen: SeenFromOutside, now: UnixTime) -> BrainStatus:
    return BrainStatus(
        version=seen.version,
        since=now,
        printer=Printer(DeviceState.UNKNOWN if seen.has_printer else DeviceState.NONE, None, None),
        tap=Tap(None, None),
        camera=_NO_DEVICE,
        scanner=_NO_DEVICE,
        counter=None,
        face=False,
        outbox=seen.outbox,
        hub=None,
        shift=None,
        settings=SettingsState(),
    )


def _of_processes(agent: Processes) -> Iterator[Trouble]:
    if not (agent.supervisor or agent.brain):
        yield trouble(
            What.AGENT, "The agent does not run on this till.", "Start it: baursak agent run"
        )
        return
    if not agent.relay:
        yield trouble(
            What.RELAY, "The relay is not there: the POS cannot print.",
            "It is started again by itself; if this stays, look into relay.log.",
        )  # fmt: skip
    if not agent.brain:
        yield trouble(
            What.BRAIN, "The brain is not there: the POS prints on, without slips.",
            "It is started again by itself; if this stays, run: baursak agent check",
        )  # fmt: skip


def _of_bypass(seen: SeenFromOutside) -> Iterator[Trouble]:
    if seen.bypass:
        yield trouble(
            What.BYPASS, "The bypass is on: receipts are not read.",
            "End it: baursak agent bypass off",
        )  # fmt: skip


def _of_brain(brain: BrainStatus, *, relay: bool) -> Iterator[Trouble]:
    if brain.printer.problem is not None:
        hint = "Switch it on, check paper, cable and address."
        yield trouble(What.PRINTER, f"Printer: {_ended(brain.printer.problem)}", hint)
    if relay and not brain.tap.listening:
        yield trouble(
            What.TAP, "No receipts come in: relay and brain do not speak.",
            "It mends itself; if this stays, start the agent anew.",
        )  # fmt: skip
    for what, device in ((What.CAMERA, brain.camera), (What.SCANNER, brain.scanner)):
        if device.state is DeviceState.TROUBLE:
            # What to do stands in the device's own words.
            problem = device.problem or "It does not answer. Check its cable."
            yield trouble(what, _ended(problem), "Until then a code can be typed.")
    if brain.counter is False:
        yield trouble(
            What.COUNTER, "The counter has stopped: no voucher is taken.", "Start the agent anew."
        )
    yield from _of_outbox(brain.outbox)
    yield from _of_hub(brain.hub)
    yield from _of_settings(brain.settings)


def _of_outbox(outbox: Queue | None) -> Iterator[Trouble]:
    if outbox is None:
        yield trouble(
            What.OUTBOX, "The outbox cannot be read: no slips.", "Run: baursak agent check"
        )
    elif outbox.level in _SOMEBODY_MUST_LOOK:
        days = outbox.oldest_s // 86400
        free = outbox.disk_free // 2**20
        yield trouble(
            What.OUTBOX,
            f"{outbox.queued} events wait, the oldest for {days} days; the disk has {free} MB.",
            "Connect the till to the hub, and free some space.",
        )


def _of_hub(hub: HubLine | None) -> Iterator[Trouble]:
    if hub is not None and hub.state not in _LINE_WELL:
        yield trouble(What.HUB, hub.title, hub.hint)


def _of_settings(settings: SettingsState) -> Iterator[Trouble]:
    for problem in settings.refused:
        hint = "The settings before hold on. Mend this one at the hub."
        yield trouble(What.SETTINGS, f"The hub's settings are refused: {problem}", hint)
    for problem in settings.file:
        hint = "The settings before hold on. Mend agent.toml."
        yield trouble(What.SETTINGS, problem, hint)
    if settings.after_restart:
        names = ", ".join(settings.after_restart)
        yield trouble(
            What.SETTINGS, f"Changed, and not in force yet: {names}.",
            "Start the agent anew, at a quiet moment.",
        )  # fmt: skip
