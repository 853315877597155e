"""A sale that the POS undoes: one void in the chain, of that sale and of no other."""

from dataclasses import replace

import pytest

from agent.core.voiding import LOOKED_BACK_S, REASON, void_of
from contracts.wire.bodies import AccrualBody, ReturnBody, VoidBody
from contracts.wire.units import Sequence, UnixTime
from tests.agent.core.rig import Rig, make_rig

CUT = b"\n\n\n\x1dVB\x00"


def paper(*lines: str) -> bytes:
    """Return a paper in the Russian page, as a POS prints it."""
    return b"\x1bt\x11" + "\n".join(lines).encode("cp866") + CUT


def sale(number: int, total: str = "1200.00", time: str = "12:01") -> bytes:
    """Return a receipt."""
    return paper(
        'ООО "Пекарня"', "ПРОДАЖА", f"Чек № {number}", f"Круассан            {total}",
        f"ИТОГО               {total}", f"Наличными           {total}", f"22.11.2026 {time}",
    )  # fmt: skip


def undone(title: str, number: int, total: str = "1200.00", time: str = "12:03") -> bytes:
    """Return the paper that undoes it, as POS programs title such."""
    return paper(
        'ООО "Пекарня"', title, f"Чек № {number}", f"Круассан            {total}",
        f"ИТОГО               {total}", f"22.11.2026 {time}",
    )  # fmt: skip


@pytest.fixture
def rig() -> Rig:
    """Return a till that has sold receipts 17 and 18."""
    made = make_rig()
    made.brain.adopt(replace(made.brain._till, cashier=lambda: "Айгүл"))
    made.played(sale(17))
    made.played(sale(18, "450.00"))
    assert [it.kind.value for it in made.outbox.export()] == ["accrual", "slip"] * 2
    return made


def voids(rig: Rig) -> list[tuple[int, str | None]]:
    """Return which sales were undone, and by whom."""
    bodies = [it.body for it in rig.outbox.export()]
    assert all(it.reason == REASON for it in bodies if isinstance(it, VoidBody))
    return [(it.accrual, it.cashier) for it in bodies if isinstance(it, VoidBody)]


@pytest.mark.parametrize(
    "title", ["ЧЕК АННУЛИРОВАН", "АННУЛИРОВАНИЕ ЧЕКА", "ОТМЕНА ЧЕКА", "СТОРНО", "VOID"]
)
def test_a_sale_that_the_pos_undoes_is_voided_once(rig: Rig, title: str) -> None:
    """By number and total; the paper gets no slip, and a second print of it changes nothing."""
    before = len(rig.inserts)
    for _ in range(2):
        stream = undone(title, 17)
        assert rig.played(stream) == stream
    assert voids(rig) == [(1, "Айгүл")]
    assert len(rig.inserts) == before
    assert void_of(Sequence(1), rig.outbox) is not None
    assert void_of(Sequence(3), rig.outbox) is None


@pytest.mark.parametrize(
    "other",
    [
        undone("ОТМЕНА ЧЕКА", 19),
        undone("ОТМЕНА ЧЕКА", 17, "450.00"),
        paper("НАКЛАДНАЯ НА ДОСТАВКУ", "Чек № 17", "Круассан  1200.00", "ИТОГО  1200.00"),
        paper("КОПИЯ ЧЕКА", "Чек № 17", "Круассан  1200.00", "ИТОГО  1200.00", "22.11.2026 12:01"),
        paper("ДЕМО РЕЖИМ", "Чек № 17", "Круассан  1200.00", "ИТОГО  1200.00", "Наличными 1200.00"),
        paper("ОТМЕНА БЛЮДА", "Стол 4", "Круассан  1"),
    ],
    ids=["unknown number", "another total", "delivery", "copy", "training", "kitchen"],
)
def test_other_papers_undo_nothing(rig: Rig, other: bytes) -> None:
    """Though they name a number, or a total, that was sold."""
    rig.played(other)
    assert voids(rig) == []


def test_two_sales_that_fit_are_for_people(rig: Rig) -> None:
    """The same number and total twice on one day: nobody can tell which is meant."""
    rig.played(sale(17, time="14:30"))
    rig.played(undone("ОТМЕНА ЧЕКА", 17))
    assert voids(rig) == []
    assert "no slip: a receipt is undone here, and no sale of this till is known so" in rig.notes


def test_yesterday_s_number_is_another_sale_s(rig: Rig) -> None:
    """Numbers begin anew; after a day it is a return."""
    rig.clock.time = UnixTime(rig.clock.time + LOOKED_BACK_S + 1)
    rig.played(undone("ОТМЕНА ЧЕКА", 17))
    assert voids(rig) == []


def test_sales_and_returns_carry_the_cashier_too(rig: Rig) -> None:
    """Whose shift it is, as the counter last said."""
    rig.played(
        paper(
            "ВОЗВРАТ ПРОДАЖИ", "Чек № 20", "Круассан  1200.00", "ИТОГО  1200.00", "22.11.2026 15:00"
        )
    )
    bodies = [it.body for it in rig.outbox.export()]
    named = [it.cashier for it in bodies if isinstance(it, AccrualBody | ReturnBody)]
    assert named == ["Айгүл"] * 3
