"""What can be wrong with a receipt printer; each is set from outside, and cleared again."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class PaperOut:
    """The roll ends after so much more paper; printing stops there until a new roll is in."""

    after_dots: int = 0


@dataclass(frozen=True, slots=True)
class PaperNearEnd:
    """The roll is thin: the printer says so and prints on."""


@dataclass(frozen=True, slots=True)
class CoverOpen:
    """Somebody opened the cover: nothing prints until it is shut."""


@dataclass(frozen=True, slots=True)
class CutterJam:
    """The knife is stuck: an error that DLE ENQ recovers from."""


@dataclass(frozen=True, slots=True)
class Slow:
    """The line or the motor is slow; the buffer fills and the sender has to wait."""

    bytes_per_s: float = 960.0
    """9600 baud."""
    dots_per_s: float = 400.0
    """50 mm/s, the cheapest mechanisms."""


@dataclass(frozen=True, slots=True)
class Dead:
    """Takes connections, reads nothing, answers nothing: its firmware hangs."""


@dataclass(frozen=True, slots=True)
class Refusing:
    """Nobody listens at its address: switched off, or the cable is out."""


@dataclass(frozen=True, slots=True)
class HangUp:
    """The connection breaks when so many more bytes have been read; the next one works again."""

    after_bytes: int = 0


@dataclass(frozen=True, slots=True)
class PowerCut:
    """No electricity: buffer, unprinted line and settings are lost, and nobody listens."""


DeviceFault = PaperOut | PaperNearEnd | CoverOpen | CutterJam | Slow
"""What the printer itself knows of and can report."""
LineFault = Dead | Refusing | HangUp | PowerCut
"""What only its peer notices."""
Fault = DeviceFault | LineFault
