"""Member cards on the dashboard: given, printed, blocked, replaced, and their PINs."""

from dataclasses import replace
from typing import Any, Final
from urllib.parse import urlencode

from flask import Response, request

from contracts.wire.card import shown_number
from contracts.wire.refusals import Refusal, Refused
from hub.core.access.actor import LONGEST_REASON, Actor
from hub.core.access.people import LONGEST_NAME, Page
from hub.core.access.roles import Permission
from hub.core.cards import CardState, MemberCard, require_card_pin
from hub.core.ids import PartnerId
from hub.usecases import member_cards as use
from hub.web.card_sentences import HOW
from hub.web.context import the_hub
from hub.web.guards import require_page, the_actor, the_claims
from hub.web.owner import asked
from hub.web.owner.done import done_here
from hub.web.owner.form import Form
from hub.web.owner.frame import CARDS, away, owner, page, seen
from hub.web.owner.viewer import Seen
from hub.web.page_session import require_own_page
from hub.web.page_words import NAMES, day
from hub.web.problems import STATUS_OF
from hub.web.qr_picture import qr_picture

ROWS: Final = 24
"""Cards on one page."""
LONGEST_PIN: Final = 6
_LAST_PAGE: Final = 10_000
_STATES: Final = {
    CardState.ACTIVE: ("cd_active", "good"), CardState.BLOCKED: ("cd_blocked", "stop"),
    CardState.REPLACED: ("cd_replaced", "soft"),
}  # fmt: skip
_DONE: Final = {
    "given": "cd_done_given", "blocked": "cd_done_blocked", "replaced": "cd_done_replaced",
    "pin": "cd_done_pin",
}  # fmt: skip
_AWAY: Final = frozenset({Refusal.FORBIDDEN, Refusal.NOT_FOUND})
"""Refusals that no form can mend."""


@owner.get("/cards")
@require_page(Permission.CARDS_READ)
def show_cards() -> Response:
    """Show the cards that this person's partners gave, and a form for another."""
    return _listed()


@owner.post("/cards")
@require_page(Permission.CARDS_GIVE)
def make_card() -> Response:
    """Give a card to a new member who has no phone."""
    require_own_page(the_claims())
    form, partners = Form(seen().language), dict(use.giving_partners(the_hub(), the_actor()))
    partner = form.choice("partner", [str(it) for it in partners])
    name = form.text("name", LONGEST_NAME, required=False)
    language = form.choice("language", NAMES)
    pin = _pin(form)
    if not form.good:
        return _listed(form, 422)
    wanted = use.NewCard(PartnerId(int(partner)), pin, name, language)
    try:
        made = use.give_card(the_hub(), the_actor(), wanted)
    except Refused as refused:
        if refused.refusal in _AWAY:
            raise
        form.blame_refused(refused, "name")
        return _listed(form, STATUS_OF[refused.refusal])
    return away(f"{CARDS}?{urlencode({'done': 'given', 'number': made.card.number})}")


@owner.post("/cards/<int:number>/block")
@require_page(Permission.CARDS_EDIT)
def block_lost_card(number: int) -> Response:
    """Block a card that was lost."""
    require_own_page(the_claims())
    use.block_card(the_hub(), the_actor(), number)
    return away(f"{CARDS}?{urlencode({'done': 'blocked', 'number': number})}")


@owner.post("/cards/<int:number>/replace")
@require_page(Permission.CARDS_EDIT)
def renew_card(number: int) -> Response:
    """Give the member of a card another one."""
    require_own_page(the_claims())
    form = Form(seen().language)
    actor = _reasoned(form)
    made = None
    try:
        made = use.replace_card(the_hub(), actor, number) if form.good else None
    except Refused as refused:
        _blame(form, refused)
    if made is None:
        return _listed(form, 422, (number, "replace"))
    return away(f"{CARDS}?{urlencode({'done': 'replaced', 'number': made.card.number})}")


@owner.post("/cards/<int:number>/pin")
@require_page(Permission.CARDS_EDIT)
def renew_pin(number: int) -> Response:
    """Give a card a new PIN."""
    require_own_page(the_claims())
    form = Form(seen().language)
    pin, actor = _pin(form), _reasoned(form)
    made = None
    try:
        made = use.give_pin(the_hub(), actor, number, pin) if form.good else None
    except Refused as refused:
        _blame(form, refused)
    if made is None:
        return _listed(form, 422, (number, "pin"))
    return away(f"{CARDS}?{urlencode({'done': 'pin', 'number': number})}")


@owner.get("/cards/<int:number>/print")
@require_page(Permission.CARDS_GIVE)
def print_card(number: int) -> Response:
    """Show a card as it is printed: as large as a bank card, in three languages."""
    shown = use.show_card(the_hub(), the_actor(), number)
    return page(
        "card_print", qr=qr_picture(shown.code), number=shown_number(shown.card.number),
        holder=shown.name, partner=shown.partner, how=tuple(HOW.items()),
    )  # fmt: skip


def _blame(form: Form, refused: Refused) -> None:
    """Put a refusal beside the reason, which is all of the form that the hub can refuse."""
    if refused.refusal in _AWAY:
        raise refused
    form.blame_refused(refused, "reason")


def _pin(form: Form) -> str:
    """Return the PIN that was typed twice the same."""
    pin, again = form.values.pop("pin", ""), form.values.pop("pin_again", "")
    words = seen().words
    try:
        require_card_pin(pin)
    except Refused:
        form.blame("pin", words["cd_pin_form"])
    if pin != again:
        form.blame("pin_again", words["cd_pin_differs"])
    return pin


def _reasoned(form: Form) -> Actor:
    return replace(the_actor(), reason=form.text("reason", LONGEST_REASON))


def _listed(
    form: Form | None = None, status: int = 200, wrong: tuple[int, str] | None = None
) -> Response:
    """Return the page; *wrong* says of which card and act the form is, None: of a new card."""
    viewer = seen()
    number, after = asked.number("number"), asked.number("after") or 0
    number = wrong[0] if wrong is not None else number
    if number is not None:
        one = use.find_card(viewer.hub, viewer.actor, number)
        found = [] if one is None else [one]
    else:
        found = use.list_cards(viewer.hub, viewer.actor, Page(min(after, _LAST_PAGE), ROWS))
    items = [_facts(viewer, card, name) for card, name in found]
    more = urlencode({"after": after + ROWS}) if number is None and len(found) == ROWS else ""
    partners = [(str(it), name) for it, name in use.giving_partners(viewer.hub, viewer.actor)]
    return page(
        "cards", status, items=items, more=more, number=number, partners=partners,
        form=form if wrong is None else None, wrong_form=form if wrong else None, wrong_at=wrong,
        done=done_here(viewer.words, _DONE) if request.method == "GET" else None,
        longest=LONGEST_NAME, longest_reason=LONGEST_REASON, longest_pin=LONGEST_PIN,
    )  # fmt: skip


def _facts(viewer: Seen, card: MemberCard, name: str) -> dict[str, Any]:
    word, tone = _STATES[card.state]
    active = card.state is CardState.ACTIVE
    partners = viewer.actor.partners(Permission.CARDS_EDIT)
    mine = partners is None or card.partner in partners
    giving = viewer.actor.partners(Permission.CARDS_GIVE)
    return {
        "number": card.number,
        "shown": shown_number(card.number),
        "name": name or viewer.words["cd_no_name"],
        "state": viewer.words[word],
        "tone": tone,
        "given": day(card.issued_at, viewer.language, year=True),
        "pin_stopped": active and card.tries.blocked,
        "prints": active and (giving is None or card.partner in giving),
        "blocks": active and mine,
        "replaces": card.state is not CardState.REPLACED and mine,
        "pins": active and mine,
    }
