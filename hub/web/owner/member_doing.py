"""What staff do about a member on the dashboard: points by hand, blocking, personal data."""

import json
from dataclasses import replace
from typing import Any, Final

from flask import Response

from contracts.wire import base64url
from contracts.wire.refusals import Refusal, Refused
from hub.core.access.actor import LONGEST_REASON, Actor
from hub.core.access.people import LARGEST_PAGE, Page
from hub.core.access.roles import Permission
from hub.core.adjustments import ADJUSTMENT_ID_SIZE, LARGEST_ADJUSTMENT, AdjustmentState
from hub.core.ids import MemberId, PartnerId
from hub.core.reasons import SHORTEST_REASON
from hub.usecases import adjustments as use
from hub.usecases.adjustment_desk import AskedAdjustment, waiting_adjustments
from hub.usecases.member_care import block_member, copy_for_member
from hub.usecases.privacy import erase_for_member
from hub.web.context import the_hub
from hub.web.guards import require_page, the_actor, the_claims
from hub.web.owner import asked
from hub.web.owner.done import done_here
from hub.web.owner.form import Form
from hub.web.owner.frame import MEMBERS, away, owner, page, private, seen
from hub.web.owner.member_actions import GIVE, TAKE, Typed, adjusted_partners
from hub.web.owner.member_file import signed
from hub.web.owner.members import DONE, member_page
from hub.web.owner.table import csv_file
from hub.web.owner.viewer import Seen
from hub.web.page_session import require_own_page
from hub.web.page_words import moment
from hub.web.privacy import plain_row
from hub.web.problems import STATUS_OF
from hub.web.sentences import sentence

_AWAY: Final = frozenset({Refusal.FORBIDDEN, Refusal.NOT_FOUND})
"""Refusals that no form can mend."""
_HEAD: Final = (
    "place", "state", "member", "partner", "points", "reason", "asked_by", "asked_by_name",
    "asked_at", "approved_by", "approved_at",
)  # fmt: skip
_STATES: Final = (AdjustmentState.WAITING, AdjustmentState.DONE, AdjustmentState.REFUSED)


@owner.post("/members/<int:number>/adjust")
@require_page(Permission.POINTS_ADJUST)
def adjust_member(number: int) -> Response:
    """Give or take points by hand; many of them wait for a second person."""
    require_own_page(the_claims())
    viewer, member = seen(), MemberId(number)
    form = Form(viewer.language)
    way = form.choice("way", (GIVE, TAKE))
    points = form.whole("points", 1, LARGEST_ADJUSTMENT)
    partners = {str(it): it for it, _ in adjusted_partners(viewer)}
    partner = form.choice("partner", partners)
    actor, name = _reasoned(form, viewer), _name(form)
    if not form.good or points is None:
        return member_page(member, Typed("adjust", form), 422)
    amount = points if way == GIVE else -points
    try:
        made = use.ask_adjustment(
            the_hub(), actor, name, member, PartnerId(partners[partner]), amount
        )
    except Refused as refused:
        if refused.refusal in _AWAY:
            raise
        short = refused.refusal is Refusal.NOT_ENOUGH_POINTS
        form.blame_refused(refused, "points" if short else "")
        return member_page(member, Typed("adjust", form), STATUS_OF[refused.refusal])
    waits = made.state is AdjustmentState.WAITING
    return away(
        f"{MEMBERS}/{number}?done={'asked' if waits else 'given' if amount > 0 else 'taken'}"
    )


@owner.post("/members/<int:number>/block")
@require_page(Permission.MEMBERS_EDIT)
def shut_member(number: int) -> Response:
    """Block a member, or let him in again."""
    require_own_page(the_claims())
    viewer, member = seen(), MemberId(number)
    form = Form(viewer.language)
    blocked = form.choice("blocked", ("yes", "no")) == "yes"
    actor = _reasoned(form, viewer)
    if not form.good:
        return member_page(member, Typed("block", form), 422)
    block_member(the_hub(), actor, member, blocked=blocked)
    return away(f"{MEMBERS}/{number}?done={'blocked' if blocked else 'unblocked'}")


@owner.post("/members/<int:number>/copy")
@require_page(Permission.MEMBERS_EDIT)
def copy_member(number: int) -> Response:
    """Give a copy of everything that is stored about a member who asked for it."""
    require_own_page(the_claims())
    hub = the_hub()
    tables = copy_for_member(hub, the_actor(), MemberId(number))
    plain = {name: [plain_row(row) for row in rows] for name, rows in tables.items()}
    whole = {"made_at": hub.clock.now(), "tables": plain}
    answer = Response(
        json.dumps(whole, ensure_ascii=False, indent=1), content_type="application/json"
    )
    answer.headers["Content-Disposition"] = f'attachment; filename="member-{number}.json"'
    return private(answer)


@owner.post("/members/<int:number>/erase")
@require_page(Permission.MEMBERS_EDIT)
def erase_guest(number: int) -> Response:
    """Erase a member who asked for it; his number is typed once more, since nothing undoes it."""
    require_own_page(the_claims())
    viewer, member = seen(), MemberId(number)
    form = Form(viewer.language)
    actor = _reasoned(form, viewer)
    if form.text("again", 20) != str(number):
        form.blame("again", viewer.words["mb_erase_wrong"])
    if not form.good:
        return member_page(member, Typed("erase", form), 422)
    erase_for_member(the_hub(), actor, member)
    return away(f"{MEMBERS}/{number}?done=erased")


@owner.get("/members/adjustments")
@require_page(Permission.POINTS_ADJUST)
def show_adjustments() -> Response:
    """Show what waits for a second person, or what became of it."""
    return _adjustments()


@owner.get("/members/adjustments.csv")
@require_page(Permission.POINTS_ADJUST)
def csv_adjustments() -> Response:
    """Give the same as a table."""
    viewer = seen()
    rows = (
        (it.place, it.adjustment.state, it.adjustment.member, it.adjustment.partner,
         it.adjustment.points, it.adjustment.reason, it.adjustment.asked_by, it.asked_by,
         it.adjustment.asked_at, it.adjustment.approved_by, it.adjustment.approved_at)
        for it in waiting_adjustments(
            viewer.hub, viewer.actor, _state(), Page(asked.number("after") or 0, LARGEST_PAGE)
        )
    )  # fmt: skip
    return csv_file("adjustments", _HEAD, rows)


@owner.post("/members/adjustments/<name>")
@require_page(Permission.POINTS_ADJUST)
def decide_adjustment(name: str) -> Response:
    """Approve or refuse what another person asked for."""
    require_own_page(the_claims())
    form = Form(seen().language)
    decision = form.choice("decision", ("approve", "refuse"))
    if not form.good:
        return _adjustments((name, form.problems["decision"]), 422)
    decide = use.approve_adjustment if decision == "approve" else use.refuse_adjustment
    try:
        decide(the_hub(), the_actor(), _decoded(name))
    except Refused as refused:
        if refused.refusal in _AWAY:
            raise
        text = sentence(refused.refusal, seen().language)
        return _adjustments((name, text), STATUS_OF[refused.refusal])
    done = "approved" if decision == "approve" else "refused"
    return away(f"{MEMBERS}/adjustments?done={done}")


def _adjustments(wrong: tuple[str, str] | None = None, status: int = 200) -> Response:
    viewer = seen()
    state = _state()
    start = asked.number("after") or 0
    found = waiting_adjustments(viewer.hub, viewer.actor, state, Page(start, limit=LARGEST_PAGE))
    items = [_asked(viewer, it) for it in found]
    for it in items:
        it["problem"] = wrong[1] if wrong is not None and it["name"] == wrong[0] else ""
    return page(
        "adjustments", status, items=items, state=state.value,
        wrong="" if wrong is None or any(it["problem"] for it in items) else wrong[1],
        states=[(it.value, viewer.words[f"mba_{it.value}"]) for it in _STATES],
        more=asked.address(after=found[-1].place) if len(found) == LARGEST_PAGE else None,
        done=done_here(viewer.words, DONE), csv=asked.address(after=start or None),
    )  # fmt: skip


def _state() -> AdjustmentState:
    return AdjustmentState(asked.one_of("state", set(_STATES)) or AdjustmentState.WAITING)


def _asked(viewer: Seen, it: AskedAdjustment) -> dict[str, Any]:
    made, words, spoken = it.adjustment, viewer.words, viewer.language
    return {
        "name": base64url.encode(made.id),
        "id": made.member,
        "member": words["mb_number"].format(number=made.member),
        "points": signed(made.points, spoken),
        "takes": made.points < 0,
        "partner": it.partner,
        "reason": made.reason,
        "by": words["mb_asked_by"].format(
            name=it.asked_by or words["au_gone"].format(number=made.asked_by),
            time=moment(made.asked_at, spoken),
        ),
        "own": it.own,
        "waits": made.state is AdjustmentState.WAITING,
    }


def _reasoned(form: Form, viewer: Seen) -> Actor:
    """Return who acts, with the reason that he typed."""
    reason = form.text("reason", LONGEST_REASON)
    if reason and len(reason) < SHORTEST_REASON:
        form.blame("reason", viewer.words["mb_reason_short"])
    return replace(viewer.actor, reason=reason)


def _name(form: Form) -> bytes:
    """Return the id that the page gave the form, so that sending it twice is sending it once."""
    return _decoded(form.values.get("name", ""))


def _decoded(name: str) -> bytes:
    found = base64url.decode(name)
    if len(found) != ADJUSTMENT_ID_SIZE:
        raise Refused(Refusal.MALFORMED, "an adjustment that no page gave")
    return found
