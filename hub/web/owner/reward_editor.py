"""The editor of a reward: written in three languages, looked at, reckoned through, saved."""

from collections.abc import Iterable
from contextlib import closing
from dataclasses import dataclass
from typing import Any, Final

from flask import Response, request

from contracts.wire import base64url
from contracts.wire.refusals import Refusal, Refused
from hub.core.access.people import LARGEST_PAGE, Page, Shop, State
from hub.core.access.roles import Permission, Scope
from hub.core.ids import PartnerId, RewardId, RewardVersion
from hub.core.ports.pictures import LARGEST_UPLOAD
from hub.core.rewards.catalogue import Draft, Reward, RewardState
from hub.core.tiers import Tier
from hub.usecases import rewards as use
from hub.usecases.reward_trials import look_as_member, try_reward
from hub.usecases.shops import list_shops
from hub.web.claim_sentences import tier_name
from hub.web.context import the_hub
from hub.web.gate import sized
from hub.web.guards import require_page, the_actor, the_claims
from hub.web.owner.form import Form
from hub.web.owner.frame import REWARDS, away, owner, page, seen
from hub.web.owner.reward_form import (
    LANGUAGES,
    TEXTS,
    draft_in,
    missing_words,
    shown_in,
    stock_in,
    tell,
)
from hub.web.owner.reward_looks import preview_facts, trial_facts
from hub.web.owner.rewards import editable, partner_names, when
from hub.web.owner.viewer import Seen
from hub.web.page_session import require_own_page
from hub.web.page_words import NAMES, day, plain
from hub.web.reward_replies import picture_path

LARGEST_FORM: Final = 4 * LARGEST_UPLOAD
"""Bytes: also of a picture that is too large, so that the form with it is not lost."""
_KINDS: Final = ("product", "discount", "cashback", "special_offer", "part_payment")
_SCOPES: Final = ("any", "shop", "till")
_FRESH: Final = {"kind": "product", "scope": "any", "tier": "bronze", "undo": "1"}
_DONE: Final = frozenset({"added", "saved", "same", "offered", "withdrawn", "stock"})
_WRONG: Final = 422


@dataclass(frozen=True, slots=True)
class Desk:
    """What the editor stands on: whose reward, which one, and what was typed."""

    viewer: Seen
    partner: PartnerId
    partner_name: str
    form: Form
    reward: Reward | None = None

    @property
    def stock(self) -> int | None:
        """Return the stock that is meant: a reward's own, or the form's."""
        return stock_in(self.form) if self.reward is None else self.reward.stock


@owner.get("/rewards/new")
@require_page(Permission.REWARDS_EDIT)
def new_reward() -> Response:
    """Show an empty form, or ask whose reward it is to be."""
    viewer = seen()
    mine = editable(viewer)
    said = request.args.get("partner", 0, type=int)
    if len(mine) > 1 and said not in mine:
        return page("reward_partner", partners=sorted(mine.items(), key=lambda it: it[1]))
    partner = PartnerId(said) if said in mine else next(iter(mine), None)
    if partner is None or (said and said not in mine):
        raise Refused(Refusal.FORBIDDEN, "no partner whose rewards he may write")
    return _shown(Desk(viewer, partner, mine[partner], Form(viewer.language, _FRESH)))


@owner.post("/rewards/new")
@require_page(Permission.REWARDS_EDIT)
@sized(LARGEST_FORM)
def add_one_reward() -> Response:
    """Save a draft, or only look at it."""
    require_own_page(the_claims())
    viewer = seen()
    partner = PartnerId(request.form.get("partner", 0, type=int))
    viewer.actor.require(Permission.REWARDS_EDIT, Scope(partner))
    name = partner_names(viewer).get(partner, "")
    desk = Desk(viewer, partner, name, Form(viewer.language))
    draft, stock = _read(desk), desk.stock
    if draft is None or "look" in request.form:
        return _shown(desk, draft)
    try:
        made = _same(desk, draft) or use.add_reward(viewer.hub, viewer.actor, partner, draft, stock)
    except Refused as refused:
        _told(desk, refused, draft)
        return _shown(desk)
    return away(f"{REWARDS}/{made.id}?done=added")


@owner.get("/rewards/<int:number>")
@require_page(Permission.REWARDS_READ)
def show_one_reward(number: int) -> Response:
    """Show one reward as its owner wrote it."""
    desk = _desk(RewardId(number), None)
    assert desk.reward is not None, "it was found"
    return _shown(desk, desk.reward.now.draft, tries=False)


@owner.post("/rewards/<int:number>")
@require_page(Permission.REWARDS_EDIT)
@sized(LARGEST_FORM)
def change_one_reward(number: int) -> Response:
    """Freeze a new version, or only look at what it would be."""
    require_own_page(the_claims())
    form = Form(seen().language)
    desk = _desk(RewardId(number), form)
    viewer, found = desk.viewer, desk.reward
    assert found is not None, "it was found"
    viewer.actor.require(Permission.REWARDS_EDIT, Scope(found.partner))
    draft = _read(desk)
    if draft is None or "look" in request.form:
        return _shown(desk, draft)
    if draft == found.now.draft:
        return away(f"{REWARDS}/{number}?done=same")
    based_on = RewardVersion(request.form.get("version", 0, type=int))
    try:
        use.change_reward(viewer.hub, viewer.actor, found.id, draft, based_on)
    except Refused as refused:
        _told(desk, refused, draft)
        return _shown(desk)
    return away(f"{REWARDS}/{number}?done=saved")


@owner.post("/rewards/<int:number>/stock")
@require_page(Permission.REWARDS_EDIT)
def note_reward_stock(number: int) -> Response:
    """Say how many are left."""
    require_own_page(the_claims())
    form = Form(seen().language)
    stock = stock_in(form)
    if form.good:
        use.set_stock(the_hub(), the_actor(), RewardId(number), stock)
        return away(f"{REWARDS}/{number}?done=stock")
    desk = _desk(RewardId(number), None)
    desk.form.values["stock"] = form.values.get("stock", "")
    desk.form.problems |= form.problems
    assert desk.reward is not None, "it was found"
    return _shown(desk, desk.reward.now.draft, tries=False)


def _desk(number: RewardId, form: Form | None) -> Desk:
    """Return the desk with a reward on it; without a form, what the reward says."""
    viewer = seen()
    found = use.show_entry(viewer.hub, viewer.actor, number)
    if form is None:
        form = Form(viewer.language, shown_in(found.now.draft))
    form.values["stock"] = "" if found.stock is None else str(found.stock)
    name = partner_names(viewer).get(found.partner, "")
    return Desk(viewer, found.partner, name, form, found)


def _read(desk: Desk) -> Draft | None:
    """Return what was written; None where something is wrong with it, the picture is kept."""
    _take_picture(desk)
    before = None if desk.reward is None else desk.reward.now.draft
    draft = draft_in(desk.form, desk.viewer.words, before)
    if desk.reward is None:
        stock_in(desk.form)
    if desk.form.ticked("no_picture"):
        desk.form.values |= {"picture": "", "no_picture": ""}
    if draft is None or not desk.form.good:
        return None
    found = use.preview_reward(desk.viewer.hub, desk.viewer.actor, desk.partner, draft)
    for problem in found.problems:
        tell(desk.form, problem, draft.kind, desk.viewer.words)
    return None if found.problems else draft


def _same(desk: Desk, draft: Draft) -> Reward | None:
    """Return the reward that a first press of the same button has made."""
    viewer, page_of = desk.viewer, Page(limit=LARGEST_PAGE)
    found = use.list_catalogue(viewer.hub, viewer.actor, page_of, RewardState.DRAFT)
    return next((it for it in found if it.partner == desk.partner and it.now.draft == draft), None)


def _take_picture(desk: Desk) -> None:
    """Keep the picture that came with the form; from now on its digest stands for it."""
    sent = request.files.get("photo")
    if sent is None or not sent.filename:
        return
    with closing(sent):
        upload = sent.read(LARGEST_UPLOAD + 1)
    try:
        digest = use.add_picture(the_hub(), the_actor(), upload)
    except Refused as refused:
        large = refused.refusal is Refusal.TOO_LARGE
        desk.form.blame(
            "photo", desk.viewer.words["o_large_picture" if large else "o_wrong_picture"]
        )
        return
    desk.form.values |= {"picture": base64url.encode(digest), "no_picture": ""}


def _told(desk: Desk, refused: Refused, draft: Draft) -> None:
    """Say on the page why it was not saved."""
    if refused.refusal in (Refusal.FORBIDDEN, Refusal.NOT_FOUND):
        raise refused
    if isinstance(refused, use.WrongReward):
        for problem in refused.problems:
            tell(desk.form, problem, draft.kind, desk.viewer.words)
    elif refused.refusal is Refusal.CONFLICT:
        desk.form.blame("", desk.viewer.words["o_lost"])
    else:
        desk.form.blame_refused(refused)


def _shown(desk: Desk, draft: Draft | None = None, *, tries: bool = True) -> Response:
    """Return the page of the editor; with a draft, what it looks like and comes to."""
    viewer, found = desk.viewer, desk.reward
    w, spoken = viewer.words, viewer.language
    facts: dict[str, Any] = {}
    if draft is not None:
        facts = _seen_and_tried(desk, draft, tries=tries)
    shops = _shops(desk)
    picture = desk.form.values.get("picture", "")
    done = request.args.get("done", "")
    return page(
        "reward",
        200 if desk.form.good else _WRONG,
        form=desk.form,
        reward=found,
        partner=(desk.partner, desk.partner_name),
        may=viewer.actor.may(Permission.REWARDS_EDIT, Scope(desk.partner)),
        picture=picture_path(base64url.decode(picture)) if picture else None,
        shops=[(it.id, it.name) for it in shops],
        languages=[(it, NAMES[it]) for it in LANGUAGES],
        longest=TEXTS,
        kinds=[(it, w[f"oz_kind_{it}"]) for it in _KINDS],
        scopes=[(it, w[f"oz_scope_{it}"]) for it in _SCOPES],
        totals=[(it, w[f"oz_total_{it}"]) for it in ("", "1", "0")],
        tiers=[(it.value, tier_name(it, spoken)) for it in Tier],
        missing=None if desk.form.good else missing_words(desk.form, w, NAMES),
        done=_said(viewer, done) if done in _DONE else None,
        **_of_reward(viewer, found),
        **facts,
    )


def _of_reward(viewer: Seen, found: Reward | None) -> dict[str, Any]:
    if found is None:
        return {}
    w, spoken = viewer.words, viewer.language
    return {
        "name_now": getattr(found.now.draft.texts.title, spoken),
        "state": found.state.value,
        "state_word": w[f"oz_{found.state.value}"],
        "is_offered": found.state is RewardState.OFFERED,
        "stock_word": w["o_endless"] if found.stock is None else plain(found.stock),
        "when": when(viewer, found),
        "frozen": w["o_frozen"].format(
            number=found.now.version, day=day(found.now.created_at, spoken)
        ),
    }


def _seen_and_tried(desk: Desk, draft: Draft, *, tries: bool) -> dict[str, Any]:
    """Return the preview in the language that was asked for, and the dry run."""
    viewer = desk.viewer
    said = request.form.get("look", viewer.language)
    spoken = said if said in LANGUAGES else viewer.language
    looked = look_as_member(viewer.hub, viewer.actor, desk.partner, draft, desk.stock)
    facts: dict[str, Any] = {"preview": preview_facts(looked, spoken)}
    if tries:
        number = None if desk.reward is None else desk.reward.id
        trial = try_reward(viewer.hub, viewer.actor, desk.partner, draft, desk.stock, number)
        facts["trial"] = trial_facts(viewer, trial)
    return facts


def _said(viewer: Seen, done: str) -> str:
    return viewer.words["o_added"] if done == "added" else viewer.words[f"oz_done_{done}"]


def _shops(desk: Desk) -> Iterable[Shop]:
    """Return the shops to choose from; a closed one stays while it is ticked."""
    viewer = desk.viewer
    if not viewer.actor.scopes(Permission.SHOPS_READ):
        return []
    found = list_shops(viewer.hub, viewer.actor, Page(limit=LARGEST_PAGE), desk.partner)
    ticked = desk.form.ticked
    return [it for it in found if it.state is State.ACTIVE or ticked(f"shop_{it.id}")]
