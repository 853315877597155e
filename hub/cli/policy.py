"""`baursak hub policy`: the numbers by which the programme goes."""

from pathlib import Path

import click

from hub.cli.speaking import CONTEXT, env_option, plainly


class _ChangeType(click.ParamType[tuple[str, int | bool]]):
    """NAME=VALUE, where the value is a whole number, true or false."""

    name = "change"

    def convert(
        self,
        value: str | tuple[str, int | bool],
        param: click.Parameter | None,
        ctx: click.Context | None,
    ) -> tuple[str, int | bool]:
        """Return name and value, or say how they are written."""
        if isinstance(value, tuple):
            return value
        name, _, written = value.partition("=")
        if written in ("true", "false"):
            return name, written == "true"
        if not (written.isascii() and written.isdigit() and len(written) <= 18):
            self.fail("Write NAME=VALUE, with a whole number, true or false.", param, ctx)
        return name, int(written)


@click.command(context_settings=CONTEXT)
@env_option
@click.argument("changes", type=_ChangeType(), nargs=-1, metavar="[NAME=VALUE]...")
@plainly
def policy(env_file: Path | None, changes: tuple[tuple[str, int | bool], ...]) -> None:
    """Show the programme's policy, or change what is named; it holds a second later.

    \b
    Examples:
      baursak hub policy --env hub.env
      baursak hub policy return_window=604800 move_minimum=50 --env hub.env
    Times are in seconds, money in tiyn, TON in nanoTON, points whole.
    """
    from hub.config import load_settings
    from hub.setting_up import set_policy

    for name, value in set_policy(load_settings(file=env_file), dict(changes)).to_json().items():
        shown = str(value).lower() if isinstance(value, bool) else value
        click.echo(f"{name:<26}{shown}{'   changed' if name in dict(changes) else ''}")
