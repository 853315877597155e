"""Invitations: one-time codes with which staff and partners come in and set their own passwords."""

from typing import Final

from contracts.wire.refusals import Refusal, Refused
from contracts.wire.units import UnixTime
from hub.core.access.actor import Actor
from hub.core.access.people import Staff
from hub.core.access.secrets import INVITATION_OCTETS, invitation_code
from hub.core.ports.access import Invitation
from hub.core.ports.hub import Hub, Work
from hub.usecases.own_account import STAFF_INVITATION, invitation_digest

PARTNER_INVITATION: Final = "partner-invitation"
LIFE_S: Final = 7 * 24 * 3600
"""A week: long enough to be read, short enough to be forgotten in a mailbox."""


def make_invitation(
    work: Work, hub: Hub, purpose: str, owner: int, facts: dict[str, object]
) -> str:
    """Make a one-time code; an earlier unused one for the same person no longer counts."""
    now = hub.clock.now()
    code = invitation_code(hub.random.octets(INVITATION_OCTETS))
    if owner:
        work.invitations.withdraw(purpose, owner, now)
    invitation = Invitation(purpose, owner, facts, UnixTime(now + LIFE_S))
    work.invitations.add(invitation_digest(hub, code), invitation)
    return code


def invite_staff(work: Work, hub: Hub, actor: Actor, person: Staff, *, forget_totp: bool) -> str:
    """Give a person of the staff a code to set a password with, and write down who did."""
    facts: dict[str, object] = {"forget_totp": forget_totp}
    code = make_invitation(work, hub, STAFF_INVITATION, person.id, facts)
    home = next((grant.scope.partner for grant in person.grants), None)
    now = hub.clock.now()
    work.audit.write(actor.entry(now, "staff.invite", f"staff {person.id}", home, **facts))
    return code


def good_partner_invitation(hub: Hub, invitation: Invitation | None) -> Invitation:
    """Return the invitation of a partner while it holds; or refuse."""
    if invitation is None or invitation.purpose != PARTNER_INVITATION:
        raise Refused(Refusal.WRONG_CREDENTIALS, "invitation")
    if invitation.used_at is not None:
        raise Refused(Refusal.REPLAYED, "an invitation that was used")
    if invitation.expires_at <= hub.clock.now():
        raise Refused(Refusal.EXPIRED, "an invitation whose time is over")
    return invitation
