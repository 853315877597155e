"""The commands of `baursak`, each imported only when it is asked for."""

import importlib
from typing import Final

import click

_COMMANDS: Final = {
    "agent": ("agent.cli.main:agent", "The till: read receipts, print claim slips, keep the outbox."),
    "demo": ("installers.demo:demo", "Print a Kazakh receipt with its claim slip, on paper as PNG."),
}


class _Lazy(click.Group):
    """A group whose commands are modules that are imported on demand."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return sorted(_COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in _COMMANDS:
            return None
        module, _, name = _COMMANDS[cmd_name][0].partition(":")
        command: click.Command = getattr(importlib.import_module(module), name)
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section("Commands"):
            formatter.write_dl([(name, _COMMANDS[name][1]) for name in self.list_commands(ctx)])


@click.group(cls=_Lazy, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="baursak")
def baursak() -> None:
    """Loyalty for confectioneries: receipts in, claim slips out, nothing lost.

    \b
    Examples:
      baursak demo
      baursak agent check
      baursak agent read receipt.bin --json
    """
