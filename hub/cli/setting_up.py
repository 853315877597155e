"""`baursak hub setup`: from nothing to a hub that may be served."""

import sys
from collections.abc import Callable
from pathlib import Path

import click

from contracts.wire.refusals import Refusal, Refused
from hub.cli.one_time_codes import signed_in_at_the_console, turn_on
from hub.cli.speaking import CONTEXT, plainly
from hub.config import HubSettings
from hub.core.access.sessions import SignedIn

MARKS = {"good": "ok     ", "warning": "look   ", "wrong": "WRONG  "}


@click.command(context_settings=CONTEXT)
@click.option(
    "--env",
    "env_file",
    type=click.Path(path_type=Path, dir_okay=False),
    default=Path("hub.env"),
    show_default=True,
    help="File of settings to write; one that is there is read and only looked at.",
)
@click.option("--offline", is_flag=True, help="Look at nothing outside this machine.")
@plainly
def setup(env_file: Path, *, offline: bool) -> None:
    """Ask for what a hub needs, write it down, make the database and its operator, and look around.

    \b
    Examples:
      baursak hub setup
      baursak hub setup --env /etc/baursak/hub.env --offline
    Exit codes: 0 ready; 1 something is wrong, and is named.
    """
    from hub.config import load_settings

    if env_file.exists():
        click.echo(f"{env_file} is there: it is looked at, and not changed.")
    else:
        _ask_and_write(env_file)
    settings = load_settings(file=env_file)
    _make_operator(env_file)
    if not _look_around(env_file, offline=offline):
        sys.exit(1)
    click.echo(f"\nReady. Next:  baursak hub serve --env {env_file}")
    click.echo(
        f"and beside it: baursak hub worker --env {env_file}   (listening: {settings.listen})"
    )


def _ask_and_write(env_file: Path) -> None:
    from hub.setting_up import new_secret, write_env

    click.echo("Where members will find the programme, as in https://HOST/c/CODE on every slip.")
    host = click.prompt("Host", value_proc=_right("HUB_HOST")).lower()
    click.echo("Tills reach the hub at the same host, unless you name another address.")
    url = click.prompt(
        f"Address for tills (empty: https://{host})", default="", show_default=False,
        value_proc=_right("HUB_URL"),
    )  # fmt: skip
    click.echo(
        "The books: sqlite:///FILE for one process, or postgresql://USER:PASSWORD@HOST/NAME."
    )
    database = click.prompt(
        "Database", default="sqlite:///hub.sqlite3", value_proc=_right("DATABASE_URL")
    )
    bot = click.prompt(
        "Telegram bot's name, without @ (empty: none)", default="", show_default=False,
        value_proc=_right("TELEGRAM_BOT"),
    )  # fmt: skip
    token = ""
    if bot:
        token = click.prompt("Its token from BotFather", hide_input=True, default="",
                             show_default=False, value_proc=_right("TELEGRAM_BOT_TOKEN")
                             )  # fmt: skip
    write_env(
        env_file,
        {
            "DATABASE_URL": _wherever_it_starts(database),
            "HUB_HOST": host,
            "HUB_URL": url,
            "HUB_MASTER_SECRET": new_secret(),
            "JWT_SECRET": new_secret(),
            "TELEGRAM_BOT": bot,
            "TELEGRAM_BOT_TOKEN": token,
            "TELEGRAM_WEBHOOK_SECRET": new_secret(),
            "TON_NETWORK": "off",
        },
    )
    click.echo(f"Written to {env_file}, readable by you only. Copy HUB_MASTER_SECRET to paper and")
    click.echo("keep it apart from the backups: without it no slip can ever be claimed again.\n")


def _right(name: str) -> Callable[[str], str]:
    """Return what takes a right answer for the setting *name*, and has a wrong one asked again."""
    from hub.config import mistake_in

    def take(answer: str) -> str:
        if wrong := mistake_in(name, answer.strip()):
            raise click.UsageError(wrong)
        return answer.strip()

    return take


def _wherever_it_starts(database: str) -> str:
    """Return the database's address with the whole path of a SQLite file.

    A hub started in another folder would otherwise begin with another, empty file.
    """
    file = database.removeprefix("sqlite:///")
    return database if file == database else f"sqlite:///{Path(file).resolve()}"


def _make_operator(env_file: Path) -> None:
    """Make the database and its operator, or go on with one whose codes were left half done."""
    from hub.config import load_settings
    from hub.keeping import migrate_database
    from hub.people import has_staff, operators_without_codes

    settings = load_settings(file=env_file)
    migrate_database(settings)
    click.echo("The database is up to date.")
    if not has_staff(settings):
        login = click.prompt("Login of the operator, who runs this hub", default="operator")
        turn_on(settings, *_operator_added(settings, login))
        return
    for login in operators_without_codes(settings):
        if click.confirm(f"{login} has no one-time codes. Turn them on now?", default=True):
            turn_on(settings, *signed_in_at_the_console(settings, login))


def _operator_added(settings: HubSettings, login: str) -> tuple[SignedIn, str]:
    """Ask for a password until one is taken, and return the operator signed in, and it."""
    from hub.people import add_owner

    while True:
        password = click.prompt(
            "Password, 10 characters or more", hide_input=True, confirmation_prompt=True
        )
        try:
            return add_owner(settings, login, login, None, password), password
        except Refused as refused:
            if refused.refusal not in {Refusal.VALIDATION, Refusal.WRONG_CREDENTIALS}:
                raise
            click.echo(f"Not taken: {refused.detail}.", err=True)


def _look_around(env_file: Path, *, offline: bool) -> bool:
    """Print what was seen, and return whether nothing is wrong."""
    from hub.config import load_settings
    from hub.setting_up import look_around

    at_home = click.confirm("Is the database on a server in Kazakhstan?", default=True)
    seen = look_around(load_settings(file=env_file), in_kazakhstan=at_home, offline=offline)
    for it in seen:
        click.echo(f"{MARKS[it.look.value]}{it.what:<9}{it.words}")
    return all(it.look.value != "wrong" for it in seen)
