"""The app, and how it describes itself: OpenAPI 3.1."""

import re
from typing import Any, Final

from flask_openapi3.blueprint import APIBlueprint
from flask_openapi3.models.info import Info
from flask_openapi3.openapi import OpenAPI

from contracts.wire.request_signature import SIGNATURE_HEADER
from hub.web.guards import Who, guard_of
from hub.web.idempotency import HEADER, LONGEST_KEY, WRITES
from hub.web.problems import CONTENT_TYPE, wrong_fields
from hub.web.shapes import ProblemReply
from hub.web.strict_json import StrictJson

_VERSION: Final = "1"
_SCHEMES: Final[dict[str, Any]] = {
    "session": {"type": "http", "scheme": "bearer", "bearerFormat": "JWT"},
    "till": {"type": "apiKey", "in": "header", "name": SIGNATURE_HEADER},
}
"""How somebody shows who he is: a session's token, or a till's signature over the request."""
SESSION: Final = [{"session": list[str]()}]
"""What people show; the description has it from each endpoint's guard."""
TILL: Final = [{"till": list[str]()}]
"""What tills show."""
_PROBLEM: Final = {CONTENT_TYPE: {"schema": {"$ref": "#/components/schemas/ProblemReply"}}}
ANSWERS: Final[dict[str, Any]] = {
    "4XX": {"description": "Refused.", "content": _PROBLEM},
    "5XX": {"description": "The hub could not answer.", "content": _PROBLEM},
}
"""What every endpoint may answer beside its own."""
KEY: Final[dict[str, Any]] = {
    "name": HEADER,
    "in": "header",
    "required": False,
    "description": "The same key with the same request is done once, and answered the same.",
    "schema": {
        "type": "string", "minLength": 1, "maxLength": LONGEST_KEY, "pattern": "^[!-~]+$"
    },
}  # fmt: skip


class Web(OpenAPI):
    """The app: OpenAPI 3.1, our own JSON, our own problems."""

    json_provider_class = StrictJson

    def __init__(self) -> None:
        super().__init__(
            "hub.web",
            info=Info(title="Baursak", version=_VERSION),
            security_schemes=_SCHEMES,
            validation_error_model=ProblemReply,
            validation_error_callback=wrong_fields,
            doc_ui=False,
            static_folder=None,
        )

    def log_exception(self, exc_info: Any) -> None:
        """Say nothing: Flask's line holds the path, and paths hold codes; `problems` logs."""

    def register_api(self, api: APIBlueprint, **options: Any) -> None:
        """Register a blueprint; no name of a shape means two things, no path has two homes."""
        for name, schema in api.components_schemas.items():
            known = self.components_schemas.get(name)
            assert known is None or known == schema, f"two shapes are called {name}"
        for path in api.paths:
            assert path not in self.paths, f"{path} is in two blueprints"
        super().register_api(api, **options)

    def generate_spec_json(self) -> None:
        """Describe every endpoint, with what the gate and the problems add to each."""
        super().generate_spec_json()  # type: ignore[no-untyped-call]  # theirs has no types
        doors = self.doors()
        for path, item in self.spec_json["paths"].items():
            for method, operation in item.items():
                operation["security"] = _SHOWN[doors[path, method]]
                answers = operation["responses"]
                answers.pop("422", None)  # flask-openapi3's own shape, which we never answer
                answers.update(ANSWERS)
                if method.upper() in WRITES:
                    operation.setdefault("parameters", []).append(KEY)

    def doors(self) -> dict[tuple[str, str], Who]:
        """Return whom each path and method is for, as its guard says."""
        found: dict[tuple[str, str], Who] = {}
        for rule in self.url_map.iter_rules():
            path = _CONVERTER.sub(r"{\1}", rule.rule)
            guard = guard_of(rule.endpoint, self.view_functions[rule.endpoint])
            for method in rule.methods or ():
                found[path, method.lower()] = Who.ANYBODY if guard is None else guard.who
        return found


_CONVERTER: Final = re.compile(r"<(?:[^:<>]+:)?([^<>]+)>")
_SHOWN: Final[dict[Who, list[dict[str, list[str]]]]] = {
    Who.ANYBODY: [],
    Who.SIGNED_IN: SESSION,
    Who.MEMBER: SESSION,
    Who.STAFF: SESSION,
    Who.TILL: TILL,
    Who.ANY_TILL: TILL,
}
