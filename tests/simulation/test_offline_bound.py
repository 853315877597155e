"""The bound: whatever anyone does, honest tills hand out at most what the hub shows.

Real tills (the agent's own link, spent list and decisions) before a real hub. The line is cut,
answers are lost, old requests come again, tills are killed and written off; members collude: they
show one voucher at every till, cancel what they have just used, and forge codes.
"""

from dataclasses import dataclass
from pathlib import Path
from typing import ClassVar

from hypothesis import strategies as st
from hypothesis.stateful import initialize, invariant, precondition, rule

from contracts.wire import base64url
from contracts.wire.refusals import Refused
from contracts.wire.units import Tiyn, UnixTime
from contracts.wire.voucher import HOURS_BEGIN, Scope, Voucher, seal
from hub.adapters.database.engine import open_engine
from hub.adapters.database.migrations import migrate
from hub.adapters.database.store import DatabaseStore
from hub.core.accounts import Account, AccountKind
from hub.core.ids import VoucherId
from hub.core.ports.hub import Work
from hub.core.ports.redemptions import Redemption, RedemptionState
from hub.core.rewards.catalogue import Draft, Terms
from hub.core.rewards.vouchers import VoucherState
from hub.usecases.exposure import exposures, offline_bound
from hub.usecases.sync import sync_till
from hub.usecases.till_states import write_off_till
from hub.usecases.vouchers import ShownVoucher
from tests.hub.databases import PostgresServer, running_server
from tests.hub.reward_world import ANYWHERE
from tests.simulation.real_tills import RealTill
from tests.simulation.shop import (
    LINES,
    PLACES,
    PURSE,
    ShopMachine,
    products,
    prove,
    sqlite_stores,
)

TILLS = 3
_RELEASED = {VoucherState.CANCELLED, VoucherState.EXPIRED, VoucherState.UNDONE}


@dataclass
class Handed:
    """Something that a till has handed out."""

    till: RealTill
    voucher: VoucherId
    value: Tiyn
    lease: int | None
    """None: the hub decided."""
    back: bool = False
    """It was taken back over the counter."""


class OfflineMachine(ShopMachine):
    """A shop with three tills, two members who know each other, and the hub."""

    drafts: ClassVar[list[Draft]] = [*products(Terms(scope=Scope.SHOP)), ANYWHERE]

    def __init__(self) -> None:
        super().__init__()
        self.tills = [RealTill(self.world, self.folder, off=off) for off in (0, 40, -90)[:TILLS]]
        self.handed: list[Handed] = []
        self.lost: set[int] = set()
        self.before: set[bytes] = set()
        """Redemptions of lost tills that the hub had heard of in time."""

    def real_tills(self) -> list[RealTill]:
        """Return the tills of the shop."""
        return self.tills

    @initialize()
    def open_the_shop(self) -> None:
        """Every till has its lease, and the members their first vouchers."""
        self.open_with([0, 1, 0, 1])

    @rule(place=PLACES, till=st.integers(0, TILLS - 1), how=LINES)
    def show(self, place: int, till: int, how: str) -> None:
        """A voucher is shown at a till."""
        self._show(self.bought[place % len(self.bought)], self.tills[till], how)

    @rule(place=PLACES)
    def collude(self, place: int) -> None:
        """One voucher is shown at every till at once, each with its line cut; then given back."""
        shown = self.bought[place % len(self.bought)]
        for till in self.tills:
            self._show(shown, till, "silent")
        self.cancel(place)

    @rule(till=st.integers(0, TILLS - 1), how=LINES)
    def rush(self, till: int, how: str) -> None:
        """Every voucher is shown at one till."""
        for shown in self.bought:
            self._show(shown, self.tills[till], how)

    def _show(self, shown: ShownVoucher, till: RealTill, how: str) -> None:
        assert shown.code is not None
        accepted = till.shows(shown.code, how)
        if accepted is not None:
            value = accepted.value if accepted.value is not None else Tiyn(0)
            self.handed.append(Handed(till, VoucherId(accepted.voucher), value, accepted.lease))

    @rule(
        place=PLACES,
        till=st.integers(0, TILLS - 1),
        key=st.binary(min_size=32, max_size=32),
        later=st.integers(0, 1000),
        flip=st.integers(0, 27),
    )
    def forge(self, place: int, till: int, key: bytes, later: int, flip: int) -> None:
        """A code of the member's own making is shown: none is ever accepted."""
        shown = self.bought[place % len(self.bought)]
        voucher = shown.voucher
        hours = (voucher.not_after - HOURS_BEGIN) // 3600 + later
        own = Voucher(0, Scope.SHOP, self.world.shop, voucher.id + later, voucher.version, hours)  # type: ignore[arg-type]  # a key id is a number
        assert shown.code is not None
        raw = bytearray(base64url.decode(shown.code))
        raw[flip] ^= 1 << later % 8
        for code in (seal(own, key), base64url.encode(bytes(raw))):
            for how in ("silent", "well"):
                assert self.tills[till].shows(code, how) is None

    @precondition(lambda self: any(it.lease is None for it in self.handed))
    @rule(place=PLACES)
    def undo(self, place: int) -> None:
        """A cashier takes something back over the counter, if the hub lets her."""
        online = [it for it in self.handed if it.lease is None]
        handed = online[place % len(online)]
        code = next(it.code for it in self.bought if it.voucher.id == handed.voucher)
        assert code is not None
        if handed.till.takes_back(code):
            handed.back = True

    @rule(till=st.integers(0, TILLS - 1), how=LINES)
    def sync(self, till: int, how: str) -> None:
        """A till tries to sync."""
        self.tills[till].sync(how)

    @rule(till=st.integers(0, TILLS - 1), place=PLACES)
    def deliver_again(self, till: int, place: int) -> None:
        """A request of long ago arrives once more; nobody reads the answer."""
        sent = self.tills[till].line.sent
        if sent:
            try:
                sync_till(self.world.hub, self.tills[till].id, sent[place % len(sent)])
            except Refused:
                return

    @rule(till=st.integers(0, TILLS - 1))
    def kill(self, till: int) -> None:
        """A till is killed and started."""
        self.tills[till].restart()

    @rule(seconds=st.sampled_from([5, 90, 3600, 7 * 3600, 13 * 3600]))
    def pass_time(self, seconds: int) -> None:
        """Time goes by."""
        self.world.clock.time += seconds

    @rule(but=st.integers(0, TILLS))
    def quiet_hour(self, but: int) -> None:
        """All tills sync, or all but one, and the worker has its turn."""
        for place, till in enumerate(self.tills):
            if place != but:
                till.sync()
                till.sync()
        self.work()

    @precondition(lambda self: len(self.lost) < TILLS - 1)
    @rule(till=st.integers(0, TILLS - 1), sure=st.integers(0, 4))
    def write_off(self, till: int, sure: int) -> None:
        """A manager gives a till up that he believes lost; it may come back all the same."""
        if sure:
            return
        number = self.tills[till].id
        self.lost.add(number)
        write_off_till(self.world.hub, self.world.owner, number)
        self.before |= set(self._good_of(number))

    @invariant()
    def nobody_hands_out_more_than_is_shown(self) -> None:
        """What the hub has not heard of is within the bound, till by till and in all."""
        with self.store.read() as work:
            unheard = {it.id: self._unheard(work, it) for it in self.tills}
            shown = {it.till: it.amount for it in exposures(work)}
            total = offline_bound(work)
            assert total == sum(shown.values())
            for till, amount in unheard.items():
                booked = self._booked(work, till) if till in self.lost else 0
                assert amount <= shown.get(till, 0) + booked
            assert sum(unheard[it] for it in unheard if it not in self.lost) <= total

    @invariant()
    def no_voucher_is_croissant_and_points(self) -> None:
        """What was handed out by a till that counts is not given back as points as well."""
        with self.store.read() as work:
            for handed in self.handed:
                if handed.back or handed.till.id in self.lost:
                    continue
                voucher = work.vouchers.get(handed.voucher)
                assert voucher is not None
                assert voucher.state not in _RELEASED

    @invariant()
    def a_voucher_is_redeemed_once_and_paid_once(self) -> None:
        """Points are held, with the partner, or with the member: never lost, never doubled."""
        with self.store.read() as work:
            held, paid = 0, 0
            for shown in self.bought:
                voucher = work.vouchers.get(shown.voucher.id)
                assert voucher is not None
                redeemed = work.redemptions.of_voucher(voucher.id)
                good = [it for it in redeemed if it.state is RedemptionState.GOOD]
                assert len(good) == (voucher.state is VoucherState.REDEEMED)
                assert all(self._is_explained(it) for it in redeemed)
                if voucher.state in {VoucherState.REDEEMED, VoucherState.UNDOING}:
                    paid += voucher.points
                elif voucher.state not in _RELEASED:
                    held += voucher.points
            balances = [work.ledger.balances(it) for it in self.members]
            taken = work.ledger.balance_of(Account(AccountKind.REDEEMED, self.world.partner))
            assert sum(it.held for it in balances) == held
            assert taken == paid
            assert sum(it.spendable for it in balances) == 2 * PURSE - held - paid
        assert self.world.sum_of_accounts(self.members) == 0

    @invariant()
    def a_lost_till_burns_no_voucher(self) -> None:
        """What it hands in after it was given up costs no member anything."""
        for till in self.lost:
            assert set(self._good_of(till)) <= self.before

    def _good_of(self, till: int) -> list[bytes]:
        with self.store.read() as work:
            found = [it for b in self.bought for it in work.redemptions.of_voucher(b.voucher.id)]
        return [it.id for it in found if it.till == till and it.state is RedemptionState.GOOD]

    def _is_explained(self, redemption: Redemption) -> bool:
        """Whether a loss is one that honest tills can make: taken twice, or by a lost till."""
        if redemption.state is not RedemptionState.LOSS or redemption.till in self.lost:
            return True
        return redemption.why == VoucherState.REDEEMED

    def _unheard(self, work: Work, till: RealTill) -> int:
        """Return what a till handed out by lease and the hub has not heard of."""
        return sum(
            it.value
            for it in self.handed
            if it.till is till
            and it.lease is not None
            and not any(
                known.till == till.id and known.sequence is not None
                for known in work.redemptions.of_voucher(it.voucher)
            )
        )

    def _booked(self, work: Work, till: int) -> int:
        losses = work.leases.losses(None, UnixTime(0), 1000)
        return sum(
            it.amount - it.shown for it in losses if it.till == till and it.kind == "written_off"
        )


def test_no_till_hands_out_more_than_the_hub_shows(full: bool, tmp_path: Path) -> None:
    """On SQLite: cuts, kills, collusion, forgery, write-offs, in any order."""
    counts = (2_000, 80) if full else (8, 30)
    with sqlite_stores(tmp_path) as fresh:
        prove(OfflineMachine, fresh, "offline-bound-sqlite", counts, full=full)


def test_the_bound_holds_on_postgresql(full: bool) -> None:
    """The same on PostgreSQL."""
    counts = (300, 80) if full else (2, 25)
    with running_server("fsync=off", "synchronous_commit=off") as server:
        template = _postgres_template(server)

        def fresh(_folder: Path) -> DatabaseStore:
            return DatabaseStore(open_engine(server.new_database(template)))

        prove(OfflineMachine, fresh, "offline-bound-postgresql", counts, full=full)


def _postgres_template(server: PostgresServer) -> str:
    url = server.new_database()
    engine = open_engine(url)
    migrate(engine)
    engine.dispose()
    return url
