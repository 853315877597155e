"""Puts a hub together out of its adapters, for every program of it; its web is put on in app.py."""

from functools import cache
from typing import Final

from hub.adapters.bell_memory import MemoryBell
from hub.adapters.bell_postgres import PostgresBell
from hub.adapters.database.engine import open_engine
from hub.adapters.database.store import DatabaseStore
from hub.adapters.passwords import Argon2Passwords
from hub.adapters.tokens import JwtTokens, key_of_secret, keys_of_pem
from hub.adapters.world import MasterKeyring, SystemClock, SystemRandomness
from hub.config import HubSettings
from hub.core.access.passkeys import NewPasskey, Passkey, Shown, Site
from hub.core.access.settings import AccessSettings
from hub.core.access.telegram import BotTrust, trust_of
from hub.core.access.wallet_proof import Network
from hub.core.ports.bell import Bell
from hub.core.ports.hub import Hub
from hub.core.ports.passkeys import Answer, PasskeyChecker
from hub.core.ports.pictures import Picture
from hub.core.programme import Programme
from hub.usecases.master_secret import require_secret

_NETWORKS: Final = {
    "local": Network.TESTNET,
    "testnet": Network.TESTNET,
    "mainnet": Network.MAINNET,
}
"""What wallets call the network; those of a local chain say testnet."""


class _LatePictures:
    """The PictureMaker port, whose library is loaded with the first picture: most see none."""

    def remake(self, upload: bytes) -> Picture:
        """Return the picture that *upload* shows, small; refuse what is no picture of ours."""
        from hub.adapters.pictures import PillowPictures  # noqa: PLC0415  # start-up time

        return PillowPictures().remake(upload)


class _LatePasskeys:
    """The PasskeyChecker port, whose library is loaded with the first member without Telegram."""

    def challenge_in(self, answer: Answer) -> bytes:
        """Return the challenge that *answer* says it is about, still to be recognised."""
        return _checker().challenge_in(answer)

    def made(self, site: Site, challenge: bytes, answer: Answer) -> NewPasskey:
        """Return the key that was made for *challenge* on *site*; or refuse."""
        return _checker().made(site, challenge, answer)

    def credential_in(self, answer: Answer) -> bytes:
        """Return the id of the key that *answer* says has signed."""
        return _checker().credential_in(answer)

    def shown(self, site: Site, challenge: bytes, answer: Answer, known: Passkey) -> Shown:
        """Return what the key *known* has signed for *challenge* on *site*; or refuse."""
        return _checker().shown(site, challenge, answer, known)


@cache
def _checker() -> PasskeyChecker:
    from hub.adapters.passkeys import Fido2Passkeys  # noqa: PLC0415  # start-up time, memory

    return Fido2Passkeys()


def hub_of(settings: HubSettings, bell: Bell | None = None) -> Hub:
    """Put a hub together; what it publishes rings *bell*, or one of its own."""
    bell = bell or bell_of(settings)
    return Hub(
        store=DatabaseStore(open_engine(settings.database_url), ring=bell.ring),
        clock=SystemClock(),
        random=SystemRandomness(),
        keyring=MasterKeyring(settings.master_secret),
        programme=Programme(settings.host, settings.bot, settings.url),
        access=access_of(settings),
        tokens=tokens_of(settings),
        passwords=Argon2Passwords(),
        pictures=_LatePictures(),
        passkeys=_LatePasskeys(),
    )


def started_hub_of(settings: HubSettings, bell: Bell | None = None) -> Hub:
    """Put a hub together that is about to do something; refuse another hub's master secret."""
    hub = hub_of(settings, bell)
    require_secret(hub.store, hub.keyring)
    return hub


def tokens_of(settings: HubSettings) -> JwtTokens:
    """Return what signs sessions: a key file's first key, or the one of JWT_SECRET."""
    if settings.jwt_keys is not None:
        keys = keys_of_pem(settings.jwt_keys)
    else:
        keys = [key_of_secret(it) for it in (settings.jwt_secret, *settings.jwt_old_secrets)]
    return JwtTokens(keys, f"https://{settings.host}")


def access_of(settings: HubSettings) -> AccessSettings:
    """Return whom this installation trusts, and for how long."""
    bot = None if settings.bot_id is None else BotTrust(settings.bot_id, token=None)
    return AccessSettings(
        bot=bot if settings.bot_token is None else trust_of(settings.bot_token),
        network=_NETWORKS.get(settings.network),
        access_life=settings.access_life,
        member_life=settings.refresh_life,
        staff_life=min(settings.refresh_life, AccessSettings().staff_life),
    )


def bell_of(settings: HubSettings) -> Bell:
    """Return the bell that reaches every process of a hub; it opens nothing until it is used."""
    return MemoryBell() if settings.is_sqlite else PostgresBell(settings.database_url)
