"""`baursak agent cashier`: who may take vouchers at this till."""

from pathlib import Path
from typing import Any

import click

from agent.cli.speaking import CONTEXT, home_option, plainly, say_json


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
