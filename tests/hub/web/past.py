"""A bakery's year in rows: members who come often, seldom, or once; tiers, vouchers, rewards."""

from random import Random
from typing import Final

from sqlalchemy import insert

from contracts.wire.units import Tiyn, UnixTime
from hub.adapters.database.tables.ledger import lots
from hub.adapters.database.tables.receipts import accruals, claims
from hub.adapters.database.tables.rewards import redemptions, vouchers
from hub.core.ids import MemberId
from hub.core.ports.tiers import TierOf
from hub.core.tiers import Standing, Tier, TierChange, TierReason
from hub.usecases.insights_counting import count_anew
from tests.hub.web.bakery import COFFEE, CROISSANT, DISCOUNT
from tests.hub.web.office import Office

DAY: Final = 86_400
YEAR: Final = 330
_FIRST: Final = 500_000
"""The first sequence of made receipts: no till of an office sells so many."""
_EVERY: Final = (4, 6, 9, 14, 30, 400)
"""Days between the visits of one member."""
_STAYS: Final = (40, 90, 180, 400, 400)
"""Days after which a member comes no more."""


class Past:
    """Rows of a year, and what is counted of them."""

    def __init__(self, office: Office, members: int, seed: int = 11) -> None:
        self.office = office
        self.dice = Random(seed)
        self.number = _FIRST
        self.lots: list[dict[str, object]] = []
        self.claims: list[dict[str, object]] = []
        self.sales: list[dict[str, object]] = []
        self.vouchers: list[dict[str, object]] = []
        self.taken: list[dict[str, object]] = []
        self.rewards = office.offers(CROISSANT, COFFEE, DISCOUNT)
        people = [office.member(50_000 + it) for it in range(members)]
        for place, member in enumerate(people):
            self._live(member, place)
        self._rises(people)
        self._write()
        count_anew(office.hub)

    def _live(self, member: MemberId, place: int) -> None:
        every, stays = self.dice.choice(_EVERY), self.dice.choice(_STAYS)
        first = self.dice.randrange(5, YEAR)
        day = first
        while day > 0 and first - day <= stays:
            self._visits(member, day)
            if self.dice.random() < 0.12:
                self._rewarded(member, day, place)
            day -= max(1, round(self.dice.gauss(every, every / 4)))

    def _visits(self, member: MemberId, day: int) -> None:
        office, self.number = self.office, self.number + 1
        at = office.now_at - day * DAY - self.dice.randrange(9 * 3600)
        total = self.dice.choice((650, 1_240, 1_850, 2_840, 4_560)) * 100
        number = self.number
        place = {"till": office.rig.id, "sequence": number, "shop": office.shop,
                 "partner": office.partner, "total": total}  # fmt: skip
        name = number.to_bytes(16, "big")
        self.sales.append(place | {
            "at": at, "received_at": at, "receipt": name + b"r", "number": str(number),
            "register": "010100112233", "sign": str(number), "state": "good",
        })  # fmt: skip
        self.claims.append(place | {
            "member": member, "sealed_at": at, "claimed_at": at, "hint": b"hint", "points": 60,
            "lot": number, "transfer": name, "why": {}, "state": "confirmed",
        })  # fmt: skip
        self.lots.append({
            "id": number, "source": name, "member": member, "partner": office.partner,
            "amount": 60, "remaining": self.dice.choice((0, 20, 60)), "earned_at": at,
            "expires_at": at + 365 * DAY, "confirmed": True, "spendable": True, "reason": "claim",
        })  # fmt: skip

    def _rewarded(self, member: MemberId, day: int, place: int) -> None:
        """Let a member take a voucher; two of three are used."""
        office, self.number = self.office, self.number + 1
        at, number = office.now_at - day * DAY - 3600, self.number
        reward = self.rewards[place % len(self.rewards)]
        used = self.dice.random() < 0.7
        self.vouchers.append({
            "id": number, "request": number.to_bytes(16, "big") + b"q", "member": member,
            "reward": reward.id, "version": reward.now.version, "partner": office.partner,
            "scope": "any", "place": 0, "issued_at": at, "not_after": at + DAY, "points": 100,
            "state": "redeemed" if used else "expired", "offline": False, "ended_at": at + 600,
        })  # fmt: skip
        if used:
            self.taken.append({
                "id": number.to_bytes(16, "big"), "voucher": number, "member": member,
                "version": reward.now.version, "partner": office.partner, "shop": office.shop,
                "till": office.rig.id, "at": at + 600, "received_at": at + 600, "points": 100,
                "value": 90_000, "state": "good",
            })  # fmt: skip

    def _rises(self, people: list[MemberId]) -> None:
        """Let some rise, and a few fall again."""
        steps = ((Tier.BRONZE, Tier.SILVER, 0.5), (Tier.SILVER, Tier.GOLD, 0.25),
                 (Tier.GOLD, Tier.SILVER, 0.1))  # fmt: skip
        with self.office.store.begin() as work:
            for member in people:
                luck, day = self.dice.random(), self.dice.randrange(200, YEAR)
                for before, after, chance in steps:
                    if luck < chance:
                        at = UnixTime(self.office.now_at - day * DAY)
                        change = TierChange(before, after, at, Tiyn(0), TierReason.UPGRADED)
                        work.tiers.set(TierOf.MEMBER, member, Standing(after, at), [change])
                        day -= self.dice.randrange(20, 90)

    def _write(self) -> None:
        rows = ((lots, self.lots), (accruals, self.sales), (claims, self.claims),
                (vouchers, self.vouchers), (redemptions, self.taken))  # fmt: skip
        with self.office.store.begin() as work:
            for table, made in rows:
                work.connection.execute(insert(table), made)
