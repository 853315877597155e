"""`agent read` and `agent replay`, as a person and as a program would use them."""

import json
from importlib import resources
from pathlib import Path

import pytest
from click.testing import CliRunner

from agent.cli.main import agent

CAPTURES = Path(str(resources.files("hardware.captures")))
KEYS = {
    "file", "segment", "kind", "total", "currency", "number", "time", "fiscal", "charset", "qr",
    "evidence",
}  # fmt: skip


def said(*words: str) -> list[str]:
    """Run a command that succeeds and return its lines."""
    result = CliRunner().invoke(agent, words)
    assert result.exit_code == 0, result.output
    return result.output.splitlines()


def test_read_gives_one_object_a_piece_of_paper() -> None:
    """The keys are a promise to programs."""
    lines = said("read", "--json", str(CAPTURES / "cafe-three-papers.bin"))
    papers = [json.loads(line) for line in lines]
    assert [paper["segment"] for paper in papers] == list(range(len(papers)))
    assert [paper["kind"] for paper in papers] == ["kitchen", "prebill", "sale"]
    assert all(paper.keys() >= KEYS for paper in papers)
    sale = papers[-1]
    assert isinstance(sale["total"], str)
    assert {it["field"] for it in sale["evidence"]} >= {"kind", "total"}
    assert sale["fiscal"].keys() == {"operator", "sign", "register"}


def test_read_says_it_in_a_sentence() -> None:
    """For people: kind, total, number and time on one line."""
    (line,) = said("read", str(CAPTURES / "demo-bakery.bin"))
    assert line.endswith("sale: 10880.00 KZT № 128 21.11.2026 09:41:07")
    (line,) = said("read", str(CAPTURES / "star-48-ru.bin"))
    assert "star: passed through, not read" in line


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "is empty"),
        (b"just some text\n", "is not a print job"),
        (b"\x89PNG\r\n\x1a\n\x1b@", "is not a print job"),
        (b"\x1b@\x1bp\x00\x19\xfa", "prints nothing"),
    ],
)
def test_what_is_no_receipt_gets_a_sentence(tmp_path: Path, content: bytes, sentence: str) -> None:
    """Exit code 2, and what to do instead."""
    file = tmp_path / "it.bin"
    file.write_bytes(content)
    result = CliRunner().invoke(agent, ["read", str(file)])
    assert result.exit_code == 2
    assert sentence in result.output


def test_a_missing_file_and_a_folder_get_a_sentence(tmp_path: Path) -> None:
    """No traceback for a slip of the finger."""
    for path in (tmp_path / "none.bin", tmp_path):
        result = CliRunner().invoke(agent, ["read", str(path)])
        assert result.exit_code == 2
        assert "cannot be read" in result.output


def test_one_bad_file_does_not_keep_the_others_from_being_read(tmp_path: Path) -> None:
    """All are read, and the exit code says that one was not; letters alone may be a job, too."""
    letters = tmp_path / "letters.prn"
    sale = "ЧЕК ПРОДАЖИ № 15\nБулочка 2 x 100.00  200.00\nИТОГО  200.00\nНаличные 200.00\n"
    letters.write_bytes(sale.encode("cp1251"))
    words = ["read", str(letters), str(tmp_path / "none.bin"), str(CAPTURES / "demo-bakery.bin")]
    result = CliRunner().invoke(agent, words)
    assert result.exit_code == 2
    assert "sale: 200.00" in result.output
    assert "sale: 10880.00" in result.output


def test_replay_shows_the_paper(tmp_path: Path) -> None:
    """Through relay process, brain, outbox and virtual printer; the PNG is the paper."""
    paper = tmp_path / "paper.png"
    stream = str(CAPTURES / "webkassa-36-ru-kofd.bin")
    (line,) = said("replay", stream, "--png", str(paper), "--json")
    played = json.loads(line)
    assert paper.stat().st_size > 5000
    assert played["whole"]
    assert [event["kind"] for event in played["events"]] == ["accrual", "slip"]
    assert len(played["slips"]) == 1
    assert played["profile"] == "rongta"


def test_replay_says_why_there_is_no_slip(tmp_path: Path) -> None:
    """A copy earns nothing."""
    lines = said(
        "replay", str(CAPTURES / "umag-42-ru-copy.bin"), "--png", str(tmp_path / "paper.png"),
        "--profile", "generic-80", "--language", "en", "--separate",
    )  # fmt: skip
    assert lines[0].startswith("no slip (copy)")


def test_read_says_the_sums_of_a_closing_report(tmp_path: Path) -> None:
    """The key is null on all other paper, and on reports that close no shift."""
    paper = "{}-ОТЧЕТ\nСмена 45\nПРОДАЖА   12   28 045,00\nВОЗВРАТ ПРОДАЖИ   0   0,00\n"
    file = tmp_path / "reports.bin"
    job = b"".join(paper.format(it).encode("cp866") + b"\n\n\x1dV\x00" for it in "ZX")
    file.write_bytes(b"\x1b@\x1bt\x11" + job)
    closing, other = (json.loads(line) for line in said("read", "--json", str(file)))
    assert closing["kind"] == other["kind"] == "report"
    assert closing["report"] == {
        "number": "45", "time": None, "register": None, "sales_total": "28045.00",
        "sales_count": 12, "returns_total": "0.00", "returns_count": 0,
    }  # fmt: skip
    assert other["report"] is None
    (sale,) = said("read", "--json", str(CAPTURES / "demo-bakery.bin"))
    assert json.loads(sale)["report"] is None
