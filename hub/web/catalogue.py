"""The catalogue and the offline bound, as staff reach them; and pictures, for everybody."""

from typing import Any, Final

from flask import Response
from flask_openapi3.blueprint import APIBlueprint
from flask_openapi3.models.file import FileStorage
from flask_openapi3.models.tag import Tag
from pydantic import BaseModel, ConfigDict

from contracts.wire import base64url
from contracts.wire.refusals import Refusal
from contracts.wire.units import UnixTime
from hub.core.access.people import Page
from hub.core.access.roles import Permission
from hub.core.ids import PartnerId, RewardId
from hub.core.ports.pictures import LARGEST_UPLOAD
from hub.core.rewards.catalogue import RewardState
from hub.usecases import rewards as use
from hub.usecases.exposure import list_losses, show_bound
from hub.usecases.redemption_matching import list_unmatched
from hub.web.context import the_hub
from hub.web.description import SESSION
from hub.web.gate import sized
from hub.web.guards import require_staff, the_actor
from hub.web.pages import next_page
from hub.web.problems import problem
from hub.web.rates import HEAVY, rated
from hub.web.reward_replies import (
    BoundReply,
    EntriesReply,
    EntryReply,
    LossesReply,
    PictureReply,
    PreviewReply,
    UnmatchedReply,
    bound_reply,
    entry_reply,
    loss_reply,
    picture_path,
    preview_reply,
    redemption_reply,
)
from hub.web.reward_shapes import (
    BoundQuery,
    CatalogueQuery,
    NewRewardBody,
    PicturePath,
    PreviewBody,
    RewardBody,
    RewardPath,
    SinceQuery,
    StockBody,
)

_TAG: Final = Tag(name="catalogue", description="Rewards as their owners write them")
_OFFLINE: Final = Tag(name="redemptions", description="What tills took, and may take")
_ENVELOPE: Final = 4 * 1024
"""Bytes around a file in a form."""
_FOR_EVER: Final = "public, max-age=31536000, immutable"
"""A picture is named by what it holds: it never changes."""
Answer = dict[str, Any]

catalogue = APIBlueprint(
    "catalogue", __name__, url_prefix="/api/v1/catalogue", abp_tags=[_TAG], abp_security=SESSION
)
pictures = APIBlueprint("pictures", __name__, url_prefix="/api/v1/pictures", abp_tags=[_TAG])
redemptions = APIBlueprint(
    "redemptions",
    __name__,
    url_prefix="/api/v1/redemptions",
    abp_tags=[_OFFLINE],
    abp_security=SESSION,
)


class PictureForm(BaseModel):
    """A picture from somebody's computer."""

    model_config = ConfigDict(extra="forbid", arbitrary_types_allowed=True)

    file: FileStorage


@catalogue.get("", responses={200: EntriesReply})
@require_staff(Permission.REWARDS_READ)
def list_entries(query: CatalogueQuery) -> Answer:
    """List the rewards that the asker may see, drafts too."""
    state = None if query.state is None else RewardState(query.state)
    found = use.list_catalogue(the_hub(), the_actor(), Page(query.start, query.limit), state)
    more = next_page(found, query.limit, lambda it: it.id)
    return EntriesReply(items=[entry_reply(it) for it in found], next=more).model_dump()


@catalogue.post("", responses={201: EntryReply})
@require_staff(Permission.REWARDS_EDIT)
def add_entry(body: NewRewardBody) -> tuple[Answer, int] | Response:
    """Add a reward; nobody sees it until it is offered."""
    partner = PartnerId(body.partner)
    try:
        made = use.add_reward(the_hub(), the_actor(), partner, body.draft(), body.stock)
    except use.WrongReward as wrong:
        return _wrong(wrong)
    return entry_reply(made).model_dump(), 201


@catalogue.post("/preview", responses={200: PreviewReply})
@require_staff(Permission.REWARDS_READ)
def preview(body: PreviewBody) -> Answer:
    """Say what a reward would be and whom it would reach; nothing is stored."""
    partner = PartnerId(body.partner)
    found = use.preview_reward(the_hub(), the_actor(), partner, body.draft())
    return preview_reply(found).model_dump()


@catalogue.get("/<int:id>", responses={200: EntryReply})
@require_staff(Permission.REWARDS_READ)
def show_entry(path: RewardPath) -> Answer:
    """Show one reward."""
    return _entry(use.show_entry(the_hub(), the_actor(), RewardId(path.id)))


@catalogue.post("/<int:id>/versions", responses={200: EntryReply})
@require_staff(Permission.REWARDS_EDIT)
def change_entry(path: RewardPath, body: RewardBody) -> Answer | Response:
    """Freeze a new version; vouchers of the earlier ones keep what they promised."""
    try:
        return _entry(use.change_reward(the_hub(), the_actor(), RewardId(path.id), body.draft()))
    except use.WrongReward as wrong:
        return _wrong(wrong)


@catalogue.post("/<int:id>/offer", responses={200: EntryReply})
@require_staff(Permission.REWARDS_EDIT)
def offer(path: RewardPath) -> Answer:
    """Put a reward before the members."""
    return _entry(use.offer_reward(the_hub(), the_actor(), RewardId(path.id)))


@catalogue.post("/<int:id>/withdraw", responses={200: EntryReply})
@require_staff(Permission.REWARDS_EDIT)
def withdraw(path: RewardPath) -> Answer:
    """Take a reward back; vouchers of it that were bought stay good."""
    return _entry(use.withdraw_reward(the_hub(), the_actor(), RewardId(path.id)))


@catalogue.put("/<int:id>/stock", responses={200: EntryReply})
@require_staff(Permission.REWARDS_EDIT)
def set_stock(path: RewardPath, body: StockBody) -> Answer:
    """Say how many of a reward are left, or that there is no end."""
    return _entry(use.set_stock(the_hub(), the_actor(), RewardId(path.id), body.stock))


@pictures.post("", responses={201: PictureReply}, security=SESSION)
@require_staff(Permission.REWARDS_EDIT)
@rated(HEAVY)
@sized(LARGEST_UPLOAD + _ENVELOPE)
def add_picture(form: PictureForm) -> tuple[Answer, int]:
    """Keep a PNG, JPEG or WebP picture, made anew and small."""
    digest = use.add_picture(the_hub(), the_actor(), form.file.read(LARGEST_UPLOAD + 1))
    made = PictureReply(digest=base64url.encode(digest), path=picture_path(digest))
    return made.model_dump(), 201


_IMAGE: Final = {
    "description": "The picture.",
    "content": {"image/webp": {"schema": {"type": "string", "format": "binary"}}},
}


@pictures.get("/<string:digest>", responses={200: _IMAGE})
def show_picture(path: PicturePath) -> Response:
    """Give a picture; its name is its content's digest, so it may be kept for ever."""
    found = use.show_picture(the_hub(), base64url.decode(path.digest))
    answer = Response(found.content, content_type=found.media_type)
    answer.headers["Cache-Control"] = _FOR_EVER
    answer.headers["Cross-Origin-Resource-Policy"] = "cross-origin"
    answer.set_etag(path.digest)
    return answer


@redemptions.get("/unmatched", responses={200: UnmatchedReply})
@require_staff(Permission.REPORTS_READ)
def unmatched(query: SinceQuery) -> Answer:
    """List redemptions whose receipt never came, oldest first."""
    since = UnixTime(query.since)
    found = list_unmatched(the_hub(), the_actor(), since, query.limit)
    return UnmatchedReply(items=[redemption_reply(it) for it in found]).model_dump()


@redemptions.get("/bound", responses={200: BoundReply})
@require_staff(Permission.REPORTS_READ)
def bound(query: BoundQuery) -> Answer:
    """Say what can at most have been handed out that the hub has not heard of, now."""
    partner = None if query.partner is None else PartnerId(query.partner)
    return bound_reply(*show_bound(the_hub(), the_actor(), partner)).model_dump()


@redemptions.get("/losses", responses={200: LossesReply})
@require_staff(Permission.REPORTS_READ)
def losses(query: SinceQuery) -> Answer:
    """List what was handed out and nobody gave points for, newest first."""
    found = list_losses(the_hub(), the_actor(), UnixTime(query.since), query.limit)
    return LossesReply(items=[loss_reply(it) for it in found]).model_dump()


def _entry(reward: Any) -> Answer:
    return entry_reply(reward).model_dump()


def _wrong(wrong: use.WrongReward) -> Response:
    fields = [
        {"field": name, "why": why.strip()}
        for name, _, why in (it.partition(":") for it in wrong.problems)
    ]
    return problem(Refusal.VALIDATION, fields=fields)
