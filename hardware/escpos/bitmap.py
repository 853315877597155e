"""A black-and-white picture, as a thermal head sees it."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Bitmap:
    """Rows of dots: a bit each, the most significant leftmost, 1 black, padded to whole bytes."""

    width: int
    """Dots in a row."""
    height: int
    """Rows."""
    rows: bytes
    """height * ((width + 7) // 8) bytes."""

    def __post_init__(self) -> None:
        assert len(self.rows) == self.height * self.stride, "rows are padded to whole bytes"

    @property
    def stride(self) -> int:
        """Return the bytes of one row."""
        return (self.width + 7) // 8
