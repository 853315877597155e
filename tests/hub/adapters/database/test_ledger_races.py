"""Many clients at once on PostgreSQL: whoever comes first, the books are right."""

import hashlib
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from threading import Barrier, Event

import pytest
from sqlalchemy import Engine, text

from contracts.wire.units import Points, UnixTime
from hub.adapters.database.engine import open_engine
from hub.adapters.database.posting import post_transfers
from hub.adapters.database.store import DatabaseStore
from hub.core.accounts import Account, AccountKind
from hub.core.ids import LotId, MemberId, PartnerId, TransferId
from hub.core.ports.hub import Hub
from hub.core.ports.ledger import Credit, Hold, NotEnoughPoints, Reason, Taken, TransferMismatch
from hub.core.transfers import Transfer
from hub.usecases.seal import seal_ledger
from hub.usecases.verify import verify_ledger
from tests.hub.databases import PostgresServer
from tests.hub.hubs import hub_on

CLIENTS = 6
BAKERY = PartnerId(1)
NOW = UnixTime(1_800_000_000)
LATER = UnixTime(NOW + 1_000_000)
SHORTFALL_MOST = 25
Act = Callable[[int], object]


def named(name: str) -> TransferId:
    """Return a transfer id for *name*."""
    return TransferId(hashlib.sha256(name.encode()).digest()[:16])


@pytest.fixture
def engine(postgres: PostgresServer, templates: dict[str, str]) -> Iterator[Engine]:
    """Return an engine on a fresh PostgreSQL database."""
    engine = open_engine(postgres.new_database(templates["postgresql"]), pool=CLIENTS + 2)
    yield engine
    engine.dispose()


@pytest.fixture
def members() -> list[MemberId]:
    """Return the members, who have rows to lock."""
    return [MemberId(number) for number in range(1, CLIENTS + 1)]


@pytest.fixture
def hub(engine: Engine, members: list[MemberId]) -> Hub:
    """Return a hub with accounts for a partner and its members."""
    store = DatabaseStore(engine)
    with store.begin() as work:
        work.ledger.open_partner(BAKERY, Points(SHORTFALL_MOST))
        for member in members:
            assert work.members.add(1000 + member, "Aigul", "kk", NOW) == member
            work.ledger.open_member(member)
    return hub_on(store)


def credit(name: str, member: MemberId, points: int) -> Credit:
    """Return a credit of *points*, confirmed."""
    return Credit(
        named(name), member, BAKERY, Points(points), NOW, LATER, Reason.CLAIM, confirmed=True
    )


def together(act: Act) -> list[object]:
    """Do *act* in as many threads as there are clients, all at the same time."""
    barrier = Barrier(CLIENTS)

    def started(number: int) -> object:
        barrier.wait()
        return act(number)

    with ThreadPoolExecutor(CLIENTS) as pool:
        return list(pool.map(started, range(CLIENTS)))


def test_one_members_points_are_held_once(hub: Hub, members: Sequence[MemberId]) -> None:
    """Of many who want the same points as many get some as there are points for."""
    member = members[0]
    with hub.store.begin() as work:
        for number in range(4):
            work.ledger.credit(credit(str(number), member, 25))

    def hold(number: int) -> bool:
        try:
            with hub.store.begin() as work:
                work.members.lock(member)
                work.ledger.hold(Hold(named(f"hold {number}"), member, Points(30), NOW))
        except NotEnoughPoints:
            return False
        return True

    assert sorted(map(bool, together(hold))) == [False] * (CLIENTS - 3) + [True] * 3
    with hub.store.read() as work:
        assert work.ledger.balances(member).spendable == 10
    assert verify_ledger(hub).good


def test_one_act_asked_by_all_at_once_is_one_act(hub: Hub, members: Sequence[MemberId]) -> None:
    """A credit, a hold, a post and a reversal that come six times at once happen once."""
    member = members[0]

    def everything(_number: int) -> Taken:
        with hub.store.begin() as work:
            work.members.lock(member)
            lot = work.ledger.credit(credit("c", member, 50))
            work.ledger.hold(Hold(named("h"), member, Points(20), NOW))
            work.ledger.post(named("h"), BAKERY, NOW, Points(15))
            return work.ledger.take_back(
                lot, named("r"), Points(40), NOW, Reason.RETURN, may_go_negative=False
            )

    assert set(together(everything)) == {
        Taken(Points(35), Points(0), Points(0), Points(5), Points(0))
    }
    with hub.store.read() as work:
        assert work.ledger.balances(member).confirmed == 0
        assert work.ledger.balance_of(Account(AccountKind.REDEEMED, BAKERY)) == 15
    assert verify_ledger(hub).good


def test_a_hold_ends_in_one_way(hub: Hub, members: Sequence[MemberId]) -> None:
    """Of those who post and those who release one side wins; the other is told."""
    member = members[0]
    with hub.store.begin() as work:
        work.ledger.credit(credit("c", member, 50))
        work.ledger.hold(Hold(named("h"), member, Points(20), NOW))

    def end(number: int) -> str:
        try:
            with hub.store.begin() as work:
                work.members.lock(member)
                if number % 2:
                    work.ledger.post(named("h"), BAKERY, NOW)
                    return "posted"
                work.ledger.release(named("h"), NOW)
                return "released"
        except TransferMismatch:
            return "told"

    outcomes = together(end)
    assert outcomes.count("told") == CLIENTS // 2
    assert len(set(outcomes)) == 2
    assert verify_ledger(hub).good


def test_even_without_the_members_lock_the_database_holds(
    hub: Hub, members: Sequence[MemberId]
) -> None:
    """Who forgets the lock meets the constraints: no floor is passed, no hold ends twice."""
    member = members[0]
    with hub.store.begin() as work:
        work.ledger.credit(credit("c", member, 50))

    def careless(number: int) -> bool:
        try:
            with hub.store.begin() as work:
                work.ledger.hold(Hold(named(f"h{number}"), member, Points(20), NOW))
                work.ledger.post(named(f"h{number}"), BAKERY, NOW)
        except (NotEnoughPoints, TransferMismatch):
            return False
        return True

    assert sum(map(bool, together(careless))) <= 2
    assert verify_ledger(hub).good


def test_the_partners_shortfall_is_bounded(hub: Hub, members: Sequence[MemberId]) -> None:
    """Reversals of many members at once never book more than the partner's bound."""
    lots: dict[MemberId, LotId] = {}
    with hub.store.begin() as work:
        for member in members:
            lots[member] = work.ledger.credit(credit(f"c{member}", member, 10))
            work.ledger.hold(Hold(named(f"h{member}"), member, Points(10), NOW))

    def reverse(number: int) -> Taken:
        member = members[number]
        with hub.store.begin() as work:
            work.members.lock(member)
            return work.ledger.take_back(
                lots[member], named(f"r{member}"), Points(10), NOW, Reason.RETURN,
                may_go_negative=False,
            )  # fmt: skip

    taken = [it for it in together(reverse) if isinstance(it, Taken)]
    assert sum(it.shortfall for it in taken) == SHORTFALL_MOST
    assert sum(it.forgiven for it in taken) == CLIENTS * 10 - SHORTFALL_MOST
    assert verify_ledger(hub).good


def test_batches_that_meet_do_not_wait_in_a_ring(
    hub: Hub, engine: Engine, members: Sequence[MemberId]
) -> None:
    """Batches over the same accounts in different orders all come through."""
    confirmed = [Account(AccountKind.CONFIRMED, member).id for member in members]
    issued = Account(AccountKind.ISSUED, BAKERY).id

    def post(number: int) -> None:
        order = confirmed[number:] + confirmed[:number]
        for turn in range(10):
            rows = [
                Transfer(named(f"{number} {turn} {it}"), issued, it, Points(1), NOW, Reason.IMPORT)
                for it in order
            ]
            with engine.begin() as connection:
                post_transfers(connection, rows)

    together(post)
    with hub.store.read() as work:
        assert work.ledger.balances(members[0]).confirmed == CLIENTS * 10


def test_a_batch_that_meets_itself_is_posted_once(
    hub: Hub, engine: Engine, members: Sequence[MemberId]
) -> None:
    """What is known and says the same is done; the rest is new; what differs stops it whole."""
    rows = [
        Transfer(named(f"{it}"), Account(AccountKind.ISSUED, BAKERY).id,
                 Account(AccountKind.CONFIRMED, member).id, Points(5), NOW, Reason.IMPORT)
        for it, member in enumerate(members)
    ]  # fmt: skip
    for some in (rows[:2], rows[1:4], rows, rows):
        with engine.begin() as connection:
            post_transfers(connection, some)
    other = replace(rows[0], amount=Points(6))
    fresh = replace(rows[1], id=named("fresh"))
    with pytest.raises(TransferMismatch), engine.begin() as connection:
        post_transfers(connection, [fresh, other])
    with hub.store.read() as work:
        assert [work.ledger.balances(it).confirmed for it in members] == [5] * len(members)
    assert verify_ledger(hub).unsealed == len(rows)


def test_sealing_beside_writers_leaves_nothing_out(hub: Hub, members: Sequence[MemberId]) -> None:
    """A seq that is given out early and committed late is in a block all the same."""
    done = Event()

    def write(number: int) -> None:
        if number == 0:
            while not done.is_set():
                seal_ledger(hub, most=7)
            return
        for turn in range(15):
            with hub.store.begin() as work:
                work.members.lock(members[number])
                work.ledger.credit(credit(f"{number} {turn}", members[number], 5))
        if number == 1:
            done.set()

    together(write)
    assert verify_ledger(hub).good
    seal_ledger(hub)
    report = verify_ledger(hub)
    assert (report.good, report.entries, report.unsealed) == (True, 15 * (CLIENTS - 1), 0)


def test_a_long_writer_is_not_waited_for(hub: Hub, members: Sequence[MemberId]) -> None:
    """While a transaction stays open nothing is sealed, and nobody waits for the sealer."""
    with hub.store.begin() as work:
        work.ledger.credit(credit("early", members[0], 5))
        assert seal_ledger(hub) == 0
        with hub.store.begin() as other:
            other.ledger.credit(credit("beside", members[1], 5))
    assert seal_ledger(hub) == 1
    assert verify_ledger(hub).entries == 2


def test_the_floor_is_the_databases_too(
    engine: Engine, hub: Hub, members: Sequence[MemberId]
) -> None:
    """A transfer that no lot covers is refused by the account's own floor, whole."""
    rows = [
        Transfer(named("a"), Account(AccountKind.CONFIRMED, members[0]).id,
                 Account(AccountKind.BREAKAGE, BAKERY).id, Points(1), NOW, Reason.EXPIRY),
        Transfer(named("b"), Account(AccountKind.ISSUED, BAKERY).id,
                 Account(AccountKind.CONFIRMED, members[1]).id, Points(1), NOW, Reason.CLAIM),
    ]  # fmt: skip
    for some in (rows[:1], rows):
        with pytest.raises(NotEnoughPoints), engine.begin() as connection:
            post_transfers(connection, some)
    with engine.connect() as connection:
        assert connection.execute(text("SELECT count(*) FROM transfers")).scalar_one() == 0
    assert verify_ledger(hub).good
