"""Windows' own box for secrets (DPAPI): opened by the same user on the same computer only."""

import ctypes
import sys
from collections.abc import Callable
from ctypes import POINTER, Structure, byref, c_char, c_uint32, c_void_p, c_wchar_p, cast
from typing import Any, Final, Protocol

from agent.core.key_ports import CannotOpen

NO_QUESTIONS: Final = 1
"""CRYPTPROTECT_UI_FORBIDDEN: a till has nobody who would answer a window."""
LONGEST_BOX: Final = 64 * 1024
_USE: Final = b"baursak till enrolment"
"""Mixed in: another program's call does not open it by accident."""


class Blob(Structure):
    """A DATA_BLOB: how many bytes, and where."""

    _fields_ = (("size", c_uint32), ("data", POINTER(c_char)))


class Calls(Protocol):
    """The three functions of Windows that are needed."""

    @property
    def CryptProtectData(self) -> Callable[..., int]:  # noqa: N802  # Windows' own names
        """Make a box."""
        ...

    @property
    def CryptUnprotectData(self) -> Callable[..., int]:  # noqa: N802
        """Open a box."""
        ...

    @property
    def LocalFree(self) -> Callable[..., Any]:  # noqa: N802
        """Give an answer's memory back."""
        ...


class Dpapi:
    """The box, in user scope: a per-user agent's, which no other account opens."""

    name: str = "dpapi"

    def __init__(self, calls: Calls) -> None:
        self._calls = calls

    def close(self, secret: bytes) -> bytes:
        """Return *secret* in a box; OSError when Windows refuses."""
        made = self._called(self._calls.CryptProtectData, secret, c_wchar_p("baursak"))
        if made is None:
            raise OSError("Windows did not protect the key (CryptProtectData)")
        return made

    def open(self, box: bytes) -> bytes:
        """Return what is in *box*, or raise CannotOpen."""
        found = self._called(self._calls.CryptUnprotectData, box, None)
        if found is None:
            raise CannotOpen("Windows does not open it for this user on this computer")
        return found

    def _called(
        self, function: Callable[..., int], given: bytes, title: c_wchar_p | None
    ) -> bytes | None:
        """Return what *function* makes of *given*, None when it refuses."""
        asked, use, answer = _blob(given), _blob(_USE), Blob()
        words = byref(use), None, None, NO_QUESTIONS, byref(answer)
        if not function(byref(asked), title, *words):
            return None
        try:
            if answer.size > LONGEST_BOX:
                return None
            return ctypes.string_at(answer.data, answer.size)
        finally:
            self._calls.LocalFree(cast(answer.data, c_void_p))


def _blob(data: bytes) -> Blob:
    buffer = ctypes.create_string_buffer(data, len(data))
    return Blob(len(data), cast(buffer, POINTER(c_char)))


if sys.platform == "win32":

    class _WindowsCalls:
        """The real functions, found when they are needed."""

        def __init__(self) -> None:
            blob, word, nothing = POINTER(Blob), c_uint32, c_void_p
            crypt32, kernel32 = ctypes.WinDLL("crypt32"), ctypes.WinDLL("kernel32")
            self.CryptProtectData = crypt32.CryptProtectData
            self.CryptProtectData.argtypes = [
                blob, c_wchar_p, blob, nothing, nothing, word, blob,
            ]  # fmt: skip
            self.CryptUnprotectData = crypt32.CryptUnprotectData
            self.CryptUnprotectData.argtypes = [
                blob, c_void_p, blob, nothing, nothing, word, blob,
            ]  # fmt: skip
            self.LocalFree = kernel32.LocalFree
            self.LocalFree.argtypes = [c_void_p]
            self.LocalFree.restype = c_void_p

    def this_systems_box() -> Dpapi | None:
        """Return the box of the system that this runs on."""
        return Dpapi(_WindowsCalls())

else:

    def this_systems_box() -> Dpapi | None:
        """Return None: here a file of its owner's alone is what there is, or systemd's box."""
        return None
