"""Registering a partner by the operator's invitation: name, login, password, and one is in."""

from typing import Final

from flask import Response

from contracts.wire.refusals import Refusal, Refused
from hub.core.access.people import LONGEST_NAME
from hub.core.access.secrets import LONGEST_PASSWORD, proper_login
from hub.usecases.partners import register_by_invitation
from hub.web.context import the_hub
from hub.web.owner.form import Form
from hub.web.owner.frame import PARTNERS, away, owner, page
from hub.web.owner.texts import words_in
from hub.web.page_session import keep_session, page_language, require_own_page
from hub.web.principal import address
from hub.web.rates import SIGNING_IN, rated

_LONGEST_CODE: Final = 64
"""Characters of a code with all that people put between its letters."""
_LONGEST_LOGIN: Final = 100
_FIELD: Final = {
    Refusal.MALFORMED: ("code", "in_no_code"),
    Refusal.WRONG_CREDENTIALS: ("code", "in_no_code"),
    Refusal.REPLAYED: ("code", "in_used"),
    Refusal.EXPIRED: ("code", "in_late"),
    Refusal.TAKEN: ("login", "pa_login_taken"),
    Refusal.VALIDATION: ("password", "ac_weak"),
}


@owner.get("/join")
def show_join() -> Response:
    """Ask for the code and who registers."""
    return page("join", form=Form(page_language(), {}))


@owner.post("/join")
@rated(SIGNING_IN)
def join() -> Response:
    """Register a partner and let its owner in."""
    require_own_page(None)
    spoken = page_language()
    form, words = Form(spoken), words_in(spoken)
    code, name = form.text("code", _LONGEST_CODE), form.text("name", LONGEST_NAME)
    login = form.text("login", _LONGEST_LOGIN)
    password, again = form.values.get("password", ""), form.values.get("again", "")
    try:
        proper_login(login)
    except Refused:
        form.blame("login", words["pa_login_bad"])
    if not password or len(password) > LONGEST_PASSWORD:
        form.blame("password", words["ac_weak"])
    elif password != again:
        form.blame("again", words["ac_differ"])
    if form.good:
        try:
            made = register_by_invitation(the_hub(), code, name, login, password, address())
        except Refused as refused:
            field, word = _FIELD.get(refused.refusal, ("", ""))
            if word:
                form.blame(field, words[word])
            else:
                form.blame_refused(refused)
        else:
            return keep_session(away(f"{PARTNERS}/{made.partner.id}?done=active"), made.session)
    return page("join", 422, form=form)
