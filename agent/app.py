"""The composition root: the one place that knows every adapter, and builds a till out of them."""

import gc
import os
import signal
import socket
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import closing, suppress
from dataclasses import replace
from pathlib import Path
from typing import Any, Final
from urllib.parse import urlsplit

from agent.adapters import enrolment_file, ocr, receipt_profiles
from agent.adapters.clock import SystemClock, monotonic_ms
from agent.adapters.control import BrainGone, ControlDoor, ask_brain
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
from agent.core.eligibility import refusal_to_print
from agent.core.ports import Clock, Outbox
from agent.core.print_job import PrintJob
from agent.core.reading import ReadingSettings, read_receipt
from agent.core.receipt import Receipt
from agent.core.reports import ZReport, read_report
from agent.core.slip import Drawing
from agent.core.slip_place import own_part
from agent.core.slip_texts import Language
from agent.core.till import SlipMaker, Till, Wanted, wants_ocr
from agent.errors import AgentError, UnreadableFile
from agent.loop import BrainLoop
from contracts.wire.enrolment import Enrolment, InvalidEnrolment, local_enrolment
from contracts.wire.units import ShopId, TillId
from hardware.codes.drawing import draw_qr
from hardware.codes.reading import find_codes
from hardware.escpos.printing import PrintoutReader
from hardware.escpos.printout import Segment
from hardware.printers.lettering import draw_line
from hardware.printers.profiles import load_profile
from hardware.printers.status import ask_status
from hardware.printers.transport_urls import transport_for
from hardware.printers.transports import PrinterGone
from hardware.taps.logbook import Logbook

_PATIENCE_S: Final = 5.0
_STATUS_S: Final = 0.5
"""A printer answers a question about its status within milliseconds, or not at all."""


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
    profiles = receipt_profiles.load_receipt_profiles(settings.home)
    return lambda segment: read_receipt(
        segment,
        settings=rules,
        profiles=profiles,
        ocr_lines=reader([it.bitmap for it in segment.pictures]),
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


def _slips(settings: AgentSettings, enrolment: Enrolment) -> SlipMaker:
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
        ),
    )


def brain_of(settings: AgentSettings, enrolment: Enrolment, outbox: Outbox, clock: Clock) -> Brain:
    """Put a brain together."""
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

    return Brain(
        Till(
            id=enrolment.till,
            claim_key=enrolment.claim_key_id,
            outbox=outbox,
            clock=clock,
            new_job=new_job,
            read=read,
            read_report=lambda it: closing_report(it, settings),
            why_no_slip=why,
            slip=_slips(settings, enrolment),
            has_cutter=profile.has_cutter,
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
                problem = self.brain.printer_problem
                return {"printer_up": problem is None, "printer": problem}
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


def closing_report(segment: Segment, settings: AgentSettings) -> ZReport | None:
    """Return what a piece of paper says as a report that closes a shift; None for others."""
    cutter = load_profile(settings.printer.profile).cutter_dots
    return read_report(own_part(segment, cutter))


def read_file(path: Path, most: int) -> bytes:
    """Return what is in *path*, at most *most* bytes, or raise UnreadableFile."""
    try:
        with path.open("rb") as file:
            content = file.read(most + 1)
    except OSError as error:
        raise UnreadableFile(
            f"{path} cannot be read ({error.strerror}).", "Name a file with a print job."
        ) from error
    if len(content) > most:
        raise UnreadableFile(f"{path} is too large for a print job.", "Name one job, not a log.")
    return content


def check_receipt_profiles(home: Path) -> int:
    """Return how many receipt profiles there are; WrongSettings names what is wrong with them."""
    return len(receipt_profiles.load_receipt_profiles(home))


def can_read_pictures() -> bool:
    """Tell whether OCR is installed."""
    return ocr.installed_reader() is not None


def printer_answers(url: str) -> str | None:
    """Open the line to the printer once and ask how it is; return None, or what is wrong."""
    try:
        transport = transport_for(url)
        transport.open()
        try:
            status = ask_status(
                lambda words: transport.write(words, _STATUS_S), lambda: transport.read(_STATUS_S)
            )
        finally:
            transport.close()
    except (PrinterGone, ValueError) as error:
        return str(error)
    return status.problem if status is not None else None


def tap_problem(listen: str) -> str | None:
    """Return why the relay could not listen there, None when it could."""
    parts = urlsplit(listen)
    try:
        if parts.scheme == "tcp":
            address = (parts.hostname or "127.0.0.1", parts.port or 9100)
            socket.create_server(address).close()
        elif not os.access(parts.netloc + parts.path, os.R_OK | os.W_OK):
            return "it is not there, or this user has no rights to it"
    except OSError as error:
        return error.strerror or str(error)
    return None


def run_brain(home: Path) -> None:
    """Run the brain of the till in *home* until SIGTERM or SIGINT."""
    program = BrainProgram(load_settings(home))
    # No look for garbage may fall between a cut and its slip: the loop does it after a job, and
    # what is loaded by now stays for good.
    gc.disable()
    gc.collect()
    gc.freeze()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: program.loop.stop())
    program.run()


def outbox_wants_work(home: Path) -> bool:
    """Tell whether the outbox must be made or upgraded before a brain opens it."""
    return not is_current(home / OUTBOX_FILE)


def prepare_outbox(home: Path) -> None:
    """Make or upgrade the outbox, and let go of it; what goes wrong is the brain's to say."""
    with suppress(AgentError):
        outbox_of(load_settings(home), enrolment_in(home)).close()
