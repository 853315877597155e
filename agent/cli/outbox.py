"""`baursak agent outbox`: what the till has stored."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

import click

from agent.cli.speaking import CONTEXT, home_option, plainly, say_json
from agent.core.ports import StoredEvents
from agent.core.till import ALMATY
from contracts.wire.bodies import (
    AccrualBody,
    LeaseBody,
    RedemptionBody,
    ReturnBody,
    ShiftBody,
    SlipBody,
)
from contracts.wire.event import Event, event_json


@click.group(context_settings=CONTEXT)
def outbox() -> None:
    """List, verify or export the events that this till has stored; the agent may be running.

    \b
    Examples:
      baursak agent outbox list --last 20
      baursak agent outbox verify
      baursak agent outbox export > events.jsonl
    """


@outbox.command("list", context_settings=CONTEXT)
@home_option
@click.option("--last", default=50, show_default=True, help="Only the newest so many.")
@click.option("--json", "as_json", is_flag=True, help="One JSON object an event.")
@plainly
def list_events(home: Path, last: int, *, as_json: bool) -> None:
    """List the newest events, oldest first."""
    with _opened(home) as reader:
        events = list(reader.export())[-last:]
    for event in events:
        click.echo(event_json(event) if as_json else _sentence(event))


@outbox.command(context_settings=CONTEXT)
@home_option
@click.option("--json", "as_json", is_flag=True, help="One JSON object.")
@plainly
def verify(home: Path, *, as_json: bool) -> None:
    """Check every event and its link to the one before; exit code 1 names the first wrong one."""
    with _opened(home) as reader:
        report = reader.verify()
    if as_json:
        say_json({"ok": bool(report), "checked": report.checked, "wrong": report.wrong,
                  "reason": report.reason})  # fmt: skip
    elif report:
        click.echo(f"{report.checked} events, all as they were written.")
    else:
        click.echo(f"Event {report.wrong} is wrong: {report.reason}. {report.checked} before it"
                   " are as they were written.")  # fmt: skip
    sys.exit(0 if report else 1)


@outbox.command(context_settings=CONTEXT)
@home_option
@plainly
def export(home: Path) -> None:
    """Print every event on disk as one line of JSON, in order, with its hash."""
    with _opened(home) as reader:
        for event in reader.export():
            click.echo(event_json(event))


@contextmanager
def _opened(home: Path) -> Iterator[StoredEvents]:
    from agent.app import outbox_to_read

    reader = outbox_to_read(home)
    try:
        yield reader
    finally:
        reader.close()


def _sentence(event: Event) -> str:
    at = datetime.fromtimestamp(event.time, ALMATY).strftime("%d.%m.%Y %H:%M:%S")
    body = event.body
    words = f"{event.sequence:6}  {at}  {event.kind.value:10}"
    if isinstance(body, AccrualBody | ReturnBody):
        amount = f"{body.total // 100}.{body.total % 100:02} {body.currency}"
        return f"{words}  {amount:>16}  № {body.number or '–'}"
    if isinstance(body, SlipBody):
        return f"{words}  of claim {body.claim}: {body.outcome.value}"
    if isinstance(body, LeaseBody):
        return f"{words}  {body.lease}: {body.act.value}"
    if isinstance(body, RedemptionBody):
        how = "the hub decided" if body.lease is None else f"lease {body.lease}"
        return f"{words}  voucher {body.voucher}: {how}"
    if isinstance(body, ShiftBody):
        number = "" if body.number is None else f" № {body.number}"
        who = "" if body.cashier is None else f", cashier {body.cashier}"
        return f"{words}  {body.act.value}{number}{who}"
    return words
