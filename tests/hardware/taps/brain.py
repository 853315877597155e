"""A tiny brain in a process of its own, for what can only be done to a process.

    python -m tests.hardware.taps.brain LINK

It lets everything go as it comes, up to `|`; at `#`, the cut, it puts `<job:offset>` at the `|`.
"""

import os
import sys
from pathlib import Path

from hardware.taps.link import Bytes, End, Frame, FrameReader, Idle, Insert, Opened, Release, encode
from hardware.taps.meeting import connect


class Marker:
    """Knows where each job's held tail began."""

    def __init__(self) -> None:
        self._tails: dict[int, int] = {}

    def words_on(self, frame: Frame) -> list[Frame]:
        """Return what to say to what was heard."""
        match frame:
            case Opened(job) | Idle(job):
                self._tails.pop(job, None)
            case Bytes(job, offset, data):
                return self._words_on_bytes(job, offset, data)
            case _:
                pass
        return []

    def _words_on_bytes(self, job: int, start: int, data: bytes) -> list[Frame]:
        words: list[Frame] = []
        for offset, byte in enumerate(data, start):
            if byte == ord("|"):
                self._tails[job] = offset
                words.append(Release(job, offset))
            elif byte == ord("#") and job in self._tails:
                at = self._tails.pop(job)
                slip = b"<%d:%d>" % (job, at)
                number = int.from_bytes(os.urandom(8), "big")
                words += [Insert(job, number, at, offset + 1, slip), End(job, offset + 1)]
        if job not in self._tails:
            words.append(Release(job, start + len(data)))
        return words


def main() -> None:
    """Speak to the relay until it hangs up."""
    line = connect(Path(sys.argv[1]))
    reader, marker = FrameReader(), Marker()
    while data := line.recv(65536):
        words = [word for frame in reader.feed(data) for word in marker.words_on(frame)]
        line.sendall(b"".join(encode(word) for word in words))


if __name__ == "__main__":
    main()
