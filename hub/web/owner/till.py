"""One till on the dashboard: how it is, its settings, its keys, what it handed in in vain."""

from collections.abc import Callable
from typing import Any, Final

from flask import Response, request

from contracts.wire.keys import KeyKind
from contracts.wire.refusals import Refusal, Refused
from contracts.wire.units import TillId
from hub.core.access.people import Page
from hub.core.access.roles import Permission, Scope
from hub.core.ports.tills import TillView
from hub.core.till_health import SlipShare
from hub.core.till_settings import has_taken_over
from hub.core.tills import TillState
from hub.usecases import till_states as states
from hub.usecases import tills as use
from hub.usecases.enrolment import LONGEST_NAME
from hub.web.context import the_hub
from hub.web.guards import require_page, the_actor, the_claims
from hub.web.owner.done import done_here, is_done
from hub.web.owner.form import Form
from hub.web.owner.frame import TILLS, away, owner, page, seen
from hub.web.owner.places import Places
from hub.web.owner.till_form import filled, read_settings, shown_fields
from hub.web.owner.viewer import Seen
from hub.web.page_session import require_own_page
from hub.web.page_words import moment, plain, span
from hub.web.sentences import sentence

ASIDE: Final = 20
"""Events set aside that one page shows."""
_GIB: Final = 2**30
_KEYS: Final = {KeyKind.CLAIM: "tl_key_claim", KeyKind.VOUCHER_TILL: "tl_key_voucher"}
_WHY: Final = {
    Refusal.MALFORMED: "tl_unread", Refusal.TOO_LONG: "tl_unread", Refusal.OVERFLOW: "tl_unread",
    Refusal.WRONG_KIND: "tl_newer", Refusal.UNKNOWN_VERSION: "tl_newer",
    Refusal.MISMATCH: "tl_other",
}  # fmt: skip
_OVER: Final = frozenset({TillState.REVOKED, TillState.WRITTEN_OFF})
_DONE: Final = {
    "saved": "hs_done_saved", "key": "hs_done_key", "gone": "hs_done_gone",
    "lifted": "hs_done_lifted",
}  # fmt: skip


@owner.get("/tills/<int:number>")
@require_page(Permission.TILLS_READ)
def show_till(number: int) -> Response:
    """Show one till."""
    return _one(number, Form(seen().language, {}))


@owner.post("/tills/<int:number>/name")
@require_page(Permission.TILLS_EDIT)
def rename_till(number: int) -> Response:
    """Give a till another name."""
    require_own_page(the_claims())
    form = Form(seen().language)
    name = form.text("name", LONGEST_NAME)
    return _do(number, form, "saved", lambda: use.rename_till(
        the_hub(), the_actor(), TillId(number), name
    ), "name")  # fmt: skip


@owner.post("/tills/<int:number>/settings")
@require_page(Permission.TILLS_EDIT)
def set_till(number: int) -> Response:
    """Set what holds for this till alone."""
    require_own_page(the_claims())
    viewer = seen()
    form = Form(viewer.language)
    settings = read_settings(form, viewer.words, of_shop=False)
    return _do(number, form, "saved", lambda: use.set_till_settings(
        viewer.hub, viewer.actor, TillId(number), settings
    ), about="settings")  # fmt: skip


@owner.post("/tills/<int:number>/key")
@require_page(Permission.TILLS_EDIT)
def change_till_key(number: int) -> Response:
    """Give a till its next key."""
    require_own_page(the_claims())
    form = Form(seen().language)
    kind, stolen = KeyKind(form.choice("kind", tuple(_KEYS))), form.ticked("stolen")
    return _do(number, form, "key", lambda: states.rotate_till_key(
        the_hub(), the_actor(), TillId(number), kind, stolen=stolen
    ))  # fmt: skip


@owner.post("/tills/<int:number>/write-off")
@require_page(Permission.TILLS_EDIT)
def write_off(number: int) -> Response:
    """Give a lost till up."""
    require_own_page(the_claims())
    return _do(number, Form(seen().language), "gone", lambda: states.write_off_till(
        the_hub(), the_actor(), TillId(number)
    ))  # fmt: skip


@owner.post("/tills/<int:number>/lift")
@require_page(Permission.REVIEWS_DECIDE)
def lift(number: int) -> Response:
    """Let a till out of quarantine."""
    require_own_page(the_claims())
    return _do(number, Form(seen().language), "lifted", lambda: states.lift_quarantine(
        the_hub(), the_actor(), TillId(number)
    ))  # fmt: skip


def _do(
    number: int, form: Form, word: str, act: Callable[[], object],
    field: str = "", about: str = "",
) -> Response:  # fmt: skip
    """Do it and say so on the till's page; or show there what is wrong. *about* is which form."""
    if is_done(form, act, lambda refused: form.blame_refused(refused, field)):
        return away(f"{TILLS}/{number}?done={word}")
    return _one(number, form, 422, about)


def _one(number: int, form: Form, status: int = 200, about: str = "") -> Response:
    viewer = seen()
    view = use.show_till(viewer.hub, viewer.actor, TillId(number))
    till, words = view.till, viewer.words
    own = form.values if about == "settings" else filled(till.settings, till.registers)
    settings = Form(viewer.language, own)
    settings.problems = form.problems if about == "settings" else {}
    taken, since = has_taken_over(till), words["se_waits"]
    if taken and till.config_since is not None:
        since = words["se_taken"].format(time=moment(till.config_since, viewer.language))
    scope = Scope(till.partner, till.shop)
    form.values.setdefault("name", till.name)
    edits = viewer.actor.may(Permission.TILLS_EDIT, scope) and till.state not in _OVER
    return page(
        "till", status, form=form, done=done_here(words, _DONE), it=_facts(viewer, view),
        settings=settings, groups=shown_fields(words, till.shop_settings),
        taken=taken, since=since,
        edits=edits, works=till.state is TillState.ACTIVE,
        waits=till.state is TillState.WAITING,
        writes_off=viewer.actor.may(Permission.TILLS_EDIT, scope)
        and till.state not in (TillState.WAITING, TillState.WRITTEN_OFF),
        lifts=till.state is TillState.QUARANTINED
        and viewer.actor.may(Permission.REVIEWS_DECIDE, scope),
        keys=[(KeyKind.CLAIM.value, words["tl_key_claim"].format(id=till.claim_key)),
              (KeyKind.VOUCHER_TILL.value, words["tl_key_voucher"].format(id=till.till_key))],
        sees_log=viewer.actor.may(Permission.AUDIT_READ, scope), longest=LONGEST_NAME,
        **_aside(viewer, till.id),
    )  # fmt: skip


def _aside(viewer: Seen, till: TillId) -> dict[str, Any]:
    """Return a page of what the till handed in that can never be accepted."""
    said = request.args.get("after", "0")
    if not (said.isascii() and said.isdecimal() and len(said) < 16):
        raise Refused(Refusal.VALIDATION, "a page that there is not")
    page_of = Page(int(said), ASIDE)
    found, forked = use.list_set_aside(viewer.hub, viewer.actor, till, page_of)
    return {
        "aside": [
            {"number": plain(it.sequence), "why": _why(viewer, it.refusal),
             "at": moment(it.received_at, viewer.language), "size": plain(it.size)}
            for it in found
        ],
        "more": found[-1].sequence if len(found) == ASIDE else None,
        "forked": forked,
    }  # fmt: skip


def _why(viewer: Seen, code: str) -> str:
    """Return in words why an event was set aside; the general sentences speak of paper codes."""
    if code not in set(Refusal):
        return code
    refusal = Refusal(code)
    word = _WHY.get(refusal)
    return sentence(refusal, viewer.language) if word is None else viewer.words[word]


def _facts(viewer: Seen, view: TillView) -> dict[str, Any]:
    till, health, words, spoken = view.till, view.health, viewer.words, viewer.language
    never = words["never"]
    rows = [
        (words["synced"], moment(till.synced_at, spoken) if till.synced_at else never),
        (words["version"], health.get("version") or "—"),
        (words["tl_platform"], health.get("platform") or "—"),
        (words["tl_printer"], health.get("printer") or words["tl_well"]),
        (words["tl_tap"], health.get("tap") or words["tl_well"]),
        (words["tl_slips"], _slips(viewer, till.id)),
        (words["pending"], plain(int(health.get("pending") or 0))),
        (words["tl_oldest"], _age(health.get("oldest_pending_age"), spoken)),
        (words["set_aside"], plain(int(health.get("set_aside") or 0))),
        (words["tl_clock"], _seconds(words, health.get("clock_offset"))),
        (words["tl_disk"], _disk(words, health.get("disk_free"))),
        (words["tl_lease"], _lease(words, health)),
        (words["tl_head"], f"№ {plain(till.head_sequence)}, {moment(till.head_at, spoken)}"
         if till.head_sequence else "—"),
        (words["tl_made"], moment(view.created_at, spoken)),
    ]  # fmt: skip
    if health.get("computer"):  # it is told when the till enrols, and until it syncs
        rows.insert(2, (words["tl_computer"], health["computer"]))
    if view.revoked_at:
        rows.append((words["tl_gone_at"], moment(view.revoked_at, spoken)))
    tone = {TillState.ACTIVE: "good", TillState.QUARANTINED: "stop"}.get(till.state, "soft")
    return {
        "id": till.id,
        "name": till.name,
        "shop": Places.seen_by(viewer).shop(till.shop),
        "shop_id": till.shop,
        "state": words[f"t_{till.state.value}"],
        "tone": tone,
        "rows": rows,
        "notes": [*(health.get("notes") or ()), *([view.reason] if view.reason else [])],
        "fork": None if till.fork_from is None else words["tl_fork"].format(
            number=plain(till.fork_from)
        ),
    }  # fmt: skip


def _slips(viewer: Seen, till: TillId) -> str:
    """Return what share of its receipts came out with a slip, now and before."""
    lately, before = use.slips_of_till(viewer.hub, viewer.actor, till)
    if not lately.receipts:
        return "—"
    words = viewer.words
    said = words["tl_slips_day"].format(
        percent=_percent(lately), count=plain(lately.receipts)
    )  # fmt: skip
    then = words["tl_slips_before"].format(percent=_percent(before))
    return f"{said}, {then}" if before.receipts else said


def _percent(share: SlipShare) -> str:
    return (
        f"{share.with_slip * 100 // share.receipts}\N{NO-BREAK SPACE}%" if share.receipts else "—"
    )


def _age(seconds: int | None, spoken: str) -> str:
    return span(seconds, spoken) if seconds else "—"


def _seconds(words: dict[str, str], offset: int | None) -> str:
    return "—" if offset is None else words["tl_seconds"].format(count=plain(abs(offset)))


def _disk(words: dict[str, str], free: int | None) -> str:
    if free is None:
        return "—"
    return words["tl_gib"].format(size=f"{free / _GIB:.1f}".replace(".", ","))


def _lease(words: dict[str, str], health: Any) -> str:
    number = health.get("lease")
    if not number:
        return words["tl_no_lease"]
    return words["tl_lease_is"].format(number=number, spent=plain(int(health.get("spent") or 0)))
