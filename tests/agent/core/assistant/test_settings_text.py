"""Changing agent.toml: what was chosen is in it, nothing else changes, comments stay."""

import tomllib
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agent.core.assistant.settings_text import changed_text
from agent.core.settings_table import leaves_of

NAMES = ("currency", "printer.url", "printer.profile", "tap.listen", "slip.shop", "hub.url",
         "counter.auto_accept_max", "slip.languages", "slip.enabled",
         "slip.claim_days")  # fmt: skip
VALUES = st.one_of(
    st.text(max_size=20),
    st.booleans(),
    st.integers(0, 99),
    st.lists(st.text(max_size=5), max_size=3),
)
TABLES = st.dictionaries(st.sampled_from(NAMES), VALUES, max_size=6)
HAND_WRITTEN = """# Касса у окна
currency = "KZT"  # tenge

[printer]
# the one under the counter
url = "tcp://10.0.0.7:9100"  # since May
profile = "epson-tm"

[slip]
shop = "Бауырсақ # 1"  # a name may hold the sign
languages = ["kk", "ru"]
"""


def _leaves(text: str) -> dict[str, Any]:
    return dict(leaves_of(tomllib.loads(text)))


@given(TABLES, st.dictionaries(st.sampled_from(NAMES), st.none() | VALUES, max_size=6))
def test_the_file_says_what_was_chosen_and_all_that_it_said_before(
    before: dict[str, Any], changes: dict[str, Any]
) -> None:
    """Whatever the values: control characters, quotes, brackets, nothing at all."""
    text = changed_text("", before)
    assert _leaves(text) == before
    wanted = {**before, **changes}
    assert _leaves(changed_text(text, changes)) == {
        name: value for name, value in wanted.items() if value is not None
    }


def test_comments_and_other_lines_stay() -> None:
    """A person's own words in the file are hers."""
    after = changed_text(
        HAND_WRITTEN,
        {
            "printer.url": "usb:///dev/usb/lp0",
            "slip.shop": "Бауырсақ",
            "tap.listen": "tcp://127.0.0.1:9101",
        },
    )
    assert '# the one under the counter\nurl = "usb:///dev/usb/lp0"  # since May\n' in after
    assert '# Касса у окна\ncurrency = "KZT"  # tenge\n' in after
    assert 'shop = "Бауырсақ"  # a name may hold the sign\n' in after
    assert after.endswith('\n[tap]\nlisten = "tcp://127.0.0.1:9101"\n')


def test_a_setting_is_taken_out_with_its_line() -> None:
    """Empty means the default, and the default needs no line."""
    after = changed_text(HAND_WRITTEN, {"printer.profile": None, "hub.url": None})
    assert "profile" not in after
    assert "# since May" in after


@pytest.mark.parametrize(
    "before",
    [
        'printer = { url = "tcp://10.0.0.7:9100" }\n',
        'printer.url = "tcp://10.0.0.7:9100"\n',
        '["printer"]\nurl = "tcp://10.0.0.7:9100"\n',
        '[printer]\nurl = """\ntcp://10.0.0.7:9100"""\n',
    ],
)
def test_other_ways_to_write_it_are_understood(before: str) -> None:
    """Then the whole is written anew, and still says the same."""
    after = changed_text(before, {"printer.url": "usb:///dev/usb/lp0", "slip.shop": "Наан"})
    assert _leaves(after) == {"printer.url": "usb:///dev/usb/lp0", "slip.shop": "Наан"}
