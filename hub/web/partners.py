"""Partners, their shops and cashiers: views that only translate."""

from typing import Final

from flask_openapi3.blueprint import APIBlueprint
from flask_openapi3.models.tag import Tag

from contracts.wire.units import ShopId
from hub.core.access.challenge import LIFE_S, Purpose
from hub.core.access.people import Page, PartnerState, State
from hub.core.access.roles import Permission, Scope
from hub.core.ids import CashierId, PartnerId
from hub.usecases import partners as use
from hub.usecases import shops as use_shops
from hub.usecases.sign_in import make_challenge
from hub.web.auth_shapes import ChallengeReply, WalletProofBody
from hub.web.context import the_hub
from hub.web.description import SESSION, TILL
from hub.web.guards import require_staff, require_till, the_actor, the_till
from hub.web.pages import PageQuery, next_page
from hub.web.partner_shapes import (
    AddCashierBody,
    AddShopBody,
    CashierReply,
    CashiersReply,
    ChangeCashierBody,
    ChangePartnerBody,
    ChangeShopBody,
    CheckPinBody,
    DecidePartnerBody,
    PartnerInvitationReply,
    PartnerReply,
    PartnersReply,
    RowPath,
    ShopReply,
    ShopsQuery,
    ShopsReply,
    cashier_reply,
    partner_reply,
    shop_reply,
)
from hub.web.rates import GUESSABLE, rated

_PARTNERS: Final = Tag(name="partners", description="Confectioneries of the programme")
_SHOPS: Final = Tag(name="shops", description="Their outlets")
_CASHIERS: Final = Tag(name="cashiers", description="The people at the tills")

partners = APIBlueprint(
    "partners", __name__, url_prefix="/api/v1/partners", abp_tags=[_PARTNERS], abp_security=SESSION
)
shops = APIBlueprint(
    "shops", __name__, url_prefix="/api/v1/shops", abp_tags=[_SHOPS], abp_security=SESSION
)
cashiers = APIBlueprint(
    "cashiers", __name__, url_prefix="/api/v1/cashiers", abp_tags=[_CASHIERS], abp_security=SESSION
)
Answer = dict[str, object]


@partners.get("", responses={200: PartnersReply})
@require_staff(Permission.PARTNERS_READ)
def list_partners(query: PageQuery) -> Answer:
    """List the partners that the asker may see."""
    page = Page(query.start, query.limit)
    found = use.list_partners(the_hub(), the_actor(), page)
    items = [partner_reply(it) for it in found]
    return PartnersReply(
        items=items, next=next_page(found, page.limit, lambda it: it.id)
    ).model_dump()


@partners.post("/invitations", responses={201: PartnerInvitationReply})
@require_staff(Permission.PARTNERS_APPROVE)
def invite_partner() -> tuple[Answer, int]:
    """Make a one-time code with which somebody may register a partner."""
    return {"code": use.invite_partner(the_hub(), the_actor())}, 201


@partners.get("/<int:id>", responses={200: PartnerReply})
@require_staff(Permission.PARTNERS_READ)
def show_partner(path: RowPath) -> Answer:
    """Show one partner."""
    return partner_reply(use.show_partner(the_hub(), the_actor(), PartnerId(path.id))).model_dump()


@partners.put("/<int:id>", responses={200: PartnerReply})
@require_staff(Permission.PARTNERS_EDIT)
def change_partner(path: RowPath, body: ChangePartnerBody) -> Answer:
    """Give a partner another name or other settings."""
    partner = PartnerId(path.id)
    changed = use.rename_partner(the_hub(), the_actor(), partner, body.name, body.settings)
    return partner_reply(changed).model_dump()


@partners.put("/<int:id>/state", responses={200: PartnerReply})
@require_staff(Permission.PARTNERS_APPROVE)
def decide_partner(path: RowPath, body: DecidePartnerBody) -> Answer:
    """Let a partner in, or suspend it."""
    state = PartnerState(body.state)
    decided = use.decide_partner(the_hub(), the_actor(), PartnerId(path.id), state)
    return partner_reply(decided).model_dump()


@partners.post("/<int:id>/wallet/challenge", responses={200: ChallengeReply})
@require_staff(Permission.PARTNERS_EDIT)
def challenge_partner_wallet(path: RowPath) -> Answer:
    """Ask for a challenge with which an owner links a wallet to his partner."""
    hub, actor = the_hub(), the_actor()
    actor.require(Permission.PARTNERS_EDIT, Scope(PartnerId(path.id)))
    subject = use.wallet_subject(PartnerId(path.id), actor.staff)
    payload = make_challenge(hub, Purpose.LINK, subject)
    return {"payload": payload, "domain": hub.programme.host, "expires_in": LIFE_S}


@partners.put("/<int:id>/wallet", responses={200: PartnerReply})
@require_staff(Permission.PARTNERS_EDIT)
def link_partner_wallet(path: RowPath, body: WalletProofBody) -> Answer:
    """Link the wallet that signed our challenge."""
    partner = PartnerId(path.id)
    changed = use.link_partner_wallet(the_hub(), the_actor(), partner, body.said())
    return partner_reply(changed).model_dump()


@shops.get("", responses={200: ShopsReply})
@require_staff(Permission.SHOPS_READ)
def list_shops(query: ShopsQuery) -> Answer:
    """List the shops that the asker may see."""
    page = Page(query.start, query.limit)
    partner = None if query.partner is None else PartnerId(query.partner)
    found = use_shops.list_shops(the_hub(), the_actor(), page, partner)
    items = [shop_reply(it) for it in found]
    return ShopsReply(items=items, next=next_page(found, page.limit, lambda it: it.id)).model_dump()


@shops.post("", responses={201: ShopReply})
@require_staff(Permission.SHOPS_EDIT)
def add_shop(body: AddShopBody) -> tuple[Answer, int]:
    """Add a shop to a partner."""
    partner = PartnerId(body.partner)
    added = use_shops.add_shop(the_hub(), the_actor(), partner, body.name, body.address)
    return shop_reply(added).model_dump(), 201


@shops.get("/<int:id>", responses={200: ShopReply})
@require_staff(Permission.SHOPS_READ)
def show_shop(path: RowPath) -> Answer:
    """Show one shop."""
    return shop_reply(use_shops.show_shop(the_hub(), the_actor(), ShopId(path.id))).model_dump()


@shops.patch("/<int:id>", responses={200: ShopReply})
@require_staff(Permission.SHOPS_EDIT)
def change_shop(path: RowPath, body: ChangeShopBody) -> Answer:
    """Change a shop's name, address, state or settings."""
    change = use_shops.ShopChange(body.name, body.address, _state(body.state), body.settings)
    changed = use_shops.change_shop(the_hub(), the_actor(), ShopId(path.id), change)
    return shop_reply(changed).model_dump()


@shops.get("/<int:id>/cashiers", responses={200: CashiersReply})
@require_staff(Permission.CASHIERS_READ)
def list_cashiers(path: RowPath, query: PageQuery) -> Answer:
    """List the cashiers of a shop."""
    page = Page(query.start, query.limit)
    found = use_shops.list_cashiers(the_hub(), the_actor(), ShopId(path.id), page)
    items = [cashier_reply(it) for it in found]
    return CashiersReply(
        items=items, next=next_page(found, page.limit, lambda it: it.id)
    ).model_dump()


@shops.post("/<int:id>/cashiers", responses={201: CashierReply})
@require_staff(Permission.CASHIERS_EDIT)
def add_cashier(path: RowPath, body: AddCashierBody) -> tuple[Answer, int]:
    """Add a cashier to a shop, known there by a PIN."""
    shop = ShopId(path.id)
    added = use_shops.add_cashier(the_hub(), the_actor(), shop, body.name, body.pin)
    return cashier_reply(added).model_dump(), 201


@cashiers.patch("/<int:id>", responses={200: CashierReply})
@require_staff(Permission.CASHIERS_EDIT)
def change_cashier(path: RowPath, body: ChangeCashierBody) -> Answer:
    """Change a cashier's name, state or PIN."""
    change = use_shops.CashierChange(body.name, _state(body.state), body.pin)
    changed = use_shops.change_cashier(the_hub(), the_actor(), CashierId(path.id), change)
    return cashier_reply(changed).model_dump()


@cashiers.post("/check", security=TILL, responses={200: CashierReply})
@require_till
@rated(GUESSABLE)
def check_pin(body: CheckPinBody) -> Answer:
    """Say which cashier of the till's shop typed this PIN."""
    found = use_shops.check_pin(the_hub(), the_till(), CashierId(body.cashier), body.pin)
    return cashier_reply(found).model_dump()


def _state(name: str | None) -> State | None:
    return None if name is None else State(name)
