"""What the hub may set on a till: an allow-list, within the till's own limits.

Printer, tap and currency are the shop's own business and not on the list. What agent.toml sets
stays as the owner wrote it there; the hub's word goes before the defaults only.
"""

from dataclasses import replace
from typing import Any, Final

from agent.config import TOTAL_MAX, AgentSettings
from contracts.wire.sync_news import Configuration, RemoteSettings, RemoteSlip

_LANGUAGES_MAX: Final = 2


def with_remote(settings: AgentSettings, config: Configuration | None) -> AgentSettings:
    """Return the settings that hold, *config* being what the hub said last."""
    if config is None:
        return settings
    told = config.settings
    slip = _allowed(_of_slip(told.slip), settings, "slip.")
    counter = _allowed({"auto_accept_max": told.auto_accept_max}, settings, "counter.")
    return replace(
        settings,
        slip=replace(settings.slip, **slip),
        counter=replace(settings.counter, **counter),
        earn_rate=told.earn_rate,
        **_allowed(_of_till(told), settings, ""),
    )


def _of_slip(told: RemoteSlip) -> dict[str, Any]:
    """Return what the hub says of slips, where the till can do it."""
    languages = told.languages
    possible = languages is not None and 1 <= len(languages) <= _LANGUAGES_MAX
    return {
        "enabled": told.enabled,
        "separate": told.separate,
        "languages": (
            tuple(it.value for it in languages)
            if possible and languages is not None and len(set(languages)) == len(languages)
            else None
        ),
        "claim_days": told.claim_days,
        "shop": told.shop if told.shop is not None and told.shop.isprintable() else None,
        "link": told.link.value if told.link is not None else None,
    }


def _of_till(told: RemoteSettings) -> dict[str, Any]:
    total_max = told.total_max
    return {
        "registers": frozenset(told.registers) if told.registers is not None else None,
        "total_max": total_max if total_max is not None and 0 < total_max <= TOTAL_MAX else None,
    }


def _allowed(told: dict[str, Any], settings: AgentSettings, prefix: str) -> dict[str, Any]:
    """Return what the hub said and the till's own file does not."""
    return {
        name: value
        for name, value in told.items()
        if value is not None and prefix + name not in settings.named
    }
