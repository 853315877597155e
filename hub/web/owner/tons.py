"""Amounts of TON and addresses on it, as people read them."""

from typing import Final

from contracts.ton.addresses import friendly
from contracts.ton.seen import Address
from hub.core.settlement.deployment import Deployment
from hub.core.settlement.network import MAINNET
from hub.web.owner.figures import NONE
from hub.web.page_words import plain

_NANO: Final = 10**9


def ton(nano: int | None, language: str) -> str:
    """Return nanoTON as `1,25 TON`, to the last digit that is not nothing."""
    if nano is None:
        return NONE
    whole, rest = divmod(nano, _NANO)
    point = "." if language == "en" else ","
    text = f"{plain(whole)}{point}{rest:09}".rstrip("0").rstrip(point)
    return f"{text}\N{NO-BREAK SPACE}TON"


def shown_address(deployment: Deployment, address: str) -> str:
    """Return a raw address as wallets and explorers write it."""
    return friendly(Address(address), test_network=deployment.network != MAINNET)


def short(text: str) -> str:
    """Return the ends of a long address or hash, enough to tell two apart."""
    return text if len(text) <= 16 else f"{text[:6]}…{text[-6:]}"
