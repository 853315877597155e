"""Windows on Windows: the strip above all without the keyboard, a window brought forward.

Written from the documentation of user32; not tried on Windows yet.
"""

import ctypes
import sys
from ctypes import wintypes
from typing import Any, Final

assert sys.platform == "win32", "imported on Windows only"

_GWL_EXSTYLE: Final = -20
_WS_EX_NOACTIVATE: Final = 0x08000000
_WS_EX_TOOLWINDOW: Final = 0x00000080
_WS_EX_APPWINDOW: Final = 0x00040000
_GWL_STYLE: Final = -16
_WS_CAPTION_AND_FRAME: Final = 0x00C00000 | 0x00040000
_HWND_TOPMOST: Final = -1
_SWP_NOACTIVATE_FRAMECHANGED_SHOW: Final = 0x0010 | 0x0020 | 0x0040
_SM_CXSCREEN, _SM_CYSCREEN = 0, 1
_SW_RESTORE: Final = 9
_BROWSER_CLASS: Final = "Chrome_WidgetWin_1"
_TITLE: Final = "Baursak"

user32: Any = ctypes.WinDLL("user32", use_last_error=True)
_EACH = ctypes.WINFUNCTYPE(wintypes.BOOL, wintypes.HWND, wintypes.LPARAM)


class WindowsStrip:
    """Holds the window of a process at an edge of the screen, above all, without the keyboard."""

    def __init__(self, edge: str, height: int) -> None:
        self._edge, self._height = edge, height
        self._held: int | None = None
        self._process = 0

    def hold(self, process: int) -> bool:
        """Take the window as soon as it is there, and keep it above the others."""
        if process != self._process:
            self._process, self._held = process, None
        if self._held is None:
            self._held = next((it for it in _windows() if _process_of(it) == process), None)
            if self._held is not None:
                _make_a_strip(self._held)
        if self._held is not None:
            self._place(self._held)
        return self._held is not None

    def close(self) -> None:
        """Nothing is held open here."""

    def _place(self, window: int) -> None:
        width = user32.GetSystemMetrics(_SM_CXSCREEN)
        lowest = user32.GetSystemMetrics(_SM_CYSCREEN) - self._height
        user32.SetWindowPos(
            wintypes.HWND(window), wintypes.HWND(_HWND_TOPMOST),
            0, lowest if self._edge == "bottom" else 0, width, self._height,
            _SWP_NOACTIVATE_FRAMECHANGED_SHOW,
        )  # fmt: skip


def bring_forward() -> None:
    """Bring the cashier's window before the others."""
    for window in _windows():
        if _text_of(user32.GetWindowTextW, window) == _TITLE:
            user32.ShowWindow(wintypes.HWND(window), _SW_RESTORE)
            user32.SetForegroundWindow(wintypes.HWND(window))


def _make_a_strip(window: int) -> None:
    """Take frame, keyboard and place in the task bar from it."""
    handle = wintypes.HWND(window)
    style = user32.GetWindowLongW(handle, _GWL_STYLE)
    user32.SetWindowLongW(handle, _GWL_STYLE, style & ~_WS_CAPTION_AND_FRAME)
    more = user32.GetWindowLongW(handle, _GWL_EXSTYLE)
    more = (more | _WS_EX_NOACTIVATE | _WS_EX_TOOLWINDOW) & ~_WS_EX_APPWINDOW
    user32.SetWindowLongW(handle, _GWL_EXSTYLE, more)


def _windows() -> list[int]:
    """Return the browsers' windows that are seen."""
    found: list[int] = []

    def take(window: int, _: int) -> bool:
        if user32.IsWindowVisible(wintypes.HWND(window)) and (
            _text_of(user32.GetClassNameW, window) == _BROWSER_CLASS
        ):
            found.append(window)
        return True

    user32.EnumWindows(_EACH(take), 0)
    return found


def _process_of(window: int) -> int:
    number = wintypes.DWORD()
    user32.GetWindowThreadProcessId(wintypes.HWND(window), ctypes.byref(number))
    return int(number.value)


def _text_of(ask: Any, window: int) -> str:
    room = ctypes.create_unicode_buffer(256)
    ask(wintypes.HWND(window), room, len(room))
    return room.value
