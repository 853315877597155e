"""The webhooks of partners, what is still to be told to them, and who carries it there."""

from collections.abc import Mapping
from typing import Protocol

from contracts.wire.units import UnixTime
from hub.core.ids import PartnerId
from hub.core.webhooks import Delivery, DeliveryState, Webhook


class Webhooks(Protocol):
    """Webhooks and deliveries."""

    def add(self, webhook: Webhook) -> int:
        """Add a webhook, whose id is not looked at, and return its id."""
        ...

    def get(self, webhook: int) -> Webhook | None:
        """Return a webhook."""
        ...

    def lock(self, webhook: int) -> Webhook | None:
        """Return a webhook whose row nobody else changes until this transaction ends."""
        ...

    def of_partner(self, partner: PartnerId) -> list[Webhook]:
        """Return a partner's webhooks, by id."""
        ...

    def active(self) -> list[Webhook]:
        """Return all webhooks that want to be told, by id."""
        ...

    def change(self, webhook: Webhook) -> None:
        """Store a webhook's address, kinds, salt, state and place in the feed."""
        ...

    def remove(self, webhook: int) -> None:
        """Remove a webhook and what was still to be told to it."""
        ...

    def plan(self, webhook: int, positions: list[int], at: UnixTime) -> None:
        """Note that these happenings are to be told; doing it twice is doing it once."""
        ...

    def due(self, now: UnixTime, limit: int, each: int) -> list[Delivery]:
        """Return deliveries that are due, at most *each* of one webhook, the oldest first."""
        ...

    def take(self, delivery: Delivery, until: UnixTime) -> bool:
        """Take a delivery that is still as it was read, so that nobody else tries it till then."""
        ...

    def note(self, delivery: Delivery, state: DeliveryState, next_at: UnixTime, last: str) -> None:
        """Note what came of an attempt."""
        ...

    def deliveries(self, webhook: int, before: int, limit: int) -> list[Delivery]:
        """Return a webhook's deliveries below *before* (0: all), the newest first."""
        ...

    def again(self, webhook: int, position: int, at: UnixTime) -> bool:
        """Let a delivery begin anew; False when there is none."""
        ...

    def waiting(self) -> int:
        """Return how many deliveries are still to be made."""
        ...

    def forget(self, before: int, limit: int) -> int:
        """Remove at most *limit* finished deliveries of happenings below *before*."""
        ...


class NotDelivered(Exception):
    """The other side did not take it; the text is short, ours, and safe to show."""


class WebhookSender(Protocol):
    """Carries a message to a partner's system."""

    def send(self, url: str, headers: Mapping[str, str], body: bytes) -> None:
        """Post *body* and return when it was taken; or raise NotDelivered."""
        ...
