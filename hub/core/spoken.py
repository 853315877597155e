"""Numbers, days and points as people here write them: Kazakh, Russian, English."""

from collections.abc import Mapping
from typing import Final

from contracts.wire.units import UnixTime
from hub.core.almaty import local

_MONTHS: Final[Mapping[str, tuple[str, ...]]] = {
    "kk": (
        "қаңтар", "ақпан", "наурыз", "сәуір", "мамыр", "маусым",
        "шілде", "тамыз", "қыркүйек", "қазан", "қараша", "желтоқсан",
    ),
    "ru": (
        "января", "февраля", "марта", "апреля", "мая", "июня",
        "июля", "августа", "сентября", "октября", "ноября", "декабря",
    ),
    "en": (
        "January", "February", "March", "April", "May", "June",
        "July", "August", "September", "October", "November", "December",
    ),
}  # fmt: skip

_HOURS: Final = {
    "kk": ("сағат", "сағат", "сағат"),
    "ru": ("час", "часа", "часов"),
    "en": ("hour", "hours", "hours"),
}
_DAYS: Final = {
    "kk": ("күн", "күн", "күн"),
    "ru": ("день", "дня", "дней"),
    "en": ("day", "days", "days"),
}
"""After one, after two to four, after more."""


def moment(time: UnixTime, language: str) -> str:
    """Return a time on Almaty's clock, such as `25 ноября, 12:26`."""
    there = local(time)
    day = f"{there.day}\N{NO-BREAK SPACE}{_MONTHS[language][there.month - 1]}"
    return f"{day}, {there:%H:%M}"


def day(time: UnixTime, language: str, *, year: bool = False) -> str:
    """Return a day on Almaty's calendar, such as `25 ноября`, or with its year where it is far."""
    there = local(time)
    shown = f"{there.day}\N{NO-BREAK SPACE}{_MONTHS[language][there.month - 1]}"
    if not year:
        return shown
    if language == "kk":
        return f"{there.year}\N{NO-BREAK SPACE}жылғы {shown}"
    return f"{shown} {there.year}"


def plain(number: int) -> str:
    """Return a number as people here write it: `12 345`."""
    return f"{number:,}".replace(",", "\N{NO-BREAK SPACE}")


def tied(text: str) -> str:
    """Return a text whose tenge signs stay on the line of their sums."""
    return text.replace(" ₸", "\N{NO-BREAK SPACE}₸")


def points_of(points: int, language: str) -> str:
    """Return so many points with their word: `5 баллов`."""
    return f"{plain(points)}\N{NO-BREAK SPACE}{points_word(points, language)}"


def span(seconds: int, language: str) -> str:
    """Return a length of time in whole hours, or in days from two days on."""
    hours = -(-seconds // 3600)
    if hours >= 48 and hours % 24 == 0:
        return _counted(hours // 24, _DAYS[language])
    return _counted(hours, _HOURS[language])


def _counted(number: int, words: tuple[str, str, str]) -> str:
    one, few, many = words
    last, tens = number % 10, number % 100
    if few == many:  # a language without the Slavic counting
        word = one if number == 1 else many
    elif last == 1 and tens != 11:
        word = one
    else:
        word = few if 2 <= last <= 4 and not 12 <= tens <= 14 else many
    return f"{plain(number)}\N{NO-BREAK SPACE}{word}"


def points_word(points: int, language: str) -> str:
    """Return the word `points` as it follows that number."""
    if language == "kk":
        return "ұпай"
    if language == "en":
        return "point" if points == 1 else "points"
    last, tens = points % 10, points % 100
    if last == 1 and tens != 11:
        return "балл"
    return "балла" if 2 <= last <= 4 and not 12 <= tens <= 14 else "баллов"
