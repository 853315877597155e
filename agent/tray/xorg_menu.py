"""A menu on an X screen, drawn by us: where pystray can show none."""

from dataclasses import dataclass
from functools import cache
from importlib import resources
from io import BytesIO
from typing import Any, Final, Self

from PIL import Image, ImageDraw, ImageFont
from Xlib import X

from agent.tray.entries import Entry

_EM: Final = 15
_ROW: Final = 30
_SIDE: Final = 14
_INDENT: Final = 18
_NARROWEST: Final = 220
_GROUND, _LIT, _EDGE = "#fff8e8", "#f4cf8b", "#7a430e"
_INK, _SOFT = "#201712", "#6b4a2a"
_LEFT: Final = 1


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
    """Stands on the screen until an entry is done or a click goes elsewhere."""

    def __init__(self, screen: Any, entries: tuple[Entry, ...], at: tuple[int, int]) -> None:
        self._screen = screen
        self._entries = entries
        self._at = at
        self._open: Entry | None = None
        self._lit = -1
        root = screen.screen().root
        self._window = root.create_window(
            *at, 1, 1, 0, screen.screen().root_depth, X.InputOutput, X.CopyFromParent,
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
        self._screen.ungrab_pointer(X.CurrentTime)
        self._window.destroy()
        self._screen.flush()
        if row is not None and row.entry.do is not None and event.detail == _LEFT:
            row.entry.do()
        return None

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
        """Stand where the click was, wholly on the screen."""
        width, height = _size(self._rows())
        whole = self._screen.screen()
        x = max(0, min(self._at[0], whole.width_in_pixels - width))
        y = max(0, min(self._at[1], whole.height_in_pixels - height))
        self._window.configure(x=x, y=y, width=width, height=height, stack_mode=X.Above)


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
