"""The stub: what it says, on which printers, and what it must never hold."""

import re
from dataclasses import replace

import pytest

from agent.core.slip_texts import Language
from agent.core.stub import Stub, compose_stub, rows_of
from contracts.wire.units import Tiyn, UnixTime
from contracts.wire.wording import Wording
from hardware.escpos.commands import CommandReader
from hardware.escpos.state import PrinterState
from hardware.escpos.tokens import Command
from hardware.printers.profile import PrinterProfile
from tests.agent.core.slips import EPSON, LANGUAGES, OUTLINED, PROFILES

STUB = Stub(
    voucher=123_456_784_821,
    title=Wording(kk="Бадам қосылған круассан", ru="Круассан миндальный", en="Almond croissant"),
    ring_up=Wording(kk="0 ₸ етіп өткізіңіз", ru="Пробейте со скидкой 100 %", en="Ring up at 0"),
    value=Tiyn(93_500),
    total=Tiyn(1_200_00),
    at=UnixTime(1_795_000_000),
    cashier="Айгүл",
    alone=True,
)
BOTH = (Language.KAZAKH, Language.RUSSIAN)


def said(stub: Stub, languages: tuple[Language, ...] = BOTH) -> list[str]:
    """Return its lines."""
    return [row.text for row in rows_of(stub, languages, 48)]


def test_it_says_what_was_accepted_how_to_ring_it_up_and_by_whom() -> None:
    """In the owner's languages; the voucher by its last digits only."""
    lines = said(STUB)
    for line in (
        "ВАУЧЕР ҚАБЫЛДАНДЫ", "ВАУЧЕР ПРИНЯТ", "Круассан миндальный", "0 ₸ етіп өткізіңіз",
        "Құны / Стоимость: 935 тг", "Чек: 1 200 тг", "18.11.2026 16:06:40", "Кассир: Айгүл",
        "Ваучер: ...4821", "Принят без связи", "Бұл чек емес, ұпай берілмейді",
    ):  # fmt: skip
        assert line in lines
    assert not any(str(STUB.voucher)[:-4] in line for line in lines)


def test_what_is_not_known_is_not_said() -> None:
    """A short code of a reward that this till has never heard of, taken online by nobody named."""
    bare = replace(STUB, title=None, ring_up=None, value=None, total=None, cashier=None,
                   alone=False)  # fmt: skip
    lines = said(bare, (Language.RUSSIAN,))
    assert lines[1:-1] == [
        "ВАУЧЕР ПРИНЯТ", "18.11.2026 16:06:40", "Ваучер: ...4821",
        "Это не чек, баллов за него нет",
    ]  # fmt: skip


def test_one_that_is_taken_back_says_so_and_not_how_to_ring_it_up() -> None:
    """It is another piece of paper than the first."""
    back = replace(STUB, taken_back=True)
    lines = said(back)
    assert {"ВАУЧЕР ҚАЙТАРЫЛДЫ", "ПРИЁМ ВАУЧЕРА ОТМЕНЁН"} <= set(lines)
    assert "ВАУЧЕР ПРИНЯТ" not in lines
    assert "Пробейте со скидкой 100 %" not in lines
    assert len({STUB.id, back.id, replace(STUB, voucher=1).id}) == 3
    assert replace(STUB).id == STUB.id < 2**64


@pytest.mark.parametrize("languages", LANGUAGES, ids=str)
@pytest.mark.parametrize("profile", PROFILES, ids=lambda it: it.name)
def test_it_prints_on_every_family_and_leaves_no_trace(
    profile: PrinterProfile, languages: tuple[Language, ...]
) -> None:
    """As text or as pictures; one cut, no code, no reset, and settings are as before."""
    state = PrinterState(code_page=profile.default_page, bold=True, line_spacing=50)
    data = compose_stub(STUB, languages, profile, state, OUTLINED)
    assert data is not None
    assert b"\x1b@" not in data
    assert b"\x1d(k" not in data
    after = state
    for token in CommandReader().feed(data):
        after = after.after(token) if isinstance(token, Command) else after
    assert after == state


def test_names_from_outside_print_no_commands() -> None:
    """Control bytes of a title or a cashier's name are taken out."""
    evil = Wording(kk="\x1b@\x1dVA", ru="A\nB\x1bi", en="x")
    nasty = replace(STUB, title=evil, cashier="\x1b@Q\x10\x04")
    for line in said(nasty):
        assert not re.search(r"[\x00-\x1f\x7f]", line)


def test_in_page_mode_there_is_no_place_for_it() -> None:
    """It would end up within what the POS prints."""
    assert compose_stub(STUB, BOTH, EPSON, PrinterState(page_mode=True), OUTLINED) is None
