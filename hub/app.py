"""The composition root: the one place that knows every adapter, and builds a hub out of them."""

from typing import Final

from flask_openapi3 import OpenAPI

from hub.adapters.database.engine import open_engine
from hub.adapters.database.store import DatabaseStore
from hub.adapters.passwords import Argon2Passwords
from hub.adapters.pictures import PillowPictures
from hub.adapters.tokens import JwtTokens, key_of_secret
from hub.adapters.world import MasterKeyring, SystemClock, SystemRandomness
from hub.config import HubSettings
from hub.core.access.settings import AccessSettings
from hub.core.access.telegram import trust_of
from hub.core.access.wallet_proof import Network
from hub.core.ports.hub import Hub, Programme
from hub.web.factory import create_web

_NETWORKS: Final = {
    "local": Network.TESTNET,
    "testnet": Network.TESTNET,
    "mainnet": Network.MAINNET,
}
"""What wallets call the network; those of a local chain say testnet."""


def hub_of(settings: HubSettings) -> Hub:
    """Put a hub together."""
    return Hub(
        store=DatabaseStore(open_engine(settings.database_url)),
        clock=SystemClock(),
        random=SystemRandomness(),
        keyring=MasterKeyring(settings.master_secret),
        programme=Programme(host=settings.host, bot=settings.bot),
        access=access_of(settings),
        tokens=JwtTokens([key_of_secret(settings.jwt_secret)], f"https://{settings.host}"),
        passwords=Argon2Passwords(),
        pictures=PillowPictures(),
    )


def access_of(settings: HubSettings) -> AccessSettings:
    """Return whom this installation trusts, and for how long."""
    return AccessSettings(
        bot=None if settings.bot_token is None else trust_of(settings.bot_token),
        network=_NETWORKS.get(settings.network),
        access_life=settings.access_life,
        member_life=settings.refresh_life,
        staff_life=min(settings.refresh_life, AccessSettings().staff_life),
    )


def web_of(settings: HubSettings) -> OpenAPI:
    """Return the WSGI app of a hub."""
    return create_web(hub_of(settings))
