"""What `hub setup` needs: settings written down, one-time codes, and a look around."""

import os
from collections.abc import Mapping
from contextlib import closing
from pathlib import Path

from contracts.wire import base64url
from contracts.wire.keys import SHORTEST_SECRET
from hub.adapters.bot_api import HttpBotApi
from hub.adapters.outside import RealOutside
from hub.adapters.world import SystemClock, SystemRandomness
from hub.assembly import hub_of, started_hub_of
from hub.config import HubSettings
from hub.core.access.actor import CONSOLE
from hub.core.access.sessions import SignedIn
from hub.core.policy import Policy
from hub.core.ports.outward import OutsideUnavailable
from hub.environment import SQLITE
from hub.errors import HubError, WrongSettings
from hub.usecases.bot_set_up import look_at_the_bot, set_up_bot
from hub.usecases.look_around import (
    Seen,
    look_at_bot,
    look_at_certificate,
    look_at_link,
    look_at_residency,
    look_without_bot,
)
from hub.usecases.master_secret import change_secret
from hub.usecases.own_account import TotpEnrolment, confirm_totp, enrol_totp
from hub.usecases.programme_policy import change_policy
from hub.usecases.sessions import recognise_staff
from hub.usecases.sign_in import sign_in_by_password


def set_policy(settings: HubSettings, changes: Mapping[str, int | bool]) -> Policy:
    """Change the programme's policy and return it as it holds from now on."""
    return change_policy(started_hub_of(settings), CONSOLE, changes)


def change_master_secret(settings: HubSettings) -> bool:
    """Let the hub go on with the master secret of its settings; False where it was so."""
    return change_secret(hub_of(settings), CONSOLE)


def sign_in(settings: HubSettings, login: str, password: str) -> SignedIn:
    """Sign in somebody of the staff, who has no one-time codes yet, at the console."""
    return sign_in_by_password(started_hub_of(settings), login, password, None, CONSOLE.address)


def new_codes(settings: HubSettings, signed_in: SignedIn, password: str) -> TotpEnrolment:
    """Begin with one-time codes for somebody who has just signed in."""
    hub = started_hub_of(settings)
    claims, actor = recognise_staff(hub, signed_in.access, CONSOLE.address, "setup")
    return enrol_totp(hub, actor, claims, password)


def confirm_codes(settings: HubSettings, signed_in: SignedIn, code: str) -> list[str]:
    """Turn one-time codes on, and return the recovery codes."""
    hub = started_hub_of(settings)
    claims, actor = recognise_staff(hub, signed_in.access, CONSOLE.address, "setup")
    return confirm_totp(hub, actor, claims, code)


def look_around(settings: HubSettings, *, in_kazakhstan: bool, offline: bool) -> list[Seen]:
    """Look at everything that slips and members will depend on."""
    seen = [look_at_link(settings.host, settings.bot)]
    seen.append(look_at_residency(in_kazakhstan=in_kazakhstan))
    if settings.bot is None:
        seen.append(look_without_bot())
    if not offline:
        seen.append(look_at_certificate(RealOutside(SystemClock().now), settings.host))
        if settings.bot_token is not None:
            with closing(_bot_api(settings)) as api:
                seen += look_at_bot(api, settings.bot, settings.host)
    return seen


def set_up_the_bot(settings: HubSettings) -> None:
    """Tell Telegram all that it is told of the bot."""
    if settings.webhook_secret is None:
        raise WrongSettings(
            ["TELEGRAM_WEBHOOK_SECRET is not set; make one with: baursak hub secret"]
        )
    hub = started_hub_of(settings)
    try:
        with closing(_bot_api(settings)) as api:
            set_up_bot(hub, api, settings.webhook_secret)
    except OutsideUnavailable as error:
        raise HubError(
            f"The bot is not set up: {error}.", "Run it again; nothing is lost."
        ) from error


def look_at_bot_and_queue(settings: HubSettings) -> list[Seen]:
    """Look at the bot, its updates and its queue."""
    with closing(_bot_api(settings)) as api:
        return look_at_the_bot(started_hub_of(settings), api)


def _bot_api(settings: HubSettings) -> HttpBotApi:
    if settings.bot_token is None:
        raise WrongSettings(["TELEGRAM_BOT_TOKEN is not set; copy it from BotFather."])
    return HttpBotApi(settings.bot_token, settings.bot_api)


def require_no_books(database: str, env_file: Path) -> None:
    """Refuse new settings over a SQLite file that others made: their secrets would not fit it."""
    file = Path(database.removeprefix(SQLITE))
    if database.startswith(SQLITE) and file.is_file() and file.stat().st_size:
        raise HubError(
            f"A database is there already: {file}, of an earlier try or another hub.",
            "Nothing was written. Go on with the hub.env that it was made with (baursak hub setup"
            " --env THAT_FILE), or remove that database, if nobody's points are in it, and run"
            f" again: baursak hub setup --env {env_file}",
        )


def write_env(path: Path, values: Mapping[str, str]) -> None:
    """Write a file of settings that only its owner can read; refuse to replace one."""
    try:
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except OSError as error:
        raise HubError(f"{path} cannot be written ({error.strerror}).", "Name another.") from error
    with os.fdopen(handle, "w", encoding="utf-8") as file:
        file.writelines(f"{name}={value}\n" for name, value in values.items())


def new_secret() -> str:
    """Return a new secret as the settings hold it."""
    return base64url.encode(SystemRandomness().octets(SHORTEST_SECRET))
