"""Pictures of rewards: made anew from what somebody uploaded, and kept by what they hold."""

from dataclasses import dataclass
from typing import Final, Protocol

from contracts.wire.units import UnixTime

LARGEST_UPLOAD: Final = 4 * 2**20
"""Bytes: a photo of a good telephone."""
LARGEST_SIDE: Final = 512
"""Pixels of a picture as it is kept: a tile of the Mini App on a sharp screen."""


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture that this hub made itself, pixel by pixel."""

    media_type: str
    content: bytes


class PictureMaker(Protocol):
    """Makes a picture anew, so that nothing but pixels of the upload is ever served."""

    def remake(self, upload: bytes) -> Picture:
        """Return the picture that *upload* shows, small; refuse what is no picture of ours."""
        ...


class Pictures(Protocol):
    """The pictures, by the SHA-256 of their content."""

    def add(self, digest: bytes, picture: Picture, at: UnixTime) -> None:
        """Keep a picture; adding it twice is adding it once."""
        ...

    def get(self, digest: bytes) -> Picture | None:
        """Return a picture."""
        ...
