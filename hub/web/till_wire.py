"""What tills ask of the hub with the wire's own messages: enrolment and sync."""

import gzip
import zlib
from typing import Any, Final

from flask import Response, request
from flask_openapi3.blueprint import APIBlueprint
from flask_openapi3.models.tag import Tag

from contracts.wire.enrolling import LONGEST_ENROL, EnrolReply, EnrolRequest
from contracts.wire.messages import read_object, write_message
from contracts.wire.refusals import Refusal, Refused
from contracts.wire.rules import Record
from contracts.wire.sync import CONTENT_TYPE, MOST_PACKED, MOST_UNPACKED, SyncReply
from hub.core.chain import ForkedChain
from hub.usecases.enrolment import enrol_till
from hub.usecases.sync import sync_till
from hub.web.context import the_hub
from hub.web.description import TILL
from hub.web.gate import sized
from hub.web.guards import require_any_till, the_till
from hub.web.principal import address
from hub.web.problems import problem
from hub.web.rates import SIGNING_IN, rated

_TAG: Final = Tag(name="till", description="What tills themselves ask")
_JSON: Final = "application/json"
_WORTH_PACKING: Final = 512
"""Bytes; packing less saves nothing on the line."""


def described(record: type[Record]) -> dict[str, Any]:
    """Return how the API's description shows an answer that is *record*."""
    return {"content": {_JSON: {"schema": record.schema()}}, "description": record.__doc__}


_ENROL_BODY: Final = {
    "requestBody": {"required": True, "content": {_JSON: {"schema": EnrolRequest.schema()}}}
}
_SYNC_BODY: Final = {
    "requestBody": {
        "required": True,
        "description": "A header, then one event a line; may be packed with gzip.",
        "content": {CONTENT_TYPE: {"schema": {"type": "string", "format": "binary"}}},
    }
}

till_wire = APIBlueprint("till_wire", __name__, url_prefix="/api/v1/tills", abp_tags=[_TAG])


@till_wire.post("/enrol", responses={200: described(EnrolReply)}, openapi_extensions=_ENROL_BODY)
@rated(SIGNING_IN)
@sized(LONGEST_ENROL)
def enrol() -> Response:
    """Exchange a one-time code and a till's public key for what the till holds."""
    require_media_type(_JSON)
    raw = request.get_data(cache=False)
    asked = EnrolRequest.from_json(read_object(raw, longest=LONGEST_ENROL))
    return answer(enrol_till(the_hub(), asked, address()))


@till_wire.post(
    "/sync", responses={200: described(SyncReply)}, security=TILL, openapi_extensions=_SYNC_BODY
)
@require_any_till
@sized(MOST_PACKED)
def sync() -> Response:
    """Take what a till hands in, and tell it what is new."""
    require_media_type(CONTENT_TYPE)
    try:
        return answer(sync_till(the_hub(), the_till().till, _unpacked()))
    except ForkedChain as fork:
        return problem(fork.refusal, sequence=fork.sequence)


def require_media_type(wanted: str) -> None:
    """Refuse a body of another kind."""
    if request.mimetype != wanted:
        raise Refused(Refusal.UNSUPPORTED_MEDIA_TYPE, f"not {wanted}")


def _unpacked() -> bytes:
    """Return the request's body unpacked, within its limit however small it was packed."""
    raw = request.get_data()
    coding = request.headers.get("Content-Encoding", "identity").strip().lower()
    if coding == "identity":
        return raw
    if coding != "gzip":
        raise Refused(Refusal.UNSUPPORTED_MEDIA_TYPE, "a coding other than gzip")
    unpacker = zlib.decompressobj(wbits=31)
    try:
        plain = unpacker.decompress(raw, MOST_UNPACKED + 1)
    except zlib.error as error:
        raise Refused(Refusal.MALFORMED, "a body that is not packed with gzip") from error
    if len(plain) > MOST_UNPACKED:
        raise Refused(Refusal.TOO_LONG, f"more than {MOST_UNPACKED} bytes unpacked")
    if not unpacker.eof or unpacker.unused_data:
        raise Refused(Refusal.MALFORMED, "a packed body with more or less than its end")
    return plain


def answer(record: Record) -> Response:
    """Return *record* as the wire writes it, packed where the asker takes that."""
    raw = write_message(record)
    made = Response(raw, content_type=_JSON)
    made.headers["Cache-Control"] = "no-store"
    made.headers["Vary"] = "Accept-Encoding"
    if len(raw) >= _WORTH_PACKING and request.accept_encodings["gzip"] > 0:
        made.set_data(gzip.compress(raw, compresslevel=5, mtime=0))
        made.headers["Content-Encoding"] = "gzip"
    return made
