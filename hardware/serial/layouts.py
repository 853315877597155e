"""What a scanner types when the keyboard of the system is not English, and back.

A keyboard-wedge scanner presses the keys of an English keyboard; which characters come of that is
up to the system. A whole code is typed under one layout, so it is read back under one, or not at
all. Caps Lock is not seen here: it turns capitals around, and such a code is simply not genuine.
"""

from dataclasses import dataclass
from enum import StrEnum
from typing import Final

_ENGLISH: Final = "`1234567890-=qwertyuiop[]asdfghjkl;'zxcvbnm,./\\"
_ENGLISH_SHIFTED: Final = '~!@#$%^&*()_+QWERTYUIOP{}ASDFGHJKL:"ZXCVBNM<>?|'


class Layout(StrEnum):
    """A keyboard layout of the system."""

    ENGLISH = "english"
    RUSSIAN = "russian"
    KAZAKH = "kazakh"


_TYPED: Final = {
    Layout.RUSSIAN: (
        "ё1234567890-=йцукенгшщзхъфывапролджэячсмитьбю.\\",
        'Ё!"№;%:?*()_+ЙЦУКЕНГШЩЗХЪФЫВАПРОЛДЖЭЯЧСМИТЬБЮ,/',
    ),
    Layout.KAZAKH: (
        '("әіңғ,.үұқөһйцукенгшщзхъфывапролджэячсмитьбю№\\',
        ")!ӘІҢҒ;:ҮҰҚӨҺЙЦУКЕНГШЩЗХЪФЫВАПРОЛДЖЭЯЧСМИТЬБЮ?/",
    ),
}
"""The same keys, plain and shifted: Microsoft's layouts, and X11's `ru` and `kz`."""


def _back(layout: Layout) -> dict[str, str]:
    plain, shifted = _TYPED[layout]
    pairs = zip(plain + shifted, _ENGLISH + _ENGLISH_SHIFTED, strict=True)
    return {" ": " ", **dict(pairs)}


_BACK: Final = {layout: _back(layout) for layout in _TYPED}


@dataclass(frozen=True, slots=True)
class Typed:
    """What a scanner meant, and under which layout it was typed."""

    text: str
    layout: Layout


class Tangle(StrEnum):
    """Why typed text cannot be read back."""

    MIXED = "mixed"
    """No one layout types it: the layout changed within the code, or a person typed."""
    AMBIGUOUS = "ambiguous"
    """Two layouts type it, and mean different codes."""


def untangled(text: str) -> Typed | Tangle:
    """Return the code that a scanner meant by the keys that typed *text*.

    For a Tangle the way out is the same: set the scanner to COM mode (a serial port), or the
    system's keyboard to English, and scan again.
    """
    if not any(_is_cyrillic(it) for it in text):
        return Typed(text, Layout.ENGLISH)
    meant = {
        layout: "".join(back[it] for it in text)
        for layout, back in _BACK.items()
        if all(it in back for it in text)
    }
    if not meant:
        return Tangle.MIXED
    if len(set(meant.values())) > 1:
        return Tangle.AMBIGUOUS
    layout, code = next(iter(meant.items()))
    return Typed(code, layout)


def typed_under(layout: Layout, code: str) -> str:
    """Return what the keys of *code* type under a layout; ValueError for what no key types."""
    if layout is Layout.ENGLISH:
        return code
    keys = {meant: typed for typed, meant in _BACK[layout].items()}
    try:
        return "".join(keys[it] for it in code)
    except KeyError as error:
        raise ValueError(f"no key types {error}") from error


def _is_cyrillic(character: str) -> bool:
    return "Ѐ" <= character <= "ӿ"
