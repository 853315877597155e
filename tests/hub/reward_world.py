"""A hub with rewards, members who have points, and tills that hold a chain."""

from dataclasses import replace
from itertools import count

from contracts.wire.redeeming import RedemptionReply, RedemptionRequest, RewardKind
from contracts.wire.sync import SyncReply
from contracts.wire.units import Points, ShopId, TillId, Tiyn, UnixTime
from contracts.wire.voucher import Scope
from contracts.wire.wording import Wording
from hub.adapters.database.store import DatabaseStore
from hub.core.access.people import TillKey
from hub.core.accounts import MEMBER_KINDS, PARTNER_KINDS, Account
from hub.core.ids import MemberId, RewardId, TransferId
from hub.core.ports.ledger import Balances, Credit, Reason
from hub.core.rewards.catalogue import Draft, Reward, Terms
from hub.core.rewards.texts import Details, RewardTexts
from hub.usecases.redemptions_online import redeem_online
from hub.usecases.rewards import add_reward, offer_reward
from hub.usecases.sync_parts import PARTS
from hub.usecases.vouchers import Purchase, ShownVoucher, buy_voucher
from tests.hub.till_world import TillRig, TillWorld

TEXTS = RewardTexts(
    title=Wording("Круассан", "Круассан", "Croissant"),
    details=Details("Жаңа піскен.", "Свежий.", "Fresh."),
    ring_up=Wording("«Сыйлық» батырмасын басыңыз.", "Нажмите «Подарок».", "Press Gift."),
)
PRODUCT = Draft(
    kind=RewardKind.PRODUCT,
    price=Points(100),
    texts=TEXTS,
    terms=Terms(scope=Scope.SHOP),
    value=Tiyn(900_00),
    offline=True,
)
ANYWHERE = replace(PRODUCT, terms=Terms(), offline=False)
CASHBACK = replace(ANYWHERE, kind=RewardKind.CASHBACK, value=None, percent=1_000, price=Points(50))
PART = replace(ANYWHERE, kind=RewardKind.PART_PAYMENT, value=None, price=Points(500))


class RewardWorld(TillWorld):
    """A hub on *store* with one partner and one shop, and whatever a test adds."""

    def __init__(self, store: DatabaseStore) -> None:
        super().__init__(store)
        self._requests = count(1)
        self._members = count(1001)
        self._credits = count(1)
        with store.begin() as work:
            work.ledger.open_partner(self.partner, Points(100_000))

    def member(self, points: int = 1_000) -> MemberId:
        """Return a new member with *points* to spend."""
        with self.hub.store.begin() as work:
            telegram = next(self._members)
            member = work.members.add(telegram, "Айгүл", "kk", self.hub.clock.now())
            work.ledger.open_member(member)
        if points:
            self.give(member, points)
        return member

    def give(self, member: MemberId, points: int) -> None:
        """Give a member confirmed points."""
        now = self.hub.clock.now()
        with self.hub.store.begin() as work:
            work.members.lock(member)
            work.ledger.credit(
                Credit(
                    id=TransferId(next(self._credits).to_bytes(16, "big")),
                    member=member,
                    partner=self.partner,
                    points=Points(points),
                    at=now,
                    expires_at=UnixTime(now + 365 * 24 * 3600),
                    reason=Reason.CLAIM,
                    confirmed=True,
                )
            )

    def offered(self, draft: Draft = PRODUCT, stock: int | None = None) -> Reward:
        """Return a reward that members can have."""
        made = add_reward(self.hub, self.owner, self.partner, draft, stock)
        return offer_reward(self.hub, self.owner, made.id)

    def request(self) -> bytes:
        """Return an id that nobody has used."""
        return next(self._requests).to_bytes(16, "big")

    def bought(
        self, member: MemberId, reward: RewardId, shop: ShopId | None = None
    ) -> ShownVoucher:
        """Return a new voucher of *member*, at the one shop unless another is named."""
        return buy_voucher(self.hub, member, reward, Purchase(self.request(), shop or self.shop))

    def sync_all(self, till: TillRig) -> SyncReply:
        """Hand the whole chain of *till* in, with all that the hub does with it."""
        return self.sync(till, parts=PARTS)

    def redeemed(
        self,
        till: TillRig,
        code: str | None,
        total: int | None = None,
        request: bytes | None = None,
        short_code: str | None = None,
    ) -> RedemptionReply:
        """Return the hub's answer to a voucher shown at *till*."""
        asked = RedemptionRequest(
            id=request or self.request(),
            code=code,
            short_code=short_code,
            receipt_total=None if total is None else Tiyn(total),
            cashier="Асель",
        )
        return redeem_online(self.hub, self.key_of(till.id), asked)

    def key_of(self, till: TillId) -> TillKey:
        """Return what the guard knows of a till."""
        with self.hub.store.read() as work:
            found = work.till_keys.of(till)
        assert found is not None, "it has enrolled"
        return found

    def balances(self, member: MemberId) -> Balances:
        """Return what a member has."""
        with self.hub.store.read() as work:
            return work.ledger.balances(member)

    def sum_of_accounts(self, members: list[MemberId]) -> int:
        """Return the sum of every account; it is zero, always."""
        with self.hub.store.read() as work:
            accounts = [Account(kind, it) for it in members for kind in MEMBER_KINDS]
            accounts += [Account(kind, self.partner) for kind in PARTNER_KINDS]
            return sum(work.ledger.balance_of(it) for it in accounts)
