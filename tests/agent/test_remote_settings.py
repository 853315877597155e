"""What the hub may set: an allow-list, behind the owner's own file."""

from dataclasses import replace
from pathlib import Path

import pytest

from agent.config import TOTAL_MAX, load_settings
from agent.core.addresses import problem_with_hub
from agent.errors import WrongSettings
from agent.remote_settings import overridden, problems_with, with_remote
from contracts.wire.sync_news import Configuration, SlipLanguage
from contracts.wire.units import Tiyn
from tests.agent.test_hub_link import CONFIG


def told(**changes: object) -> Configuration:
    """Return what the hub says, with other slip settings."""
    slip = replace(CONFIG.settings.slip, **changes)  # type: ignore[arg-type]  # fields as named
    return replace(CONFIG, settings=replace(CONFIG.settings, slip=slip))


def test_the_hub_goes_before_the_defaults(tmp_path: Path) -> None:
    """What it leaves out stays; printer and tap are never touched."""
    before = load_settings(tmp_path)
    assert with_remote(before, None) is before
    after = with_remote(before, told(claim_days=9, separate=None))
    assert (after.slip.shop, after.slip.claim_days, after.slip.separate) == ("Бауырсақ", 9, False)
    assert after.registers == {"010101234567"}
    assert (after.earn_rate, after.total_max) == (5, TOTAL_MAX)
    assert (after.printer, after.tap, after.currency) == (before.printer, before.tap, "KZT")


def test_agent_toml_goes_before_the_hub(tmp_path: Path) -> None:
    """Setting by setting."""
    (tmp_path / "agent.toml").write_text(
        'registers = []\n[slip]\nshop = "Наша"\nlanguages = ["en"]\n'
    )
    after = with_remote(load_settings(tmp_path), told(claim_days=9))
    assert (after.slip.shop, after.slip.languages, after.slip.claim_days) == ("Наша", ("en",), 9)
    assert after.registers == frozenset()


def test_settings_with_one_wrong_value_are_refused_whole(tmp_path: Path) -> None:
    """With the reason; half of what was meant is what nobody meant."""
    before = load_settings(tmp_path)
    kazakh = SlipLanguage.KAZAKH
    settings = CONFIG.settings
    wrong = {
        "slip.languages": [told(claim_days=9, languages=it) for it in ((), (kazakh, kazakh))],
        "slip.shop": [told(claim_days=9, shop="a\x1b@b")],
        "total_max": [
            replace(CONFIG, settings=replace(settings, total_max=it))
            for it in (Tiyn(0), Tiyn(TOTAL_MAX + 1))
        ],
        "auto_accept_max": [
            replace(CONFIG, settings=replace(settings, auto_accept_max=Tiyn(TOTAL_MAX + 1)))
        ],
    }
    for name, configs in wrong.items():
        for config in configs:
            assert [it.partition(":")[0] for it in problems_with(config)] == [name]
            assert with_remote(before, config) == before
    assert problems_with(CONFIG) == []


def test_what_the_file_sets_itself_is_told(tmp_path: Path) -> None:
    """Whoever sets something at the hub can find out why nothing happens."""
    (tmp_path / "agent.toml").write_text("registers = []\n[slip]\nseparate = true\n")
    settings = load_settings(tmp_path)
    assert overridden(settings, None) == ()
    assert overridden(settings, told(separate=False)) == ("registers", "slip.separate")


@pytest.mark.parametrize(
    ("url", "well"),
    [
        ("https://loyalty.example.kz", True),
        ("https://10.0.0.5:8443", True),
        ("http://127.0.0.1:8000", True),
        ("http://localhost:8000", True),
        ("http://[::1]:8000", True),
        ("http://loyalty.example.kz", False),
        ("http://10.0.0.5", False),
        ("https://loyalty.example.kz/path", False),
        ("https://user@loyalty.example.kz", False),
        ("ftp://loyalty.example.kz", False),
        ("loyalty.example.kz", False),
    ],
)
def test_the_line_to_a_hub_is_encrypted(url: str, well: bool) -> None:
    """It carries keys; only within one computer it may be plain."""
    assert (problem_with_hub(url) is None) is well


def test_the_file_says_where_the_hub_is(tmp_path: Path) -> None:
    """And which proxy leads there; both checked."""
    (tmp_path / "agent.toml").write_text(
        '[hub]\nurl = "https://a.kz"\nproxy = "http://10.0.0.1:3128"\n'
    )
    assert load_settings(tmp_path).hub.url == "https://a.kz"
    assert load_settings(tmp_path).hub.proxy == "http://10.0.0.1:3128"
    (tmp_path / "agent.toml").write_text('[hub]\nurl = "http://a.kz"\nproxy = "socks://a"\n')
    with pytest.raises(WrongSettings) as wrong:
        load_settings(tmp_path)
    assert len(wrong.value.problems) == 2
