"""A file in place of a printer: every byte is appended to it."""

import time
from typing import BinaryIO

from hardware.printers.file_urls import path_in
from hardware.printers.transports import PrinterGone, in_words


class FileTransport:
    """`file:///tmp/job.bin`; a file says nothing back."""

    def __init__(self, url: str) -> None:
        self.url = url
        self._path = path_in(url)
        self._file: BinaryIO | None = None

    def open(self) -> None:
        """Open the file for appending, or raise PrinterGone."""
        self.close()
        try:
            self._file = self._path.open("ab", buffering=0)
        except OSError as error:
            raise PrinterGone(f"{self.url}: {in_words(error)}") from error

    def write(self, data: bytes, timeout_s: float) -> int:  # noqa: ARG002  # files do not wait
        """Append at least one byte and return how many; or PrinterGone."""
        if self._file is None:
            raise PrinterGone(f"{self.url}: not open")
        try:
            return self._file.write(data)
        except OSError as error:
            raise PrinterGone(f"{self.url}: {in_words(error)}") from error

    def read(self, timeout_s: float) -> bytes:
        """Wait, as a printer that says nothing makes one wait; or PrinterGone."""
        if self._file is None:
            raise PrinterGone(f"{self.url}: not open")
        time.sleep(timeout_s)
        return b""

    def close(self) -> None:
        """Close the file; closing twice is closing once."""
        file, self._file = self._file, None
        if file:
            file.close()
