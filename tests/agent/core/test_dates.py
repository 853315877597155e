"""The time on the paper is found in the many ways tills write it."""

import pytest

from agent.core.dates import printed_time
from agent.core.rows import rows_of


@pytest.mark.parametrize(
    ("text", "at"),
    [
        ("Время: 15.11.2024 10:52:11", "2024-11-15T10:52:11"),
        ("Күні мен уақыты / Дата и время\n   23.06.2026 14:33:20", "2026-06-23T14:33:20"),
        ("2025-11-09 14:30:00", "2025-11-09T14:30:00"),
        ("2025-11-09T14:30:00", "2025-11-09T14:30:00"),
        ("15.03.26 12:01", "2026-03-15T12:01:00"),
        ("06/05/2016 8:07", "2016-05-06T08:07:00"),
        ("12/31/2016 8:07", "2016-12-31T08:07:00"),
        ("04-05-2018 16:07", "2018-05-04T16:07:00"),
        ("WAKTU : 25/6/2026, 00.42.39", "2026-06-25T00:42:39"),
        ("打印时间：2016-5-6   21:32:49", "2016-05-06T21:32:49"),
        ("2016年5月6日 21:32", "2016-05-06T21:32:00"),
        ("Monday 6th of April 2015 02:56:25 PM", "2015-04-06T14:56:25"),
        ("May 18, 2016 10:30 AM", "2016-05-18T10:30:00"),
        ("May 18, 2016 12:30 AM", "2016-05-18T00:30:00"),
        ("12 марта 2026 14:20", "2026-03-12T14:20:00"),
        ("3 қаңтар 2026 14:20", "2026-01-03T14:20:00"),
        ("Дата: 15.03.2026\nВремя: 12:01:30", "2026-03-15T12:01:30"),
        ("15.03.2026\nчек 5\n12:01", "2026-03-15T12:01:00"),
        ("03:46PM   568268   13-05-18", "2018-05-13T15:46:00"),
        ("Открыт: 15.03.2026 11:00\nВремя: 15.03.2026 12:01", "2026-03-15T12:01:00"),
        ("32.13.2026 12:01\n15.03.2026 12:02", "2026-03-15T12:02:00"),
    ],
)
def test_forms(text: str, at: str) -> None:
    """Each form gives its time; a labelled one goes first."""
    found = printed_time(rows_of((line, False) for line in text.splitlines()))
    assert found is not None
    assert found.at.isoformat() == at


@pytest.mark.parametrize(
    "text", ["15.03.2026", "12:01:30", "Тел. 123-45-67", "2 x 10.30", "15.03.2026 25:01", ""]
)
def test_half_a_time_is_none(text: str) -> None:
    """A date without an hour, or an hour without a date, is no time."""
    assert printed_time(rows_of((line, False) for line in text.splitlines())) is None


@pytest.mark.parametrize("between", [" ", "\n"])
@pytest.mark.parametrize("opened", ["Смена открыта", "Ауысым ашылды"])
def test_when_a_shift_began_is_not_when_its_paper_was_printed(opened: str, between: str) -> None:
    """A time beside `открыта` counts only where there is no other, on one line or on two."""
    began = f"{opened}: 22.11.2026{between}09:00:00"
    for text, at in ((began, "09:00"), (f"{began}\nСделан: 22.11.2026{between}21:05", "21:05")):
        found = printed_time(rows_of((line, False) for line in text.splitlines()))
        assert found is not None
        assert found.at.isoformat() == f"2026-11-22T{at}:00"
