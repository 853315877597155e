"""`baursak agent window` and `cashier`: the cashier's page, and who may take vouchers."""

import shutil
import subprocess
from pathlib import Path
from typing import Any, Final

import click

from agent.cli.speaking import CONTEXT, home_option, plainly, say_json
from agent.errors import AgentError

BROWSERS: Final = (
    "chromium", "chromium-browser", "google-chrome", "microsoft-edge", "msedge", "chrome",
)  # fmt: skip
"""Those that show a page as a window of its own."""


@click.command(context_settings=CONTEXT)
@home_option
@click.option("--strip", is_flag=True, help="The thin strip, for a POS that owns the screen.")
@click.option("--kiosk", is_flag=True, help="Over the whole screen.")
@click.option("--print", "only_print", is_flag=True, help="Print the address; open nothing.")
@plainly
def window(home: Path, *, strip: bool, kiosk: bool, only_print: bool) -> None:
    """Open the cashier's page in a browser's own window; the agent must be running.

    The address holds this start's token: who has it can take vouchers at this till.

    \b
    Examples:
      baursak agent window
      baursak agent window --strip
      baursak agent window --print
    Exit codes: 0 opened or printed; 1 not, with the reason.
    """
    address = _address(home, "/strip" if strip else "/")
    if only_print:
        click.echo(address)
        return
    browser = next(filter(None, map(shutil.which, BROWSERS)), None)
    if browser is None:
        raise AgentError(
            "No browser was found that can show a page as a window.",
            "Install Chromium, Chrome or Edge; or open what baursak agent window --print says.",
        )
    words = [browser, f"--app={address}", "--autoplay-policy=no-user-gesture-required"]
    # A profile of its own: the shop's own browsing and its extensions stay apart.
    words += [f"--user-data-dir={home / 'window'}", *(["--kiosk"] if kiosk else [])]
    subprocess.Popen(words, start_new_session=True)  # noqa: S603  # a browser of this system


@click.group(context_settings=CONTEXT)
def cashier() -> None:
    """Who may take vouchers at this till, each with a PIN. Nothing here ever keeps from printing.

    \b
    Examples:
      baursak agent cashier add Aigerim
      baursak agent cashier list
    """


@cashier.command(context_settings=CONTEXT)
@click.argument("name")
@home_option
@click.option("--pin", prompt=True, hide_input=True, confirmation_prompt=True,
              help="4 to 8 digits; asked when not given.")  # fmt: skip
@plainly
def add(home: Path, name: str, pin: str) -> None:
    """Let NAME open shifts here; with the first one the till is locked until a PIN is given.

    \b
    Example:
      baursak agent cashier add Aigerim
    """
    _list(_asked(home, {"ask": "cashier_add", "name": name, "pin": pin}))


@cashier.command(name="list", context_settings=CONTEXT)
@home_option
@click.option("--json", "as_json", is_flag=True, help="One JSON object.")
@plainly
def listed(home: Path, *, as_json: bool) -> None:
    """List the cashiers of this till.

    \b
    Example:
      baursak agent cashier list --json
    """
    told = _asked(home, {"ask": "cashiers"})
    if as_json:
        say_json(told)
    else:
        _list(told)


@cashier.command(context_settings=CONTEXT)
@click.argument("number", type=int)
@home_option
@click.option("--pin", prompt=True, hide_input=True, confirmation_prompt=True,
              help="4 to 8 digits; asked when not given.")  # fmt: skip
@plainly
def pin(home: Path, number: int, pin: str) -> None:
    """Give cashier NUMBER another PIN.

    \b
    Example:
      baursak agent cashier pin 1
    """
    _list(_asked(home, {"ask": "cashier_pin", "cashier": number, "pin": pin}))


@cashier.command(context_settings=CONTEXT)
@click.argument("number", type=int)
@home_option
@plainly
def retire(home: Path, number: int) -> None:
    """Let cashier NUMBER open no shift any more; one that is open ends.

    \b
    Example:
      baursak agent cashier retire 1
    """
    _list(_asked(home, {"ask": "cashier_retire", "cashier": number}))


def _asked(home: Path, question: dict[str, Any]) -> dict[str, Any]:
    from agent.by_hand import asked

    return asked(home, question)


def _list(told: dict[str, Any]) -> None:
    for it in told["cashiers"]:
        click.echo(f"{it['number']:>4}  {it['name']}")
    if not told["cashiers"]:
        click.echo("no cashiers: nothing is locked, and no name is written down")


def _address(home: Path, page: str) -> str:
    from agent.config import FACE_FILE

    try:
        address = (home / FACE_FILE).read_text(encoding="ascii").strip()
    except OSError:
        raise AgentError(
            "The cashier's page is not there.",
            "Start the agent (baursak agent run); the till must be enrolled at a hub.",
        ) from None
    return address.replace("/?t=", f"{page}?t=", 1)
