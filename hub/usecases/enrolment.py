"""A till becomes one of the programme's: a one-time code, exchanged for what it holds."""

from dataclasses import dataclass, field
from typing import Final

from contracts.wire import base64url
from contracts.wire.enrolling import CODE_ALPHABET, EnrolReply, EnrolRequest
from contracts.wire.event import genesis
from contracts.wire.keys import KeyKind
from contracts.wire.refusals import Refusal, Refused
from contracts.wire.units import ShopId, TillId, UnixTime
from hub.core.access.actor import Actor
from hub.core.access.people import proper_name
from hub.core.access.roles import Permission
from hub.core.ports.hub import Hub, Work
from hub.core.ports.tills import Enrolling
from hub.core.tills import ENROLMENT_LIFE, TillState
from hub.usecases.till_scope import shop_within, till_within

LONGEST_NAME: Final = 64
"""Characters of a till's name."""
_CODE_SIZE: Final = 10
"""Bytes: 80 bits are sixteen letters and digits."""
_ENROLMENT_SIZE: Final = 12
_TRIES: Final = 20
"""Wrong codes from one address in an hour: a person who mistypes, not a machine that guesses."""
_TRIES_WINDOW: Final = 3600


@dataclass(frozen=True, slots=True)
class TillCode:
    """A one-time code, shown once."""

    till: TillId
    code: str = field(repr=False)
    expires_at: UnixTime


def add_till(hub: Hub, actor: Actor, shop: ShopId, name: str) -> TillCode:
    """Make a till of *shop* and its one-time code."""
    name = proper_name(name, LONGEST_NAME)
    with hub.store.begin() as work:
        found = shop_within(work, actor, Permission.TILLS_EDIT, shop)
        now = hub.clock.now()
        till = work.tills.add(shop, name, now)
        work.audit.write(actor.entry(now, "till.add", f"till {till}", found.partner, shop=shop))
        return _new_code(work, hub, till, now)


def new_code(hub: Hub, actor: Actor, till: TillId) -> TillCode:
    """Give a till that waits another one-time code; the one before is good no more."""
    with hub.store.begin() as work:
        found = till_within(work, actor, Permission.TILLS_EDIT, till)
        if found.state is not TillState.WAITING:
            raise Refused(Refusal.CONFLICT, f"till {till} is {found.state}: make a new till")
        now = hub.clock.now()
        work.audit.write(actor.entry(now, "till.code", f"till {till}", found.partner))
        return _new_code(work, hub, till, now)


def enrol_till(hub: Hub, asked: EnrolRequest, address: str) -> EnrolReply:
    """Exchange a one-time code and a public key for what the till holds; twice is once."""
    digest = hub.keyring.tag("till-code", asked.code.encode("ascii"))
    subject = hub.keyring.tag("enrol-address", address.encode("utf-8"))
    with hub.store.begin() as work:
        now = hub.clock.now()
        if work.attempts.count(subject, now, _TRIES_WINDOW) > _TRIES:
            raise Refused(Refusal.TOO_MANY_ATTEMPTS, "one-time codes from this address")
    with hub.store.begin() as work:
        found = work.tills.of_code(digest)
        if found is None:
            raise Refused(Refusal.WRONG_CREDENTIALS, "no till has this one-time code")
        if found.expires_at < now:
            raise Refused(Refusal.EXPIRED, f"the one-time code of till {found.till}")
        enrolment = _enrolled(work, hub, found, asked)
        work.attempts.forgive(subject)
        generation, _ = work.tills.hub_state()
        return EnrolReply(
            till=found.till,
            shop=found.shop,
            enrolment=enrolment,
            generation=generation,
            host=hub.programme.host,
            bot=hub.programme.bot,
            claim_key_id=found.claim_key,
            claim_key=hub.keyring.key(KeyKind.CLAIM, found.till, found.claim_key),
            hub_url=hub.programme.address,
            time=now,
        )


def _enrolled(work: Work, hub: Hub, found: Enrolling, asked: EnrolRequest) -> str:
    """Return the enrolment's id: a new one, or that of the computer that asks again."""
    if found.state is TillState.ACTIVE and found.enrolment is not None:
        if found.public_key != asked.public_key:
            raise Refused(Refusal.MISMATCH, f"another computer has enrolled as till {found.till}")
        return found.enrolment
    if found.state is not TillState.WAITING:
        raise Refused(Refusal.REVOKED, f"till {found.till} is {found.state}")
    enrolment = base64url.encode(hub.random.octets(_ENROLMENT_SIZE))
    start = genesis(found.till, enrolment)
    work.tills.enrol(found.till, enrolment, asked.public_key, start)
    health = {"computer": asked.name, "version": asked.version}
    work.tills.set_health(found.till, health)
    work.feed.publish("till.enrolled", {"till": found.till}, till=found.till)
    return enrolment


def _new_code(work: Work, hub: Hub, till: TillId, now: UnixTime) -> TillCode:
    number = int.from_bytes(hub.random.octets(_CODE_SIZE), "big")
    code = "".join(CODE_ALPHABET[number >> 5 * place & 31] for place in range(16))
    expires_at = UnixTime(now + ENROLMENT_LIFE)
    work.tills.set_code(till, hub.keyring.tag("till-code", code.encode("ascii")), expires_at)
    return TillCode(till, code, expires_at)
