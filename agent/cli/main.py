"""`baursak agent`: its commands, each imported only when it is asked for."""

import importlib
from typing import Final

import click

from agent.cli.speaking import CONTEXT

_COMMANDS: Final = {
    "run": ("agent.cli.running", "run", "Keep relay and brain alive: this is what a till runs."),
    "brain": ("agent.cli.running", "brain", "The brain alone, beside a relay that runs already."),
    "relay": ("agent.cli.running", "relay", "The relay alone (standard library only)."),
    "check": ("agent.cli.running", "check", "Every device and setting, one line each."),
    "bypass": ("agent.cli.running", "bypass", "Let the POS print as if we were not there, or not."),
    "enrol": ("agent.cli.running", "enrol", "Make a local enrolment, to try a till without a hub."),
    "reprint": ("agent.cli.running", "reprint", "Print the last slip again, with the same code."),
    "read": ("agent.cli.reading", "read", "Read receipt streams and say what they are."),
    "replay": ("agent.cli.reading", "replay", "Play a stream through the till and see the paper."),
    "outbox": ("agent.cli.outbox", "outbox", "List, verify or export what the till has stored."),
    "self-test": ("agent.cli.self_test", "self_test", "Try every bundled part of this program."),
}


class _Lazy(click.Group):
    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(_COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in _COMMANDS:
            return None
        module, name, _ = _COMMANDS[cmd_name]
        command: click.Command = getattr(importlib.import_module(module), name)
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section("Commands"):
            formatter.write_dl([(name, words) for name, (_, _, words) in _COMMANDS.items()])


@click.group(cls=_Lazy, context_settings=CONTEXT)
def agent() -> None:
    """The till's agent: reads receipts, stores accruals, prints claim slips.

    \b
    Examples:
      baursak agent read receipt.bin --json
      baursak agent replay receipt.bin --png paper.png
      baursak agent check
      baursak agent run
    """
