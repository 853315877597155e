"""Published schemas: what stands in the files is what the program checks."""

import json
from typing import Any

import jsonschema
import pytest

from contracts.wire.published import schemas
from tests.contracts.wire.samples import BODIES, chain_of
from tests.contracts.wire.test_enrolment import MADE
from tests.contracts.wire.vectors import WIRE, vectors

MADE_OF = "PYTHONPATH=. python -m tests.contracts.wire.publish writes them anew"


def validator(name: str) -> Any:
    """Return the validator of the published schema *name*."""
    schema = json.loads((WIRE / "schemas" / f"{name}.json").read_text(encoding="utf-8"))
    jsonschema.Draft202012Validator.check_schema(schema)
    return jsonschema.Draft202012Validator(schema)


def test_the_files_hold_what_the_records_promise() -> None:
    """Schema files and records cannot drift apart."""
    found = {path.stem: json.loads(path.read_text()) for path in (WIRE / "schemas").iterdir()}
    assert found == schemas(), MADE_OF


@pytest.mark.parametrize(
    "event", chain_of(*BODIES), ids=lambda event: f"{event.sequence}-{event.kind}"
)
def test_events_fit_their_schema(event: Any) -> None:
    """Each kind of event is valid, and no longer once its body is another kind's."""
    check, value = validator("event"), json.loads(event.raw)
    assert check.is_valid(value)
    other = "slip" if value["kind"] != "slip" else "void"
    assert not check.is_valid({**value, "kind": other})
    assert not check.is_valid({**value, "gift": 1})
    assert not check.is_valid({**value, "body": {**value["body"], "gift": 1}})


@pytest.mark.parametrize(
    "case",
    [case for case in vectors("event")["refused"]
     if case["why"] in {"a fraction", "version 2", "an unknown kind", "a negative total",
                        "a total beyond its field", "a field too many", "a field too few"}],
    ids=lambda case: case["why"],
)  # fmt: skip
def test_refused_shapes_do_not_fit_either(case: dict[str, str]) -> None:
    """What the reader refuses for its shape, the schema refuses too."""
    assert not validator("event").is_valid(json.loads(case["event"]))


def test_enrolments_fit_their_schema() -> None:
    """A till's file is valid; without its key it is not."""
    check, value = validator("enrolment"), MADE.to_json()
    assert check.is_valid(value)
    assert not check.is_valid({**value, "claim_key": "short"})
    assert not check.is_valid({**value, "host": "-"})
