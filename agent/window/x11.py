"""Windows on an X screen: the strip above the POS without its keyboard, a window brought forward.

The strip is taken out of the window manager's hands (override-redirect): no manager then gives it
the keyboard, lists it among the windows or puts a full-screen POS above it.
"""

from collections.abc import Iterator
from threading import Event
from typing import Any, Final, TypeAlias

from Xlib import X, display, error, protocol
from Xlib.Xutil import InputHint

from agent.errors import AgentError

Window: TypeAlias = Any
"""Xlib's own, which has no types."""
_FROM_A_PERSON: Final = 2
"""What a program says that acts for a person at the screen, to a window manager."""
WITHDRAWAL_S: Final = 2.0
_STEP_S: Final = 0.05
_GONE: Final = (error.BadWindow, error.BadDrawable, error.BadMatch)


class NoScreen(AgentError):
    """No X screen can be reached."""

    def __init__(self) -> None:
        super().__init__(
            "No X screen was found for the strip.",
            "Start it in the desktop session of the till (DISPLAY is set there); on Wayland"
            " without XWayland no program can stay above the others: use the window instead.",
        )


def opened_screen() -> display.Display:
    """Open the X screen of this session, or raise NoScreen."""
    try:
        screen = display.Display()
    except (error.DisplayError, error.ConnectionClosedError, OSError):
        raise NoScreen from None
    # A window that its person closed a moment ago is no news.
    screen.set_error_handler(lambda *_: None)
    return screen


class X11Strip:
    """Holds the window of a class at an edge of the screen, above all, without the keyboard."""

    def __init__(self, name: str, edge: str, height: int) -> None:
        self._name, self._edge, self._height = name, edge, height
        self._screen = opened_screen()
        self._held: Window | None = None
        self._before: Window | int | None = None
        self._process = 0

    def hold(self, process: int) -> bool:
        """Take the window as soon as it is there, and raise it when a window lies above it."""
        if process != self._process:
            self._process, self._held = process, None
        try:
            if self._held is None:
                self._take()
            elif _is_below(self._held, self._screen):
                self._held.configure(stack_mode=X.Above)
                self._screen.sync()
        except _GONE:
            self._held = None
        return self._held is not None

    def close(self) -> None:
        """Let go of the screen."""
        self._screen.close()

    def _take(self) -> None:
        focus = self._screen.get_input_focus().focus
        found = next(windows_named(self._screen, self._name), None)
        if found is None:
            self._before = focus
            return
        x, y, width, height = _primary(self._screen)
        top = y + height - self._height if self._edge == "bottom" else y
        root = self._screen.screen().root
        found.unmap()
        self._screen.sync()
        _await_withdrawal(found, self._screen)
        found.change_attributes(override_redirect=True)
        found.set_wm_hints(flags=InputHint, input=0)
        found.reparent(root, x, top)
        found.configure(x=x, y=top, width=width, height=self._height, stack_mode=X.Above)
        found.map()
        if self._before is not None:
            # As a new window it was given the keyboard, for a blink: back to the POS with it.
            self._screen.set_input_focus(self._before, X.RevertToParent, X.CurrentTime)
        self._screen.sync()
        self._held = found


def activate(name: str) -> None:
    """Bring the windows of a class before the others; without a screen there is nothing to do."""
    try:
        screen = opened_screen()
    except NoScreen:
        return
    root = screen.screen().root
    for window in windows_named(screen, name):
        said = protocol.event.ClientMessage(
            window=window,
            client_type=screen.intern_atom("_NET_ACTIVE_WINDOW"),
            data=(32, [_FROM_A_PERSON, X.CurrentTime, 0, 0, 0]),
        )
        root.send_event(said, event_mask=X.SubstructureRedirectMask | X.SubstructureNotifyMask)
    screen.sync()
    screen.close()


def windows_named(screen: display.Display, name: str) -> Iterator[Window]:
    """Return the windows of a class that are seen, with a window manager or without."""
    root = screen.screen().root
    listed = root.get_full_property(screen.intern_atom("_NET_CLIENT_LIST"), X.AnyPropertyType)
    if listed is None:
        stand = root.query_tree().children
    else:
        # One that its manager has not taken into its care yet is not taken out of it either.
        stand = [screen.create_resource_object("window", it) for it in listed.value]
    for window in stand:
        if name in (_class_of(window) or ()) and _is_seen(window):
            yield window


def _await_withdrawal(window: Window, screen: display.Display) -> None:
    """Wait until the manager has let go of an unmapped window: what it still does undoes ours."""
    root, waiting = screen.screen().root, Event()
    state = screen.intern_atom("WM_STATE")
    for _ in range(round(WITHDRAWAL_S / _STEP_S)):
        kept = window.get_full_property(state, X.AnyPropertyType)
        if window.query_tree().parent == root and (kept is None or not kept.value[0]):
            return
        waiting.wait(_STEP_S)


def _is_seen(window: Window) -> bool:
    try:
        return bool(window.get_attributes().map_state == X.IsViewable)
    except _GONE:
        return False


def _class_of(window: Window) -> tuple[str, str] | None:
    try:
        found: tuple[str, str] | None = window.get_wm_class()
    except _GONE:
        return None
    return found


def _primary(screen: display.Display) -> tuple[int, int, int, int]:
    """Return place and size of the cashier's own screen: the guest's display is another one."""
    root = screen.screen().root
    if screen.has_extension("RANDR"):
        monitors = root.xrandr_get_monitors().monitors
        for it in sorted(monitors, key=lambda it: not it.primary):
            return it.x, it.y, it.width_in_pixels, it.height_in_pixels
    whole = root.get_geometry()
    return 0, 0, whole.width, whole.height


def _is_below(window: Window, screen: display.Display) -> bool:
    """Tell whether a managed window lies above: menus and lock screens are no managed windows."""
    children = screen.screen().root.query_tree().children
    numbers = [it.id for it in children]
    if window.id not in numbers:
        raise error.BadWindow(screen.display, bytes(32))
    for other in children[numbers.index(window.id) + 1 :]:
        try:
            seen = other.get_attributes()
        except _GONE:
            continue
        if seen.map_state == X.IsViewable and not seen.override_redirect:
            return True
    return False
