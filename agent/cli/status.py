"""`baursak agent status`: how this till is, in one look."""

import sys
from datetime import datetime
from pathlib import Path

import click

from agent.cli.speaking import CONTEXT, home_option, plainly, say_json
from agent.core.amounts import decimal_text
from agent.core.counter_view import DeviceState
from agent.core.hub_words import LinkState
from agent.core.status import (
    EXIT_CODES,
    Device,
    HubLine,
    Printer,
    Queue,
    Status,
    Tap,
    TillState,
    schema,
)
from agent.core.till import ALMATY
from contracts.wire.units import UnixTime

_WORDS = {
    TillState.WELL: "All is well.",
    TillState.TROUBLE: "Somebody must look at this till:",
    TillState.NOT_RUNNING: "The agent does not run on this till.",
}

_DEVICE = {
    DeviceState.NONE: "not set up",
    DeviceState.READY: "ready",
    DeviceState.UNKNOWN: "not known yet",
    DeviceState.TROUBLE: "in trouble",
}
_LINE = {
    LinkState.ENROLLED: "not reached yet since the start",
    LinkState.SYNCING: "connected, handing in",
    LinkState.UP_TO_DATE: "connected",
    LinkState.OFFLINE: "not reached",
    LinkState.CLOCK_WRONG: "reached, but the clock of this computer is wrong",
    LinkState.QUARANTINED: "reached, keeps this till's events apart",
    LinkState.REVOKED: "reached, has revoked this till",
    LinkState.REFUSED: "reached, refuses this till",
}


@click.command(context_settings=CONTEXT)
@home_option
@click.option("--json", "as_json", is_flag=True, help="One JSON object.")
@click.option("--schema", "as_schema", is_flag=True, help="The JSON Schema of that object.")
@plainly
def status(home: Path, *, as_json: bool, as_schema: bool) -> None:
    """Tell how this till is: its processes, printer, tap, camera, outbox and hub.

    \b
    Examples:
      baursak agent status
      baursak agent status --json
    It looks without touching anything; no name, no code and no receipt's text is in it.
    Exit codes: 0 all well; 1 somebody must look; 3 the agent does not run.
    """
    if as_schema:
        say_json(schema())
        return
    from agent.standing import standing_of

    found = standing_of(home)
    if as_json:
        say_json(found.to_json())
    else:
        for line in lines_of(found):
            click.echo(line)
    sys.exit(EXIT_CODES[found.state])


def lines_of(found: Status) -> list[str]:
    """Return the status as a person reads it."""
    agent = found.agent
    there = [name for name in ("supervisor", "relay", "brain") if getattr(agent, name)]
    since = f", since {_at(agent.since)}" if agent.since is not None else ""
    told = [_WORDS[found.state]]
    told += [f"  {it.what.value}: {it.title} {it.hint}".rstrip() for it in found.troubles]
    told += [
        f"agent     {found.version}: {', '.join(there) or 'nothing runs'}{since}",
        f"bypass    {'on' if found.bypass else 'off'}",
        f"printer   {_printer(found.printer)}",
        f"tap       {_tap(found.tap)}",
        f"camera    {_device(found.camera)}",
        f"scanner   {_device(found.scanner)}",
        f"outbox    {_queue(found.outbox)}",
        f"hub       {_hub(found.hub)}",
    ]
    if found.shift is not None and found.shift.in_use:
        told.append(f"shift     {'locked' if found.shift.locked else 'open'}")
    held = found.settings
    hubs = "" if held.revision is None else "as the hub set them"
    own = f"agent.toml goes first in: {', '.join(held.overridden)}" if held.overridden else ""
    told.append(f"settings  {'; '.join(it for it in (hubs, own) if it) or 'as agent.toml says'}")
    return told


def _at(time: UnixTime | None) -> str:
    return "–" if time is None else f"{datetime.fromtimestamp(time, ALMATY):%Y-%m-%d %H:%M:%S}"


def _device(device: Device) -> str:
    return _DEVICE[device.state]


def _printer(printer: Printer) -> str:
    last = printer.last_printed
    slip = "no slip yet" if last is None else f"last slip {_at(last)}"
    return f"{_DEVICE[printer.state]}, {slip}"


def _tap(tap: Tap) -> str:
    listening = {True: "listening", False: "not listening", None: "–"}[tap.listening]
    last = tap.last_receipt
    if last is None:
        return f"{listening}, no receipt yet"
    total = "no total" if last.total is None else decimal_text(last.total)
    why = f" ({last.why})" if last.why else ""
    return f"{listening}, last receipt {_at(last.at)}: {last.kind.value}, {total}{why}"


def _queue(outbox: Queue | None) -> str:
    if outbox is None:
        return "nothing stored yet"
    aside = f", {outbox.set_aside} refused by the hub" if outbox.set_aside else ""
    free = f"{outbox.disk_free // 2**20} MB free"
    waiting = {0: "nothing waits", 1: "1 event waits (handed in by itself)"}.get(
        outbox.queued, f"{outbox.queued} events wait (handed in by themselves)"
    )
    return f"{waiting}, {outbox.count} kept{aside}; {free}"


def _hub(hub: HubLine | None) -> str:
    if hub is None:
        return "none"
    lease = hub.lease
    left = (
        "no voucher without it" if lease is None else
        f"without it {lease.count} vouchers, {decimal_text(lease.amount)} ₸,"
        f" until {_at(lease.expires_at)}"
    )  # fmt: skip
    return f"{_LINE[hub.state]}, last heard {_at(hub.last_sync)}; {left}"
