"""What happens, told at once over a WebSocket: to members, tills, and staff.

A client asks for a ticket, opens the socket, and sends one message: the ticket, and the id of the
last happening that it has. From then on it only listens. Cut off, it comes back with a new ticket
and the last id, and misses nothing.
"""

import json
import logging
import time
from typing import Annotated, Any, Final
from urllib.parse import urlsplit

from flask import Flask, current_app, request
from flask_openapi3.blueprint import APIBlueprint
from flask_openapi3.models.tag import Tag
from flask_sock import Sock  # type: ignore[import-untyped]  # it has no types
from pydantic import BaseModel, ConfigDict, Field, ValidationError
from simple_websocket import Server  # type: ignore[import-untyped]  # as above

from contracts.wire.refusals import Refusal, Refused
from hub.core.happening import Happening
from hub.core.ports.hub import Hub
from hub.core.ports.rates import Allowance
from hub.errors import DatabaseUnavailable
from hub.usecases.live import (
    LONGEST_TICKET,
    TICKET_S,
    TILL,
    Watcher,
    happened_since,
    is_forgotten,
    make_ticket,
    use_ticket,
)
from hub.web.context import the_hub
from hub.web.guards import require_signed_in, require_till, the_claims, the_till
from hub.web.patient_socket import PatientSocket
from hub.web.rates import rated
from hub.web.shapes import LARGEST, Reply
from hub.web.surroundings import surroundings
from hub.web.switchboard import Line, Switchboard

log = logging.getLogger(__name__)
live = APIBlueprint("live", __name__, url_prefix="/api/v1/live", abp_tags=[Tag(name="Live")])
sock = Sock()

EXTENSION: Final = "baursak-switchboard"
OPENINGS: Final = Allowance(120, 60)
"""Sockets that one address may open; many members share one."""
MOST_OF_ONE: Final = 5
"""Sockets of one asker: a few devices, or tabs."""
FIRST_S: Final = 10
"""Seconds within which the ticket must come: until then a socket is nobody's."""
LONGEST_S: Final = 15 * 60
"""Seconds of a socket; whoever comes back shows a new ticket, with the rights that he has then."""
PING_S: Final = 25
"""Seconds between pings: under the minute after which phones' networks forget a connection."""
LARGEST_MESSAGE: Final = 1024
"""Bytes that a client may say at once; the ticket and a number have 200."""
_LOOK_S: Final = 1.0
_PORTION: Final = 200
_TRY_AGAIN: Final = 1013
_NOT_ALLOWED: Final = 1008


class TicketReply(Reply):
    """A ticket for the socket, good for one opening."""

    ticket: str
    expires_in: int


class _Hello(BaseModel):
    """The one thing that a client says."""

    model_config = ConfigDict(extra="forbid", strict=True)

    ticket: Annotated[str, Field(max_length=LONGEST_TICKET)]
    after: Annotated[int, Field(ge=0, le=LARGEST)] | None = None


def prepare_live(app: Flask, hub: Hub) -> None:
    """Give *app* its switchboard, and its sockets their manners."""
    around = app.extensions["baursak-surroundings"]
    most = around.settings.sockets
    app.extensions[EXTENSION] = Switchboard(hub, around.bell, most, MOST_OF_ONE)
    app.config["SOCK_SERVER_OPTIONS"] = {
        "ping_interval": PING_S,
        "max_message_size": LARGEST_MESSAGE,
    }


@live.post("/ticket", responses={200: TicketReply})
@require_signed_in
def make_live_ticket() -> dict[str, Any]:
    """Give a member, or somebody of the staff, a ticket for the socket."""
    claims = the_claims()
    return {"ticket": make_ticket(the_hub(), claims.kind, claims.owner), "expires_in": TICKET_S}


@live.post("/till-ticket", responses={200: TicketReply})
@require_till
def make_till_ticket() -> dict[str, Any]:
    """Give a till a ticket for the socket."""
    return {"ticket": make_ticket(the_hub(), TILL, the_till().till), "expires_in": TICKET_S}


@live.before_request
def refuse_at_the_door() -> None:
    """Refuse a socket before it is opened, while a refusal can still say why."""
    if request.endpoint != "live.open_socket":
        return
    if request.headers.get("Sec-WebSocket-Version") != "13" or not request.headers.get(
        "Sec-WebSocket-Key"
    ):
        raise Refused(Refusal.MALFORMED, "no opening of a socket")
    if not _is_friend(request.headers.get("Origin")):
        raise Refused(Refusal.FORBIDDEN, "a page of another origin")
    if the_board().is_full:
        raise Refused(Refusal.BUSY, "no place for another socket", LONGEST_S // 10)


@sock.route("", bp=live)  # type: ignore[untyped-decorator]  # as above
@rated(OPENINGS)
def open_socket(ws: Server) -> None:
    """Tell what happens until the client goes, reads too slowly, or its time is over."""
    ws.sock = PatientSocket(ws.sock)
    try:
        _serve(ws, the_hub())
    except OSError:
        log.info("A socket's reader went, or did not read.")


def _serve(ws: Server, hub: Hub) -> None:
    hello, watcher = _hello(ws, hub)
    if hello is None or watcher is None:
        return
    line = the_board().join(f"{watcher.kind}:{watcher.number}", watcher.audience)
    if line is None:
        ws.close(_TRY_AGAIN, Refusal.BUSY.value)
        return
    try:
        _catch_up(ws, hub, line, hello.after)
        _tell(ws, line)
    except DatabaseUnavailable:
        ws.close(_TRY_AGAIN, Refusal.BUSY.value)
    finally:
        the_board().leave(line)


def _hello(ws: Server, hub: Hub) -> tuple[_Hello | None, Watcher | None]:
    """Return what the client said first and who it is; or close, with the refusal's code."""
    raw = ws.receive(timeout=FIRST_S)
    try:
        hello = _Hello.model_validate_json(raw or "")
        return hello, use_ticket(hub, hello.ticket)
    except ValidationError:
        ws.close(_NOT_ALLOWED, Refusal.MALFORMED.value)
    except Refused as refused:
        ws.close(_NOT_ALLOWED, refused.refusal.value)
    except DatabaseUnavailable:
        ws.close(_TRY_AGAIN, Refusal.BUSY.value)
    return None, None


def _catch_up(ws: Server, hub: Hub, line: Line, after: int | None) -> None:
    """Say from where on the client is told, and tell what it missed."""
    # A place that we never gave, or no longer keep: only the lists can tell what was missed.
    lost = after is not None and (after > line.joined_at or is_forgotten(hub, after))
    place = line.joined_at if after is None or lost else after
    ws.send(json.dumps({"type": "hello", "id": place, "lost": lost}))
    while place < line.joined_at:
        missed = happened_since(hub, place, line.audience, _PORTION)
        for happening in missed:
            if happening.position > line.joined_at:
                return  # this one and all behind it are in the line
            _send(ws, happening)
            place = happening.position
        if len(missed) < _PORTION:
            return


def _tell(ws: Server, line: Line) -> None:
    until = time.monotonic() + LONGEST_S
    while ws.connected and not line.is_over and time.monotonic() < until:
        happening = line.take(_LOOK_S)
        if happening is not None:
            _send(ws, happening)
        if ws.receive(timeout=0) is not None:
            ws.close(_NOT_ALLOWED, Refusal.MALFORMED.value)
            return
    ws.close(_TRY_AGAIN, Refusal.TOO_LATE.value if line.is_over else Refusal.EXPIRED.value)


def _send(ws: Server, happening: Happening) -> None:
    said = {
        "type": "event",
        "id": happening.position,
        "kind": happening.kind,
        "at": happening.at,
        "body": happening.body,
    }
    ws.send(json.dumps(said, ensure_ascii=False))


def _is_friend(origin: str | None) -> bool:
    """Whether a page of this origin may open a socket; programs send none."""
    if origin is None:
        return True
    own = urlsplit(origin).netloc in (request.host, the_hub().programme.host)
    return own or origin in surroundings().settings.origins


def the_board() -> Switchboard:
    """Return the switchboard of the running app."""
    board = current_app.extensions[EXTENSION]
    assert isinstance(board, Switchboard), "prepare_live puts it there"
    return board
