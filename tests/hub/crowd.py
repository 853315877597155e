"""A programme with a past: members, receipts, claims and vouchers in their hundred thousands.

The past is written by PostgreSQL itself, table by table, and is as sound as if it had been lived:
`verify` holds over it. Each member has claimed six receipts and had two vouchers redeemed, so has
ten transfers; four of his lots are still live.
"""

import json
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from typing import Any, Final

import psycopg
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from contracts.wire import claim
from contracts.wire.bodies import AccrualBody, Body, EvidenceKind, Fiscal
from contracts.wire.event import Event
from contracts.wire.identity import fiscal_identity
from contracts.wire.keys import KeyKind
from contracts.wire.redeeming import REDEMPTIONS_PATH, RedemptionRequest
from contracts.wire.request_signature import RequestSignature, text_to_sign
from contracts.wire.units import KeyId, Points, Sequence, ShopId, Tiyn, UnixTime
from contracts.wire.voucher import KEY_KIND, Scope
from hub.adapters.database.engine import open_engine
from hub.adapters.database.store import DatabaseStore
from hub.adapters.world import SystemClock
from hub.core.access.actor import CONSOLE, Actor
from hub.core.access.people import PartnerState, TillKey
from hub.core.access.roles import Grant, Role
from hub.core.access.roles import Scope as Where
from hub.core.access.sessions import MEMBER
from hub.core.earning_rules import EarningRule, Rates, RuleKind
from hub.core.ids import MemberId, PartnerId, RewardVersion, RuleId, StaffId, VoucherId
from hub.core.policy import DAY, Policy
from hub.core.ports.hub import Hub
from hub.core.rewards.vouchers import code_of
from hub.usecases.enrolment import add_till, enrol_till
from hub.usecases.rewards import add_reward, offer_reward
from hub.usecases.sessions import open_session
from hub.usecases.sync import sync_till
from hub.usecases.sync_parts import PARTS
from tests.hub import crowd_sql
from tests.hub.hubs import hub_on
from tests.hub.reward_world import ANYWHERE
from tests.hub.till_world import TillRig, enrol_request

PARTNERS: Final = 10
SHOPS_EACH: Final = 4
TILLS_EACH: Final = 2
"""Of a shop."""
TILLS: Final = PARTNERS * SHOPS_EACH * TILLS_EACH
CLAIMS_EACH: Final = 6
"""Of a member; what he has had redeemed, and so his transfers, crowd_sql says."""
TRANSFERS_EACH: Final = 10
REGISTER: Final = "010100112233"
_YEAR: Final = 362 * DAY
_QUIET: Final = 2 * DAY
"""Between the past and now: no limit of today counts what was then."""
_WIDE: Final = 10**9


@dataclass
class LongChain(TillRig):
    """A till whose chain has a past that the hub holds."""

    past: int = 0
    past_head: bytes = b""

    @property
    def head(self) -> bytes:
        """Return the hash of its newest event."""
        return self.events[-1].hash if self.events else self.past_head

    def append(self, *bodies: Body, at: int = 0) -> list[Event]:
        """Put *bodies* at the end of the chain."""
        made = []
        for body in bodies:
            place = Sequence(self.past + len(self.events) + 1)
            event = Event(self.id, place, UnixTime(at or int(time.time())), body, self.head)
            self.events.append(event)
            made.append(event)
        self.header["head_sequence"] = Sequence(self.past + len(self.events))
        return made


@dataclass(frozen=True, slots=True)
class Asked:
    """One act over HTTP: who asks, and what."""

    path: str
    headers: dict[str, str] = field(repr=False)
    body: bytes


class Crowd:
    """A programme of *members* people and ten times as many transfers, in the database at *url*."""

    def __init__(self, url: str, members: int, past: tuple[str, ...] = crowd_sql.PAST) -> None:
        self.url = url
        self._past = past
        self.members = members
        self.engine = open_engine(url, pool=4)
        hub = hub_on(DatabaseStore(self.engine), SystemClock())
        self.hub: Hub = replace(hub, access=replace(hub.access, access_life=6 * 3600))
        self.key = Ed25519PrivateKey.generate()
        self._issued = self._sold = self._asked = 0
        self._found()
        self._live_through()
        self._access = self._signed_in(min(2_000, members // 2))

    def close(self) -> None:
        """Close the connections."""
        self.engine.dispose()

    def citizen(self, number: int) -> MemberId:
        """Return one of those who are signed in."""
        return self._access[number % len(self._access)][0]

    def codes(self, count: int) -> list[str]:
        """Return claim codes of new receipts of all tills; every second till has handed its in."""
        made = []
        for number, chain in enumerate(self.chains):
            sales = self.sales(chain, -(-count // TILLS))
            if number % 2:
                sync_till(self.hub, chain.id, chain.request([it.raw for it in sales]), PARTS)
            key = self.hub.keyring.key(KeyKind.CLAIM, chain.id, KeyId(0))
            made.append([claim.seal(claim.claim_of(it), key) for it in sales])
        return [code for row in zip(*made, strict=True) for code in row][:count]

    def sales(self, chain: LongChain, count: int) -> list[Event]:
        """Put new sales of 1,000 ₸ into a till's chain."""
        return chain.append(*(self._sale() for _ in range(count)))

    def vouchers(self, count: int) -> list[tuple[TillKey, str]]:
        """Return live vouchers of as many members, each with a till of its partner."""
        first = self._issued + 1
        self._issued += count
        assert self._issued <= 4 * self.members, "each live lot makes one voucher"
        now = int(time.time())
        span = {"first": first, "last": self._issued, "members": self.members, "now": now}
        with self._connected() as connection:
            for statement in crowd_sql.VOUCHERS:
                connection.execute(statement, span)
        with self.hub.store.read() as work:
            found = [work.vouchers.get(VoucherId(2 * self.members + it))
                     for it in range(first, self._issued + 1)]  # fmt: skip
        key = self.hub.keyring.key(KEY_KIND[Scope.ANY], 0, KeyId(0))
        return [
            (self.tills[(2 * self.members + number - 1) % TILLS], code_of(it, KeyId(0), key))
            for number, it in enumerate(found, first)
            if it is not None
        ]

    def claiming(self, code: str) -> Asked:
        """Return the request of one who claims *code*."""
        self._asked += 1
        access = self._access[self._asked % len(self._access)][1]
        headers = {"Authorization": f"Bearer {access}", "Content-Type": "application/json"}
        return Asked("/api/v1/claims", headers, json.dumps({"code": code}).encode())

    def redeeming(self, till: TillKey, code: str) -> Asked:
        """Return the request of *till* that is shown *code*."""
        body = json.dumps(self.redemption(code).to_json()).encode()
        now = UnixTime(int(time.time()))
        signature = self.key.sign(text_to_sign("POST", REDEMPTIONS_PATH, now, body))
        headers = RequestSignature(till.till, till.enrolment, now, signature).headers()
        return Asked(REDEMPTIONS_PATH, {**headers, "Content-Type": "application/json"}, body)

    def redemption(self, code: str) -> RedemptionRequest:
        """Return what a till asks of *code*."""
        self._asked += 1
        return RedemptionRequest(self._asked.to_bytes(16, "big"), code, None, None, "Асель")

    def _found(self) -> None:
        """Open partners, shops, tills and rewards, by the programme's own acts."""
        now, store = self.hub.clock.now(), self.hub.store
        since = UnixTime(now - 2 * _YEAR)
        public = self.key.public_key().public_bytes(Encoding.Raw, PublicFormat.Raw)
        self.chains: list[LongChain] = []
        self.rewards: list[tuple[int, RewardVersion]] = []
        for number in range(PARTNERS):
            with store.begin() as work:
                partner = work.partners.add(f"Бауырсақ {number}", None, PartnerState.ACTIVE, since)
                work.ledger.open_partner(partner, Points(100_000))
                rule = EarningRule(
                    RuleId(0), partner, RuleKind.RATE, "3 %", since, rates=Rates(3, 4, 5)
                )
                work.rules.add(rule, since, None)
                shops = [
                    work.shops.add(partner, f"Абай {it}", "", since) for it in range(SHOPS_EACH)
                ]
            owner = Actor(
                StaffId(1), (Grant(Role.OWNER, Where(PartnerId(partner))),), reason="the bench"
            )
            made = add_reward(self.hub, owner, partner, ANYWHERE, None)
            offered = offer_reward(self.hub, owner, made.id)
            self.rewards.append((offered.id, offered.now.version))
            for shop in shops:
                self.chains += [self._enrolled(shop, public) for _ in range(TILLS_EACH)]

    def _enrolled(self, shop: ShopId, public: bytes) -> LongChain:
        made = add_till(self.hub, CONSOLE, shop, "Касса")
        return LongChain(enrol_till(self.hub, enrol_request(made.code, public), "127.0.0.1"))

    def _live_through(self) -> None:
        """Let the past have been."""
        now = int(time.time())
        lots = CLAIMS_EACH * self.members
        span = {
            "members": self.members, "lots": lots, "tills": TILLS, "from": now - _YEAR,
            "until": now - _QUIET, "register": REGISTER, "per_reward": SHOPS_EACH * TILLS_EACH,
            "rewards": [it[0] for it in self.rewards],
            "versions": [it[1] for it in self.rewards],
            "policy": json.dumps(_policy().to_json()),
        }  # fmt: skip
        with self._connected() as connection, _without_indexes(connection):
            for statement in self._past:
                connection.execute(statement, span)
        with self._connected() as connection:
            connection.autocommit = True
            connection.execute("VACUUM ANALYZE")
        with self.hub.store.read() as work:
            keys = [work.till_keys.of(chain.id) for chain in self.chains]
            heads = [work.tills.get(chain.id) for chain in self.chains]
        self.tills = [it for it in keys if it is not None]
        for chain, head in zip(self.chains, heads, strict=True):
            assert head is not None, "it has enrolled"
            chain.past, chain.past_head = head.head_sequence, head.head_hash or b""

    def _signed_in(self, count: int) -> list[tuple[MemberId, str]]:
        who = [MemberId(it * 7919 % self.members + 1) for it in range(count)]
        with self.hub.store.begin() as work:
            return [(it, open_session(work, self.hub, MEMBER, it).access) for it in who]

    def _sale(self) -> AccrualBody:
        self._sold += 1
        sign = f"{self._sold:012}"
        return AccrualBody(
            total=Tiyn(1_000_00), currency="KZT", receipt=fiscal_identity(REGISTER, sign),
            number=sign, printed_at=None, evidence=EvidenceKind.FISCAL_QR,
            fiscal=Fiscal("kofd", sign, REGISTER), items=(), items_count=0, cashier=None,
            claim_key=KeyId(0),
        )  # fmt: skip

    @contextmanager
    def _connected(self) -> Iterator[psycopg.Connection[Any]]:
        with psycopg.connect(
            self.url, options="-c synchronous_commit=off", cursor_factory=psycopg.ClientCursor
        ) as connection:
            yield connection


def _policy() -> Policy:
    """Return a policy whose limits a whole town's claims within minutes do not meet."""
    return Policy(
        unconfirmed_member=_WIDE, unconfirmed_till=_WIDE, unconfirmed_shop=_WIDE,
        claims_member_day_soft=_WIDE, claims_member_day_hard=_WIDE,
        claims_till_hour_soft=_WIDE, claims_till_hour_hard=_WIDE,
        claims_cashier_hour_soft=_WIDE, claims_shop_hour_hard=_WIDE,
    )  # fmt: skip


@contextmanager
def _without_indexes(connection: psycopg.Connection[Any]) -> Iterator[None]:
    """Take the indexes that are no constraint away, and make them anew over all rows at once."""
    found = connection.execute(crowd_sql.INDEXES, [list(crowd_sql.FILLED)]).fetchall()
    for name, _ in found:
        connection.execute(f'DROP INDEX "{name}"')
    yield
    connection.execute("SET LOCAL maintenance_work_mem = '512MB'")
    for _, definition in found:
        connection.execute(definition)
