"""What goes wrong with a settling worker: at its line to the chain, its disk, its database, itself.

Every read, write and message passes a point where the schedule may say: silent, late, lying about
the head, lost, sent twice, answered too late, the other worker's turn, killed here. Killed is an
exception that no code of ours catches: what was committed stays, what was not is gone.
"""

import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from random import Random
from threading import Condition, Thread
from types import FrameType
from typing import Any, Final

from contracts.wire.units import UnixTime
from hub.adapters.archive import FolderArchive
from hub.adapters.database.store import DatabaseStore, DatabaseWork
from hub.core.ids import MemberId
from hub.core.ports.archive import EpochRecord
from hub.core.ports.settler import Claim, ClaimsWindow, SettlerUnavailable, Signed
from hub.core.settlement.epochs import ChainState, Statement
from hub.core.settlement.leaves import Leaves
from hub.core.settlement.moves import Move, Returned
from hub.core.settlement.shares import Shares, SharesState
from tests.fakes.settler import MemoryChain, MemorySettler

LIES: Final = (-90_000, -700, 700, 90_000)
"""Seconds by which a server's head is wrong: a message's life, and a day."""
USECASES: Final = str(Path("hub") / "usecases")
LINES_MOST: Final = 250
"""Lines of a worker's turn within which it is killed: an epoch's take some two hundred."""


class KilledError(BaseException):
    """The worker's process is gone at this line."""


class Two:
    """Two workers at once: one of them moves at a time, and each point may be the other's turn."""

    def __init__(self, random: Random) -> None:
        self._random = random
        self._changed = Condition()
        self._whose = 0
        self._alive: set[int] = set()
        self._failed: list[BaseException] = []
        self.held = False
        """Whoever moves has the database's write lock: the other could only wait for it."""

    def run(self, deeds: Sequence[Callable[[], None]]) -> None:
        """Do all *deeds* at once."""
        self._alive = set(range(len(deeds)))
        self._whose = self._random.randrange(len(deeds))
        threads = [Thread(target=self._live, args=it) for it in enumerate(deeds)]
        for it in threads:
            it.start()
        for it in threads:
            it.join()
        if self._failed:
            raise self._failed[0]

    def pause(self) -> None:
        """Let the other one move on, perhaps."""
        if len(self._alive) < 2 or self.held or self._random.random() < 0.6:
            return
        with self._changed:
            mine = self._whose
            self._whose = next(iter(self._alive - {mine}))
            self._changed.notify_all()
            self._changed.wait_for(lambda: self._whose == mine)

    def _live(self, number: int, deed: Callable[[], None]) -> None:
        with self._changed:
            self._changed.wait_for(lambda: self._whose == number)
        try:
            deed()
        except BaseException as error:
            self._failed.append(error)
            raise
        finally:
            with self._changed:
                self._alive.discard(number)
                self._whose = next(iter(self._alive), 0)
                self._changed.notify_all()


@dataclass
class Faults:
    """Draws what goes wrong at each point; nothing any more once it is over."""

    random: Random
    rate: float
    over: bool = False
    two: Two | None = None

    def falls(self, share: float = 1.0) -> bool:
        """Tell whether a fault falls here."""
        return not self.over and self.random.random() < self.rate * share

    def kill(self) -> None:
        """Let the other worker move or kill this one, perhaps."""
        if self.two is not None:
            self.two.pause()
        if self.falls(0.3):
            raise KilledError

    def silence(self) -> None:
        """Give no answer, perhaps."""
        self.kill()
        if self.falls():
            raise SettlerUnavailable("no answer")

    def lie(self, now: UnixTime) -> UnixTime:
        """Return the head's time, or another."""
        if self.falls(0.5):
            return UnixTime(max(1, now + self.random.choice(LIES)))
        return now

    @contextmanager
    def killing_at_a_line(self) -> Iterator[None]:
        """Kill whoever is in this block at some line of a use case, perhaps."""
        if not self.falls(0.5):
            yield
            return
        left = self.random.randrange(1, LINES_MOST)

        def at_line(_frame: FrameType, event: str, _more: object) -> Any:
            nonlocal left
            left -= event == "line"
            if left <= 0:
                raise KilledError
            return at_line

        def at_call(frame: FrameType, _event: str, _more: object) -> Any:
            return at_line if USECASES in frame.f_code.co_filename else None

        before = sys.gettrace()
        sys.settrace(at_call)
        try:
            yield
        finally:
            sys.settrace(before)


class FaultySettler(MemorySettler):
    """A settler whose line and lite-servers are as bad as the schedule says."""

    def __init__(self, chain: MemoryChain, faults: Faults) -> None:
        super().__init__(chain)
        self._faults = faults
        self._old: list[ChainState] = []
        self._late: list[bytes] = []

    def state(self) -> ChainState:
        """Answer, late, not at all, or with a head of another time."""
        self._begin()
        seen = super().state()
        self._old = [*self._old[-3:], seen]
        if self._faults.falls(0.7):
            return self._faults.random.choice(self._old)
        return replace(seen, now=self._faults.lie(seen.now))

    def send(self, boc: bytes) -> None:
        """Deliver, lose, repeat, delay, or deliver and say nothing."""
        self._begin()
        if self._faults.falls():
            fate = self._faults.random.choice(["lost", "twice", "late", "unanswered"])
            if fate == "late":
                self._late.append(boc)
            if fate in ("twice", "unanswered"):
                super().send(boc)
            if fate == "twice":
                super().send(boc)
            if fate != "twice":
                raise SettlerUnavailable("the line fell silent")
            return
        super().send(boc)
        self._faults.kill()

    def sign_root(self, statement: Statement, sequence: int, valid_until: UnixTime) -> Signed:
        """Sign, and perhaps not live to tell."""
        self._faults.kill()
        return super().sign_root(statement, sequence, valid_until)

    def claimed(self, wallet: str) -> int:
        """Answer, perhaps."""
        self._begin()
        return super().claimed(wallet)

    def returns(self, after: int) -> Sequence[Returned]:
        """Answer with what there is, or with some of it again, or less of it."""
        self._begin()
        if self._faults.falls():
            return super().returns(max(0, after - 20))
        found = super().returns(after)
        return found[:1] if self._faults.falls() else found

    def unburned(self) -> int:
        """Answer, perhaps."""
        self._begin()
        return super().unburned()

    def claims_window(self) -> ClaimsWindow:
        """Answer, with a head of another time perhaps."""
        self._begin()
        window = super().claims_window()
        return replace(window, now=self._faults.lie(window.now))

    def sign_claims(self, query: int, created_at: UnixTime, claims: Sequence[Claim]) -> Signed:
        """Sign, and perhaps not live to tell."""
        self._faults.kill()
        return super().sign_claims(query, created_at, claims)

    def shares_state(self) -> SharesState:
        """Answer, with a head of another time perhaps."""
        self._begin()
        seen = super().shares_state()
        return replace(seen, now=self._faults.lie(seen.now))

    def sign_shares(self, shares: Shares, sequence: int, valid_until: UnixTime) -> Signed:
        """Sign, and perhaps not live to tell."""
        self._faults.kill()
        return super().sign_shares(shares, sequence, valid_until)

    def _begin(self) -> None:
        self._faults.kill()
        while self._late and self._faults.falls(0.5):
            super().send(self._late.pop())
        self._faults.silence()


class FaultyArchive(FolderArchive):
    """An archive whose worker may die before and after it has written."""

    def __init__(self, folder: Path, faults: Faults) -> None:
        super().__init__(folder)
        self._faults = faults

    def store(
        self,
        record: EpochRecord,
        leaves: Leaves,
        balances: Sequence[tuple[MemberId, int]],
        moves: Sequence[Move],
        proofs: Iterable[tuple[str, bytes]],
    ) -> None:
        """Keep an epoch, and perhaps die."""
        self._faults.kill()
        super().store(record, leaves, balances, moves, proofs)
        self._faults.kill()


class FaultyStore:
    """A store whose worker may die before a transaction, before its commit, and after it."""

    def __init__(self, inner: DatabaseStore, faults: Faults) -> None:
        self._inner = inner
        self._faults = faults

    def begin(self) -> AbstractContextManager[DatabaseWork]:
        """Begin a transaction that may write."""
        return self._watched(self._inner.begin, writes=True)

    def read(self) -> AbstractContextManager[DatabaseWork]:
        """Begin a transaction that only reads."""
        return self._watched(self._inner.read, writes=False)

    def look(self) -> AbstractContextManager[DatabaseWork]:
        """Read one thing."""
        return self._watched(self._inner.look, writes=False)

    @contextmanager
    def _watched(
        self, inner: Callable[[], AbstractContextManager[DatabaseWork]], *, writes: bool
    ) -> Any:
        self._faults.kill()
        two = self._faults.two if writes else None
        if two is not None:
            two.held = True
        try:
            with inner() as work:
                yield work
                self._faults.kill()
        finally:
            if two is not None:
                two.held = False
        self._faults.kill()
