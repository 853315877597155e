"""Goods are read where tills print them plainly."""

import pytest

from agent.core.items import items_of, sum_of
from agent.core.receipt import Item
from agent.core.rows import rows_of
from contracts.wire.units import Tiyn


@pytest.mark.parametrize(
    ("text", "items"),
    [
        (
            "ЧЕК\nКапучино, 300 мл\n  2 дана/шт x 990,00   1 980,00\nИТОГО 1 980,00",
            [Item("Капучино, 300 мл", "2", Tiyn(198_000))],
        ),
        (
            "ПРОДАЖА\n---\n  1. Эклер\n   4,630 шт x 202,00\n   Стоимость   935,00\nИТОГО: 935,00",
            [Item("Эклер", "4.630", Tiyn(93_500))],
        ),
        (
            "Хлеб   180.00\n1 дана / шт × 180.00\nМолоко   900.00\n2 шт × 450.00\nИТОГО 1080.00",
            [Item("Хлеб", "1", Tiyn(18_000)), Item("Молоко", "2", Tiyn(90_000))],
        ),
        (
            "ПРОДАЖА\nЭклер\n2 x 450.00 =900.00\nИТОГ =900.00",
            [Item("Эклер", "2", Tiyn(90_000))],
        ),
        (
            "Капучино      2   1 800,00\nИТОГО: 1 800,00",
            [Item("Капучино", "2", Tiyn(180_000))],
        ),
        ("Item 1     $10.00\nTOTAL: $10.00", [Item("Item", "1", Tiyn(1_000))]),
        ("Пекарня\nАлматы", []),
    ],
)
def test_goods(text: str, items: list[Item]) -> None:
    """Name, quantity and amount come from the one, two or three lines they stand in."""
    assert list(items_of(rows_of((line, False) for line in text.splitlines()))) == items


def test_a_sum_needs_every_amount() -> None:
    """Goods add up only when each has its amount."""
    known = Item("Эклер", None, Tiyn(500))
    assert sum_of((known, known)) == 1_000
    assert sum_of((known, Item("Торт", "1", None))) is None
    assert sum_of(()) is None
