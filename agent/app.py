"""The composition root: the one place that knows every adapter, and builds a till out of them."""

import gc
import os
from collections.abc import Callable, Iterable, Mapping
from contextlib import closing, suppress
from dataclasses import replace
from pathlib import Path
from typing import Any, Final

from agent.adapters.clock import SystemClock, monotonic_ms
from agent.adapters.control import BrainGone, ControlDoor, ask_brain
from agent.adapters.counter.kept_secrets import kept_secrets
from agent.adapters.counter.store import SqliteCounter
from agent.adapters.outbox.reading import OutboxReader, read_outbox
from agent.adapters.outbox.schema import is_current
from agent.adapters.outbox.store import SqliteOutbox, may_begin, open_outbox
from agent.adapters.relay_link import RelayLink
from agent.brain_state import BrainParts, brain_status
from agent.bug_log import log_bugs
from agent.config import (
    COUNTER_FILE,
    LINK_FILE,
    LOG_FILE,
    OUTBOX_FILE,
    AgentSettings,
    load_settings,
)
from agent.core.brain import Brain
from agent.core.card_at_hand import CardAtHand
from agent.core.counter_view import DeviceState
from agent.core.delivery import OutboxHealth
from agent.core.hub_clock import HubClock
from agent.core.till import Note, Till, Wanted
from agent.core.till_memory import TillMemory
from agent.counter_parts import AroundTheCounter, CounterSide
from agent.enrolments import enrolment_in, keep_enrolment, keep_safe
from agent.errors import AgentError
from agent.hub_parts import HubSide, counter_of, hub_side_of, hub_url, surroundings
from agent.loop import BrainLoop
from agent.private_file import keep_private
from agent.readers import picture_reading_of
from agent.remote_settings import problems_with
from agent.settings_keeper import SettingsKeeper
from agent.tap_display import DisplayTap
from agent.till_parts import till_of
from contracts.wire.enrolment import Enrolment, InvalidEnrolment, local_enrolment
from contracts.wire.units import ShopId, TillId, UnixTime
from hardware.ending import on_ending
from hardware.taps.logbook import Logbook

SYNCS_BETWEEN_LOOKS: Final = 30
"""Half an hour's syncs leave a third of a megabyte of garbage; a look takes ten milliseconds."""
_PATIENCE_S: Final = 5.0


def enrol_locally(home: Path, till: int, host: str, bot: str | None) -> Enrolment:
    """Write an enrolment that no hub knows, its secret made here; refuse to replace one."""
    try:
        enrolment = local_enrolment(
            os.urandom(32), till=TillId(till), shop=ShopId(1), host=host, bot=bot
        )
    except InvalidEnrolment as error:
        raise AgentError(
            f"The till cannot be enrolled: {error}.", "Mend that and retry."
        ) from error
    keep_enrolment(home, enrolment)
    return enrolment


def outbox_of(settings: AgentSettings, enrolment: Enrolment) -> SqliteOutbox:
    """Open the till's outbox, for this process alone."""
    settings.home.mkdir(mode=0o700, parents=True, exist_ok=True)
    return open_outbox(
        settings.home / OUTBOX_FILE, enrolment.till, enrolment.enrolment, SystemClock().now()
    )


def outbox_to_read(home: Path) -> OutboxReader:
    """Open the till's outbox to look at it; the agent may be running."""
    return read_outbox(home / OUTBOX_FILE)


def time_now() -> UnixTime:
    """Return the time of this computer."""
    return SystemClock().now()


def outbox_problem(home: Path) -> AgentError | None:
    """Return why this till's chain cannot go on, None when it can."""
    try:
        enrolment = enrolment_in(home)
        may_begin(home / OUTBOX_FILE, enrolment.till, enrolment.enrolment)
    except AgentError as error:
        return error
    return None


def outbox_health(home: Path) -> OutboxHealth:
    """Return how the till's outbox is."""
    with closing(outbox_to_read(home)) as reader:
        return reader.health(SystemClock().now())


def event_counts(home: Path) -> dict[str, int]:
    """Return how many events of each kind the till has on disk."""
    with closing(outbox_to_read(home)) as reader:
        return reader.counts()


def secrets_of(home: Path) -> list[str | bytes]:
    """Return what in this till's folder nobody else may see, as far as it can be read."""
    found = kept_secrets(home / COUNTER_FILE)
    with suppress(AgentError):
        enrolment = enrolment_in(home)
        found += [enrolment.claim_key, enrolment.seed]
    return found


class BrainProgram:
    """The brain as a process: outbox, link to the relay, line to the hub, door for commands."""

    def __init__(self, settings: AgentSettings, *, door: bool = True) -> None:
        self._settings = settings
        self._log = Logbook(settings.home / LOG_FILE).write
        keep_safe(settings.home, self._log)
        self._enrolment = enrolment_in(settings.home)
        self._clock = HubClock(SystemClock())
        self._syncs = 0
        self._since = self._clock.own()
        self._at_counter: CounterSide | None = None
        self.outbox = outbox_of(settings, self._enrolment)
        self._counter = self._opened_counter()
        config = self._counter.memory.config if self._counter else None
        self._keeper = SettingsKeeper(settings, config, self._adopt, self._log)
        self.brain = Brain(self._till(self._keeper.holding))
        with suppress(AgentError):  # the disk's trouble is told of elsewhere
            self.brain.trail.remember(self.outbox)
        self.loop = BrainLoop(
            self.brain,
            RelayLink(settings.home / LINK_FILE),
            monotonic_ms,
            picture_reading_of(self._keeper.holding),
            self._log,
        )
        self._display = DisplayTap(self.brain.trail.hints, self._clock.now, self._log)
        self._hub = self._hub_side()
        self._at_counter = self._counter_side()
        self._door = ControlDoor(settings.home, self._answer) if door else None

    def run(self) -> None:
        """Run until stopped, then let go of everything."""
        try:
            if self._hub is not None:
                self._hub.link.start()
            if self._at_counter is not None:
                self._at_counter.start()
            self._keeper.start()
            self._display.adopt(self._keeper.holding.tap.display)
            self.loop.run()
        finally:
            self._keeper.stop()
            self._display.stop()
            if self._at_counter is not None:
                self._at_counter.stop()
            if self._door is not None:
                self._door.close()
            if self._hub is not None:
                self._hub.close()
            if self._counter is not None:
                self._counter.close()
            self.outbox.close()

    def _opened_counter(self) -> SqliteCounter | None:
        """Open what the till knows of the hub; what is wrong there costs no slip."""
        if hub_url(self._settings, self._enrolment) is None:
            return None
        try:
            counter = counter_of(self._settings, self._enrolment)
        except AgentError as error:
            self._log(f"hub: {error}")
            return None
        self._clock.offset = counter.memory.offset or 0
        return counter

    def _hub_side(self) -> HubSide | None:
        if self._counter is None:
            return None
        around = surroundings(self._devices, self._learnt, self._log)
        around = replace(around, tidy=self._tidy, refuses=problems_with)
        stored = self.outbox, self._counter
        return hub_side_of(self._settings, self._enrolment, stored, self._clock, around)

    def _counter_side(self) -> CounterSide | None:
        """Return what takes vouchers at the counter; a till without a hub has none."""
        if self._hub is None or self._counter is None:
            return None
        link = self._hub.link
        around = AroundTheCounter(
            link_state=lambda: link.status.state,
            queued=self._queued,
            printer_problem=lambda: self.brain.printer_problem,
            reprint=lambda cashier: self.loop.ask(lambda: self.brain.reprint(cashier), _PATIENCE_S),
            print_aside=self.loop.print_aside,
            log=self._log,
        )
        taking = self._hub.redeeming, self._hub.shifts, self._hub.slips
        counter = CounterSide(self._keeper.holding, self._enrolment, self._counter, taking, around)
        self.loop.sold = counter.sold
        return counter

    def _queued(self) -> int:
        """Return how many events wait for the hub."""
        first = self.outbox.pending(1)
        return self.outbox.head()[0] - first[0].sequence + 1 if first else 0

    def _till(self, settings: AgentSettings) -> Till:
        """Return what the brain works with, keys as far as the hub gave them."""
        keys = self._counter.memory.keys if self._counter else None
        till = till_of(settings, self._enrolment, (self.outbox, self._clock), keys)
        return replace(till, cashier=self._cashier, card=self._card)

    def _cashier(self) -> str | None:
        """Return whose shift it is, as the counter last looked: no receipt waits for a disk."""
        return self._at_counter.cashier if self._at_counter is not None else None

    def _card(self) -> CardAtHand | None:
        """Return the member card that the next sale is for, as the counter last looked."""
        return self._at_counter.card if self._at_counter is not None else None

    def _learnt(self, memory: TillMemory) -> None:
        """Hear that the hub has given other settings or keys."""
        self._keeper.told(memory.config)

    def _adopt(self, settings: AgentSettings) -> None:
        """Go on with other settings: the brain between two pieces of paper, the counter at once."""
        try:
            till, ocr = self._till(settings), picture_reading_of(settings)
        except AgentError as error:
            self._log(f"settings: what held before holds on: {error}")
            return

        def adopt() -> list[Wanted]:
            self.brain.adopt(till)
            return [Note("settings and keys are the newest")]

        self.loop.read_pictures_by(ocr)
        self._display.adopt(settings.tap.display)
        self.loop.tell(adopt)
        if self._at_counter is not None:
            self._at_counter.adopt(settings)

    def _tidy(self) -> None:
        """Look for garbage now and then: the loop does it after a job, and at night has none."""
        self._syncs += 1
        if self._syncs % SYNCS_BETWEEN_LOOKS == 1:
            gc.collect()

    def _devices(self) -> tuple[str | None, str | None]:
        """Return what is wrong with printer and tap, as far as the brain knows."""
        tap = None if self.brain.greeted else "the relay is not there"
        return self.brain.printer_problem, tap

    def _answer(self, question: Mapping[str, Any]) -> dict[str, Any]:
        match question.get("ask"):
            case "state":
                return self._state()
            case "status":
                return self._status()
            case "verdicts":
                return {"verdicts": [it.to_json() for it in self.brain.trail.verdicts()]}
            case "reprint":
                cashier = question.get("cashier")
                asked = self._hub.named(cashier) if self._hub is not None else cashier
                name = str(asked)[:64] if asked else None
                return self._done(lambda: self.brain.reprint(name))
            case _:
                said = self._hub.answer(question) if self._hub is not None else None
                return said or {"error": "This agent cannot do that: it has no hub, or is too old."}

    def _state(self) -> dict[str, Any]:
        """Return what an icon shows, which asks every two seconds: the disk is not looked at."""
        problem, tap = self._devices()
        told: dict[str, Any] = {"printer_up": problem is None, "printer": problem}
        told["display"] = self._display.problem
        troubles = ["tap"] if tap is not None else []
        if self._at_counter is not None:
            try:
                told["queued"] = self._queued()
            except AgentError:
                troubles.append("outbox")
            at = self._at_counter.devices
            troubles += [
                name
                for name, it in (("camera", at.camera), ("scanner", at.scanner))
                if it.state is DeviceState.TROUBLE
            ]
        return told | {"troubles": troubles} | self._hub_state()

    def _hub_state(self) -> dict[str, Any]:
        if self._hub is None:
            return {"hub": None}
        status = self._hub.link.status
        return {"hub": {"state": status.state.value, "title": status.title, "hint": status.hint}}

    def _status(self) -> dict[str, Any]:
        """Return how everything is."""
        parts = BrainParts(
            self._since, self.brain, self.outbox, self._counter, self._hub, self._at_counter,
            self._keeper,
        )  # fmt: skip
        return brain_status(parts, self._clock.now()).to_json()

    def _done(self, question: Callable[[], Iterable[Wanted]]) -> dict[str, Any]:
        error = self.loop.ask(question, _PATIENCE_S)
        return {"error": error} if error else {"done": True}


def ask(home: Path, question: dict[str, Any]) -> dict[str, Any] | None:
    """Return the running brain's answer, or None when none is running."""
    try:
        return ask_brain(home, question)
    except BrainGone:
        return None


def run_brain(home: Path) -> None:
    """Run the brain of the till in *home* until SIGTERM or SIGINT."""
    keep_private(home)
    log_bugs(Logbook(home / LOG_FILE).write)
    program = BrainProgram(load_settings(home))
    # No look for garbage may fall between a cut and its slip: the loop does it after a job, and
    # what is loaded by now stays for good.
    gc.disable()
    gc.collect()
    gc.freeze()
    on_ending(program.loop.stop)
    program.run()


def outbox_wants_work(home: Path) -> bool:
    """Tell whether the outbox must be made or upgraded before a brain opens it."""
    return not is_current(home / OUTBOX_FILE)


def prepare_outbox(home: Path) -> None:
    """Make or upgrade the outbox, and let go of it; what goes wrong is the brain's to say."""
    with suppress(AgentError):
        outbox_of(load_settings(home), enrolment_in(home)).close()
