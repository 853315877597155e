"""Tills on the dashboard: views that only translate."""

from typing import Final

from flask import Response
from flask_openapi3.blueprint import APIBlueprint
from flask_openapi3.models.tag import Tag

from contracts.wire.keys import KeyKind
from contracts.wire.units import ShopId, TillId
from hub.core.access.roles import Permission
from hub.core.till_settings import WrongTillSettings
from hub.usecases import tills as use
from hub.usecases.enrolment import add_till, new_code
from hub.usecases.till_states import (
    lift_quarantine,
    revoke_till,
    rotate_shop_key,
    rotate_till_key,
    write_off_till,
)
from hub.web.context import the_hub
from hub.web.description import SESSION
from hub.web.guards import require_staff, the_actor
from hub.web.problems import problem
from hub.web.till_shapes import (
    AddTillBody,
    KeyIdReply,
    RenameTillBody,
    RotateShopKeyBody,
    RotateTillKeyBody,
    SetAsideEventsReply,
    SetAsideReply,
    ShopTillSettingsBody,
    TillCodeReply,
    TillPath,
    TillReply,
    TillSettingsBody,
    TillSettingsReply,
    TillShopPath,
    TillsQuery,
    TillsReply,
    code_reply,
    till_reply,
)

_TAG: Final = Tag(name="tills", description="Counters, each with one agent")
Answer = dict[str, object]

tills = APIBlueprint(
    "tills", __name__, url_prefix="/api/v1/tills", abp_tags=[_TAG], abp_security=SESSION
)
shop_tills = APIBlueprint(
    "shop_tills", __name__, url_prefix="/api/v1/shops", abp_tags=[_TAG], abp_security=SESSION
)


@tills.get("", responses={200: TillsReply})
@require_staff(Permission.TILLS_READ)
def list_tills(query: TillsQuery) -> Answer:
    """List the tills that the asker may see, and how they are."""
    found = use.list_tills(the_hub(), the_actor(), query.page())
    more = found[-1].till.id if len(found) == query.limit else None
    return TillsReply(items=[till_reply(it) for it in found], next=more).model_dump()


@tills.post("", responses={201: TillCodeReply})
@require_staff(Permission.TILLS_EDIT)
def make_till(body: AddTillBody) -> tuple[Answer, int]:
    """Make a till, and the one-time code that its computer enrols with."""
    return code_reply(add_till(the_hub(), the_actor(), ShopId(body.shop), body.name)), 201


@tills.get("/<int:till>", responses={200: TillReply})
@require_staff(Permission.TILLS_READ)
def show_till(path: TillPath) -> Answer:
    """Show one till."""
    return till_reply(use.show_till(the_hub(), the_actor(), TillId(path.till))).model_dump()


@tills.get("/<int:till>/set-aside", responses={200: SetAsideEventsReply})
@require_staff(Permission.TILLS_READ)
def list_set_aside(path: TillPath, query: TillsQuery) -> Answer:
    """List what a till handed in that can never be accepted, and say whether its chain forked."""
    page = query.page()
    found, forked = use.list_set_aside(the_hub(), the_actor(), TillId(path.till), page)
    more = found[-1].sequence if len(found) == page.limit else None
    items = [SetAsideReply.model_validate(it) for it in found]
    return SetAsideEventsReply(items=items, next=more, forked=forked).model_dump()


@tills.patch("/<int:till>", responses={200: TillReply})
@require_staff(Permission.TILLS_EDIT)
def rename_till(path: TillPath, body: RenameTillBody) -> Answer:
    """Give a till another name."""
    use.rename_till(the_hub(), the_actor(), TillId(path.till), body.name)
    return _now(path)


@tills.post("/<int:till>/code", responses={201: TillCodeReply})
@require_staff(Permission.TILLS_EDIT)
def make_code(path: TillPath) -> tuple[Answer, int]:
    """Make another one-time code for a till that waits; the one before is good no more."""
    return code_reply(new_code(the_hub(), the_actor(), TillId(path.till))), 201


@tills.put("/<int:till>/settings", responses={200: TillReply})
@require_staff(Permission.TILLS_EDIT)
def set_till_settings(path: TillPath, body: TillSettingsBody) -> Answer | Response:
    """Replace what is set for one till; it wins over what is set for its shop."""
    try:
        use.set_till_settings(the_hub(), the_actor(), TillId(path.till), body.settings)
    except WrongTillSettings as wrong:
        return _wrong(wrong)
    return _now(path)


@tills.post("/<int:till>/revoke", responses={200: TillReply})
@require_staff(Permission.TILLS_EDIT)
def revoke(path: TillPath) -> Answer:
    """Take a till out at once; what the hub does not hold of it yet goes to review."""
    revoke_till(the_hub(), the_actor(), TillId(path.till))
    return _now(path)


@tills.post("/<int:till>/write-off", responses={200: TillReply})
@require_staff(Permission.TILLS_EDIT)
def write_off(path: TillPath) -> Answer:
    """Give a lost till up: its open leases are booked as loss."""
    write_off_till(the_hub(), the_actor(), TillId(path.till))
    return _now(path)


@tills.post("/<int:till>/lift", responses={200: TillReply})
@require_staff(Permission.REVIEWS_DECIDE)
def lift(path: TillPath) -> Answer:
    """Let a till out of quarantine, once a person has looked at the fork of its chain."""
    lift_quarantine(the_hub(), the_actor(), TillId(path.till))
    return _now(path)


@tills.post("/<int:till>/keys", responses={201: KeyIdReply})
@require_staff(Permission.TILLS_EDIT)
def rotate_key(path: TillPath, body: RotateTillKeyBody) -> tuple[Answer, int]:
    """Give a till its next claim key or voucher key."""
    kind, stolen = KeyKind(body.kind), body.stolen
    made = rotate_till_key(the_hub(), the_actor(), TillId(path.till), kind, stolen=stolen)
    return KeyIdReply(key_id=made).model_dump(), 201


@shop_tills.get("/<int:shop>/till-settings", responses={200: TillSettingsReply})
@require_staff(Permission.TILLS_READ)
def show_shop_settings(path: TillShopPath) -> Answer:
    """Show what is set for all tills of a shop."""
    found = use.shop_settings(the_hub(), the_actor(), ShopId(path.shop))
    return TillSettingsReply(settings=dict(found)).model_dump()


@shop_tills.put("/<int:shop>/till-settings", responses={200: TillSettingsReply})
@require_staff(Permission.TILLS_EDIT)
def set_shop_settings(path: TillShopPath, body: ShopTillSettingsBody) -> Answer | Response:
    """Replace what is set for all tills of a shop."""
    try:
        use.set_shop_settings(the_hub(), the_actor(), ShopId(path.shop), body.settings)
    except WrongTillSettings as wrong:
        return _wrong(wrong)
    return TillSettingsReply(settings=body.settings).model_dump()


@shop_tills.post("/<int:shop>/voucher-key", responses={201: KeyIdReply})
@require_staff(Permission.TILLS_EDIT)
def rotate_voucher_key(path: TillShopPath, body: RotateShopKeyBody) -> tuple[Answer, int]:
    """Give the tills of a shop their next voucher key."""
    shop, stolen = ShopId(path.shop), body.stolen
    made = rotate_shop_key(the_hub(), the_actor(), shop, stolen=stolen)
    return KeyIdReply(key_id=made).model_dump(), 201


def _now(path: TillPath) -> Answer:
    """Return the till as it is now, to whoever just changed it."""
    return till_reply(use.show_till(the_hub(), the_actor(), TillId(path.till))).model_dump()


def _wrong(wrong: WrongTillSettings) -> Response:
    fields = [{"field": f"settings.{name}", "why": why} for name, why in wrong.problems]
    return problem(wrong.refusal, fields=fields)
