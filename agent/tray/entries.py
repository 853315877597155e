"""The icon's menu: its entries, whatever draws them."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final

from agent.core.slip_texts import Language
from agent.core.till_icon import TillIcon
from agent.core.till_icon_words import Item, item, line_of, lines_of

Do = Callable[[], None]


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the menu."""

    text: str
    do: Do | None = None
    """What a click does; a line without it only tells."""
    inner: tuple["Entry", ...] = ()
    """What opens below it: a click on the outer one alone does nothing yet."""
    first: bool = False
    """What a click on the icon itself does."""


_DONE_AT_ONCE: Final = (Item.WINDOW, Item.STRIP, Item.REPRINT)


def entries(icon: TillIcon, spoken: Language, does: Mapping[Item, Do]) -> tuple[Entry, ...]:
    """Return the menu of a till that stands like that; bypass and quit take a second click.

    Its first line is the icon's own: on an X screen no tray shows that when the pointer rests.
    """
    name, sure = (
        (Item.BYPASS_OFF, Item.CONFIRM_OFF) if icon.bypass else (Item.BYPASS_ON, Item.CONFIRM_ON)
    )
    told = tuple(Entry(line) for line in lines_of(icon, spoken))
    really = Entry(item(Item.CONFIRM_QUIT, spoken), does[Item.QUIT])
    return (
        Entry(line_of(icon, spoken)),
        *(Entry(item(it, spoken), does[it], first=it is Item.WINDOW) for it in _DONE_AT_ONCE),
        Entry(item(Item.STATUS, spoken), inner=told),
        Entry(item(name, spoken), inner=(Entry(item(sure, spoken), does[sure]),)),
        Entry(item(Item.QUIT, spoken), inner=(really,)),
    )
