"""The composition root of the web: a hub as `assembly` puts it together, and its API around it."""

from typing import Final

from flask_openapi3.openapi import OpenAPI

from hub.adapters.bell_memory import MemoryBell
from hub.adapters.rates_memory import MemoryRates
from hub.adapters.rates_shared import SharedRates
from hub.assembly import access_of, bell_of, hub_of, tokens_of
from hub.config import HubSettings
from hub.core.ports.bell import Bell
from hub.core.ports.hub import Hub
from hub.web.factory import create_web
from hub.web.our_wallets import our_wallets
from hub.web.surroundings import Surroundings, WebSettings

__all__ = ["access_of", "bell_of", "hub_of", "surroundings_of", "tokens_of", "web_of", "web_over"]

ALONE: Final = "memory://"
"""The rate store of a hub whose processes each count for themselves."""


def web_over(hub: Hub, settings: WebSettings | None = None, bell: Bell | None = None) -> OpenAPI:
    """Return the WSGI app over *hub*, counting and ringing in this process only."""
    settings = settings or WebSettings(secure=False)
    return create_web(hub, Surroundings(MemoryRates(), bell or MemoryBell(), settings))


def web_of(settings: HubSettings) -> OpenAPI:
    """Return the WSGI app of a hub."""
    bell = bell_of(settings)
    return create_web(hub_of(settings, bell), surroundings_of(settings, bell))


def surroundings_of(settings: HubSettings, bell: Bell) -> Surroundings:
    """Return what the web of a hub is given beside it."""
    alone = settings.rate_store == ALONE
    rates = MemoryRates() if alone else SharedRates(settings.rate_store)
    web = WebSettings(
        origins=settings.origins,
        proxies=settings.proxies,
        metrics_token=settings.metrics_token,
        webhook_secret=settings.webhook_secret,
        rate_factor=settings.rate_factor,
        official_script=settings.official_script,
        wallets=settings.wallets or our_wallets(),
        sockets=max(1, settings.threads * 2 // 3),
    )
    chain = None if settings.chain is None else settings.chain.deployment
    return Surroundings(rates, bell, web, chain)
