"""Signing in and out: members, staff, wallets; and what a person does about his own account."""

from typing import Any, Final

from flask_openapi3.blueprint import APIBlueprint
from flask_openapi3.models.tag import Tag

from contracts.wire.refusals import Refusal, Refused
from hub.core.access.challenge import LIFE_S, Purpose
from hub.core.access.people import Member
from hub.core.access.roles import Permission
from hub.usecases.own_account import (
    accept_invitation as accept,
)
from hub.usecases.own_account import (
    change_password,
    confirm_totp,
    enrol_totp,
    turn_totp_off,
)
from hub.usecases.own_wallet import link_own_wallet, member_subject, unlink_own_wallet
from hub.usecases.partners import Registered, register_by_invitation, register_by_wallet
from hub.usecases.sessions import end_session, renew_session
from hub.usecases.sign_in import (
    make_challenge as new_challenge,
)
from hub.usecases.sign_in import (
    sign_in_by_password,
    sign_in_by_telegram,
    sign_in_by_wallet,
)
from hub.usecases.who_am_i import who_am_i
from hub.web.auth_shapes import (
    AcceptInvitationBody,
    ChallengeBody,
    ChallengeReply,
    ChangePasswordBody,
    ConfirmTotpBody,
    EnrolTotpBody,
    KeysReply,
    LogoutBody,
    MeReply,
    PasswordBody,
    RecoveryReply,
    RefreshBody,
    RegisterBody,
    SessionReply,
    TelegramBody,
    TotpReply,
    TurnTotpOffBody,
    WalletProofBody,
    WalletReply,
    grant_reply,
    session_reply,
)
from hub.web.context import the_hub
from hub.web.description import SESSION
from hub.web.guards import (
    require_member,
    require_signed_in,
    require_staff,
    the_actor,
    the_claims,
    the_member,
)
from hub.web.partner_shapes import RegisteredReply, partner_reply
from hub.web.principal import address
from hub.web.rates import SIGNING_IN, rated

_TAG: Final = Tag(name="auth", description="Signing in and out, and one's own account")
_OPEN: Final[list[dict[str, list[Any]]]] = []

bp = APIBlueprint(
    "auth", __name__, url_prefix="/api/v1/auth", abp_tags=[_TAG], abp_security=SESSION
)
Answer = dict[str, object]


@bp.post("/challenge", security=_OPEN, responses={200: ChallengeReply})
@rated(SIGNING_IN)
def make_challenge(body: ChallengeBody) -> Answer:
    """Ask for a challenge that a wallet will sign."""
    return _challenge(body.said(), "")


@bp.post("/register", security=_OPEN, responses={201: RegisteredReply})
@rated(SIGNING_IN)
def register(body: RegisterBody) -> tuple[Answer, int]:
    """Register a partner, by its owner's wallet or by the operator's invitation."""
    hub = the_hub()
    by_code = (body.invitation, body.login, body.password)
    made: Registered
    if body.wallet is not None and by_code == (None, None, None):
        made = register_by_wallet(hub, body.name, body.wallet.said(), address())
    elif body.wallet is None and body.invitation and body.login and body.password:
        made = register_by_invitation(
            hub, body.invitation, body.name, body.login, body.password, address()
        )
    else:
        raise Refused(Refusal.VALIDATION, "a wallet, or an invitation with login and password")
    partner = partner_reply(made.partner)
    session = SessionReply.model_validate(session_reply(made.session))
    return RegisteredReply(partner=partner, session=session).model_dump(), 201


@bp.post("/invitation", security=_OPEN, responses={200: SessionReply})
@rated(SIGNING_IN)
def accept_invitation(body: AcceptInvitationBody) -> Answer:
    """Set the password of whoever was invited, and sign him in."""
    return session_reply(accept(the_hub(), body.code, body.password, address()))


@bp.post("/login", security=_OPEN, responses={200: SessionReply})
@rated(SIGNING_IN)
def login(body: WalletProofBody) -> Answer:
    """Sign in by a wallet's signature of our challenge."""
    return session_reply(sign_in_by_wallet(the_hub(), body.said(), address()))


@bp.post("/password", security=_OPEN, responses={200: SessionReply})
@rated(SIGNING_IN)
def password(body: PasswordBody) -> Answer:
    """Sign in by login and password, with a one-time code where the person uses them."""
    session = sign_in_by_password(the_hub(), body.login, body.password, body.code, address())
    return session_reply(session)


@bp.post("/telegram", security=_OPEN, responses={200: SessionReply})
@rated(SIGNING_IN)
def telegram(body: TelegramBody) -> Answer:
    """Sign in by what Telegram handed to the Mini App; the first time makes the member."""
    return session_reply(sign_in_by_telegram(the_hub(), body.init_data, address()))


@bp.post("/refresh", security=_OPEN, responses={200: SessionReply})
def refresh(body: RefreshBody) -> Answer:
    """Exchange the long token for the next pair; an old one ends the whole session."""
    return session_reply(renew_session(the_hub(), body.refresh))


@bp.get("/keys", security=_OPEN, responses={200: KeysReply})
def keys() -> Answer:
    """Show the public keys that our tokens are checked with."""
    return {"keys": the_hub().tokens.public_keys()}


@bp.post("/logout", responses={204: None})
@require_signed_in
def logout(body: LogoutBody) -> tuple[str, int]:
    """Sign out here, or on all devices."""
    end_session(the_hub(), the_claims(), everywhere=body.everywhere)
    return "", 204


@bp.get("/me", responses={200: MeReply})
@require_signed_in
def me() -> Answer:
    """Show who is signed in, and what he may do."""
    claims = the_claims()
    found = who_am_i(the_hub(), claims)
    if isinstance(found, Member):
        return MeReply(
            kind="member",
            id=found.id,
            name=found.first_name,
            language=found.language,
            wallet=found.wallet,
            tier=found.tier,
            blocked=found.blocked,
        ).model_dump()
    person, actor = found
    return MeReply(
        kind="staff",
        id=person.id,
        name=person.name,
        login=person.login,
        wallet=person.wallet,
        has_totp=person.has_totp,
        grants=[grant_reply(grant) for grant in person.grants],
        permissions=[it for it in Permission if actor.scopes(it)],
    ).model_dump()


@bp.post("/wallet/challenge", responses={200: ChallengeReply})
@require_member
def challenge_own_wallet() -> Answer:
    """Ask for a challenge with which a member links his wallet."""
    return _challenge(Purpose.LINK, member_subject(the_member().id))


@bp.put("/wallet", responses={200: WalletReply})
@require_member
def link_wallet(body: WalletProofBody) -> Answer:
    """Link the wallet that signed our challenge."""
    return {"wallet": link_own_wallet(the_hub(), the_member().id, body.said())}


@bp.delete("/wallet", responses={200: WalletReply})
@require_member
def unlink_wallet() -> Answer:
    """Forget the member's wallet."""
    unlink_own_wallet(the_hub(), the_member().id)
    return {"wallet": None}


@bp.post("/password/change", responses={204: None})
@require_staff()
@rated(SIGNING_IN)
def change_own_password(body: ChangePasswordBody) -> tuple[str, int]:
    """Change one's own password; all other sessions end."""
    change_password(the_hub(), the_actor(), the_claims(), body.old, body.new)
    return "", 204


@bp.post("/totp", responses={200: TotpReply})
@require_staff()
@rated(SIGNING_IN)
def enrol_own_totp(body: EnrolTotpBody) -> Answer:
    """Begin with one-time codes."""
    return {"link": enrol_totp(the_hub(), the_actor(), the_claims(), body.password).link}


@bp.post("/totp/confirm", responses={200: RecoveryReply})
@require_staff()
@rated(SIGNING_IN)
def confirm_own_totp(body: ConfirmTotpBody) -> Answer:
    """Turn one-time codes on; answers with the recovery codes."""
    return {"codes": confirm_totp(the_hub(), the_actor(), the_claims(), body.code)}


@bp.post("/totp/off", responses={204: None})
@require_staff()
@rated(SIGNING_IN)
def turn_own_totp_off(body: TurnTotpOffBody) -> tuple[str, int]:
    """Stop with one-time codes."""
    turn_totp_off(the_hub(), the_actor(), the_claims(), body.password, body.code)
    return "", 204


def _challenge(purpose: Purpose, subject: str) -> Answer:
    hub = the_hub()
    return {
        "payload": new_challenge(hub, purpose, subject),
        "domain": hub.programme.host,
        "expires_in": LIFE_S,
    }
