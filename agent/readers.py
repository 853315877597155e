"""How this till reads paper: its settings, its receipt profiles, OCR where it is installed."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

from agent.adapters import ocr, receipt_profiles
from agent.adapters.relay_link import RelayLink
from agent.config import AgentSettings
from agent.core.eligibility import refusal_to_print
from agent.core.ports import Relay
from agent.core.reading import ReadingSettings, read_receipt
from agent.core.receipt import Receipt
from agent.core.reports import ZReport, read_report
from agent.core.slip_place import own_part
from agent.core.till import wants_ocr
from agent.errors import UnreadableFile
from hardware.codes.reading import find_codes
from hardware.escpos.printing import PrintoutReader
from hardware.escpos.printout import Segment
from hardware.printers.profiles import load_profile


def rules_of(settings: AgentSettings) -> ReadingSettings:
    """Return what this till believes of a receipt."""
    return ReadingSettings(
        currency=settings.currency,
        registers=settings.registers,
        largest_total=settings.total_max,
    )


def reading_of(settings: AgentSettings) -> Callable[[Segment], Receipt]:
    """Return the function that reads one piece of paper as this till does."""
    rules = rules_of(settings)
    profiles = receipt_profiles.load_receipt_profiles(settings.home)
    return lambda segment: read_receipt(segment, settings=rules, profiles=profiles)


def picture_reading_of(settings: AgentSettings) -> Callable[[Segment], Receipt] | None:
    """Return the function that reads pictures of text, or None where tesseract is missing."""
    reader = ocr.installed_reader()
    if reader is None:
        return None
    rules = rules_of(settings)
    profiles = receipt_profiles.load_receipt_profiles(settings.home)
    return lambda segment: read_receipt(
        segment,
        settings=rules,
        profiles=profiles,
        ocr_lines=reader([it.bitmap for it in segment.pictures]),
    )


def why_no_slip(settings: AgentSettings) -> Callable[[Receipt], str | None]:
    """Return the function that says why a receipt earns nothing, or None for one that earns."""
    rules = rules_of(settings)

    def why(receipt: Receipt) -> str | None:
        if settings.any_currency and receipt.currency:
            return refusal_to_print(receipt, replace(rules, currency=receipt.currency))
        return refusal_to_print(receipt, rules)

    return why


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


def line_to_relay(path: Path) -> Relay:
    """Return the line to a relay whose link is at *path*, for whoever only looks on."""
    return RelayLink(path)


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
