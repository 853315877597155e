"""The PartnerShares port over the database."""

from collections.abc import Mapping

from sqlalchemy import Connection, func, insert, select, update

from contracts.wire.units import UnixTime
from hub.adapters.database.tables.access import partners
from hub.adapters.database.tables.chain import share_epochs, share_leaves, share_standings
from hub.adapters.database.tables.running import clearing
from hub.adapters.database.upsert import inserting
from hub.core.almaty import day_from_number
from hub.core.ids import PartnerId
from hub.core.ports.settlement import EpochState
from hub.core.settlement.shares import Shares, Standing


class DatabaseShares:
    """What partners are paid on chain, in the tables of one transaction."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def netted(self, until: int) -> list[tuple[PartnerId, PartnerId, int]]:
        """Return issuer, taker and points of clearing for all days up to day *until*."""
        asked = (
            select(clearing.c.issuer, clearing.c.taker, func.sum(clearing.c.points))
            .where(clearing.c.day <= day_from_number(until).isoformat())
            .group_by(clearing.c.issuer, clearing.c.taker)
        )
        rows = self._connection.execute(asked)
        return [(PartnerId(it[0]), PartnerId(it[1]), int(it[2])) for it in rows]

    def standings(self) -> dict[PartnerId, Standing]:
        """Return what partners have been found to be owed; the mark is locked already."""
        rows = self._connection.execute(select(share_standings))
        return {PartnerId(it.partner): Standing(PartnerId(it.partner), it.peak, it.waiting)
                for it in rows}  # fmt: skip

    def stand(self, standing: Standing) -> None:
        """Store what a partner has been found to be owed."""
        values = {"peak": standing.peak, "waiting": standing.waiting}
        adding = inserting(self._connection, share_standings)
        adding = adding.values(partner=standing.partner, **values)
        change = adding.on_conflict_do_update(index_elements=["partner"], set_=values)
        self._connection.execute(change)

    def wallets(self) -> dict[PartnerId, str]:
        """Return the partners' wallets."""
        asked = select(partners.c.id, partners.c.wallet).where(partners.c.wallet.is_not(None))
        return {PartnerId(it.id): it.wallet for it in self._connection.execute(asked)}

    def leaves(self, epoch: int) -> list[tuple[str, int]]:
        """Return each wallet's cumulative nanoTON at *epoch*."""
        asked = select(share_leaves.c.wallet, func.max(share_leaves.c.cumulative))
        asked = asked.where(share_leaves.c.epoch <= epoch).group_by(share_leaves.c.wallet)
        return [(wallet, int(nano)) for wallet, nano in self._connection.execute(asked)]

    def last(self) -> tuple[Shares, EpochState] | None:
        """Return what was stated last."""
        asked = select(share_epochs).order_by(share_epochs.c.epoch.desc()).limit(1)
        row = self._connection.execute(asked).one_or_none()
        if row is None:
            return None
        return Shares(row.epoch, row.root, row.total), EpochState(row.state)

    def shares(self, epoch: int) -> Shares | None:
        """Return what one epoch states."""
        asked = select(share_epochs).where(share_epochs.c.epoch == epoch)
        row = self._connection.execute(asked).one_or_none()
        return None if row is None else Shares(row.epoch, row.root, row.total)

    def add(self, shares: Shares, leaves: Mapping[str, int], at: UnixTime) -> None:
        """Store what the next message states."""
        self._connection.execute(
            insert(share_epochs).values(
                epoch=shares.epoch, root=shares.root, total=shares.total,
                state=EpochState.STORED.value, stored_at=at,
            )
        )  # fmt: skip
        rows = [{"wallet": wallet, "epoch": shares.epoch, "cumulative": nano}
                for wallet, nano in leaves.items()]  # fmt: skip
        self._connection.execute(insert(share_leaves), rows)

    def confirm(self, epoch: int, at: UnixTime) -> None:
        """Note that the chain states it."""
        change = update(share_epochs).where(share_epochs.c.epoch == epoch)
        self._connection.execute(change.values(state=EpochState.CONFIRMED.value, confirmed_at=at))
