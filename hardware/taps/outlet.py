"""What is on its way to the printer and what is surely there. Does no I/O."""

from collections import deque

from hardware.taps.job import Piece, Slip


class Outlet:
    """Pieces in the order of the paper: to send, then in flight, then confirmed and forgotten."""

    def __init__(self) -> None:
        self._to_send: deque[Piece] = deque()
        self._in_flight: deque[Piece] = deque()
        self.unconfirmed = 0
        """Bytes handed over and not confirmed."""

    def put(self, piece: Piece) -> None:
        """Send *piece* after everything that was put before."""
        self._to_send.append(piece)

    def next(self) -> bytes:
        """Return what to send next, b"" for nothing; asking again changes nothing."""
        return self._to_send[0].data if self._to_send else b""

    def busy(self) -> bool:
        """Tell whether anything is to send or unconfirmed."""
        return bool(self._to_send or self._in_flight)

    def sent(self, size: int) -> None:
        """Take note that the first *size* bytes of next() were handed over."""
        piece = self._to_send.popleft()
        assert 0 < size <= len(piece.data), "no more than was given"
        if size < len(piece.data):
            self._to_send.appendleft(Piece(piece.data[size:], piece.slip))
        if piece.slip:
            piece.slip.begun = True
        self._in_flight.append(Piece(piece.data[:size], piece.slip))
        self.unconfirmed += size

    def confirmed(self, size: int) -> list[Slip]:
        """Never send the oldest *size* bytes again; return the slips that this completes."""
        complete = []
        self.unconfirmed -= size
        while size:
            piece = self._in_flight[0]
            part = min(size, len(piece.data))
            size -= part
            piece.data = piece.data[part:]
            if not piece.data:
                self._in_flight.popleft()
            if piece.slip:
                piece.slip.confirmed += part
                if piece.slip.confirmed == len(piece.slip.data):
                    complete.append(piece.slip)
        return complete

    def lost(self) -> list[Slip]:
        """Send again what was not confirmed, as the line broke; return the slips torn by that."""
        self._to_send.extendleft(reversed(self._in_flight))
        self._in_flight.clear()
        self.unconfirmed = 0
        return [piece.slip for piece in self._to_send if piece.slip and piece.slip.begun]
