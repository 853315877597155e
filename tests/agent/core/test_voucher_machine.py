"""Whatever happens in whatever order: an honest till stays within its leases, each voucher once."""

import shutil
import tempfile
from pathlib import Path

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from agent.core.redemption import Accepted
from agent.errors import AgentError
from contracts.wire.bodies import LeaseAct, LeaseBody, NoticeBody, RedemptionBody
from contracts.wire.sync_news import Catalogue, Lease
from contracts.wire.units import Tiyn, UnixTime
from contracts.wire.voucher import Scope
from tests.agent.core.vouchers import Till
from tests.fakes.hub import entry
from tests.fakes.outbox import MemoryOutbox

LINES = st.sampled_from(["well", "silent", "deaf"])
MEMORY = Path("/dev/shm")  # noqa: S108  # thousands of synced commits: no disk where there is none
PRICES = {1: 50_000, 2: 120_000}


class TillMachine(RuleBasedStateMachine):
    """One till and its hub; every green light is written down here."""

    def __init__(self) -> None:
        super().__init__()
        self.folder = Path(tempfile.mkdtemp(dir=MEMORY if MEMORY.is_dir() else None))
        self.till = Till(self.folder)
        self.till.hub.catalogue = Catalogue(
            1, (entry(1, PRICES[1]), entry(2, PRICES[2]), entry(3, None, offline=False))
        )
        self.codes: dict[int, str] = {}
        self.handed: list[Accepted] = []
        self.granted: dict[int, Lease] = {}
        self.released: set[int] = set()
        """Cancelled vouchers whose points the hub may hand back."""

    def teardown(self) -> None:
        """Leave nothing behind."""
        self.till.counter.close()
        shutil.rmtree(self.folder)

    def line(self, how: str) -> None:
        """Set how the line is."""
        self.till.hub.silent, self.till.hub.deaf = how == "silent", how == "deaf"

    @initialize(count=st.integers(1, 3))
    def open_the_shop(self, count: int) -> None:
        """Members hold vouchers, and the till a lease."""
        for version in (1, 1, 2):
            self.issue(version, Scope.SHOP, 48)
        self.grant(count, 250_000, 12)
        self.sync("well", room=True)

    @precondition(lambda self: self.codes)
    @rule(how=LINES)
    def rush(self, how: str) -> None:
        """Every voucher is shown, one after another."""
        for place in range(len(self.codes)):
            self.show(place, how, room=True)

    @rule(version=st.integers(1, 3), scope=st.sampled_from(Scope), hours=st.integers(0, 48))
    def issue(self, version: int, scope: Scope, hours: int) -> None:
        """A member buys a voucher."""
        number = len(self.codes) + 1
        self.codes[number] = self.till.hub.issue(number, version=version, scope=scope, hours=hours)

    @precondition(lambda self: self.codes)
    @rule(place=st.integers(0, 999), how=LINES, room=st.booleans())
    def show(self, place: int, how: str, room: bool) -> None:
        """A voucher is shown to the till, which may have no room for its event."""
        self.line(how)
        self.outbox.room = 10**6 if room else 0
        number = list(self.codes)[place % len(self.codes)]
        try:
            verdict = self.till.shows(self.codes[number])
        except AgentError:
            return  # no room for what has to be said first: a sentence, and nothing handed out
        finally:
            self.outbox.room = 10**6
        if isinstance(verdict, Accepted):
            assert verdict.voucher == number
            self.handed.append(verdict)

    @rule(how=LINES, room=st.booleans())
    def sync(self, how: str, room: bool) -> None:
        """The line to the hub is tried."""
        self.line(how)
        self.outbox.room = 10**6 if room else 0
        self.till.sync()
        self.outbox.room = 10**6
        self.hub_releases()

    def hub_releases(self) -> None:
        """Hand points back as the hub does: once the till's chain has acknowledged it."""
        events = self.till.hub.events.values()
        noticed = [it.body.cancellations_up_to for it in events if isinstance(it.body, NoticeBody)]
        for voucher in self.till.hub.cancelled[: max(noticed, default=0)]:
            if voucher not in self.till.hub.redeemed:
                self.released.add(voucher)

    @rule(count=st.integers(0, 3), amount=st.integers(0, 250_000), hours=st.integers(0, 12))
    def grant(self, count: int, amount: int, hours: int) -> None:
        """The hub grants another lease."""
        number = len(self.granted) + 1
        expires_at = UnixTime(self.till.hub.now + 3600 * hours)
        self.granted[number] = Lease(number, count, Tiyn(amount), expires_at)
        self.till.hub.lease = self.granted[number]

    @precondition(lambda self: self.codes)
    @rule(place=st.integers(0, 999))
    def cancel(self, place: int) -> None:
        """A member gives a voucher back, as far as the hub knows it is still to be had."""
        number = list(self.codes)[place % len(self.codes)]
        if number not in self.till.hub.redeemed and number not in self.till.hub.cancelled:
            self.till.hub.cancelled.append(number)

    @rule(seconds=st.sampled_from([1, 40, 3600, 12 * 3600]))
    def pass_time(self, seconds: int) -> None:
        """Time goes by."""
        self.till.passes(seconds)

    @rule(seconds=st.sampled_from([-86_400, -3600, 3600]))
    def set_clock(self, seconds: int) -> None:
        """Somebody sets this computer's clock."""
        self.till.clock.time = UnixTime(self.till.clock.time + seconds)

    @rule()
    def kill(self) -> None:
        """The till is killed and started."""
        self.till.restart()

    @precondition(lambda self: not self.till.counter.unbooked())
    @rule(removed=st.booleans())
    def damage(self, removed: bool) -> None:
        """The list of vouchers is damaged or removed; the chain knows all that it said."""
        self.till.counter.close()
        for file in self.folder.glob("counter.sqlite3*"):
            if removed:
                file.unlink()
            else:
                file.write_bytes(b"?" * file.stat().st_size)
        self.till.start()

    @property
    def outbox(self) -> MemoryOutbox:
        """Return the till's outbox."""
        assert isinstance(self.till.outbox, MemoryOutbox)
        return self.till.outbox

    @invariant()
    def no_voucher_is_handed_out_twice(self) -> None:
        """However often it is shown."""
        numbers = [it.voucher for it in self.handed]
        assert len(numbers) == len(set(numbers))

    @invariant()
    def no_lease_is_exceeded(self) -> None:
        """Neither its count nor its amount, and only what is offline is taken under one."""
        for number, lease in self.granted.items():
            under = [it for it in self.handed if it.lease == number]
            assert len(under) <= lease.count
            assert sum(it.value or 0 for it in under) <= lease.amount
            assert all(it.reward_version in PRICES for it in under)
        assert {it.lease for it in self.handed} <= {None, *self.granted}

    @invariant()
    def the_chain_says_what_happened(self) -> None:
        """A redemption under a lease stands between its beginning and its end."""
        open_now: set[int] = set()
        over: set[int] = set()
        for event in self.till.outbox.export():
            match event.body:
                case LeaseBody(lease=lease, act=LeaseAct.TAKEN):
                    assert lease not in over
                    open_now.add(lease)
                case LeaseBody(lease=lease):
                    open_now.discard(lease)
                    over.add(lease)
                case RedemptionBody(lease=int() as lease):
                    assert lease in open_now
                case _:
                    pass

    @invariant()
    def no_voucher_is_croissant_and_points(self) -> None:
        """What the hub handed back is handed out by nobody."""
        assert not self.released & {it.voucher for it in self.handed}


def test_an_honest_till_stays_within_its_leases(full: bool) -> None:
    """Cuts, kills, damage, full disks, clocks, lost answers, in any order."""
    chosen = settings(
        settings.get_profile("ci"),
        max_examples=3000 if full else 60,
        stateful_step_count=80 if full else 40,
    )
    run_state_machine_as_test(TillMachine, settings=chosen)
