"""Where Telegram hands updates in: known by the secret that it was given, and by nothing else."""

import hmac
import json
from typing import Final

from flask import Blueprint, Response, jsonify, request

from contracts.wire.refusals import Refusal, Refused
from hub.core.bot.setting_up import UPDATES
from hub.core.bot.updates import LARGEST_UPDATE
from hub.core.ports.rates import Allowance
from hub.usecases.bot_updates import answer_update
from hub.web.context import the_hub
from hub.web.gate import sized
from hub.web.rates import rated
from hub.web.surroundings import surroundings

SECRET_HEADER: Final = "X-Telegram-Bot-Api-Secret-Token"  # noqa: S105 - the name of a header
_UPDATES: Final = Allowance(1200, 60)
"""From one of Telegram's addresses; what is refused it hands in again later."""

bot = Blueprint("bot", __name__)


@bot.post(UPDATES)
@sized(LARGEST_UPDATE)
@rated(_UPDATES)
def take_update() -> Response | tuple[str, int]:
    """Answer an update in the reply to it; what is nothing to us is taken and left."""
    secret = surroundings().settings.webhook_secret
    if secret is None:
        raise Refused(Refusal.NOT_FOUND, "no secret for updates is set")
    shown = request.headers.get(SECRET_HEADER, "")
    if not hmac.compare_digest(shown.encode(), secret.encode()):
        raise Refused(Refusal.UNAUTHENTICATED, "another secret for updates")
    try:
        said: object = json.loads(request.get_data())
    except (ValueError, RecursionError):
        said = None
    answer = answer_update(the_hub(), said)
    return ("", 200) if answer is None else jsonify(dict(answer))
