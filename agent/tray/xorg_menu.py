"""A menu on an X screen, drawn by us: where pystray can show none."""

from dataclasses import dataclass
from functools import cache
from importlib import resources
from io import BytesIO
from typing import Any, Final, Self

from PIL import Image, ImageDraw, ImageFont
from Xlib import XK, X, error

from agent.tray.entries import Entry

_EM: Final = 15
_ROW: Final = 30
_SIDE: Final = 14
_INDENT: Final = 18
_NARROWEST: Final = 220
_GROUND, _LIT, _EDGE = "#fff8e8", "#f4cf8b", "#7a430e"
_INK, _SOFT = "#201712", "#6b4a2a"
_LEFT: Final = 1
_LOCKS: Final = (0, X.LockMask, X.Mod2Mask, X.LockMask | X.Mod2Mask)
"""Escape alone, whatever Caps Lock and Num Lock are: with Alt it is the window manager's."""
_GAP: Final = 6
"""Pixels between icon and menu."""

Place = tuple[int, int, int, int]
"""Left, top, width and height on the screen."""


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the menu as it is drawn."""

    entry: Entry
    inner: bool
    opened: bool = False

    @property
    def text(self) -> str:
        """Return what is written; a mark says that something opens."""
        if not self.entry.inner:
            return self.entry.text
        return f"{'▾' if self.opened else '▸'} {self.entry.text}"


class XorgMenu:
    """Stands on the screen until an entry is done, a click goes elsewhere, or Escape is pressed."""

    def __init__(self, screen: Any, entries: tuple[Entry, ...], icon: Place) -> None:
        self._screen = screen
        self._entries = entries
        self._icon = icon
        self._top: int | None = None
        self._open: Entry | None = None
        self._lit = -1
        self._root = screen.screen().root
        self._window = self._root.create_window(
            0, 0, 1, 1, 0, screen.screen().root_depth, X.InputOutput, X.CopyFromParent,
            override_redirect=True,
            event_mask=X.ExposureMask | X.ButtonPressMask | X.PointerMotionMask,
        )  # fmt: skip
        self._window.set_wm_class("baursak-menu", "baursak-menu")
        self._gc = self._window.create_gc()
        self._place()
        self._window.map()
        self._window.grab_pointer(
            owner_events=False,
            event_mask=X.ButtonPressMask | X.PointerMotionMask,
            pointer_mode=X.GrabModeAsync,
            keyboard_mode=X.GrabModeAsync,
            confine_to=X.NONE,
            cursor=X.NONE,
            time=X.CurrentTime,
        )  # the next click is ours, wherever it goes
        # Of the keyboard that one key alone: a scanner goes on typing into the POS.
        self._escape = screen.keysym_to_keycode(XK.XK_Escape)
        for locks in _LOCKS:
            self._root.grab_key(
                self._escape, locks, 0, X.GrabModeAsync, X.GrabModeAsync,
                onerror=error.CatchError(error.BadAccess),
            )  # fmt: skip
        self.draw()

    def owns(self, event: Any) -> bool:
        """Tell whether an event is of this menu's window."""
        return bool(event.window.id == self._window.id)

    def pressed(self, event: Any) -> Self | None:
        """Do what was clicked; return the menu while it stays."""
        at = self._row_at(event)
        row = self._rows()[at] if at >= 0 else None
        if row is not None and row.entry.inner and event.detail == _LEFT:
            self._open = None if row.opened else row.entry
            self._place()
            self.draw()
            return self
        if row is not None and row.entry.do is None:
            return self
        self.close()
        if row is not None and row.entry.do is not None and event.detail == _LEFT:
            row.entry.do()
        return None

    def typed(self, event: Any) -> Self | None:
        """Go at Escape; return the menu while it stays."""
        if event.detail != self._escape:
            return self
        self.close()
        return None

    def close(self) -> None:
        """Go away, and leave pointer and key to whoever is next."""
        for locks in _LOCKS:
            self._root.ungrab_key(self._escape, locks)
        self._screen.ungrab_pointer(X.CurrentTime)
        self._window.destroy()
        self._screen.flush()

    def moved(self, event: Any) -> None:
        """Light up what the pointer is over."""
        at = self._row_at(event)
        if at != self._lit:
            self._lit = at
            self.draw()

    def draw(self) -> None:
        """Draw it anew."""
        picture = drawn(self._rows(), self._lit)
        self._window.put_pil_image(self._gc, 0, 0, picture)
        self._screen.flush()

    def _rows(self) -> list[Row]:
        rows = []
        for entry in self._entries:
            opened = entry is self._open
            rows.append(Row(entry, inner=False, opened=opened))
            rows += [Row(it, inner=True) for it in entry.inner if opened]
        return rows

    def _row_at(self, event: Any) -> int:
        width, height = _size(self._rows())
        inside = 0 <= event.event_x < width and 0 <= event.event_y < height
        return min(event.event_y // _ROW, len(self._rows()) - 1) if inside else -1

    def _place(self) -> None:
        """Stand where *standing* says."""
        whole = self._screen.screen()
        size, room = _size(self._rows()), (whole.width_in_pixels, whole.height_in_pixels)
        x, self._top = standing(size, room, self._icon, self._top)
        width, height = size
        self._window.configure(x=x, y=self._top, width=width, height=height, stack_mode=X.Above)


def standing(
    size: tuple[int, int], room: tuple[int, int], icon: Place, top: int | None
) -> tuple[int, int]:
    """Return where a menu of that size stands on a screen: beside the icon, never upon it.

    Once it stands, it keeps its *top*: the line that was clicked stays under the pointer, so that
    a second click at the same place never does what the first one only asked for.
    """
    (width, height), (x, y, _, tall) = size, icon
    if top is None:
        above = min(y - _GAP, room[1] - _ROW) - height  # with room for one more line below
        top = above if above >= 0 else y + tall + _GAP
    return max(0, min(x, room[0] - width)), max(0, min(top, room[1] - height))


def drawn(rows: list[Row], lit: int) -> Image.Image:
    """Return the picture of a menu whose row number *lit* is under the pointer."""
    width, height = _size(rows)
    canvas = Image.new("RGB", (width, height), _GROUND)
    brush = ImageDraw.Draw(canvas)
    for number, row in enumerate(rows):
        top = number * _ROW
        if number == lit and (row.entry.do is not None or row.entry.inner):
            brush.rectangle((0, top, width, top + _ROW - 1), fill=_LIT)
        ink = _SOFT if row.entry.do is None and not row.entry.inner else _INK
        left = _SIDE + (_INDENT if row.inner else 0)
        brush.text((left, top + _ROW // 2), row.text, fill=ink, font=_letters(), anchor="lm")
    brush.rectangle((0, 0, width - 1, height - 1), outline=_EDGE)
    return canvas


def _size(rows: list[Row]) -> tuple[int, int]:
    widest = max(_letters().getlength(it.text) + (_INDENT if it.inner else 0) for it in rows)
    return max(_NARROWEST, round(widest) + 2 * _SIDE), len(rows) * _ROW


@cache
def _letters() -> ImageFont.FreeTypeFont:
    """Return letters that hold Kazakh, whatever fonts the screen's server has."""
    where = resources.files("hardware.printers").joinpath("fonts", "DejaVuSansMono.ttf")
    return ImageFont.truetype(BytesIO(where.read_bytes()), _EM)
