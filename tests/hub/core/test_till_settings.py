"""What the hub may set on a till: nothing else, within limits, all problems at once."""

import pytest

from contracts.wire.sync_news import SlipLanguage
from hub.core.till_health import ALWAYS, OpeningHours
from hub.core.till_settings import (
    WrongTillSettings,
    configuration,
    hours_of,
    require_shop_settings,
    require_till_settings,
)

SHOP = {"slip": {"enabled": True, "claim_days": 3}, "total_max": 1_000_000, "earn_rate": 3}
TILL = {"slip": {"claim_days": 5, "languages": ["kk"]}, "earn_rate": 5}


def test_a_tills_own_settings_win_over_its_shops() -> None:
    """Field by field, within the slip's too."""
    found = configuration(SHOP, TILL, ("010100112233",)).settings
    assert (found.slip.enabled, found.slip.claim_days) == (True, 5)
    assert found.slip.languages == (SlipLanguage.KAZAKH,)
    assert (found.earn_rate, found.total_max) == (5, 1_000_000)
    assert found.registers == ("010100112233",)
    assert found.auto_accept_max is None


def test_the_version_changes_exactly_when_the_settings_do() -> None:
    """So a till that has them is not told again, and one that has others is."""
    one = configuration(SHOP, TILL, ())
    assert configuration(dict(SHOP), dict(TILL), ()) == one
    assert configuration(SHOP, {**TILL, "earn_rate": 6}, ()).version != one.version
    assert configuration(SHOP, TILL, ("010100112233",)).version != one.version
    assert configuration({**SHOP, "hours": {"opens": 1}}, TILL, ()).version == one.version


def test_every_problem_is_named() -> None:
    """Unknown names, wrong types, values out of bounds, inside the slip and outside."""
    wrong = {
        "slip": {"enabled": 1, "claim_days": 400, "font": "serif"},
        "registers": ["12"],
        "earn_rate": -1,
        "hub_url": "https://example.kz",
        "hours": {},
    }
    with pytest.raises(WrongTillSettings) as caught:
        require_till_settings(wrong)
    assert {name for name, _ in caught.value.problems} == {
        "slip.enabled", "slip.claim_days", "slip.font", "registers", "earn_rate", "hub_url",
        "hours",
    }  # fmt: skip


def test_a_shop_has_hours_and_no_registers() -> None:
    """Registers belong to one till; hours are for the hub itself."""
    hours = {"opens": 480, "closes": 1320, "days": [0, 1, 2]}
    require_shop_settings({**SHOP, "hours": hours})
    assert hours_of({"hours": hours}) == OpeningHours(opens=480, closes=1320, days=(0, 1, 2))
    assert hours_of({}) == ALWAYS
    with pytest.raises(WrongTillSettings) as caught:
        require_shop_settings({"registers": [], "hours": {"opens": 480}, "slip": 5})
    assert {name for name, _ in caught.value.problems} == {"registers", "hours", "slip"}
