"""The Logs port over the database: what RedemptionManager said."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Connection, and_, func, select, update

from contracts.wire.units import Points, UnixTime
from hub.adapters.database.tables.access import members
from hub.adapters.database.tables.chain import chain_returns, settlement
from hub.adapters.database.upsert import inserting
from hub.core.ids import MemberId
from hub.core.ports.settlement import BuyingState
from hub.core.settlement.moves import Returned


class DatabaseLogs:
    """What RedemptionManager said, in the tables of one transaction."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def add(self, account: str, logs: Sequence[Returned]) -> int:
        """Store logs, each once, and move the mark; return how many were new."""
        new = 0
        for it in logs:
            adding = inserting(self._connection, chain_returns).values(
                account=account, lt=it.lt, hash=it.hash, sender=it.sender, points=it.points,
                reward=it.reward, nonce=str(it.nonce), at=it.at,
            )  # fmt: skip
            done = adding.on_conflict_do_nothing().returning(chain_returns.c.lt)
            new += self._connection.execute(done).one_or_none() is not None
        if logs:
            last = max(it.lt for it in logs)
            further = update(settlement).where(settlement.c.returns < last)
            self._connection.execute(further.values(returns=last))
        return new

    def waiting(self, limit: int) -> list[tuple[Returned, MemberId]]:
        """Return logs whose wallet is linked and that are not credited, oldest first."""
        asked = (
            select(chain_returns, members.c.id.label("owner"))
            .join(members, members.c.wallet == chain_returns.c.sender)
            .where(chain_returns.c.credited_at.is_(None))
            .order_by(chain_returns.c.lt)
            .limit(limit)
        )
        rows = self._connection.execute(asked)
        return [(_returned(row), MemberId(row.owner)) for row in rows]

    def lock(self, log: Returned) -> bool:
        """Tell whether *log* still waits; nobody else credits it until this transaction ends."""
        asked = select(chain_returns.c.credited_at).where(_is(log)).with_for_update()
        return self._connection.execute(asked).scalar_one() is None

    def credited(self, log: Returned, member: MemberId, at: UnixTime, unmatched: Points) -> None:
        """Note that a log was credited, and what of it found nothing that was out."""
        buying = BuyingState.OPEN.value if log.reward else None
        values = {
            "member": member, "credited_at": at, "unmatched": unmatched, "purchase": buying,
        }  # fmt: skip
        self._connection.execute(update(chain_returns).where(_is(log)).values(values))

    def buying(self, limit: int) -> list[tuple[Returned, MemberId]]:
        """Return credited logs whose rewards are still to be bought, oldest first."""
        asked = select(chain_returns).where(chain_returns.c.purchase == BuyingState.OPEN.value)
        rows = self._connection.execute(asked.order_by(chain_returns.c.lt).limit(limit))
        return [(_returned(row), MemberId(row.member)) for row in rows]

    def bought(self, log: Returned, state: BuyingState) -> None:
        """Note what became of a log's reward."""
        change = update(chain_returns).where(_is(log)).values(purchase=state.value)
        self._connection.execute(change)

    def unknown(self) -> int:
        """Return how many points wait for their wallets to be linked."""
        asked = select(func.coalesce(func.sum(chain_returns.c.points), 0))
        asked = asked.where(chain_returns.c.credited_at.is_(None))
        return int(self._connection.execute(asked).scalar_one())

    def strangers(self, limit: int) -> list[Returned]:
        """Return logs that wait and whose wallets nobody has linked, oldest first."""
        linked = select(members.c.id).where(members.c.wallet == chain_returns.c.sender).exists()
        asked = select(chain_returns).where(chain_returns.c.credited_at.is_(None), ~linked)
        rows = self._connection.execute(asked.order_by(chain_returns.c.lt).limit(limit))
        return [_returned(row) for row in rows]

    def get(self, lt: int) -> Returned | None:
        """Return the log of one transaction of the manager."""
        asked = select(chain_returns).where(chain_returns.c.lt == lt)
        row = self._connection.execute(asked).one_or_none()
        return None if row is None else _returned(row)

    def audited(self) -> int:
        """Return up to which logical time the logs were read a second time."""
        asked = select(settlement.c.audited)
        return self._connection.execute(asked).scalar_one_or_none() or 0

    def audit(self, account: str, logs: Sequence[Returned], until: int) -> Points:
        """Take in what of *logs* was passed over, and return how many points that were."""
        lost = 0
        for it in logs:
            lost += it.points * self.add(account, [it])
        self._connection.execute(update(settlement).values(audited=until))
        return Points(lost)

    def taken(self, until: UnixTime) -> Points:
        """Return how many points the logs said that came until then."""
        asked = select(func.coalesce(func.sum(chain_returns.c.points), 0))
        return Points(
            int(self._connection.execute(asked.where(chain_returns.c.at <= until)).scalar_one())
        )


def _is(log: Returned) -> Any:
    return and_(chain_returns.c.lt == log.lt, chain_returns.c.hash == log.hash)


def _returned(row: Any) -> Returned:
    return Returned(
        row.lt, row.hash, row.sender, Points(row.points), row.reward, int(row.nonce),
        UnixTime(row.at),
    )  # fmt: skip
