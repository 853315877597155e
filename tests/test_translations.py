"""Every text that people read is there in Kazakh, Russian and English, and is none of the others.

The exceptions are deliberate and stand here, in one place; docs/translations.md says which Kazakh
words are choices of ours.
"""

import re
from itertools import chain
from typing import Final

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contracts.wire.units import UnixTime
from hub.core.spoken import day, moment, points_of, span, tied
from hub.web.app_words import words_in
from hub.web.sentences import LANGUAGES
from tests.words import (
    CYRILLIC,
    KAZAKH,
    ROOT,
    Text,
    modules_with_kazakh,
    texts_of_files,
    texts_of_module,
)

NO_TEXTS: Final = frozenset(
    {
        # What reads receipts: words of other people's papers.
        "agent.core.amounts", "agent.core.currencies", "agent.core.dates", "agent.core.headings",
        "agent.core.kinds", "agent.core.labels", "agent.core.make_up", "agent.core.ocr_noise",
        "agent.core.reports", "agent.core.rows", "agent.core.titles", "agent.core.words",
        "agent.core.assistant.trial_paper", "agent.core.slip_pages",
        # One answer in all three languages at once, for a browser that has no language yet.
        "agent.face.requests", "agent.assistant.requests",
        # Examples in help, a line of a self-test, and how a year is put.
        "hub.cli.people", "agent.cli.self_test", "hub.web.owner.figures",
        "hub.web.owner.reward_form",
    }
)  # fmt: skip
"""Modules with Kazakh letters and no table of texts."""
NOT_TEXTS: Final = frozenset(
    {"agent.core.report_words:AT_START", "hub.core.operator_export:_RETURNS"}
)
"""Tables of three that are words to recognise, not to say."""
SAME: Final = frozenset(
    {
        "PIN-код", "№ {number}", "Агент", "Блокчейн", "Бонус", "Ваучер", "Камера", "Капучино",
        "Касса", "Кассир", "Логин", "Порт", "Принтер", "Профиль", "Сб", "Сканер", "Ср", "Чек",
        "Чек: {total}\N{NO-BREAK SPACE}₸.",
    }
)  # fmt: skip
"""What Kazakh and Russian say with the same word."""
THE_SAME_EVERYWHERE: Final = frozenset({"0–9", "{total} ₸"})
"""Names and signs, which no language translates."""
ALL_AT_ONCE: Final = frozenset({"hub.core.bot.words:WORDS.choose_language"})
"""Said in all three languages at once, the reader's own first."""
FIXED: Final = frozenset({"days", "longest", "most"})
"""Numbers that the house sets, all of them with the plural that stands there."""
OTHER_FILES: Final = {
    "agent/assistant/page/assistant.html", "agent/assistant/page/said.js",
    "agent/face/page/face.html", "agent/face/page/words.js", "hub/web/templates/owner/shell.html",
}  # fmt: skip
"""Pages with Cyrillic letters: names of languages, and the words that are read above."""
_KAZAKH_OR_I: Final = re.compile(f"{KAZAKH.pattern}|[Іі]")
_UNSURE: Final = re.compile(r"fuzzy|TODO|FIXME|XXX|\?\?|\[\[|lorem", re.IGNORECASE)
_COUNTED_RU: Final = re.compile(
    r"\{(\w+)\}[ \N{NO-BREAK SPACE}](?:балл|чек|дн[яей]|день|раз|час|минут|секунд|ваучер|магазин|"
    r"касс|строк|попыт|цифр|участ|покуп|правил|ошиб|позиц|страниц|месяц|недел|год|лет)\w*"
)
_COUNTED_EN: Final = re.compile(
    r"\{(\w+)\}[ \N{NO-BREAK SPACE}](?:points|receipts|days|hours|minutes|seconds|vouchers|shops|"
    r"tills|lines|rows|tries|digits|members|rules|times|characters|weeks|months|years|people)\b"
)
"""A number before a word that changes with it."""


@pytest.fixture(scope="session")
def texts() -> list[Text]:
    """Return every text of the hub, the agent, the bot, the face and the assistant."""
    found = chain(texts_of_files(), *(texts_of_module(it) for it in modules_with_kazakh()))
    # What one module takes from another is the same text.
    once = {it[1:]: it for it in found if it.where not in NOT_TEXTS}
    return list(once.values())


def _fields(text: str) -> set[str]:
    """Return what a text leaves to be filled in; a word that follows a number is the language's."""
    found = set(re.findall(r"\{(\w+)\}", text))
    return found - {"word", *LANGUAGES}


def test_no_table_is_overlooked() -> None:
    """A module with a Kazakh letter has texts, or is known to have none; pages hold none."""
    silent = {it for it in modules_with_kazakh() if not texts_of_module(it)}
    assert silent == NO_TEXTS & silent, "a table of another shape: teach tests/words.py to read it"
    pages = {
        path.relative_to(ROOT).as_posix()
        for room in ("agent", "hub")
        for path in (ROOT / room).rglob("*")
        if path.suffix in {".html", ".js", ".css"} and "vendor" not in path.parts
        if CYRILLIC.search(path.read_text(encoding="utf-8"))
    }
    assert pages <= OTHER_FILES


def test_nothing_is_missing_or_left_in_another_language(texts: list[Text]) -> None:
    """Kazakh is Kazakh, Russian is Russian, English is English; nothing is unsure of itself."""
    assert len(texts) > 2000
    wrong = []
    for it in texts:
        if not any((it.kk, it.ru, it.en)) or {it.kk, it.ru, it.en} <= THE_SAME_EVERYWHERE:
            continue
        faults = {
            "missing": not all(part.strip() for part in (it.kk, it.ru, it.en)),
            "Kazakh is its English": it.kk == it.en,
            "Russian is its English": it.ru == it.en,
            "Kazakh is its Russian": it.kk == it.ru and it.kk not in SAME,
            "no Kazakh letter": len(it.kk) > 50 and not _KAZAKH_OR_I.search(it.kk),
            "unsure": any(_UNSURE.search(part) for part in (it.kk, it.ru, it.en)),
        }
        if it.where not in ALL_AT_ONCE:
            faults["Kazakh in the Russian"] = KAZAKH.search(it.ru) is not None
            faults["Cyrillic in the English"] = CYRILLIC.search(it.en) is not None
        wrong += [(what, it) for what, is_so in faults.items() if is_so]
    assert not wrong, "\n".join(f"{what}: {it}" for what, it in wrong)


def test_all_three_leave_the_same_places(texts: list[Text]) -> None:
    """What one language names, the others name."""
    wrong = [it for it in texts if not _fields(it.kk) == _fields(it.ru) == _fields(it.en)]
    assert not wrong, "\n".join(map(str, wrong))


def test_no_number_stands_before_a_word_that_changes_with_it(texts: list[Text]) -> None:
    """`1 баллов` is said nowhere: the number comes last, or its word is made for it."""
    wrong = [
        it
        for it in texts
        for found in (_COUNTED_RU.search(it.ru), _COUNTED_EN.search(it.en))
        if found and found[1] not in FIXED
    ]
    assert not wrong, "\n".join(map(str, wrong))


@given(number=st.integers(0, 10**6))
def test_numbers_take_their_words(number: int) -> None:
    """Russian by the rule of its plurals (CLDR), English by one and many, Kazakh always alike."""
    one = number % 10 == 1 and number % 100 != 11
    few = number % 10 in (2, 3, 4) and number % 100 not in (12, 13, 14)
    words = {"балл": one, "балла": few, "баллов": not one and not few}
    [word] = [it for it, is_so in words.items() if is_so]
    assert points_of(number, "ru").split("\N{NO-BREAK SPACE}")[-1] == word
    assert points_of(number, "en").endswith("point" if number == 1 else "points")
    assert points_of(number, "kk").endswith("ұпай")
    hours = {"час": one, "часа": few, "часов": not one and not few}
    if number % 24 or number < 48:
        assert hours[span(number * 3600, "ru").split("\N{NO-BREAK SPACE}")[-1]]


def test_days_are_said_as_people_say_them() -> None:
    """Each month by its name, in the case that a date takes, on Almaty's calendar."""
    first = 1_767_207_600  # 2026-01-01 00:00 in Almaty
    months = {
        "kk": "қаңтар ақпан наурыз сәуір мамыр маусым шілде тамыз қыркүйек қазан қараша желтоқсан",
        "ru": "января февраля марта апреля мая июня июля августа сентября октября ноября декабря",
    }
    lengths = (31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)
    for language, names in months.items():
        at = first
        for name, length in zip(names.split(), lengths, strict=True):
            assert day(UnixTime(at), language) == f"1\N{NO-BREAK SPACE}{name}"
            assert day(UnixTime(at - 1), language) != day(UnixTime(at), language)
            at += length * 86400
    assert moment(UnixTime(first + 3661), "kk") == "1\N{NO-BREAK SPACE}қаңтар, 01:01"


def test_a_tenge_sign_stays_with_its_sum() -> None:
    """A line never breaks between them, in the Mini App or anywhere its sentences are said."""
    assert tied("12 345 ₸ және 5 ₸") == "12 345\N{NO-BREAK SPACE}₸ және 5\N{NO-BREAK SPACE}₸"
    for language in LANGUAGES:
        assert not [it for it in words_in(language).values() if " ₸" in it]
