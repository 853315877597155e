"""Doing what a form asks, and saying on the page after it what was done."""

from collections.abc import Callable, Mapping

from flask import request

from contracts.wire.refusals import Refusal, Refused
from hub.core.till_settings import WrongTillSettings
from hub.web.owner.form import Form
from hub.web.owner.frame import seen


def is_done(form: Form, act: Callable[[], object], blame: Callable[[Refused], None]) -> bool:
    """Do it if the form is good; False when the form now says what is wrong, beside its fields.

    *blame* notes a refusal where it belongs. What the person may not do or see is still raised.
    """
    if not form.good:
        return False
    try:
        act()
    except WrongTillSettings as wrong:
        for name, _ in wrong.problems:
            form.blame(name.removeprefix("slip."), seen().words["f_choice"])
        return False
    except Refused as refused:
        if refused.refusal in (Refusal.FORBIDDEN, Refusal.NOT_FOUND):
            raise
        blame(refused)
        return False
    return True


def done_here(words: Mapping[str, str], known: Mapping[str, str]) -> str | None:
    """Return the sentence that `?done=` asks for, when it is one of *known*: a word of ours."""
    name = known.get(request.args.get("done", ""))
    return None if name is None else words[name]
