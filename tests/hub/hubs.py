"""A hub for tests: the real stores, keys and tokens; only the clock is set by hand."""

from dataclasses import dataclass
from functools import cache

from contracts.wire.units import UnixTime
from hub.adapters.passkeys import Fido2Passkeys
from hub.adapters.passwords import Argon2Passwords
from hub.adapters.pictures import PillowPictures
from hub.adapters.tokens import JwtTokens, key_of_secret
from hub.adapters.world import MasterKeyring, SystemRandomness
from hub.core.access.settings import AccessSettings
from hub.core.access.telegram import trust_of
from hub.core.access.wallet_proof import Network
from hub.core.ports.hub import Hub, Store
from hub.core.ports.world import Clock
from hub.core.programme import Programme

NOW = 1_790_000_000
"""2026-09-21, a Monday, 18:13 in Almaty."""
SECRET = bytes(range(32))
BOT_TOKEN = "7342037359:" + "T" * 35
HOST = "loyalty.example.kz"


@dataclass
class SetClock:
    """A clock that stands until it is set."""

    time: int = NOW

    def now(self) -> UnixTime:
        """Return the time that was set."""
        return UnixTime(self.time)


@cache
def _passwords() -> Argon2Passwords:
    """Return what all hubs of a process share: it hashes once when it is made, slowly."""
    return Argon2Passwords()


def hub_on(store: Store, clock: Clock | None = None) -> Hub:
    """Return a hub over *store*, as the composition root makes it."""
    return Hub(
        store=store,
        clock=clock or SetClock(),
        random=SystemRandomness(),
        keyring=MasterKeyring(SECRET),
        programme=Programme(host=HOST, bot="baursak_bot"),
        access=AccessSettings(bot=trust_of(BOT_TOKEN), network=Network.TESTNET),
        tokens=JwtTokens([key_of_secret(SECRET)], f"https://{HOST}"),
        passwords=_passwords(),
        pictures=PillowPictures(),
        passkeys=Fido2Passkeys(),
    )
