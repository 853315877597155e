"""A hub with a partner, a shop, members and staff, for tests of what staff do."""

from dataclasses import dataclass

from contracts.wire.units import Points, ShopId, UnixTime
from hub.adapters.database.store import DatabaseStore
from hub.core.access.actor import Actor
from hub.core.access.people import PartnerState
from hub.core.access.roles import PROGRAMME, Grant, Role, Scope
from hub.core.ids import LotId, MemberId, PartnerId, StaffId
from hub.core.ports.hub import Hub
from hub.core.ports.ledger import Balances, Credit, Reason
from hub.core.receipts.naming import transfer_id
from tests.hub.hubs import NOW, SetClock, hub_on

YEAR = 365 * 24 * 3600


@dataclass
class StaffWorld:
    """One partner with one shop, an operator, an owner and two managers."""

    store: DatabaseStore

    def __post_init__(self) -> None:
        self.clock = SetClock()
        self.hub: Hub = hub_on(self.store, self.clock)
        with self.store.begin() as work:
            self.partner = work.partners.add("Бауырсақ", None, PartnerState.ACTIVE, UnixTime(NOW))
            work.ledger.open_partner(self.partner, Points(work.policy.shortfall_most))
            self.shop: ShopId = work.shops.add(self.partner, "Абай 1", "", UnixTime(NOW))
        self.operator = self.staff(1, Role.OPERATOR, PROGRAMME)
        self.owner = self.staff(2, Role.OWNER, Scope(self.partner))
        self.manager = self.staff(3, Role.MANAGER, Scope(self.partner, self.shop))
        self.second = self.staff(4, Role.OWNER, Scope(self.partner))
        self.stranger = self.staff(5, Role.OWNER, Scope(PartnerId(self.partner + 1000)))

    def staff(self, number: int, role: Role, scope: Scope, reason: str = "a good reason") -> Actor:
        """Return a person of the staff."""
        return Actor(StaffId(number), (Grant(role, scope),), "127.0.0.1", reason)

    def member(self, telegram: int = 1) -> MemberId:
        """Return a new member."""
        with self.store.begin() as work:
            member = work.members.add(telegram, "Айгүл", "kk", UnixTime(NOW))
            work.ledger.open_member(member)
            return member

    def credit(self, member: MemberId, points: int, name: str = "given") -> LotId:
        """Give a member confirmed points of this partner."""
        now = UnixTime(self.clock.time)
        with self.store.begin() as work:
            work.members.lock(member)
            return work.ledger.credit(
                Credit(
                    id=transfer_id("test", name, member),
                    member=member,
                    partner=self.partner,
                    points=Points(points),
                    at=now,
                    expires_at=UnixTime(now + YEAR),
                    reason=Reason.CLAIM,
                    confirmed=True,
                )
            )

    def balances(self, member: MemberId) -> Balances:
        """Return what a member has."""
        with self.store.read() as work:
            return work.ledger.balances(member)
