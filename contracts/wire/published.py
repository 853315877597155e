"""The wire's records as JSON Schema, for whoever writes another end of it.

`contracts/wire/schemas` holds what these functions return; a test keeps the two the same.
"""

from collections.abc import Mapping
from typing import Final

from contracts.wire.bodies import BODY_OF_KIND
from contracts.wire.canonical import Json
from contracts.wire.card_spending import ChoicesReply, ChoicesRequest, SpendRequest
from contracts.wire.enrolling import EnrolReply, EnrolRequest
from contracts.wire.enrolment import Enrolment
from contracts.wire.event import ENVELOPE, VERSION
from contracts.wire.redeeming import RedemptionReply, RedemptionRequest, UndoRequest
from contracts.wire.rules import Record
from contracts.wire.slip_state import SlipStateReply, SlipStateRequest
from contracts.wire.sync import SyncHeader, SyncReply

RECORDS: Final[Mapping[str, type[Record]]] = {
    "enrolment": Enrolment,
    "enrol-request": EnrolRequest,
    "enrol-reply": EnrolReply,
    "sync-header": SyncHeader,
    "sync-reply": SyncReply,
    "redemption-request": RedemptionRequest,
    "redemption-reply": RedemptionReply,
    "redemption-undo": UndoRequest,
    "card-choices-request": ChoicesRequest,
    "card-choices-reply": ChoicesReply,
    "card-spend-request": SpendRequest,
    "slip-state-request": SlipStateRequest,
    "slip-state-reply": SlipStateReply,
}
"""Each published record by the name of its schema's file."""

_DIALECT = "https://json-schema.org/draft/2020-12/schema"


def schemas() -> Mapping[str, dict[str, Json]]:
    """Return each published schema by the name of its file, without the ending."""
    return {"event": _event()} | {
        name: _titled(name, record.schema()) for name, record in RECORDS.items()
    }


def _event() -> dict[str, Json]:
    kinds: list[Json] = []
    for kind, body in BODY_OF_KIND.items():
        fields: dict[str, Json] = {
            "v": {"const": VERSION}, "kind": {"const": kind.value}, "body": body.schema(),
        }  # fmt: skip
        fields |= {name: rule.schema() for name, rule in ENVELOPE.items()}
        kinds.append(
            {
                "type": "object",
                "additionalProperties": False,
                "required": [*sorted(fields)],
                "properties": fields,
            }
        )
    return _titled("event", {"oneOf": kinds})


def _titled(name: str, schema: dict[str, Json]) -> dict[str, Json]:
    return {"$schema": _DIALECT, "$id": f"urn:baursak:wire:1:{name}", "title": name, **schema}
