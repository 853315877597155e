"""What a person of the staff does about his own account: password, one-time codes, invitation."""

from dataclasses import dataclass, field, replace
from typing import Final

from contracts.wire.refusals import Refusal, Refused
from hub.core.access import attempts, one_time
from hub.core.access.actor import Actor, Entry
from hub.core.access.people import Staff, State
from hub.core.access.secrets import require_good_password, typed_invitation
from hub.core.access.sessions import STAFF, SignedIn
from hub.core.ids import PartnerId, StaffId
from hub.core.ports.access import Invitation, Secrets
from hub.core.ports.hub import Hub, Work
from hub.core.ports.signing import Claims
from hub.usecases.attempts import count_attempt, count_try
from hub.usecases.sessions import open_session
from hub.usecases.sign_in import check_code, recovery_digest, totp_secret

STAFF_INVITATION: Final = "staff-invitation"
_SALT_SIZE: Final = 20


@dataclass(frozen=True, slots=True)
class TotpEnrolment:
    """What an authenticator application is told, shown once."""

    link: str = field(repr=False)


def check_own_password(hub: Hub, staff: StaffId, password: str, address: str) -> None:
    """Refuse unless *password* is this person's: a session left open is not yet the person."""
    count_attempt(hub, attempts.OF_ONE_ADDRESS, address)
    with hub.store.begin() as work:
        limit = attempts.FROM_ONE_PLACE
        subject = count_try(work, hub, limit, f"own {staff}")
        hashed = work.staff.secrets(staff).password
    if not hub.passwords.verify(hashed, password):
        raise Refused(Refusal.WRONG_CREDENTIALS, "password")
    with hub.store.begin() as work:
        work.attempts.clear(subject)


def change_password(hub: Hub, actor: Actor, claims: Claims, old: str, new: str) -> None:
    """Change one's own password; every other session of this person ends."""
    staff = StaffId(claims.owner)
    with hub.store.read() as work:
        person = work.staff.get(staff)
    assert person is not None, "the guard has just seen this person"
    require_good_password(new, person.login)
    check_own_password(hub, staff, old, actor.address)
    hashed = hub.passwords.hash(new)
    with hub.store.begin() as work:
        now = hub.clock.now()
        work.staff.set_secrets(staff, replace(work.staff.secrets(staff), password=hashed))
        work.sessions.revoke_all(STAFF, staff, now, keep=claims.family)
        work.audit.write(actor.entry(now, "password.change", f"staff {staff}", _home(work, staff)))


def enrol_totp(hub: Hub, actor: Actor, claims: Claims, password: str) -> TotpEnrolment:
    """Begin with one-time codes; they count once `confirm_totp` has seen one."""
    staff = StaffId(claims.owner)
    check_own_password(hub, staff, password, actor.address)
    salt = hub.random.octets(_SALT_SIZE)
    with hub.store.begin() as work:
        secrets = work.staff.secrets(staff)
        if secrets.totp_on:
            raise Refused(Refusal.CONFLICT, "one-time codes are on; turn them off first")
        work.staff.set_secrets(staff, replace(secrets, totp_salt=salt, totp_step=0))
        person = work.staff.get(staff)
        assert person is not None, "the guard has just seen this person"
    secret = totp_secret(hub, salt)
    return TotpEnrolment(one_time.enrolment_link(secret, hub.programme.host, person.login))


def confirm_totp(hub: Hub, actor: Actor, claims: Claims, code: str) -> list[str]:
    """Turn one-time codes on, since the person has one; return the recovery codes, shown once."""
    staff = StaffId(claims.owner)
    count_attempt(hub, attempts.CODES, actor.address)
    codes = [
        one_time.recovery_code(hub.random.octets(one_time.RECOVERY_SIZE))
        for _ in range(one_time.RECOVERY_CODES)
    ]
    with hub.store.begin() as work:
        now = hub.clock.now()
        secrets = work.staff.secrets(staff)
        if secrets.totp_on or secrets.totp_salt is None:
            raise Refused(Refusal.CONFLICT, "one-time codes are on already, or were not asked for")
        secret = totp_secret(hub, secrets.totp_salt)
        step = one_time.step_of(secret, "".join(code.split()), now, secrets.totp_step)
        if step is None:
            raise Refused(Refusal.WRONG_CREDENTIALS, "one-time code")
        digests = tuple(recovery_digest(hub, staff, it) for it in codes)
        on = replace(secrets, totp_on=True, totp_step=step, recovery=digests)
        work.staff.set_secrets(staff, on)
        work.sessions.revoke_all(STAFF, staff, now, keep=claims.family)
        work.audit.write(actor.entry(now, "totp.on", f"staff {staff}", _home(work, staff)))
    return codes


def recovery_left(hub: Hub, claims: Claims) -> int:
    """Return how many of one's own recovery codes have not been used."""
    with hub.store.begin() as work:
        return len(work.staff.secrets(StaffId(claims.owner)).recovery)


def turn_totp_off(hub: Hub, actor: Actor, claims: Claims, password: str, code: str) -> None:
    """Stop asking for one-time codes; takes the password and a last code."""
    staff = StaffId(claims.owner)
    check_own_password(hub, staff, password, actor.address)
    count_attempt(hub, attempts.CODES, actor.address)
    with hub.store.begin() as work:
        secrets = work.staff.secrets(staff)
        if not secrets.totp_on:
            raise Refused(Refusal.CONFLICT, "one-time codes are off")
        check_code(hub, staff, secrets, code)
        work.staff.set_secrets(staff, _without_totp(secrets.password))
        now = hub.clock.now()
        work.audit.write(actor.entry(now, "totp.off", f"staff {staff}", _home(work, staff)))


def look_at_invitation(hub: Hub, code: str, address: str) -> Staff:
    """Return who was invited by *code*, which stays good."""
    count_attempt(hub, attempts.CODES, address)
    digest = invitation_digest(hub, code)
    with hub.store.begin() as work:
        person = work.staff.get(StaffId(_good(hub, work.invitations.lock(digest)).owner))
    if person is None or person.state is not State.ACTIVE:
        raise Refused(Refusal.SUSPENDED, "a person who no longer works here")
    return person


def accept_invitation(hub: Hub, code: str, password: str, address: str) -> SignedIn:
    """Set the password of whoever was invited (or invited again), and sign him in."""
    person = look_at_invitation(hub, code, address)
    digest = invitation_digest(hub, code)
    require_good_password(password, person.login)
    hashed = hub.passwords.hash(password)
    with hub.store.begin() as work:
        now = hub.clock.now()
        invitation = _good(hub, work.invitations.lock(digest))
        work.invitations.use(digest, now)
        secrets = work.staff.secrets(person.id)
        keeps = secrets.totp_on and not invitation.facts.get("forget_totp")
        changed = replace(secrets, password=hashed) if keeps else _without_totp(hashed)
        work.staff.set_secrets(person.id, changed)
        work.sessions.revoke_all(STAFF, person.id, now)
        subject, home = f"staff {person.id}", _home(work, person.id)
        work.audit.write(Entry(now, person.id, "invitation.accept", subject, home, address=address))
        return open_session(work, hub, STAFF, person.id)


def invitation_digest(hub: Hub, code: str) -> bytes:
    """Return what the database holds of an invitation's code."""
    return hub.keyring.tag("invitation", typed_invitation(code).encode("ascii"))


def _good(hub: Hub, invitation: Invitation | None) -> Invitation:
    """Return the invitation of a person of the staff while it holds; or refuse."""
    if invitation is None or invitation.purpose != STAFF_INVITATION:
        raise Refused(Refusal.WRONG_CREDENTIALS, "invitation")
    if invitation.used_at is not None:
        raise Refused(Refusal.REPLAYED, "an invitation that was used or taken back")
    if invitation.expires_at <= hub.clock.now():
        raise Refused(Refusal.EXPIRED, "an invitation whose time is over")
    return invitation


def _home(work: Work, staff: StaffId) -> PartnerId | None:
    """Return the partner that this person's own doings are listed under."""
    person = work.staff.get(staff)
    grants = () if person is None else person.grants
    return next((grant.scope.partner for grant in grants), None)


def _without_totp(password: str | None) -> Secrets:
    """Return secrets of a password alone."""
    return Secrets(password, totp_salt=None, totp_on=False, totp_step=0, recovery=())
