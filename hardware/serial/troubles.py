"""Why a serial line cannot be used."""

from enum import StrEnum


class Trouble(StrEnum):
    """Why a line cannot be used."""

    ABSENT = "absent"
    DENIED = "denied"
    BUSY = "busy"
    BROKEN = "broken"
    WRONG = "wrong"
    """No serial line has such settings."""
