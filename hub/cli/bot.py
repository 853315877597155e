"""`baursak hub bot`: sets the Telegram bot up, and looks at it."""

import sys
from pathlib import Path

import click

from hub.cli.setting_up import MARKS
from hub.cli.speaking import CONTEXT, env_option, plainly


@click.group(context_settings=CONTEXT)
def bot() -> None:
    """Set the Telegram bot up, or look at it.

    \b
    Examples:
      baursak hub bot set-up --env hub.env
      baursak hub bot status --env hub.env
    """


@bot.command("set-up", context_settings=CONTEXT)
@env_option
@plainly
def set_up(env_file: Path | None) -> None:
    """Tell Telegram where updates go, and the bot's commands, menu button and descriptions.

    \b
    Example:
      baursak hub bot set-up --env hub.env
    Doing it again changes nothing. Needs TELEGRAM_BOT, TELEGRAM_BOT_TOKEN and
    TELEGRAM_WEBHOOK_SECRET. Exit codes: 0 done; 1 Telegram refused or is away; 2 settings wrong.
    """
    from hub.config import load_settings
    from hub.setting_up import set_up_the_bot

    set_up_the_bot(load_settings(file=env_file))
    click.echo("Telegram knows the bot's webhook, commands, menu button and descriptions.")
    click.echo("Restart `baursak hub serve` if TELEGRAM_WEBHOOK_SECRET is new. At BotFather, once:")
    click.echo("Bot Settings, Configure Mini App, Enable Mini App; its address is in hub.env's"
               " HUB_HOST, as https://HOST/app/")  # fmt: skip


@bot.command(context_settings=CONTEXT)
@env_option
@plainly
def status(env_file: Path | None) -> None:
    """Say whether the bot answers, whether its updates come here, and how its queue is.

    \b
    Example:
      baursak hub bot status --env hub.env
    Exit codes: 0 well; 1 something is to be mended, and is named.
    """
    from hub.config import load_settings
    from hub.setting_up import look_at_bot_and_queue

    seen = look_at_bot_and_queue(load_settings(file=env_file))
    for it in seen:
        click.echo(f"{MARKS[it.look.value]}{it.what:<9}{it.words}")
    if any(it.look.value != "good" for it in seen):
        sys.exit(1)
