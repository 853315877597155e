"""What keeps a till's keys: the same promises for every system's box."""

import sys
from collections.abc import Callable

import pytest

from agent.adapters.dpapi import Dpapi, this_systems_box
from agent.core.key_ports import CannotOpen, KeyBox
from tests.fakes.key_box import MemoryKeyBox
from tests.fakes.windows import FakeWindows

BOXES: dict[str, Callable[[], KeyBox]] = {
    "memory": MemoryKeyBox,
    "windows' calls": lambda: Dpapi(FakeWindows()),
}
if sys.platform == "win32":
    BOXES["windows"] = this_systems_box
SECRET = "the till's keys: \0 қазақша".encode()


@pytest.fixture(params=BOXES)
def box(request: pytest.FixtureRequest) -> KeyBox:
    """Return a box of each system that there is here."""
    return BOXES[request.param]()


@pytest.mark.parametrize("secret", [b"", b"\0", SECRET, bytes(range(256)) * 40])
def test_what_is_put_in_comes_out(box: KeyBox, secret: bytes) -> None:
    """Whatever it is, and nothing of it is to be seen outside."""
    closed = box.close(secret)
    assert box.open(closed) == secret
    assert len(secret) < 8 or secret not in closed


def test_a_box_that_was_touched_stays_shut(box: KeyBox) -> None:
    """Damaged, cut short, or something else."""
    closed = box.close(SECRET)
    for wrong in (closed[:-1], closed[:-1] + b"\0\0", b"", b"no box", SECRET):
        with pytest.raises(CannotOpen):
            box.open(wrong)


def test_two_boxes_of_one_secret_look_different(box: KeyBox) -> None:
    """Nobody can tell that two tills hold the same."""
    assert box.close(SECRET) != box.close(SECRET)


def test_another_users_box_stays_shut() -> None:
    """Copied to another account, it is worth nothing."""
    mine, others = Dpapi(FakeWindows()), Dpapi(FakeWindows(bytes(31) + b"\1"))
    with pytest.raises(CannotOpen):
        others.open(mine.close(SECRET))


def test_windows_gets_its_memory_back_and_may_refuse() -> None:
    """Each answer is freed; a refusal is an error, never an empty key."""
    windows = FakeWindows()
    box = Dpapi(windows)
    closed = box.close(SECRET)
    box.open(closed)
    assert windows.lent == 0
    windows.refuses = True
    with pytest.raises(OSError, match="Windows"):
        box.close(SECRET)
    with pytest.raises(CannotOpen):
        box.open(closed)
