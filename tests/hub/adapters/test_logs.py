"""Logs are JSON lines for machines, and hold no code and no secret."""

import io
import json
import logging
import sys
from collections.abc import Iterator

import pytest
import structlog

from contracts.ton.addresses import friendly
from contracts.ton.seen import Address
from hub.adapters.logs import set_up_logs

CLAIM = "A" * 48
OURS = Address(f"0:{7:064x}")
VOUCHER = "b-_9" * 9 + "xy"


@pytest.fixture
def written() -> Iterator[io.StringIO]:
    """Catch what this process logs, and set logging back afterwards."""
    root, before, usual = logging.getLogger(), logging.getLogger().handlers[:], sys.stderr
    level = root.level
    sys.stderr = io.StringIO()
    try:
        set_up_logs("info", public=[OURS])
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


def test_public_addresses_and_hashes_are_shown(written: io.StringIO) -> None:
    """The programme's own in every form, wallets as the ledger names them, and transactions."""
    forms = [friendly(OURS, bounceable=bounceable, test_network=test)
             for bounceable in (True, False) for test in (True, False)]  # fmt: skip
    transaction, wallet = "9f" * 32, f"0:{'ab' * 32}"
    shown = [*forms, transaction, "A" * 43 + "=", wallet]
    for it in shown:
        logging.getLogger("hub.worker").warning("send TON to %s", it)
    assert [line["event"] for line in lines(written)] == [f"send TON to {it}" for it in shown]


def test_a_code_that_looks_like_an_address_is_hidden(written: io.StringIO) -> None:
    """Both have 48 characters and may begin alike: shown is only what is known to be public."""
    stranger = friendly(Address(f"0:{8:064x}"))
    logging.getLogger("x").info("GET /c/%s", stranger)
    assert lines(written)[0]["event"] == "GET /c/[hidden]"
