"""Where on the screen a window stands: the strip above everything, the window brought forward."""

import sys
from typing import Final

from agent.window.keeping import Placing

STRIP_CLASS: Final = "baursak-strip"
STRIP_HEIGHT: Final = 96
"""Pixels: the page /strip is drawn for them."""


def strip_placing(edge: str) -> tuple[Placing, tuple[str, ...]]:
    """Return what holds the strip at *edge* (top or bottom), and the browser's words for it.

    Raises AgentError where the screen lets no program stay on top.
    """
    words = (f"--window-size=800,{STRIP_HEIGHT}", f"--class={STRIP_CLASS}")
    if sys.platform == "win32":
        from agent.window.windows import WindowsStrip  # noqa: PLC0415  # Windows only

        return WindowsStrip(edge, STRIP_HEIGHT), words
    from agent.window.x11 import X11Strip  # noqa: PLC0415  # a megabyte only where it is used

    # On Wayland through XWayland: no other way leads above the other windows there.
    return X11Strip(STRIP_CLASS, edge, STRIP_HEIGHT), (*words, "--ozone-platform=x11")


def bring_forward(name: str) -> None:
    """Bring the window of that class before the others, where the screen lets us."""
    if sys.platform == "win32":
        from agent.window.windows import bring_forward as forward  # noqa: PLC0415  # Windows only

        forward()
        return
    from agent.window.x11 import activate  # noqa: PLC0415

    activate(name)
