"""Coming in by an invitation: the code, then a password of one's own, then one is signed in."""

from typing import Final

from flask import Response

from contracts.wire.refusals import Refusal, Refused
from hub.core.access.people import Staff
from hub.core.access.secrets import LONGEST_PASSWORD
from hub.usecases.own_account import accept_invitation, look_at_invitation
from hub.web.context import the_hub
from hub.web.owner.form import Form
from hub.web.owner.frame import away, owner, page
from hub.web.owner.texts import words_in
from hub.web.page_session import keep_session, page_language, require_own_page
from hub.web.principal import address
from hub.web.rates import SIGNING_IN, rated

_LONGEST_CODE: Final = 64
"""Characters of a code with all that people put between its letters."""
_ABOUT_CODE: Final = {
    Refusal.MALFORMED: "in_no_code", Refusal.WRONG_CREDENTIALS: "in_no_code",
    Refusal.REPLAYED: "in_used", Refusal.EXPIRED: "in_late",
}  # fmt: skip


@owner.get("/invitation")
def show_invitation() -> Response:
    """Ask for the code; a link brings it behind its #, which no server and no log ever sees."""
    return page("invitation", form=Form(page_language(), {}), person=None)


@owner.post("/invitation")
@rated(SIGNING_IN)
def take_invitation() -> Response:
    """Say whom the code invites; with a password that fits, let him in."""
    require_own_page(None)
    spoken = page_language()
    form = Form(spoken)
    code = form.text("code", _LONGEST_CODE)
    person = _invited(form, code, spoken) if form.good else None
    if person is None:
        return page("invitation", 422, form=form, person=None)
    if "password" not in form.values:
        return page("invitation", form=form, person=person)
    password, again = form.values["password"], form.values.get("again", "")
    if len(password) > LONGEST_PASSWORD:
        form.blame("password", words_in(spoken)["ac_weak"])
    elif password != again:
        form.blame("again", words_in(spoken)["ac_differ"])
    if form.good:
        try:
            signed = accept_invitation(the_hub(), code, password, address())
        except Refused as refused:
            _blame(form, refused, spoken)
        else:
            return keep_session(away("/owner/account?done=welcome"), signed)
    return page("invitation", 422, form=form, person=person)


def _invited(form: Form, code: str, spoken: str) -> Staff | None:
    try:
        return look_at_invitation(the_hub(), code, address())
    except Refused as refused:
        _blame(form, refused, spoken)
        return None


def _blame(form: Form, refused: Refused, spoken: str) -> None:
    about_code = _ABOUT_CODE.get(refused.refusal)
    if about_code is not None:
        form.blame("code", words_in(spoken)[about_code])
    elif refused.refusal is Refusal.VALIDATION:
        form.blame("password", words_in(spoken)["ac_weak"])
    else:
        form.blame_refused(refused, "code")
