"""`baursak agent setup`: the first-run assistant, in this till's own browser."""

from pathlib import Path

import click

from agent.cli.speaking import CONTEXT, home_option, plainly


@click.command(context_settings=CONTEXT)
@home_option
@click.option("--print", "only_print", is_flag=True, help="Print the address; open nothing.")
@click.option("--port", type=click.IntRange(0, 65535), default=0, help="0 takes a free one.")
@plainly
def setup(home: Path, port: int, *, only_print: bool) -> None:
    """Set this till up, step by step: printer, POS, test receipt, camera, scanner, programme.

    It is a page for this computer only; it works before there are any settings, and again later.
    It ends when the person finishes or closes its window.

    \b
    Examples:
      baursak agent setup
      baursak agent setup --print
    Exit codes: 0 finished or closed; 1 not, with the reason.
    """
    from agent.assistant.program import AssistantProgram
    from agent.private_file import keep_private
    from agent.window.browsers import NoBrowser, close_window, open_window

    keep_private(home)
    with AssistantProgram(home, port=port) as assistant:
        click.echo(assistant.address())
        if only_print:
            assistant.wait()
            return
        try:
            window = open_window(home / "setup-window", assistant.address())
        except NoBrowser:
            click.echo("Open this address in a browser on this computer.", err=True)
            assistant.wait()
            return
        try:
            while not assistant.wait(0.5) and window.poll() is None:
                continue
        finally:
            close_window(window)
