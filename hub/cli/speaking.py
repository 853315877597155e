"""How every command of the hub speaks: sentences for people, errors with a next step."""

import sys
from collections.abc import Callable
from functools import wraps
from pathlib import Path
from typing import Final, ParamSpec, TypeVar

import click

from contracts.wire.refusals import Refusal, Refused
from hub.errors import HubError

P = ParamSpec("P")
R = TypeVar("R")

CONTEXT: Final = {"help_option_names": ["-h", "--help"], "max_content_width": 100}

_FRAMES: Final = {
    Refusal.NOT_FOUND: "Not found: {detail}. Look at the number or name; nothing was changed.",
    Refusal.TAKEN: "Taken already: {detail}. Choose another; nothing was changed.",
    Refusal.MALFORMED: "Not taken: {detail}.",
    Refusal.VALIDATION: "Not taken: {detail}.",
}


def plainly(command: Callable[P, R]) -> Callable[P, R]:
    """Turn what a person must mend into its sentences on stderr and its exit code."""

    @wraps(command)
    def spoken(*args: P.args, **kwargs: P.kwargs) -> R:
        try:
            return command(*args, **kwargs)
        except HubError as error:
            click.echo(f"{error.title}\n{error.hint}", err=True)
            sys.exit(error.exit_code)
        except Refused as refused:
            click.echo(said(refused), err=True)
            sys.exit(1)
        except _of_the_database() as error:
            click.echo(
                f"The database cannot be used ({type(error).__name__}).\n"
                "Check what DATABASE_URL names; a database of ours is brought up to date by:"
                " baursak hub migrate",
                err=True,
            )
            sys.exit(1)

    return spoken


def _of_the_database() -> tuple[type[Exception], ...]:
    """Return the database library's errors, once a command has loaded it: it is slow to start."""
    if "sqlalchemy" not in sys.modules:
        return ()
    from sqlalchemy.exc import SQLAlchemyError

    return (SQLAlchemyError,)


def said(refused: Refused) -> str:
    """Return a refusal as a person at the console reads it."""
    frame = _FRAMES.get(refused.refusal, "Refused: {detail} ({code}).")
    return frame.format(detail=refused.detail, code=refused.refusal.value)


def env_option(command: Callable[P, R]) -> Callable[P, R]:
    """Add --env, the file of settings."""
    return click.option(
        "--env",
        "env_file",
        type=click.Path(path_type=Path, dir_okay=False, exists=True),
        envvar="HUB_ENV_FILE",
        help="File of settings, as .env.example; the environment wins over it.",
    )(command)
