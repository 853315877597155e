"""Webhooks and deliveries in the database."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, and_, delete, func, insert, select, update

from contracts.wire.units import UnixTime
from hub.adapters.database.tables.running import deliveries, webhooks
from hub.adapters.database.upsert import inserting
from hub.core.ids import PartnerId
from hub.core.webhooks import Delivery, DeliveryState, Webhook


class DatabaseWebhooks:
    """The Webhooks port within one transaction."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def add(self, webhook: Webhook) -> int:
        """Add a webhook, whose id is not looked at, and return its id."""
        row = {**_changing(webhook), "partner": webhook.partner, "created_at": webhook.created_at}
        added = self._connection.execute(insert(webhooks).values(row).returning(webhooks.c.id))
        return int(added.scalar_one())

    def get(self, webhook: int) -> Webhook | None:
        """Return a webhook."""
        return self._one(select(webhooks).where(webhooks.c.id == webhook))

    def lock(self, webhook: int) -> Webhook | None:
        """Return a webhook whose row nobody else changes until this transaction ends."""
        return self._one(select(webhooks).where(webhooks.c.id == webhook).with_for_update())

    def of_partner(self, partner: PartnerId) -> list[Webhook]:
        """Return a partner's webhooks, by id."""
        return self._all(select(webhooks).where(webhooks.c.partner == partner))

    def active(self) -> list[Webhook]:
        """Return all webhooks that want to be told, by id."""
        return self._all(select(webhooks).where(webhooks.c.active))

    def change(self, webhook: Webhook) -> None:
        """Store a webhook's address, kinds, salt, state and place in the feed."""
        mine = webhooks.c.id == webhook.id
        self._connection.execute(update(webhooks).where(mine).values(_changing(webhook)))

    def remove(self, webhook: int) -> None:
        """Remove a webhook and what was still to be told to it."""
        self._connection.execute(delete(deliveries).where(deliveries.c.webhook == webhook))
        self._connection.execute(delete(webhooks).where(webhooks.c.id == webhook))

    def plan(self, webhook: int, positions: list[int], at: UnixTime) -> None:
        """Note that these happenings are to be told; doing it twice is doing it once."""
        if not positions:
            return
        waiting = {"webhook": webhook, "state": DeliveryState.WAITING.value, "next_at": at}
        rows = [{**waiting, "feed": position} for position in positions]
        new = inserting(self._connection, deliveries).values(rows).on_conflict_do_nothing()
        self._connection.execute(new)

    def due(self, now: UnixTime, limit: int, each: int) -> list[Delivery]:
        """Return deliveries that are due, at most *each* of one webhook, the oldest first."""
        place = func.row_number().over(
            partition_by=deliveries.c.webhook, order_by=deliveries.c.feed
        )
        waiting = deliveries.c.state == DeliveryState.WAITING.value
        ranked = select(deliveries, place.label("place")).where(
            waiting, deliveries.c.next_at <= now
        )
        found = ranked.subquery()
        query = select(found).where(found.c.place <= each).order_by(found.c.feed).limit(limit)
        return [_delivery(row) for row in self._connection.execute(query).mappings()]

    def take(self, delivery: Delivery, until: UnixTime) -> bool:
        """Take a delivery that is still as it was read, so that nobody else tries it till then."""
        same = and_(
            _of(delivery.webhook, delivery.position),
            deliveries.c.state == DeliveryState.WAITING.value,
            deliveries.c.attempts == delivery.attempts,
            deliveries.c.next_at == delivery.next_at,
        )
        taken = update(deliveries).where(same).values(attempts=delivery.attempts + 1, next_at=until)
        return self._connection.execute(taken).rowcount == 1

    def note(self, delivery: Delivery, state: DeliveryState, next_at: UnixTime, last: str) -> None:
        """Note what came of an attempt."""
        mine = _of(delivery.webhook, delivery.position)
        noted = {"state": state.value, "next_at": next_at, "last": last}
        self._connection.execute(update(deliveries).where(mine).values(noted))

    def deliveries(self, webhook: int, before: int, limit: int) -> list[Delivery]:
        """Return a webhook's deliveries below *before* (0: all), the newest first."""
        query = select(deliveries).where(deliveries.c.webhook == webhook)
        if before:
            query = query.where(deliveries.c.feed < before)
        found = self._connection.execute(query.order_by(deliveries.c.feed.desc()).limit(limit))
        return [_delivery(row) for row in found.mappings()]

    def again(self, webhook: int, position: int, at: UnixTime) -> bool:
        """Let a delivery begin anew; False when there is none."""
        anew = {"state": DeliveryState.WAITING.value, "attempts": 0, "next_at": at}
        changed = update(deliveries).where(_of(webhook, position)).values(anew)
        return self._connection.execute(changed).rowcount == 1

    def waiting(self) -> int:
        """Return how many deliveries are still to be made."""
        state = deliveries.c.state == DeliveryState.WAITING.value
        return int(self._connection.execute(select(func.count()).where(state)).scalar_one())

    def forget(self, before: int, limit: int) -> int:
        """Remove at most *limit* finished deliveries of happenings below *before*."""
        done = deliveries.c.state != DeliveryState.WAITING.value
        old = select(deliveries.c.id).where(done, deliveries.c.feed < before).limit(limit)
        ids = self._connection.execute(old).scalars().all()
        self._connection.execute(delete(deliveries).where(deliveries.c.id.in_(ids)))
        return len(ids)

    def _one(self, query: Select[Any]) -> Webhook | None:
        row = self._connection.execute(query).mappings().first()
        return None if row is None else _webhook(row)

    def _all(self, query: Select[Any]) -> list[Webhook]:
        found = self._connection.execute(query.order_by(webhooks.c.id))
        return [_webhook(row) for row in found.mappings()]


def _of(webhook: int, position: int) -> ColumnElement[bool]:
    return and_(deliveries.c.webhook == webhook, deliveries.c.feed == position)


def _changing(webhook: Webhook) -> dict[str, object]:
    return {
        "url": webhook.url,
        "secret": webhook.salt,
        "kinds": list(webhook.kinds),
        "active": webhook.active,
        "feed_after": webhook.feed_after,
    }


def _webhook(row: Mapping[str, Any] | Any) -> Webhook:
    return Webhook(
        id=row["id"],
        partner=PartnerId(row["partner"]),
        url=row["url"],
        salt=bytes(row["secret"]),
        kinds=tuple(row["kinds"]),
        active=row["active"],
        feed_after=row["feed_after"],
        created_at=UnixTime(row["created_at"]),
    )


def _delivery(row: Mapping[str, Any] | Any) -> Delivery:
    return Delivery(
        webhook=row["webhook"],
        position=row["feed"],
        state=DeliveryState(row["state"]),
        attempts=row["attempts"],
        next_at=UnixTime(row["next_at"]),
        last=row["last"],
    )
