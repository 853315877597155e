"""The Sponsoring port over the database."""

from sqlalchemy import Connection, func, insert, select, update

from contracts.wire.units import UnixTime
from hub.adapters.database.tables.chain import (
    batch_claims,
    claim_batches,
    claimed,
    leaves,
    settlement,
)
from hub.adapters.database.upsert import inserting
from hub.core.ports.sponsoring import BatchState, ClaimBatch


class DatabaseSponsoring:
    """Claims that the programme pushes, in the tables of one transaction."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def unclaimed(self, epoch: int, limit: int) -> list[tuple[str, int]]:
        """Return wallets that had more issued at *epoch* than they are known to have claimed."""
        issued = func.max(leaves.c.cumulative)
        busy = (
            select(batch_claims.c.wallet)
            .join(claim_batches, claim_batches.c.number == batch_claims.c.batch)
            .where(claim_batches.c.state == BatchState.STORED.value)
        )
        asked = (
            select(leaves.c.wallet, issued)
            .outerjoin(claimed, claimed.c.wallet == leaves.c.wallet)
            .where(leaves.c.epoch <= epoch, leaves.c.wallet.not_in(busy))
            .group_by(leaves.c.wallet, claimed.c.cumulative)
            .having(issued > func.coalesce(claimed.c.cumulative, 0))
            .order_by(func.max(leaves.c.epoch), leaves.c.wallet)
            .limit(limit)
        )
        return [(wallet, int(points)) for wallet, points in self._connection.execute(asked)]

    def note_claimed(self, wallet: str, cumulative: int, at: UnixTime) -> None:
        """Note what a wallet has claimed so far: it only grows."""
        adding = inserting(self._connection, claimed)
        adding = adding.values(wallet=wallet, cumulative=cumulative, seen_at=at)
        change = adding.on_conflict_do_update(
            index_elements=["wallet"],
            set_={"cumulative": adding.excluded.cumulative, "seen_at": adding.excluded.seen_at},
            where=claimed.c.cumulative < adding.excluded.cumulative,
        )
        self._connection.execute(change)

    def claimed(self, wallet: str) -> int:
        """Return what a wallet is known to have claimed."""
        asked = select(claimed.c.cumulative).where(claimed.c.wallet == wallet)
        return self._connection.execute(asked).scalar_one_or_none() or 0

    def spent(self, since: UnixTime) -> int:
        """Return nanoTON that batches since then were given."""
        asked = select(func.coalesce(func.sum(claim_batches.c.cost), 0))
        asked = asked.where(claim_batches.c.created_at >= since)
        return int(self._connection.execute(asked).scalar_one())

    def next_query(self) -> int:
        """Return how many messages the sponsor's wallet was given before this one."""
        given = self._connection.execute(select(settlement.c.query)).scalar_one()
        self._connection.execute(update(settlement).values(query=given + 1))
        return int(given)

    def add(self, batch: ClaimBatch) -> None:
        """Store a batch before it is sent."""
        made = self._connection.execute(
            insert(claim_batches)
            .values(
                query=batch.query, boc=batch.boc, created_at=batch.created_at,
                valid_until=batch.valid_until, cost=batch.cost, state=BatchState.STORED.value,
            )
            .returning(claim_batches.c.number)
        )  # fmt: skip
        number = made.scalar_one()
        rows = [{"batch": number, "wallet": wallet, "cumulative": points}
                for wallet, points in batch.claims.items()]  # fmt: skip
        self._connection.execute(insert(batch_claims), rows)

    def open(self) -> list[ClaimBatch]:
        """Return the batches whose outcome is not known."""
        asked = select(claim_batches).where(claim_batches.c.state == BatchState.STORED.value)
        found = self._connection.execute(asked.order_by(claim_batches.c.number)).all()
        return [
            ClaimBatch(
                row.number, row.query, row.boc, UnixTime(row.created_at),
                UnixTime(row.valid_until), row.cost, self._claims(row.number),
            )
            for row in found
        ]  # fmt: skip

    def end(self, number: int, state: BatchState, at: UnixTime) -> None:
        """Note how a batch ended."""
        change = update(claim_batches).where(claim_batches.c.number == number)
        self._connection.execute(change.values(state=state.value, ended_at=at))

    def _claims(self, batch: int) -> dict[str, int]:
        asked = select(batch_claims.c.wallet, batch_claims.c.cumulative)
        rows = self._connection.execute(asked.where(batch_claims.c.batch == batch))
        return {row.wallet: row.cumulative for row in rows}
