"""Members' points on their way to the chain and back, for the programme's own people."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any, Final

from flask import Response

from contracts.wire import base64url
from contracts.wire.refusals import Refusal, Refused
from hub.core.access.actor import LONGEST_REASON
from hub.core.access.roles import Permission
from hub.core.ids import MemberId
from hub.core.ports.chronicle import FollowedMove, MovesAsked, ReturnSeen
from hub.core.reasons import SHORTEST_REASON
from hub.core.settlement.moves import MoveState, Returned
from hub.usecases.chain_reading import follow_moves, follow_returns
from hub.usecases.unknown_returns import assign_return, list_unknown_returns
from hub.web.chain_context import require_chain
from hub.web.context import the_hub
from hub.web.guards import require_page, the_actor, the_claims
from hub.web.owner import asked
from hub.web.owner.done import done_here
from hub.web.owner.form import Form
from hub.web.owner.frame import SETTLEMENT, away, owner, page, seen
from hub.web.owner.table import csv_file
from hub.web.owner.tons import short, shown_address
from hub.web.owner.viewer import Seen
from hub.web.page_session import require_own_page
from hub.web.page_words import moment, points_of
from hub.web.problems import STATUS_OF

ROWS: Final = 50
AT_ONCE: Final = 200
_MOST_MEMBERS: Final = 2**31
DONE: Final = {"assigned": "ch_assigned"}
_MOVES: Final = ("id", "member", "points", "back", "state", "epoch", "wallet", "asked_at")
_RETURNS: Final = (
    "lt", "wallet", "points", "unmatched", "reward", "member", "at", "credited_at",
)  # fmt: skip
_TONES: Final = {MoveState.CLAIMED: "good", MoveState.CLAIMABLE: "good"}


@owner.get("/settlement/moves")
@require_page(Permission.LEDGER_READ)
def show_moves() -> Response:
    """Show members' moves to their wallets, newest first."""
    viewer, deployment = seen(), require_chain()
    after, waiting = asked.number("after"), asked.one_of("waiting", ("1",)) == "1"
    wanted = MovesAsked(waiting=waiting)
    found = follow_moves(viewer.hub, viewer.actor, wanted, after, ROWS)
    items = [
        {
            "member": it.move.member,
            "name": viewer.words["mb_number"].format(number=it.move.member),
            "points": points_of(it.move.points, viewer.language),
            "state": viewer.words[f"ch_move_{state.value}"],
            "tone": _TONES.get(state, "wait"),
            "at": moment(it.move.asked_at, viewer.language),
            "wallet": short(shown_address(deployment, it.move.wallet)),
        }
        for it, state in found
    ]
    more = asked.address(after=found[-1][0].number) if len(found) == ROWS else None
    return page("settlement_moves", items=items, more=more, waiting=waiting)


@owner.get("/settlement/moves.csv")
@require_page(Permission.LEDGER_READ)
def csv_moves() -> Response:
    """Give all moves as a table."""
    require_chain()
    return csv_file("moves", _MOVES, (_move_row(*it) for it in _every_move()))


@owner.get("/settlement/returns")
@require_page(Permission.LEDGER_READ)
def show_returns() -> Response:
    """Show what came back from wallets, and what of it nobody owns yet."""
    return _returns()


@owner.get("/settlement/returns.csv")
@require_page(Permission.LEDGER_READ)
def csv_returns() -> Response:
    """Give all returns as a table."""
    require_chain()
    return csv_file("returns-from-chain", _RETURNS, (_return_row(it) for it in _every_return()))


@owner.post("/settlement/returns/<int:lt>/assign")
@require_page(Permission.SETTINGS_EDIT)
def assign_unknown(lt: int) -> Response:
    """Credit what came back from an unknown wallet to a member."""
    require_own_page(the_claims())
    require_chain()
    viewer = seen()
    form = Form(viewer.language)
    member = form.whole("member", 1, _MOST_MEMBERS)
    reason = form.text("reason", LONGEST_REASON)
    if reason and len(reason) < SHORTEST_REASON:
        form.blame("reason", viewer.words["mb_reason_short"])
    if not form.good or member is None:
        return _returns((lt, form), 422)
    try:
        assign_return(the_hub(), replace(the_actor(), reason=reason), lt, MemberId(member))
    except Refused as refused:
        if refused.refusal is Refusal.FORBIDDEN:
            raise
        if refused.refusal is Refusal.NOT_FOUND:
            form.blame("member", viewer.words["ch_no_member"])
        else:
            form.blame_refused(refused)
        return _returns((lt, form), STATUS_OF[refused.refusal])
    return away(f"{SETTLEMENT}/returns?done=assigned")


def _returns(typed: tuple[int, Form] | None = None, status: int = 200) -> Response:
    viewer, deployment = seen(), require_chain()
    after = asked.number("after")
    found = follow_returns(viewer.hub, viewer.actor, after, ROWS)
    assigns = viewer.actor.may(Permission.SETTINGS_EDIT)
    unknown = list_unknown_returns(viewer.hub, viewer.actor) if assigns else []
    lt, form = typed or (0, Form(viewer.language, {}))

    def came(it: ReturnSeen | Returned) -> dict[str, Any]:
        return {
            "lt": it.lt,
            "points": points_of(it.points, viewer.language),
            "at": moment(it.at, viewer.language),
            "wallet": shown_address(deployment, it.sender),
            "short": short(shown_address(deployment, it.sender)),
        }

    return page(
        "settlement_returns", status,
        items=[came(it) | _credited(viewer, it) for it in found],
        unknown=[came(it) for it in unknown], typed=lt, form=form, assigns=assigns,
        longest=LONGEST_REASON, done=done_here(viewer.words, DONE),
        more=asked.address(after=found[-1].lt) if len(found) == ROWS else None,
    )  # fmt: skip


def _credited(viewer: Seen, it: ReturnSeen) -> dict[str, Any]:
    words = viewer.words
    if it.member is None:
        return {"state": words["ch_nobody"], "tone": "wait", "member": None}
    name = words["mb_number"].format(number=it.member)
    tone = "wait" if it.unmatched else "good"
    state = words["ch_unmatched"] if it.unmatched else words["ch_credited"]
    return {"state": state, "tone": tone, "member": it.member, "name": name}


def _every_move() -> Iterator[tuple[FollowedMove, MoveState]]:
    hub, actor, before = the_hub(), the_actor(), None
    while found := follow_moves(hub, actor, MovesAsked(), before, AT_ONCE):
        yield from found
        before = found[-1][0].number


def _every_return() -> Iterator[ReturnSeen]:
    hub, actor, before = the_hub(), the_actor(), None
    while found := follow_returns(hub, actor, before, AT_ONCE):
        yield from found
        before = found[-1].lt


def _move_row(it: FollowedMove, state: MoveState) -> tuple[object, ...]:
    move = it.move
    return (
        base64url.encode(move.id), move.member, move.points, move.back, state, move.epoch,
        move.wallet, move.asked_at,
    )  # fmt: skip


def _return_row(it: ReturnSeen) -> tuple[object, ...]:
    return (
        it.lt, it.sender, it.points, it.unmatched, it.reward, it.member, it.at, it.credited_at,
    )  # fmt: skip
