"""The staff on the dashboard: who signs in, with which roles, and inviting and locking out."""

from typing import Any, Final
from urllib.parse import urlencode

from flask import Response, request

from contracts.wire.enrolling import code_shown
from contracts.wire.refusals import Refusal, Refused
from contracts.wire.units import ShopId, UnixTime
from hub.core.access.people import (
    LARGEST_PAGE,
    LONGEST_NAME,
    Page,
    Staff,
    StaffFilter,
    State,
)
from hub.core.access.roles import Grant, Permission, Role, Scope, may_give
from hub.core.ids import PartnerId, StaffId
from hub.usecases import staff as use
from hub.usecases.invitations import LIFE_S
from hub.web.context import the_hub
from hub.web.guards import require_page, the_actor, the_claims
from hub.web.owner.done import done_here
from hub.web.owner.form import Form
from hub.web.owner.frame import STAFF, away, owner, page, seen
from hub.web.owner.places import ROLE_WORDS, Places, may_offer, written
from hub.web.owner.table import csv_file
from hub.web.owner.viewer import Seen
from hub.web.page_session import require_own_page
from hub.web.page_words import day, moment

ROWS: Final = 30
"""People on one page."""
LONGEST_LOGIN: Final = 80
_INVITATION: Final = "/owner/invitation"
_MEANINGS: Final = {
    Role.OPERATOR: "st_operator_is", Role.OWNER: "st_owner_is", Role.MANAGER: "st_manager_is",
    Role.CASHIER: "st_cashier_is", Role.AUDITOR: "st_auditor_is",
}  # fmt: skip
_STATES: Final = {State.ACTIVE: "st_active", State.SUSPENDED: "st_suspended"}
_DONE: Final = {
    "name": "st_done_name", "state": "st_done_state", "role": "st_done_role",
    "taken": "st_done_taken",
}  # fmt: skip
_HEAD: Final = ("id", "login", "name", "state", "roles", "totp", "wallet", "last_seen", "added")


@owner.get("/staff")
@require_page(Permission.STAFF_READ)
def show_staff() -> Response:
    """Show the people whose roles one may see, and a form to invite another."""
    return _listed(Form(seen().language, {}))


@owner.get("/staff.csv")
@require_page(Permission.STAFF_READ)
def csv_staff() -> Response:
    """Give all of them as a table."""
    viewer = seen()
    people: list[Staff] = []
    while found := use.list_staff(
        viewer.hub, viewer.actor, Page(people[-1].id if people else 0, LARGEST_PAGE), _wanted()
    ):
        people += found
    at = use.last_seen(viewer.hub, people)
    return csv_file("staff", _HEAD, (
        (it.id, it.login, it.name, it.state,
         "; ".join(f"{grant.role} {written(grant.scope)}".strip() for grant in it.grants),
         int(it.has_totp), it.wallet, at.get(it.id), it.created_at)
        for it in people
    ))  # fmt: skip


@owner.post("/staff")
@require_page(Permission.STAFF_EDIT)
def add_person() -> Response:
    """Add a person and show the invitation, once."""
    require_own_page(the_claims())
    viewer = seen()
    form = Form(viewer.language)
    login, name = form.text("login", LONGEST_LOGIN), form.text("name", LONGEST_NAME)
    grant = _grant(form, viewer)
    if form.good and grant is not None:
        try:
            made = use.add_staff(viewer.hub, viewer.actor, login, name, grant)
        except Refused as refused:
            _blame(form, viewer, refused, login)
        else:
            return _invited(viewer, made)
    return _listed(form, 422)


@owner.get("/staff/<int:number>")
@require_page(Permission.STAFF_READ)
def show_person(number: int) -> Response:
    """Show one person."""
    return _person(number, Form(seen().language, {}))


@owner.post("/staff/<int:number>/name")
@require_page(Permission.STAFF_EDIT)
def rename_person(number: int) -> Response:
    """Give a person another name."""
    require_own_page(the_claims())
    form = Form(seen().language)
    name = form.text("name", LONGEST_NAME)
    if form.good:
        try:
            use.change_staff(the_hub(), the_actor(), StaffId(number), name, None)
        except Refused as refused:
            _blame(form, seen(), refused, "")
        else:
            return _back(number, "name")
    return _person(number, form, 422)


@owner.post("/staff/<int:number>/state")
@require_page(Permission.STAFF_EDIT)
def lock_person(number: int) -> Response:
    """Lock a person out, or let him in again."""
    require_own_page(the_claims())
    form = Form(seen().language)
    state = State(form.choice("state", tuple(State)))
    return _done(number, form, "state", lambda: use.change_staff(
        the_hub(), the_actor(), StaffId(number), None, state
    ))  # fmt: skip


@owner.post("/staff/<int:number>/invite")
@require_page(Permission.STAFF_EDIT)
def invite_person(number: int) -> Response:
    """Show another invitation; whatever was invited before is good no more."""
    require_own_page(the_claims())
    form = Form(seen().language)
    try:
        made = use.invite_again(
            the_hub(), the_actor(), StaffId(number), forget_totp=form.ticked("forget")
        )
    except Refused as refused:
        form.blame_refused(refused)
        return _person(number, form, 422)
    return _invited(seen(), made)


@owner.post("/staff/<int:number>/roles")
@require_page(Permission.STAFF_EDIT)
def give_role(number: int) -> Response:
    """Give a person another role."""
    require_own_page(the_claims())
    viewer = seen()
    form = Form(viewer.language)
    grant = _grant(form, viewer)
    if grant is None:
        return _person(number, form, 422)
    return _done(number, form, "role", lambda: use.grant_role(
        viewer.hub, viewer.actor, StaffId(number), grant
    ))  # fmt: skip


@owner.post("/staff/<int:number>/roles/withdraw")
@require_page(Permission.STAFF_EDIT)
def take_role(number: int) -> Response:
    """Take a role away."""
    require_own_page(the_claims())
    viewer = seen()
    form = Form(viewer.language)
    grant = _grant(form, viewer)
    if grant is None:
        return _person(number, form, 422)
    return _done(number, form, "taken", lambda: use.withdraw_role(
        viewer.hub, viewer.actor, StaffId(number), grant
    ))  # fmt: skip


def _done(number: int, form: Form, word: str, act: Any) -> Response:
    """Do it and say so on the person's page; or show there what keeps it from being done."""
    if form.good:
        try:
            act()
        except Refused as refused:
            form.blame_refused(refused)
        else:
            return _back(number, word)
    return _person(number, form, 422)


def _back(number: int, word: str) -> Response:
    """Return to the person, or to the list when without a role he is no longer seen."""
    try:
        found = use.show_staff(the_hub(), the_actor(), StaffId(number))
    except Refused:
        return away(f"{STAFF}?done={word}")
    return away(f"{STAFF}/{number}?done={word}" if found.grants else f"{STAFF}?done={word}")


def _blame(form: Form, viewer: Seen, refused: Refused, login: str) -> None:
    """Put a refusal beside the field that it is about."""
    if refused.refusal is Refusal.TAKEN:
        form.blame("login", viewer.words["st_login_taken"])
    elif refused.refusal is Refusal.MALFORMED and refused.detail.startswith("a name"):
        form.blame("name", viewer.words["st_name_wrong"])
    elif refused.refusal is Refusal.MALFORMED and login:
        form.blame("login", viewer.words["st_login_wrong"])
    elif refused.refusal is Refusal.FORBIDDEN:
        form.blame("role", viewer.words["st_may_not"])
    else:
        form.blame_refused(refused)


def _grant(form: Form, viewer: Seen) -> Grant | None:
    """Return the role and place that the form names, when one may give it."""
    role = Role(form.choice("role", tuple(Role)))
    scopes = {written(it): it for it in Places.seen_by(viewer).scopes()}
    for grant in viewer.actor.grants:  # his own place, though nobody told him its name
        scopes.setdefault(written(grant.scope), grant.scope)
    said = form.values.get("place", "")
    scope = scopes.get(said) or _numbered(said)
    if scope is None:
        form.blame("place", viewer.words["f_choice"])
    elif not may_give(viewer.actor.grants, Grant(role, scope)):
        form.blame("role", viewer.words["st_may_not"])
    else:
        return Grant(role, scope)
    return None


def _numbered(said: str) -> Scope | None:
    """Return the shop that a form names which is closed meanwhile: its roles can be taken away."""
    parts = said.split("/")
    if len(parts) == 2 and all(it.isascii() and it.isdecimal() and len(it) < 16 for it in parts):
        return Scope(PartnerId(int(parts[0])), ShopId(int(parts[1])))
    return None


def _wanted() -> StaffFilter:
    asked = request.args
    role, state = asked.get("role", ""), asked.get("state", "")
    if role not in ("", *Role) or state not in ("", *State):
        raise Refused(Refusal.VALIDATION, "a filter that there is not")
    text = " ".join(asked.get("q", "").split())[:LONGEST_NAME]
    return StaffFilter(text, Role(role) if role else None, State(state) if state else None)


def _after() -> int:
    said = request.args.get("after", "0")
    if not (said.isascii() and said.isdecimal() and len(said) < 19):
        raise Refused(Refusal.VALIDATION, "a page that there is not")
    return int(said)


def _listed(form: Form, status: int = 200) -> Response:
    viewer, wanted = seen(), _wanted()
    words, places = viewer.words, Places.seen_by(viewer)
    people = use.list_staff(viewer.hub, viewer.actor, Page(_after(), ROWS), wanted)
    at = use.last_seen(viewer.hub, people)
    kept = {name: it for name, it in request.args.items() if name in ("q", "role", "state") and it}
    roles, scopes = may_offer(viewer.actor.grants, places)
    return page(
        "staff", status, form=form, done=done_here(words, _DONE), kept=kept, asked=urlencode(kept),
        items=[_facts(viewer, places, it, at.get(it.id)) for it in people],
        more=urlencode(kept | {"after": people[-1].id}) if len(people) == ROWS else None,
        all_roles=[(it.value, words[word]) for it, word in ROLE_WORDS.items()],
        states=[(it.value, words[word]) for it, word in _STATES.items()],
        meanings=[(words[ROLE_WORDS[it]], words[_MEANINGS[it]]) for it in roles],
        **_offered(viewer, places, roles, scopes),
    )  # fmt: skip


def _person(number: int, form: Form, status: int = 200) -> Response:
    viewer = seen()
    words, places = viewer.words, Places.seen_by(viewer)
    person = use.show_staff(viewer.hub, viewer.actor, StaffId(number))
    at = use.last_seen(viewer.hub, [person]).get(person.id)
    mine = person.id == viewer.actor.staff
    above = all(may_give(viewer.actor.grants, it) for it in person.grants)
    edits = above and bool(viewer.actor.scopes(Permission.STAFF_EDIT))
    roles, scopes = may_offer(viewer.actor.grants, places)
    form.values.setdefault("name", person.name)
    grants = [
        {"role": words[ROLE_WORDS[it.role]], "place": places.named(it.scope),
         "value": it.role.value, "where": written(it.scope),
         "takes": not mine and may_give(viewer.actor.grants, it)}
        for it in person.grants
    ]  # fmt: skip
    return page(
        "person", status, form=form, done=done_here(words, _DONE), mine=mine, edits=edits,
        it=_facts(viewer, places, person, at), grants=grants, wallet=person.wallet,
        sees_log=bool(viewer.actor.scopes(Permission.AUDIT_READ)),
        suspended=person.state is State.SUSPENDED, has_totp=person.has_totp,
        **_offered(viewer, places, roles, scopes),
    )  # fmt: skip


def _offered(
    viewer: Seen, places: Places, roles: list[Role], scopes: list[Scope]
) -> dict[str, Any]:
    """Return what a form about a role lets one choose."""
    return {
        "roles": [(it.value, viewer.words[ROLE_WORDS[it]]) for it in roles],
        "places": [(written(it), places.named(it)) for it in scopes],
        "longest": LONGEST_NAME,
    }


def _facts(viewer: Seen, places: Places, it: Staff, at: UnixTime | None) -> dict[str, Any]:
    words, spoken = viewer.words, viewer.language
    waits = not it.has_password and it.wallet is None
    state = words["st_invited"] if waits else words["st_active"]
    tone = "wait" if waits else "good"
    if it.state is State.SUSPENDED:
        state, tone = words["st_suspended"], "stop"
    return {
        "id": it.id,
        "name": it.name,
        "login": it.login,
        "mine": it.id == viewer.actor.staff,
        "state": state,
        "tone": tone,
        "roles": [
            f"{words[ROLE_WORDS[grant.role]]} · {places.named(grant.scope)}" for grant in it.grants
        ],
        "seen": moment(at, spoken) if at else words["never" if waits else "st_unseen"],
        "codes": words["st_on" if it.has_totp else "st_off"],
        "has_codes": it.has_totp,
        "wallet": words["st_linked" if it.wallet else "st_unlinked"],
        "since": day(it.created_at, spoken, year=True),
    }


def _invited(viewer: Seen, made: use.Invited) -> Response:
    """Show an invitation; this is the only time."""
    code = code_shown(made.code)
    where = request.host_url.rstrip("/") + _INVITATION
    until = moment(UnixTime(viewer.hub.clock.now() + LIFE_S), viewer.language)
    return page(
        "invited", name_of=made.person.name, code=code, link=f"{where}#{code}", where=where,
        until=until, person=made.person.id,
    )  # fmt: skip
