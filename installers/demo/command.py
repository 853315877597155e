"""The command `baursak demo`."""

import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final

import click

from agent.cli.speaking import language_option, plainly

ENDINGS: Final = ("SIGINT", "SIGTERM", "SIGHUP")
"""What ends a program: Ctrl+C, a service's stop, a terminal that is closed."""


@contextmanager
def _ending_like_ctrl_c() -> Iterator[None]:
    """Let every ending take down what was started: none of its programs is left running."""

    def interrupt(*_: Any) -> None:
        raise KeyboardInterrupt

    numbers = [getattr(signal, name) for name in ENDINGS if hasattr(signal, name)]
    before = [signal.signal(number, interrupt) for number in numbers]
    try:
        yield
    finally:
        for number, handler in zip(numbers, before, strict=True):
            signal.signal(number, handler)


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
    """Run a hub, an agent, a printer and a TON chain together, and live through a receipt's day.

    A POS prints a real-looking bakery receipt; the agent reads it and puts a claim slip at its
    foot; a member claims the points, buys a reward and shows its voucher to the till's camera on a
    drawn phone; the cashier accepts it at the till's page, which is drawn, too, where a browser is.
    The hub states on chain what it owes; the member moves points to his own wallet, finds them
    there as jettons, and checks the proof. The ledger is checked and printed. Then everything stays
    up, with its addresses, until Ctrl+C. No network is needed: the chain is one of this machine.

    \b
    Examples:
      baursak demo
      baursak demo --once --language ru
    Exit codes: 0 all went as it should; 1 something did not, and is named.
    """
    from installers.demo.story import tell

    with _ending_like_ctrl_c():
        well = tell(out, languages, click.echo, stay=not once)
    sys.exit(0 if well else 1)
