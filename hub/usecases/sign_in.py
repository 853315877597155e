"""Signing in: members by Telegram, staff by password and one-time code, or by wallet."""

from dataclasses import replace
from typing import Final

from contracts.wire.refusals import Refusal, Refused
from hub.core.access import attempts, challenge, one_time, telegram, wallet_proof
from hub.core.access.actor import Entry
from hub.core.access.challenge import Purpose
from hub.core.access.people import Staff, State
from hub.core.access.sessions import MEMBER, STAFF, SignedIn
from hub.core.access.wallet_proof import Expected, WalletProof
from hub.core.ids import MemberId, StaffId
from hub.core.ports.access import Secrets, Taken
from hub.core.ports.hub import Hub, Work
from hub.usecases.attempts import count_attempt, count_try
from hub.usecases.sessions import open_session

LANGUAGES: Final = ("kk", "ru", "en")
_NOBODY: Final = Secrets(None, totp_salt=None, totp_on=False, totp_step=0, recovery=())
"""What a login that nobody has is checked with."""


def sign_in_by_telegram(hub: Hub, launch: str, address: str) -> SignedIn:
    """Sign in the member whose Telegram opened the Mini App; the first time makes the member."""
    if hub.access.bot is None:
        raise Refused(Refusal.NOT_FOUND, "this hub has no bot")
    count_attempt(hub, attempts.PROOFS, address)
    user = telegram.check(launch, hub.access.bot, hub.clock.now())
    with hub.store.begin() as work:
        member, is_new = _member_of(work, hub, user)
        return open_session(work, hub, MEMBER, member, is_new=is_new)


def _member_of(work: Work, hub: Hub, user: telegram.TelegramUser) -> tuple[MemberId, bool]:
    """Return the member with this Telegram account, made now where there was none."""
    known = work.members.of_telegram(user.id)
    if known is None:
        language = user.language if user.language in LANGUAGES else "ru"
        try:
            made = work.members.add(user.id, user.first_name, language, hub.clock.now())
        except Taken:
            # Two first openings at once: the other one was a moment earlier.
            known = work.members.of_telegram(user.id)
            if known is None:
                raise
        else:
            work.ledger.open_member(made)
            return made, True
    if known.first_name != user.first_name:
        work.members.set_profile(known.id, first_name=user.first_name, language=known.language)
    return known.id, False


def make_challenge(hub: Hub, purpose: Purpose, subject: str = "") -> str:
    """Return a challenge for a wallet to sign."""
    return challenge.make(
        purpose, subject, hub.clock.now(), hub.random.octets(challenge.NONCE_SIZE), hub.keyring.tag
    )


def prove_wallet(
    hub: Hub, proof: WalletProof, purpose: Purpose, subject: str = ""
) -> challenge.Challenge:
    """Return our challenge that *proof* signs; the caller stores that it is used."""
    if hub.access.network is None:
        raise Refused(Refusal.NOT_FOUND, "this hub takes no wallets")
    now = hub.clock.now()
    found = challenge.read(proof.payload, purpose, subject, now, hub.keyring.tag)
    wallet_proof.check_wallet(proof, Expected(hub.programme.host, hub.access.network), now)
    return found


def use_challenge(work: Work, found: challenge.Challenge) -> None:
    """Note that a challenge was used; refuse the second time."""
    if not work.nonces.use("wallet-challenge", found.nonce, found.expires_at):
        raise Refused(Refusal.REPLAYED, "a challenge that was used before")


def sign_in_by_wallet(hub: Hub, proof: WalletProof, address: str) -> SignedIn:
    """Sign in the person of the staff whose wallet signed our challenge."""
    count_attempt(hub, attempts.PROOFS, address)
    found = prove_wallet(hub, proof, Purpose.LOGIN)
    with hub.store.begin() as work:
        use_challenge(work, found)
        person = work.staff.of_wallet(proof.address.lower())
        if person is None:
            raise Refused(Refusal.WRONG_CREDENTIALS, "a wallet that nobody here has")
        return _let_in(work, hub, person, address, "wallet")


def sign_in_by_password(
    hub: Hub, login: str, password: str, code: str | None, address: str
) -> SignedIn:
    """Sign in a person of the staff by password, and one-time code where there is one.

    An unknown login takes the same time and gets the same answer as a wrong password.
    """
    name = login.strip().lower()
    network = attempts.network_of(address)
    with hub.store.begin() as work:
        here = count_try(work, hub, attempts.FROM_ONE_PLACE, name, network)
        everywhere = count_try(work, hub, attempts.OF_ONE_LOGIN, name)
        place = count_try(work, hub, attempts.OF_ONE_ADDRESS, network)
        # A text that no login can be is looked up nowhere, and treated as an unknown one.
        person = work.staff.of_login(name) if name.isprintable() else None
        known = _NOBODY if person is None else work.staff.secrets(person.id)
    # Outside of any transaction: the hash takes long, and others are waiting to write.
    fits = hub.passwords.verify(known.password, password)
    if not fits or person is None:
        raise Refused(Refusal.WRONG_CREDENTIALS, "login or password")
    codes = _count_code(hub, name) if known.totp_on and code else None
    # A hash from days of less effort is made anew while the password is at hand.
    weak = known.password is not None and hub.passwords.is_weak(known.password)
    renewed = hub.passwords.hash(password) if weak else known.password
    with hub.store.begin() as work:
        secrets = work.staff.secrets(person.id)
        if (secrets.password, secrets.totp_on) != (known.password, known.totp_on):
            raise Refused(Refusal.WRONG_CREDENTIALS, "the secrets were changed meanwhile")
        if secrets.totp_on:
            secrets = check_code(hub, person.id, secrets, code)
        work.staff.set_secrets(person.id, replace(secrets, password=renewed))
        if codes is not None:
            work.attempts.clear(codes)
        work.attempts.clear(here)
        work.attempts.forgive(everywhere)
        work.attempts.forgive(place)
        return _let_in(work, hub, person, address, "password")


def _count_code(hub: Hub, login: str) -> bytes:
    """Count a try of a one-time code, in a transaction of its own."""
    with hub.store.begin() as work:
        return count_try(work, hub, attempts.ONE_TIME_CODES, login)


def totp_secret(hub: Hub, salt: bytes) -> bytes:
    """Return the secret of somebody's one-time codes: nothing that is stored gives it away."""
    return hub.keyring.tag("one-time-codes", salt)[: one_time.SECRET_SIZE]


def recovery_digest(hub: Hub, staff: StaffId, code: str) -> str:
    """Return what the database holds of a recovery code."""
    typed = one_time.plain_recovery_code(code).encode("utf-8")
    return hub.keyring.tag("recovery-code", b"%d\n" % staff + typed).hex()


def check_code(hub: Hub, staff: StaffId, secrets: Secrets, code: str | None) -> Secrets:
    """Return *secrets* after the one-time or recovery *code* was used; or refuse."""
    if code is None or not code.strip():
        raise Refused(Refusal.SECOND_FACTOR_NEEDED, "a one-time code is missing")
    assert secrets.totp_salt is not None, "who has codes has what they come from"
    secret = totp_secret(hub, secrets.totp_salt)
    typed = "".join(code.split())
    step = one_time.step_of(secret, typed, hub.clock.now(), secrets.totp_step)
    if step is not None:
        return replace(secrets, totp_step=step)
    digest = recovery_digest(hub, staff, code)
    if digest not in secrets.recovery:
        raise Refused(Refusal.WRONG_CREDENTIALS, "one-time code")
    return replace(secrets, recovery=tuple(it for it in secrets.recovery if it != digest))


def _let_in(work: Work, hub: Hub, person: Staff, address: str, how: str) -> SignedIn:
    """Open a session for a person of the staff who is at work; or refuse."""
    if person.state is not State.ACTIVE:
        raise Refused(Refusal.SUSPENDED, "a person who no longer works here")
    work.audit.write(
        Entry(
            at=hub.clock.now(),
            staff=person.id,
            action="session.open",
            subject=f"staff {person.id}",
            partner=next((it.scope.partner for it in person.grants), None),
            address=address,
            facts={"how": how},
        )
    )
    return open_session(work, hub, STAFF, person.id)
