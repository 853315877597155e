"""The test paper of the assistant: the letters of both languages, and a QR code."""

from agent.core.slip import Drawing, Row, compose_note
from hardware.escpos.state import PrinterState
from hardware.printers.profile import PrinterProfile

ROWS = (
    Row("BAURSAK", large=True),
    Row("Сынақ қағазы / Пробная бумага", bold=True),
    Row("Әә Ғғ Ққ Ңң Өө Ұұ Үү Һһ Іі"),
    Row("Ёё Йй Щщ Ъъ Ыы Ээ Юю Яя"),
    Row("Дәмді бауырсақ, ыстық тоқаш"),
    Row("Мягкие булки, свежий хлеб"),
    Row("935.00 ₸"),
    Row("Чек емес / Не чек / Not a receipt"),
)


def compose_trial(profile: PrinterProfile, drawing: Drawing, code: str) -> bytes:
    """Return the test paper for a printer as it is after it was switched on.

    It goes the way of every slip: what this paper shows, slips will.
    """
    state = PrinterState(
        code_page=profile.default_page, kanji=True if profile.kanji_at_start else None
    )
    rows = [Row("-" * profile.columns), *ROWS, Row(profile.title)]
    return compose_note(rows, profile, state, drawing, code)
