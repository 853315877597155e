"""What is promised of a member card's number and of the proof that its code was read."""

from typing import Final

LEAST_NUMBER: Final = 100_000_000
MOST_NUMBER: Final = 999_999_999
"""Nine digits, made at random, that people read to each other: a number opens nothing."""
PROOF_SIZE: Final = 16
