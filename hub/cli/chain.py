"""`baursak chain`: the programme's contracts, and a TON chain on this machine to try them on."""

import json
from collections.abc import Callable
from datetime import datetime
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Final, ParamSpec, TypeVar

import click

from contracts.ton.addresses import friendly
from contracts.ton.seen import Address
from hub.cli.addresses import AddressType
from hub.cli.chain_deploy import check, deploy, dry_run, keys, resume
from hub.cli.chain_veto import veto
from hub.cli.speaking import CONTEXT, plainly
from hub.core.almaty import ALMATY
from hub.localchain.caller import Caller, place, root_hash
from hub.localchain.messages import AccountState
from hub.localchain.transactions import Read

P = ParamSpec("P")
R = TypeVar("R")

NANO: Final = 10**9
SHOWN: Final = 10
"""Transactions: what fits on a screen."""
_PORT: Final = 18900


def folder_option(command: Callable[P, R]) -> Callable[P, R]:
    """Add --folder, where the chain lives."""
    return click.option(
        "--folder",
        type=click.Path(path_type=Path, file_okay=False),
        default=Path("local-chain"),
        show_default=True,
        help="Where the chain lives: its state, its key, and local.config.json for clients.",
    )(command)


class _TonType(click.ParamType[int]):
    """An amount of TON, as people write it; nanotons inside."""

    name = "amount"

    def convert(
        self, value: str | int, param: click.Parameter | None, ctx: click.Context | None
    ) -> int:
        """Return nanotons, or say what is wrong."""
        try:
            nanotons = Decimal(value) * NANO
        except InvalidOperation:
            self.fail("Write an amount of TON, as 10 or 0.5.", param, ctx)
        if not nanotons.is_finite() or nanotons <= 0 or nanotons != int(nanotons):
            self.fail("TON are given in amounts above 0 with at most nine digits after the point.",
                      param, ctx)  # fmt: skip
        return int(nanotons)


@click.group(context_settings=CONTEXT)
def chain() -> None:
    """Deploy the programme's contracts on TON, or run a chain of your own to try them on.

    The local chain has real contracts and prices, no network and no real money.

    \b
    Examples:
      baursak chain serve
      baursak chain keys keys
      baursak chain deploy --network local --config local-chain/local.config.json --keys keys
      baursak chain faucet EQ… 10
      baursak chain show EQ…
    """


for command in (keys, deploy, check, dry_run, resume, veto):
    chain.add_command(command)


@chain.command(context_settings=CONTEXT)
@folder_option
@click.option("--port", type=click.IntRange(0, 65535), default=_PORT, show_default=True,
              help="Where to listen on this machine; 0 for any that is free.")  # fmt: skip
@click.option("--prices", type=click.Choice(["new", "old"]), default="new", show_default=True,
              help="Of work and storage: new since May 2026, or as before.")  # fmt: skip
@plainly
def serve(folder: Path, port: int, prices: str) -> None:
    """Serve the chain until stopped (Ctrl+C or SIGTERM); it goes on where it was.

    \b
    Example:
      baursak chain serve --folder local-chain
    TON clients take FOLDER/local.config.json as the network's configuration.
    Exit codes: 0 stopped; 1 it cannot be served, and why.
    """
    from hub.localchain.serving import Listening, serve_folder

    def say(address: str) -> None:
        click.echo(f"The local chain listens at {address}. For clients: "
                   f"{folder / 'local.config.json'}")  # fmt: skip

    serve_folder(folder, Listening(port), "old" if prices == "old" else "new", say)


@chain.command(context_settings=CONTEXT)
@folder_option
@click.argument("address", type=AddressType())
@click.argument("amount", type=_TonType())
@plainly
def faucet(folder: Path, address: Address, amount: int) -> None:
    """Give ADDRESS an AMOUNT of local TON, which are worth nothing.

    \b
    Example:
      baursak chain faucet EQ… 10
    The chain must be served.
    """
    with Caller.of_folder(folder) as caller:
        caller.faucet(place(address), amount)
        balance = caller.account(place(address)).balance
    click.echo(f"{friendly(address, bounceable=False, test_network=True)} has {tons(balance)} TON")


@chain.command(context_settings=CONTEXT)
@folder_option
@click.argument("seconds", type=click.IntRange(0))
@plainly
def advance(folder: Path, seconds: int) -> None:
    """Move the chain's clock on by SECONDS, as for an epoch's delay to pass.

    \b
    Example:
      baursak chain advance 3600
    """
    with Caller.of_folder(folder) as caller:
        click.echo(f"It is {shown(caller.advance(seconds))} on the local chain.")


@chain.command(context_settings=CONTEXT)
@folder_option
@click.option("--json", "as_json", is_flag=True, help="One JSON object.")
@click.argument("address", type=AddressType())
@plainly
def show(folder: Path, address: Address, *, as_json: bool) -> None:
    """Show an account: what it has, what code runs it, and its last transactions.

    \b
    Example:
      baursak chain show EQ…
    """
    with Caller.of_folder(folder) as caller:
        account = caller.account(place(address))
        latest = caller.transactions(place(address), account, SHOWN)
    if as_json:
        click.echo(json.dumps(_json(address, account, latest)))
        return
    click.echo(f"{friendly(address, test_network=True)}  {address}")
    click.echo(f"{account.status}, {tons(account.balance)} TON")
    if account.code is not None:
        click.echo(f"code {_code_hash(account)}")
    for it in latest:
        outcome = "no code ran" if it.exit_code is None else f"exit code {it.exit_code}"
        click.echo(
            f"{shown(it.now)}  lt {it.lt}  {outcome}, {it.gas} gas, {tons(it.fees)} TON of fees, "
            f"{len(it.out_messages)} messages out{', aborted' if it.aborted else ''}"
        )


def _json(address: Address, account: AccountState, latest: list[Read]) -> dict[str, object]:
    return {
        "address": address,
        "status": account.status,
        "balance": account.balance,
        "code_hash": None if account.code is None else _code_hash(account),
        "last_lt": account.last_lt,
        "last_hash": account.last_hash.hex(),
        "transactions": [
            {
                "lt": it.lt,
                "at": it.now,
                "exit_code": it.exit_code,
                "gas": it.gas,
                "fees": it.fees,
                "messages_out": len(it.out_messages),
                "aborted": it.aborted,
            }
            for it in latest
        ],
    }


def _code_hash(account: AccountState) -> str:
    return "" if account.code is None else root_hash(account.code).hex()


def tons(nanotons: int) -> str:
    """Return nanotons as TON, without idle zeros."""
    whole, part = divmod(nanotons, NANO)
    return f"{whole}.{part:09d}".rstrip("0").rstrip(".")


def shown(at: int) -> str:
    """Return a time as people here read it."""
    return datetime.fromtimestamp(at, ALMATY).strftime("%d.%m.%Y %H:%M:%S")
