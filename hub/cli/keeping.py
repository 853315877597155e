"""`baursak hub migrate`, `backup`, `restore` and `verify`: keeping the books."""

import json
import sys
from pathlib import Path

import click

from hub.cli.speaking import CONTEXT, env_option, plainly


@click.command(context_settings=CONTEXT)
@env_option
@plainly
def migrate(env_file: Path | None) -> None:
    """Make or upgrade the database's schema; nothing happens when it is current.

    \b
    Example:
      baursak hub migrate --env hub.env
    """
    from hub.config import load_settings
    from hub.keeping import migrate_database

    migrate_database(load_settings(file=env_file))
    click.echo("The database is up to date.")


@click.command(context_settings=CONTEXT)
@env_option
@click.argument("target", type=click.Path(path_type=Path, dir_okay=False))
@plainly
def backup(env_file: Path | None, target: Path) -> None:
    """Copy the whole database to TARGET while the hub runs, and a manifest beside it.

    \b
    Example:
      baursak hub backup /backups/hub-2026-11-22
    Keep the master secret elsewhere: no backup holds it, and without it none is of use.
    """
    from hub.config import load_settings
    from hub.keeping import back_up

    manifest = back_up(load_settings(file=env_file), target)
    click.echo(f"{target}: {manifest.size} bytes, ledger block {manifest.block}.")


@click.command(context_settings=CONTEXT)
@env_option
@click.argument("source", type=click.Path(path_type=Path, dir_okay=False, exists=True))
@plainly
def restore(env_file: Path | None, source: Path) -> None:
    """Bring a backup back into an empty database, and open a new generation.

    \b
    Example:
      baursak hub restore /backups/hub-2026-11-22
    Ids leap over what may have been given out since the backup; tills hand their events in again.
    """
    from hub.config import load_settings
    from hub.keeping import bring_back

    manifest, generation = bring_back(load_settings(file=env_file), source)
    click.echo(
        f"Restored to ledger block {manifest.block}; this is generation {generation}.\n"
        "Start the hub: the tills hand in what came after the backup by themselves."
    )


@click.command(context_settings=CONTEXT)
@env_option
@click.option("--json", "as_json", is_flag=True, help="One JSON object.")
@click.option("--head", help="A block's number and hash, as NUMBER:HEX, that a till remembers.")
@plainly
def verify(env_file: Path | None, head: str | None, *, as_json: bool) -> None:
    """Check every block, transfer, lot and balance, and print the trial balance.

    \b
    Examples:
      baursak hub verify --env hub.env
      baursak hub verify --head 41:9f2c…
    Exit codes: 0 everything fits; 1 something does not, and the first of it is named.
    """
    from hub.config import load_settings
    from hub.keeping import verify_books

    report = verify_books(load_settings(file=env_file), head)
    click.echo(json.dumps(report.to_json(), ensure_ascii=False) if as_json else report.to_text())
    sys.exit(0 if report.good else 1)
