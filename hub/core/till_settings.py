"""What the hub may set on a till: an allow-list with limits, all problems found at once.

A shop has settings for all its tills; a till may have its own, which win. What neither names
stays as the till's own file says.
"""

import hashlib
from collections.abc import Mapping
from typing import Any, Final

from contracts.wire import canonical
from contracts.wire.canonical import Json
from contracts.wire.refusals import Refused
from contracts.wire.sync_news import Configuration, RemoteSettings, RemoteSlip

SLIP: Final = "slip"
_PLAIN: Final = {name: rule for name, rule in RemoteSettings.RULES.items() if name != SLIP}
_REGISTERS: Final = "registers"
"""Has a column of its own: the claims are judged by it, too."""
_VERSION_BITS: Final = 52


def problems_in(settings: Mapping[str, Any]) -> list[str]:
    """Return everything that is wrong with *settings*, as a person edited them."""
    slip = settings.get(SLIP, {})
    problems = _problems(settings, _PLAIN, "", but=SLIP)
    if isinstance(slip, dict):
        problems += _problems(slip, RemoteSlip.RULES, "slip.", but=None)
    else:
        problems.append("slip: not an object")
    return problems


def merged(
    shop: Mapping[str, Any], till: Mapping[str, Any], registers: tuple[str, ...]
) -> RemoteSettings:
    """Return what a till is told: its own settings before its shop's."""
    both = {**shop, **till, _REGISTERS: list(registers) or None}
    slip = {**shop.get(SLIP, {}), **till.get(SLIP, {})}
    return RemoteSettings.from_json(
        {
            **{name: both.get(name) for name in _PLAIN},
            SLIP: {name: slip.get(name) for name in RemoteSlip.RULES},
        }
    )


def configuration(
    shop: Mapping[str, Any], till: Mapping[str, Any], registers: tuple[str, ...]
) -> Configuration:
    """Return a till's settings under a version that changes whenever they do."""
    settings = merged(shop, till, registers)
    return Configuration(version_of(settings.to_json()), settings)


def version_of(facts: dict[str, Json]) -> int:
    """Return a number from 1 that tells one state of *facts* from every other."""
    digest = hashlib.sha256(canonical.to_bytes(facts)).digest()
    return (int.from_bytes(digest[:8], "big") >> (64 - _VERSION_BITS)) + 1


def _problems(
    found: Mapping[str, Any], rules: Mapping[str, Any], before: str, but: str | None
) -> list[str]:
    problems: list[str] = []
    for name, value in found.items():
        if name == but:
            continue
        if name not in rules:
            problems.append(f"{before}{str(name)[:40]}: no setting of a till")
            continue
        try:
            rules[name].write(rules[name].read(value))
        except Refused as refused:
            problems.append(f"{before}{name}: {refused.detail}")
    return problems
