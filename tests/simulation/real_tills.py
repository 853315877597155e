"""Real tills before a real hub, with no wire between them but a line that can be cut."""

import shutil
from copy import deepcopy
from dataclasses import dataclass, field
from pathlib import Path
from threading import Lock

from agent.adapters.counter.store import SqliteCounter, open_counter
from agent.core.hub_clock import HubClock
from agent.core.hub_words import HubRefused, HubSilent
from agent.core.redeeming import Redeeming, Shown
from agent.core.redemption import Accepted, Verdict
from agent.core.till_disk import TillDisk
from agent.errors import AgentError
from agent.hub_link import HubLink, Surroundings
from contracts.wire.card_spending import ChoicesReply, ChoicesRequest, SpendRequest
from contracts.wire.enrolment import Enrolment
from contracts.wire.messages import write_message
from contracts.wire.redeeming import RedemptionReply, RedemptionRequest, UndoRequest
from contracts.wire.refusals import Refusal, Refused
from contracts.wire.slip_state import SlipStateReply, SlipStateRequest
from contracts.wire.sync import SyncReply, read_reply
from contracts.wire.units import TillId, UnixTime
from hub.core.access.actor import CONSOLE
from hub.core.tills import TillState
from hub.errors import DatabaseUnavailable
from hub.usecases.enrolment import add_till, enrol_till
from hub.usecases.redemptions_online import redeem_online, undo_online
from hub.usecases.sync import sync_till
from tests.fakes.outbox import MemoryOutbox
from tests.hub.reward_world import RewardWorld
from tests.hub.till_world import enrol_request

MOST_ROUNDS = 50
"""Of one sync; a till that needs more never stops."""


@dataclass
class Line:
    """The till's Hub port over the hub's own use cases; questions and answers can be lost."""

    world: RewardWorld
    till: TillId
    how: str = "well"
    """well, silent (no question arrives) or deaf (no answer comes back)."""
    sent: list[bytes] = field(default_factory=list)
    """Bodies of syncs, to deliver again."""

    def sync(self, body: bytes) -> SyncReply:
        """Hand in *body* and return what the hub says, as bytes would carry it."""
        self._ask()
        self.sent.append(body)
        try:
            reply = sync_till(self.world.hub, self.till, body)
        except Refused as refused:
            raise HubRefused(refused.refusal, refused.detail) from refused
        self._hear()
        return read_reply(write_message(reply))

    def redeem(self, request: RedemptionRequest, patience_s: float) -> RedemptionReply:
        """Ask about a voucher."""
        assert patience_s > 0
        self._ask()
        self._require_active()
        try:
            reply = redeem_online(self.world.hub, self.world.key_of(self.till), request)
        except Refused as refused:
            raise HubRefused(refused.refusal, refused.detail) from refused
        except DatabaseUnavailable as error:
            raise HubSilent(error.title, error.hint) from error
        self._hear()
        return reply

    def undo(self, redemption: bytes, request: UndoRequest) -> RedemptionReply:
        """Take a redemption back."""
        self._ask()
        self._require_active()
        try:
            reply = undo_online(self.world.hub, self.world.key_of(self.till), redemption, request)
        except Refused as refused:
            raise HubRefused(refused.refusal, refused.detail) from refused
        self._hear()
        return reply

    def choices(self, request: ChoicesRequest, patience_s: float) -> ChoicesReply:
        """Say nothing of cards: none is shown here."""
        raise HubSilent(f"nobody answers {request} in {patience_s} s", "Wait.")

    def spend(self, request: SpendRequest, patience_s: float) -> RedemptionReply:
        """Take nothing for a card."""
        raise HubSilent(f"nobody answers {request} in {patience_s} s", "Wait.")

    def slip_state(self, request: SlipStateRequest, patience_s: float) -> SlipStateReply:
        """Say nothing of slips: none is shown here."""
        raise HubSilent(f"nobody answers {request} in {patience_s} s", "Wait.")

    def close(self) -> None:
        """Hang up; there is nothing to let go of."""

    def _ask(self) -> None:
        if self.how == "silent":
            raise HubSilent("this test cut the line", "Wait.")

    def _hear(self) -> None:
        if self.how == "deaf":
            raise HubSilent("this test lost the answer", "Wait.")

    def _require_active(self) -> None:
        """Refuse as the guard at the door does."""
        if self.world.key_of(self.till).state != TillState.ACTIVE:
            raise HubRefused(Refusal.REVOKED, "this till is out")


class OwnClock:
    """A computer's clock: the hub's, some seconds off."""

    def __init__(self, world: RewardWorld, off: int) -> None:
        self.world = world
        self.off = off

    def now(self) -> UnixTime:
        """Return the time."""
        return UnixTime(self.world.clock.time + self.off)


class RealTill:
    """One till: the agent's own link, spent list and decisions; its disk outlives it."""

    def __init__(self, world: RewardWorld, folder: Path, *, off: int = 0) -> None:
        self.world = world
        self.folder = folder
        made = add_till(world.hub, CONSOLE, world.shop, "Касса")
        key = made.till.to_bytes(32, "big")
        reply = enrol_till(world.hub, enrol_request(made.code, key), "127.0.0.1")
        self.enrolment = Enrolment(
            till=reply.till,
            shop=reply.shop,
            enrolment=reply.enrolment,
            generation=reply.generation,
            host=reply.host,
            bot=reply.bot,
            claim_key_id=reply.claim_key_id,
            claim_key=reply.claim_key,
            seed=key,
            local=False,
            hub_url=reply.hub_url,
        )
        self.id = reply.till
        self.line = Line(world, self.id)
        self.clock = OwnClock(world, off)
        self.outbox = MemoryOutbox(self.id, reply.enrolment)
        self._saved: MemoryOutbox | None = None
        """Of the disk's copy."""
        self.start()

    def start(self) -> None:
        """Open what is on disk."""
        made = self.enrolment
        self.counter: SqliteCounter = open_counter(
            self._file(),
            self.id,
            made.enrolment,
            made.generation,
            self.clock.now(),
        )
        clock = HubClock(self.clock, self.counter.memory.offset)
        disk = TillDisk(self.outbox, self.counter, Lock())
        around = Surroundings(
            version="0.1.0",
            platform="test",
            devices=lambda: (None, None),
            learnt=lambda _memory: None,
            log=lambda _line: None,
            chance=lambda: 0.5,
        )
        self.link = HubLink(disk, self.line, clock, around)
        self.redeeming = Redeeming(made, disk, self.line, clock, self.world.request)

    def restart(self) -> None:
        """Kill the till and start it: what is on disk is all that it knows."""
        self.counter.close()
        self.start()

    def back_up(self) -> None:
        """Copy the disk, in place of the copy before."""
        self.counter.close()
        shutil.copy(self._file(), self._file().with_suffix(".backup"))
        self._saved = deepcopy(self.outbox)
        self.start()

    def put_back(self) -> bool:
        """Put the copy in the disk's place and start, if there is a copy; tell whether."""
        if self._saved is None:
            return False
        self.counter.close()
        for it in self.folder.glob(f"{self._file().name}*"):
            it.unlink()
        shutil.copy(self._file().with_suffix(".backup"), self._file())
        self.outbox = deepcopy(self._saved)
        self.start()
        return True

    def _file(self) -> Path:
        return self.folder / f"till-{self.id}.sqlite3"

    def sync(self, how: str = "well") -> None:
        """Sync until there is nothing more to hand in."""
        self.line.how = how
        for _ in range(MOST_ROUNDS):
            if not self.link.round():
                return
        raise AssertionError("a till that never stops syncing")

    def shows(self, code: str, how: str) -> Accepted | None:
        """Show a voucher to the till; return the green light, if there is one."""
        self.line.how = how
        try:
            verdict: Verdict = self.redeeming.redeem(Shown(code))
        except AgentError:
            return None
        return verdict if isinstance(verdict, Accepted) else None

    def takes_back(self, code: str) -> bool:
        """Take a voucher back, and tell whether the hub did."""
        self.line.how = "well"
        try:
            self.redeeming.undo(Shown(code), "a mistake")
        except AgentError:
            return False
        return True
