"""Takes out of a log what is nobody's business but the shop's: codes, keys, addresses, names.

The log should hold none of it. This is the second lock: what goes to whoever helps is looked
through once more, by what is known to be secret here and by what secrets look like.
"""

import base64
import re
from collections.abc import Iterable, Iterator
from typing import Final

from contracts.wire.canonical import Json

GONE: Final = "…"
SHORTEST_KNOWN: Final = 3
"""Characters of a secret that is looked for; a shorter one would take half the words away."""
_STAMP: Final = re.compile(r"(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ )?(.*)", re.DOTALL)
_DIGITS_OF_A_NUMBER: Final = 9
"""Of a telephone number written with spaces; amounts and counts have fewer."""
_PATTERNS: Final = (
    (re.compile(r"\b([a-z][a-z0-9+.-]{1,15})://[^\s'\"]+", re.IGNORECASE), rf"\1://{GONE}"),
    (re.compile(r"[^\s@'\"]+@[^\s@'\"]+\.[a-z]+", re.IGNORECASE), GONE),
    (re.compile(r"\b\d{1,3}(?:\.\d{1,3}){3}\b"), GONE),
    (re.compile(r"(?<![\w:])(?:[0-9a-f]{0,4}:){3,}[0-9a-f:.]*", re.IGNORECASE), GONE),
    (
        re.compile(r"\b(pin|code|token|key|password)(\W{1,3})\S*\d\S*", re.IGNORECASE),
        rf"\1\2{GONE}",
    ),
    (re.compile(r"(?=[\w+/=-]*\d)[\w+/=-]{16,}"), GONE),
    (re.compile(r"\b[A-Z0-9]{4}(?:-[A-Z0-9]{4})+\b"), GONE),
    (re.compile(r"\d{6,}"), GONE),
    (re.compile(r"[\u0400-\u04ff]+(?:[\s.-]+[\u0400-\u04ff]+)*"), GONE),
)
"""Addresses, tokens, one-time codes, numbers, and every word that is not English: our logs are."""
_WORD: Final = re.compile(r"[A-Za-z0-9+/_-]{6,}(?:={0,2})")
_NUMBER: Final = re.compile(r"\+?\d[\d\s()-]{7,}\d")


class Scrubber:
    """Knows what must not be seen."""

    def __init__(self, known: Iterable[str | bytes]) -> None:
        forms = {form for secret in known for form in _forms(secret)}
        # The longest first: a part of a secret must not hide the rest of it.
        words = sorted((re.escape(it) for it in forms), key=len, reverse=True)
        self._known = re.compile("|".join(words)) if words else None

    def line(self, text: str) -> str:
        """Return one line without what must not be seen; its time stays."""
        found = _STAMP.fullmatch(text)
        assert found is not None, "any text fits"
        return (found[1] or "") + self._text(found[2])

    def lines(self, text: str) -> str:
        """Return a log without what must not be seen."""
        return "".join(self.line(it) for it in text.splitlines(keepends=True))

    def value(self, value: Json) -> Json:
        """Return a JSON value whose texts hold nothing that must not be seen."""
        match value:
            case str():
                return self._text(value)
            case list():
                return [self.value(it) for it in value]
            case dict():
                return {name: self.value(it) for name, it in value.items()}
            case _:
                return value

    def _text(self, text: str) -> str:
        if self._known is not None:
            text = self._known.sub(GONE, text)
        text = _NUMBER.sub(_without_a_telephone, text)
        text = _WORD.sub(_without_hidden_text, text)
        for pattern, instead in _PATTERNS:
            text = pattern.sub(instead, text)
        return text


def _without_a_telephone(found: re.Match[str]) -> str:
    digits = sum(it.isdigit() for it in found[0])
    return GONE if digits >= _DIGITS_OF_A_NUMBER else found[0]


def _without_hidden_text(found: re.Match[str]) -> str:
    """Return a word unless it is a text with digits in base64: a code that was packed for a wire.

    One English word of some thousands is such a text by chance.
    """
    word = found[0].rstrip("=").replace("-", "+").replace("_", "/")
    try:
        hidden = base64.b64decode(word + "=" * (-len(word) % 4)).decode()
    except ValueError:
        return found[0]
    return GONE if hidden.isprintable() and any(it.isdigit() for it in hidden) else found[0]


def _forms(secret: str | bytes) -> Iterator[str]:
    """Yield how a secret may stand in a text."""
    if isinstance(secret, str):
        if len(secret.strip()) < SHORTEST_KNOWN:
            return
        yield secret
        secret = secret.encode()
    if len(secret) < SHORTEST_KNOWN:
        return
    yield secret.hex()
    yield secret.hex().upper()
    for encoded in (base64.b64encode(secret), base64.urlsafe_b64encode(secret)):
        yield encoded.decode().rstrip("=")
