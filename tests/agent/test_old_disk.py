"""An older copy of a till's disk, put in its place: it takes nothing alone, and claims nothing."""

import shutil
from collections.abc import Iterator
from copy import deepcopy
from dataclasses import dataclass
from pathlib import Path

import pytest

from agent.core.hub_words import HubRefused
from agent.core.ports import Outbox
from agent.core.redemption import No
from agent.core.till_memory import COPIED_NOTE
from contracts.wire.refusals import Refusal
from tests.agent.core.vouchers import Till, lease, till_in

HOUR_S = 3600


@pytest.fixture
def till(tmp_path: Path) -> Iterator[Till]:
    """Return a till that has synced and holds a lease."""
    with till_in(tmp_path) as made:
        made.hub.lease = lease(1)
        made.sync()
        yield made


def no(till: Till, code: str) -> str:
    """Show a voucher that must not be taken; return why."""
    verdict = till.shows(code)
    assert isinstance(verdict, No)
    return verdict.code


@dataclass(frozen=True)
class OldDisk:
    """A backup of a till's disk."""

    counter: Path
    outbox: Outbox


def old_disk(till: Till) -> OldDisk:
    """Copy the disk as a backup does, while the till stands still."""
    till.counter.close()
    copy = till.folder / "backup.sqlite3"
    shutil.copy2(till.folder / "counter.sqlite3", copy)
    till.start()
    return OldDisk(copy, deepcopy(till.outbox))


def put_back(till: Till, old: OldDisk) -> None:
    """Put the older disk in the place of the newer one, and start."""
    till.counter.close()
    for it in till.folder.glob("counter.sqlite3*"):
        it.unlink()
    shutil.copy2(old.counter, till.folder / "counter.sqlite3")
    till.outbox = deepcopy(old.outbox)
    till.start()


def test_a_restart_is_no_old_disk(till: Till) -> None:
    """Whatever was written, and however often it is opened: the file is the same."""
    for number in range(3):
        till.hub.silent = True
        assert till.accepts(till.hub.issue(number + 1))
        till.restart()
        till.hub.silent = False
        till.sync()
        assert not till.counter.memory.copied


def test_an_old_disk_takes_nothing_alone(till: Till) -> None:
    """Its lease may be used up by the disk that it replaced: nobody knows."""
    copy, code = old_disk(till), till.hub.issue(1)
    till.hub.silent = True
    assert till.accepts(code)
    put_back(till, copy)
    till.passes(60)
    assert no(till, code) == Refusal.ONLINE_ONLY
    till.restart()
    assert no(till, till.hub.issue(2)) == Refusal.ONLINE_ONLY, "nor after another start"
    till.hub.silent = False
    assert till.accepts(till.hub.issue(3)), "with the hub's word it does"
    assert COPIED_NOTE in till.counter.memory.notes()


def test_an_old_disk_ends_no_lease(till: Till) -> None:
    """What was taken under it is unknown: the hub goes on counting it until a manager decides."""
    copy = old_disk(till)
    put_back(till, copy)
    till.passes(9 * HOUR_S)
    till.hub.lease = lease(2, hours=20)
    till.sync()
    assert till.kinds() == ["lease"], "taken, never closed; no other one is taken"
    assert [it.lease for it in till.counter.leases()] == [1]


def test_an_old_disk_asks_under_no_old_id(till: Till) -> None:
    """The answer may have come to the disk that it replaced, and the guest have his croissant."""
    till.hub.lease = None
    till.sync()
    code = till.hub.issue(1)
    till.hub.deaf = True
    assert no(till, code) == Refusal.ONLINE_ONLY
    copy = old_disk(till)
    till.hub.deaf = False
    assert till.accepts(code)
    put_back(till, copy)
    till.passes(60)
    assert no(till, code) == Refusal.ALREADY_REDEEMED


@pytest.mark.parametrize("code", [Refusal.BROKEN_CHAIN, Refusal.REVOKED])
def test_a_till_that_is_shut_out_takes_nothing_alone(till: Till, code: Refusal) -> None:
    """The hub's no outlasts line and power; its next reply ends it."""
    till.hub.refusal = HubRefused(code, "")
    till.sync()
    till.hub.silent = True
    till.restart()
    assert no(till, till.hub.issue(1)) == Refusal.ONLINE_ONLY
    till.hub.refusal, till.hub.silent = None, False
    till.sync()
    till.hub.silent = True
    assert till.accepts(till.hub.issue(2))


def test_an_old_disk_acknowledges_no_cancellation(till: Till) -> None:
    """No points go back for it: the disk that was replaced may have taken the voucher."""
    till.hub.issue(1)
    put_back(till, old_disk(till))
    till.hub.cancelled.append(1)
    till.sync()
    assert till.counter.is_cancelled(1)
    assert till.kinds() == ["lease"]
