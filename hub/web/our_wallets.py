"""The list of wallets that comes with this version, so that no other host is asked for one."""

from functools import cache
from pathlib import Path
from typing import Final

from hub.core.wallet_choices import WalletChoice, read_wallets

_OURS: Final = Path(__file__).parent / "static" / "wallets.json"


@cache
def our_wallets() -> tuple[WalletChoice, ...]:
    """Return the list; it is read once."""
    return read_wallets(_OURS.read_bytes())
