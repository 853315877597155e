"""A member's card on paper in the Mini App: made, shown, blocked, its PIN changed."""

from collections.abc import Callable
from typing import Annotated, Any, Final

from flask import Response
from flask_openapi3.blueprint import APIBlueprint
from pydantic import StringConstraints

from contracts.wire.card import shown_number
from contracts.wire.refusals import Refusal, Refused
from hub.core.cards import WrongPin
from hub.usecases import member_cards as use
from hub.web.app_opening import fragment
from hub.web.app_viewer import Screen, Viewer
from hub.web.app_words import words_in
from hub.web.card_sentences import HOW
from hub.web.context import the_hub
from hub.web.guards import require_member, the_member
from hub.web.look import look_url
from hub.web.principal import language
from hub.web.qr_picture import qr_picture
from hub.web.rates import SIGNING_IN, rated
from hub.web.sentences import sentence
from hub.web.shapes import Body

LONGEST_TYPED: Final = 40
"""Characters that somebody may type for a PIN; what is none is told beside the field."""
Typed = Annotated[str, StringConstraints(max_length=LONGEST_TYPED)]
_NO_PIN: Final = frozenset({Refusal.VALIDATION, Refusal.MALFORMED})

app_card = APIBlueprint(
    "app_card", __name__, url_prefix="/app", template_folder="templates", doc_ui=False
)


class MakeBody(Body):
    """The PIN of a new card, typed twice."""

    pin: Typed
    again: Typed


class PinBody(Body):
    """Another PIN, for who knows the present one."""

    old: Typed
    pin: Typed
    again: Typed


@app_card.context_processor
def _for_templates() -> dict[str, Any]:
    return {"look": look_url}


def card_screen(viewer: Viewer, **told: Any) -> Screen:
    """Return a member's card as it is printed, or the form that makes one."""
    found = use.own_card(viewer.hub, viewer.member.id)
    if found is None:
        return viewer.screen("card", number=None, **told)
    return viewer.screen(
        "card",
        number=shown_number(found.card.number),
        holder=found.name,
        partner="",
        how=tuple(HOW.items()),
        qr=qr_picture(found.code),
        **told,
    )


@app_card.post("/card")
@require_member
@rated(SIGNING_IN)
def make_card(body: MakeBody) -> Response:
    """Make a card, and show it."""
    viewer = _viewer()

    def make() -> None:
        use.make_own_card(viewer.hub, viewer.member.id, body.pin)

    return fragment(_done(viewer, make, (body.pin, body.again)))


@app_card.put("/card")
@require_member
@rated(SIGNING_IN)
def change_pin(body: PinBody) -> Response:
    """Give the card another PIN."""
    viewer = _viewer()

    def change() -> None:
        use.change_own_pin(viewer.hub, viewer.member.id, body.old, body.pin)

    return fragment(_done(viewer, change, (body.pin, body.again), done="card_pin_done"))


@app_card.delete("/card")
@require_member
def block_card() -> Response:
    """Block the card, and show the form for another."""
    viewer = _viewer()
    use.block_own_card(viewer.hub, viewer.member.id)
    return fragment(card_screen(viewer))


def _done(viewer: Viewer, do: Callable[[], None], pins: tuple[str, str], done: str = "") -> Screen:
    """Do it, and return the screen with what came of it beside its field."""
    words = words_in(viewer.language)
    if pins[0] != pins[1]:
        return card_screen(viewer, wrong=("again", words["card_pin_differs"]), changing=bool(done))
    try:
        do()
    except WrongPin as wrong:
        told = f"{sentence(wrong.refusal, viewer.language)} "
        told += words["card_pin_left"].format(left=wrong.left)
        return card_screen(viewer, wrong=("old", told), changing=True)
    except Refused as refused:
        if refused.refusal in _NO_PIN:
            return card_screen(viewer, wrong=("pin", words["card_pin_form"]), changing=bool(done))
        if refused.refusal in {Refusal.PIN_WAIT, Refusal.PIN_BLOCKED}:
            told = sentence(refused.refusal, viewer.language)
            return card_screen(viewer, wrong=("old", told), changing=True)
        raise
    return card_screen(viewer, done=words[done] if done else None)


def _viewer() -> Viewer:
    return Viewer(the_hub(), the_member(), language())
