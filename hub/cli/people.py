"""`baursak hub partner`, `owner` and `till`: who belongs to the programme."""

from datetime import datetime
from pathlib import Path

import click

from contracts.wire.enrolling import code_shown
from hub.cli.one_time_codes import signed_in_at_the_console, turn_on
from hub.cli.speaking import CONTEXT, env_option, plainly
from hub.core.almaty import ALMATY


@click.group(context_settings=CONTEXT)
def partner() -> None:
    """Partners of the programme."""


@partner.command("add", context_settings=CONTEXT)
@env_option
@click.argument("name")
@click.option("--shop", "shops", multiple=True, help="Name of a shop; may be given several times.")
@click.option("--another", is_flag=True, help="Though there is a partner of this name.")
@plainly
def partner_add(env_file: Path | None, name: str, shops: tuple[str, ...], *, another: bool) -> None:
    """Add a partner and its shops, approved; one that is there already stays as it is.

    \b
    Example:
      baursak hub partner add "Тәтті Бөлме" --shop "Абай 10" --shop "Достық 5"
    """
    from hub.config import load_settings
    from hub.people import add_partner

    made = add_partner(load_settings(file=env_file), name, shops, another=another)
    click.echo(
        f"partner {made.partner} is in: it gives 3, 5 and 7 % by tier until you change that"
        if made.is_new
        else f"partner {made.partner} is there already: nothing was changed"
    )
    for number, shop in zip(made.shops, shops, strict=True):
        click.echo(f"shop {number}: {shop}")


@click.group(context_settings=CONTEXT)
def owner() -> None:
    """People who sign in to the dashboard."""


@owner.command("add", context_settings=CONTEXT)
@env_option
@click.argument("login")
@click.option("--name", help="As others see it; the login when not given.")
@click.option("--partner", type=int, help="Owner of this partner; without it: operator of all.")
@click.password_option(help="Asked for when not given.")
@plainly
def owner_add(
    env_file: Path | None, login: str, name: str | None, partner: int | None, password: str
) -> None:
    """Add the owner of a partner, or an operator, who signs in with a password.

    \b
    Examples:
      baursak hub owner add aigerim --partner 1
      baursak hub owner add operator
    """
    from hub.config import load_settings
    from hub.people import add_owner

    add_owner(load_settings(file=env_file), login, name or login, partner, password)
    click.echo(f"{login} may sign in now. Next: baursak hub owner codes {login}")


@owner.command("codes", context_settings=CONTEXT)
@env_option
@click.argument("login")
@plainly
def owner_codes(env_file: Path | None, login: str) -> None:
    """Turn on the one-time codes of LOGIN, who types his password and scans a QR here.

    \b
    Example:
      baursak hub owner codes aigerim
    Exit codes: 0 they are on; 1 they are not, and why.
    """
    from hub.config import load_settings

    settings = load_settings(file=env_file)
    turn_on(settings, *signed_in_at_the_console(settings, login))


@click.group(context_settings=CONTEXT)
def till() -> None:
    """Tills of the programme."""


@till.command("list", context_settings=CONTEXT)
@env_option
@plainly
def till_list(env_file: Path | None) -> None:
    """List the tills: state, when each was heard of last, and what waits there.

    \b
    Example:
      baursak hub till list
    """
    from hub.config import load_settings
    from hub.people import tills_known

    for view in tills_known(load_settings(file=env_file)):
        it, health = view.till, view.health
        heard = "never heard of" if it.synced_at is None else f"heard {_shown(it.synced_at)}"
        waits = f", {health['pending']} events waiting" if health.get("pending") else ""
        click.echo(f"till {it.id}  {it.state.value:<11}  shop {it.shop}  {it.name}: {heard}{waits}")


@till.command("add", context_settings=CONTEXT)
@env_option
@click.argument("shop", type=int)
@click.argument("name")
@plainly
def till_add(env_file: Path | None, shop: int, name: str) -> None:
    """Make a till and print its one-time code, to be typed at the counter within a day.

    \b
    Example:
      baursak hub till add 1 "Касса 1"
    """
    from hub.config import load_settings
    from hub.people import add_till_of

    made = add_till_of(load_settings(file=env_file), shop, name)
    click.echo(f"till {made.till}: {code_shown(made.code)}  (until {_shown(made.expires_at)})")


def _shown(at: int) -> str:
    """Return a time as people at the counter read it."""
    return datetime.fromtimestamp(at, ALMATY).strftime("%d.%m.%Y %H:%M")
