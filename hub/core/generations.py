"""Generations: what a hub that was restored from a backup must never give out again. Pure.

A backup does not know what was given out after it was made. Each generation therefore begins its
ids at a multiple of a stride that no generation uses up: ids of the lost hours and ids to come
never meet, however often the same backup is restored. The number of a generation comes from
whoever remembers the highest: the database, the tills, and the operator.
"""

from dataclasses import dataclass
from typing import Final

from contracts.wire.refusals import Refusal, Refused

LARGEST_GENERATION: Final = 4095
"""Of 4096 strides of 4096, which is all that 24 bits hold."""
MOST_AHEAD: Final = 16
"""Generations that a till may know more than the hub: who restores oftener tells by hand. A till
that lies about it can neither use the numbers up nor stop the next generation."""
SMALL_STRIDE: Final = 2**12
"""Of tills, shops and reward versions, whose ids have 24 bits on the wire."""
VOUCHER_STRIDE: Final = 2**28
"""Of vouchers, whose ids have 40 bits on the wire."""
STRIDE: Final = 2**32
"""Of all else."""


@dataclass(frozen=True, slots=True)
class Opened:
    """A generation that has begun."""

    generation: int
    tills: int
    """Enrolled tills that are to hand in again what came after the backup."""


def next_generation(stored: int, seen_by_tills: int, least: int) -> int:
    """Return the number of the generation after every one that anybody remembers."""
    generation = max(stored, seen_by_tills, least - 1) + 1
    if generation > LARGEST_GENERATION:
        raise Refused(Refusal.OVERFLOW, f"generation {generation}, at most {LARGEST_GENERATION}")
    return generation


def leapt(next_id: int, generation: int, stride: int) -> int:
    """Return the first id that *generation* gives out, where *next_id* would have been the next."""
    return max(next_id + stride, generation * stride)
