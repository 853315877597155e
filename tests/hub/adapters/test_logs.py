"""Logs are JSON lines for machines, and hold no code and no secret."""

import io
import json
import logging
import sys
from collections.abc import Iterator

import pytest
import structlog

from hub.adapters.logs import set_up_logs

CLAIM = "A" * 48
VOUCHER = "b-_9" * 9 + "xy"


@pytest.fixture
def written() -> Iterator[io.StringIO]:
    """Catch what this process logs, and set logging back afterwards."""
    root, before, usual = logging.getLogger(), logging.getLogger().handlers[:], sys.stderr
    level = root.level
    sys.stderr = io.StringIO()
    try:
        set_up_logs("info")
        yield sys.stderr
    finally:
        sys.stderr = usual
        root.handlers[:] = before
        root.setLevel(level)
        structlog.reset_defaults()


def lines(written: io.StringIO) -> list[dict[str, object]]:
    """Return the log, one object a line."""
    return [json.loads(line) for line in written.getvalue().splitlines()]


def test_codes_are_hidden_wherever_they_stand(written: io.StringIO) -> None:
    """In a path, in a sentence, and from any library."""
    logging.getLogger("gunicorn.access").info("GET /c/%s?startapp=%s", CLAIM, VOUCHER)
    text = written.getvalue()
    assert CLAIM not in text
    assert VOUCHER not in text
    assert lines(written)[0]["event"] == "GET /c/[hidden]?startapp=[hidden]"


def test_values_of_telling_names_are_hidden(written: io.StringIO) -> None:
    """Whoever logs a password by its name hides it."""
    structlog.stdlib.get_logger("x").info("signed in", password="1234", till=7)
    line = lines(written)[0]
    assert (line["password"], line["till"], line["level"]) == ("[hidden]", 7, "info")


def test_an_error_is_one_line(written: io.StringIO) -> None:
    """A stack trace does not break the log into pieces."""
    try:
        int("no")
    except ValueError:
        logging.getLogger("x").exception("it failed")
    (line,) = lines(written)
    assert "ValueError" in str(line["exception"])
