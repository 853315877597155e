"""The staff and the log of what they did: views that only translate."""

from typing import Final

from flask_openapi3.blueprint import APIBlueprint
from flask_openapi3.models.tag import Tag

from contracts.wire.refusals import Refusal, Refused
from hub.core.access.people import Page, State
from hub.core.access.roles import Grant, Permission
from hub.core.ids import StaffId
from hub.usecases import staff as use
from hub.web.context import the_hub
from hub.web.description import SESSION
from hub.web.guards import require_staff, the_actor
from hub.web.pages import PageQuery, next_page
from hub.web.partner_shapes import (
    AddStaffBody,
    AuditPageReply,
    ChangeStaffBody,
    GrantBody,
    InvitedReply,
    InviteStaffBody,
    RowPath,
    StaffPageReply,
    StaffReply,
    audit_reply,
    staff_reply,
)

_STAFF: Final = Tag(name="staff", description="The people who sign in to the dashboard")
_AUDIT: Final = Tag(name="audit", description="What they did")

staff = APIBlueprint(
    "staff",
    __name__,
    url_prefix="/api/v1/staff",
    abp_tags=[_STAFF],
    abp_security=SESSION,
)
audit = APIBlueprint(
    "audit",
    __name__,
    url_prefix="/api/v1/audit",
    abp_tags=[_AUDIT],
    abp_security=SESSION,
)
Answer = dict[str, object]


@staff.get("", responses={200: StaffPageReply})
@require_staff(Permission.STAFF_READ)
def list_staff(query: PageQuery) -> Answer:
    """List the people whose roles the asker may see."""
    page = Page(query.start, query.limit)
    found = use.list_staff(the_hub(), the_actor(), page)
    items = [staff_reply(it) for it in found]
    return StaffPageReply(
        items=items, next=next_page(found, page.limit, lambda it: it.id)
    ).model_dump()


@staff.post("", responses={201: InvitedReply})
@require_staff(Permission.STAFF_EDIT)
def add_staff(body: AddStaffBody) -> tuple[Answer, int]:
    """Add a person with one role; answers with the code to set a password with."""
    made = use.add_staff(the_hub(), the_actor(), body.login, body.name, _grant(body))
    return _invited(made), 201


@staff.get("/<int:id>", responses={200: StaffReply})
@require_staff(Permission.STAFF_READ)
def show_staff(path: RowPath) -> Answer:
    """Show one person of the staff."""
    return staff_reply(use.show_staff(the_hub(), the_actor(), StaffId(path.id))).model_dump()


@staff.patch("/<int:id>", responses={200: StaffReply})
@require_staff(Permission.STAFF_EDIT)
def change_staff(path: RowPath, body: ChangeStaffBody) -> Answer:
    """Rename a person of the staff, suspend him, or let him in again."""
    state = None if body.state is None else State(body.state)
    changed = use.change_staff(the_hub(), the_actor(), StaffId(path.id), body.name, state)
    return staff_reply(changed).model_dump()


@staff.post("/<int:id>/invitation", responses={201: InvitedReply})
@require_staff(Permission.STAFF_EDIT)
def invite_staff_again(path: RowPath, body: InviteStaffBody) -> tuple[Answer, int]:
    """Let a person of the staff set a new password, and forget a lost authenticator."""
    hub, actor = the_hub(), the_actor()
    made = use.invite_again(hub, actor, StaffId(path.id), forget_totp=body.forget_totp)
    return _invited(made), 201


@staff.post("/<int:id>/roles", responses={200: StaffReply})
@require_staff(Permission.STAFF_EDIT)
def grant_role(path: RowPath, body: GrantBody) -> Answer:
    """Give a person of the staff another role."""
    changed = use.grant_role(the_hub(), the_actor(), StaffId(path.id), _grant(body))
    return staff_reply(changed).model_dump()


@staff.post("/<int:id>/roles/withdraw", responses={200: StaffReply})
@require_staff(Permission.STAFF_EDIT)
def withdraw_role(path: RowPath, body: GrantBody) -> Answer:
    """Take a role away."""
    changed = use.withdraw_role(the_hub(), the_actor(), StaffId(path.id), _grant(body))
    return staff_reply(changed).model_dump()


@audit.get("", responses={200: AuditPageReply})
@require_staff(Permission.AUDIT_READ)
def list_audit(query: PageQuery) -> Answer:
    """List what staff did, newest first."""
    page = Page(query.start, query.limit)
    found = use.list_audit(the_hub(), the_actor(), page)
    items = [audit_reply(number, entry) for number, entry in found]
    return AuditPageReply(
        items=items, next=next_page(items, page.limit, lambda it: it.id)
    ).model_dump()


def _grant(body: GrantBody) -> Grant:
    grant = body.grant()
    if grant is None:
        raise Refused(Refusal.VALIDATION, "a shop's role names its partner, too")
    return grant


def _invited(made: use.Invited) -> Answer:
    return InvitedReply(person=staff_reply(made.person), code=made.code).model_dump()
