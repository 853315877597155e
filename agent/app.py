"""The composition root: the one place that knows every adapter, and builds a till out of them."""

import os
import signal
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import closing, suppress
from dataclasses import replace
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any, Final

from agent.adapters import ocr, receipt_profiles
from agent.adapters.clock import SystemClock, monotonic_ms
from agent.adapters.control import BrainGone, ControlDoor, ask_brain
from agent.adapters.outbox.reading import OutboxReader, read_outbox
from agent.adapters.outbox.store import SqliteOutbox, open_outbox
from agent.adapters.relay_link import RelayLink
from agent.config import AgentSettings, load_settings
from agent.core.brain import ALMATY, Brain, SlipMaker, Till, Wanted, wants_ocr
from agent.core.delivery import AlreadyRunning, OutboxHealth
from agent.core.eligibility import refusal_to_print
from agent.core.ports import Clock, Outbox
from agent.core.print_job import PrintJob
from agent.core.reading import ReadingSettings, read_receipt
from agent.core.receipt import Receipt
from agent.core.slip import Drawing, NoPlaceForSlip, SlipContent, compose_slip
from agent.core.slip_place import own_part
from agent.core.slip_texts import Language
from agent.errors import AgentError, UnreadableFile
from agent.loop import BrainLoop
from contracts.wire import claim
from contracts.wire.bodies import AccrualBody
from contracts.wire.enrolment import (
    LONGEST_FILE,
    Enrolment,
    InvalidEnrolment,
    local_enrolment,
    read_enrolment,
)
from contracts.wire.event import Event
from contracts.wire.identity import NO_HINT, hint
from contracts.wire.units import ShopId, TillId
from hardware.codes.drawing import draw_qr
from hardware.codes.reading import find_codes
from hardware.escpos.printing import PrintoutReader
from hardware.escpos.printout import Segment
from hardware.escpos.state import PrinterState
from hardware.printers.lettering import draw_line
from hardware.printers.profiles import load_profile
from hardware.printers.transport_urls import transport_for
from hardware.printers.transports import PrinterGone
from hardware.taps import supervisor
from hardware.taps.logbook import Logbook

ENROLMENT_FILE: Final = "enrolment.json"
OUTBOX_FILE: Final = "outbox.sqlite3"
LINK_FILE: Final = "relay.sock"
BYPASS_FILE: Final = "bypass"
LOG_FILE: Final = "agent.log"
RELAY_LOG_FILE: Final = "relay.log"
SUPERVISOR_FILE: Final = "supervisor.pid"
_PATIENCE_S: Final = 5.0


def _rules(settings: AgentSettings) -> ReadingSettings:
    return ReadingSettings(
        currency=settings.currency,
        registers=settings.registers,
        largest_total=settings.total_max,
    )


def reading_of(settings: AgentSettings) -> Callable[[Segment], Receipt]:
    """Return the function that reads one piece of paper as this till does."""
    rules = _rules(settings)
    profiles = receipt_profiles.load_receipt_profiles(settings.home)
    return lambda segment: read_receipt(segment, settings=rules, profiles=profiles)


def picture_reading_of(settings: AgentSettings) -> Callable[[Segment], Receipt] | None:
    """Return the function that reads pictures of text, or None where tesseract is missing."""
    reader = ocr.installed_reader()
    if reader is None:
        return None
    rules = _rules(settings)
    return lambda segment: read_receipt(
        segment, settings=rules, ocr_lines=reader([it.bitmap for it in segment.pictures])
    )


def why_no_slip(settings: AgentSettings) -> Callable[[Receipt], str | None]:
    """Return the function that says why a receipt earns nothing, or None for one that earns."""
    rules = _rules(settings)

    def why(receipt: Receipt) -> str | None:
        if settings.any_currency and receipt.currency:
            return refusal_to_print(receipt, replace(rules, currency=receipt.currency))
        return refusal_to_print(receipt, rules)

    return why


def enrolment_in(home: Path) -> Enrolment:
    """Read the till's enrolment, or raise AgentError with what to do."""
    path = home / ENROLMENT_FILE
    try:
        with path.open(encoding="utf-8") as file:
            return read_enrolment(file.read(LONGEST_FILE + 1))
    except FileNotFoundError as error:
        raise AgentError(
            f"This till is not enrolled: {path} is missing.",
            "To try it without a hub, run: baursak agent enrol --local",
        ) from error
    except (OSError, UnicodeDecodeError) as error:
        raise AgentError(f"{path} cannot be read ({error}).", "Check its rights.") from error
    except InvalidEnrolment as error:
        raise AgentError(
            f"{path} is not a valid enrolment: {error}.", "Enrol this till again."
        ) from error


def enrol_locally(home: Path, till: int, host: str, bot: str | None) -> Enrolment:
    """Write an enrolment that no hub knows, its secret made here; refuse to replace one."""
    path = home / ENROLMENT_FILE
    if path.exists():
        raise AgentError(f"This till is enrolled already ({path}).", "Remove that file first.")
    try:
        enrolment = local_enrolment(
            os.urandom(32), till=TillId(till), shop=ShopId(1), host=host, bot=bot
        )
    except InvalidEnrolment as error:
        raise AgentError(
            f"The till cannot be enrolled: {error}.", "Mend that and retry."
        ) from error
    try:
        home.mkdir(parents=True, exist_ok=True)
        path.touch(mode=0o600)
        path.write_text(enrolment.to_text(), encoding="utf-8")
    except OSError as error:
        raise AgentError(
            f"{path} cannot be written ({error.strerror}).", "Check rights."
        ) from error
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


def outbox_health(home: Path) -> OutboxHealth:
    """Return how the till's outbox is."""
    with closing(outbox_to_read(home)) as reader:
        return reader.health(SystemClock().now())


def claim_link(accrual: Event, enrolment: Enrolment) -> str:
    """Return the link in an accrual's slip: the same whenever it is asked for."""
    body = accrual.body
    assert isinstance(body, AccrualBody), "only accruals have claims"
    sealed = claim.Claim(
        key_id=body.claim_key,
        till=accrual.till,
        sequence=accrual.sequence,
        total=body.total,
        time=accrual.time,
        fiscal_hint=hint(body.receipt) if body.fiscal else NO_HINT,
    )
    return claim.hub_link(enrolment.host, claim.seal(sealed, enrolment.claim_key))


def last_day_of(accrual: Event, claim_days: int) -> date:
    """Return the last whole day, on the shop's calendar, on which the claim can be made."""
    at = datetime.fromtimestamp(accrual.time, ALMATY)
    return (at + timedelta(days=claim_days)).date()


def slip_maker(settings: AgentSettings, enrolment: Enrolment) -> SlipMaker:
    """Return the function that composes an accrual's slip for this till's printer."""
    profile = load_profile(settings.printer.profile)
    drawing = Drawing(qr=draw_qr, line=draw_line)
    languages = tuple(Language(it) for it in settings.slip.languages)

    def slip(accrual: Event, state: PrinterState, *, separate: bool, reprint: bool) -> bytes | None:
        if not settings.slip.enabled:
            return None
        content = SlipContent(
            languages=languages,
            link=claim_link(accrual, enrolment),
            points=None,
            shop="",
            last_day=last_day_of(accrual, settings.slip.claim_days),
            separate=separate,
            reprint=reprint,
        )
        try:
            return compose_slip(content, profile, state, drawing).data
        except NoPlaceForSlip:
            return None

    return slip


def brain_of(settings: AgentSettings, enrolment: Enrolment, outbox: Outbox, clock: Clock) -> Brain:
    """Put a brain together."""
    profile = load_profile(settings.printer.profile)
    read = reading_of(settings)
    why = why_no_slip(settings)

    def new_job(last: PrintoutReader | None) -> PrintJob:
        return PrintJob(
            PrintoutReader(find_codes, last),
            read=read,
            earns=lambda receipt: why(receipt) is None,
            cutter_dots=profile.cutter_dots,
            separate=settings.slip.separate,
        )

    return Brain(
        Till(
            id=enrolment.till,
            claim_key=enrolment.claim_key_id,
            outbox=outbox,
            clock=clock,
            new_job=new_job,
            read=read,
            why_no_slip=why,
            slip=slip_maker(settings, enrolment),
            reads_pictures=ocr.installed_reader() is not None,
        )
    )


class BrainProgram:
    """The brain as a process: outbox, link to the relay and the door for commands."""

    def __init__(self, settings: AgentSettings, *, door: bool = True) -> None:
        enrolment = enrolment_in(settings.home)
        self.outbox = outbox_of(settings, enrolment)
        self.brain = brain_of(settings, enrolment, self.outbox, SystemClock())
        self.loop = BrainLoop(
            self.brain,
            RelayLink(settings.home / LINK_FILE),
            monotonic_ms,
            picture_reading_of(settings),
            Logbook(settings.home / LOG_FILE).write,
        )
        self._door = ControlDoor(settings.home, self._answer) if door else None

    def run(self) -> None:
        """Run until stopped, then let go of everything."""
        try:
            self.loop.run()
        finally:
            if self._door is not None:
                self._door.close()
            self.outbox.close()

    def _answer(self, question: Mapping[str, Any]) -> dict[str, Any]:
        match question.get("ask"):
            case "state":
                return {"printer_up": self.brain.printer.up, "printer": self.brain.printer.note}
            case "reprint":
                cashier = question.get("cashier")
                asked = str(cashier)[:64] if cashier else None
                return self._done(lambda: self.brain.reprint(asked))
            case _:
                return {"error": "This agent does not know that question."}

    def _done(self, question: Callable[[], Iterable[Wanted]]) -> dict[str, Any]:
        error = self.loop.ask(question, _PATIENCE_S)
        return {"error": error} if error else {"done": True}


def ask(home: Path, question: dict[str, Any]) -> dict[str, Any] | None:
    """Return the running brain's answer, or None when none is running."""
    try:
        return ask_brain(home, question)
    except BrainGone:
        return None


def papers_in(stream: bytes, settings: AgentSettings) -> Iterator[tuple[Segment, Receipt]]:
    """Yield each piece of paper in a print job with what it is; pictures by OCR if installed."""
    read, read_picture = reading_of(settings), picture_reading_of(settings)
    cutter = load_profile(settings.printer.profile).cutter_dots
    reader = PrintoutReader(find_codes)
    last = [*reader.feed(stream), reader.finish()]
    for segment in last:
        if segment is None:
            continue
        receipt = read(own_part(segment, cutter))
        if read_picture is not None and wants_ocr(segment, receipt):
            receipt = read_picture(segment)
        yield segment, receipt


def read_file(path: Path) -> bytes:
    """Return what is in *path*, or raise UnreadableFile."""
    try:
        return path.read_bytes()
    except OSError as error:
        raise UnreadableFile(
            f"{path} cannot be read ({error.strerror}).", "Name a file with a print job."
        ) from error


def can_read_pictures() -> bool:
    """Tell whether OCR is installed."""
    return ocr.installed_reader() is not None


def printer_answers(url: str) -> str | None:
    """Open the line to the printer once; return None, or why it cannot be used."""
    try:
        transport = transport_for(url)
        transport.open()
    except (PrinterGone, ValueError) as error:
        return str(error)
    transport.close()
    return None


def run_brain(home: Path) -> None:
    """Run the brain of the till in *home* until SIGTERM or SIGINT."""
    program = BrainProgram(load_settings(home))
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: program.loop.stop())
    program.run()


def run_supervised(settings: AgentSettings) -> int:
    """Run relay and brain under the supervisor until it is stopped; return its exit code."""
    home = settings.home
    _prepare_outbox(settings)
    link = home / LINK_FILE
    relay = [*program_words("relay"), "--wait-for-turn", "--link", str(link)]
    relay += ["--printer", settings.printer.url, "--log-file", str(home / RELAY_LOG_FILE)]
    relay += ["--bypass-file", str(home / BYPASS_FILE), *_tap_words(settings.tap.listen)]
    for source in settings.tap.allow:
        relay += ["--allow", source]
    words = ["--pid-file", str(home / SUPERVISOR_FILE), "--relay-lock", f"{link}.lock"]
    words += ["--relay", *relay, "--brain", *program_words("brain"), "--home", str(home)]
    if os.name == "posix":
        # The supervisor takes this process over: it needs a fifth of its memory.
        lean = program_words("supervise")
        os.execv(lean[0], [*lean, *words])  # noqa: S606  # our own program
    return supervisor.main(words)


def _prepare_outbox(settings: AgentSettings) -> None:
    """Make or upgrade the outbox now, so that the brain's process never loads what that takes."""
    with suppress(AlreadyRunning):  # by the brain of a supervisor that died: it is made, then
        outbox_of(settings, enrolment_in(settings.home)).close()


def _tap_words(listen: str) -> list[str]:
    """Return the relay's words for where the POS prints."""
    if listen.startswith("spool://"):
        return ["--spool", listen.removeprefix("spool://")]
    return ["--listen", listen]


def program_words(command: str) -> list[str]:
    """Return the command line that starts *command* of the agent, frozen or not."""
    if getattr(sys, "frozen", False):
        return [sys.executable, "agent", command]
    return [sys.executable, "-m", "installers", "agent", command]
