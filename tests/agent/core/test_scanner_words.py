"""Everything that a scanner or a PIN can lead to is said in three languages."""

from itertools import chain

import pytest

from agent.core.scanner_words import Advice, pin_fault_words, scanner_words, unlock_words
from agent.core.shift_keeping import Unlocked, WrongPin
from agent.core.shifts import PinFault
from agent.core.slip_texts import Language
from hardware.serial.layouts import Tangle
from hardware.serial.scans import Fault
from hardware.serial.troubles import Trouble


@pytest.mark.parametrize("what", list(chain(Trouble, Fault, Tangle, Advice)))
def test_each_trouble_has_a_sentence_and_a_way_out(
    what: Trouble | Fault | Tangle | Advice,
) -> None:
    """In each language its own, one line each."""
    said = [scanner_words(what, language) for language in Language]
    assert len(set(said)) == 3
    assert all(0 < len(part) <= 100 for both in said for part in both)


@pytest.mark.parametrize("fault", PinFault)
def test_each_fault_of_a_pin_has_its_words(fault: PinFault) -> None:
    """In each language its own."""
    assert len({pin_fault_words(fault, language) for language in Language}) == 3


def test_a_wait_is_said_in_seconds_and_then_in_minutes() -> None:
    """Rounded up: who comes back then is not sent away again."""
    assert unlock_words(WrongPin(30, looked_at=True), Language.RUSSIAN) == (
        "PIN пока не принимается",
        "Наберите снова через 30 с",
    )
    assert unlock_words(WrongPin(121, looked_at=False), Language.KAZAKH)[1] == (
        "3 минуттан кейін қайта теріңіз"
    )
    assert unlock_words(WrongPin(3600, looked_at=False), Language.ENGLISH)[1].endswith("60 min")
    assert unlock_words(WrongPin(0, looked_at=True), Language.ENGLISH) == (
        "Wrong PIN",
        "Type it again",
    )


def test_a_hand_over_names_both() -> None:
    """Whose the till is now, and whose shift ended."""
    assert unlock_words(Unlocked("Болат", "Айгүль"), Language.RUSSIAN) == (
        "Смена: Болат",
        "Предыдущая смена закрыта: Айгүль",
    )
    assert unlock_words(Unlocked("Болат", None), Language.KAZAKH) == ("Ауысым: Болат", "")
