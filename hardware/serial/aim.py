"""AIM identifiers: three characters that a scanner may put before a code to say of which kind.

ISO/IEC 15424: `]`, a letter for the symbology, a modifier. Without I/O.
"""

import re
from typing import Final

_NAMES: Final = {
    "A": "Code 39", "C": "Code 128", "d": "DataMatrix", "E": "EAN", "e": "GS1 DataBar",
    "F": "Codabar", "G": "Code 93", "I": "ITF", "L": "PDF417", "M": "MSI", "Q": "QR",
    "S": "2 of 5", "U": "MaxiCode", "X": "other", "z": "Aztec", "h": "Han Xin",
}  # fmt: skip
_PREFIX: Final = re.compile(r"\]([A-Za-z])([0-9A-Za-z])")
_WITH_ECI: Final = {"Q": "246", "d": "456"}
"""Modifiers that say: character sets are named by a backslash and six digits, and a backslash of
the text is doubled."""
_ECI: Final = re.compile(r"\\(\\|[0-9]{6})")


def without_prefix(text: str) -> tuple[str, str | None]:
    """Return a code's text without its AIM prefix, and the symbology; None where none is named."""
    found = _PREFIX.match(text)
    if found is None or found[1] not in _NAMES:
        return text, None
    rest = text[found.end() :]
    if found[2] in _WITH_ECI.get(found[1], ""):
        rest = _ECI.sub(lambda it: "\\" if it[1] == "\\" else "", rest)
    return rest, _NAMES[found[1]]
