"""Webhooks on the dashboard: where a partner's own system is told, of what, and how that went."""

import re
from collections.abc import Sequence
from typing import Any, Final

from flask import Response, request

from contracts.wire.refusals import Refusal, Refused
from hub.core.access.roles import Permission, Scope
from hub.core.happening import Happening
from hub.core.ids import PartnerId
from hub.core.webhooks import (
    EVENT_HEADER,
    LONGEST_URL,
    MOST_WEBHOOKS,
    SIGNATURE_HEADER,
    TIME_HEADER,
    Delivery,
    DeliveryState,
    Webhook,
)
from hub.usecases import webhooks as use
from hub.web.context import the_hub
from hub.web.guards import require_page, the_actor, the_claims
from hub.web.owner.done import done_here
from hub.web.owner.form import Form
from hub.web.owner.frame import WEBHOOKS, away, owner, page, seen
from hub.web.owner.places import Places
from hub.web.owner.table import csv_file
from hub.web.owner.viewer import Seen
from hub.web.page_session import require_own_page
from hub.web.page_words import moment, plain

ROWS: Final = 20
"""Deliveries on one page."""
_MOST_CSV: Final = 1_000
_LONGEST_OWN: Final = 1_500
FAMILIES: Final = (
    ("*", "wh_all"), ("sale.*", "wh_sale"), ("claim.*", "wh_claim"), ("voucher.*", "wh_voucher"),
    ("redemption.*", "wh_redemption"), ("reward.*", "wh_reward"), ("points.*", "wh_points"),
    ("bonus.*", "wh_bonus"), ("review.*", "wh_review"), ("till.*", "wh_till"),
    ("partner.*", "wh_partner"), ("alert.*", "wh_alert"),
)  # fmt: skip
"""Kinds that concern a partner, by family; others may be written by name."""
_LAST: Final = {
    "taken": "wh_taken", "no longer kept": "wh_gone", "it took too long": "wh_slow",
    "its name is not known": "wh_unknown", "an address that is not allowed": "wh_inside",
}  # fmt: skip
_ANSWERED: Final = re.compile(r"answered ([0-9]{3})")
_DONE: Final = {"saved": "wh_done_saved", "removed": "wh_done_removed", "again": "wh_done_again"}
_HEAD: Final = ("event", "kind", "at", "state", "attempts", "next_at", "last")


@owner.get("/webhooks")
@require_page(Permission.WEBHOOKS_READ)
def show_webhooks() -> Response:
    """Show a partner's webhooks, and a form to add another."""
    return _listed(Form(seen().language, {"kind:voucher.*": "1", "kind:sale.*": "1"}))


@owner.post("/webhooks")
@require_page(Permission.WEBHOOKS_EDIT)
def make_webhook() -> Response:
    """Add a webhook and show its secret, once."""
    require_own_page(the_claims())
    viewer = seen()
    form = Form(viewer.language)
    partners = Places.seen_by(viewer).partners_for(viewer, Permission.WEBHOOKS_EDIT)
    partner = form.choice("partner", [str(number) for number, _ in partners])
    wish = _wish(form, active=True)
    if form.good:
        try:
            made = use.add_webhook(viewer.hub, viewer.actor, PartnerId(int(partner)), wish)
        except Refused as refused:
            _blame(form, refused)
        else:
            return _one(made.webhook.id, Form(viewer.language, {}), secret=made.secret)
    return _listed(form, 422)


@owner.get("/webhooks/<int:number>")
@require_page(Permission.WEBHOOKS_READ)
def show_webhook(number: int) -> Response:
    """Show one webhook and what became of telling it."""
    return _one(number, Form(seen().language, {}))


@owner.get("/webhooks/<int:number>.csv")
@require_page(Permission.WEBHOOKS_READ)
def csv_webhook(number: int) -> Response:
    """Give its newest deliveries as a table."""
    found = use.list_told(the_hub(), the_actor(), number, 0, _MOST_CSV)
    return csv_file(f"webhook-{number}", _HEAD, (
        (it.position, what.kind if what else "", what.at if what else "", it.state, it.attempts,
         it.next_at, it.last)
        for it, what in found
    ))  # fmt: skip


@owner.post("/webhooks/<int:number>")
@require_page(Permission.WEBHOOKS_EDIT)
def alter_webhook(number: int) -> Response:
    """Change where to tell, of what, and whether."""
    require_own_page(the_claims())
    form = Form(seen().language)
    wish = _wish(form, active=form.ticked("active"))
    if form.good:
        try:
            use.change_webhook(the_hub(), the_actor(), number, wish)
        except Refused as refused:
            _blame(form, refused)
        else:
            return away(f"{WEBHOOKS}/{number}?done=saved")
    return _one(number, form, 422)


@owner.post("/webhooks/<int:number>/secret")
@require_page(Permission.WEBHOOKS_EDIT)
def renew_secret(number: int) -> Response:
    """Give a webhook another secret, and show it once."""
    require_own_page(the_claims())
    made = use.renew_webhook_secret(the_hub(), the_actor(), number)
    return _one(number, Form(seen().language, {}), secret=made.secret)


@owner.post("/webhooks/<int:number>/remove")
@require_page(Permission.WEBHOOKS_EDIT)
def drop_webhook(number: int) -> Response:
    """Remove a webhook."""
    require_own_page(the_claims())
    found = use.show_webhook(the_hub(), the_actor(), number)
    use.remove_webhook(the_hub(), the_actor(), number)
    return away(f"{WEBHOOKS}?partner={found.partner}&done=removed")


@owner.post("/webhooks/<int:number>/again/<int:event>")
@require_page(Permission.WEBHOOKS_EDIT)
def tell_again(number: int, event: int) -> Response:
    """Tell a webhook once more of one happening."""
    require_own_page(the_claims())
    form = Form(seen().language, {})
    try:
        use.deliver_again(the_hub(), the_actor(), number, event)
    except Refused as refused:
        use.show_webhook(the_hub(), the_actor(), number)  # to a stranger there is none at all
        gone = refused.refusal is Refusal.NOT_FOUND
        form.blame("", seen().words["wh_gone"]) if gone else form.blame_refused(refused)
        return _one(number, form, 422)
    return away(f"{WEBHOOKS}/{number}?done=again")


def _wish(form: Form, *, active: bool) -> use.Wish:
    url = form.text("url", LONGEST_URL)
    own = form.text("own", _LONGEST_OWN, required=False)
    kinds = [kind for kind, _ in FAMILIES if form.ticked(f"kind:{kind}")]
    return use.Wish(url, (*kinds, *own.split()), active)


def _blame(form: Form, refused: Refused) -> None:
    """Put a refusal beside the field that it is about."""
    words = seen().words
    if refused.refusal is Refusal.LIMIT_REACHED:
        form.blame("", words["wh_many"].format(most=MOST_WEBHOOKS))
    elif refused.refusal is not Refusal.MALFORMED:
        form.blame_refused(refused)
    elif "kind" in refused.detail:
        form.blame("kinds", words["wh_kinds_wrong"])
    else:
        form.blame("url", words["wh_url_wrong"])


def _listed(form: Form, status: int = 200) -> Response:
    viewer = seen()
    places = Places.seen_by(viewer)
    partners = places.partners_for(viewer, Permission.WEBHOOKS_READ)
    partner = _partner(form, [number for number, _ in partners])
    found = [] if partner is None else use.list_webhooks(viewer.hub, viewer.actor, partner)
    may = partner is not None and viewer.actor.may(Permission.WEBHOOKS_EDIT, Scope(partner))
    return page(
        "webhooks", status, form=form, done=done_here(viewer.words, _DONE), partners=partners,
        partner=partner, items=[_facts(viewer, it) for it in found], edits=may,
        families=_families(viewer), longest=LONGEST_URL,
    )  # fmt: skip


def _partner(form: Form, known: Sequence[PartnerId]) -> PartnerId | None:
    """Return the partner that is asked for, the first of those that one may see when none is."""
    said = form.values.get("partner") or request.args.get("partner", "")
    if not said:
        return known[0] if known else None
    if not (said.isascii() and said.isdecimal() and len(said) < 16):
        raise Refused(Refusal.VALIDATION, "a partner that there is not")
    return PartnerId(int(said))


def _one(number: int, form: Form, status: int = 200, secret: str = "") -> Response:
    viewer = seen()
    found = use.show_webhook(viewer.hub, viewer.actor, number)
    told = use.list_told(viewer.hub, viewer.actor, number, _before(), ROWS)
    if "url" not in form.values:
        form.values |= _filled(found)
    return page(
        "webhook", status, form=form, secret=secret, done=done_here(viewer.words, _DONE),
        it=_facts(viewer, found), families=_families(viewer), longest=LONGEST_URL,
        told=[_told(viewer, it, what) for it, what in told],
        more=told[-1][0].position if len(told) == ROWS else None,
        edits=viewer.actor.may(Permission.WEBHOOKS_EDIT, Scope(found.partner)),
        signing=viewer.words["wh_sign"].format(
            header=SIGNATURE_HEADER, event=EVENT_HEADER, time=TIME_HEADER
        ),
    )  # fmt: skip


def _before() -> int:
    said = request.args.get("before", "0") if request.method == "GET" else "0"
    if not (said.isascii() and said.isdecimal() and len(said) < 19):
        raise Refused(Refusal.VALIDATION, "a page that there is not")
    return int(said)


def _filled(webhook: Webhook) -> dict[str, str]:
    """Return what the form holds of a webhook."""
    known = {kind for kind, _ in FAMILIES}
    values = {f"kind:{it}": "1" for it in webhook.kinds if it in known}
    values["own"] = " ".join(it for it in webhook.kinds if it not in known)
    return values | {"url": webhook.url, "active": "1" if webhook.active else ""}


def _families(viewer: Seen) -> list[tuple[str, str]]:
    return [(f"kind:{kind}", viewer.words[word]) for kind, word in FAMILIES]


def _facts(viewer: Seen, it: Webhook) -> dict[str, Any]:
    words = dict(FAMILIES)
    return {
        "id": it.id,
        "partner": it.partner,
        "url": it.url,
        "on": it.active,
        "state": viewer.words["wh_on" if it.active else "wh_off"],
        "kinds": [viewer.words[words[kind]] if kind in words else kind for kind in it.kinds],
    }


def _told(viewer: Seen, it: Delivery, what: Happening | None) -> dict[str, Any]:
    words, spoken = viewer.words, viewer.language
    outcome, tone = words["wh_taken"], "good"
    if it.state is not DeliveryState.DONE:
        last, tone = _last(words, it.last), "wait"
        outcome = words["wh_waiting"].format(time=moment(it.next_at, spoken))
        if it.state is DeliveryState.GIVEN_UP:
            outcome, tone = words["wh_given_up"], "stop"
        outcome = f"{last}; {outcome}" if last else outcome
    return {
        "number": it.position,
        "shown": plain(it.position),
        "kind": what.kind if what else "—",
        "at": moment(what.at, spoken) if what else "—",
        "tries": it.attempts,
        "outcome": outcome,
        "tone": tone,
        "again": what is not None,
    }


def _last(words: dict[str, str], said: str) -> str:
    """Return in words what came of the last attempt; the stored text is ours and English."""
    answered = _ANSWERED.fullmatch(said)
    if answered:
        return words["wh_answered"].format(status=answered[1])
    if not said:
        return ""
    return words[_LAST.get(said, "wh_no_line")]
