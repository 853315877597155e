"""The till's side of the hub put together: what is on disk, the line, vouchers, enrolment."""

import os
import socket
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from threading import Lock
from typing import Any, Final

from agent.adapters.clock import SystemClock
from agent.adapters.counter.store import SqliteCounter, open_counter
from agent.adapters.enrolling_file import Enrolling, finished, kept
from agent.adapters.hub_client import HubClient, TillIdentity
from agent.adapters.outbox.lock import FileLock
from agent.adapters.pins import Argon2Pins
from agent.config import (
    COUNTER_FILE,
    ENROLLING_FILE,
    ENROLMENT_FILE,
    OUTBOX_FILE,
    AgentSettings,
)
from agent.core.addresses import problem_with_hub
from agent.core.hub_clock import HubClock
from agent.core.hub_words import HubRefused, HubSilent
from agent.core.ports import Outbox
from agent.core.redeeming import Redeeming, Shown
from agent.core.redemption import said
from agent.core.shift_answers import answer_of
from agent.core.shift_keeping import Shifts
from agent.core.shifts import ShiftRules
from agent.core.slip_states import Slips
from agent.core.till_disk import TillDisk
from agent.core.till_memory import claim_keys
from agent.enrolments import enrolment_in, keep_enrolment, refuse_another
from agent.errors import AgentError
from agent.hub_link import HubLink, Surroundings
from agent.line_trust import new_seed, public_key
from contracts.wire.enrolling import EnrolReply, EnrolRequest, code_typed
from contracts.wire.enrolment import Enrolment
from contracts.wire.redeeming import ID_SIZE
from contracts.wire.refusals import Refusal, Refused
from contracts.wire.units import KeyId, Tiyn

SYNC_PATIENCE_S: Final = 8.0
"""How long a command waits for a sync of the running brain; it goes on by itself."""
STOP_S: Final = 2.0
LONGEST_REASON: Final = 200
_COMPANIONS: Final = ("", "-wal", "-shm", "-journal")


def hub_url(settings: AgentSettings, enrolment: Enrolment) -> str | None:
    """Return where this till's hub is, None for a till that has none."""
    if enrolment.local:
        return None
    return settings.hub.url or enrolment.hub_url or f"https://{enrolment.host}"


def counter_of(settings: AgentSettings, enrolment: Enrolment) -> SqliteCounter:
    """Open what the till must not forget; the outbox must be open, since its lock guards both."""
    return open_counter(
        settings.home / COUNTER_FILE,
        enrolment.till,
        enrolment.enrolment,
        enrolment.generation,
        SystemClock().now(),
    )


def program_version() -> str:
    """Return the version of this program, as far as it knows it.

    It is in the name of a folder beside its packages. importlib.metadata, which reads the folder
    as well, brings letters, archives and tables: two megabytes of an idle till.
    """
    for place in sys.path:
        for folder in Path(place).glob("baursak-*.dist-info"):
            return folder.name.removeprefix("baursak-").removesuffix(".dist-info")[:32]
    return "unknown"


def surroundings(
    devices: Callable[[], tuple[str | None, str | None]],
    learnt: Callable[..., None],
    log: Callable[[str], None],
) -> Surroundings:
    """Return what the link knows of the till around it."""
    return Surroundings(
        version=program_version(),
        platform=f"{sys.platform} {os.uname().machine if os.name == 'posix' else ''}".strip(),
        devices=devices,
        learnt=learnt,
        log=log,
        chance=_chance,
    )


@dataclass(frozen=True, slots=True)
class HubSide:
    """A till's line to its hub, and its vouchers."""

    client: HubClient
    link: HubLink
    redeeming: Redeeming
    shifts: Shifts
    slips: Slips

    def close(self) -> None:
        """End the line."""
        self.link.stop(STOP_S)
        self.client.close()

    def answer(self, question: Mapping[str, Any]) -> dict[str, Any] | None:
        """Answer what a command asks of the hub's side, None for other questions."""
        try:
            match question.get("ask"):
                case "sync":
                    status = self.link.sync_now(SYNC_PATIENCE_S)
                    return {
                        "state": status.state.value, "title": status.title, "hint": status.hint,
                    }  # fmt: skip
                case "redeem":
                    return said(self.redeeming.redeem(self._shown(question)))
                case "undo":
                    reason = str(question.get("reason") or "asked at the till")[:LONGEST_REASON]
                    return said(self.redeeming.undo(self._shown(question), reason))
                case _:
                    return answer_of(question, self.shifts)
        except AgentError as error:
            return {"error": error.title, "hint": error.hint}
        except Refused as refused:
            return {"error": f"That cannot be sent: {refused.detail}.", "hint": "Mend it, retry."}

    def named(self, cashier: object) -> str | None:
        """Return in whose name a command acts: where shifts are kept, in no other than theirs."""
        shift = self.shifts.look()
        return str(cashier) if cashier and not shift.in_use else shift.cashier

    def _shown(self, question: Mapping[str, Any]) -> Shown:
        """Return the voucher that a command shows; a locked till takes none this way either."""
        if self.shifts.look().locked:
            raise AgentError(
                "The till is locked.", "Enter a PIN in the cashier's window, then run this again."
            )
        total = question.get("total")
        return Shown(
            text=str(question.get("code") or ""),
            total=Tiyn(total) if isinstance(total, int) else None,
            cashier=self.named(question.get("cashier")),
        )


def hub_side_of(
    settings: AgentSettings,
    enrolment: Enrolment,
    stored: tuple[Outbox, SqliteCounter],
    clock: HubClock,
    around: Surroundings,
) -> HubSide | None:
    """Put the hub's side together, None for a till that has no hub."""
    url = hub_url(settings, enrolment)
    if url is None:
        return None
    client = HubClient(
        url,
        TillIdentity(enrolment.till, enrolment.enrolment, enrolment.seed),
        clock.now,
        proxy=settings.hub.proxy or None,
    )
    disk = TillDisk(*stored, Lock())

    def slip_keys() -> dict[KeyId, bytes]:
        first = {enrolment.claim_key_id: enrolment.claim_key}
        return first | claim_keys(enrolment.till, stored[1].memory.keys)

    return HubSide(
        client,
        HubLink(disk, client, clock, around),
        Redeeming(enrolment, disk, client, clock, lambda: os.urandom(ID_SIZE)),
        Shifts(
            stored[1].shifts,
            Argon2Pins(),
            disk,
            clock,
            ShiftRules(closes_at=settings.counter.closes_at),
        ),
        Slips(enrolment.till, slip_keys, stored[0], client),
    )


@contextmanager
def hub_side_alone(
    settings: AgentSettings, enrolment: Enrolment, outbox: Outbox, log: Callable[[str], None]
) -> Iterator[HubSide]:
    """Hold the hub's side of a till whose agent does not run: no printer, no tap."""
    with closing(counter_of(settings, enrolment)) as counter:
        clock = HubClock(SystemClock(), counter.memory.offset)
        around = surroundings(lambda: (None, "the agent does not run"), lambda _: None, log)
        side = hub_side_of(settings, enrolment, (outbox, counter), clock, around)
        assert side is not None, "only a till with a hub comes here"
        with closing(side):
            yield side


def enrol_with_hub(
    settings: AgentSettings, code: str, url: str, name: str | None, *, again: bool
) -> tuple[Enrolment, list[Path]]:
    """Exchange a one-time code for an enrolment; return it, and what was put aside for it.

    The new key is on disk before it is sent, so an answer that is lost can be asked for again.
    """
    home = settings.home
    if not again:
        refuse_another(home)
    url = typed_address(url)
    if (problem := problem_with_hub(url)) is not None:
        raise AgentError(f"{url[:80]} is no hub's address.", f"{problem.capitalize()}.")
    try:
        typed = code_typed(code)
    except Refused as refused:
        raise AgentError(
            "That is no one-time code.", f"Type it as the operator gave it: {refused.detail}."
        ) from refused
    home.mkdir(mode=0o700, parents=True, exist_ok=True)
    lock = FileLock(home / f"{OUTBOX_FILE}.lock")
    try:
        pending = kept(home / ENROLLING_FILE, Enrolling(typed, url, new_seed()))
        reply = _exchanged(settings, pending, name or socket.gethostname()[:64] or "till")
        aside = _put_aside(home) if again else []
        enrolment = _enrolment(reply, pending.seed)
        keep_enrolment(home, enrolment)
        finished(home / ENROLLING_FILE)
    finally:
        lock.release()
    return enrolment, aside


def typed_address(url: str) -> str:
    """Return a hub's address as a person typed it, whole."""
    return (url if "://" in url else f"https://{url}").rstrip("/")


def _exchanged(settings: AgentSettings, pending: Enrolling, name: str) -> EnrolReply:
    client = HubClient(pending.url, None, SystemClock().now, proxy=settings.hub.proxy or None)
    asked = EnrolRequest(
        code=pending.code,
        public_key=public_key(pending.seed),
        name=name,
        version=program_version(),
    )
    try:
        with closing(client):
            return client.enrol(asked)
    except HubRefused as refused:
        if refused.code != Refusal.MISMATCH:
            raise
        raise AgentError(
            "Another computer has used this one-time code.",
            "A code is good for one till. Ask the programme's operator for another.",
        ) from refused
    except HubSilent as silent:
        raise AgentError(f"{pending.url}: {silent.title}", silent.hint) from silent


def _enrolment(reply: EnrolReply, seed: bytes) -> Enrolment:
    try:
        return Enrolment(
            till=reply.till,
            shop=reply.shop,
            enrolment=reply.enrolment,
            generation=reply.generation,
            host=reply.host,
            bot=reply.bot,
            claim_key_id=reply.claim_key_id,
            claim_key=reply.claim_key,
            seed=seed,
            local=False,
            hub_url=reply.hub_url,
        )
    except Refused as refused:
        raise AgentError(
            f"The hub's answer cannot be used: {refused.detail}.",
            "Tell the programme's operator; the code can be used again.",
        ) from refused


def _put_aside(home: Path) -> list[Path]:
    """Rename what belongs to the enrolment before, if there is any; return the new names."""
    try:
        old = enrolment_in(home)
    except AgentError:
        return []
    aside = []
    # The enrolment last: until it is renamed, the rest is found again by the next try.
    for name in (OUTBOX_FILE, COUNTER_FILE, ENROLMENT_FILE):
        path = home / name
        for companion in reversed(_COMPANIONS):
            found = path.with_name(path.name + companion)
            if found.exists():
                new = f"{path.stem}-{old.till}-{old.enrolment}{path.suffix}{companion}"
                found.replace(path.with_name(new))
                aside.append(path.with_name(new))
    return [it for it in aside if it.suffix in {".sqlite3", ".json"}]


def _chance() -> float:
    return int.from_bytes(os.urandom(4), "big") / 2**32
