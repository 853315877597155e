"""The commands of `baursak`, each imported only when it is asked for."""

import sys
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
    "verify-proof": (
        "hub.cli.verify_proof",
        "verify_proof",
        "Is my balance in what the chain states? Asks the chain, and trusts no hub.",
    ),
    "chain": (
        "hub.cli.chain",
        "chain",
        "A TON chain on this machine: serve it, give TON away, look at an account.",
    ),
    "demo": (
        "installers.demo.command",
        "demo",
        "Hub, till and printer together: from the receipt to the redeemed voucher.",
    ),
}
_FROZEN: Final = ("agent",)
"""What the till's own program holds: nothing of the hub."""


def _here() -> dict[str, tuple[str, str, str]]:
    """Return the commands that this program holds."""
    frozen = getattr(sys, "frozen", False)
    return {name: it for name, it in _COMMANDS.items() if not frozen or name in _FROZEN}


@click.group(
    cls=LazyGroup, lazily=_here(), context_settings={"help_option_names": ["-h", "--help"]}
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
