"""Loaded by schemathesis: each request is made by somebody who may make it.

Sessions are opened in the hub's database when the one in use has ended: some of the endpoints that
are tried end sessions, and suspend whoever uses them.
"""

import json
import os
from contextlib import suppress
from pathlib import Path
from typing import Any

import requests
import schemathesis
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from contracts.wire import base64url
from contracts.wire.refusals import Refused
from contracts.wire.request_signature import RequestSignature, text_to_sign
from contracts.wire.sync import CONTENT_TYPE
from contracts.wire.units import TillId
from hub.app import hub_of, web_over
from hub.core.access.roles import Role
from hub.core.access.sessions import MEMBER
from hub.core.ports.hub import Hub
from hub.usecases.sessions import recognise_anyone
from hub.web.guards import Who
from tests.hub.web.contract_hub import settings_in
from tests.hub.web.people import Caller, sign_in_member, sign_in_staff

FOLDER = Path(os.environ["CONTRACT_HUB"])
PEOPLE = json.loads((FOLDER / "people.json").read_text())


class People:
    """Somebody of each kind, found by what the endpoint's guard wants."""

    def __init__(self) -> None:
        self.hub: Hub = hub_of(settings_in(FOLDER))
        app = web_over(self.hub)
        self.doors = {
            (path, method.upper()): who
            for (path, method), who in app.doors().items()  # type: ignore[attr-defined]  # Web's
        }
        self.key = Ed25519PrivateKey.from_private_bytes(base64url.decode(PEOPLE["key"]))
        self._callers: dict[str, Caller] = {}

    def session(self, kind: str) -> dict[str, str]:
        """Return the header of a session that lives."""
        caller = self._callers.get(kind)
        if caller is None or not self._lives(caller):
            if kind == MEMBER:
                caller = sign_in_member(self.hub, int.from_bytes(os.urandom(6), "big"))
            else:
                caller = sign_in_staff(self.hub, Role.OPERATOR)
            self._callers[kind] = caller
        return caller.headers

    def signature(self, method: str, path: str, body: bytes) -> dict[str, str]:
        """Return the headers of a till's signature."""
        now, till = self.hub.clock.now(), TillId(PEOPLE["till"])
        signed = self.key.sign(text_to_sign(method, path, now, body))
        return RequestSignature(till, PEOPLE["enrolment"], now, signed).headers()

    def _lives(self, caller: Caller) -> bool:
        try:
            recognise_anyone(self.hub, caller.headers["Authorization"].removeprefix("Bearer "))
        except Refused:
            return False
        return True


PEOPLE_HERE = People()


@schemathesis.auth(cache_by_key=lambda _case, _context: os.urandom(8).hex())
class Everybody:
    """Shows for each request what its endpoint asks for."""

    def get(self, case: Any, _context: Any) -> Who | None:
        """Return whom the endpoint is for."""
        return PEOPLE_HERE.doors.get((case.operation.path, case.method.upper()))

    def set(self, case: Any, data: Who, _context: Any) -> None:
        """Show it."""
        case.headers = case.headers or {}
        if data is Who.STAFF:
            case.headers.update(PEOPLE_HERE.session("staff"))
        elif data in (Who.MEMBER, Who.SIGNED_IN):
            case.headers.update(PEOPLE_HERE.session(MEMBER))
        elif data in (Who.TILL, Who.ANY_TILL):
            made = requests.Request(**case.as_transport_kwargs(base_url="http://hub")).prepare()
            body: Any = made.body or b""
            raw = body.encode() if isinstance(body, str) else bytes(body)
            with suppress(Refused):  # a path that no till could sign
                signed = PEOPLE_HERE.signature(made.method or "", made.path_url, raw)
                case.headers.update(signed)


@schemathesis.serializer(CONTENT_TYPE)
def write_batch(_context: Any, value: Any) -> bytes:
    """Return a till's batch as it was made up."""
    if isinstance(value, bytes):
        return value
    return value.encode() if isinstance(value, str) else json.dumps(value).encode()
