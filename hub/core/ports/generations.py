"""The store of the hub's generation, of where its ids go on, and of which secret is its."""

from typing import Protocol


class Generations(Protocol):
    """Which generation of the hub this is."""

    def lock(self) -> int:
        """Return the generation; nobody else opens one until this transaction ends."""
        ...

    def seen_by_tills(self) -> int:
        """Return the highest generation that any till has spoken of, 0 for none."""
        ...

    def enrolled_tills(self) -> int:
        """Return how many tills there are that may have something to hand in again."""
        ...

    def secret_mark(self) -> bytes | None:
        """Return which master secret is this hub's; None before its first start."""
        ...

    def keep_secret_mark(self, mark: bytes) -> None:
        """Store which master secret is this hub's."""
        ...

    def open(self, generation: int) -> None:
        """Begin *generation*: store its number, and let all ids leap to where they go on."""
        ...
