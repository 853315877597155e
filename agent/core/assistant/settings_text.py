"""Changing agent.toml as a person would: the lines that change, and no other."""

import re
import tomllib
from collections.abc import Mapping
from typing import Any, Final

from agent.core.settings_table import leaves_of

Value = str | int | bool | list[str]

_TABLE: Final = re.compile(r"\s*\[\s*([A-Za-z0-9_.-]+)\s*\]\s*(#.*)?")
_KEY: Final = re.compile(r"(\s*)([A-Za-z0-9_-]+)(\s*=\s*)")
_ESCAPES: Final = {'"': '\\"', "\\": "\\\\", "\n": "\\n", "\r": "\\r", "\t": "\\t"}


def changed_text(before: str, changes: Mapping[str, Value | None]) -> str:
    """Return the settings *before* with *changes* by dotted names; None takes a setting out.

    Comments and everything else stay, where the lines can be changed one by one; else the whole is
    written anew, with all its values and without its comments. Raises TOMLDecodeError.
    """
    wanted = dict(leaves_of(tomllib.loads(before)))
    for name, value in changes.items():
        if value is None:
            wanted.pop(name, None)
        else:
            wanted[name] = value
    text = before
    for name, value in changes.items():
        text = _with_line(text, name, value)
    return text if _holds(text, wanted) else _written(wanted)


def _holds(text: str, wanted: Mapping[str, Any]) -> bool:
    try:
        found = leaves_of(tomllib.loads(text))
    except tomllib.TOMLDecodeError:
        return False
    return dict(found) == dict(wanted)


def _with_line(text: str, name: str, value: Value | None) -> str:
    """Return *text* with the line of one setting replaced, added or taken out."""
    table, _, key = name.rpartition(".")
    lines = text.splitlines()
    first, last = _part_of(lines, table)
    line = None if value is None else f"{key} = {_literal(value)}"
    for at in range(first, last):
        found = _KEY.match(lines[at])
        if found is not None and found[2] == key:
            lines[at : at + 1] = [] if line is None else [line + _comment_in(lines[at])]
            return "\n".join(lines) + "\n"
    if line is None:
        return text
    if table and first == 0:
        lines += [*([""] if lines and lines[-1].strip() else []), f"[{table}]", line]
    else:
        while last > first and not lines[last - 1].strip():
            last -= 1
        lines.insert(last, line)
    return "\n".join(lines) + "\n"


def _part_of(lines: list[str], table: str) -> tuple[int, int]:
    """Return where the lines of a table begin and end; (0, 0) for one that is not there."""
    heads = [(at, found[1]) for at, it in enumerate(lines) if (found := _TABLE.fullmatch(it))]
    ends = [at for at, _ in heads[1:]] + [len(lines)]
    if not table:
        return 0, heads[0][0] if heads else len(lines)
    for (at, name), end in zip(heads, ends, strict=False):
        if name == table:
            return at + 1, end
    return 0, 0


def _comment_in(line: str) -> str:
    """Return what is said behind a value; nothing where a text could hold the sign."""
    before, sign, comment = line.rpartition("#")
    return f"  #{comment}" if sign and '"' not in comment and "'" not in comment and before else ""


def _written(values: Mapping[str, Any]) -> str:
    """Return a settings file of these values."""
    tables: dict[str, list[str]] = {}
    for name, value in values.items():
        table, _, key = name.rpartition(".")
        tables.setdefault(table, []).append(f"{key} = {_literal(value)}")
    parts = [
        "\n".join([*([f"[{name}]"] if name else []), *tables[name]])
        for name in sorted(tables)  # the one without a name comes first, as TOML wants it
    ]
    return "\n\n".join(parts) + "\n"


def _literal(value: Any) -> str:
    """Return a value as TOML writes it; what only a hand wrote there (dates) as it prints."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str):
        return f'"{"".join(map(_escaped, value))}"'
    if isinstance(value, list):
        return f"[{', '.join(map(_literal, value))}]"
    return str(value)


def _escaped(character: str) -> str:
    if character in _ESCAPES:
        return _ESCAPES[character]
    return character if character.isprintable() else f"\\U{ord(character):08x}"
