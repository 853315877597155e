"""The tills on the dashboard: how each is, a code for a new one, and taking one out."""

from typing import Any, Final

from flask import Response, request

from contracts.wire.refusals import Refusal, Refused
from contracts.wire.units import ShopId, TillId
from hub.core.access.people import LARGEST_PAGE, Page, State
from hub.core.access.roles import Permission, Scope
from hub.core.cells import csv_lines
from hub.core.ports.tills import TillView
from hub.core.till_health import QUIET_AFTER
from hub.core.tills import TillState
from hub.usecases.enrolment import LONGEST_NAME, add_till, new_code
from hub.usecases.shops import list_shops
from hub.usecases.till_states import revoke_till
from hub.usecases.tills import list_tills
from hub.web.context import the_hub
from hub.web.guards import require_page, the_actor, the_claims
from hub.web.insights import CSV
from hub.web.owner.frame import TILLS, away, owner, page, private, seen
from hub.web.owner.viewer import Seen
from hub.web.page_session import require_own_page
from hub.web.page_words import moment, plain
from hub.web.problems import STATUS_OF
from hub.web.sentences import sentence

_NAMES: Final = (
    "id", "name", "shop", "state", "version", "synced_at", "pending", "set_aside", "printer", "tap",
)  # fmt: skip
_OVER: Final = frozenset({TillState.REVOKED, TillState.WRITTEN_OFF})


@owner.get("/tills")
@require_page(Permission.TILLS_READ)
def show_tills() -> Response:
    """Show all tills that this person may see, and how they are."""
    return _listed()


@owner.get("/tills.csv")
@require_page(Permission.TILLS_READ)
def csv_tills() -> Response:
    """Give the same as a table."""
    shops = _shops()
    rows = (
        (it.till.id, it.till.name, shops.get(it.till.shop, ""), it.till.state,
         it.health.get("version"), it.till.synced_at, it.health.get("pending"),
         it.health.get("set_aside"), it.health.get("printer"), it.health.get("tap"))
        for it in _found()
    )  # fmt: skip
    answer = Response("".join(csv_lines(_NAMES, rows)), content_type=CSV)
    answer.headers["Content-Disposition"] = 'attachment; filename="tills.csv"'
    return private(answer)


@owner.post("/tills")
@require_page(Permission.TILLS_EDIT)
def make_till() -> Response:
    """Make a till and show its one-time code, once."""
    require_own_page(the_claims())
    name = request.form.get("name", "", type=str)
    shop = request.form.get("shop", 0, type=int)
    try:
        made = add_till(the_hub(), the_actor(), ShopId(shop), name)
    except Refused as refused:
        if refused.refusal is Refusal.FORBIDDEN:
            raise
        return _listed(status=STATUS_OF[refused.refusal], typed=(shop, name),
                       problem=sentence(refused.refusal, seen().language))  # fmt: skip
    return _listed(made={"till": made.till, "code": made.code,
                         "until": moment(made.expires_at, seen().language)})  # fmt: skip


@owner.post("/tills/<int:number>/code")
@require_page(Permission.TILLS_EDIT)
def renew_code(number: int) -> Response:
    """Show another one-time code for a till that waits; the one before is good no more."""
    require_own_page(the_claims())
    made = new_code(the_hub(), the_actor(), TillId(number))
    return _listed(made={"till": made.till, "code": made.code,
                         "until": moment(made.expires_at, seen().language)})  # fmt: skip


@owner.post("/tills/<int:number>/revoke")
@require_page(Permission.TILLS_EDIT)
def take_out(number: int) -> Response:
    """Take a till out, at once."""
    require_own_page(the_claims())
    revoke_till(the_hub(), the_actor(), TillId(number))
    return away(TILLS)


def _listed(
    status: int = 200,
    made: dict[str, Any] | None = None,
    typed: tuple[int, str] = (0, ""),
    problem: str | None = None,
) -> Response:
    viewer, shops = seen(), _shops()
    views = _found()
    order = sorted(views, key=lambda it: (it.till.state in _OVER, it.till.shop, it.till.id))
    places = [
        (it.id, it.name) for it in _all_shops()
        if it.state is State.ACTIVE
        and viewer.actor.may(Permission.TILLS_EDIT, Scope(it.partner, it.id))
    ]  # fmt: skip
    named = {it.till.id: it.till.name for it in views}
    return page(
        "tills", status, items=[_facts(viewer, it, shops) for it in order], places=places,
        made=None if made is None else {**made, "name": named.get(made["till"], "")},
        typed=typed, problem=problem, longest=LONGEST_NAME,
    )  # fmt: skip


def _found() -> list[TillView]:
    return list_tills(the_hub(), the_actor(), Page(limit=LARGEST_PAGE))


def _all_shops() -> list[Any]:
    return list(list_shops(the_hub(), the_actor(), Page(limit=LARGEST_PAGE), None))


def _shops() -> dict[int, str]:
    return {it.id: it.name for it in _all_shops()}


def _facts(viewer: Seen, it: TillView, shops: dict[int, str]) -> dict[str, Any]:
    till, health, words = it.till, it.health, viewer.words
    troubles = [text for text in (health.get("printer"), health.get("tap")) if text]
    troubles += list(health.get("notes") or ())
    may = viewer.actor.may(Permission.TILLS_EDIT, Scope(till.partner, till.shop))
    quiet = till.synced_at is None or viewer.hub.clock.now() - till.synced_at > QUIET_AFTER
    tone = "good"
    if till.state is not TillState.ACTIVE:
        tone = "soft" if till.state in _OVER or till.state is TillState.WAITING else "stop"
    elif troubles or quiet:
        tone = "wait"
    synced = till.synced_at
    return {
        "id": till.id,
        "name": till.name,
        "shop": shops.get(till.shop, ""),
        "state": words[f"t_{till.state.value}"],
        "tone": tone,
        "version": health.get("version") or "—",
        "synced": words["never"] if synced is None else moment(synced, viewer.language),
        "quiet": quiet and till.state is TillState.ACTIVE,
        "pending": plain(int(health.get("pending") or 0)),
        "set_aside": plain(int(health.get("set_aside") or 0)),
        "troubles": troubles,
        "reason": it.reason,
        "waits": may and till.state is TillState.WAITING,
        "revokes": may and till.state not in _OVER,
    }
