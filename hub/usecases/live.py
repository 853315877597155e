"""Who may watch what happens, live; and what has happened since he last looked."""

import json
from dataclasses import dataclass
from typing import Final

from contracts.wire import base64url
from contracts.wire.refusals import Refusal, Refused
from contracts.wire.units import TillId, UnixTime
from hub.core.access.actor import Actor
from hub.core.access.people import State
from hub.core.access.roles import Permission
from hub.core.access.sessions import MEMBER, STAFF
from hub.core.happening import EVERYTHING, Audience, Happening
from hub.core.ids import MemberId, PartnerId, StaffId
from hub.core.ports.hub import Hub, Work
from hub.usecases.sessions import grants_now

_PURPOSE: Final = "live-ticket"
TILL: Final = "till"
TICKET_S: Final = 60
"""Seconds that a ticket is good for: from asking for it to opening the socket."""
LONGEST_TICKET: Final = 400
"""Characters; ours have some 150."""
FEED_KEPT_S: Final = 7 * 24 * 3600
"""Seconds that the feed is kept: whoever was away longer reads the lists instead."""
_NONCE_SIZE: Final = 16
_PORTION: Final = 1000


@dataclass(frozen=True, slots=True)
class Watcher:
    """Somebody whose ticket was good."""

    kind: str
    number: int
    audience: Audience


def make_ticket(hub: Hub, kind: str, number: int) -> str:
    """Return a one-time ticket for somebody whom a guard let in."""
    nonce = base64url.encode(hub.random.octets(_NONCE_SIZE))
    until = hub.clock.now() + TICKET_S
    said = {"kind": kind, "number": number, "until": until, "nonce": nonce}
    return base64url.encode(hub.keyring.seal(_PURPOSE, json.dumps(said).encode()))


def use_ticket(hub: Hub, ticket: str) -> Watcher:
    """Return who shows a ticket for the first time; or refuse."""
    if len(ticket) > LONGEST_TICKET:
        raise Refused(Refusal.TOO_LONG, "a ticket longer than ours")
    said = json.loads(hub.keyring.unseal(_PURPOSE, base64url.decode(ticket)))
    if hub.clock.now() >= said["until"]:
        raise Refused(Refusal.EXPIRED, "a ticket for the socket")
    with hub.store.begin() as work:
        nonce = base64url.decode(said["nonce"])
        if not work.nonces.use(_PURPOSE, nonce, UnixTime(said["until"])):
            raise Refused(Refusal.REPLAYED, "a ticket for the socket")
        audience = _audience(work, said["kind"], said["number"])
    return Watcher(said["kind"], said["number"], audience)


def number_feed(hub: Hub) -> None:
    """Give all committed happenings their places."""
    while True:
        with hub.store.read() as work:
            if not work.feed.is_waiting():
                return
        with hub.store.begin() as work:
            if work.feed.number(_PORTION) < _PORTION:
                return


def newest_place(hub: Hub) -> int:
    """Return the place of the newest happening."""
    with hub.store.read() as work:
        return work.feed.newest()


def happened_since(
    hub: Hub, position: int, audience: Audience = EVERYTHING, limit: int = _PORTION
) -> list[Happening]:
    """Return what happened behind *position*, in order."""
    with hub.store.read() as work:
        return work.feed.after(position, audience, limit)


def is_forgotten(hub: Hub, position: int) -> bool:
    """Whether happenings behind *position* are no longer kept."""
    with hub.store.read() as work:
        return 0 < position + 1 < work.feed.oldest()


def forget_feed(hub: Hub, limit: int = _PORTION) -> int:
    """Remove at most *limit* happenings that nobody asks for any more, and return how many."""
    with hub.store.begin() as work:
        return work.feed.forget(UnixTime(hub.clock.now() - FEED_KEPT_S), limit)


def _audience(work: Work, kind: str, number: int) -> Audience:
    """Return whose happenings somebody may watch at this moment."""
    if kind == MEMBER:
        return Audience(member=MemberId(number))
    if kind == TILL:
        return Audience(till=TillId(number))
    assert kind == STAFF, "tickets are made for nobody else"
    person = work.staff.get(StaffId(number))
    if person is None or person.state is not State.ACTIVE:
        raise Refused(Refusal.UNAUTHENTICATED, "a person who no longer works here")
    actor = Actor(person.id, grants_now(work, person))
    partners = actor.partners(Permission.REPORTS_READ)
    return (
        EVERYTHING if partners is None else Audience(partners=frozenset(map(PartnerId, partners)))
    )
