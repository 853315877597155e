"""How every command speaks: sentences for people, JSON for programs, errors with a next step."""

import json
import sys
from collections.abc import Callable
from functools import wraps
from pathlib import Path
from typing import Final, ParamSpec, TypeVar

import click

from agent.config import default_home
from agent.core.settings_table import LANGUAGES
from agent.errors import AgentError

P = ParamSpec("P")
R = TypeVar("R")

CONTEXT: Final = {"help_option_names": ["-h", "--help"], "max_content_width": 100}


def say_json(value: object) -> None:
    """Print one JSON object on one line, letters as they are."""
    click.echo(json.dumps(value, ensure_ascii=False))


def plainly(command: Callable[P, R]) -> Callable[P, R]:
    """Turn an AgentError into its sentences on stderr and its exit code."""

    @wraps(command)
    def spoken(*args: P.args, **kwargs: P.kwargs) -> R:
        try:
            return command(*args, **kwargs)
        except AgentError as error:
            click.echo(f"{error.title}\n{error.hint}", err=True)
            sys.exit(error.exit_code)
        except BrokenPipeError:
            raise  # whoever read us has read enough (`| head`): click ends quietly
        except OSError as error:
            why = error.strerror or str(error)
            what = f"{error.filename}: {why}" if error.filename else why
            click.echo(f"{what}.\nCheck that path and the rights to it.", err=True)
            sys.exit(1)

    return spoken


def _one_or_two(
    _ctx: click.Context, _option: click.Parameter, chosen: tuple[str, ...]
) -> tuple[str, ...]:
    if len(set(chosen)) != len(chosen) or not 1 <= len(chosen) <= 2:
        raise click.BadParameter("name one language, or two different ones.")
    return chosen


def language_option(command: Callable[P, R]) -> Callable[P, R]:
    """Add --language, of the slip."""
    return click.option(
        "--language",
        "languages",
        multiple=True,
        type=click.Choice(LANGUAGES),
        default=("kk", "ru"),
        show_default=True,
        callback=_one_or_two,
        help="Of the slip, once or twice; the first one is printed larger.",
    )(command)


def home_option(command: Callable[P, R]) -> Callable[P, R]:
    """Add --home, the folder of settings, outbox and enrolment."""
    return click.option(
        "--home",
        type=click.Path(path_type=Path, file_okay=False),
        default=default_home,
        show_default="$BAURSAK_HOME or this system's data folder",
        help="Folder of settings (agent.toml), enrolment, outbox and log.",
    )(command)
