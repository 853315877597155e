"""The commands of `baursak`, each imported only when it is asked for."""

from typing import Final

import click

from agent.cli.lazy import LazyGroup

_COMMANDS: Final = {
    "agent": (
        "agent.cli.main",
        "agent",
        "The till: read receipts, print claim slips, keep the outbox.",
    ),
    "hub": (
        "hub.cli.main",
        "hub",
        "The hub: ledger, API, worker, backups, and who belongs to the programme.",
    ),
    "demo": (
        "installers.demo",
        "demo",
        "Print a Kazakh receipt with its claim slip, on paper as PNG.",
    ),
}


@click.group(
    cls=LazyGroup, lazily=_COMMANDS, context_settings={"help_option_names": ["-h", "--help"]}
)
@click.version_option(package_name="baursak")
def baursak() -> None:
    """Loyalty for confectioneries: receipts in, claim slips out, nothing lost.

    \b
    Examples:
      baursak demo
      baursak agent check
      baursak hub setup
      baursak agent read receipt.bin --json
    """
