"""`baursak agent`: its commands, each imported only when it is asked for."""

from typing import Final

import click

from agent.cli.lazy import LazyGroup
from agent.cli.speaking import CONTEXT

_COMMANDS: Final = {
    "run": ("agent.cli.running", "run", "Keep relay and brain alive: this is what a till runs."),
    "brain": ("agent.cli.running", "brain", "The brain alone, beside a relay that runs already."),
    "relay": ("agent.cli.running", "relay", "The relay alone (standard library only)."),
    "setup": ("agent.cli.setup", "setup", "Set this till up, step by step, in its browser."),
    "check": ("agent.cli.running", "check", "Every device and setting, one line each."),
    "status": ("agent.cli.status", "status", "How this till is, in one look."),
    "support-bundle": ("agent.cli.support", "support_bundle", "A file for whoever helps."),
    "bypass": ("agent.cli.running", "bypass", "Let the POS print as if we were not there, or not."),
    "enrol": ("agent.cli.hub", "enrol", "Make this till one of a programme's, by a one-time code."),
    "sync": ("agent.cli.hub", "sync", "Hand in what is stored, and learn what the hub says."),
    "redeem": ("agent.cli.hub", "redeem", "Take a voucher: tell whether to hand out its reward."),
    "window": ("agent.cli.window", "window", "Show the cashier's page in a window, or as a strip."),
    "tray": ("agent.cli.tray", "tray", "How the till is: an icon in the corner of the screen."),
    "autostart": ("agent.cli.autostart", "autostart", "Start agent, icon and window at logon."),
    "cashier": ("agent.cli.counter", "cashier", "Who may take vouchers at this till, by PIN."),
    "reprint": ("agent.cli.running", "reprint", "Print the last slip again, with the same code."),
    "read": ("agent.cli.reading", "read", "Read receipt streams and say what they are."),
    "scan": ("agent.cli.scan", "scan", "Read the QR codes of pictures, or before a camera."),
    "replay": ("agent.cli.reading", "replay", "Play a stream through the till and see the paper."),
    "outbox": ("agent.cli.outbox", "outbox", "List, verify or export what the till has stored."),
    "self-test": ("agent.cli.self_test", "self_test", "Try every bundled part of this program."),
}


@click.group(cls=LazyGroup, lazily=_COMMANDS, context_settings=CONTEXT)
def agent() -> None:
    """Read receipts, store accruals and print claim slips: the agent of a till.

    \b
    Examples:
      baursak agent read receipt.bin --json
      baursak agent replay receipt.bin --png paper.png
      baursak agent check
      baursak agent run
    """
