"""Sealing and checking: a ledger that anyone altered says so, and where."""

import hashlib

import pytest
from sqlalchemy import Engine, text
from sqlalchemy.exc import IntegrityError

from contracts.wire.units import Points, UnixTime
from hub.adapters.database.guards import FROZEN, FROZEN_COLUMNS, add_guards, drop_guards
from hub.adapters.database.store import DatabaseStore
from hub.core.accounts import Account, AccountKind
from hub.core.blocks import Head
from hub.core.findings import Report, Wrong
from hub.core.ids import MemberId, PartnerId, TransferId
from hub.core.ports.hub import Hub
from hub.core.ports.ledger import Credit, Hold, Reason
from hub.usecases.seal import ledger_head, seal_ledger
from hub.usecases.verify import trial_balance, verify_ledger
from tests.hub.adapters.database.one_transaction import OneTransaction
from tests.hub.hubs import hub_on

BAKERY = PartnerId(1)
MEMBERS = [MemberId(number) for number in range(1, 4)]
NOW = UnixTime(1_800_000_000)
LATER = UnixTime(NOW + 1_000_000)


def named(name: str) -> TransferId:
    """Return a transfer id for *name*."""
    return TransferId(hashlib.sha256(name.encode()).digest()[:16])


def credit(name: str, member: MemberId, points: int) -> Credit:
    """Return a credit of *points*, confirmed."""
    return Credit(
        named(name), member, BAKERY, Points(points), NOW, LATER, Reason.CLAIM, confirmed=True
    )


@pytest.fixture
def hub(store: DatabaseStore) -> Hub:
    """Return a hub with some history: credits, a hold that was posted, one that is open."""
    with store.begin() as work:
        work.ledger.open_partner(BAKERY, Points(100))
        for member in MEMBERS:
            work.ledger.open_member(member)
            for number in range(3):
                work.ledger.credit(credit(f"{member} {number}", member, 10 + number))
        work.ledger.hold(Hold(named("posted"), MEMBERS[0], Points(15), NOW))
        work.ledger.post(named("posted"), BAKERY, NOW, Points(12))
        work.ledger.hold(Hold(named("open"), MEMBERS[1], Points(11), NOW))
    return hub_on(store)


TOUCH = "UPDATE transfers SET {} WHERE seq = 7"


def found(report: Report) -> list[tuple[Wrong, int | None]]:
    """Return what is wrong with entries, and with which."""
    return [(it.wrong, it.seq) for it in report.findings if it.seq is not None]


def tamper(engine: Engine, *statements: str, keep: bool = True) -> None:
    """Change the database as its owner could, past the guards; they stay away unless *keep*."""
    with engine.begin() as connection:
        drop_guards(connection)
        for statement in statements:
            connection.execute(text(statement))
        if keep:
            add_guards(connection)


def report_after(engine: Engine, statement: str) -> Report:
    """Return what a check finds after *statement*, which is undone then."""
    with engine.connect() as connection:
        connection.execute(text(statement))
        report = verify_ledger(hub_on(OneTransaction(connection)))
        connection.rollback()
    return report


def test_an_honest_ledger_is_good_sealed_or_not(hub: Hub) -> None:
    """Nothing is wrong before the first block, after it, and with entries above it."""
    report = verify_ledger(hub)
    assert (report.good, report.blocks, report.entries, report.unsealed) == (True, 0, 0, 13)
    assert ledger_head(hub) is None
    assert seal_ledger(hub, most=5) == 3
    assert seal_ledger(hub) == 0
    head = ledger_head(hub)
    assert head is not None
    with hub.store.begin() as work:
        work.ledger.credit(credit("more", MEMBERS[0], 7))
    report = verify_ledger(hub, [head])
    assert (report.findings, report.blocks, report.entries, report.unsealed) == ((), 3, 13, 1)
    assert "Nothing is wrong." in report.to_text()
    assert report.to_json()["good"] is True
    assert seal_ledger(hub) == 1
    assert verify_ledger(hub, [head]).good


def test_hot_balances_count_what_is_not_sealed_yet(hub: Hub) -> None:
    """What a partner owes is the same before its block and after it."""
    issued = Account(AccountKind.ISSUED, BAKERY)
    before = trial_balance(hub)
    with hub.store.read() as work:
        assert work.ledger.balance_of(issued) == -99
    seal_ledger(hub, most=4)
    with hub.store.read() as work:
        assert work.ledger.balance_of(issued) == -99
    assert trial_balance(hub) == before
    assert sum(row.balance for row in before) == 0


def test_an_entry_that_was_touched_is_named(hub: Hub, engine: Engine) -> None:
    """The first entry that is not what was sealed is named, whatever was done to it."""
    seal_ledger(hub, most=5)
    tamper(engine, keep=False)
    for change in (
        "amount = amount + 1", "at = at + 1", "reference = 'x'", "reason = 'none of ours'",
        "debit = debit + 16", "credit = -1", "phase = 1", "id = 'x'",
    ):  # fmt: skip
        report = report_after(engine, TOUCH.format(change))
        assert found(report) == [(Wrong.ALTERED, 7)], change
    report = report_after(engine, "DELETE FROM transfers WHERE seq = 7")
    assert found(report) == [(Wrong.REMOVED, 7)]
    assert report.first_entry is not None
    assert report.first_entry.block == 2


def test_an_entry_that_was_slipped_in_is_named(hub: Hub, engine: Engine) -> None:
    """An entry below the last block that no block sealed is named, in a block or between two."""
    tamper(engine, "UPDATE transfers SET seq = seq + 100 WHERE seq > 5",
           "UPDATE transfers SET seq = seq + 100 WHERE seq > 108")  # fmt: skip
    seal_ledger(hub, most=5)
    row = "SELECT {0}, '{0}', 21, 17, 5, 0, 'claim', 1"
    into = "INSERT INTO transfers (seq, id, debit, credit, amount, phase, reason, at) "
    tamper(engine, into + row.format(50), into + row.format(150))
    report = verify_ledger(hub)
    assert found(report) == [(Wrong.SLIPPED_IN, 50), (Wrong.SLIPPED_IN, 150)]
    assert any(it.wrong is Wrong.BALANCE for it in report.findings)


def test_two_entries_that_changed_places_are_named(hub: Hub, engine: Engine) -> None:
    """Order is sealed as well."""
    seal_ledger(hub)
    move = "UPDATE transfers SET seq = {} WHERE seq = {}"
    tamper(engine, move.format(1000, 7), move.format(7, 8), move.format(8, 1000))
    assert found(verify_ledger(hub)) == [(Wrong.ALTERED, 7), (Wrong.ALTERED, 8)]


TOUCHED = [
    ("UPDATE blocks SET sealed_at = sealed_at + 1 WHERE number = 2", Wrong.CHAIN),
    ("UPDATE blocks SET previous = root WHERE number = 2", Wrong.CHAIN),
    ("DELETE FROM blocks WHERE number = 2", Wrong.CHAIN),
    ("DELETE FROM blocks WHERE number = 1", Wrong.CHAIN),
    ("UPDATE blocks SET leaves = root WHERE number = 2", Wrong.LEAVES),
    ("UPDATE accounts SET balance = balance + 1 WHERE id = 17", Wrong.BALANCE),
    ("UPDATE accounts SET balance = balance + 1 WHERE id = 21", Wrong.BALANCE),
    ("UPDATE accounts SET least = NULL WHERE id = 17", Wrong.FLOOR),
    ("UPDATE accounts SET least = 5 WHERE id = 17", Wrong.FLOOR),
    ("DELETE FROM accounts WHERE id = 17", Wrong.BALANCE),
    ("UPDATE lots SET remaining = remaining - 1 WHERE id = 3", Wrong.LOT),
    ("UPDATE lots SET confirmed = NOT confirmed WHERE id = 5", Wrong.PURSE),
    ("DELETE FROM lots WHERE id = 4", Wrong.LOT),
    ("DELETE FROM lots WHERE id = 5", Wrong.PURSE),
    ("DELETE FROM lot_uses WHERE lot = 4", Wrong.LOT),
    ("UPDATE lot_uses SET amount = amount + 1 WHERE lot = 4", Wrong.LOT),
]


def test_sums_and_chain_tell_what_else_was_touched(hub: Hub, engine: Engine) -> None:
    """Blocks, balances, floors, lots and their uses are all checked against each other."""
    seal_ledger(hub, most=5)
    tamper(engine, keep=False)
    for statement, wrong in TOUCHED:
        report = report_after(engine, statement)
        assert wrong in {it.wrong for it in report.findings}, statement
        assert report.to_text()


def test_an_entry_is_named_where_its_block_was_touched_too(hub: Hub, engine: Engine) -> None:
    """A block whose leaves were altered with an entry says between which it lies."""
    seal_ledger(hub, most=5)
    tamper(
        engine,
        "UPDATE transfers SET amount = amount + 1 WHERE seq = 7",
        "UPDATE blocks SET leaves = root WHERE number = 2",
    )
    assert found(verify_ledger(hub)) == [(Wrong.LEAVES, 6)]


def test_a_past_that_was_written_anew_is_told_by_who_remembers(hub: Hub, engine: Engine) -> None:
    """Whoever deletes blocks and seals again deceives nobody who knows the old head."""
    seal_ledger(hub, most=5)
    remembered = ledger_head(hub)
    assert remembered is not None
    shift = "UPDATE transfers SET at = at + 1 WHERE seq = 7"
    hot = "UPDATE accounts SET balance = 0 WHERE id & 15 BETWEEN 5 AND 8"
    tamper(engine, "DELETE FROM blocks", hot, shift)
    assert [it.wrong for it in verify_ledger(hub, [remembered]).findings] == [Wrong.REWRITTEN]
    seal_ledger(hub, most=5)
    assert verify_ledger(hub).good
    assert [it.wrong for it in verify_ledger(hub, [remembered]).findings] == [Wrong.REWRITTEN]
    assert verify_ledger(hub, [Head(99, bytes(32))]).findings[0].block == 99


def test_a_hold_that_lost_its_points_is_told(hub: Hub, engine: Engine) -> None:
    """What members hold back must be what their open holds come to."""
    tamper(engine, "UPDATE transfers SET phase = 0 WHERE phase = 1 AND credit = 35")
    assert {it.wrong for it in verify_ledger(hub).findings} == {Wrong.HELD}


def test_the_database_keeps_what_was_written(hub: Hub, engine: Engine) -> None:
    """No statement changes or deletes a row of the past, and none changes what a lot was."""
    seal_ledger(hub)
    with hub.store.begin() as work:
        lot = work.ledger.resolve_lot(named("1 0"))
        assert lot is not None
        work.ledger.take_back(lot, named("t"), Points(1), NOW, Reason.RETURN, may_go_negative=False)
    columns = {"lots": "amount = amount + 1", "accounts": "id = id + 16", "blocks": "count = 1",
               "takings": "points = 1"}  # fmt: skip
    for table in (*FROZEN, *FROZEN_COLUMNS):
        change = columns.get(table, "amount = 1")
        refused(engine, " ".join(["UPDATE", table, "SET", change]))
        refused(engine, " ".join(["DELETE FROM", table]))
        if engine.name == "postgresql":
            refused(engine, " ".join(["TRUNCATE", table]))
    assert verify_ledger(hub).good


def refused(engine: Engine, statement: str) -> None:
    """Expect that the database refuses *statement* for breaking one of its rules."""
    with pytest.raises(IntegrityError), engine.begin() as connection:
        connection.execute(text(statement))


INTO_TRANSFERS = "INSERT INTO transfers (id, debit, credit, amount, phase, resolves, reason, at) "
INTO_LOTS = (
    "INSERT INTO lots (source, member, partner, amount, remaining, earned_at, expires_at,"
    " confirmed, spendable, reason) "
)
LOT_AGAIN = "SELECT source, 1, 1, 1, 1, 1, 1, confirmed, spendable, 'claim' FROM lots"
AGAIN = "SELECT {}, debit, credit, amount, phase, {}, reason, at FROM transfers WHERE phase = 3"


RULES_BROKEN = [
    "UPDATE accounts SET balance = -1 WHERE id = 17",
    "UPDATE accounts SET balance = -101 WHERE id = 25",
    "UPDATE lots SET remaining = -1 WHERE id = 1",
    "UPDATE lots SET remaining = amount + 1 WHERE id = 1",
    INTO_TRANSFERS + "VALUES ('x', 17, 17, 5, 0, NULL, 'claim', 1)",
    INTO_TRANSFERS + "VALUES ('x', 17, 33, 0, 0, NULL, 'claim', 1)",
    INTO_TRANSFERS + "VALUES ('x', 17, 33, 5, 3, NULL, 'claim', 1)",
    INTO_TRANSFERS + "VALUES ('x', 17, 33, 5, 0, 'y', 'claim', 1)",
    INTO_TRANSFERS + AGAIN.format("'x'", "resolves"),
    INTO_TRANSFERS + AGAIN.format("id", "'x'"),
    INTO_LOTS + LOT_AGAIN,
]


def test_raw_sql_cannot_break_a_rule(hub: Hub, engine: Engine) -> None:
    """Floors, whole lots, and once-only transfers hold whoever writes."""
    for statement in RULES_BROKEN:
        refused(engine, statement)
    assert verify_ledger(hub).good
