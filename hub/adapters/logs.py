"""Logs as JSON lines, without codes and secrets; errors to Sentry where a DSN is set."""

import logging
import re
import sys
from collections.abc import Iterable
from typing import Any, Final

import sentry_sdk
import structlog
from structlog.typing import EventDict, Processor

from contracts.ton.addresses import friendly
from contracts.ton.seen import Address

_SECRET_NAMES: Final = re.compile(
    r"(?i)(password|secret|token|code|init_data|authorization|cookie|pin|signature|private)"
)
_CODES: Final = re.compile(
    r"(?<![A-Za-z0-9_-])(?:[A-Za-z0-9_-]{48}|[A-Za-z0-9_-]{38})(?![A-Za-z0-9_-])"
)
"""Claim and voucher codes, wherever they stand in a text."""
_HIDDEN: Final = "[hidden]"


def scrubbing(public: Iterable[Address] = ()) -> Processor:
    """Return what hides what must never be in a log: values of telling names, and codes in texts.

    An address on TON may look like a claim code to the last bit but sixteen: so only those that
    are said to be *public* are shown. Hashes and raw addresses have other lengths.
    """
    shown = frozenset(form for it in public for form in _forms(it))

    def hidden(found: re.Match[str]) -> str:
        return found[0] if found[0] in shown else _HIDDEN

    def scrub(_logger: Any, _method: str, event: EventDict) -> EventDict:
        for name, value in event.items():
            if name != "event" and _SECRET_NAMES.search(name):
                event[name] = _HIDDEN
            elif isinstance(value, str):
                event[name] = _CODES.sub(hidden, value)
        return event

    return scrub


def _forms(address: Address) -> list[str]:
    """Return all that people write for an address."""
    return [
        friendly(address, bounceable=bounceable, test_network=test)
        for bounceable in (True, False)
        for test in (True, False)
    ]


def set_up_logs(level: str, public: Iterable[Address] = ()) -> None:
    """Send every log of this process to stderr, one JSON object a line; *public* is shown there."""
    shared: list[Any] = [
        structlog.stdlib.add_log_level,
        structlog.stdlib.add_logger_name,
        structlog.stdlib.PositionalArgumentsFormatter(),
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        structlog.processors.format_exc_info,
        scrubbing(public),
    ]
    structlog.configure(
        processors=[*shared, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
        cache_logger_on_first_use=True,
    )
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=shared,
            processors=[
                structlog.stdlib.ProcessorFormatter.remove_processors_meta,
                structlog.processors.JSONRenderer(ensure_ascii=False),
            ],
        )
    )
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(level.upper())
    # A request of ours to Telegram has the bot's token in its address.
    logging.getLogger("httpx").setLevel(logging.WARNING)


def set_up_sentry(dsn: str | None, release: str) -> None:
    """Report errors to Sentry when a DSN is set: without bodies, locals, names and addresses."""
    if dsn is None:
        return
    sentry_sdk.init(
        dsn=dsn,
        release=release,
        send_default_pii=False,
        include_local_variables=False,
        max_request_body_size="never",
        before_send=_bare,
    )


def _bare(event: Any, _hint: Any) -> Any:
    """Take out of an error report what could name a person or open a door."""
    request = event.get("request") or {}
    for name in ("cookies", "headers", "query_string", "env"):
        request.pop(name, None)
    if "url" in request:
        request["url"] = _CODES.sub(_HIDDEN, request["url"])
    event.pop("user", None)
    return event
