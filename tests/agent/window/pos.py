"""A POS that owns the whole screen: prints each letter that is typed into it."""

import sys
from typing import Any, NoReturn

from Xlib import XK, X, Xatom, display


def main() -> NoReturn:
    """Fill the screen and print what is typed."""
    screen = display.Display()
    root = screen.screen().root
    window = root.create_window(
        0, 0, 600, 400, 0, screen.screen().root_depth, background_pixel=0x335577,
        event_mask=X.KeyPressMask | X.ExposureMask,
    )  # fmt: skip
    window.set_wm_class("pos", "pos")
    whole = screen.intern_atom("_NET_WM_STATE_FULLSCREEN")
    window.change_property(screen.intern_atom("_NET_WM_STATE"), Xatom.ATOM, 32, [whole])
    window.map()
    while True:
        event = screen.next_event()
        if event.type == X.Expose:
            _draw(window, screen)
        elif event.type == X.KeyPress:
            letter = XK.keysym_to_string(screen.keycode_to_keysym(event.detail, 0))
            sys.stdout.write(letter or "?")
            sys.stdout.flush()


def _draw(window: Any, screen: Any) -> None:
    """Draw what a POS looks like from afar: goods at the left, the receipt at the right."""
    colours = screen.screen().default_colormap
    for colour, each in (
        ("#dfe8f0", [(20 + 150 * (it % 4), 120 + 130 * (it // 4), 130, 110) for it in range(16)]),
        ("#ffffff", [(660, 120, 340, 500)]),
        ("#8fa3b5", [(680, 150 + 34 * it, 300 - 40 * (it % 3), 12) for it in range(12)]),
    ):
        shade = colours.alloc_named_color(colour).pixel
        window.poly_fill_rectangle(window.create_gc(foreground=shade), each)


if __name__ == "__main__":
    main()
