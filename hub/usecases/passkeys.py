"""Members without Telegram: an account of one's own by a passkey, coming back, keeping the keys."""

from dataclasses import dataclass
from typing import Final

from contracts.wire import base64url
from contracts.wire.refusals import Refusal, Refused
from hub.core.access import attempts, challenge
from hub.core.access.challenge import Challenge, Purpose
from hub.core.access.passkeys import (
    HANDLE_SIZE,
    LONGEST_NAME,
    MOST_PASSKEYS,
    NewPasskey,
    Passkey,
    Site,
    require_the_same,
    site_of,
)
from hub.core.access.people import proper_name
from hub.core.access.sessions import MEMBER, SignedIn
from hub.core.consent import VERSION, Consent, digest_of
from hub.core.ids import MemberId
from hub.core.ports.access import Taken
from hub.core.ports.hub import Hub, Work
from hub.core.ports.passkeys import Answer
from hub.usecases.attempts import count_attempt
from hub.usecases.sessions import open_session
from hub.usecases.sign_in import LANGUAGES, make_challenge, use_challenge

BROWSER: Final = "browser"
"""Where somebody was asked for his consent who came without Telegram."""


@dataclass(frozen=True, slots=True)
class Asked:
    """What a browser asks a phone for."""

    site: Site
    challenge: str
    handle: bytes
    """What the phone calls the account; empty where the phone says it itself."""
    known: tuple[bytes, ...] = ()
    """Credentials that the account has, so that no phone makes a second one."""


@dataclass(frozen=True, slots=True)
class Newcomer:
    """What somebody says who opens an account."""

    answer: Answer
    """Of his phone."""
    key_name: str
    """What the key is called among his others."""
    language: str
    consent: str
    """The version of the text that he has just agreed to."""
    first_name: str = ""
    """What cashiers read on his vouchers, where he says it."""


def ask_for_account(hub: Hub) -> Asked:
    """Return what a browser asks for to open an account; nothing is stored."""
    text = make_challenge(hub, Purpose.PASSKEY_NEW)
    return Asked(site_of(hub.programme.host), text, _handle_for(hub, text))


def open_account(hub: Hub, newcomer: Newcomer, address: str) -> SignedIn:
    """Make a member who has nothing but a passkey, with his consent, and sign him in."""
    count_attempt(hub, attempts.ACCOUNTS, address)
    if newcomer.consent != VERSION:
        raise Refused(Refusal.MISMATCH, f"the text is now version {VERSION}")
    language = newcomer.language if newcomer.language in LANGUAGES else "ru"
    found, made = _made(hub, newcomer.answer, Purpose.PASSKEY_NEW, "")
    key_name = proper_name(newcomer.key_name, LONGEST_NAME)
    called = newcomer.first_name.strip()
    first_name = proper_name(called, LONGEST_NAME) if called else ""
    with hub.store.begin() as work:
        use_challenge(work, found)
        now = hub.clock.now()
        member = work.members.add(None, first_name, language, now)
        work.ledger.open_member(member)
        _add(work, hub, member, made, (_handle_for(hub, _text_of(hub, newcomer.answer)), key_name))
        consent = Consent(VERSION, digest_of(language), language, BROWSER, given=True, at=now)
        work.privacy.add_consent(member, consent)
        return open_session(work, hub, MEMBER, member, is_new=True)


def ask_to_sign_in(hub: Hub) -> Asked:
    """Return what a browser asks any phone for that has a key of this hub; nothing is stored."""
    return Asked(site_of(hub.programme.host), make_challenge(hub, Purpose.PASSKEY_LOGIN), b"")


def sign_in_by_passkey(hub: Hub, answer: Answer, address: str) -> SignedIn:
    """Sign in the member whose key has signed our challenge, once."""
    count_attempt(hub, attempts.PROOFS, address)
    found = _recognised(hub, answer, Purpose.PASSKEY_LOGIN, "")
    credential = hub.passkeys.credential_in(answer)
    with hub.store.begin() as work:
        use_challenge(work, found)
        known = work.passkeys.lock(credential)
        if known is None:
            raise Refused(Refusal.PASSKEY_REFUSED, "a passkey that nobody here has")
        member = work.members.get(known.member)
        if member is None or member.erased_at is not None:
            raise Refused(Refusal.PASSKEY_REFUSED, f"member {known.member} is gone")
        text = base64url.decode(_text_of(hub, answer))
        shown = hub.passkeys.shown(site_of(hub.programme.host), text, answer, known)
        require_the_same(known, shown)
        work.passkeys.use(known.id, shown.counter, hub.clock.now())
        return open_session(work, hub, MEMBER, known.member)


def ask_for_another(hub: Hub, member: MemberId) -> Asked:
    """Return what a browser asks for to add a key to an account."""
    with hub.store.read() as work:
        mine = work.passkeys.of_member(member)
    text = make_challenge(hub, Purpose.PASSKEY_MORE, _subject(member))
    # One account has one handle on all its phones; that of the oldest key, where there is one.
    handle = mine[0].handle if mine else _handle_for(hub, text)
    return Asked(site_of(hub.programme.host), text, handle, tuple(it.credential for it in mine))


def add_passkey(hub: Hub, member: MemberId, answer: Answer, name: str) -> list[Passkey]:
    """Add a key to a member's account, and return all that he has."""
    found, made = _made(hub, answer, Purpose.PASSKEY_MORE, _subject(member))
    shown = proper_name(name, LONGEST_NAME)
    with hub.store.begin() as work:
        use_challenge(work, found)
        _require_there(work, member)
        mine = work.passkeys.of_member(member)
        if len(mine) >= MOST_PASSKEYS:
            raise Refused(Refusal.LIMIT_REACHED, f"{MOST_PASSKEYS} passkeys")
        handle = mine[0].handle if mine else _handle_for(hub, _text_of(hub, answer))
        _add(work, hub, member, made, (handle, shown))
        return work.passkeys.of_member(member)


def list_passkeys(hub: Hub, member: MemberId) -> list[Passkey]:
    """Return a member's keys, oldest first."""
    with hub.store.read() as work:
        return work.passkeys.of_member(member)


def rename_passkey(hub: Hub, member: MemberId, passkey: int, name: str) -> None:
    """Call one of a member's keys something else."""
    shown = proper_name(name, LONGEST_NAME)
    with hub.store.begin() as work:
        _require_there(work, member)
        _own(work.passkeys.of_member(member), passkey)
        work.passkeys.rename(passkey, shown)


def remove_passkey(hub: Hub, member: MemberId, passkey: int) -> None:
    """Forget one of a member's keys; the last one only where Telegram lets him in, too."""
    with hub.store.begin() as work:
        telegram = _require_there(work, member)
        mine = work.passkeys.of_member(member)
        _own(mine, passkey)
        if len(mine) == 1 and telegram is None:
            raise Refused(Refusal.LAST_PASSKEY, f"passkey {passkey}")
        work.passkeys.remove(passkey)


def _made(hub: Hub, answer: Answer, purpose: Purpose, subject: str) -> tuple[Challenge, NewPasskey]:
    """Return our challenge and the key that a phone made for it; or refuse."""
    found = _recognised(hub, answer, purpose, subject)
    raw = base64url.decode(_text_of(hub, answer))
    return found, hub.passkeys.made(site_of(hub.programme.host), raw, answer)


def _recognised(hub: Hub, answer: Answer, purpose: Purpose, subject: str) -> Challenge:
    """Return the challenge of *answer* when we made it for this, not long ago; or refuse."""
    text = _text_of(hub, answer)
    return challenge.read(text, purpose, subject, hub.clock.now(), hub.keyring.tag)


def _text_of(hub: Hub, answer: Answer) -> str:
    return base64url.encode(hub.passkeys.challenge_in(answer))


def _handle_for(hub: Hub, text: str) -> bytes:
    """Return the handle that goes with a challenge: nobody who brings it back chooses one."""
    return hub.keyring.tag("passkey-handle", text.encode("ascii"))[:HANDLE_SIZE]


def _subject(member: MemberId) -> str:
    return f"member {member}"


def _add(
    work: Work, hub: Hub, member: MemberId, made: NewPasskey, called: tuple[bytes, str]
) -> None:
    try:
        work.passkeys.add(member, made, *called, hub.clock.now())
    except Taken as error:
        raise Refused(Refusal.TAKEN, "a credential that is there already") from error


def _require_there(work: Work, member: MemberId) -> int | None:
    """Return the Telegram account of a member who is there, his row locked; or refuse."""
    found = work.members.lock(member)
    if found is None or found.erased_at is not None:
        raise Refused(Refusal.NOT_FOUND, f"member {member}")
    return found.telegram


def _own(mine: list[Passkey], passkey: int) -> None:
    if all(it.id != passkey for it in mine):
        raise Refused(Refusal.NOT_FOUND, f"passkey {passkey}")
