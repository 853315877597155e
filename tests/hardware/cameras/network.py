"""A network camera on this machine: answers one question after the other with pushed pictures."""

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress

HEAD = (
    b"HTTP/1.1 200 OK\r\nContent-Type: multipart/x-mixed-replace; boundary=frame\r\n"
    b"Cache-Control: no-cache\r\n\r\n"
)


def part(picture: bytes, *, length: bool = True) -> bytes:
    """Return a picture as one part."""
    said = f"Content-Length: {len(picture)}\r\n".encode() if length else b""
    return b"--frame\r\nContent-Type: image/jpeg\r\n" + said + b"\r\n" + picture + b"\r\n"


class NetworkCam:
    """Listens on loopback; what a test shows goes to whoever is connected."""

    def __init__(self, head: bytes = HEAD) -> None:
        self._head = head
        self.greeting = b""
        """Sent to each that connects, after the head."""
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.port = self._listener.getsockname()[1]
        self.questions: list[bytes] = []
        self._lines: list[socket.socket] = []
        self.answered = threading.Semaphore(0)
        self._thread = threading.Thread(target=self._serve, daemon=True)
        self._thread.start()

    def send(self, content: bytes) -> None:
        """Send bytes to who is connected."""
        with suppress(OSError):
            self._lines[-1].sendall(content)

    def hang_up(self) -> None:
        """End the connection, as a camera that is switched off."""
        for line in self._lines:
            line.close()
        self._lines.clear()

    def end(self) -> None:
        """Switch off."""
        with suppress(OSError):
            self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()
        self._thread.join(5)
        self.hang_up()

    def _serve(self) -> None:
        with suppress(OSError):
            while True:
                line, _ = self._listener.accept()
                question = b""
                while b"\r\n\r\n" not in question and (piece := line.recv(4096)):
                    question += piece
                self.questions.append(question)
                line.sendall(self._head + self.greeting)
                self._lines.append(line)
                self.answered.release()


@contextmanager
def network_cam(head: bytes = HEAD) -> Iterator[NetworkCam]:
    """Switch a camera on while the block lasts."""
    cam = NetworkCam(head)
    try:
        yield cam
    finally:
        cam.end()
