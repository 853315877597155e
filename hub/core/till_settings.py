"""What the hub may set on a till: an allow-list with limits, all problems found at once.

A shop has settings for all its tills; a till may have its own, which win. What neither names
stays as the till's own file says.
"""

import hashlib
from collections.abc import Mapping
from typing import Any, Final

from contracts.wire import canonical
from contracts.wire.canonical import Json
from contracts.wire.refusals import Refusal, Refused
from contracts.wire.rules import Nested, Rule
from contracts.wire.sync_news import Configuration, RemoteSettings, RemoteSlip
from hub.core.till_health import ALWAYS, OpeningHours
from hub.core.tills import SyncedTill

SLIP: Final = "slip"
REGISTERS: Final = "registers"
"""Of one till, kept in a column of its own: claims are judged by it, too."""
HOURS: Final = "hours"
"""Of a shop, for the hub itself: when a quiet till is a till in trouble."""
_VERSION_BITS: Final = 52
_BOTH: Final = {
    name: rule for name, rule in RemoteSettings.RULES.items() if name not in (SLIP, REGISTERS)
}
_TILL: Final[Mapping[str, Rule]] = {**_BOTH, REGISTERS: RemoteSettings.RULES[REGISTERS]}
_SHOP: Final[Mapping[str, Rule]] = {**_BOTH, HOURS: Nested(OpeningHours)}


class WrongTillSettings(Refused):
    """Settings that no till can take: every problem, by the setting's name."""

    def __init__(self, problems: list[tuple[str, str]]) -> None:
        super().__init__(Refusal.VALIDATION, f"{len(problems)} wrong settings")
        self.problems = problems


def require_till_settings(settings: Mapping[str, Any]) -> None:
    """Refuse settings that one till cannot take, with every problem."""
    _require(settings, _TILL)


def require_shop_settings(settings: Mapping[str, Any]) -> None:
    """Refuse settings that the tills of a shop cannot take, with every problem."""
    _require(settings, _SHOP)


def settings_schema(*, of_shop: bool) -> dict[str, Json]:
    """Return as JSON Schema what may be set for all tills of a shop, or for one till."""
    whole = _object(_SHOP if of_shop else _TILL)
    fields = whole["properties"]
    assert isinstance(fields, dict), "made above"
    fields[SLIP] = _object(RemoteSlip.RULES)
    return whole


def hours_of(shop: Mapping[str, Any]) -> OpeningHours:
    """Return when a shop with these settings is open."""
    found = shop.get(HOURS)
    return ALWAYS if found is None else OpeningHours.from_json(dict(found))


def configuration(
    shop: Mapping[str, Any], till: Mapping[str, Any], registers: tuple[str, ...]
) -> Configuration:
    """Return what a till is told, its own before its shop's; the version changes when it does."""
    slip = {**(shop.get(SLIP) or {}), **(till.get(SLIP) or {})}
    both = {**shop, **till}
    settings = RemoteSettings.from_json(
        {
            **{name: both.get(name) for name in _BOTH},
            REGISTERS: list(registers) or None,
            SLIP: {name: slip.get(name) for name in RemoteSlip.RULES},
        }
    )
    return Configuration(version_of(settings.to_json()), settings)


def has_taken_over(till: SyncedTill) -> bool:
    """Whether a till said when it synced last that it has the settings of this moment."""
    return configuration(till.shop_settings, till.settings, till.registers).version == till.config


def version_of(facts: dict[str, Json]) -> int:
    """Return a number from 1 that tells one state of *facts* from every other."""
    digest = hashlib.sha256(canonical.to_bytes(facts)).digest()
    return (int.from_bytes(digest[:8], "big") >> (64 - _VERSION_BITS)) + 1


def _object(rules: Mapping[str, Rule]) -> dict[str, Json]:
    """Return an object with any of these fields as JSON Schema."""
    fields: dict[str, Json] = {name: rule.schema() for name, rule in rules.items()}
    return {"type": "object", "additionalProperties": False, "properties": fields}


def _require(settings: Mapping[str, Any], rules: Mapping[str, Rule]) -> None:
    slip = settings.get(SLIP, {})
    rest = {name: value for name, value in settings.items() if name != SLIP}
    problems = _problems(rest, rules, "")
    if isinstance(slip, Mapping):
        problems += _problems(slip, RemoteSlip.RULES, "slip.")
    else:
        problems.append((SLIP, "not an object"))
    if problems:
        raise WrongTillSettings(problems)


def _problems(
    found: Mapping[str, Any], rules: Mapping[str, Rule], before: str
) -> list[tuple[str, str]]:
    problems = []
    for name, value in found.items():
        if name not in rules:
            problems.append((f"{before}{name[:40]}", "no setting of a till"))
            continue
        try:
            rules[name].write(rules[name].read(value))
        except Refused as refused:
            problems.append((f"{before}{name}", refused.detail))
    return problems
