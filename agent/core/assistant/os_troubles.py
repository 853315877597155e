"""Why a device or a port could not be had, in the person's words: systems speak English."""

import re
from typing import Final

from agent.core.assistant.words import Words

_CAUSES: Final = (
    ("refused", r"connection refused|actively refused|WinError (?:10061|1225)\b"),
    ("no_route", (r"no route to host|(?:network|host) is unreachable|host is down"
                 r"|WinError (?:10051|10065)\b")),
    ("timed_out", r"timed out|WinError (?:10060|121)\b"),
    ("no_name", r"name or service not known|getaddrinfo|name resolution|nodename nor servname"),
    ("absent", (r"no such (?:file|device|printer)|filenotfounderror|cannot find the (?:file|path)"
               r"|printer name is invalid|WinError 1801\b")),
    ("denied", r"permission denied|access is denied|permissionerror|operation not permitted"),
    ("busy", (r"\bbusy\b|already in use|exclusively lock|temporarily unavailable"
             r"|WinError (?:10048|32)\b")),
    ("hung_up", r"hung up|connection reset|broken pipe|WinError 10054\b"),
    ("takes_nothing", r"takes nothing"),
    ("full", r"no space left"),
)  # fmt: skip
_KNOWN: Final = [(name, re.compile(pattern, re.IGNORECASE)) for name, pattern in _CAUSES]
_ADDRESS: Final = re.compile(r"[a-z]+://\S+?(?=: |$)")
NAMES: Final = frozenset(name for name, _ in _CAUSES)


def trouble_words(why: str, said: Words) -> str:
    """Return *why* in the person's words, with its address; unknown ones stay as they are."""
    for name, pattern in _KNOWN:
        if pattern.search(why):
            cause = said(f"os.{name}")
            address = _ADDRESS.match(why)
            return f"{address[0]}: {cause}" if address else cause
    return why
