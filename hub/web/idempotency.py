"""The Idempotency-Key header: a write that is sent twice is done once and answered twice."""

import hashlib
import re
from collections.abc import Callable
from typing import Any, Final

from flask import json, make_response, request
from flask.wrappers import Response

from contracts.wire.refusals import Refusal, Refused
from hub.usecases.repeating import Begun, begin_request, finish_request, give_up_request
from hub.web.context import the_hub
from hub.web.principal import Principal

HEADER: Final = "Idempotency-Key"
LONGEST_KEY: Final = 100
"""Characters; a UUID has 36."""
_KEY: Final = re.compile(f"[!-~]{{1,{LONGEST_KEY}}}", re.ASCII)
LARGEST_KEPT: Final = 64 * 1024
"""Bytes of an answer that is kept to be given again; a larger one is made anew."""
WRITES: Final = frozenset({"POST", "PUT", "PATCH", "DELETE"})
REPLAYED: Final = "Idempotency-Replayed"


def once(view: Callable[..., Any], who: Principal, arguments: dict[str, Any]) -> Any:
    """Return what *view* answers, or what it answered to the same key before."""
    key = asked_key()
    if key is None:
        return view(**arguments)
    hub = the_hub()
    begun = begin_request(hub, str(who), key, _digest())
    if begun.reply is not None:
        return _replayed(begun.reply)
    try:
        answer = make_response(view(**arguments))
    except BaseException:
        give_up_request(hub, begun)
        raise
    _keep(begun, answer)
    return answer


def asked_key() -> str | None:
    """Return the key that the request brings, or None; refuse what is no key."""
    key = request.headers.get(HEADER)
    if key is not None and not _KEY.fullmatch(key):
        raise Refused(Refusal.MALFORMED, f"{HEADER} has 1 to {LONGEST_KEY} ASCII characters")
    return key


def _keep(begun: Begun, answer: Response) -> None:
    """Keep *answer* where it tells of something done; a refusal is judged anew next time."""
    done = 200 <= answer.status_code < 300 and not answer.is_streamed
    if not done or len(answer.get_data()) > LARGEST_KEPT:
        give_up_request(the_hub(), begun)
        return
    kept = {
        "status": answer.status_code,
        "type": answer.content_type,
        "location": answer.headers.get("Location"),
        "body": answer.get_data(as_text=True),
    }
    finish_request(the_hub(), begun, answer.status_code, json.dumps(kept).encode())


def _replayed(reply: bytes) -> Response:
    kept = json.loads(reply)
    answer = Response(kept["body"], kept["status"], content_type=kept["type"])
    if kept["location"] is not None:
        answer.headers["Location"] = kept["location"]
    answer.headers[REPLAYED] = "true"
    answer.headers["Cache-Control"] = "no-store"
    return answer


def _digest() -> bytes:
    """Return what tells this request from another one under the same key."""
    head = f"{request.method} {request.full_path} {request.content_type}\n"
    return hashlib.sha256(head.encode() + request.get_data(cache=True)).digest()
