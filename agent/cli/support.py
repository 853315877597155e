"""`baursak agent support-bundle`: what whoever helps needs, and nothing about anybody."""

from pathlib import Path

import click

from agent.cli.speaking import CONTEXT, home_option, plainly


@click.command(context_settings=CONTEXT)
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False))
@home_option
@plainly
def support_bundle(file: Path, home: Path) -> None:
    """Write FILE.zip for whoever helps: status, settings, logs, versions, counts.

    \b
    Example:
      baursak agent support-bundle till-7.zip
    No keys, codes, names, addresses, telephone numbers and no lines of receipts are in it; it can
    be looked through before it is sent.
    Exit codes: 0 written; 1 not, with the reason.
    """
    from agent.support import write_bundle

    names = write_bundle(home, file)
    click.echo(f"{file}: {len(names)} files. It holds no keys, codes, names or receipts.")
