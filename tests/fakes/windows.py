"""Windows' box for secrets, as far as its calls go: blobs in, blobs out, memory to be freed."""

import ctypes
from ctypes import CFUNCTYPE, POINTER, c_char, c_uint32, c_void_p, c_wchar_p, cast

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from agent.adapters.dpapi import NO_QUESTIONS, Blob

_BLOB = POINTER(Blob)
_SHAPE = CFUNCTYPE(c_uint32, _BLOB, c_wchar_p, _BLOB, c_void_p, c_void_p, c_uint32, _BLOB)


class FakeWindows:
    """One user of one computer; what it gives out counts as lent until it is freed."""

    def __init__(self, user: bytes = bytes(32)) -> None:
        self._key = AESGCM(user)
        self._lent: dict[int, ctypes.Array[c_char]] = {}
        self._given = 0
        self.refuses = False
        self.CryptProtectData = _SHAPE(self._protect)
        self.CryptUnprotectData = _SHAPE(self._unprotect)

    @property
    def lent(self) -> int:
        """Return how many answers were not freed."""
        return len(self._lent)

    def LocalFree(self, memory: c_void_p) -> None:  # noqa: N802  # Windows' own name
        """Take an answer back."""
        assert memory.value is not None, "nothing was lent"
        del self._lent[memory.value]

    def _protect(  # Windows' own order
        self, given: object, _title: str, use: object, _a: int, _b: int, flags: int, out: object
    ) -> int:
        if self.refuses or flags != NO_QUESTIONS:
            return 0
        self._given += 1
        nonce = self._given.to_bytes(12, "big")
        return self._answer(out, nonce + self._key.encrypt(nonce, _in(given), _in(use)))

    def _unprotect(  # Windows' own order
        self, given: object, _title: str, use: object, _a: int, _b: int, flags: int, out: object
    ) -> int:
        box = _in(given)
        if self.refuses or flags != NO_QUESTIONS or len(box) < 12:
            return 0
        try:
            found = self._key.decrypt(box[:12], box[12:], _in(use))
        except InvalidTag:
            return 0
        return self._answer(out, found)

    def _answer(self, out: object, data: bytes) -> int:
        memory = ctypes.create_string_buffer(data, max(1, len(data)))
        self._lent[ctypes.addressof(memory)] = memory
        blob = out.contents  # type: ignore[attr-defined]  # a pointer, as the shape says
        blob.size, blob.data = len(data), cast(memory, POINTER(c_char))
        return 1


def _in(blob: object) -> bytes:
    found = blob.contents  # type: ignore[attr-defined]  # a pointer, as the shape says
    return ctypes.string_at(found.data, found.size)
