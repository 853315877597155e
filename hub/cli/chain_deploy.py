"""`baursak chain deploy` and its kin: the programme's contracts on a network, and their keys."""

from collections.abc import Callable
from functools import reduce
from pathlib import Path
from typing import Any, Final, ParamSpec, TypedDict, TypeVar, Unpack

import click

from contracts.ton.seen import Address
from hub.cli.addresses import AddressType
from hub.cli.speaking import CONTEXT, env_option, plainly
from hub.core.settlement.deployment_choices import Asked
from hub.core.settlement.network import LOCAL, MAINNET, TESTNET
from hub.errors import ChainRefused

P = ParamSpec("P")
R = TypeVar("R")

_FILE: Final = click.Path(path_type=Path, dir_okay=False)
_NETWORKS: Final = click.Choice((LOCAL, TESTNET, MAINNET))
DEPLOYMENT: Final = Path("ton-deployment.json")
KEY_NAMES: Final = ("admin", "settler", "sponsor")


class Where(TypedDict):
    """Which chain, and by which keys."""

    network: str | None
    config: Path | None
    keys: Path | None
    env_file: Path | None


def where_options(command: Callable[P, R]) -> Callable[P, R]:
    """Add what says which chain, and by which keys."""
    options: list[Callable[[Any], Any]] = [
        click.option("--network", type=_NETWORKS, help="The network; without it TON_NETWORK's."),
        click.option("--config", type=_FILE, metavar="FILE", help="The network's file"
                     " (global.config.json; local.config.json); without it TON_CONFIG's."),
        click.option("--keys", type=click.Path(path_type=Path, file_okay=False), metavar="FOLDER",
                     help="Keys as `baursak chain keys` makes them, instead of TON_*_KEY(_FILE)."),
    ]  # fmt: skip
    return env_option(reduce(lambda it, option: option(it), reversed(options), command))


class _Asked(TypedDict):
    name: str | None
    symbol: str | None
    description: str | None
    image: str | None
    locked: bool | None
    platform: Address | None
    platform_share: int | None
    growth_cap: int | None
    least_interval: int | None
    delay: int | None


def asked_options(command: Callable[P, R]) -> Callable[P, R]:
    """Add what may be said of a deployment."""
    options: list[Callable[[Any], Any]] = [
        click.option("--name", help="Of the points in wallets. [default: Baursak]"),
        click.option("--symbol", help="Beside amounts. [default: BAUR]"),
        click.option("--description", help="What wallets tell of the points."),
        click.option("--image", metavar="URL", help="The picture that wallets show."),
        click.option("--locked/--open", "locked", default=None,
                     help="Jettons go to the redemption manager only, or anywhere (TEP-74)."
                     " [default: locked]"),
        click.option("--platform", type=AddressType(), metavar="ADDRESS",
                     help="Whose the platform's share of revenue is. [default: the admin]"),
        click.option("--platform-share", type=int, metavar="N",
                     help="Hundredths of a percent of revenue. [default: 0]"),
        click.option("--growth-cap", type=int, metavar="N",
                     help="Points that one epoch may add at most. [default: 1000000]"),
        click.option("--least-interval", type=int, metavar="S",
                     help="Seconds after the delay until the next epoch. [default: 3600]"),
        click.option("--delay", type=int, metavar="S",
                     help="Seconds in which the admin can veto an epoch. [default: 79200]"),
    ]  # fmt: skip
    return reduce(lambda it, option: option(it), reversed(options), command)


class _Deploy(Where, _Asked):
    out: Path | None
    change: bool
    dry_run: bool
    yes: bool


@click.command(context_settings=CONTEXT)
@where_options
@asked_options
@click.option("--out", type=_FILE, metavar="FILE",
              help=f"The deployment's file. [default: TON_DEPLOYMENT, {DEPLOYMENT}]")  # fmt: skip
@click.option("--change", is_flag=True,
              help="Replace settler, sponsor or bounds that are known already: a new key, or"
              " after a veto.")  # fmt: skip
@click.option("--dry-run", is_flag=True, help="Show every message and what it costs; send nothing.")
@click.option("--yes", is_flag=True, help="Do not ask on mainnet.")
@plainly
def deploy(**said: Unpack[_Deploy]) -> None:
    """Put the programme's contracts on a network, or go on where that was interrupted.

    \b
    Examples:
      baursak chain keys keys
      baursak chain deploy --network local --config local-chain/local.config.json --keys keys
      baursak chain deploy --network testnet --config global.config.json --dry-run
    The keys are TON_ADMIN_KEY, TON_SETTLER_KEY and TON_SPONSOR_KEY, or files that
    TON_…_KEY_FILE name. Running this twice does everything once: what stands there is kept.
    On the local chain its faucet fills the wallets.
    Exit codes: 0 all stands (or the dry run would do); 1 refused, and why; 2 settings are wrong.
    """
    from hub.chain_operation.deployer import deploying
    from hub.cli.deployment_words import plan_text

    asked = Asked(**{it: said[it] for it in _Asked.__annotations__})  # type: ignore[literal-required]
    out = said["out"]
    with deploying(overrides_of(said), said["env_file"], out, DEPLOYMENT, click.echo) as deployer:
        plan = deployer.plan(asked, change=said["change"])
        click.echo(plan_text(plan))
        if plan.refused:
            raise ChainRefused(list(plan.refused))
        if said["dry_run"]:
            return
        if plan.network == MAINNET and plan.steps and not said["yes"]:
            confirm_mainnet()
        done = deployer.deploy(asked, change=said["change"])
    click.echo(f"All stands on {done.network} as it should; it is written in {deployer.path}.")
    click.echo(
        f"Settings of the hub: TON_NETWORK={done.network} TON_DEPLOYMENT={deployer.path}"
        " TON_CONFIG=…, and the worker's two keys"
    )


def confirm_mainnet() -> None:
    """Ask for the network's name, typed: these TON and these contracts are real."""
    typed = click.prompt("This costs real TON. Type mainnet to go on", default="",
                         show_default=False)  # fmt: skip
    if typed.strip() != MAINNET:
        click.echo("Nothing was sent.", err=True)
        raise SystemExit(1)


def overrides_of(said: Where) -> dict[str, str]:
    """Return the settings that the command line says itself."""
    found: dict[str, str] = {}
    if said["network"] is not None:
        found["TON_NETWORK"] = said["network"]
    if said["config"] is not None:
        found["TON_CONFIG"] = str(said["config"])
    if said["keys"] is not None:
        for name in KEY_NAMES:
            found[f"TON_{name.upper()}_KEY"] = ""
            found[f"TON_{name.upper()}_KEY_FILE"] = str(said["keys"] / f"{name}.key")
    return found


class _Check(Where):
    file: Path | None


@click.command(context_settings=CONTEXT)
@where_options
@click.option("--file", type=_FILE, metavar="FILE",
              help=f"The deployment's file. [default: TON_DEPLOYMENT, {DEPLOYMENT}]")  # fmt: skip
@plainly
def check(**said: Unpack[_Check]) -> None:
    """Check a deployment: addresses, codes, admin, settler, bounds, wallets, money; sends nothing.

    \b
    Example:
      baursak chain check --network testnet --config global.config.json
    No key is needed; keys that are set are compared with the deployment's wallets.
    Exit codes: 0 all is as it should be; 1 something is not, and is named with what to do.
    """
    from hub.chain_operation.checking import check_named
    from hub.cli.deployment_words import checked_text

    file, env = said["file"], said["env_file"]
    checked = check_named(overrides_of(said), env, file, DEPLOYMENT)
    click.echo(checked_text(checked))
    raise SystemExit(1 if checked.wrong else 0)


@click.command(context_settings=CONTEXT)
@click.argument("folder", type=click.Path(path_type=Path, file_okay=False))
@click.option("--network", type=_NETWORKS, default=LOCAL, show_default=True,
              help="Whose addresses to show: the keys themselves are good on all.")  # fmt: skip
@plainly
def keys(folder: Path, network: str) -> None:
    """Make the three keys of a programme in FOLDER: admin, settler, sponsor.

    \b
    Example:
      baursak chain keys keys
    The files can be read by their owner only; keys that are there are kept, and shown. On a
    public network keep admin.key away from the hub: only `chain deploy` needs it.
    """
    from hub.chain_operation.access import make_keys
    from hub.cli.deployment_words import made_text

    click.echo(made_text(folder, make_keys(folder, network), network))


@click.command("dry-run", context_settings=CONTEXT)
@env_option
@plainly
def dry_run(env_file: Path | None) -> None:
    """Show when the next epoch is due, what it would state and cost; nothing is sent or changed.

    \b
    Example:
      baursak chain dry-run --env hub.env
    Network, contracts, keys and balances are looked at first.
    Exit codes: 0 all is right; 1 something forbids sending, and is named with what to do.
    """
    from hub.chain_operation.settling import dry_run as look
    from hub.chain_operation.settling import halted
    from hub.cli.deployment_words import HALTS, next_epoch_text
    from hub.config import load_settings

    settings = load_settings(file=env_file, keys=True)
    why = halted(settings)
    if why:
        click.echo(f"Settlement is halted: {HALTS.get(why, why)}")
    found = look(settings)
    click.echo(next_epoch_text(found.epoch))
    if found.wrong:
        click.echo("\n".join(["Before anything is sent, mend this:",
                              *(f"  - {it}" for it in found.wrong)]))  # fmt: skip
        raise SystemExit(1)


@click.command(context_settings=CONTEXT)
@env_option
@click.option("--yes", is_flag=True, help="Do not ask: somebody has looked.")
@plainly
def resume(env_file: Path | None, *, yes: bool) -> None:
    """Let settlement go on after a halt, once you have looked at why it stopped.

    \b
    Example:
      baursak chain resume --env hub.env
    Look first: `baursak chain check`, and docs/chain.md on incidents.
    """
    from hub.chain_operation.settling import go_on, halted
    from hub.cli.deployment_words import HALTS
    from hub.config import load_settings

    settings = load_settings(file=env_file, keys=True)
    why = halted(settings)
    if not why:
        click.echo("Settlement is not halted; nothing was changed.")
        return
    click.echo(f"Settlement is halted: {HALTS.get(why, why)}")
    if not yes:
        click.confirm("Have you looked, and is it to go on?", abort=True)
    go_on(settings)
    click.echo("It goes on with the worker's next turn; this is in the audit log.")
