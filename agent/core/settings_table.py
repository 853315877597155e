"""A settings table read by dotted names; what is wrong with it is noted, all of it at once."""

import re
from collections.abc import Callable, Mapping
from typing import Any, Final

from agent.core.addresses import problem_with, problem_with_source
from contracts.wire.units import Tiyn

LANGUAGES: Final = ("kk", "ru", "en")


class SettingsTable:
    """Takes settings out of a table by their dotted names and notes what is wrong with them.

    What is wrong is answered by its default.
    """

    def __init__(self, table: Mapping[str, Any], problems: list[str]) -> None:
        self._values = dict(leaves_of(table))
        self._problems = problems

    def _take(self, name: str, kind: type, default: Any) -> Any:
        value = self._values.pop(name, default)
        if isinstance(value, bool) is not (kind is bool) or not isinstance(value, kind):
            words = {str: "a text in quotes", int: "a whole number", bool: "true or false"}
            self._problems.append(f"{name} must be {words.get(kind, 'a list')}; it is {value!r}.")
            return default
        return value

    def flag(self, name: str, *, default: bool) -> bool:
        """Return true or false."""
        return bool(self._take(name, bool, default))

    def whole(self, name: str, default: int, allowed: range) -> int:
        """Return a whole number among *allowed*."""
        value: int = self._take(name, int, default)
        if value not in allowed:
            self._problems.append(
                f"{name} is {value}; give a number from {allowed[0]} to {allowed[-1]}."
            )
        return value

    def text(self, name: str, default: str) -> str:
        """Return a text."""
        return str(self._take(name, str, default))

    def short(self, name: str, longest: int) -> str:
        """Return one line of at most *longest* characters."""
        value = self.text(name, "")
        if len(value) > longest or not value.isprintable():
            self._problems.append(f"{name} must be one line of at most {longest} characters.")
            return ""
        return value

    def choice(self, name: str, default: str, allowed: tuple[str, ...]) -> str:
        """Return one of *allowed*."""
        value = self.text(name, default)
        if value not in allowed:
            self._problems.append(f"{name} is {value!r}; choose one of {', '.join(allowed)}.")
            return default
        return value

    def texts(self, name: str, default: tuple[str, ...]) -> tuple[str, ...]:
        """Return a list of texts."""
        values = self._take(name, list, list(default))
        if not all(isinstance(value, str) for value in values):
            self._problems.append(f"{name} must be a list of texts in quotes.")
            return default
        return tuple(values)

    def languages(self, name: str, default: tuple[str, ...]) -> tuple[str, ...]:
        """Return one or two of our languages."""
        values = self.texts(name, default)
        wrong = [value for value in values if value not in LANGUAGES]
        if wrong or not 1 <= len(values) <= 2 or len(set(values)) != len(values):
            self._problems.append(f"{name} is {list(values)}; name one or two of kk, ru, en.")
            return default
        return values

    def registers(self, name: str) -> tuple[str, ...]:
        """Return registration numbers of cash registers."""
        values = self.texts(name, ())
        for value in values:
            if not (value.isascii() and value.isdigit() and len(value) == 12):
                self._problems.append(
                    f"{name} holds {value!r}; a registration number (РНМ) has 12 digits,"
                    " see any receipt of that cash register."
                )
        return values

    def url(self, name: str, default: str, schemes: tuple[str, ...]) -> str:
        """Return a URL of one of *schemes*."""
        value = self.text(name, default)
        problem = None if value == default else problem_with(value, schemes)
        if problem is not None:
            self._problems.append(f"{name} is {_shown(value)}; {problem}.")
            return default
        return value

    def address(self, name: str, problem_of: Callable[[str], str | None]) -> str:
        """Return an address that *problem_of* finds nothing wrong with."""
        value = self.text(name, "")
        problem = problem_of(value) if value else None
        if problem is not None:
            self._problems.append(f"{name} is {_shown(value)}; {problem}.")
            return ""
        return value

    def sources(self, name: str) -> tuple[str, ...]:
        """Return addresses of computers that may print."""
        values = self.texts(name, ())
        for value in values:
            if (problem := problem_with_source(value)) is not None:
                self._problems.append(f"{name} holds {value[:80]!r}; {problem}.")
        return values

    def currency(self, name: str, default: str) -> str:
        """Return a currency's three letters."""
        value = self.text(name, default)
        if not (value.isascii() and value.isalpha() and value.isupper() and len(value) == 3):
            self._problems.append(f"{name} is {value!r}; write it as KZT.")
        return value

    def money(self, name: str, default: Tiyn) -> Tiyn:
        """Return an amount."""
        written = self.text(name, f"{default // 100}.{default % 100:02}")
        if not re.fullmatch(r"[0-9]{1,7}(\.[0-9]{2})?", written) or not written.strip("0."):
            self._problems.append(f'{name} is {written!r}; write an amount as "1000000.00".')
            return default
        whole, _, hundredths = written.partition(".")
        return Tiyn(int(whole) * 100 + int(hundredths or 0))

    def maybe_money(self, name: str) -> Tiyn | None:
        """Return an amount, None where none is set."""
        return self.money(name, Tiyn(1)) if name in self._values else None

    def time(self, name: str) -> int | None:
        """Return minutes after midnight, None where none is set."""
        written = self.text(name, "")
        found = re.fullmatch(r"([01][0-9]|2[0-3]):([0-5][0-9])", written)
        if written and found is None:
            self._problems.append(f'{name} is {written!r}; write a time as "22:30".')
        return int(found[1]) * 60 + int(found[2]) if found else None

    def complain_about_the_rest(self) -> None:
        """Note every setting that nobody has taken."""
        for name in sorted(self._values):
            self._problems.append(f"{name} is not a setting; check its spelling or remove it.")


def leaves_of(table: Mapping[str, Any], prefix: str = "") -> list[tuple[str, Any]]:
    """Return the leaves of nested tables by their dotted names."""
    leaves: list[tuple[str, Any]] = []
    for name, value in table.items():
        if isinstance(value, dict):
            leaves += leaves_of(value, f"{prefix}{name}.")
        else:
            leaves.append((prefix + name, value))
    return leaves


def _shown(address: str) -> str:
    """Return an address as a sentence may quote it: short, without name and password."""
    scheme, mark, rest = address.partition("://")
    return repr(f"{scheme}{mark}{rest.rpartition('@')[2]}"[:80])
