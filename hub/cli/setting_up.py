"""`baursak hub setup`: from nothing to a hub that may be served."""

import sys
from pathlib import Path

import click

from hub.cli.speaking import CONTEXT, plainly

_MARKS = {"good": "ok     ", "warning": "look   ", "wrong": "WRONG  "}


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

    if not env_file.exists():
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
    from hub.operation import new_secret, write_env

    click.echo("Where members will find the programme, as in https://HOST/c/CODE on every slip.")
    host = click.prompt("Host").strip().lower()
    click.echo(
        "The books: sqlite:///FILE for one process, or postgresql://USER:PASSWORD@HOST/NAME."
    )
    database = click.prompt("Database", default="sqlite:///hub.sqlite3")
    bot = click.prompt(
        "Telegram bot's name, without @ (empty: none)", default="", show_default=False
    )
    token = ""
    if bot:
        token = click.prompt("Its token from BotFather", hide_input=True, default="",
                             show_default=False)  # fmt: skip
    write_env(
        env_file,
        {
            "DATABASE_URL": database,
            "HUB_HOST": host,
            "HUB_MASTER_SECRET": new_secret(),
            "JWT_SECRET": new_secret(),
            "TELEGRAM_BOT": bot,
            "TELEGRAM_BOT_TOKEN": token,
            "TON_NETWORK": "off",
        },
    )
    click.echo(f"Written to {env_file}, readable by you only. Copy HUB_MASTER_SECRET to paper and")
    click.echo("keep it apart from the backups: without it no slip can ever be claimed again.\n")


def _make_operator(env_file: Path) -> None:
    from hub.config import load_settings
    from hub.operation import add_owner, confirm_codes, has_staff, migrate_database, new_codes

    settings = load_settings(file=env_file)
    migrate_database(settings)
    click.echo("The database is up to date.")
    if has_staff(settings):
        return
    login = click.prompt("Login of the operator, who runs this hub", default="operator")
    password = click.prompt("Password", hide_input=True, confirmation_prompt=True)
    signed_in = add_owner(settings, login, login, None, password)
    enrolment = new_codes(settings, signed_in, password)
    click.echo("Add this to an authenticator application (Google Authenticator, Aegis …):")
    click.echo(f"  {enrolment.link}")
    code = click.prompt("The six digits that it shows now")
    click.echo("\nRecovery codes: print them. Each lets you in once without the application.")
    for recovery in confirm_codes(settings, signed_in, code):
        click.echo(f"  {recovery}")
    click.echo()


def _look_around(env_file: Path, *, offline: bool) -> bool:
    """Print what was seen, and return whether nothing is wrong."""
    from hub.config import load_settings
    from hub.operation import look_around

    at_home = click.confirm("Is the database on a server in Kazakhstan?", default=True)
    seen = look_around(load_settings(file=env_file), in_kazakhstan=at_home, offline=offline)
    for it in seen:
        click.echo(f"{_MARKS[it.look.value]}{it.what:<9}{it.words}")
    return all(it.look.value != "wrong" for it in seen)
