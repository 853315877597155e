"""The brightness of a picture, where it lies in memory: as a camera or a file gave it."""

from dataclasses import dataclass
from typing import Final

WIDEST: Final = 8192
"""Pixels along a side: 8K. No camera at a counter has more; beyond it a size is a mistake."""


class BadPicture(ValueError):
    """What was said about a picture does not fit its bytes, or no picture could be read at all."""


@dataclass(frozen=True, slots=True)
class Luma:
    """A picture's brightness, 0 black to 255 white, without a copy of its own.

    Row *y* begins at byte ``y * stride`` of `data`; its pixels stand `step` bytes apart: 1 in a
    grey picture, 2 in a camera's YUYV. Every pixel lies inside `data`: readers may trust that.
    """

    width: int
    height: int
    data: memoryview
    stride: int
    step: int = 1

    def __post_init__(self) -> None:
        if not (0 < self.width <= WIDEST and 0 < self.height <= WIDEST):
            raise BadPicture(f"{self.width} x {self.height} pixels")
        if not 1 <= self.step <= 4 or self.stride < self.width * self.step:
            raise BadPicture(f"rows of {self.stride} bytes with {self.step} bytes a pixel")
        if self.data.ndim != 1 or self.data.itemsize != 1 or not self.data.c_contiguous:
            raise BadPicture("its bytes do not lie in one row")
        last = (self.height - 1) * self.stride + (self.width - 1) * self.step
        if last >= self.data.nbytes:
            raise BadPicture(f"{self.data.nbytes} bytes where {last + 1} were said to be")

    def packed(self) -> bytes:
        """Return a copy with one byte a pixel and nothing between the rows."""
        wide = self.width * self.step
        if wide == self.stride:
            return bytes(self.data)[: self.height * wide : self.step]
        starts = range(0, self.height * self.stride, self.stride)
        return b"".join(bytes(self.data[it : it + wide])[:: self.step] for it in starts)


def grey(width: int, height: int, pixels: bytes) -> Luma:
    """Return a grey picture of one byte a pixel, row after row."""
    return Luma(width, height, memoryview(pixels), width)
