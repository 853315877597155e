"""What a field of a record may hold: checked the same way when made, read and described.

A rule writes a value as JSON, reads it back, and says itself as JSON Schema, so that the record,
its reader and the published schema cannot drift apart.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, ClassVar, Final, Protocol, Self

from contracts.wire import base64url
from contracts.wire.canonical import Json
from contracts.wire.refusals import Refusal, Refused

_LAST: Final = {1: "AQgw", 2: "AEIMQUYcgkosw048"}
"""What base64url may end with, by how many bytes are left over from threes."""


class Rule(Protocol):
    """One field's promise."""

    def write(self, value: Any) -> Json:
        """Return *value* as JSON; refuse one that breaks the promise."""
        ...

    def read(self, value: Json) -> Any:
        """Return what *value* stands for; refuse JSON of another type."""
        ...

    def schema(self) -> dict[str, Json]:
        """Return the promise as JSON Schema."""
        ...


@dataclass(frozen=True, slots=True)
class Whole:
    """A whole number within bounds."""

    least: int
    most: int

    def write(self, value: int) -> Json:
        """Return the number; refuse one out of bounds, and what is no whole number."""
        if value.__class__ is not int and (isinstance(value, bool) or not isinstance(value, int)):
            raise Refused(Refusal.MALFORMED, "not a whole number")
        if not self.least <= value <= self.most:
            raise Refused(Refusal.OVERFLOW, f"{value} is not within {self.least} and {self.most}")
        return value

    def read(self, value: Json) -> int:
        """Return the number; true and false are none."""
        if isinstance(value, bool) or not isinstance(value, int):
            raise Refused(Refusal.MALFORMED, "not a whole number")
        return value

    def schema(self) -> dict[str, Json]:
        """Return the bounds as JSON Schema."""
        return {"type": "integer", "minimum": self.least, "maximum": self.most}


@dataclass(frozen=True, slots=True)
class Flag:
    """True or false."""

    def write(self, value: bool) -> Json:  # noqa: FBT001 - the value itself, not a switch
        """Return the value; refuse what is neither true nor false."""
        if not isinstance(value, bool):
            raise Refused(Refusal.MALFORMED, "neither true nor false")
        return value

    def read(self, value: Json) -> bool:
        """Return the value; numbers are none."""
        if not isinstance(value, bool):
            raise Refused(Refusal.MALFORMED, "neither true nor false")
        return value

    def schema(self) -> dict[str, Json]:
        """Return the type as JSON Schema."""
        return {"type": "boolean"}


@dataclass(frozen=True, slots=True)
class Text:
    """A text of limited length, of one pattern where there is one."""

    longest: int
    """Characters (Unicode code points)."""
    pattern: str | None = None
    """Of the whole text; an expression that Python and ECMA-262 read alike."""
    holds: Callable[[str], bool] | None = None
    """What no pattern can say, such as that a day exists."""
    shortest: int = 1
    _form: re.Pattern[str] | None = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        form = re.compile(self.pattern, re.ASCII) if self.pattern else None
        object.__setattr__(self, "_form", form)

    def write(self, value: str) -> Json:
        """Return the text; refuse one too long or of another form, and what is no text."""
        if not isinstance(value, str):
            raise Refused(Refusal.MALFORMED, "not a text")
        if len(value) > self.longest:
            raise Refused(Refusal.TOO_LONG, f"{len(value)} characters, at most {self.longest}")
        if len(value) < self.shortest:
            raise Refused(Refusal.MALFORMED, "an empty text")
        if "\0" in value:  # Databases hold none; a chain with one would come in nowhere.
            raise Refused(Refusal.MALFORMED, "a NUL in a text")
        if self._form and not self._form.fullmatch(value):
            raise Refused(Refusal.MALFORMED, "a text of another form")
        if self.holds and not self.holds(value):
            raise Refused(Refusal.MALFORMED, "a text that says something impossible")
        return value

    def read(self, value: Json) -> str:
        """Return the text."""
        if not isinstance(value, str):
            raise Refused(Refusal.MALFORMED, "not a text")
        return value

    def schema(self) -> dict[str, Json]:
        """Return lengths and pattern as JSON Schema."""
        lengths: dict[str, Json] = {
            "type": "string", "minLength": self.shortest, "maxLength": self.longest,
        }  # fmt: skip
        return lengths | ({"pattern": f"^(?:{self.pattern})$"} if self.pattern else {})


@dataclass(frozen=True, slots=True)
class Octets:
    """Bytes of a fixed number, in base64url."""

    size: int

    def write(self, value: bytes) -> Json:
        """Return the bytes in base64url; refuse another number of them."""
        if len(value) != self.size:
            raise Refused(Refusal.MALFORMED, f"{len(value)} bytes, not {self.size}")
        return base64url.encode(value)

    def read(self, value: Json) -> bytes:
        """Return the bytes."""
        if not isinstance(value, str):
            raise Refused(Refusal.MALFORMED, "not a text")
        return base64url.decode(value)

    def schema(self) -> dict[str, Json]:
        """Return length and alphabet as JSON Schema; the last character has bits for nothing."""
        length = (self.size * 4 + 2) // 3
        if self.size % 3 == 0:
            return {"type": "string", "pattern": f"^[A-Za-z0-9_-]{{{length}}}$"}
        last = _LAST[self.size % 3]
        return {"type": "string", "pattern": f"^[A-Za-z0-9_-]{{{length - 1}}}[{last}]$"}


@dataclass(frozen=True, slots=True)
class Choice:
    """One word of a list."""

    words: type[StrEnum]

    def write(self, value: StrEnum) -> Json:
        """Return the word."""
        return value.value

    def read(self, value: Json) -> StrEnum:
        """Return the word; refuse one that is not on the list."""
        if not isinstance(value, str) or value not in self.words.__members__.values():
            raise Refused(Refusal.MALFORMED, f"not one of {', '.join(self.words)}")
        return self.words(value)

    def schema(self) -> dict[str, Json]:
        """Return the list as JSON Schema."""
        return {"enum": [word.value for word in self.words]}


@dataclass(frozen=True, slots=True)
class Maybe:
    """What *rule* says, or null where it is not known."""

    rule: Rule

    def write(self, value: Any) -> Json:
        """Return the value or null."""
        return None if value is None else self.rule.write(value)

    def read(self, value: Json) -> Any:
        """Return the value or None."""
        return None if value is None else self.rule.read(value)

    def schema(self) -> dict[str, Json]:
        """Return both as JSON Schema."""
        return {"anyOf": [{"type": "null"}, self.rule.schema()]}


@dataclass(frozen=True, slots=True)
class Many:
    """A list of limited length of what *rule* says."""

    rule: Rule
    most: int

    def write(self, value: tuple[Any, ...]) -> Json:
        """Return the list; refuse one too long."""
        if len(value) > self.most:
            raise Refused(Refusal.TOO_LONG, f"{len(value)} entries, at most {self.most}")
        return [self.rule.write(entry) for entry in value]

    def read(self, value: Json) -> tuple[Any, ...]:
        """Return the list as a tuple."""
        if not isinstance(value, list):
            raise Refused(Refusal.MALFORMED, "not a list")
        return tuple(self.rule.read(entry) for entry in value)

    def schema(self) -> dict[str, Json]:
        """Return the list as JSON Schema."""
        return {"type": "array", "items": self.rule.schema(), "maxItems": self.most}


@dataclass(frozen=True, slots=True)
class Record:
    """Named fields that keep their rules from the moment they are made."""

    RULES: ClassVar[Mapping[str, Rule]] = {}
    _written: dict[str, Json] = field(init=False, repr=False, compare=False)
    # Written once, when the record is checked: a record never changes.

    def __post_init__(self) -> None:
        written: dict[str, Json] = {}
        for name, rule in self.RULES.items():
            try:
                written[name] = rule.write(getattr(self, name))
            except Refused as refused:
                raise Refused(refused.refusal, f"{name}: {refused.detail}") from refused
        self.settle(written)

    def settle(self, written: dict[str, Json]) -> None:
        """Keep the record as JSON, once each field has kept its rule."""
        object.__setattr__(self, "_written", written)
        self._agree()

    def to_json(self) -> dict[str, Json]:
        """Return the record as JSON, for the caller to keep but not to change in its depth."""
        return dict(self._written)

    @classmethod
    def from_json(cls, value: Json) -> Self:
        """Return the record that *value* writes; refuse missing, unknown and wrong fields."""
        if not isinstance(value, dict):
            raise Refused(Refusal.MALFORMED, "not an object")
        if value.keys() != cls.RULES.keys():
            odd = ", ".join(sorted(value.keys() ^ cls.RULES.keys())[:5])
            raise Refused(Refusal.MALFORMED, f"missing or unknown: {odd}")
        made = object.__new__(cls)
        written: dict[str, Json] = {}
        for name, rule in cls.RULES.items():
            try:
                found = rule.read(value[name])
                written[name] = rule.write(found)
            except Refused as refused:
                raise Refused(refused.refusal, f"{name}: {refused.detail}") from refused
            object.__setattr__(made, name, found)
        made.settle(written)
        return made

    @classmethod
    def schema(cls) -> dict[str, Json]:
        """Return the record as JSON Schema."""
        return {
            "type": "object",
            "additionalProperties": False,
            "required": list(cls.RULES),
            "properties": {name: rule.schema() for name, rule in cls.RULES.items()},
        }

    def _agree(self) -> None:
        """Refuse fields that contradict each other; a record says here which could."""


@dataclass(frozen=True, slots=True)
class Nested:
    """A record inside a record."""

    record: type[Record]

    def write(self, value: Record) -> Json:
        """Return the record as JSON."""
        return value.to_json()

    def read(self, value: Json) -> Record:
        """Return the record."""
        return self.record.from_json(value)

    def schema(self) -> dict[str, Json]:
        """Return the record's JSON Schema."""
        return self.record.schema()
