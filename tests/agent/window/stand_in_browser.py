"""Stands in for a browser: a plain window of the class and size that it is told, until ended."""

import signal
import sys
from typing import NoReturn

from Xlib import X, display


def main() -> NoReturn:
    """Show a window; without a screen only wait."""
    told = dict(it.partition("=")[::2] for it in sys.argv[1:])
    name = told.get("--class", "browser")
    width, height = (int(it) for it in told.get("--window-size", "640,480").split(","))
    # Killed at once: its leaving is nothing that a test looks at.
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    screen = display.Display()
    root = screen.screen().root
    window = root.create_window(
        0, 0, width, height, 0, screen.screen().root_depth, background_pixel=0x14652F,
        event_mask=X.ButtonPressMask | X.KeyPressMask,
    )  # fmt: skip
    window.set_wm_class("127.0.0.1__", name)
    window.set_wm_name("Baursak")
    window.set_wm_protocols([screen.intern_atom("WM_DELETE_WINDOW")])
    window.map()
    while True:
        event = screen.next_event()
        if event.type == X.ClientMessage:
            sys.exit(0)


if __name__ == "__main__":
    main()
