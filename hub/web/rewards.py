"""Rewards and vouchers, as members reach them: views that only translate."""

from typing import Any, Final

from flask_openapi3.blueprint import APIBlueprint
from flask_openapi3.models.tag import Tag

from contracts.wire.units import ShopId
from hub.core.access.people import Page
from hub.core.ids import RewardId, VoucherId
from hub.usecases import catalogue as use
from hub.usecases.vouchers import (
    buy_voucher,
    cancel_voucher,
    list_vouchers,
    make_short_code,
    show_voucher,
)
from hub.web.context import the_hub
from hub.web.description import SESSION
from hub.web.guards import require_member, the_member
from hub.web.pages import PageQuery, next_page
from hub.web.reward_replies import (
    RewardReply,
    RewardsReply,
    ShortCodeReply,
    VoucherReply,
    VouchersReply,
    reward_reply,
    short_code_reply,
    voucher_reply,
)
from hub.web.reward_shapes import ClaimRewardBody, RewardPath, ShortCodeBody, VoucherPath

_TAG: Final = Tag(name="rewards", description="What points can buy, and what was bought")
Answer = dict[str, Any]

rewards = APIBlueprint(
    "rewards", __name__, url_prefix="/api/v1/rewards", abp_tags=[_TAG], abp_security=SESSION
)
vouchers = APIBlueprint(
    "vouchers", __name__, url_prefix="/api/v1/vouchers", abp_tags=[_TAG], abp_security=SESSION
)


@rewards.get("", responses={200: RewardsReply})
@require_member
def list_rewards(query: PageQuery) -> Answer:
    """List what points can buy, each with what keeps the asker from it yet."""
    found = use.list_rewards(the_hub(), the_member(), Page(query.start, query.limit))
    more = next_page(found, query.limit, lambda it: it.reward.id)
    return RewardsReply(items=[reward_reply(it) for it in found], next=more).model_dump()


@rewards.get("/<int:id>", responses={200: RewardReply})
@require_member
def show_reward(path: RewardPath) -> Answer:
    """Show one reward."""
    found = use.show_reward(the_hub(), the_member(), RewardId(path.id))
    return reward_reply(found).model_dump()


@rewards.post("/<int:id>/claim", responses={201: VoucherReply})
@require_member
def claim_reward(path: RewardPath, body: ClaimRewardBody) -> tuple[Answer, int]:
    """Set the points aside and give the voucher; the same request is one voucher."""
    bought = buy_voucher(the_hub(), the_member().id, RewardId(path.id), body.purchase())
    return voucher_reply(bought).model_dump(), 201


@vouchers.get("", responses={200: VouchersReply})
@require_member
def list_own(query: PageQuery) -> Answer:
    """List the asker's vouchers, newest first."""
    found = list_vouchers(the_hub(), the_member().id, Page(query.start, query.limit))
    more = next_page(found, query.limit, lambda it: it.voucher.id)
    return VouchersReply(items=[voucher_reply(it) for it in found], next=more).model_dump()


@vouchers.get("/<int:id>", responses={200: VoucherReply})
@require_member
def show_own(path: VoucherPath) -> Answer:
    """Show one voucher, with its code while it is good."""
    found = show_voucher(the_hub(), the_member().id, VoucherId(path.id))
    return voucher_reply(found).model_dump()


@vouchers.post("/<int:id>/cancel", responses={200: VoucherReply})
@require_member
def cancel(path: VoucherPath) -> Answer:
    """Give a voucher back; its points return once no till can have taken it."""
    found = cancel_voucher(the_hub(), the_member().id, VoucherId(path.id))
    return voucher_reply(found).model_dump()


@vouchers.post("/<int:id>/short-code", responses={201: ShortCodeReply})
@require_member
def short_code(path: VoucherPath, body: ShortCodeBody) -> tuple[Answer, int]:
    """Give eight digits to type at one shop, for some minutes."""
    made = make_short_code(the_hub(), the_member().id, VoucherId(path.id), ShopId(body.shop))
    return short_code_reply(made).model_dump(), 201
