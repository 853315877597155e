"""The composition root: the one place that knows every adapter, and builds a till out of them."""

import gc
import os
from collections.abc import Callable, Iterable, Mapping
from contextlib import closing, suppress
from dataclasses import replace
from pathlib import Path
from typing import Any, Final

from agent.adapters import enrolment_file, ocr
from agent.adapters.clock import SystemClock, monotonic_ms
from agent.adapters.control import BrainGone, ControlDoor, ask_brain
from agent.adapters.counter.store import SqliteCounter
from agent.adapters.outbox.reading import OutboxReader, read_outbox
from agent.adapters.outbox.schema import is_current
from agent.adapters.outbox.store import SqliteOutbox, may_begin, open_outbox
from agent.adapters.relay_link import RelayLink
from agent.config import (
    ENROLMENT_FILE,
    LINK_FILE,
    LOG_FILE,
    OUTBOX_FILE,
    AgentSettings,
    load_settings,
)
from agent.core.brain import Brain
from agent.core.claim_slip import SlipStyle, make_slips
from agent.core.delivery import OutboxHealth
from agent.core.hub_clock import HubClock
from agent.core.ports import Clock, Outbox
from agent.core.print_job import PrintJob
from agent.core.slip import Drawing
from agent.core.slip_texts import Language
from agent.core.till import Note, SlipMaker, Till, Wanted
from agent.core.till_memory import TillMemory, claim_keys, current_claim_key
from agent.counter_parts import AroundTheCounter, CounterSide
from agent.errors import AgentError
from agent.hub_parts import HubSide, counter_of, hub_side_of, hub_url, surroundings
from agent.loop import BrainLoop
from agent.readers import closing_report, picture_reading_of, reading_of, why_no_slip
from agent.remote_settings import with_remote
from contracts.wire.enrolment import Enrolment, InvalidEnrolment, local_enrolment
from contracts.wire.sync_news import Keys
from contracts.wire.units import ShopId, TillId
from hardware.codes.drawing import draw_qr
from hardware.codes.reading import find_codes
from hardware.ending import on_ending
from hardware.escpos.printing import PrintoutReader
from hardware.printers.lettering import draw_line
from hardware.printers.profiles import load_profile
from hardware.taps.logbook import Logbook

SYNCS_BETWEEN_LOOKS: Final = 30
"""Half an hour's syncs leave a third of a megabyte of garbage; a look takes ten milliseconds."""
_PATIENCE_S: Final = 5.0


def enrolment_in(home: Path) -> Enrolment:
    """Read the till's enrolment, or raise AgentError with what to do."""
    return enrolment_file.read(home / ENROLMENT_FILE)


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
    enrolment_file.write(home / ENROLMENT_FILE, enrolment)
    return enrolment


def outbox_of(settings: AgentSettings, enrolment: Enrolment) -> SqliteOutbox:
    """Open the till's outbox, for this process alone."""
    settings.home.mkdir(parents=True, exist_ok=True)
    return open_outbox(
        settings.home / OUTBOX_FILE, enrolment.till, enrolment.enrolment, SystemClock().now()
    )


def outbox_to_read(home: Path) -> OutboxReader:
    """Open the till's outbox to look at it; the agent may be running."""
    return read_outbox(home / OUTBOX_FILE)


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


def _slips(settings: AgentSettings, enrolment: Enrolment, keys: Keys | None) -> SlipMaker:
    if not settings.slip.enabled:
        return lambda _accrual, _form: None
    return make_slips(
        enrolment,
        load_profile(settings.printer.profile),
        Drawing(qr=draw_qr, line=draw_line),
        SlipStyle(
            languages=tuple(Language(it) for it in settings.slip.languages),
            claim_days=settings.slip.claim_days,
            shop=settings.slip.shop,
            in_telegram=settings.slip.link == "telegram",
            earn_rate=settings.earn_rate,
        ),
        claim_keys(enrolment.till, keys),
    )


def brain_of(settings: AgentSettings, enrolment: Enrolment, outbox: Outbox, clock: Clock) -> Brain:
    """Put a brain together, of a till that has not heard of a hub."""
    return Brain(till_of(settings, enrolment, (outbox, clock)))


def till_of(
    settings: AgentSettings,
    enrolment: Enrolment,
    ports: tuple[Outbox, Clock],
    keys: Keys | None = None,
) -> Till:
    """Put together what a brain works with; *keys* are those that the hub gave."""
    outbox, clock = ports
    profile = load_profile(settings.printer.profile)
    read = reading_of(settings)
    why = why_no_slip(settings)

    def new_job(last: PrintoutReader | None, going_on: PrintoutReader | None) -> PrintJob:
        return PrintJob(
            going_on or PrintoutReader(find_codes, last),
            read=read,
            earns=lambda receipt: why(receipt) is None,
            cutter_dots=profile.cutter_dots,
            separate=settings.slip.separate,
        )

    current = current_claim_key(enrolment.till, keys)
    return Till(
        id=enrolment.till,
        claim_key=enrolment.claim_key_id if current is None else current,
        outbox=outbox,
        clock=clock,
        new_job=new_job,
        read=read,
        read_report=lambda it: closing_report(it, settings),
        why_no_slip=why,
        slip=_slips(settings, enrolment, keys),
        has_cutter=profile.has_cutter,
        reads_pictures=ocr.installed_reader() is not None,
    )


class BrainProgram:
    """The brain as a process: outbox, link to the relay, line to the hub, door for commands."""

    def __init__(self, settings: AgentSettings, *, door: bool = True) -> None:
        self._settings = settings
        self._enrolment = enrolment_in(settings.home)
        self._log = Logbook(settings.home / LOG_FILE).write
        self._clock = HubClock(SystemClock())
        self._syncs = 0
        self.outbox = outbox_of(settings, self._enrolment)
        self._counter = self._opened_counter()
        self.brain = Brain(self._till(self._counter.memory if self._counter else None))
        self.loop = BrainLoop(
            self.brain,
            RelayLink(settings.home / LINK_FILE),
            monotonic_ms,
            picture_reading_of(settings),
            self._log,
        )
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
            self.loop.run()
        finally:
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
        around = replace(surroundings(self._devices, self._learnt, self._log), tidy=self._tidy)
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
            log=self._log,
        )
        settings = with_remote(self._settings, self._counter.memory.config)
        taking = self._hub.redeeming, self._hub.shifts, self._hub.slips
        counter = CounterSide(settings, self._enrolment, self._counter, taking, around)
        self.loop.sold = lambda sale: counter.sold(sale.total, sale.number)
        return counter

    def _queued(self) -> int:
        """Return how many events wait for the hub."""
        first = self.outbox.pending(1)
        return self.outbox.head()[0] - first[0].sequence + 1 if first else 0

    def _till(self, memory: TillMemory | None) -> Till:
        """Return what the brain works with, as far as the hub may say so."""
        settings = with_remote(self._settings, memory.config if memory else None)
        keys = memory.keys if memory else None
        return till_of(settings, self._enrolment, (self.outbox, self._clock), keys)

    def _learnt(self, memory: TillMemory) -> None:
        """Have the brain go on with what the hub said, between two pieces of paper."""
        till = self._till(memory)
        if self._at_counter is not None:
            self._at_counter.adopt(with_remote(self._settings, memory.config))

        def adopt() -> list[Wanted]:
            self.brain.adopt(till)
            return [Note("hub: settings and keys are the hub's newest")]

        self.loop.tell(adopt)

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
                problem = self.brain.printer_problem
                return {"printer_up": problem is None, "printer": problem} | self._hub_state()
            case "reprint":
                cashier = question.get("cashier")
                asked = str(cashier)[:64] if cashier else None
                return self._done(lambda: self.brain.reprint(asked))
            case _:
                said = self._hub.answer(question) if self._hub is not None else None
                return said or {"error": "This agent cannot do that: it has no hub, or is too old."}

    def _hub_state(self) -> dict[str, Any]:
        if self._hub is None:
            return {"hub": None}
        status = self._hub.link.status
        return {"hub": {"state": status.state.value, "title": status.title, "hint": status.hint}}

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
