"""`baursak agent enrol`, `sync` and `redeem`: a till and its hub."""

import re
import sys
from datetime import datetime
from pathlib import Path
from typing import Any, Final

import click

from agent.cli.speaking import CONTEXT, home_option, plainly, say_json
from agent.errors import AgentError

REFUSED: Final = 4
"""Exit code of a voucher that is not to be taken."""
NOT_UP_TO_DATE: Final = 1
_AMOUNT: Final = re.compile(r"([0-9]{1,8})(?:[.,]([0-9]{2}))?", re.ASCII)


@click.command(context_settings=CONTEXT)
@click.argument("code", required=False)
@home_option
@click.option("--hub", "url", help="The programme's address, as in https://loyalty.example.kz.")
@click.option("--name", help="How the list of tills names it; this computer's name otherwise.")
@click.option("--again", is_flag=True, help="Put the enrolment before aside, with its events.")
@click.option("--local", is_flag=True, help="Without a hub; for trying a till.")
@click.option("--till", default=1, show_default=True, help="Number of the till, with --local.")
@click.option("--host", default="demo.baursak.example", show_default=True,
              help="In claim links, with --local.")  # fmt: skip
@click.option("--bot", help="The programme's Telegram bot, with --local.")
@plainly
def enrol(
    home: Path, code: str | None, url: str | None, *, local: bool, again: bool, **more: Any
) -> None:
    """Make this till one of a programme's: CODE is the operator's one-time code.

    Stop the agent first. If the answer is lost on the way, run the same again: the code still
    works for this till, and for no other.

    \b
    Examples:
      baursak agent enrol 7K3M-9QXT-2B4C-DFGH --hub https://loyalty.example.kz
      baursak agent enrol 7K3M-9QXT-2B4C-DFGH --hub https://loyalty.example.kz --again
      baursak agent enrol --local --host loyalty.example.kz
    Exit codes: 0 enrolled; 1 not, with the reason; 3 the agent is running.
    """
    if local:
        from agent.app import enrol_locally

        made = enrol_locally(home, more["till"], more["host"], more["bot"])
        click.echo(f"till {made.till} is enrolled locally in {home}")
        return
    if code is None or not url:
        raise AgentError(
            "A one-time code and the hub's address are needed.",
            "Run: baursak agent enrol CODE --hub https://…, or --local to try without a hub.",
        )
    from agent.config import load_settings
    from agent.hub_parts import enrol_with_hub, typed_address

    enrolment, aside = enrol_with_hub(load_settings(home), code, url, more["name"], again=again)
    for path in aside:
        click.echo(f"put aside: {path}")
    click.echo(f"till {enrolment.till} of shop {enrolment.shop} is enrolled at {enrolment.host}")
    if enrolment.hub_url and enrolment.hub_url != typed_address(url):
        click.echo(f"from now on it speaks with {enrolment.hub_url}, as this hub wishes")


@click.command(context_settings=CONTEXT)
@home_option
@click.option("--once", is_flag=True, help="End when the hub has everything, or cannot be had.")
@click.option("--json", "as_json", is_flag=True, help="One JSON object, with --once.")
@plainly
def sync(home: Path, *, once: bool, as_json: bool) -> None:
    """Hand in what is stored, and learn settings, keys, catalogue and leases.

    A running agent syncs by itself; --once makes it do so now. Without --once and without a
    running agent this goes on until interrupted.

    \b
    Examples:
      baursak agent sync --once
      baursak agent sync --once --json
    Exit codes: 0 the hub has everything; 1 not, with the reason.
    """
    from agent.by_hand import sync_on, sync_once

    if not once:
        sync_on(home, click.echo)
        return
    status = sync_once(home)
    if as_json:
        say_json(status)
    else:
        click.echo(f"{status['title']} {status['hint']}".strip())
    sys.exit(0 if status["state"] == "up_to_date" else NOT_UP_TO_DATE)


@click.command(context_settings=CONTEXT)
@click.argument("code")
@home_option
@click.option("--total", help="Of the receipt about to be paid, as in 935.00.")
@click.option("--cashier", help="Who takes it; it is written down.")
@click.option("--undo", is_flag=True, help="Take back what the hub accepted here before.")
@click.option("--json", "as_json", is_flag=True, help="One JSON object.")
@plainly
def redeem(
    home: Path, code: str, total: str | None, cashier: str | None, *, undo: bool, as_json: bool
) -> None:
    """Take a voucher: CODE is what its QR holds, or the eight digits below it.

    The hub decides while it answers; without it the till takes what its seal, its lease and the
    list of vouchers taken here allow. Do it before the payment: the answer says how to ring it up.

    \b
    Examples:
      baursak agent redeem EQEAAAccvpkaFAAAKgBhqBPnei1c2dR3-L7fLg
      baursak agent redeem 04815162 --total 935.00 --cashier Aigerim
      baursak agent redeem EQEAAAccvpkaFAAAKgBhqBPnei1c2dR3-L7fLg --undo
    Exit codes: 0 accepted, just now or a moment ago; 4 not; 1 it could not be tried.
    """
    from agent.by_hand import asked

    question = {
        "ask": "undo" if undo else "redeem",
        "code": code,
        "total": _tiyn(total),
        "cashier": cashier,
    }
    verdict = asked(home, question)
    if as_json:
        say_json(verdict)
    else:
        click.echo(_sentence(verdict))
    taken_back = undo and verdict["verdict"] == "no"
    sys.exit(0 if taken_back or verdict["verdict"] != "no" else REFUSED)


def _tiyn(total: str | None) -> int | None:
    if total is None:
        return None
    found = _AMOUNT.fullmatch(total)
    if found is None:
        raise AgentError(f"{total[:40]!r} is no amount.", "Write it as 935.00.")
    return int(found[1]) * 100 + int(found[2] or 0)


def _sentence(verdict: dict[str, Any]) -> str:
    """Return a verdict as a cashier reads it."""
    if verdict["verdict"] == "no":
        when = f" ({_clock(verdict['at'])})" if verdict["at"] else ""
        return f"NO{when}: {verdict['why']} {verdict['hint']}".strip()
    if verdict["verdict"] == "just_accepted":
        return f"just accepted {_clock(verdict['at'])}: nothing more to hand out"
    words = ["ACCEPTED" if verdict["lease"] is None else "ACCEPTED without the hub"]
    texts = filter(None, (verdict["title"], verdict["ring_up"]))
    words += [" / ".join(dict.fromkeys((text["ru"], text["kk"]))) for text in texts]
    if verdict["value"] is not None:
        words.append(f"{verdict['value'] // 100}.{verdict['value'] % 100:02} ₸")
    return "\n".join(words)


def _clock(at: int) -> str:
    from agent.core.till import ALMATY

    return datetime.fromtimestamp(at, ALMATY).strftime("%d.%m.%Y %H:%M:%S")
