"""`baursak agent tray`: the icon in the corner of the screen."""

import os
import sys
from pathlib import Path

import click

from agent.cli.speaking import CONTEXT, home_option, plainly


@click.command(context_settings=CONTEXT)
@home_option
@click.option("--language", type=click.Choice(["kk", "ru", "en"]),
              help="Of icon and menu; else the first language of the slip.")  # fmt: skip
@click.option("--open", "opened", type=click.Choice(["window", "strip"]),
              help="Open it at once, too.")  # fmt: skip
@plainly
def tray(home: Path, language: str | None, opened: str | None) -> None:
    """Show how the till is as an icon in the corner of the screen, with a menu, until it is quit.

    A click opens the cashier's window; the menu has the strip, the last slip again, the bypass
    (which takes a second click) and all that is known of the till. The agent runs on without it.

    \b
    Examples:
      baursak agent tray
      baursak agent tray --language kk --open window
    Exit codes: 0 quit; 1 no screen; 3 the icon is there already.
    """
    from agent.config import BYPASS_FILE, FACE_FILE, load_settings
    from agent.supervised import program_words

    home = home.absolute()
    spoken = language or load_settings(home, leniently=True).slip.languages[0]
    words = [str(home), spoken, str(home / FACE_FILE), str(home / BYPASS_FILE)]
    words += [opened] if opened else []
    if os.name == "posix":
        # As a program of its own it needs half of this one's memory.
        lean = program_words("keep-tray")
        os.execv(lean[0], [*lean, *words])  # noqa: S606  # our own program
    from agent.tray.program import main

    sys.exit(main(words))
