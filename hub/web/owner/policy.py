"""The programme's policy on the dashboard: every number by which it goes, changed with a reason."""

from dataclasses import replace
from typing import Final

from flask import Response

from contracts.wire.refusals import Refusal, Refused
from hub.core.access.actor import LONGEST_REASON
from hub.core.access.roles import Permission
from hub.core.policy import Policy
from hub.usecases.programme_policy import change_policy
from hub.web.guards import require_page, the_claims
from hub.web.owner.done import done_here
from hub.web.owner.form import Form
from hub.web.owner.frame import POLICY, away, owner, page, seen
from hub.web.owner.partners import reason_of
from hub.web.owner.policy_fields import GROUPS, MEASURES, TICKED, stored, typed
from hub.web.owner.table import csv_file
from hub.web.owner.viewer import Seen
from hub.web.page_session import require_own_page
from hub.web.problems import STATUS_OF

DONE: Final = {"changed": "po_changed", "same": "po_same"}
LONGEST_NUMBER: Final = 26
"""Characters of a number with what people put around it."""


@owner.get("/policy")
@require_page(Permission.SETTINGS_EDIT)
def show_policy() -> Response:
    """Show every number with its unit."""
    viewer = seen()
    return _shown(viewer, _filled(viewer))


@owner.get("/policy.csv")
@require_page(Permission.SETTINGS_EDIT)
def csv_policy() -> Response:
    """Give the policy as a table, in the units that it is stored in."""
    viewer = seen()
    rows = (
        (name, number, getattr(Policy(), name)) for name, number in _now(viewer).to_json().items()
    )
    return csv_file("policy", ("name", "value", "default"), rows)


@owner.post("/policy")
@require_page(Permission.SETTINGS_EDIT)
def alter_policy() -> Response:
    """Change what was typed anew; a form that is wrong changes nothing."""
    require_own_page(the_claims())
    viewer = seen()
    form = Form(viewer.language)
    changes = _changes(form, viewer)
    reason = reason_of(form, viewer)
    if not form.good:
        return _shown(viewer, form, 422)
    if not changes:
        return away(f"{POLICY}?done=same")
    try:
        change_policy(viewer.hub, replace(viewer.actor, reason=reason), changes)
    except Refused as refused:
        if refused.refusal is Refusal.FORBIDDEN:
            raise
        if refused.refusal is Refusal.VALIDATION:
            form.blame("", viewer.words["po_order"])
        else:
            form.blame_refused(refused)
        return _shown(viewer, form, STATUS_OF[refused.refusal])
    return away(f"{POLICY}?done=changed")


def _changes(form: Form, viewer: Seen) -> dict[str, int | bool]:
    """Return what is no longer as the page showed it; what was left alone stays to the digit."""
    before, found = _now(viewer), dict[str, int | bool]()
    for name, measure in MEASURES.items():
        said, was = form.text(name, LONGEST_NUMBER), getattr(before, name)
        if said in ("", typed(was, measure)):
            continue
        number = stored(said, measure)
        if number is None:
            form.blame(name, viewer.words["po_number"])
        elif number != was:
            found[name] = number
    for name in TICKED:
        if form.ticked(name) != getattr(before, name):
            found[name] = form.ticked(name)
    return found


def _filled(viewer: Seen) -> Form:
    policy = _now(viewer)
    values = {name: typed(getattr(policy, name), it) for name, it in MEASURES.items()}
    values |= {name: "1" for name in TICKED if getattr(policy, name)}
    return Form(viewer.language, values)


def _now(viewer: Seen) -> Policy:
    """Return the policy as it holds: a change of nothing says it, to whoever may change it."""
    return change_policy(viewer.hub, viewer.actor, {})


def _shown(viewer: Seen, form: Form, status: int = 200) -> Response:
    words, usual = viewer.words, Policy()
    groups = [
        (words[group.word], [
            (name, words[f"po_{name}"], words["po_unit"].format(
                unit=words[measure.word], usual=typed(getattr(usual, name), measure)))
            for name, measure in group.numbers
        ])
        for group in GROUPS
    ]  # fmt: skip
    return page(
        "policy", status, groups=groups, form=form, longest=LONGEST_REASON,
        ticked=[(name, words[f"po_{name}"]) for name in TICKED],
        number=LONGEST_NUMBER, done=done_here(words, DONE),
    )  # fmt: skip
