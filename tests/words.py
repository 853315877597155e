"""Finds every text that people read in Kazakh, Russian and English, wherever a table holds it."""

import dataclasses
import importlib
import json
import re
import tomllib
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, Final, NamedTuple

ROOT: Final = Path(__file__).parents[1]
KAZAKH: Final = re.compile("[ӘәҒғҚқҢңӨөҰұҮүҺһ]")
"""Letters that only Kazakh has, of the three."""
CYRILLIC: Final = re.compile("[А-Яа-яЁёӘәҒғҚқҢңӨөҰұҮүҺһІі]")
LANGUAGES: Final = ("kk", "ru", "en")
_ROOMS: Final = ("agent", "contracts", "hub", "installers")
_DEEPEST: Final = 8
_ORDERS: Final = {"agent.autostart:_COMMENTS": (1, 2, 0)}
"""Tables that do not begin with Kazakh: where Kazakh, Russian and English stand."""
_JS: Final = "agent/face/page/words.js"
_TOML: Final = "agent/assistant/words"
_AS_JSON: Final = (
    (re.compile(r"^\s*//.*$", re.MULTILINE), ""),
    (re.compile(r"^(\s*)(\w+):", re.MULTILINE), r'\1"\2":'),
    (re.compile(r",(\s*})"), r"\1"),
)
"""What makes JSON of a plain table in a script."""


class Text(NamedTuple):
    """One text in three languages, and where it stands."""

    where: str
    kk: str
    ru: str
    en: str


def modules_with_kazakh() -> list[str]:
    """Return the names of our modules whose sources hold a Kazakh letter."""
    return [
        ".".join(path.relative_to(ROOT).with_suffix("").parts)
        for room in _ROOMS
        for path in sorted((ROOT / room).rglob("*.py"))
        if KAZAKH.search(path.read_text(encoding="utf-8"))
    ]


def texts_of_module(name: str) -> list[Text]:
    """Return the texts of one module's tables, each once."""
    module = importlib.import_module(name)
    found: dict[Text, None] = {}
    for table, value in vars(module).items():
        if table.startswith("__"):
            continue
        order = _ORDERS.get(f"{name}:{table}", (0, 1, 2))
        for text in _in(value, f"{name}:{table}", 0):
            spoken = [text[1 + place] for place in order]
            found[Text(text.where, *spoken)] = None
    return list(found)


def texts_of_files() -> list[Text]:
    """Return the texts that stand in no module: the face's own words, and the assistant's."""
    script = (ROOT / _JS).read_text(encoding="utf-8")
    inside = script.partition("WORDS = ")[2].rpartition(";")[0]
    for looks, becomes in _AS_JSON:
        inside = looks.sub(becomes, inside)
    tables = [(_JS, json.loads(inside))]
    by_language = {
        it: tomllib.loads((ROOT / _TOML / f"{it}.toml").read_text(encoding="utf-8"))
        for it in LANGUAGES
    }
    tables.append((_TOML, by_language))
    return [text for where, table in tables for text in _in(table, where, 0)]


def _in(value: Any, where: str, depth: int) -> Iterator[Text]:
    """Yield the texts in a value, however it holds them."""
    if depth > _DEEPEST:
        return
    if isinstance(value, Mapping):
        by_name = {str(getattr(key, "value", key)): it for key, it in value.items()}
        if set(by_name) == set(LANGUAGES):
            yield from _side_by_side([by_name[it] for it in LANGUAGES], where)
            return
        for name, it in by_name.items():
            yield from _in(it, f"{where}.{name}", depth + 1)
    elif isinstance(value, tuple | list):
        if len(value) == len(LANGUAGES) and _are_spoken(value):
            yield from _side_by_side(list(value), where)
            return
        for place, it in enumerate(value):
            yield from _in(it, f"{where}[{place}]", depth + 1)
    elif dataclasses.is_dataclass(value) and not isinstance(value, type):
        yield from _in_fields(value, where, depth)


def _in_fields(value: Any, where: str, depth: int) -> Iterator[Text]:
    fields = {it.name: getattr(value, it.name) for it in dataclasses.fields(value)}
    if set(LANGUAGES) <= set(fields):
        yield from _side_by_side([fields.pop(it) for it in LANGUAGES], where)
    for name, it in fields.items():
        yield from _in(it, f"{where}.{name}", depth + 1)


def _are_spoken(three: Any) -> bool:
    """Whether three things are one text in three languages: texts, or pairs of texts."""
    if all(isinstance(it, str) for it in three):
        return any(CYRILLIC.search(it) for it in three) and not _all_spoken_alike(three)
    alike = all(isinstance(it, tuple) and len(it) == len(three[0]) for it in three)
    parts = [part for it in three for part in it] if alike else []
    return (
        bool(parts)
        and all(isinstance(it, str) for it in parts)
        and not CYRILLIC.search("".join(three[2]))
    )


def _all_spoken_alike(three: Any) -> bool:
    """Whether all three hold letters of Kazakh: then they are three Kazakh texts."""
    return all(KAZAKH.search(it) for it in three)


def _side_by_side(three: list[Any], where: str) -> Iterator[Text]:
    """Yield what three tables of one shape say, text by text."""
    first = three[0]
    if all(isinstance(it, str) for it in three):
        yield Text(where, *three)
    elif isinstance(first, Mapping):
        for name in sorted({key for it in three for key in it}, key=str):
            yield from _side_by_side([it.get(name, "") for it in three], f"{where}.{name}")
    elif isinstance(first, tuple | list):
        assert len({len(it) for it in three}) == 1, f"{where}: of unequal length"
        for place, parts in enumerate(zip(*three, strict=True)):
            yield from _side_by_side(list(parts), f"{where}[{place}]")
    elif dataclasses.is_dataclass(first):
        for field in dataclasses.fields(first):
            values = [getattr(it, field.name) for it in three]
            yield from _side_by_side(values, f"{where}.{field.name}")
