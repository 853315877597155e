"""`baursak hub serve` and `worker`: the two programs of a hub."""

from pathlib import Path

import click

from hub.cli.speaking import CONTEXT, env_option, plainly


@click.command(context_settings=CONTEXT)
@env_option
@plainly
def serve(env_file: Path | None) -> None:
    """Serve the API, the claim's page and the sockets until stopped (Ctrl+C or SIGTERM).

    \b
    Example:
      baursak hub serve --env hub.env
    Exit codes: 0 stopped; 1 the database is not ready; 2 the settings are wrong.
    """
    from hub.config import load_settings
    from hub.operation import serve as serve_settings

    serve_settings(load_settings(file=env_file))


@click.command(context_settings=CONTEXT)
@env_option
@click.option("--once", is_flag=True, help="Do what is due now and stop.")
@plainly
def worker(env_file: Path | None, *, once: bool) -> None:
    """Do what must be done again and again: seal, expire, settle, deliver, warn.

    \b
    Example:
      baursak hub worker --env hub.env
    Several may run at once: each job is done by one of them. Where the programme is on a chain,
    this is the program that has the keys. While something is wrong there, nothing is sent; why is
    in its log, in the alerts and at /health/ready, and the ledger's jobs go on.
    """
    from hub.config import load_settings
    from hub.working import run_worker

    done = run_worker(load_settings(file=env_file, keys=True), once=once)
    if once:
        click.echo(f"{done} jobs done")


@click.command(context_settings=CONTEXT)
@env_option
@click.option("--changed", is_flag=True, help="Go on with another HUB_MASTER_SECRET than before.")
@plainly
def secret(env_file: Path | None, *, changed: bool) -> None:
    """Make a secret for HUB_MASTER_SECRET or JWT_SECRET, and print it.

    \b
    Examples:
      baursak hub secret
      baursak hub secret --changed --env hub.env
    Another HUB_MASTER_SECRET is for one that was stolen: a hub starts with its own only.
    """
    from hub.setting_up import new_secret

    if changed:
        _change_secret(env_file)
    else:
        click.echo(new_secret())


def _change_secret(env_file: Path | None) -> None:
    from hub.config import load_settings
    from hub.setting_up import change_master_secret

    settings = load_settings(file=env_file)
    click.echo(
        "With another HUB_MASTER_SECRET no slip, voucher, one-time code of staff or recovery code\n"
        "of before is good any more, and webhooks are signed anew. Afterwards enrol every till\n"
        "again, and: baursak hub owner codes LOGIN"
    )
    click.confirm("Was it changed on purpose?", abort=True)
    if change_master_secret(settings):
        click.echo("The hub goes by it from now on; this is in the audit log. Restart serve and"
                   " worker.")  # fmt: skip
    else:
        click.echo("It is this hub's already; nothing was changed.")
