"""Units that cross the wire: whole numbers with their unit in the type."""

from typing import NewType

Tiyn = NewType("Tiyn", int)
"""Money: hundredths of a tenge, whole, never a float."""

Points = NewType("Points", int)
"""Loyalty points, whole."""

TillId = NewType("TillId", int)
"""A till of the programme, 1 to 2**24 - 1."""

ShopId = NewType("ShopId", int)
"""A shop of the programme, 1 to 2**24 - 1."""

Sequence = NewType("Sequence", int)
"""Place of an event in its till's chain, from 1, without holes, to 2**32 - 1."""

KeyId = NewType("KeyId", int)
"""Which of the rotating keys, 0 to 15."""

UnixTime = NewType("UnixTime", int)
"""Seconds since 1970-01-01 UTC, whole."""
