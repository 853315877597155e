"""`baursak chain veto`: what the admin does in the hours after a wrong epoch was stated."""

import base64
from pathlib import Path
from typing import Final, Unpack

import click

from hub.cli.chain_deploy import DEPLOYMENT, Where, overrides_of, where_options
from hub.cli.speaking import CONTEXT, plainly

_FILE: Final = click.Path(path_type=Path, dir_okay=False)
LARGEST_EPOCH: Final = 2**32 - 1
"""As the token counts them."""


class _Veto(Where):
    epoch: int
    file: Path
    body: bool


@click.command(context_settings=CONTEXT)
@where_options
@click.argument("epoch", type=click.IntRange(1, LARGEST_EPOCH))
@click.option("--file", type=_FILE, envvar="TON_DEPLOYMENT", default=DEPLOYMENT, metavar="FILE",
              help=f"The deployment's file. [default: TON_DEPLOYMENT, {DEPLOYMENT}]")  # fmt: skip
@click.option("--body", is_flag=True, help="Send nothing: print the message, for an admin that"
              " is a multisig or a wallet on a phone.")  # fmt: skip
@plainly
def veto(**said: Unpack[_Veto]) -> None:
    """Take EPOCH back before it matures, and the settler with it.

    \b
    Examples:
      baursak chain veto 7 --network testnet --config global.config.json --keys keys
      baursak chain veto 7 --network testnet --body
    Only the admin's key is needed. Until a settler is named again (`baursak chain deploy
    --change`) nobody can state anything.
    Exit codes: 0 the token no longer states it; 1 refused, and why; 2 settings are wrong.
    """
    from hub.chain_operation.vetoing import veto_body, veto_named

    over, env_file, epoch = overrides_of(said), said["env_file"], said["epoch"]
    if said["body"]:
        target, message = veto_body(over, env_file, said["file"], epoch)
        click.echo(f"to      {target}\namount  {message.value} nanoTON")
        click.echo(f"payload {base64.b64encode(message.body).decode()}")
        return
    stated = veto_named(over, env_file, said["file"], epoch, click.echo)
    click.echo(f"The token states epoch {stated}, and no settler is named.")
