"""Commands about page mode: what is printed collects on a page, and the page is printed."""

from typing import Final

from hardware.printers.machine import Handler, Machine, number, signed
from hardware.printers.page import Page


def _row(machine: Machine, data: bytes) -> None:
    """GS $ puts the baseline at a place on the page."""
    if machine.page is not None:
        machine.page.lower_to(machine.down(number(data, 2)))


def _row_step(machine: Machine, data: bytes) -> None:
    r"""GS \ moves the baseline on the page down, or up."""
    if machine.page is not None:
        machine.page.lower_to(machine.page.baseline + machine.down(signed(data)))


def _page_mode(machine: Machine, _: bytes) -> None:
    """ESC L begins a page; obeyed at the beginning of a line."""
    if machine.page is None and machine.lines.empty:
        machine.page = Page(machine.roll)
        machine.page.spacing = machine.lines.spacing


def _standard_mode(machine: Machine, _: bytes) -> None:
    """ESC S leaves the page unprinted."""
    machine.page = None


def _print_page(machine: Machine, _: bytes) -> None:
    """ESC FF prints the page and stays on it."""
    if machine.page is not None:
        machine.page.print()


def _print_page_and_leave(machine: Machine, data: bytes) -> None:
    """FF prints the page and goes back to lines."""
    _print_page(machine, data)
    machine.page = None


def _page_area(machine: Machine, data: bytes) -> None:
    """ESC W chooses the part of the page to print in."""
    if machine.page is not None:
        x, y, width, height = (number(data, at) for at in (2, 4, 6, 8))
        machine.page.choose_area(
            machine.across(x), machine.down(y), machine.across(width), machine.down(height)
        )


def _page_direction(machine: Machine, data: bytes) -> None:
    """ESC T chooses where on the page lines begin, and which way they run."""
    if machine.page is not None:
        machine.page.choose_direction(data[2])


def _cancel(machine: Machine, _: bytes) -> None:
    """CAN wipes the page."""
    if machine.page is not None:
        machine.page.drop()


PAGE_COMMANDS: Final[dict[str, Handler]] = {
    "CAN": _cancel,
    "ESC FF": _print_page,
    "ESC L": _page_mode,
    "ESC S": _standard_mode,
    "ESC T": _page_direction,
    "ESC W": _page_area,
    "FF": _print_page_and_leave,
    "GS $": _row,
    "GS \\": _row_step,
}
"""By the name that the command reader gives them."""
