"""The same request sent twice: done once, answered twice."""

import hmac
from dataclasses import dataclass
from typing import Final

from contracts.wire.refusals import Refusal, Refused
from contracts.wire.units import UnixTime
from hub.core.ports.hub import Hub

_PURPOSE: Final = "idempotency"
WORK_S: Final = 60
"""Seconds after which a request without an answer counts as dropped: a crash, a power cut. Longer
than any request may take, so that two never work on the same one."""
KEPT_S: Final = 24 * 3600
"""Seconds that answers are kept: a phone that was off for a night still gets its own."""


@dataclass(frozen=True, slots=True)
class Begun:
    """A request under a key: its answer from before, or the right to work on it."""

    principal: str
    key: str
    at: UnixTime
    reply: bytes | None = None


def begin_request(hub: Hub, principal: str, key: str, digest: bytes) -> Begun:
    """Return the answer that *key* had before, or begin to work on it; or refuse."""
    now = hub.clock.now()
    with hub.store.begin() as work:
        if work.repeats.add(principal, key, digest, now):
            return Begun(principal, key, now)
        asked = work.repeats.lock(principal, key)
        if asked is None:
            raise Refused(Refusal.IN_PROGRESS, "a request that was given up just now", 1)
        if not hmac.compare_digest(asked.digest, digest):
            raise Refused(Refusal.IDEMPOTENCY_MISMATCH, "the key of another request")
        if asked.reply is not None:
            purpose = _purpose(principal, key)
            return Begun(principal, key, asked.at, hub.keyring.unseal(purpose, asked.reply))
        if now - asked.at < WORK_S:
            raise Refused(Refusal.IN_PROGRESS, "the same request is being worked on", 1)
        work.repeats.restart(principal, key, now)
        return Begun(principal, key, now)


def finish_request(hub: Hub, begun: Begun, status: int, reply: bytes) -> None:
    """Keep the answer, sealed: it may hold a token, and backups must not."""
    sealed = hub.keyring.seal(_purpose(begun.principal, begun.key), reply)
    with hub.store.begin() as work:
        work.repeats.finish(begun.principal, begun.key, begun.at, status, sealed)


def give_up_request(hub: Hub, begun: Begun) -> None:
    """Forget a request that changed nothing, so that the same key may be tried again."""
    with hub.store.begin() as work:
        work.repeats.remove(begun.principal, begun.key, begun.at)


def forget_requests(hub: Hub, limit: int) -> int:
    """Remove at most *limit* answers that are too old to be asked for, and return how many."""
    with hub.store.begin() as work:
        return work.repeats.forget(UnixTime(hub.clock.now() - KEPT_S), limit)


def _purpose(principal: str, key: str) -> str:
    return f"{_PURPOSE}/{principal}/{key}"
