"""A box for keys in memory: one user's, on one computer."""

from cryptography.fernet import Fernet, InvalidToken

from agent.core.key_ports import CannotOpen


class MemoryKeyBox:
    """The KeyBox port without a system behind it."""

    name: str = "memory"

    def __init__(self, user: bytes | None = None) -> None:
        self._fernet = Fernet(user or Fernet.generate_key())

    def close(self, secret: bytes) -> bytes:
        """Return *secret* in a box."""
        return self._fernet.encrypt(secret)

    def open(self, box: bytes) -> bytes:
        """Return what is in *box*."""
        try:
            return self._fernet.decrypt(box)
        except InvalidToken as error:
            raise CannotOpen("another user's, or damaged") from error
