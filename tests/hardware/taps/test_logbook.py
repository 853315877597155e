"""The log: bounded whatever happens, and quiet about what it has just said."""

from pathlib import Path

from hardware.taps import logbook
from hardware.taps.logbook import MOST_BYTES, MOST_FILES, Logbook


def test_a_log_never_takes_more_than_its_share_of_the_disk(tmp_path: Path) -> None:
    """Five files of a megabyte; the newest lines are in the first one, the oldest are gone."""
    book = Logbook(tmp_path / "agent.log")
    line = "x" * 64 * 1024
    for number in range((MOST_FILES + 2) * MOST_BYTES // len(line)):
        book.write(f"{number} {line}")
    files = sorted(tmp_path.iterdir())
    assert [it.name for it in files] == ["agent.log", *(f"agent.log.{n}" for n in range(1, 5))]
    assert sum(it.stat().st_size for it in files) <= MOST_FILES * (MOST_BYTES + 2 * len(line))
    first = [int(it.read_text().split(" ")[1]) for it in files]
    assert first == sorted(first, reverse=True)
    assert first[-1] > 0


def test_news_is_written_once(tmp_path: Path) -> None:
    """Whoever is started each second and cannot work says so once, also as another process."""
    path = tmp_path / "relay.log"
    for _ in range(5):
        Logbook(path).write_news("relay: Address already in use")
    Logbook(path).write("printer: there")
    Logbook(path).write_news("relay: Address already in use")
    said = [line.partition(" ")[2] for line in path.read_text().splitlines()]
    assert said == ["relay: Address already in use", "printer: there",
                    "relay: Address already in use"]  # fmt: skip


def test_a_log_that_cannot_be_written_stops_nothing(tmp_path: Path) -> None:
    """It is lost; the bytes of the POS are not."""
    book = Logbook(tmp_path / "nowhere" / "agent.log")
    book.write("a line")
    book.write_news("a line")
    assert list(tmp_path.iterdir()) == []
    assert logbook.MOST_FILES == 5
