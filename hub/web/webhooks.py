"""A partner's webhooks: where its own systems are told what happens, and what came of it."""

from typing import Annotated, Any, Final

from flask import Response
from flask_openapi3.blueprint import APIBlueprint
from flask_openapi3.models.tag import Tag
from pydantic import Field, StringConstraints

from hub.core.access.roles import Permission
from hub.core.happening import LONGEST_KIND
from hub.core.ids import PartnerId
from hub.core.webhooks import LONGEST_URL, MOST_KINDS, Delivery, Webhook
from hub.usecases.webhooks import (
    MadeWebhook,
    Wish,
    add_webhook,
    change_webhook,
    deliver_again,
    list_deliveries,
    list_webhooks,
    remove_webhook,
    renew_webhook_secret,
)
from hub.web.context import the_hub
from hub.web.guards import require_staff, the_actor
from hub.web.pages import PageQuery, next_page
from hub.web.shapes import Body, Path, Reply, RowId

_TAG: Final = Tag(name="Webhooks")
webhooks = APIBlueprint("webhooks", __name__, url_prefix="/api/v1/webhooks", abp_tags=[_TAG])
partner_webhooks = APIBlueprint(
    "partner_webhooks", __name__, url_prefix="/api/v1/partners", abp_tags=[_TAG]
)
_URL: Final = StringConstraints(min_length=9, max_length=LONGEST_URL, pattern="^https?://[!-~]+$")
_KIND: Final = StringConstraints(
    min_length=1,
    max_length=LONGEST_KIND,
    pattern=r"^(\*|[a-z][a-z0-9_]*(\.[a-z0-9_]+)*(\.\*)?)$",
)
Url = Annotated[str, _URL]
Kinds = Annotated[list[Annotated[str, _KIND]], Field(min_length=1, max_length=MOST_KINDS)]


class WebhookPath(Path):
    """Which webhook."""

    webhook: RowId


class WebhookPartnerPath(Path):
    """Whose webhooks."""

    partner: RowId


class DeliveryPath(Path):
    """Which delivery: a webhook, and the id of what happened."""

    webhook: RowId
    event: RowId


class NewWebhookBody(Body):
    """Where to tell, and of what: `voucher.redeemed`, `voucher.*`, or `*` for everything."""

    url: Url
    kinds: Kinds


class WebhookBody(NewWebhookBody):
    """The same, and whether to tell at all."""

    active: bool


class WebhookReply(Reply):
    """A webhook."""

    id: int
    partner: int
    url: str
    kinds: list[str]
    active: bool
    created_at: int


class WebhooksReply(Reply):
    """A partner's webhooks."""

    webhooks: list[WebhookReply]


class SecretReply(Reply):
    """A webhook with its secret, which is never shown again."""

    webhook: WebhookReply
    secret: str


class DeliveryReply(Reply):
    """What became of telling one webhook of one happening."""

    event: int
    state: str
    attempts: int
    next_at: int
    last: str


class DeliveriesReply(Reply):
    """A page of deliveries, the newest first."""

    deliveries: list[DeliveryReply]
    next: str | None


@partner_webhooks.get("/<int:partner>/webhooks", responses={200: WebhooksReply})
@require_staff(Permission.WEBHOOKS_READ)
def show_webhooks(path: WebhookPartnerPath) -> dict[str, Any]:
    """List a partner's webhooks."""
    found = list_webhooks(the_hub(), the_actor(), PartnerId(path.partner))
    return {"webhooks": [_shown(it) for it in found]}


@partner_webhooks.post("/<int:partner>/webhooks", responses={201: SecretReply})
@require_staff(Permission.WEBHOOKS_EDIT)
def make_webhook(path: WebhookPartnerPath, body: NewWebhookBody) -> tuple[dict[str, Any], int]:
    """Add a webhook; its secret is in this answer and nowhere else."""
    partner = PartnerId(path.partner)
    wish = Wish(body.url, tuple(body.kinds))
    return _with_secret(add_webhook(the_hub(), the_actor(), partner, wish)), 201


@webhooks.put("/<int:webhook>", responses={200: WebhookReply})
@require_staff(Permission.WEBHOOKS_EDIT)
def replace_webhook(path: WebhookPath, body: WebhookBody) -> dict[str, Any]:
    """Change where to tell, of what, and whether."""
    wish = Wish(body.url, tuple(body.kinds), body.active)
    return _shown(change_webhook(the_hub(), the_actor(), path.webhook, wish))


@webhooks.delete("/<int:webhook>", responses={204: None})
@require_staff(Permission.WEBHOOKS_EDIT)
def drop_webhook(path: WebhookPath) -> Response:
    """Remove a webhook."""
    remove_webhook(the_hub(), the_actor(), path.webhook)
    return Response(status=204)


@webhooks.post("/<int:webhook>/secret", responses={201: SecretReply})
@require_staff(Permission.WEBHOOKS_EDIT)
def renew_secret(path: WebhookPath) -> tuple[dict[str, Any], int]:
    """Give a webhook another secret."""
    return _with_secret(renew_webhook_secret(the_hub(), the_actor(), path.webhook)), 201


@webhooks.get("/<int:webhook>/deliveries", responses={200: DeliveriesReply})
@require_staff(Permission.WEBHOOKS_READ)
def show_deliveries(path: WebhookPath, query: PageQuery) -> dict[str, Any]:
    """List what became of telling a webhook, the newest first."""
    found = list_deliveries(the_hub(), the_actor(), path.webhook, query.start, query.limit)
    following = next_page(found, query.limit, lambda it: it.position)
    return {"deliveries": [_told(it) for it in found], "next": following}


@webhooks.post("/<int:webhook>/deliveries/<int:event>/again", responses={204: None})
@require_staff(Permission.WEBHOOKS_EDIT)
def tell_again(path: DeliveryPath) -> Response:
    """Tell a webhook once more of one happening."""
    deliver_again(the_hub(), the_actor(), path.webhook, path.event)
    return Response(status=204)


def _shown(webhook: Webhook) -> dict[str, Any]:
    return {
        "id": webhook.id,
        "partner": webhook.partner,
        "url": webhook.url,
        "kinds": list(webhook.kinds),
        "active": webhook.active,
        "created_at": webhook.created_at,
    }


def _with_secret(made: MadeWebhook) -> dict[str, Any]:
    return {"webhook": _shown(made.webhook), "secret": made.secret}


def _told(delivery: Delivery) -> dict[str, Any]:
    return {
        "event": delivery.position,
        "state": delivery.state.value,
        "attempts": delivery.attempts,
        "next_at": delivery.next_at,
        "last": delivery.last,
    }
