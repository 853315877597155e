"""What signing in takes and gives, as JSON."""

from typing import Annotated, Final, Literal

from pydantic import Field, StringConstraints

from hub.core.access.cells import LARGEST_BAG
from hub.core.access.challenge import LENGTH as CHALLENGE_LENGTH
from hub.core.access.challenge import Purpose
from hub.core.access.people import LONGEST_NAME
from hub.core.access.roles import Grant
from hub.core.access.secrets import LONGEST_PASSWORD
from hub.core.access.sessions import SignedIn
from hub.core.access.telegram import LONGEST
from hub.core.access.wallet_proof import WalletProof
from hub.web.shapes import Body, Reply, Whole

_BAG_TEXT: Final = LARGEST_BAG * 4 // 3 + 4

Name = Annotated[str, StringConstraints(min_length=1, max_length=LONGEST_NAME)]
Login = Annotated[str, StringConstraints(min_length=3, max_length=80)]
Password = Annotated[str, StringConstraints(min_length=1, max_length=LONGEST_PASSWORD)]
OneTimeCode = Annotated[str, StringConstraints(min_length=6, max_length=40)]
InvitationCode = Annotated[str, StringConstraints(min_length=16, max_length=40)]


class WalletDomainBody(Body):
    """The site that a wallet signed for."""

    length_bytes: Annotated[int, Field(alias="lengthBytes", ge=0, le=253)]
    value: Annotated[str, StringConstraints(max_length=253)]


class WalletSignatureBody(Body):
    """What a wallet signed: `ton_proof` as TON Connect gives it, with the initial state."""

    timestamp: Whole
    domain: WalletDomainBody
    signature: Annotated[str, StringConstraints(max_length=128)]
    payload: Annotated[str, StringConstraints(max_length=CHALLENGE_LENGTH)]
    state_init: Annotated[str, StringConstraints(max_length=_BAG_TEXT)]


class WalletProofBody(Body):
    """A TON wallet shows that it is its owner who asks."""

    address: Annotated[str, StringConstraints(max_length=70)]
    network: Annotated[str, StringConstraints(max_length=8)]
    public_key: Annotated[str, StringConstraints(max_length=64)]
    proof: WalletSignatureBody

    def said(self) -> WalletProof:
        """Return the proof as the core knows it."""
        return WalletProof(
            address=self.address,
            network=self.network,
            public_key=self.public_key,
            state_init=self.proof.state_init,
            timestamp=self.proof.timestamp,
            domain=self.proof.domain.value,
            domain_length=self.proof.domain.length_bytes,
            payload=self.proof.payload,
            signature=self.proof.signature,
        )


class ChallengeBody(Body):
    """What the wallet's signature is wanted for."""

    purpose: Literal["login", "register"] = "login"

    def said(self) -> Purpose:
        """Return the purpose as the core knows it."""
        return Purpose(self.purpose)


class ChallengeReply(Reply):
    """A challenge, to be signed by a wallet as the payload of `ton_proof`."""

    payload: str
    domain: str
    """The wallet signs for this site and no other."""
    expires_in: int


class RegisterBody(Body):
    """A partner registers: with its owner's wallet, or with the operator's invitation."""

    name: Name
    wallet: WalletProofBody | None = None
    invitation: InvitationCode | None = None
    login: Login | None = None
    password: Password | None = None


class AcceptInvitationBody(Body):
    """A person who was invited sets his password."""

    code: InvitationCode
    password: Password


class PasswordBody(Body):
    """Login and password, and the one-time code of whoever uses them."""

    login: Login
    password: Password
    code: OneTimeCode | None = None


class TelegramBody(Body):
    """What Telegram handed to the Mini App, as it is."""

    init_data: Annotated[str, StringConstraints(min_length=1, max_length=LONGEST)]


class RefreshBody(Body):
    """The long token, for the next pair."""

    refresh: Annotated[str, StringConstraints(min_length=43, max_length=43)]


class LogoutBody(Body):
    """Where to sign out."""

    everywhere: bool = False


class ChangePasswordBody(Body):
    """The password as it was and as it will be."""

    old: Password
    new: Password


class EnrolTotpBody(Body):
    """Shows that it is the person himself who asks for one-time codes."""

    password: Password


class ConfirmTotpBody(Body):
    """A first one-time code."""

    code: OneTimeCode


class TurnTotpOffBody(Body):
    """A last one-time code, or a recovery code."""

    password: Password
    code: OneTimeCode


class SessionReply(Reply):
    """A session: one token to show, one to get the next pair with."""

    kind: Literal["member", "staff"]
    id: int
    access: str
    refresh: str
    expires_in: int
    """Seconds until the first token has run out."""
    is_new: bool
    """The member was made just now."""


class TotpReply(Reply):
    """What an authenticator application reads from a QR; shown once."""

    link: str


class RecoveryReply(Reply):
    """Codes for the day when the authenticator is lost; shown once."""

    codes: list[str]


class GrantReply(Reply):
    """A role that somebody has somewhere."""

    role: str
    partner: int | None
    shop: int | None


class MeReply(Reply):
    """Who is signed in, and what he may do."""

    kind: Literal["member", "staff"]
    id: int
    name: str
    language: str | None = None
    login: str | None = None
    wallet: str | None = None
    tier: str | None = None
    blocked: bool = False
    has_totp: bool | None = None
    grants: list[GrantReply] = Field(default_factory=list)
    permissions: list[str] = Field(default_factory=list)


class KeyReply(Reply):
    """One public key (RFC 8037)."""

    kty: str
    crv: str
    x: str
    kid: str
    alg: str
    use: str


class KeysReply(Reply):
    """The public keys that our tokens are checked with."""

    keys: list[KeyReply]


class WalletReply(Reply):
    """The wallet that is linked now."""

    wallet: str | None


def session_reply(session: SignedIn) -> dict[str, object]:
    """Return a session as JSON."""
    return SessionReply.model_validate(
        {
            "kind": session.kind,
            "id": session.owner,
            "access": session.access,
            "refresh": session.refresh,
            "expires_in": session.expires_in,
            "is_new": session.is_new,
        }
    ).model_dump()


def grant_reply(grant: Grant) -> GrantReply:
    """Return a role as JSON."""
    return GrantReply(role=grant.role, partner=grant.scope.partner, shop=grant.scope.shop)
