"""The hub's settings: read once from the environment, checked whole, all problems at once."""

import os
from collections.abc import Mapping
from dataclasses import dataclass, field

from hub.errors import WrongSettings


@dataclass(frozen=True, slots=True)
class HubSettings:
    """What an installation of the hub is told."""

    database_url: str
    host: str
    bot: str | None
    master_secret: bytes = field(repr=False)


def load_settings(environment: Mapping[str, str] | None = None) -> HubSettings:
    """Return the settings in *environment*, by default the process's; or raise WrongSettings."""
    found = os.environ if environment is None else environment
    problems = [
        f"{name} is not set." for name in ("DATABASE_URL", "HUB_HOST") if not found.get(name)
    ]
    if problems:
        raise WrongSettings(problems)
    return HubSettings(
        database_url=found["DATABASE_URL"],
        host=found["HUB_HOST"],
        bot=found.get("TELEGRAM_BOT"),
        master_secret=bytes.fromhex(found.get("HUB_MASTER_SECRET", "")),
    )
