"""The members on the dashboard: who came, and what may be known of one."""

from typing import Any, Final

from flask import Response

from contracts.wire.refusals import Refusal, Refused
from contracts.wire.units import UnixTime
from hub.core.access.people import Page
from hub.core.access.roles import Permission
from hub.core.adjustments import AdjustmentState
from hub.core.ids import MemberId
from hub.core.policy import DAY
from hub.core.ports.directory import MemberFilter, MemberLine
from hub.core.tiers import Tier
from hub.usecases import members as use
from hub.usecases.adjustment_desk import waiting_adjustments
from hub.usecases.member_cards import find_card
from hub.web.claim_sentences import tier_name
from hub.web.context import the_hub
from hub.web.guards import require_page
from hub.web.owner import asked
from hub.web.owner.done import done_here
from hub.web.owner.frame import MEMBERS, away, owner, page, seen
from hub.web.owner.member_actions import Typed, actions_of
from hub.web.owner.member_file import file_of
from hub.web.owner.table import csv_file
from hub.web.owner.viewer import Seen
from hub.web.page_words import moment, points_of

ROWS: Final = 50
"""Members on one page."""
LATELY: Final = (7, 30, 90)
"""Days within which a visit is recent, to choose from."""
_BLOCKED: Final = {"yes": True, "no": False}
_HEAD: Final = ("number", "name", "tier", "blocked", "last_visit", "points")
DONE: Final = {
    "given": "mbd_given", "taken": "mbd_taken", "asked": "mbd_asked", "blocked": "mbd_blocked",
    "unblocked": "mbd_unblocked", "erased": "mbd_erased", "approved": "mbd_approved",
    "refused": "mbd_refused",
}  # fmt: skip


@owner.get("/members")
@require_page(Permission.MEMBERS_READ)
def show_members() -> Response:
    """Show who came, or open the member whose number is looked for."""
    viewer = seen()
    said, whole = asked.text("q"), use.sees_all(viewer.actor)
    number = asked.whole(said.lstrip("№#").replace(" ", "")) if said else None
    if number is not None:
        return _opened(viewer, number)
    if said and not whole:
        return _listed(viewer, MemberFilter(), problem=viewer.words["mb_find_wrong"])
    return _listed(viewer, _filter(said))


@owner.get("/members.csv")
@require_page(Permission.MEMBERS_READ)
def csv_members() -> Response:
    """Give the same as a table, whole; that it was made is in the log."""
    viewer = seen()
    name = asked.text("q") if use.sees_all(viewer.actor) else ""
    rows = (
        (it.id, it.first_name, it.tier, it.blocked, it.last_visit, it.points)
        for it in use.export_members(viewer.hub, viewer.actor, _filter(name))
    )
    return csv_file("members", _HEAD, rows)


@owner.get("/members/<int:number>")
@require_page(Permission.MEMBERS_READ)
def show_member(number: int) -> Response:
    """Show one member's file."""
    return member_page(MemberId(number))


def member_page(member: MemberId, typed: Typed | None = None, status: int = 200) -> Response:
    """Return a member's page, with a form that was not right as it was typed."""
    viewer = seen()
    found = use.show_member(viewer.hub, viewer.actor, member)
    return page(
        "member", status, **file_of(viewer, found), **actions_of(viewer, found, typed),
        done=done_here(viewer.words, DONE),
    )  # fmt: skip


def _opened(viewer: Seen, number: int) -> Response:
    try:
        found = use.find_member(viewer.hub, viewer.actor, _meant(viewer, number))
    except Refused as refused:
        if refused.refusal is not Refusal.NOT_FOUND:
            raise
        none = "mb_find_none_all" if use.sees_all(viewer.actor) else "mb_find_none"
        return _listed(viewer, MemberFilter(), problem=viewer.words[none])
    return away(f"{MEMBERS}/{found.id}")


def _meant(viewer: Seen, number: int) -> MemberId:
    """Return whose number it is: a card's where this person sees that card, else a member's."""
    if viewer.actor.scopes(Permission.CARDS_READ):
        card = find_card(viewer.hub, viewer.actor, number)
        if card is not None:
            return card[0].member
    return MemberId(number)


def _filter(name: str) -> MemberFilter:
    tier = asked.one_of("tier", set(Tier))
    lately = asked.one_of("came", {str(it) for it in LATELY})
    blocked = asked.one_of("blocked", _BLOCKED)
    since = UnixTime(the_hub().clock.now() - int(lately) * DAY) if lately else None
    return MemberFilter(
        tier=Tier(tier) if tier else None,
        blocked=_BLOCKED.get(blocked),
        since=since,
        name=name,
    )


def _listed(viewer: Seen, wanted: MemberFilter, problem: str = "") -> Response:
    words, whole = viewer.words, use.sees_all(viewer.actor)
    found = use.list_members(viewer.hub, viewer.actor, wanted, asked.place("after"), ROWS)
    onward = found.after
    kept = {it: asked.text(it) for it in ("q", "tier", "came", "blocked") if asked.text(it)}
    return page(
        "members", 422 if problem else 200,
        items=[line_of(viewer, it) for it in found.lines],
        whole=whole, kept=kept, problem=problem, longest=asked.LONGEST_TEXT,
        tiers=[(it.value, tier_name(it, viewer.language).capitalize()) for it in Tier],
        spans=[(str(it), words["mb_days"].format(days=it)) for it in LATELY],
        states=[("yes", words["mb_blocked_ones"]), ("no", words["mb_open_ones"])],
        more=None if onward is None else asked.address(after=f"{onward[0]}.{onward[1]}"),
        csv=asked.address(after=None), waiting=_waiting(viewer),
        done=done_here(words, DONE),
    )  # fmt: skip


def line_of(viewer: Seen, it: MemberLine) -> dict[str, Any]:
    """Return what a list shows of a member."""
    words, last = viewer.words, it.last_visit
    return {
        "id": it.id,
        "name": it.first_name,
        "number": words["mb_number"].format(number=it.id),
        "tier": tier_name(it.tier, viewer.language).capitalize(),
        "blocked": it.blocked and not it.erased,
        "erased": it.erased,
        "last": words["mb_never"]
        if last is None
        else words["mb_last"].format(time=moment(last, viewer.language)),
        "points": points_of(it.points, viewer.language),
    }


def _waiting(viewer: Seen) -> int | None:
    """Return how many adjustments wait, None to who has no say in them."""
    if not viewer.actor.scopes(Permission.POINTS_ADJUST):
        return None
    state = AdjustmentState.WAITING
    return len(waiting_adjustments(viewer.hub, viewer.actor, state, Page(limit=100)))
