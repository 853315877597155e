"""The icon on an X screen: pystray's, with clicks, a menu, and a tray that comes and goes.

pystray 0.19.5 asks X for no clicks there, has no menu, and does not look for a tray again. It also
talks to X from two threads, and python-xlib 0.33 loses an answer now and then when two do: the icon
then stood still until the pointer came over it. Here only the loop's thread talks to X.
"""

from collections.abc import Callable, Iterator
from contextlib import suppress
from functools import partial
from queue import SimpleQueue
from select import select
from socket import socketpair
from threading import current_thread
from typing import Any, Final

from PIL import Image
from pystray import _xorg
from Xlib import X, error

from agent.tray.entries import Entry
from agent.tray.xorg_menu import Place, XorgMenu

_LEFT, _RIGHT = 1, 3
_RINGS: Final = 4096
_GROUND = "#2b2b2b"
"""Most trays are dark."""


class XorgIcon(_xorg.Icon):  # type: ignore[misc]  # pystray has no types
    """An icon whose left click does the first entry, and whose right click shows the menu."""

    _icon_data: Any

    def __init__(
        self, name: str, picture: Image.Image, title: str, entries: Callable[[], tuple[Entry, ...]]
    ) -> None:
        self._orders: SimpleQueue[Callable[[], None]] = SimpleQueue()
        self._bell, self._rings = socketpair()
        self._bell.settimeout(0)
        super().__init__(name, picture, name)
        self._title = title
        self._entries = entries
        self._shown: XorgMenu | None = None
        self._message_handlers[X.MotionNotify] = self._on_motion
        self._message_handlers[X.KeyPress] = self._on_key

    def _rewrite_implementation(self, *args: Callable[[], None]) -> None:
        for do in args:
            setattr(self, do.__name__, partial(self._in_loop, do))

    def _in_loop(self, do: Callable[[], None]) -> None:
        """Do it in the loop's thread, soon: nobody waits for it."""
        if getattr(self, "_thread", None) is current_thread():
            do()
            return
        self._orders.put(do)
        with suppress(BlockingIOError):  # it rings already
            self._bell.send(b"!")

    def _events(self) -> Iterator[Any]:
        while True:
            while self._display.pending_events():
                yield self._display.next_event()
            self._display.flush()
            heard, _, _ = select([self._display, self._rings], [], [])
            if self._rings in heard:
                self._rings.recv(_RINGS)
                while not self._orders.empty():
                    self._orders.get()()

    def _create_window(self) -> Any:
        window = super()._create_window()
        wanted = X.ExposureMask | X.StructureNotifyMask | X.ButtonPressMask
        window.change_attributes(event_mask=wanted)
        return window

    def _assert_icon_data(self, width: int, height: int) -> None:
        # pystray drops what is transparent there, and shows whatever colour hid below it.
        if self._icon_data is None or self._icon_data.size != (width, height):
            side = min(width, height)
            scaled = self._icon.resize((side, side), Image.Resampling.LANCZOS)
            self._icon_data = Image.new("RGB", (width, height), _GROUND)
            self._icon_data.paste(scaled, ((width - side) // 2, (height - side) // 2), scaled)

    def _update_title(self) -> None:
        # pystray writes Latin-1 only.
        name = self._display.intern_atom("_NET_WM_NAME")
        utf8 = self._display.intern_atom("UTF8_STRING")
        self._window.change_property(name, utf8, 8, self.title.encode())

    def _on_button_press(self, event: Any) -> None:
        if self._shown is not None:
            self._shown = self._shown.pressed(event)
        elif event.detail == _RIGHT:
            self._shown = XorgMenu(self._display, self._entries(), self._place())
        elif event.detail == _LEFT:
            for it in self._entries():
                if it.first and it.do is not None:
                    it.do()

    def _place(self) -> Place:
        """Return where on the screen the icon is."""
        size = self._window.get_geometry()
        at = self._display.screen().root.translate_coords(self._window, 0, 0)
        return at.x, at.y, size.width, size.height

    def _on_key(self, event: Any) -> None:
        if self._shown is not None:
            self._shown = self._shown.typed(event)

    def _on_motion(self, event: Any) -> None:
        if self._shown is not None:
            self._shown.moved(event)

    def _on_expose(self, event: Any) -> None:
        if self._shown is not None and self._shown.owns(event):
            self._shown.draw()
        else:
            super()._on_expose(event)

    def _update_icon(self) -> None:
        # A tray that goes at this very moment is no reason to look no more: the next look is soon.
        with suppress(error.XError):
            super()._update_icon()

    def _on_destroy_notify(self, event: Any) -> None:
        # Without a tray there is nothing to compare with, and pystray's loop would end of it.
        if self._systray_manager is not None:
            super()._on_destroy_notify(event)

    def _assert_docked(self) -> None:
        # Asked once, not at every new picture; a tray that came later is found at the next one.
        if self._systray_manager is None:
            super()._assert_docked()
