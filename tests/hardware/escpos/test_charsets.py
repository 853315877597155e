"""A receipt's encoding is chosen by what it says."""

import pytest

from hardware.escpos.charsets import Charset, Coding, Run, chosen
from hardware.escpos.codepages import CYRILLIC, KATAKANA, POSIFLEX_224, table

RUSSIAN = (
    "ТОО «БУЛОЧНАЯ НА УГЛУ»", "БИН 010203040506", "ПРОДАЖА", "Круассан с миндалём 2 шт x 645,00",
    "Хлеб ржаной, нарезка", "Стоимость 1 290,00", "Наличные: 2 000,00", "Сдача: 710,00",
    "ИТОГО: 1 290,00", "в т.ч. НДС 16%: 177,93", "Фискальный признак: 1234567890",
    "Кассир Айгуль", "СПАСИБО ЗА ПОКУПКУ",
)  # fmt: skip
KAZAKH = (
    "БСН 010203040506", "САТУ", "Бадам қосылған круассан 2 дана x 645,00", "Құны 1 290,00",
    "Қолма-қол: 2 000,00", "Қайтарым: 710,00", "БАРЛЫҒЫ: 1 290,00", "соның ішінде ҚҚС 16%: 177,93",
    "Фискалдық белгі: 1234567890", "Уақыты: 20.11.2026 10:15:00", "ФИСКАЛДЫ ЧЕК", "РАХМЕТ",
)  # fmt: skip


def encoded(text: str, name: str) -> bytes:
    """Return text in a page of ours; a letter that the page lacks is a question mark."""
    places = {character: byte for byte, character in enumerate(table(name))}
    return bytes(places.get(character, 0x3F) for character in text)


def runs(lines: tuple[str, ...], name: str, page: int | None = None) -> list[Run]:
    """Return lines printed in a page."""
    return [Run(encoded(line, name), page) for line in lines]


def texts(found: Charset, printed: list[Run]) -> list[str]:
    """Return what a charset reads."""
    return [found.text(run) for run in printed]


@pytest.mark.parametrize("name", CYRILLIC)
@pytest.mark.parametrize("page", [None, 0, 17, 46])
@pytest.mark.parametrize("lines", [RUSSIAN, KAZAKH, RUSSIAN + KAZAKH], ids=["ru", "kk", "both"])
def test_content_tells_the_page(lines: tuple[str, ...], name: str, page: int | None) -> None:
    """Whatever ESC t said, a receipt is read as it was written."""
    printed = runs(lines, name, page)
    wanted = ["".join(table(name)[byte] for byte in run.data) for run in printed]
    assert texts(chosen(printed), printed) == wanted


def test_equals_are_settled_by_the_number_then_by_what_is_likelier() -> None:
    """Plain Russian is kz1048 unless ESC t names cp1251, as Rongta's 6 does."""
    assert chosen(runs(RUSSIAN, "cp1251")).name == "kz1048"
    assert chosen(runs(RUSSIAN, "cp1251", 6)).name == "cp1251"
    assert chosen(runs(RUSSIAN, "cp866", 17)).name == "cp866"
    assert chosen(runs(KAZAKH, POSIFLEX_224, 224)).name == POSIFLEX_224


def test_ascii_needs_no_choice() -> None:
    """A receipt without a byte above 7Fh is ASCII, also when ESC t said something."""
    assert chosen([Run(b"TOTAL 12.50", 17)]).name == "ascii"


def test_holes_and_look_alikes_stay() -> None:
    """A question mark for a lost letter stays, and so does a Latin K at the end of ЧЕК."""
    printed = [
        Run("БАРЛЫ?Ы: 1 290,00".encode("cp866")),
        Run("ФИСКАЛЬНЫЙ ЧЕ".encode("cp866") + b"K"),
    ]
    assert texts(chosen(printed), printed) == ["БАРЛЫ?Ы: 1 290,00", "ФИСКАЛЬНЫЙ ЧЕK"]


def test_kanji_mode_decides_before_the_choice() -> None:
    """What FS & printed is Chinese, even where the bytes would pass for Russian."""
    run = Run("消费合计：68.00".encode("gb18030"), None, Coding.KANJI)
    found = chosen([run])
    assert (found.name, found.text(run)) == ("gb18030", "消费合计：68.00")


def test_chinese_and_utf8_are_seen_without_a_switch() -> None:
    """Drivers that rely on the factory's setting send no command for it."""
    chinese = [
        Run(text.encode("gb18030")) for text in ("客人就餐消费单", "应收金额：68.00", "打印时间")
    ]
    assert chosen(chinese).name == "gb18030"
    modern = [Run(line.encode()) for line in KAZAKH]
    assert texts(chosen(modern), modern) == list(KAZAKH)


def test_user_glyphs_are_kazakh_letters() -> None:
    """Letters downloaded to 20h–43h read as letters when they were defined, or in Cyrillic text."""
    defined = Run(b"\x22\x28", glyphs=True, glyphs_defined=True)
    assert chosen([]).text(defined) == "ҚҰ"
    alone = Run(b"\x34", glyphs=True)
    assert chosen(runs(RUSSIAN, "cp866")).text(alone) == "Қ"
    assert chosen([]).text(alone) == "4"


def test_another_number_is_another_page() -> None:
    """Text under other page numbers may be in other pages, in one receipt."""
    box = Run(b"\x98\x95\x95\x95\x95\x99", 1)
    printed = [*runs(RUSSIAN, "cp866", 17), box, Run("naïve".encode("cp858"), 19)]
    found = chosen(printed)
    assert found.name == "cp866"
    assert found.by_page[1] == KATAKANA
    assert texts(found, printed[-2:]) == ["┌────┐", "naïve"]


def test_letters_sent_one_by_one_are_of_the_page_that_was_named() -> None:
    """Drivers that change the page for each letter that theirs lacks are read letter by letter."""
    printed = [*runs(RUSSIAN, "cp866", 17), *(Run(encoded(it, "kz1048"), 53) for it in "ҚҰҒі")]
    assert texts(chosen(printed), printed[-4:]) == ["Қ", "Ұ", "Ғ", "і"]


def test_every_page_can_be_asked_for() -> None:
    """No number after ESC t makes the choice fail, alone or with 255 others."""
    every = [Run(bytes(range(0x80, 0x100)), page) for page in range(256)]
    found = chosen(every)
    assert len(texts(found, every)) == 256
    assert all(ord(character) >= 0xA0 for text in texts(found, every) for character in text)
