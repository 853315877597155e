"""Posting into the ledger against the public pgledger functions, in interleaved rounds.

Both on one PostgreSQL with its real fsync, the same shape of work: transfers from ten partners to
ten thousand members, one a transaction, then a hundred a transaction. Ours goes through
SQLAlchemy as the hub does, the peer through psycopg alone, one statement in autocommit, which is
the best it can have. Its SQL is given by path and never kept.
"""

import argparse
import statistics
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import count
from pathlib import Path
from typing import Final

import psycopg
from sqlalchemy import Engine

from contracts.wire.units import Points, UnixTime
from hub.adapters.database.engine import open_engine
from hub.adapters.database.ledger import DatabaseLedger
from hub.adapters.database.migrations import migrate
from hub.adapters.database.posting import post_transfers
from hub.core.accounts import Account, AccountKind
from hub.core.ids import MemberId, PartnerId, TransferId
from hub.core.policy import Policy
from hub.core.ports.ledger import Credit, Reason
from hub.core.transfers import Transfer
from tests.hub.databases import PostgresServer, running_server

PARTNERS: Final = 10
MEMBERS: Final = 10_000
SINGLES: Final = 100
BATCHES: Final = 4
BATCH: Final = 100
WARM_UP: Final = 3
ROUNDS: Final = 15
NOW: Final = UnixTime(1_800_000_000)
_STEP: Final = 7_919
"""Prime, so that members follow each other in no order, the same in each run."""
_numbers = count()
Post = Callable[[], None]


@dataclass(frozen=True, slots=True)
class Move:
    """One posting of the work, for either side."""

    number: int
    partner: int
    member: int
    points: int

    @property
    def transfer(self) -> Transfer:
        """Return it as ours."""
        return Transfer(
            self.name, Account(AccountKind.ISSUED, self.partner).id,
            Account(AccountKind.CONFIRMED, self.member).id, Points(self.points), NOW,
            Reason.CLAIM, f"7/{self.number}",
        )  # fmt: skip

    @property
    def credit(self) -> Credit:
        """Return it as what the hub does: a transfer with its lot."""
        return Credit(
            self.name, MemberId(self.member), PartnerId(self.partner), Points(self.points), NOW,
            UnixTime(NOW + 365 * 86_400), Reason.CLAIM, confirmed=True,
            reference=f"7/{self.number}",
        )  # fmt: skip

    @property
    def name(self) -> TransferId:
        """Return an id as unordered as real ones."""
        return TransferId((self.number * 0x9E3779B97F4A7C15F39CC0605CEDC835 % 2**128).to_bytes(16))


def moves(count_of: int) -> list[Move]:
    """Return the next *count_of* postings."""
    numbers = [next(_numbers) for _ in range(count_of)]
    return [Move(it, it % PARTNERS + 1, it * _STEP % MEMBERS + 1, it % 90 + 10) for it in numbers]


class Ours:
    """The hub's ledger."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        with engine.begin() as connection:
            ledger = DatabaseLedger(connection, Policy())
            for partner in range(1, PARTNERS + 1):
                ledger.open_partner(PartnerId(partner), Points(0))
            for member in range(1, MEMBERS + 1):
                ledger.open_member(MemberId(member))

    def look(self) -> None:
        """Do what autovacuum does within a minute: else the planner takes tables for empty ones."""
        with self._engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            connection.exec_driver_sql("VACUUM ANALYZE")
            # Of the whole server: what was done before is not written while we measure.
            connection.exec_driver_sql("CHECKPOINT")

    def post(self, part: Sequence[Move]) -> Post:
        """Return what posts *part* in one transaction, as a use case has it in hand."""
        transfers = [it.transfer for it in part]

        def do() -> None:
            with self._engine.begin() as connection:
                post_transfers(connection, transfers)

        return do

    def credit(self, part: Sequence[Move]) -> Post:
        """Return what gives *part* as lots in one transaction."""
        credits_ = [it.credit for it in part]

        def do() -> None:
            with self._engine.begin() as connection:
                DatabaseLedger(connection, Policy()).credit_all(credits_)

        return do


class Peer:
    """The pgledger functions, from its own SQL file."""

    def __init__(self, url: str, sql: Path) -> None:
        self._connection = psycopg.connect(url, autocommit=True)
        self._connection.execute(sql.read_bytes())
        self._partners = self._accounts("partner", PARTNERS)
        self._members = self._accounts("member", MEMBERS)

    def post(self, part: Sequence[Move]) -> Post:
        """Return what posts *part* in one transaction; accounts and amounts are in hand."""
        asked = [(*self._pair(it), it.points) for it in part]

        def one() -> None:
            statement = "SELECT id FROM pgledger_create_transfer(%s, %s, %s)"
            self._connection.execute(statement, asked[0])

        def many() -> None:
            rows = ",".join(f'"({debit},{credit},{points})"' for debit, credit, points in asked)
            statement = "SELECT id FROM pgledger_create_transfers(%s::transfer_request[])"
            self._connection.execute(statement, (f"{{{rows}}}",))

        return one if len(part) == 1 else many

    def look(self) -> None:
        """Do what autovacuum does within a minute: else the planner takes tables for empty ones."""
        self._connection.execute("VACUUM ANALYZE")

    def close(self) -> None:
        """Close its connection."""
        self._connection.close()

    def _pair(self, move: Move) -> tuple[str, str]:
        return self._partners[move.partner - 1], self._members[move.member - 1]

    def _accounts(self, name: str, number: int) -> list[str]:
        with self._connection.transaction():
            return [
                str(
                    self._connection.execute(
                        "SELECT id FROM pgledger_create_account(%s, 'PTS')", (f"{name} {it}",)
                    ).fetchall()[0][0]
                )
                for it in range(number)
            ]


def measured(engine: Engine, url: str, pgledger: Path | None) -> dict[str, object]:
    """Return postings a second of both sides on the server at *url*, and their ratios."""
    ours = Ours(engine)
    peer = None if pgledger is None else Peer(url, pgledger)
    sides: dict[str, Callable[[Sequence[Move]], Post]] = {"ours": ours.post, "lots": ours.credit}
    if peer is not None:
        sides["peer"] = peer.post
    single: dict[str, list[float]] = {name: [] for name in sides}
    batch: dict[str, list[float]] = {name: [] for name in sides}
    for number in range(WARM_UP + ROUNDS):
        if number == WARM_UP:
            ours.look()
            if peer is not None:
                peer.look()
        # Who goes first changes, so that none always meets the same state of the disk.
        for name in sorted(sides, reverse=bool(number % 2)):
            one, many = _rate(sides[name], SINGLES, 1), _rate(sides[name], BATCHES, BATCH)
            if number >= WARM_UP:
                single[name].append(one)
                batch[name].append(many)
    if peer is not None:
        peer.close()
    return {
        "posting_per_s": _middle(single["ours"]),
        "credit_per_s": _middle(single["lots"]),
        "posting_batch_per_s": _middle(batch["ours"]),
        "credit_batch_per_s": _middle(batch["lots"]),
        "pgledger_single_per_s": _middle(single.get("peer", [])),
        "pgledger_batch_per_s": _middle(batch.get("peer", [])),
        "posting_ratio": _ratio(single["ours"], single.get("peer")),
        "credit_ratio": _ratio(single["lots"], single.get("peer")),
        "posting_batch_ratio": _ratio(batch["ours"], batch.get("peer")),
        "credit_batch_ratio": _ratio(batch["lots"], batch.get("peer")),
    }


def run(pgledger: Path | None = None) -> dict[str, object]:
    """Measure on a PostgreSQL of our own, durable as in production."""
    with running_server() as server:
        return run_on(server, pgledger)


def run_on(server: PostgresServer, pgledger: Path | None) -> dict[str, object]:
    """Measure on *server*, in a database of its own for each side."""
    engine = open_engine(server.new_database())
    migrate(engine)
    found = measured(engine, server.new_database(), pgledger)
    engine.dispose()
    return found


def add_options(reader: argparse.ArgumentParser) -> None:
    """Add what this bench can be told."""
    reader.add_argument("--pgledger", type=Path, help="the SQL file of the public pgledger")


def _rate(side: Callable[[Sequence[Move]], Post], times: int, size: int) -> float:
    work = [side(moves(size)) for _ in range(times)]
    begun = time.perf_counter()
    for post in work:
        post()
    return times * size / (time.perf_counter() - begun)


def _middle(rates: Sequence[float]) -> int | None:
    return round(statistics.median(rates)) if rates else None


def _ratio(ours: Sequence[float], theirs: Sequence[float] | None) -> float | None:
    if not theirs:
        return None
    return round(statistics.median(a / b for a, b in zip(ours, theirs, strict=True)), 2)
