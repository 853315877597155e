"""The Books port: the ledger added up anew by the database, so that memory does not grow."""

from typing import Any, Final

from sqlalchemy import Connection, text

from hub.core.accounts import AccountId, AccountKind
from hub.core.ids import LotId, MemberId, PartnerId
from hub.core.ports.blocks import TrialRow, WrongBalance, WrongLot

_SIDES: Final = """
sealed AS (SELECT coalesce(max(last_seq), 0) AS seq FROM blocks),
sums AS MATERIALIZED (
    SELECT account, CAST(sum(delta) AS bigint) AS total
    FROM (SELECT debit AS account, -amount AS delta, seq FROM transfers
          UNION ALL SELECT credit, amount, seq FROM transfers) AS sides
    WHERE account & 15 NOT BETWEEN 5 AND 8 OR seq <= (SELECT seq FROM sealed)
    GROUP BY account)
"""
_BALANCES: Final = f"""
WITH {_SIDES}
SELECT accounts.id AS account, balance AS stored, coalesce(total, 0) AS found
FROM accounts LEFT JOIN sums ON sums.account = accounts.id WHERE balance <> coalesce(total, 0)
UNION ALL
SELECT sums.account, NULL, total
FROM sums LEFT JOIN accounts ON accounts.id = sums.account WHERE accounts.id IS NULL
ORDER BY account LIMIT :limit
"""  # noqa: S608 - our own names
# The kinds with a floor: a member's at most zero, a shortfall's at most zero; the others have none.
_FLOORS: Final = """
SELECT id AS account, balance AS stored, coalesce(least, 0) AS found FROM accounts
WHERE balance < least OR least > 0
   OR (least IS NULL) <> (id & 15 BETWEEN 5 AND 8)
   OR (id & 15 = 9 AND balance > 0)
ORDER BY id LIMIT :limit
"""
_LOTS: Final = """
WITH used AS (
    SELECT lots.id, sum(CASE WHEN t.id = lots.source OR t.debit & 15 IN (1, 2) THEN -u.amount
                             WHEN t.credit & 15 IN (1, 2) THEN u.amount ELSE 0 END) AS change
    FROM lot_uses u JOIN lots ON lots.id = u.lot JOIN transfers t ON t.id = u.transfer
    GROUP BY lots.id)
SELECT lots.id AS lot, lots.member, lots.remaining,
       CASE WHEN made.id IS NULL THEN NULL
            ELSE CAST(lots.amount + coalesce(used.change, 0) AS bigint) END AS found
FROM lots LEFT JOIN used ON used.id = lots.id
     LEFT JOIN transfers made ON made.id = lots.source AND made.amount = lots.amount
          AND made.credit / 16 = lots.member
          AND (made.debit = lots.partner * 16 + 5 OR made.debit & 15 = 4)
WHERE made.id IS NULL OR lots.remaining <> lots.amount + coalesce(used.change, 0)
UNION ALL
SELECT NULL, t.credit / 16, 0, t.amount
FROM transfers t LEFT JOIN lots ON lots.source = t.id
WHERE t.debit & 15 IN (4, 5) AND t.credit & 15 IN (1, 2) AND lots.id IS NULL
UNION ALL
SELECT u.lot, coalesce(lots.member, 0), 0, u.amount
FROM lot_uses u LEFT JOIN lots ON lots.id = u.lot LEFT JOIN transfers t ON t.id = u.transfer
WHERE lots.id IS NULL OR t.id IS NULL
ORDER BY lot LIMIT :limit
"""
_COMPARED: Final = """
SELECT accounts.id AS account, balance AS stored, coalesce(total, 0) AS found
FROM accounts LEFT JOIN sums ON sums.account = accounts.id
WHERE {kinds} AND CASE WHEN balance < 0 THEN 0 ELSE balance END <> coalesce(total, 0)
UNION ALL
SELECT sums.account, NULL, total
FROM sums LEFT JOIN accounts ON accounts.id = sums.account WHERE accounts.id IS NULL
ORDER BY account LIMIT :limit
"""
_PURSES: Final = """
WITH sums AS MATERIALIZED (
    SELECT account, CAST(sum(remaining) AS bigint) AS total
    FROM (SELECT member * 16 + CASE WHEN confirmed THEN 1 ELSE 2 END AS account, remaining
          FROM lots WHERE remaining <> 0) AS live
    GROUP BY account)
""" + _COMPARED.format(kinds="accounts.id & 15 IN (1, 2)")  # noqa: S608 - our own names
_HOLDS: Final = """
WITH sums AS MATERIALIZED (
    SELECT credit AS account, CAST(sum(amount) AS bigint) AS total FROM transfers held
    WHERE phase = 1
      AND NOT EXISTS (SELECT 1 FROM transfers ended WHERE ended.resolves = held.id)
    GROUP BY credit)
""" + _COMPARED.format(kinds="accounts.id & 15 = 3")  # noqa: S608 - our own names
_TRIAL: Final = """
WITH tail AS MATERIALIZED (
    SELECT account, sum(delta) AS total
    FROM (SELECT debit AS account, -amount AS delta, seq FROM transfers
          UNION ALL SELECT credit, amount, seq FROM transfers) AS sides
    WHERE account & 15 BETWEEN 5 AND 8
      AND seq > (SELECT coalesce(max(last_seq), 0) FROM blocks)
    GROUP BY account)
SELECT id & 15 AS kind, CASE WHEN id & 15 > 4 THEN id / 16 END AS partner, count(*) AS accounts,
       CAST(sum(balance) + coalesce(sum(tail.total), 0) AS bigint) AS balance
FROM accounts LEFT JOIN tail ON tail.account = accounts.id
GROUP BY 1, 2 ORDER BY 1, 2
"""


class DatabaseBooks:
    """Checks that run in the database."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def wrong_balances(self, limit: int) -> list[WrongBalance]:
        """Return accounts whose balance is not the sum of their transfers."""
        return self._balances(_BALANCES, limit)

    def below_floor(self, limit: int) -> list[WrongBalance]:
        """Return accounts below their floor, or with a floor that their kind does not allow."""
        return self._balances(_FLOORS, limit)

    def wrong_lots(self, limit: int) -> list[WrongLot]:
        """Return lots that do not hold what their transfers leave of them."""
        return [
            WrongLot(
                None if row.lot is None else LotId(row.lot),
                MemberId(row.member),
                row.remaining,
                row.found,
            )
            for row in self._rows(_LOTS, limit=limit)
        ]

    def wrong_purses(self, limit: int) -> list[WrongBalance]:
        """Return members' accounts that do not hold what their lots come to."""
        return self._balances(_PURSES, limit)

    def wrong_holds(self, limit: int) -> list[WrongBalance]:
        """Return members' accounts that do not hold what their open holds come to."""
        return self._balances(_HOLDS, limit)

    def trial(self) -> list[TrialRow]:
        """Return the balances by kind of account and partner, with what is not sealed yet."""
        return [
            TrialRow(
                AccountKind(row.kind),
                None if row.partner is None else PartnerId(row.partner),
                row.accounts,
                row.balance,
            )
            for row in self._rows(_TRIAL)
        ]

    def _balances(self, query: str, limit: int) -> list[WrongBalance]:
        return [
            WrongBalance(AccountId(row.account), row.stored, row.found)
            for row in self._rows(query, limit=limit)
        ]

    def _rows(self, query: str, **parameters: int) -> list[Any]:
        if self._connection.dialect.name == "postgresql":
            # Of millions of transfers a sum takes longer than a request may.
            self._connection.execute(text("SET LOCAL statement_timeout = 0"))
        return list(self._connection.execute(text(query), parameters))
