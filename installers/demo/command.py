"""The command `baursak demo`."""

import sys
from pathlib import Path

import click

from agent.cli.speaking import language_option, plainly
from installers.demo.story import tell


@click.command(context_settings={"help_option_names": ["-h", "--help"]})
@click.option(
    "--out",
    type=click.Path(path_type=Path, file_okay=False),
    default=Path("out"),
    show_default=True,
    help="Folder for the picture of the paper and for the demo's own files.",
)
@click.option("--once", is_flag=True, help="End when the story is told, instead of staying up.")
@language_option
@plainly
def demo(out: Path, languages: tuple[str, ...], *, once: bool) -> None:
    """Run a hub, an agent and a printer together, and live through the day of one receipt.

    A POS prints a real-looking bakery receipt; the agent reads it and puts a claim slip at its
    foot; a member claims the points, buys a reward and redeems it at the till; the ledger is
    checked and printed. Then everything stays up, with its addresses, until Ctrl+C.

    \b
    Examples:
      baursak demo
      baursak demo --once --language ru
    Exit codes: 0 all went as it should; 1 something did not, and is named.
    """
    sys.exit(0 if tell(out, languages, click.echo, stay=not once) else 1)
