"""`baursak hub`: the commands of whoever runs a hub."""

import click

from hub.cli.bot import bot
from hub.cli.keeping import backup, migrate, restore, verify
from hub.cli.people import owner, partner, till
from hub.cli.policy import policy
from hub.cli.serving import secret, serve, worker
from hub.cli.setting_up import setup
from hub.cli.speaking import CONTEXT


@click.group(context_settings=CONTEXT)
def hub() -> None:
    """Run the hub: the ledger, the API for tills, members and owners, and the worker.

    \b
    Examples:
      baursak hub setup
      baursak hub serve --env hub.env
      baursak hub worker --env hub.env
      baursak hub verify --env hub.env
    """


for command in (setup, secret, migrate, serve, worker, verify, backup, restore, partner, owner,
                till, policy, bot):  # fmt: skip
    hub.add_command(command)
