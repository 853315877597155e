"""Sessions: opening, renewing and ending them, and recognising who shows one."""

from typing import Final

from contracts.wire import base64url
from contracts.wire.refusals import Refusal, Refused
from contracts.wire.units import UnixTime
from hub.core.access.actor import Actor
from hub.core.access.people import Member, PartnerState, Staff, State
from hub.core.access.roles import Grant, Role
from hub.core.access.sessions import (
    FAMILY_SIZE,
    MEMBER,
    STAFF,
    TOKEN_SIZE,
    Session,
    SignedIn,
    Turn,
    digest_of,
    judge,
    read_refresh,
)
from hub.core.ids import MemberId, PartnerId, StaffId
from hub.core.ports.hub import Hub, Work
from hub.core.ports.signing import Claims

_KEPT_S: Final = 24 * 3600
"""After its end nothing of these is asked for any more; a day allows for clocks."""


def open_session(work: Work, hub: Hub, kind: str, owner: int, *, is_new: bool = False) -> SignedIn:
    """Open a session for somebody who has just shown who he is."""
    family, token = hub.random.octets(FAMILY_SIZE), hub.random.octets(TOKEN_SIZE)
    work.sessions.add(_link(hub, kind, owner, family, token))
    return _pair(hub, kind, owner, family, token, is_new=is_new)


def renew_session(hub: Hub, refresh: str) -> SignedIn:
    """Exchange a refresh token for the next pair; an old one ends its whole session."""
    octets = read_refresh(refresh)
    # The next token comes from this one, so that a retry gets the same without our storing it.
    following = hub.keyring.tag("refresh-token", octets)
    with hub.store.begin() as work:
        now = hub.clock.now()
        session = work.sessions.lock(digest_of(octets))
        turn = judge(session, work.sessions.lock(digest_of(following)), now)
        if session is not None and turn is Turn.NEXT:
            _require_welcome(work, session.kind, session.owner)
            work.sessions.use(session.digest, now)
            work.sessions.add(_link(hub, session.kind, session.owner, session.family, following))
        elif session is not None and turn is Turn.STOLEN:
            work.sessions.revoke(session.family, now)
    # Refused only now: the end of a stolen session must not be rolled back.
    if session is None or turn in (Turn.OVER, Turn.STOLEN):
        raise Refused(Refusal.UNAUTHENTICATED, f"refresh token: {turn.name.lower()}")
    return _pair(hub, session.kind, session.owner, session.family, following)


def end_session(hub: Hub, claims: Claims, *, everywhere: bool = False) -> None:
    """Sign somebody out, here or on all devices."""
    with hub.store.begin() as work:
        now = hub.clock.now()
        if everywhere:
            work.sessions.revoke_all(claims.kind, claims.owner, now)
        else:
            work.sessions.revoke(claims.family, now)


def recognise(work: Work, hub: Hub, token: str, kind: str | None = None) -> Claims:
    """Return what a signed token says while its session lives; or refuse."""
    claims = _read(hub, token, kind)
    if not work.sessions.is_live(claims.family, hub.clock.now()):
        raise Refused(Refusal.UNAUTHENTICATED, "a session that has ended")
    return claims


def recognise_anyone(hub: Hub, token: str) -> Claims:
    """Return who shows *token*, member or staff; or refuse."""
    with hub.store.read() as work:
        return recognise(work, hub, token)


def recognise_member(hub: Hub, token: str) -> tuple[Claims, Member]:
    """Return the member who shows *token*; or refuse."""
    claims = _read(hub, token, MEMBER)
    with hub.store.look() as work:
        member = work.members.signed_in(MemberId(claims.owner), claims.family, hub.clock.now())
    if member is None or member.erased_at is not None:
        raise Refused(Refusal.UNAUTHENTICATED, "a session that has ended, or a member who is gone")
    return claims, member


def recognise_staff(hub: Hub, token: str, address: str, reason: str) -> tuple[Claims, Actor]:
    """Return the person of the staff who shows *token*, with the rights of this moment."""
    with hub.store.read() as work:
        claims = recognise(work, hub, token, STAFF)
        person = work.staff.get(StaffId(claims.owner))
        if person is None or person.state is not State.ACTIVE:
            raise Refused(Refusal.UNAUTHENTICATED, "a person who no longer works here")
        return claims, Actor(person.id, grants_now(work, person), address, reason)


def grants_now(work: Work, person: Staff) -> tuple[Grant, ...]:
    """Return what the roles of a person of the staff are worth at this moment."""
    return tuple(_now_worth(work, grant) for grant in person.grants)


def forget_old(hub: Hub, limit: int = 1000) -> dict[str, int]:
    """Remove sessions, counts of attempts and used nonces whose time is long over."""
    now = hub.clock.now()
    with hub.store.begin() as work:
        return {
            "sessions": work.sessions.forget(UnixTime(now - _KEPT_S), limit),
            "attempts": work.attempts.forget(UnixTime(now - _KEPT_S), limit),
            "nonces": work.nonces.forget(UnixTime(now - _KEPT_S), limit),
        }


def _now_worth(work: Work, grant: Grant) -> Grant:
    """Return what *grant* is worth now: at a partner that is not let in, one may only look."""
    if grant.scope.partner is None:
        return grant
    partner = work.partners.get(PartnerId(grant.scope.partner))
    if partner is not None and partner.state is PartnerState.ACTIVE:
        return grant
    return Grant(Role.AUDITOR, grant.scope)


def _read(hub: Hub, token: str, kind: str | None) -> Claims:
    """Return what a signed token says, when it is for *kind* or any kind will do; or refuse."""
    claims = hub.tokens.read(token, hub.clock.now())
    if kind is not None and claims.kind != kind:
        raise Refused(Refusal.FORBIDDEN, f"signed in as {claims.kind}")
    return claims


def _require_welcome(work: Work, kind: str, owner: int) -> None:
    """Refuse to renew the session of somebody who is no longer let in."""
    if kind == STAFF:
        person = work.staff.get(StaffId(owner))
        welcome = person is not None and person.state is State.ACTIVE
    else:
        member = work.members.get(MemberId(owner))
        welcome = member is not None and member.erased_at is None
    if not welcome:
        raise Refused(Refusal.UNAUTHENTICATED, f"a {kind} who is gone")


def _link(hub: Hub, kind: str, owner: int, family: bytes, token: bytes) -> Session:
    """Return the link of a chain that *token* opens."""
    now = hub.clock.now()
    life = hub.access.member_life if kind == MEMBER else hub.access.staff_life
    return Session(kind, owner, family, digest_of(token), now, UnixTime(now + life))


def _pair(
    hub: Hub, kind: str, owner: int, family: bytes, token: bytes, *, is_new: bool = False
) -> SignedIn:
    """Return the signed and the random token of a session."""
    now, life = hub.clock.now(), hub.access.access_life
    claims = Claims(kind, owner, family, now, UnixTime(now + life))
    return SignedIn(
        kind, owner, hub.tokens.sign(claims), base64url.encode(token), life, is_new=is_new
    )
