"""Every sentence of the bot is there in three languages, and fits where it goes."""

import re

import pytest

from hub.core.bot.notices import NoticeKind
from hub.core.bot.said import LONGEST_TOAST, Whereabouts
from hub.core.bot.setting_up import calls_to_set_up
from hub.core.bot.words import FREE_ENDINGS, NOTICES, TIERS, WORDS, Sentences, word
from tests.hub.bot_api import wrong_setting
from tests.hub.hubs import HOST

ALL: dict[str, Sentences] = {
    **{f"notice {kind}": it for kind, it in NOTICES.items()},
    **{f"free {kind}": it for kind, it in FREE_ENDINGS.items()},
    **{f"tier {name}": it for name, it in TIERS.items()},
    **WORDS,
}
KAZAKH_ONLY = re.compile("[әғқңөұүһі]", re.IGNORECASE)
RUSSIAN_ONLY = re.compile("[ёщъцэю]", re.IGNORECASE)


def test_each_notice_has_its_words() -> None:
    """Nothing is planned that cannot be said."""
    assert NOTICES.keys() == set(NoticeKind)


@pytest.mark.parametrize("name", ALL)
def test_a_sentence_is_there_in_three_languages(name: str) -> None:
    """None is missing or copied from another, and all speak of the same things."""
    kazakh, russian, english = ALL[name]
    assert len({kazakh, russian, english}) == 3
    assert len({frozenset(re.findall(r"{\w+}", it)) for it in ALL[name]}) == 1
    assert not re.search("[а-яё]", english.lower()) or name == "choose_language"
    if name != "choose_language":
        assert KAZAKH_ONLY.search(kazakh) or len(kazakh) < 24, kazakh
        assert not KAZAKH_ONLY.search(russian), russian
    assert all(it == it.strip() and "  " not in it for it in ALL[name])


@pytest.mark.parametrize("name", ["notices_are_on", "language_set", "no_member"])
@pytest.mark.parametrize("language", ["kk", "ru", "en"])
def test_what_passes_over_the_screen_is_short(name: str, language: str) -> None:
    """Telegram cuts it at 200 characters."""
    assert len(word(name, language)) <= LONGEST_TOAST


def test_telegram_takes_all_that_it_is_told_once() -> None:
    """Commands, descriptions, webhook and menu have the forms and lengths that it demands."""
    calls = calls_to_set_up(Whereabouts(HOST, "baursak_bot"), "s" * 43)
    assert [found for it in calls for found in wrong_setting(it.method, dict(it.words))] == []
    spoken = {it.words.get("language_code") for it in calls if it.method == "setMyCommands"}
    assert spoken == {None, "kk", "ru", "en"}
