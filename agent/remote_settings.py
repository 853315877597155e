"""What the hub may set on a till: an allow-list, within the till's own limits.

Printer, tap and currency are the shop's own business and not on the list. What agent.toml sets
stays as the owner wrote it there; the hub's word goes before the defaults only. A version with one
wrong value is refused whole: half of what an owner meant is something that nobody meant.
"""

from dataclasses import replace
from typing import Any, Final

from agent.config import TOTAL_MAX, AgentSettings
from contracts.wire.sync_news import Configuration, RemoteSettings, RemoteSlip

_LANGUAGES_MAX: Final = 2


def with_remote(settings: AgentSettings, config: Configuration | None) -> AgentSettings:
    """Return the settings that hold, *config* being what the hub said last."""
    if config is None or problems_with(config):
        return settings
    told = config.settings
    return replace(
        settings,
        slip=replace(settings.slip, **_allowed(_of_slip(told.slip), settings, "slip.")),
        counter=replace(settings.counter, **_allowed(_of_counter(told), settings, "counter.")),
        earn_rate=told.earn_rate,
        **_allowed(_of_till(told), settings, ""),
    )


def problems_with(config: Configuration) -> list[str]:
    """Return why this till cannot take these settings, one sentence each."""
    told, problems = config.settings, []
    languages = told.slip.languages
    if languages is not None and not 1 <= len(languages) <= _LANGUAGES_MAX:
        problems.append("slip.languages: a slip has one language or two.")
    elif languages is not None and len(set(languages)) != len(languages):
        problems.append("slip.languages: the same language twice.")
    if told.slip.shop is not None and not told.slip.shop.isprintable():
        problems.append("slip.shop: it holds characters that no printer prints.")
    for name, most in (("total_max", told.total_max), ("auto_accept_max", told.auto_accept_max)):
        if most is not None and most > TOTAL_MAX:
            problems.append(f"{name}: above {TOTAL_MAX // 100} tenge, this till's own limit.")
    if told.total_max == 0:
        problems.append("total_max: 0 would refuse every receipt.")
    return problems


def overridden(settings: AgentSettings, config: Configuration | None) -> tuple[str, ...]:
    """Return the settings that the hub names and agent.toml, which goes first, does too."""
    if config is None:
        return ()
    told = config.settings
    named = {f"slip.{name}": value for name, value in _of_slip(told.slip).items()}
    named |= {f"counter.{name}": value for name, value in _of_counter(told).items()}
    named |= _of_till(told)
    return tuple(
        sorted(it for it, value in named.items() if value is not None and it in settings.named)
    )


def _of_slip(told: RemoteSlip) -> dict[str, Any]:
    languages = told.languages
    return {
        "enabled": told.enabled,
        "separate": told.separate,
        "languages": tuple(it.value for it in languages) if languages is not None else None,
        "claim_days": told.claim_days,
        "shop": told.shop,
        "link": told.link.value if told.link is not None else None,
    }


def _of_counter(told: RemoteSettings) -> dict[str, Any]:
    return {"auto_accept_max": told.auto_accept_max}


def _of_till(told: RemoteSettings) -> dict[str, Any]:
    registers = told.registers
    return {
        "registers": frozenset(registers) if registers is not None else None,
        "total_max": told.total_max,
    }


def _allowed(told: dict[str, Any], settings: AgentSettings, prefix: str) -> dict[str, Any]:
    """Return what the hub said and the till's own file does not."""
    return {
        name: value
        for name, value in told.items()
        if value is not None and prefix + name not in settings.named
    }
