"""The composition root: the one place that knows every adapter, and builds a hub out of them."""

from flask_openapi3 import OpenAPI

from hub.adapters.database.engine import open_engine
from hub.adapters.database.store import DatabaseStore
from hub.adapters.world import MasterKeyring, SystemClock, SystemRandomness
from hub.config import HubSettings
from hub.core.ports.hub import Hub, Programme
from hub.web.factory import create_web


def hub_of(settings: HubSettings) -> Hub:
    """Put a hub together."""
    return Hub(
        store=DatabaseStore(open_engine(settings.database_url)),
        clock=SystemClock(),
        random=SystemRandomness(),
        keyring=MasterKeyring(settings.master_secret),
        programme=Programme(host=settings.host, bot=settings.bot),
    )


def web_of(settings: HubSettings) -> OpenAPI:
    """Return the WSGI app of a hub."""
    return create_web(hub_of(settings))
