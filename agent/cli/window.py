"""`baursak agent window`: the cashier's page in a window that follows the agent, or as a strip."""

import os
import sys
from pathlib import Path

import click

from agent.cli.speaking import CONTEXT, home_option, plainly
from agent.errors import AgentError


@click.command(context_settings=CONTEXT)
@home_option
@click.option("--strip", is_flag=True,
              help="A thin strip above everything, for a POS that owns the screen.")  # fmt: skip
@click.option("--edge", type=click.Choice(["top", "bottom"]), default="top", show_default=True,
              help="Where on the screen the strip stays.")  # fmt: skip
@click.option("--kiosk", is_flag=True, help="Over the whole screen.")
@click.option("--print", "only_print", is_flag=True, help="Print the address; open nothing.")
@plainly
def window(home: Path, *, strip: bool, edge: str, kiosk: bool, only_print: bool) -> None:
    """Show the cashier's page in a window of its own, until somebody closes it.

    It stays: when the agent starts anew, the page comes back by itself. One window and one strip
    a till; the strip never takes the keyboard. The address holds this start's token: who has it
    can take vouchers at this till.

    \b
    Examples:
      baursak agent window
      baursak agent window --strip --edge bottom
      baursak agent window --print
    Exit codes: 0 closed, or printed; 1 not opened, with the reason; 3 open already.
    """
    if only_print:
        click.echo(_address(home, "/strip" if strip else "/"))
        return
    if kiosk and strip:
        raise click.UsageError("A strip does not fill the screen: --strip or --kiosk.")
    _keep(home, edge if strip else "window", ["--kiosk"] if kiosk else [])


def _keep(home: Path, kind: str, more: list[str]) -> None:
    """Go on as the program that keeps the window: it needs a third of this one's memory."""
    from agent.config import FACE_FILE
    from agent.supervised import program_words
    from agent.window.browsers import found_browser

    _check(home)
    found_browser()
    home = home.absolute()
    if not (home / FACE_FILE).exists():
        click.echo("The agent does not run; the window opens when it does.", err=True)
    profile = home / ("window" if kind == "window" else "strip")
    words = [str(home / FACE_FILE), str(profile), kind, *more]
    if os.name == "posix":
        lean = program_words("keep-window")
        os.execv(lean[0], [*lean, *words])  # noqa: S606  # our own program
    from agent.window.program import main

    sys.exit(main(words))


def _check(home: Path) -> None:
    """Refuse to wait for a page that will never be there."""
    from agent.config import ENROLMENT_FILE, FACE_FILE, handed_over, load_settings
    from agent.errors import NotEnrolled

    enrolled = handed_over() is not None or (home / ENROLMENT_FILE).exists()
    # One that only the agent's service is handed shows by the page that it serves.
    if not enrolled and not (home / FACE_FILE).exists():
        raise NotEnrolled(home / ENROLMENT_FILE)
    if not load_settings(home, leniently=True).counter.face:
        raise AgentError(
            "This till shows no page: [counter] face = false in agent.toml.",
            "Take that line out, then start the agent anew.",
        )


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
