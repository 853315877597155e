"""Partners' own systems: where they want to be told, and what became of it."""

from dataclasses import dataclass, replace
from typing import Final

from contracts.wire.refusals import Refusal, Refused
from hub.core.access.actor import Actor
from hub.core.access.roles import Permission, Scope
from hub.core.happening import Audience, Happening
from hub.core.ids import PartnerId
from hub.core.ports.hub import Hub, Work
from hub.core.webhooks import (
    MOST_WEBHOOKS,
    SALT_SIZE,
    Delivery,
    Webhook,
    read_kinds,
    read_url,
    secret_text,
)
from hub.usecases.live import number_feed

_PURPOSE: Final = "webhook"


@dataclass(frozen=True, slots=True)
class Wish:
    """Where a partner wants its system to be told, of what, and whether at all."""

    url: str
    kinds: tuple[str, ...]
    active: bool = True


@dataclass(frozen=True, slots=True)
class MadeWebhook:
    """A webhook and its secret, which is shown now and never again."""

    webhook: Webhook
    secret: str


def secret_of(hub: Hub, salt: bytes) -> bytes:
    """Return the secret that a webhook's salt stands for."""
    return hub.keyring.tag(_PURPOSE, salt)


def add_webhook(hub: Hub, actor: Actor, partner: PartnerId, wish: Wish) -> MadeWebhook:
    """Let a partner's system be told from now on."""
    actor.require(Permission.WEBHOOKS_EDIT, Scope(partner))
    salt, now = hub.random.octets(SALT_SIZE), hub.clock.now()
    number_feed(hub)  # or it would be told what happened before
    with hub.store.begin() as work:
        if work.partners.lock(partner) is None:
            raise Refused(Refusal.NOT_FOUND, f"partner {partner}")
        if len(work.webhooks.of_partner(partner)) >= MOST_WEBHOOKS:
            raise Refused(Refusal.LIMIT_REACHED, f"{MOST_WEBHOOKS} webhooks of a partner")
        webhook = Webhook(
            id=0,
            partner=partner,
            url=read_url(wish.url),
            salt=salt,
            kinds=read_kinds(list(wish.kinds)),
            active=wish.active,
            feed_after=work.feed.newest(),
            created_at=now,
        )
        webhook = replace(webhook, id=work.webhooks.add(webhook))
        work.audit.write(actor.entry(now, "webhook.add", f"webhook {webhook.id}", partner))
    return MadeWebhook(webhook, secret_text(secret_of(hub, salt)))


def list_webhooks(hub: Hub, actor: Actor, partner: PartnerId) -> list[Webhook]:
    """Return a partner's webhooks."""
    actor.require(Permission.WEBHOOKS_READ, Scope(partner))
    with hub.store.read() as work:
        return work.webhooks.of_partner(partner)


def show_webhook(hub: Hub, actor: Actor, webhook: int) -> Webhook:
    """Return one webhook; to whoever may not know of it there is none."""
    with hub.store.begin() as work:
        return _found(work, actor, webhook, Permission.WEBHOOKS_READ)


def change_webhook(hub: Hub, actor: Actor, webhook: int, wish: Wish) -> Webhook:
    """Change where a system is told, and of what; one that was off is told from now on."""
    number_feed(hub)
    with hub.store.begin() as work:
        old = _found(work, actor, webhook)
        woken = wish.active and not old.active
        new = replace(
            old,
            url=read_url(wish.url),
            kinds=read_kinds(list(wish.kinds)),
            active=wish.active,
            feed_after=work.feed.newest() if woken else old.feed_after,
        )
        work.webhooks.change(new)
        _write(work, hub, actor, "webhook.change", new)
    return new


def renew_webhook_secret(hub: Hub, actor: Actor, webhook: int) -> MadeWebhook:
    """Give a webhook another secret; the old one signs nothing any more."""
    salt = hub.random.octets(SALT_SIZE)
    with hub.store.begin() as work:
        new = replace(_found(work, actor, webhook), salt=salt)
        work.webhooks.change(new)
        _write(work, hub, actor, "webhook.secret", new)
    return MadeWebhook(new, secret_text(secret_of(hub, salt)))


def remove_webhook(hub: Hub, actor: Actor, webhook: int) -> None:
    """Tell a system nothing any more."""
    with hub.store.begin() as work:
        old = _found(work, actor, webhook)
        work.webhooks.remove(webhook)
        _write(work, hub, actor, "webhook.remove", old)


def list_deliveries(
    hub: Hub, actor: Actor, webhook: int, before: int, limit: int
) -> list[Delivery]:
    """Return what became of telling a webhook, the newest first."""
    with hub.store.begin() as work:
        _found(work, actor, webhook, Permission.WEBHOOKS_READ)
        return work.webhooks.deliveries(webhook, before, limit)


def list_told(
    hub: Hub, actor: Actor, webhook: int, before: int, limit: int
) -> list[tuple[Delivery, Happening | None]]:
    """Return the same, each with what happened while the feed keeps it."""
    with hub.store.begin() as work:
        found = _found(work, actor, webhook, Permission.WEBHOOKS_READ)
        audience = Audience(partners=frozenset({found.partner}))
        told: list[tuple[Delivery, Happening | None]] = []
        for it in work.webhooks.deliveries(webhook, before, limit):
            kept = work.feed.after(it.position - 1, audience, 1)
            same = bool(kept) and kept[0].position == it.position
            told.append((it, kept[0] if same else None))
        return told


def deliver_again(hub: Hub, actor: Actor, webhook: int, position: int) -> None:
    """Tell a system once more of something that happened."""
    with hub.store.begin() as work:
        old = _found(work, actor, webhook)
        kept = work.feed.after(position - 1, Audience(partners=frozenset({old.partner})), 1)
        if not kept or kept[0].position != position:
            raise Refused(Refusal.NOT_FOUND, "a happening that is not kept")
        if not work.webhooks.again(webhook, position, hub.clock.now()):
            raise Refused(Refusal.NOT_FOUND, "a delivery")
        _write(work, hub, actor, "webhook.again", old)


def _found(
    work: Work, actor: Actor, webhook: int, permission: Permission = Permission.WEBHOOKS_EDIT
) -> Webhook:
    """Return a webhook, its row locked; to whoever may not know of it there is none."""
    found = work.webhooks.lock(webhook)
    if found is None or not actor.may(permission, Scope(found.partner)):
        raise Refused(Refusal.NOT_FOUND, f"webhook {webhook}")
    return found


def _write(work: Work, hub: Hub, actor: Actor, action: str, webhook: Webhook) -> None:
    now = hub.clock.now()
    work.audit.write(actor.entry(now, action, f"webhook {webhook.id}", webhook.partner))
