"""Two confectioneries whose days are full of odd things, for tests of the dashboard's numbers."""

from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from itertools import count

from sqlalchemy import Engine

from contracts.wire.event import Event
from contracts.wire.redeeming import UndoRequest
from contracts.wire.refusals import Refused
from contracts.wire.units import Points, UnixTime
from hub.adapters.database.store import DatabaseStore
from hub.core.access.actor import CONSOLE
from hub.core.access.people import PartnerState
from hub.core.ids import MemberId, VoucherId
from hub.core.ports.ledger import NotEnoughPoints
from hub.usecases.claim_worker import match_waiting, reverse_passed
from hub.usecases.enrolment import add_till, enrol_till
from hub.usecases.expiring import expire_lots
from hub.usecases.insights_counting import count_days, count_groups, count_points, count_visits
from hub.usecases.redemptions_online import undo_online
from hub.usecases.seal import seal_ledger
from hub.usecases.voucher_upkeep import expire_vouchers
from hub.usecases.vouchers import cancel_voucher
from tests.hub.reward_world import ANYWHERE, RewardWorld
from tests.hub.till_world import TillRig, enrol_request
from tests.hub.usecases.claim_world import REGISTER, ClaimWorld, rule_of

HOUR = 3600
MOST_STEPS = 40


@dataclass
class _Stall:
    """One till, what it sold, and how much of that it has handed in."""

    rig: TillRig
    sold: list[Event] = field(default_factory=list)
    taken: list[tuple[bytes, int]] = field(default_factory=list)
    """Redemptions: their ids and vouchers."""


class InsightTown(ClaimWorld, RewardWorld):
    """Two partners, three shops, four tills, five members, and a clock that somebody moves."""

    def __init__(self, engine: Engine) -> None:
        super().__init__(
            DatabaseStore(engine, now=lambda: UnixTime(self.clock.time)),
            claims_member_day_soft=10**6, claims_member_day_hard=10**6, lot_life=20 * 24 * HOUR,
        )  # fmt: skip
        self._telegrams = count(9_000)
        with self.store.begin() as work:
            now = self.clock.now()
            self.other = work.partners.add("Тәтті", None, PartnerState.ACTIVE, now)
            work.ledger.open_partner(self.other, Points(100_000))
            work.rules.add(rule_of(self.other), UnixTime(0), None)
            second = work.shops.add(self.partner, "Абай 2", "", now)
            third = work.shops.add(self.other, "Сайран", "", now)
        self.shops = (self.shop, second, third)
        self.stalls = [self._stall(shop) for shop in (self.shop, self.shop, second, third)]
        self.people = [self.member(next(self._telegrams)) for _ in range(5)]
        self.reward = self.offered(ANYWHERE)
        self.held: list[tuple[MemberId, VoucherId]] = []
        self.give(self.people[0], 400)

    def _stall(self, shop: int) -> _Stall:
        made = add_till(self.hub, CONSOLE, shop, "Касса")  # type: ignore[arg-type]  # a shop's id
        rig = TillRig(enrol_till(self.hub, enrol_request(made.code), "127.0.0.1"))
        with self.store.begin() as work:
            work.tills.set_registers(rig.id, (REGISTER,))
        return _Stall(rig)

    def do(self, step: tuple[str, int, int, int]) -> None:
        """Do one thing; what the hub refuses has not happened."""
        kind, till, person, size = step
        acts: dict[str, Callable[[_Stall, MemberId, int], object]] = {
            "sell": self._sell, "claim": self._claim, "hand in": self._hand_in,
            "return": self._back, "void": self._void, "redeem": self._redeem, "undo": self._undo,
            "take": self._take, "drop": self._drop, "wait": self._wait, "work": self._work,
            "count": lambda *_: self.count(),
        }  # fmt: skip
        stall = self.stalls[till % len(self.stalls)]
        with suppress(Refused, NotEnoughPoints):
            acts[kind](stall, self.people[person % len(self.people)], size)

    def count(self) -> None:
        """Count as the worker does."""
        seal_ledger(self.hub)
        count_days(self.hub)
        count_visits(self.hub)
        count_points(self.hub)
        count_groups(self.hub)

    def _sell(self, stall: _Stall, _member: MemberId, size: int) -> None:
        stall.sold += stall.rig.append(self.sale(size * 10_000), at=self.clock.now())

    def _claim(self, stall: _Stall, member: MemberId, size: int) -> None:
        if stall.sold:
            self.claim(member, stall.sold[-(size % len(stall.sold)) - 1])

    def _hand_in(self, stall: _Stall, _member: MemberId, _size: int) -> None:
        self.hand_in(stall.rig)

    def _back(self, stall: _Stall, _member: MemberId, size: int) -> None:
        if stall.sold:
            sale = stall.sold[-(size % len(stall.sold)) - 1]
            body = self.back(sale.body, size * 3_000, accrual=sale.sequence)  # type: ignore[arg-type]  # only sales are sold
            stall.rig.append(body, at=self.clock.now())
            self.hand_in(stall.rig)

    def _void(self, stall: _Stall, _member: MemberId, size: int) -> None:
        if stall.sold:
            sale = stall.sold[-(size % len(stall.sold)) - 1]
            stall.rig.append(self.void(sale.sequence), at=self.clock.now())
            self.hand_in(stall.rig)

    def _redeem(self, stall: _Stall, member: MemberId, _size: int) -> None:
        bought = self.bought(member, self.reward.id)
        reply = self.redeemed(stall.rig, bought.code)
        stall.taken.append((reply.id, bought.voucher.id))

    def _undo(self, stall: _Stall, _member: MemberId, _size: int) -> None:
        if stall.taken:
            done, _ = stall.taken.pop()
            undo_online(self.hub, self.key_of(stall.rig.id), done, UndoRequest("mistake", None))

    def _take(self, _stall: _Stall, member: MemberId, _size: int) -> None:
        self.held.append((member, self.bought(member, self.reward.id).voucher.id))

    def _drop(self, _stall: _Stall, _member: MemberId, _size: int) -> None:
        if self.held:
            cancel_voucher(self.hub, *self.held.pop())

    def _wait(self, _stall: _Stall, _member: MemberId, size: int) -> None:
        self.clock.time += (60, HOUR, 5 * HOUR + 2800, 13 * HOUR, 26 * HOUR, 9 * 24 * HOUR)[
            size % 6
        ]

    def _work(self, _stall: _Stall, _member: MemberId, _size: int) -> None:
        for job in (reverse_passed, match_waiting, expire_lots, expire_vouchers, seal_ledger):
            job(self.hub)
