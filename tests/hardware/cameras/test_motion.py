"""The motion gate: noise is not motion, a phone is, and a still scene is looked at now and then."""

import random
from itertools import pairwise

from hardware.cameras.motion import (
    COLUMNS,
    LONG_STILL,
    LOOK_EVERY,
    LOOK_SELDOM,
    LOOKS_AFTER,
    ROWS,
    MotionGate,
    dots_of,
    moved,
)
from hardware.codes.luma import Luma, grey
from tests.hardware.cameras.scenes import luma

ROOM = bytes(60 + (at * 37) % 120 for at in range(COLUMNS * ROWS))


def noisy(dots: bytes, sigma: float, seed: int) -> bytes:
    """Return dots as a sensor gives them."""
    dice = random.Random(seed)
    return bytes(max(0, min(255, round(dot + dice.gauss(0, sigma)))) for dot in dots)


def test_noise_is_not_motion() -> None:
    """In good light and in poor light, a still room is still."""
    for sigma in (0.0, 2.0, 5.0, 8.0):
        pictures = [noisy(ROOM, sigma, seed) for seed in range(20)]
        assert not any(moved(one, two) for one, two in pairwise(pictures))


def test_a_phone_is_motion() -> None:
    """One that covers a fiftieth of the picture, in noise; and a light that is switched on."""
    for sigma in (0.0, 4.0):
        with_phone = bytearray(ROOM)
        for row in range(10, 15):
            with_phone[row * COLUMNS + 10 : row * COLUMNS + 15] = b"\xf0" * 5
        assert moved(noisy(ROOM, sigma, 1), noisy(bytes(with_phone), sigma, 2))
    assert moved(ROOM, bytes(dot + 40 for dot in ROOM))
    assert moved(b"", ROOM)


def test_a_still_scene_is_looked_at_now_and_then() -> None:
    """After each step of the cascade had two turns, every eighth picture is looked at."""
    gate = MotionGate()
    passed = [gate.passes(ROOM) for _ in range(1 + LOOKS_AFTER + 10 * LOOK_EVERY)]
    assert all(passed[: 1 + LOOKS_AFTER])
    assert sum(passed[1 + LOOKS_AFTER :]) == 10
    assert gate.still
    assert gate.passes(bytes(255 - dot for dot in ROOM))
    assert not gate.still


def test_a_scene_that_was_long_still_is_looked_at_seldom_until_something_moves() -> None:
    """An empty counter costs a till half; the first phone is looked at at once."""
    gate = MotionGate()
    for _ in range(LONG_STILL):
        gate.passes(ROOM)
    assert sum(gate.passes(ROOM) for _ in range(10 * LOOK_SELDOM)) == 10
    phone = bytes(255 - dot for dot in ROOM)
    assert all(gate.passes(phone) for _ in range(1 + LOOKS_AFTER))
    assert sum(gate.passes(phone) for _ in range(8 * LOOK_EVERY)) == 8


def test_what_creeps_is_seen() -> None:
    """A change too slow to tell from one picture to the next adds up."""
    gate = MotionGate()
    for _ in range(1 + LOOKS_AFTER):
        gate.passes(bytes(1200))
    stills = []
    for level in range(60):
        gate.passes(bytes([level]) * 600 + bytes(600))
        stills.append(gate.still)
    assert not all(stills)


def test_dots_are_taken_evenly_and_inside() -> None:
    """Of every size and layout, the same picture gives the same dots."""
    picture = luma(1)
    dots = dots_of(picture)
    assert len(dots) == COLUMNS * ROWS
    wide = bytearray(2 * picture.data.nbytes)
    wide[::2] = picture.data
    yuyv = Luma(picture.width, picture.height, memoryview(wide), 2 * picture.width, 2)
    assert dots_of(yuyv) == dots
    for width, height in ((1, 1), (3, 700), (41, 31), (1281, 719)):
        pixels = bytes(at % 251 for at in range(width * height))
        found = dots_of(grey(width, height, pixels))
        assert len(found) == min(width, COLUMNS) * min(height, ROWS)
