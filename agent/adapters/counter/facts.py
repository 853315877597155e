"""The till's memory as rows: one fact each, so that a sync writes only what changed."""

import json
from collections.abc import Callable, Mapping
from dataclasses import fields
from typing import Any, Final

from agent.core.till_memory import TillMemory
from contracts.wire.rules import Record
from contracts.wire.sync_news import Catalogue, Configuration, Keys, LedgerHead

_RECORDS: Final[Mapping[str, type[Record]]] = {
    "config": Configuration,
    "catalogue": Catalogue,
    "keys": Keys,
    "ledger_head": LedgerHead,
}
"""Fields of the memory that are records; all others are whole numbers, texts, flags or None."""
_TEXTS: Final = {"ledger_complaint", "clock_note", "damage_note"}


def changed(before: TillMemory | None, after: TillMemory) -> list[tuple[str, str]]:
    """Return name and value of each fact that is another one than before."""
    return [
        (it.name, _written(getattr(after, it.name)))
        for it in fields(TillMemory)
        if before is None or getattr(before, it.name) != getattr(after, it.name)
    ]


def memory_in(rows: Mapping[str, str]) -> TillMemory:
    """Return the memory that the rows hold; ValueError or Refused when they hold none."""
    read: dict[str, Any] = {}
    for it in fields(TillMemory):
        if it.name in rows:
            read[it.name] = _reader(it.name)(json.loads(rows[it.name]))
    if "generation" not in read:
        raise ValueError("no generation")
    return TillMemory(**read)


def _written(value: object) -> str:
    return json.dumps(value.to_json() if isinstance(value, Record) else value, ensure_ascii=False)


def _reader(name: str) -> Callable[[Any], Any]:
    record = _RECORDS.get(name)

    def read(value: Any) -> Any:
        if record is not None:
            return None if value is None else record.from_json(value)
        kind = str if name in _TEXTS else int
        if value is not None and not isinstance(value, kind):
            raise ValueError(name)
        return value

    return read
