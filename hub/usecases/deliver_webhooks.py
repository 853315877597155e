"""Tells partners' systems what happened: signed, again until it was taken, and not for ever."""

from dataclasses import replace
from typing import Final

from contracts.wire.units import UnixTime
from hub.core.happening import Audience
from hub.core.ports.hub import Hub
from hub.core.ports.webhooks import NotDelivered, WebhookSender
from hub.core.webhooks import (
    MOST_ATTEMPTS,
    Delivery,
    DeliveryState,
    Webhook,
    body_of,
    headers_of,
    wait_before,
)
from hub.usecases.live import number_feed
from hub.usecases.webhooks import secret_of

_PORTION: Final = 500
EACH: Final = 20
"""Deliveries to one webhook in one go: who answers slowly does not keep others waiting."""
ATTEMPT_S: Final = 120
"""Seconds that one attempt has; then another worker may try. The sender gives up far sooner."""


def deliver_webhooks(hub: Hub, sender: WebhookSender, limit: int = 200) -> dict[str, object]:
    """Plan what is new, make at most *limit* deliveries that are due, and say how many of each."""
    planned = plan_deliveries(hub)
    with hub.store.read() as work:
        due = work.webhooks.due(hub.clock.now(), limit, EACH)
    counts = {"planned": planned, "done": 0, "waiting": 0, "given_up": 0}
    silent: set[int] = set()
    for delivery in due:
        if delivery.webhook in silent:
            continue  # its next ones would only wait for the same answer
        state = _deliver(hub, sender, delivery)
        if state is not None:
            counts[state.value] += 1
        if state is not DeliveryState.DONE:
            silent.add(delivery.webhook)
    return dict(counts)


def plan_deliveries(hub: Hub) -> int:
    """Note who is to be told of what is new in the feed, and return how many deliveries."""
    number_feed(hub)
    with hub.store.read() as work:
        newest = work.feed.newest()
        behind = [it.id for it in work.webhooks.active() if it.feed_after < newest]
    return sum(_plan(hub, webhook) for webhook in behind)


def forget_deliveries(hub: Hub, limit: int = 1000) -> int:
    """Remove finished deliveries of what the feed no longer keeps, and return how many."""
    with hub.store.begin() as work:
        return work.webhooks.forget(work.feed.oldest(), limit)


def _plan(hub: Hub, number: int) -> int:
    planned = 0
    while True:
        with hub.store.begin() as work:
            webhook = work.webhooks.lock(number)
            if webhook is None or not webhook.active:
                return planned
            newest = work.feed.newest()
            audience = Audience(partners=frozenset({webhook.partner}))
            news = work.feed.after(webhook.feed_after, audience, _PORTION)
            wanted = [it.position for it in news if webhook.wants(it.kind)]
            work.webhooks.plan(number, wanted, hub.clock.now())
            full = len(news) == _PORTION
            work.webhooks.change(replace(webhook, feed_after=news[-1].position if full else newest))
        planned += len(wanted)
        if not full:
            return planned


def _deliver(hub: Hub, sender: WebhookSender, delivery: Delivery) -> DeliveryState | None:
    """Make one attempt, and return what came of it; None when somebody else makes it."""
    now = hub.clock.now()
    with hub.store.begin() as work:
        webhook = work.webhooks.get(delivery.webhook)
        if webhook is None or not webhook.active:
            return None
        audience = Audience(partners=frozenset({webhook.partner}))
        kept = work.feed.after(delivery.position - 1, audience, 1)
        if not work.webhooks.take(delivery, UnixTime(now + ATTEMPT_S)):
            return None
        if not kept or kept[0].position != delivery.position:
            work.webhooks.note(delivery, DeliveryState.GIVEN_UP, now, "no longer kept")
            return DeliveryState.GIVEN_UP
    body = body_of(kept[0])
    headers = headers_of(delivery.position, now, secret_of(hub, webhook.salt), body)
    try:
        # Outside every transaction: a stranger's server decides how long this takes.
        sender.send(webhook.url, headers, body)
    except NotDelivered as error:
        return _failed(hub, webhook, delivery, str(error))
    with hub.store.begin() as work:
        work.webhooks.note(delivery, DeliveryState.DONE, hub.clock.now(), "taken")
    return DeliveryState.DONE


def _failed(hub: Hub, webhook: Webhook, delivery: Delivery, why: str) -> DeliveryState:
    attempts = delivery.attempts + 1
    over = attempts >= MOST_ATTEMPTS
    state = DeliveryState.GIVEN_UP if over else DeliveryState.WAITING
    wait = wait_before(attempts, hub.random.octets(1)[0])
    with hub.store.begin() as work:
        work.webhooks.note(delivery, state, UnixTime(hub.clock.now() + wait), why)
        if over:
            said = {"webhook": webhook.id, "event": delivery.position}
            work.feed.publish("webhook.given_up", said, partner=webhook.partner)
    return state
