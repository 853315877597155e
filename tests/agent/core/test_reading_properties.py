"""What must hold for every paper, not only for those that someone thought of."""

import random
import time

from hypothesis import given, settings
from hypothesis import strategies as st

from agent.core.eligibility import refusal_to_print
from agent.core.reading import ReadingSettings, read_receipt
from agent.core.receipt import Kind, Receipt
from tests.agent.core.papers import PAPERS
from tests.fakes.segments import segment_of

SETTINGS = ReadingSettings()
LETTERS = "ИТОГОитого БАРЛЫҒЫсдача0123456789.,:-=*№%?₸$«»/xх×\t\xa0\ufffdTOALtotal合计\U0001f370"
LINES = st.lists(
    st.one_of(
        st.text(max_size=60),
        st.text(alphabet=LETTERS, max_size=60),
        st.sampled_from([line for paper in PAPERS for line in paper.text.splitlines()]),
    ),
    max_size=25,
)
TOTALS = ("ИТОГО:", "ИТОГ", "ВСЕГО", "К ОПЛАТЕ:", "БАРЛЫҒЫ:", "ЖИЫНЫ/ИТОГ", "БАРЛЫ?Ы", "ТӨЛЕУГЕ")
DISTRACTORS = (
    "Промежуточный итог", "ПОДЫТОГ:", "Аралық жиынтық", "в т.ч. НДС 12%:", "ИТОГО НДС",
    "Итого без НДС", "соның ішінде ҚҚС 16%:", "ИТОГО СКИДКА", "Стоимость", "Құны",
    "Баланс бонусов:", "Транз. продажи: 31 ", "Торт «Итого»", "Цена", "Чаевые",
)  # fmt: skip


def read(lines: list[str], codes: tuple[str, ...] = ()) -> Receipt:
    """Return the receipt on a paper of these lines."""
    return read_receipt(segment_of(lines, codes), settings=SETTINGS)


def money(tiyn: int, *, spaced: bool) -> str:
    """Return an amount as paper has it."""
    whole = f"{tiyn // 100:,}".replace(",", " " if spaced else "")
    return f"{whole},{tiyn % 100:02}"


@given(LINES, st.lists(st.text(max_size=80), max_size=3))
def test_nothing_raises(lines: list[str], codes: list[str]) -> None:
    """Any lines and any codes end in a receipt, and in an answer whether it is eligible."""
    receipt = read(lines, tuple(codes))
    refusal_to_print(receipt, SETTINGS)
    assert receipt.kind in Kind
    assert all(len(it.quote) <= 96 for it in receipt.evidence)


@given(LINES, LINES)
def test_pictures_raise_nothing(lines: list[str], read_lines: list[str]) -> None:
    """Any lines from pictures end in a receipt."""
    segment = segment_of(lines[:1], with_picture=True)
    read_receipt(segment, settings=SETTINGS, ocr_lines=read_lines)


@settings(max_examples=300)
@given(
    st.integers(100, 99_999_999),
    st.sampled_from(TOTALS),
    st.lists(st.tuples(st.sampled_from(DISTRACTORS), st.integers(1, 99_999_999)), max_size=6),
    st.booleans(),
    st.booleans(),
    st.randoms(use_true_random=False),
)
def test_a_distractor_is_never_the_total(
    total: int,
    label: str,
    distractors: list[tuple[str, int]],
    spaced: bool,
    paid: bool,
    order: random.Random,
) -> None:
    """Whatever stands around it, only the labelled total is the total, or nothing is."""
    lines = [f"{text}   {money(value, spaced=spaced)}" for text, value in distractors]
    lines.append(f"{label}   {money(total, spaced=spaced)}")
    if paid:
        lines.append(f"Банковская карта:  {money(total, spaced=spaced)}")
    order.shuffle(lines)
    receipt = read(["ПРОДАЖА", "Чек № 17", *lines])
    assert receipt.total in (total, None)
    if paid:
        assert receipt.total == total


@settings(max_examples=200)
@given(st.integers(100, 9_999_999), st.integers(0, 9_999_999), st.booleans())
def test_cash_larger_than_the_total(total: int, change: int, before: bool) -> None:
    """Cash handed over and change, before or after the total, do not disturb it."""
    paid = [
        f"Наличные: {money(total + change, spaced=True)}",
        f"Сдача: {money(change, spaced=True)}",
    ]
    label = [f"ИТОГО: {money(total, spaced=True)}"]
    lines = [*paid, *label] if before else [*label, *paid]
    assert read(["ПРОДАЖА", *lines]).total == total


@settings(max_examples=200)
@given(st.integers(100, 9_999_999), st.integers(100, 9_999_999))
def test_a_code_never_passes_against_the_label(printed: int, coded: int) -> None:
    """Code and label agree and are believed, or neither is."""
    code = (
        "https://consumer.oofd.kz/?i=123456789&f=010100000017"
        f"&s={coded // 100}.{coded % 100:02}&t=20260315T120100"
    )
    receipt = read(["ПРОДАЖА", f"ИТОГО: {money(printed, spaced=False)}"], (code,))
    assert receipt.total == (printed if printed == coded else None)
    assert bool(receipt.doubts) == (printed != coded)


@given(
    st.sampled_from(PAPERS), st.integers(0, 40), st.sampled_from(("КОПИЯ", "КӨШІРМЕ", "ДУБЛИКАТ"))
)
def test_a_copy_is_never_eligible(paper: object, place: int, word: str) -> None:
    """Wherever the word for a copy stands on its own line, no slip follows."""
    lines = getattr(paper, "text").splitlines()  # noqa: B009 - NamedTuple through sampled_from
    has_goods_below = place < len(lines) and any(it.isdigit() for it in lines[place])
    if not has_goods_below:
        lines.insert(place, f"*** {word} ***")
        assert refusal_to_print(read(lines), SETTINGS) is not None


def test_reading_is_quick() -> None:
    """A receipt of 60 lines never seen before is read in a few milliseconds of a processor."""
    dice = random.Random(7)
    spent = []
    for _ in range(20):
        lines = [f"Товар {dice.random()}  2 x 450,00  900,00" for _ in range(58)]
        segment = segment_of([*lines, "ИТОГО: 52 200,00", "Картой 52 200,00"])
        began = time.process_time()
        read_receipt(segment, settings=SETTINGS)
        spent.append(time.process_time() - began)
    assert sorted(spent)[10] < 0.03, "ten times the budget: slower machines are not the point"


def test_a_hostile_paper_is_bounded() -> None:
    """Papers made to be slow are cut short, and doubted."""
    for piece in ("1 000 ", "x 1", "1-", "?", "ИТОГО ", "A1", "1.", "1'000"):
        lines = [piece * 60 + str(place) for place in range(2000)]
        began = time.process_time()
        receipt = read(lines)
        assert time.process_time() - began < 5.0
        assert receipt.kind is not Kind.SALE or receipt.doubts
