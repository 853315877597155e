"""Who may pass which door: every endpoint says it, and an endpoint that says nothing stays shut.

A guard stands under the route's decorator. It runs before the request's fields are even looked at,
so that a stranger learns nothing about them.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import Enum
from types import MappingProxyType
from typing import Any, Final, TypeVar

from flask import Request, current_app, g, request

from contracts.wire.refusals import Refusal, Refused
from contracts.wire.request_signature import read_signature
from hub.core.access.actor import LONGEST_REASON, Actor
from hub.core.access.people import Member, TillKey
from hub.core.access.roles import Permission
from hub.core.ports.signing import Claims
from hub.usecases.recognise_till import recognise_till
from hub.usecases.sessions import recognise_anyone, recognise_member, recognise_staff
from hub.web.context import the_hub
from hub.web.page_session import page_language, recognise_page
from hub.web.principal import address, set_principal

REASON_HEADER: Final = "Baursak-Reason"
"""Why somebody of the staff does something, in his own words; goes into the audit log."""
LARGEST_SIGNED_BODY: Final = 4 * 1024 * 1024
"""Bytes that are read to check a till's signature; the largest batch of a till has far fewer."""
OPEN_DOORS: Final[Mapping[str, str]] = MappingProxyType(
    {
        "auth.make_challenge": "who signs in has nothing to show yet",
        "auth.register": "whoever registers is nobody yet; a proof or an invitation lets in",
        "auth.accept_invitation": "the invitation's code lets in",
        "auth.login": "a wallet's signature lets in",
        "auth.password": "login and password let in",
        "auth.telegram": "Telegram's launch data lets in",
        "auth.refresh": "the refresh token lets in",
        "auth.keys": "public keys are public",
        "live.open_socket": "the ticket in its first message lets in",
        "claim_page.show": "a slip's link is for everybody; looking changes nothing",
        "claim_page.claim": "the session kept in the browser lets in, with our own form",
        "landing.show": "what this is, is for everybody",
        "miniapp.shell": "who opened it, only the page itself knows",
        "miniapp.keeper": "as above",
        "miniapp.open_app": "Telegram's launch data lets in",
        "app_browser.show_door": "what stands before the app is for everybody",
        "app_browser.begin_account": "whoever opens an account is nobody yet",
        "app_browser.make_account": "the key that he has just made lets in, with his consent",
        "app_browser.begin_sign_in": "who signs in has nothing to show yet",
        "app_browser.sign_in": "the phone's key lets in",
        "app_browser.come_back": "the cookie that no script reads lets in",
        "look.show_asset": "the look of a page is no secret",
        "app_wallet.show_page": "who opened it, only the page itself knows",
        "app_wallet.open_wallet": "Telegram's launch data lets in",
        "wallet_files.show_manifest": "wallets read it, and they are nobody here",
        "wallet_files.show_list": "which wallets there are is no secret",
        "wallet_files.show_sdk": "a public library is no secret",
        "owner.sign_in": "who signs in has nothing to show yet",
        "owner.let_in": "login and password let in",
        "owner.speak": "the language of a page is no secret",
        "owner.show_invitation": "whoever was invited has only a code yet",
        "owner.take_invitation": "the invitation's code lets in",
        "owner.show_join": "whoever was invited to register has only a code yet",
        "owner.join": "the invitation's code lets in",
        "owner.show_wallet_sign_in": "who signs in has nothing to show yet",
        "owner.challenge_wallet": "as above",
        "owner.let_in_by_wallet": "a wallet's signature lets in",
        "owner.draw_wallet_link": "it draws what the page itself made, and keeps nothing",
        "health.live": "a load balancer has nothing to show",
        "health.ready": "as above; it says nothing about anybody",
        "health.metrics": "the operator's token lets in; the view compares it",
        "bot.take_update": "Telegram's secret lets in; the view compares it",
        "docs.description": "what the API is, is no secret",
        "docs.page": "as above",
        "docs.static": "as above",
        "chain_public.show_chain": "what is on chain is there for everybody",
        "chain_public.list_all_epochs": "as above, and so is whether the ledger agrees",
        "chain_public.show_one_epoch": "as above",
        "chain_public.publish_leaf_file": "what is proven by it is anybody's to check",
        "pictures.show_picture": "what is in the catalogue is no secret",
        "till_wire.enrol": "a one-time code lets in",
    }
)
"""Endpoints that strangers may reach, and what makes that right."""

_MARK: Final = "baursak_guard"
_BEARER: Final = "Bearer "

View = TypeVar("View", bound=Callable[..., Any])


class Who(Enum):
    """Whom a door is for."""

    ANYBODY = "anybody"
    SIGNED_IN = "a member or somebody of the staff"
    MEMBER = "a member"
    STAFF = "somebody of the staff"
    PAGE = "somebody of the staff, whose browser keeps the session"
    TILL = "a till that takes part"
    ANY_TILL = "a till, even one that was revoked"


@dataclass(frozen=True, slots=True)
class Guard:
    """Whom one door is for."""

    who: Who
    permission: Permission | None = None
    """What somebody of the staff must be allowed to do somewhere; where, the use case checks."""


def _mark(guard: Guard) -> Callable[[View], View]:
    def mark(view: View) -> View:
        setattr(view, _MARK, guard)
        return view

    return mark


def require_member(view: View) -> View:
    """Let members in; `the_member()` is who."""
    return _mark(Guard(Who.MEMBER))(view)


def require_signed_in(view: View) -> View:
    """Let members and staff in; `the_claims()` says who."""
    return _mark(Guard(Who.SIGNED_IN))(view)


def require_staff(permission: Permission | None = None) -> Callable[[View], View]:
    """Let staff in who may do *permission* somewhere; `the_actor()` is who."""
    return _mark(Guard(Who.STAFF, permission))


def require_page(permission: Permission | None = None) -> Callable[[View], View]:
    """Let in whose browser keeps a session of the staff, and who may do *permission* somewhere."""
    return _mark(Guard(Who.PAGE, permission))


def require_till(view: View) -> View:
    """Let tills in that take part; `the_till()` is which."""
    return _mark(Guard(Who.TILL))(view)


def require_any_till(view: View) -> View:
    """Let tills in even when they were revoked, to hand in what they hold."""
    return _mark(Guard(Who.ANY_TILL))(view)


def guard_of(endpoint: str, view: Callable[..., Any]) -> Guard | None:
    """Return the guard of an endpoint; None when nobody has said whom it is for."""
    found = getattr(view, _MARK, None)
    if isinstance(found, Guard):
        return found
    return Guard(Who.ANYBODY) if endpoint in OPEN_DOORS else None


def let_in() -> None:
    """Refuse the request unless its endpoint's guard knows who asks; runs before every view."""
    endpoint = request.endpoint
    if endpoint is None or request.method == "OPTIONS":
        return  # nothing is there, and the framework says so; or a browser asks what it may ask
    guard = guard_of(endpoint, current_app.view_functions[endpoint])
    if guard is None:
        raise Refused(Refusal.FORBIDDEN, f"{endpoint} has no guard")
    _ADMIT[guard.who](guard)


def the_member() -> Member:
    """Return the member whom the guard let in."""
    found = g.baursak_member
    assert isinstance(found, Member), "the guard puts it there"
    return found


def the_actor() -> Actor:
    """Return the person of the staff whom the guard let in."""
    found = g.baursak_actor
    assert isinstance(found, Actor), "the guard puts it there"
    return found


def the_claims() -> Claims:
    """Return what the signed-in person's token says."""
    found = g.baursak_claims
    assert isinstance(found, Claims), "the guard puts it there"
    return found


def the_till() -> TillKey:
    """Return the till whom the guard let in."""
    found = g.baursak_till
    assert isinstance(found, TillKey), "the guard puts it there"
    return found


def bearer_token(asked: Request) -> str:
    """Return the token that a request shows; or refuse."""
    header = asked.headers.get("Authorization", "")
    if not header.startswith(_BEARER):
        raise Refused(Refusal.UNAUTHENTICATED, "no bearer token")
    return header.removeprefix(_BEARER).strip()


def _admit_member(_guard: Guard) -> None:
    claims, member = recognise_member(the_hub(), bearer_token(request))
    g.baursak_claims, g.baursak_member = claims, member
    set_principal("member", member.id, language=member.language, partner=member.staff_of)


def _admit_staff(guard: Guard) -> None:
    reason = request.headers.get(REASON_HEADER, "")[:LONGEST_REASON]
    hub, token = the_hub(), bearer_token(request)
    claims, actor = recognise_staff(hub, token, address(), reason)
    _welcome(guard, claims, actor)


def _admit_page(guard: Guard) -> None:
    _welcome(guard, *recognise_page(), language=page_language())


def _welcome(guard: Guard, claims: Claims, actor: Actor, language: str | None = None) -> None:
    g.baursak_claims, g.baursak_actor = claims, actor  # a page that says no says it to somebody
    if guard.permission is not None:
        actor.require_somewhere(guard.permission)
    home = next((grant.scope.partner for grant in actor.grants), None)
    set_principal("staff", claims.owner, language=language, partner=home)


def _admit_signed_in(_guard: Guard) -> None:
    claims = recognise_anyone(the_hub(), bearer_token(request))
    g.baursak_claims = claims
    set_principal(claims.kind, claims.owner)


def _admit_till(guard: Guard) -> None:
    try:
        signature = read_signature(dict(request.headers))
    except Refused as error:
        raise Refused(Refusal.UNAUTHENTICATED, error.detail) from error
    if (request.content_length or 0) > LARGEST_SIGNED_BODY:
        raise Refused(Refusal.TOO_LARGE, f"a signed body of {request.content_length} bytes")
    path = request.full_path if request.query_string else request.path
    till = recognise_till(
        the_hub(),
        signature,
        request.method,
        path,
        request.get_data(cache=True),
        taking_part=guard.who is Who.TILL,
    )
    g.baursak_till = till
    set_principal("till", till.till, partner=till.partner)


def _admit_anybody(_guard: Guard) -> None:
    """Let everybody in."""


_ADMIT: Final[dict[Who, Callable[[Guard], None]]] = {
    Who.ANYBODY: _admit_anybody,
    Who.SIGNED_IN: _admit_signed_in,
    Who.MEMBER: _admit_member,
    Who.STAFF: _admit_staff,
    Who.PAGE: _admit_page,
    Who.TILL: _admit_till,
    Who.ANY_TILL: _admit_till,
}
