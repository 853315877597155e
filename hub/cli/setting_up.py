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
from hub.errors import HubError

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

    try:
        well = _set_up(env_file, offline=offline)
    except click.Abort:
        click.echo(_broken_off(env_file, offline=offline), err=True)
        sys.exit(1)
    if not well:
        sys.exit(1)
    settings = load_settings(file=env_file)
    click.echo(f"\nReady. Next:  baursak hub serve --env {env_file}")
    click.echo(
        f"and beside it: baursak hub worker --env {env_file}   (listening: {settings.listen})"
    )


def _set_up(env_file: Path, *, offline: bool) -> bool:
    if env_file.exists():
        click.echo(f"{env_file} is there: it is looked at, and not changed.")
        _make_operator(env_file)
    else:
        from hub.usecases.master_secret import OtherSecret

        _ask_and_write(env_file)
        try:
            _make_operator(env_file)
        except OtherSecret as error:
            raise HubError(
                "The database is another hub's, or of an earlier try.",
                f"Go on with the hub.env that it was made with, or remove {env_file}, which was"
                " written now, and name an empty database.",
            ) from error
    return _look_around(env_file, offline=offline)


def _broken_off(env_file: Path, *, offline: bool) -> str:
    """Return what is there of a set-up that nobody answered to the end, and how it goes on."""
    from hub.config import load_settings
    from hub.people import has_staff

    again = f"baursak hub setup --env {env_file}{' --offline' if offline else ''}"
    terminal = "" if sys.stdin.isatty() else " It asks its questions at a terminal."
    if not env_file.exists():
        return f"\nBroken off: nothing was written.{terminal} Begin again with: {again}"
    settled = has_staff(load_settings(file=env_file))
    state = "its operator is there" if settled else "it has no operator yet, and is not ready"
    return (
        f"\nBroken off: {env_file} and the database are kept; {state}.{terminal}"
        f" Go on where it stopped with: {again}"
    )


def _ask_and_write(env_file: Path) -> None:
    from hub.setting_up import new_secret, require_no_books, write_env

    click.echo("Where members will find the programme, as in https://HOST/c/CODE on every slip:")
    click.echo("loyalty.example.kz. For a trial on this machine: 127.0.0.1:8000 here, then")
    click.echo("http://127.0.0.1:8000 as the address for tills, and --offline.")
    host = click.prompt("Host", value_proc=_right("HUB_HOST")).lower()
    click.echo("Tills reach the hub at the same host, unless you name another address.")
    url = click.prompt(
        f"Address for tills (empty: https://{host})", default="", show_default=False,
        value_proc=_right("HUB_URL"),
    )  # fmt: skip
    click.echo(
        "The books: sqlite:///FILE for one process, or postgresql://USER:PASSWORD@HOST/NAME."
        f" A FILE without a folder lies in {env_file.resolve().parent}."
    )
    database = click.prompt(
        "Database", default="sqlite:///hub.sqlite3", value_proc=_right("DATABASE_URL")
    )
    database = _beside(env_file, database)
    require_no_books(database, env_file)
    click.echo("Members claim and spend in Telegram, through a bot. Without one nobody can claim;")
    click.echo("it may be added later: TELEGRAM_BOT and TELEGRAM_BOT_TOKEN in the settings.")
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
            "DATABASE_URL": database,
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


def _beside(env_file: Path, database: str) -> str:
    """Return the database's address with the whole path of a SQLite file.

    As everywhere in settings, a relative one counts from the folder of their file.
    """
    from hub.environment import SQLITE

    file = database.removeprefix(SQLITE)
    return database if file == database else f"{SQLITE}{env_file.resolve().parent / file}"


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
