"""Messages as JSON: written compactly, read within a limit, checked field by field by a record.

A message is not an event: nobody seals its bytes, so any spelling of its JSON is the same message.
"""

import json
from typing import Final

from contracts.wire.canonical import DEEPEST, Json
from contracts.wire.refusals import Refusal, Refused
from contracts.wire.rules import Record, Text

MESSAGE_VERSION: Final = 1
"""Of every message; a reply speaks the version of its request."""
LONGEST_REFUSAL: Final = 40
REFUSAL_CODE: Final = Text(LONGEST_REFUSAL, r"[a-z][a-z0-9_]{0,39}")
"""A refusal's code as text: an older reader meets codes that it does not know, and shows them."""
LONGEST_SENTENCE: Final = 200
SENTENCE: Final = Text(LONGEST_SENTENCE)


def write_message(record: Record) -> bytes:
    """Return *record* as one line of JSON, without its line feed."""
    text = json.dumps(record.to_json(), ensure_ascii=False, separators=(",", ":"))
    try:
        return text.encode("utf-8")
    except UnicodeEncodeError as error:
        raise Refused(Refusal.MALFORMED, "half of a surrogate pair in a text") from error


def read_object(raw: bytes, *, longest: int) -> dict[str, Json]:
    """Return the JSON object that *raw* writes; refuse every other thing."""
    if len(raw) > longest:
        raise Refused(Refusal.TOO_LONG, f"{len(raw)} bytes of JSON, at most {longest}")
    try:
        value: object = json.loads(raw.decode("utf-8"), parse_constant=_no_number)
    except (ValueError, RecursionError) as error:
        raise Refused(Refusal.MALFORMED, "not JSON in UTF-8") from error
    if not isinstance(value, dict):
        raise Refused(Refusal.MALFORMED, "not a JSON object")
    _require_shallow(value, 0)
    return value


def _no_number(word: str) -> None:
    raise ValueError(word)


def _require_shallow(value: object, depth: int) -> None:
    """Refuse lists and objects deeper in each other than any message of ours."""
    if depth > DEEPEST:
        raise Refused(Refusal.MALFORMED, f"more than {DEEPEST} levels deep")
    if isinstance(value, dict):
        for part in value.values():
            _require_shallow(part, depth + 1)
    elif isinstance(value, list):
        for part in value:
            _require_shallow(part, depth + 1)
