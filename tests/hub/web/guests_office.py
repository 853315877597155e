"""An office with a regular: points, receipts, vouchers in every state, and a log of it all."""

from dataclasses import replace
from itertools import count
from typing import Final

from contracts.wire.redeeming import RedemptionRequest
from contracts.wire.units import Points, ShopId, Tiyn, UnixTime
from hub.adapters.bell_memory import MemoryBell
from hub.adapters.database.store import DatabaseStore
from hub.core.access.actor import Actor
from hub.core.access.roles import Grant, Role, Scope
from hub.core.ids import MemberId, StaffId, VoucherId
from hub.core.ports.ledger import Credit, Reason
from hub.core.ports.tiers import TierOf
from hub.core.receipts.naming import transfer_id
from hub.core.tiers import Tier
from hub.usecases.adjustments import ask_adjustment
from hub.usecases.redemptions_online import redeem_online
from hub.usecases.tiers import give_tier
from hub.usecases.voucher_desk import cancel_for_member
from hub.usecases.vouchers import Purchase, buy_voucher
from tests.hub.web.bakery import COFFEE, CROISSANT
from tests.hub.web.office import CASHIERS, Office

WHY: Final = "Кезекте ұзақ күтті, кешірім сұрадық"

NAMES: Final = (
    "Айгүл", "Берік", "Дана", "Ерлан", "Жанар", "Әйгерім", "Марат", "Светлана", "Тимур", "Шолпан",
    "Олжас", "Наталья",
)  # fmt: skip


class GuestsOffice(Office):
    """An office where one member is well known."""

    def __init__(self, store: DatabaseStore, bell: MemoryBell) -> None:
        super().__init__(store, bell)
        self._requests = count(1)
        self.owner = replace(self.owner, reason="Күзгі мәзір")
        with self.store.begin() as work:
            for member, name in zip(self.people, NAMES, strict=True):
                work.members.set_profile(member, first_name=name, language="kk")
        [self.treat, self.coffee] = self.offers(
            replace(CROISSANT, offline=False), replace(COFFEE, offline=False)
        )
        self.regular = self.people[0]

    def comes(self, member: MemberId, total: int = 284_000) -> None:
        """Let a member buy something at the first till and claim it."""
        [event] = self.rig.append(self.sale(total), at=self.clock.time - 60)
        self.claim(member, event)

    def gives(self, member: MemberId, points: int) -> None:
        """Give a member confirmed points of the bakery."""
        now = UnixTime(self.clock.time)
        with self.store.begin() as work:
            work.members.lock(member)
            work.ledger.credit(Credit(
                id=transfer_id("test", member, points), member=member, partner=self.partner,
                points=Points(points), at=now, expires_at=UnixTime(now + 200 * 86_400),
                reason=Reason.BONUS, confirmed=True, reference="birthday:1",
            ))  # fmt: skip

    def buys(self, member: MemberId, *, coffee: bool = False) -> tuple[VoucherId, str]:
        """Return a new voucher and the code that its phone shows."""
        reward = self.coffee if coffee else self.treat
        wanted = Purchase(next(self._requests).to_bytes(16, "big"), ShopId(self.shop))
        made = buy_voucher(self.hub, member, reward.id, wanted)
        assert made.code is not None, "it is fresh"
        return made.voucher.id, made.code

    def takes(self, code: str) -> bytes:
        """Let the first till take a voucher; return the redemption's id."""
        name = next(self._requests).to_bytes(16, "big")
        asked = RedemptionRequest(
            id=name, code=code, short_code=None, receipt_total=Tiyn(284_000), cashier=CASHIERS[0]
        )
        redeem_online(self.hub, self.key_of(self.rig.id), asked)
        return name

    def boss(self, login: str) -> Actor:
        """Return somebody of the staff as the guard would let him in."""
        with self.store.read() as work:
            known = work.staff.of_login(login)
        assert known is not None, "he was employed"
        return Actor(StaffId(known.id), known.grants, "212.154.10.7", WHY)

    def lives(self, login: str) -> None:
        """Let the regular do all that a page can show, and staff what they do about it."""
        owner = self.boss(login)
        operator = Actor(None, (Grant(Role.OPERATOR, Scope()),), "console", WHY)
        for total in (284_000, 456_000, 124_000):
            self.comes(self.regular, total)
        self.gives(self.regular, 2_400)
        until = UnixTime(self.clock.time + 90 * 86_400)
        give_tier(self.hub, operator, TierOf.MEMBER, self.regular, Tier.GOLD, until)
        self.takes(self.buys(self.regular)[1])
        cancel_for_member(self.hub, owner, self.buys(self.regular, coffee=True)[0])
        self.buys(self.regular)
        self.clock.time += 60
        for number, points in enumerate((350, 5_000), start=1):
            name = number.to_bytes(16, "big")
            ask_adjustment(self.hub, owner, name, self.regular, self.partner, points)
