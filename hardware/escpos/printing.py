"""The printout reader: what a person sees on the paper, cut by cut, from a stream of bytes."""

from bisect import bisect_right
from typing import Final

from hardware.escpos.commands import CommandReader
from hardware.escpos.dialects import DialectWatch
from hardware.escpos.paper import FindCodes
from hardware.escpos.press import Press
from hardware.escpos.printout import Dialect, Segment
from hardware.escpos.state import PrinterState
from hardware.escpos.tokens import Token

PIECE: Final = 64 << 10
"""Bytes that are turned into tokens at a time."""
STATES_KEPT: Final = 1024
"""Changes of settings remembered of one stream: a receipt with a change in each word has fewer."""


class PrintoutReader:
    """Turns a print stream into segments of paper. Does no I/O: feed it what arrived.

    Only ESC/POS is read. A stream of another dialect passes unread and is one segment in the end,
    also when it shows its dialect late.
    """

    def __init__(
        self, find_codes: FindCodes | None = None, after: "PrintoutReader | None" = None
    ) -> None:
        """Begin a stream; *after* is the one before on this printer, which keeps its settings."""
        self._watch = DialectWatch()
        self._commands = CommandReader()
        self.press: Press = Press(find_codes, after.press if after else None)
        self._offset = 0
        self._read_to = 0
        self._states = [(0, self.press.state)]

    def feed(self, data: bytes) -> list[Segment]:
        """Take the bytes that arrived and return the segments that a cut completes in them."""
        self._offset += len(data)
        readable = self._watch.see(data)
        if self._watch.dialect is not Dialect.ESCPOS:
            return []
        # In pieces, so that the tokens of a long job never stand in memory all at once.
        return [
            segment
            for at in range(0, len(readable), PIECE)
            for segment in self._take_all(self._commands.feed(readable[at : at + PIECE]))
        ]

    def finish(self) -> Segment | None:
        """Return the rest when the job is over: what stands on the paper, if anything does.

        The reader then goes on with the next job, at the offset where this one ended.
        """
        held = self._watch.finish()
        rest = self._commands.feed(held) + self._commands.finish()
        if not held:
            # What was held back to the end is no print job: it began and did not come to anything.
            self._take_all(rest)
        if self._watch.dialect is Dialect.ESCPOS:
            self.press.flush(self._offset)
            self._watch = DialectWatch()
        self._read_to = self._offset
        segment = self.partial() if self.has_print else None
        self.press.new_paper(self.press.paper.index + (segment is not None), self._offset)
        return segment

    def partial(self) -> Segment:
        """Return what stands on the paper so far; a line without its line feed is not there yet."""
        if self._watch.dialect is Dialect.ESCPOS:
            return self.press.paper.segment(self._read_to, None)
        return Segment(
            index=self.press.paper.index,
            start=self.press.paper.start,
            end=self._offset,
            dialect=self._watch.dialect,
            charset="ascii",
            lines=(),
            pictures=(),
            codes=(),
            gaps=(),
            cut=None,
            height=0,
        )

    @property
    def gap_start(self) -> int | None:
        """Return where the feed run at the end began, when at least a blank line was fed."""
        if self._watch.dialect is not Dialect.ESCPOS or self.press.state.page_mode:
            return None
        return self.press.paper.gap_start

    @property
    def has_print(self) -> bool:
        """Tell whether anything was printed since the last cut."""
        if self._watch.dialect is not Dialect.ESCPOS:
            return self._offset > self.press.paper.start
        return self.press.paper.printed

    @property
    def at_line_start(self) -> bool:
        """Tell whether the line buffer is empty: some commands only work there."""
        return self.press.line.empty

    @property
    def state(self) -> PrinterState:
        """Return the printer's settings as the stream left them."""
        return self.press.state

    def state_at(self, offset: int) -> PrinterState:
        """Return the printer's settings when the stream had come to *offset*."""
        index = bisect_right(self._states, offset, key=lambda it: it[0])
        return self._states[max(0, index - 1)][1]

    @property
    def in_payload(self) -> bool:
        """Tell whether the stream stands within a command: a silence there is no end."""
        return self._commands.in_command

    @property
    def dialect(self) -> Dialect:
        """Return the dialect as far as the stream has told."""
        return self._watch.dialect

    @property
    def offset(self) -> int:
        """Return how many bytes were fed."""
        return self._offset

    def _take_all(self, tokens: list[Token]) -> list[Segment]:
        """Let the press act on tokens, as long as they are its language."""
        segments = []
        for token in tokens:
            self._watch.take(token)
            if self._watch.dialect is not Dialect.ESCPOS:
                break
            self._read_to = token.end
            if segment := self.press.take(token):
                segments.append(segment)
            if self.press.state is not self._states[-1][1]:
                self._states.append((token.end, self.press.state))
        # The newest are those that a slip may have to put back.
        del self._states[:-STATES_KEPT]
        return segments
