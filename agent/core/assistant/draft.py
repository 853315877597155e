"""The settings as they will be: what agent.toml says, and what was changed since."""

from collections.abc import Mapping
from typing import Any

from agent.core.assistant.settings_text import Value


class Draft:
    """Settings by their dotted names."""

    def __init__(self, found: Mapping[str, Any]) -> None:
        self._found = dict(found)
        self._changes: dict[str, Value | None] = {}

    @property
    def changes(self) -> Mapping[str, Value | None]:
        """Return what differs from the file; None for what is to be taken out of it."""
        return dict(self._changes)

    def text(self, name: str, otherwise: str = "") -> str:
        """Return a text setting."""
        value = self._now(name)
        return value if isinstance(value, str) else otherwise

    def texts(self, name: str, otherwise: tuple[str, ...] = ()) -> tuple[str, ...]:
        """Return a list of texts."""
        value = self._now(name)
        return tuple(map(str, value)) if isinstance(value, list) else otherwise

    def has(self, name: str) -> bool:
        """Tell whether it is set at all."""
        return self._now(name) is not None

    def put(self, name: str, value: Value | None) -> None:
        """Change one setting; an empty text or list takes it out."""
        kept = None if value in ("", []) else value
        if kept == self._found.get(name):
            self._changes.pop(name, None)
        else:
            self._changes[name] = kept

    def saved(self) -> None:
        """Note that the file now says all this."""
        for name, value in self._changes.items():
            if value is None:
                self._found.pop(name, None)
            else:
                self._found[name] = value
        self._changes.clear()

    def _now(self, name: str) -> Any:
        return self._changes[name] if name in self._changes else self._found.get(name)
