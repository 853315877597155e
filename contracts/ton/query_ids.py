"""Numbers for messages of the highload wallet, version 3: each can happen once in a window.

Pure. A number is 13 bits of shift and 10 bits of place; the wallet keeps 1,023 places a shift, so
the last place of each shift does not exist.
"""

from typing import Final

PLACES: Final = 1023
_PLACE_BITS: Final = 10
SHIFTS: Final = 1 << 13
COUNT: Final = SHIFTS * PLACES
"""How many there are until the first comes again: 8,380,416 in one window of the wallet."""
FIRST: Final = 0


def is_query_id(number: int) -> bool:
    """Tell whether the wallet takes *number*."""
    return 0 <= number < SHIFTS << _PLACE_BITS and number % (1 << _PLACE_BITS) < PLACES


def query_id(count: int) -> int:
    """Return the id of the *count*-th message of a wallet, from 0 on; after COUNT they repeat.

    Who keeps the count of a wallet's messages never uses an id twice within a window, as long as
    fewer than COUNT messages are signed in it.
    """
    if count < 0:
        raise ValueError("messages are counted from 0")
    shift, place = divmod(count % COUNT, PLACES)
    return shift << _PLACE_BITS | place
