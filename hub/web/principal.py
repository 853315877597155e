"""Who is asking: set by the guards, read by limits, idempotency and the language of answers."""

from dataclasses import dataclass
from ipaddress import ip_address, ip_network
from typing import Final

from flask import g, has_request_context, request

from hub.core.ids import PartnerId
from hub.web.sentences import LANGUAGES

_FALLBACK: Final = "en"
"""For whoever asks for none of our languages: a program, or a visitor."""


@dataclass(frozen=True, slots=True)
class Principal:
    """Somebody whom a guard has let in."""

    kind: str
    """member, staff, till or partner."""
    number: int
    language: str | None = None
    """The language that the asker chose once, where it is known."""
    partner: PartnerId | None = None

    def __str__(self) -> str:
        """Return it as limits and stored replies name it."""
        return f"{self.kind}:{self.number}"


def set_principal(
    kind: str, number: int, *, language: str | None = None, partner: PartnerId | None = None
) -> None:
    """Note who is asking; every guard does this when it lets somebody in."""
    g.baursak_principal = Principal(kind, number, language, partner)


def principal() -> Principal | None:
    """Return who is asking, or None while nobody has been let in."""
    found = g.get("baursak_principal")
    assert found is None or isinstance(found, Principal), "set_principal puts it there"
    return found


def language() -> str:
    """Return the asker's language: the one he chose, else the best that his browser asks for."""
    if not has_request_context():
        return _FALLBACK
    who = principal()
    if who is not None and who.language in LANGUAGES:
        return who.language or _FALLBACK
    return request.accept_languages.best_match(LANGUAGES, _FALLBACK) or _FALLBACK


def address() -> str:
    """Return the asker's address, as far as the proxies that we trust tell it."""
    return request.remote_addr or "unknown"


def neighbourhood() -> str:
    """Return what stands for one asker among addresses: of IPv6, the whole network of a house."""
    try:
        found = ip_address(address())
    except ValueError:
        return address()
    if found.version == 4:
        return str(found)
    return str(ip_network((found, 64), strict=False).network_address)
