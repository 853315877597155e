"""Printing the test paper: straight to the printer, with nobody between."""

import time
from typing import Final

from agent.core.assistant.printer_step import AUTO
from agent.core.assistant.trial_paper import compose_trial
from agent.core.assistant.wishes import PaperFailed, PaperSent, PrintPaper
from agent.core.slip import Drawing
from hardware.codes.drawing import draw_qr
from hardware.printers.lettering import draw_line
from hardware.printers.profiles import load_profile, profile_for_model
from hardware.printers.status import PrinterStatus, ask_status
from hardware.printers.transport_urls import transport_for
from hardware.printers.transports import PrinterGone, Transport

ASK_MODEL: Final = b"\x1dIC"
"""GS I 67: the printer's name for itself; a printer without it says nothing."""
OTHERWISE: Final = "generic-80"
_ANSWER_S: Final = 0.5
_PATIENCE_S: Final = 20.0
"""At 9600 baud a paper with pictures of letters takes ten seconds."""
_MODEL_MOST: Final = 48


def print_paper(wish: PrintPaper) -> PaperSent | PaperFailed:
    """Print the test paper, and tell of which family it was made."""
    try:
        line = transport_for(wish.url)
        line.open()
    except (PrinterGone, ValueError) as error:
        return PaperFailed(str(error))
    try:
        model = _model(line)
        profile = wish.profile
        if profile == AUTO:
            known = profile_for_model(model) if model else None
            profile = known.name if known else OTHERWISE
        drawing = Drawing(qr=draw_qr, line=draw_line)
        _write(line, compose_trial(load_profile(profile), drawing, wish.code))
        status = ask_status(lambda it: line.write(it, _ANSWER_S), lambda: line.read(_ANSWER_S))
    except PrinterGone as error:
        return PaperFailed(str(error))
    finally:
        line.close()
    if status is not None and status.problem:
        return PaperFailed(status.problem, _trouble(status))
    return PaperSent(profile, model)


def _trouble(status: PrinterStatus) -> str:
    return "cover_open" if status.cover_open else "paper_out" if status.paper_out else "error"


def _model(line: Transport) -> str:
    """Ask what the printer calls itself: `TM-T20III`; empty for one that does not say."""
    line.write(ASK_MODEL, _ANSWER_S)
    said = line.read(_ANSWER_S)
    if not said.startswith(b"_"):
        return ""
    text = said[1:].partition(b"\0")[0][:_MODEL_MOST].decode("ascii", "replace")
    return text if text.isprintable() else ""


def _write(line: Transport, data: bytes) -> None:
    """Hand over everything, or raise PrinterGone."""
    until = time.monotonic() + _PATIENCE_S
    while data:
        if time.monotonic() > until:
            raise PrinterGone("the printer takes nothing: is there paper, is the cover closed?")
        data = data[line.write(data, _ANSWER_S) :]
