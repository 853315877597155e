"""Reads the printer profiles; light, because the agent's start-up waits for it."""

import tomllib
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Any, Final

from hardware.escpos.codepages import CYRILLIC, LATIN
from hardware.printers.profile import PrinterProfile, QrWay

ENCODINGS: Final = frozenset(
    {
        *CYRILLIC,
        *LATIN,
        *("cp861", "cp864", "cp874", "cp1255", "cp1256", "cp1258"),
        *(f"iso8859-{part}" for part in (1, 2, 3, 4, 5, 6, 7, 8, 9, 15)),
    }
)
"""What a code page may be; written down, since asking Python for each would load them all."""

_PLACE: Final = Path(__file__).parent.parent / "profiles"
"""The library that finds files in packages would take two megabytes of an idle till."""

_WIDTHS: Final = range(200, 1025)
"""From a 25 mm label printer to a 128 mm one; anything else is a typing mistake."""
_COLUMNS: Final = range(16, 81)
_CUTTER: Final = range(401)
"""Up to 5 cm from head to cutter."""
_UNITS: Final = range(1, 5)
_BLANK_LINE: Final = range(65)
_PAGES: Final = range(256)
"""`ESC t` has one byte for the number."""
_KEYS: Final = frozenset(
    {
        "title",
        "width_dots",
        "columns",
        "code_pages",
        "default_page",
        "kanji_at_start",
        "qr",
        "cutter_dots",
        "blank_line_dots",
        "has_cutter",
        "units_in_dot",
        "models",
    }
)
_OPTIONAL: Final = frozenset(
    {"has_cutter", "blank_line_dots", "cutter_dots", "units_in_dot", "models"}
)


class WrongProfile(ValueError):
    """A profile that cannot be used: all its problems at once."""

    def __init__(self, name: str, problems: list[str]) -> None:
        super().__init__(f"Printer profile {name}: " + "; ".join(problems))
        self.problems = problems


def profile_names() -> tuple[str, ...]:
    """Return the names of all profiles that come with the program, sorted."""
    return tuple(sorted(it.stem for it in _PLACE.glob("*.toml")))


@cache
def load_profile(name: str) -> PrinterProfile:
    """Return the profile of that name, or raise WrongProfile."""
    if name not in profile_names():
        raise WrongProfile(name, [f"there is none; choose from {', '.join(profile_names())}"])
    text = (_PLACE / f"{name}.toml").read_text("utf-8")
    return parse_profile(name, text)


def profile_for_model(model: str) -> PrinterProfile | None:
    """Return the profile of the printer that calls itself *model*, the longest match winning."""
    known = [
        (len(prefix), name)
        for name in profile_names()
        for prefix in load_profile(name).models
        if model.upper().startswith(prefix.upper())
    ]
    return load_profile(max(known)[1]) if known else None


def parse_profile(name: str, text: str) -> PrinterProfile:
    """Return the profile written in *text* (TOML), or raise WrongProfile."""
    try:
        table = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise WrongProfile(name, [f"not TOML: {error}"]) from error
    problems = [f"{key} is missing" for key in sorted(_KEYS - _OPTIONAL - table.keys())]
    problems += [f"{key} is not known" for key in sorted(table.keys() - _KEYS)]
    fields: dict[str, Any] = {"name": name}
    for key in sorted(_KEYS & table.keys()):
        try:
            fields[key] = _CHECKS[key](table[key])
        except ValueError as error:
            problems.append(f"{key} {error}")
    if not problems and fields["default_page"] not in fields["code_pages"]:
        problems.append("default_page is not one of code_pages")
    if problems:
        raise WrongProfile(name, problems)
    return PrinterProfile(**fields)


def _text(value: object) -> str:
    """Return a text that is not empty."""
    if not isinstance(value, str) or not value.strip():
        raise ValueError("must be a text")
    return value


def _whole(value: object, allowed: range) -> int:
    """Return a whole number within *allowed*."""
    if not isinstance(value, int) or isinstance(value, bool) or value not in allowed:
        raise ValueError(f"must be a whole number from {allowed.start} to {allowed.stop - 1}")
    return value


def _yes_or_no(value: object) -> bool:
    """Return a truth value."""
    if value is True or value is False:
        return value
    raise ValueError("must be true or false")


def _qr(value: object) -> QrWay:
    """Return the way a QR code is asked for."""
    if value not in list(QrWay):
        raise ValueError(f"must be one of {', '.join(QrWay)}")
    return QrWay(str(value))


def _models(value: object) -> tuple[str, ...]:
    """Return names of models."""
    if isinstance(value, list):
        return tuple(_text(it) for it in value)
    raise ValueError("must be a list of texts")


def _code_pages(value: object) -> Mapping[int, str]:
    """Return numbers with their encodings, every one of them known."""
    if not isinstance(value, dict) or not value:
        raise ValueError("must be a table of numbers and encodings")
    wrong = [f"{key} = {it!r}" for key, it in value.items() if not _is_page(key, it)]
    if wrong:
        raise ValueError(f"has what is no page number or no encoding: {', '.join(wrong)}")
    return MappingProxyType({int(key): str(it) for key, it in value.items()})


def _is_page(number: object, encoding: object) -> bool:
    """Tell whether a line of code_pages can be used."""
    if not (isinstance(number, str) and number.isdecimal() and int(number) in _PAGES):
        return False
    return encoding in ENCODINGS


_CHECKS: Final = {
    "title": _text,
    "width_dots": lambda value: _whole(value, _WIDTHS),
    "columns": lambda value: _whole(value, _COLUMNS),
    "code_pages": _code_pages,
    "default_page": lambda value: _whole(value, _PAGES),
    "kanji_at_start": _yes_or_no,
    "qr": _qr,
    "cutter_dots": lambda value: _whole(value, _CUTTER),
    "has_cutter": _yes_or_no,
    "blank_line_dots": lambda value: _whole(value, _BLANK_LINE),
    "units_in_dot": lambda value: _whole(value, _UNITS),
    "models": _models,
}
