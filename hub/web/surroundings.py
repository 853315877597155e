"""What the web needs beside the hub: its settings, the counter of rates, the bell of the feed."""

from dataclasses import dataclass, field
from typing import Final

from flask import Flask, current_app

from hub.core.ports.bell import Bell
from hub.core.ports.rates import Rates
from hub.core.settlement.deployment import Deployment
from hub.core.wallet_choices import WalletChoice
from hub.web.our_wallets import our_wallets

EXTENSION: Final = "baursak-surroundings"


@dataclass(frozen=True, slots=True)
class WebSettings:
    """What an installation says about its web."""

    origins: tuple[str, ...] = ()
    """Origins beside the hub's own that a browser may call the API from."""
    proxies: int = 0
    """How many proxies stand in front and set X-Forwarded-For."""
    secure: bool = True
    """Served over HTTPS, so that browsers may be told to insist on it."""
    metrics_token: str | None = field(default=None, repr=False)
    webhook_secret: str | None = field(default=None, repr=False)
    """What Telegram shows with each update."""
    sockets: int = 64
    """Live connections at most in this process; well below its threads, each of them holds one."""
    official_script: bool = False
    """The Mini App loads Telegram's own script from telegram.org; else our bridge does without."""
    wallets: tuple[WalletChoice, ...] = field(default_factory=our_wallets)
    """What members may choose from, where the programme is on a chain."""
    rate_factor: int = 1
    """Every allowance is this many times larger; for load tests."""


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What the web is given beside the hub."""

    rates: Rates
    bell: Bell
    settings: WebSettings = WebSettings()
    chain: Deployment | None = None
    """What the programme has on chain; None where it is on none."""


def surroundings() -> Surroundings:
    """Return what the running app was given beside the hub."""
    return surroundings_in(current_app)


def surroundings_in(app: Flask) -> Surroundings:
    """Return what *app* was given beside the hub."""
    found = app.extensions[EXTENSION]
    assert isinstance(found, Surroundings), "the factory puts it there"
    return found
