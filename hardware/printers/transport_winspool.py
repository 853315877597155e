"""A printer behind a Windows print queue: raw documents, no driver, no dialogue."""

import ctypes
import sys
import time
from collections.abc import Callable
from typing import Final
from urllib.parse import unquote, urlsplit

from hardware.printers.transports import PrinterGone, in_words

_TITLE: Final = "receipt"

if sys.platform == "win32":
    from ctypes import wintypes

    class _DocInfo(ctypes.Structure):
        """DOC_INFO_1W."""

        _fields_ = (
            ("title", wintypes.LPWSTR),
            ("output", wintypes.LPWSTR),
            ("kind", wintypes.LPWSTR),
        )

    def spool_raw(queue: str, data: bytes) -> int:
        """Print *data* as one raw document; return how many bytes the queue took, or OSError."""
        spooler = ctypes.WinDLL("winspool.drv", use_last_error=True)
        handle = wintypes.HANDLE()
        if not spooler.OpenPrinterW(queue, ctypes.byref(handle), None):
            raise ctypes.WinError(ctypes.get_last_error())
        try:
            document = _DocInfo(_TITLE, None, "RAW")
            if not spooler.StartDocPrinterW(handle, 1, ctypes.byref(document)):
                raise ctypes.WinError(ctypes.get_last_error())
            taken = wintypes.DWORD()
            written = spooler.WritePrinter(handle, data, len(data), ctypes.byref(taken))
            error = ctypes.get_last_error()
            spooler.EndDocPrinter(handle)
            if not written and not taken.value:
                raise ctypes.WinError(error)
            return int(taken.value)
        finally:
            spooler.ClosePrinter(handle)

    def find_queue(queue: str) -> None:
        """Raise OSError when there is no such queue."""
        spooler = ctypes.WinDLL("winspool.drv", use_last_error=True)
        handle = wintypes.HANDLE()
        if not spooler.OpenPrinterW(queue, ctypes.byref(handle), None):
            raise ctypes.WinError(ctypes.get_last_error())
        spooler.ClosePrinter(handle)

else:

    def spool_raw(queue: str, data: bytes) -> int:
        """Refuse: there are no such queues here."""
        raise OSError(f"{queue}: {len(data)} bytes for a Windows print queue on {sys.platform}")

    def find_queue(queue: str) -> None:
        """Refuse: there are no such queues here."""
        raise OSError(f"{queue}: Windows print queues are not on {sys.platform}")


class WinspoolTransport:
    """`winspool://Kitchen`; each write is a document of its own, the queue keeps their order.

    Documents are not held open for a whole receipt: many queues print nothing of a document
    until it ends, and nobody says where a receipt does.
    """

    def __init__(
        self,
        url: str,
        spool: Callable[[str, bytes], int] = spool_raw,
        find: Callable[[str], None] = find_queue,
    ) -> None:
        self.url = url
        self._queue = unquote(urlsplit(url).netloc + urlsplit(url).path)
        if not self._queue:
            raise ValueError(f"{url}: expected winspool://QUEUE")
        self._spool = spool
        self._find = find
        self._open = False

    def open(self) -> None:
        """See that the queue exists, or raise PrinterGone."""
        try:
            self._find(self._queue)
        except OSError as error:
            raise PrinterGone(f"{self.url}: {in_words(error)}") from error
        self._open = True

    def write(self, data: bytes, timeout_s: float) -> int:  # noqa: ARG002  # a queue takes all
        """Print *data* as one document and return how much the queue took; or PrinterGone."""
        if not self._open:
            raise PrinterGone(f"{self.url}: not open")
        try:
            return self._spool(self._queue, data)
        except OSError as error:
            raise PrinterGone(f"{self.url}: {in_words(error)}") from error

    def read(self, timeout_s: float) -> bytes:
        """Wait: a queue says nothing back."""
        if not self._open:
            raise PrinterGone(f"{self.url}: not open")
        time.sleep(timeout_s)
        return b""

    def close(self) -> None:
        """Do without the queue."""
        self._open = False
