"""What a print job is made of: text and commands, each with its place in the stream."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Text:
    """Bytes to print as characters, in whatever code page the printer is set to."""

    offset: int
    """Of the first byte, counted from the beginning of the stream."""
    data: bytes

    @property
    def end(self) -> int:
        """Return the offset just after the last byte."""
        return self.offset + len(self.data)


@dataclass(frozen=True, slots=True)
class Command:
    """One command with its parameters and payload, or one control character."""

    offset: int
    name: str
    """As the manuals write it: `ESC @`, `GS v 0`, `GS ( k`, `LF`; `?` begins unknown ones."""
    data: bytes
    """All its bytes, opcode included; a payload too long to keep is cut off at its end."""
    size: int
    """Bytes that it takes in the stream; more than len(data) when the payload was cut off."""
    complete: bool = True
    """False when the job ended inside it."""

    @property
    def end(self) -> int:
        """Return the offset just after the last byte."""
        return self.offset + self.size


Token = Text | Command
