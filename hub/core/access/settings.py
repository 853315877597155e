"""What an installation has decided about signing in."""

from dataclasses import dataclass
from typing import Final

from hub.core.access.telegram import BotTrust
from hub.core.access.wallet_proof import Network

DAY: Final = 24 * 3600


@dataclass(frozen=True, slots=True)
class AccessSettings:
    """Lives of sessions in seconds, and whom the hub trusts."""

    bot: BotTrust | None = None
    """The Telegram bot whose Mini App this is; without it members cannot sign in by Telegram."""
    network: Network | None = None
    """Of the wallets that may sign in; without it none may."""
    access_life: int = 15 * 60
    """Of the signed token: what a stolen one is worth at most, where nobody revokes."""
    member_life: int = 30 * DAY
    """Of a member's session without use."""
    staff_life: int = 14 * DAY
    """Of a staff session without use."""
