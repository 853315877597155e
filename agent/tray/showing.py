"""The icon on this system's screen, by pystray; imported only when an icon is wanted."""

import sys
from collections.abc import Callable, Iterator
from typing import Any

from agent.core.till_icon import Mark
from agent.errors import AgentError
from agent.tray.entries import Entry
from agent.tray.pictures import picture

Entries = Callable[[], tuple[Entry, ...]]


class NoTray(AgentError):
    """No screen with room for an icon can be reached."""

    def __init__(self) -> None:
        super().__init__(
            "No screen was found for the icon.",
            "Start it in the desktop session of the till (DISPLAY is set there); the window does"
            " without it: baursak agent window.",
        )


class Showing:
    """One icon; whatever the system lacks is left out."""

    def __init__(self, icon: Any) -> None:
        self._icon = icon
        self._shown: tuple[Mark, str] | None = None

    def run(self) -> None:
        """Stand there until stopped, or until the tray is gone; in the thread that made it."""
        self._icon.run()

    def stop(self) -> None:
        """Go away, from any thread."""
        self._icon.stop()

    def show(self, mark: Mark, line: str) -> None:
        """Show another state, from any thread; the same one looks whether a tray has come."""
        if not self._icon.visible:
            return
        if self._shown != (mark, line):
            self._icon.title = line
            self._shown = mark, line
            if self._icon.HAS_MENU:
                self._icon.update_menu()
        self._icon.icon = picture(mark)

    def notify(self, sentence: str) -> bool:
        """Tell it aloud; False where this system has no way for it."""
        if not self._icon.HAS_NOTIFICATION:
            return False
        self._icon.notify(sentence, "Baursak")
        return True


def showing(line: str, mark: Mark, entries: Entries) -> Showing:
    """Return an icon that shows *line* and *mark*, or raise NoTray."""
    if sys.platform == "win32" or sys.platform == "darwin":
        return Showing(_pystrays(line, mark, entries))
    from Xlib.error import ConnectionClosedError, DisplayError  # noqa: PLC0415  # Linux only

    try:
        import pystray  # noqa: PLC0415  # it opens the screen when it is imported

        if pystray.Icon.__module__ != "pystray._xorg":
            # The system's own tray library is there: it has menus and toasts.
            return Showing(_pystrays(line, mark, entries))
        from agent.tray.xorg import XorgIcon  # noqa: PLC0415

        return Showing(XorgIcon("baursak", picture(mark), line, entries))
    except (ImportError, DisplayError, ConnectionClosedError):
        raise NoTray from None


def _pystrays(line: str, mark: Mark, entries: Entries) -> Any:
    import pystray  # noqa: PLC0415  # it opens the screen when it is imported

    def items(of: tuple[Entry, ...]) -> Iterator[Any]:
        for it in of:
            if it.inner:
                yield pystray.MenuItem(it.text, pystray.Menu(*items(it.inner)))
            else:
                yield pystray.MenuItem(
                    it.text, _click(it), default=it.first, enabled=it.do is not None
                )

    return pystray.Icon("baursak", picture(mark), line, pystray.Menu(lambda: items(entries())))


def _click(entry: Entry) -> Callable[[Any, Any], None]:
    """Return what pystray calls for an entry."""

    def clicked(_icon: Any, _item: Any) -> None:
        if entry.do is not None:
            entry.do()

    return clicked
