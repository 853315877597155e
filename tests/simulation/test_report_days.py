"""Reports of the generator, whole and damaged: sums are right or missing, never wrong."""

from collections import Counter
from collections.abc import Iterator

from agent.core.reports import ZReport, read_report
from hardware.captures.dice import Dice
from hardware.captures.document import Document, Row
from hardware.captures.papers import make_paper
from tests.fakes.segments import segment_of

SAMPLE, WHOLE = 40, 500
FEWEST_RIGHT_PERCENT = 97
FIELDS = ("number", "sales_total", "sales_count", "returns_total", "returns_count")


def paper_of(seed: int) -> Document:
    """Return a report, any language and width."""
    dice = Dice(seed)
    return make_paper(
        dice, "report", dice.choice(("ru", "kk", "both")), dice.choice((32, 36, 42, 48))
    )


def lines_of(paper: Document) -> list[str]:
    """Return its rows as a reader sees them, right parts pushed to the edge."""
    rows = [row for row in paper.marks if isinstance(row, Row)]
    gaps = [paper.columns - len(row.left) - len(row.right) for row in rows]
    return [
        f"{row.left}{' ' * gap}{row.right}".rstrip() for row, gap in zip(rows, gaps, strict=True)
    ]


def damaged(lines: list[str]) -> Iterator[list[str]]:
    """Yield the report without its end, without its beginning, and without one line, at each."""
    for place in range(len(lines)):
        yield lines[:place]
        yield lines[place + 1 :]
        yield lines[:place] + lines[place + 1 :]


def judged(paper: Document, report: ZReport | None) -> Counter[str]:
    """Count what was read right, missed and wrong."""
    truth = paper.truth.report
    if truth is None or report is None:
        return Counter({"wrong": report is not None, "missed": truth is not None})
    words = Counter[str]()
    for field in FIELDS:
        said, found = getattr(truth, field), getattr(report, field)
        words["right" if said == found else "missed" if found is None else "wrong"] += 1
    return words


def test_reports_are_read_and_never_wrongly(full: bool) -> None:
    """Nearly every sum is found, and whatever line is lost, none is taken for another."""
    whole, rest = Counter[str](), Counter[str]()
    for seed in range(WHOLE if full else SAMPLE):
        paper = paper_of(seed)
        lines = lines_of(paper)
        whole += judged(paper, read_report(segment_of(lines)))
        for some in damaged(lines):
            found = judged(paper, read_report(segment_of(some)))
            assert not found["wrong"], (seed, some)
            rest += found
    assert not whole["wrong"]
    assert whole["right"] * 100 >= FEWEST_RIGHT_PERCENT * (whole["right"] + whole["missed"])
    assert rest["right"] > 0
