"""What every request passes, before its view and behind its guard."""

import inspect
from collections.abc import Callable
from functools import wraps
from typing import Any, Final, TypeVar

from flask import Flask, current_app, request
from werkzeug.wrappers import Response

from contracts.wire.refusals import Refusal, Refused
from hub.web.idempotency import WRITES, asked_key, once
from hub.web.principal import principal
from hub.web.rates import refuse_crowds_of_one_address, refuse_too_often
from hub.web.shapes import LARGEST

_MARK: Final = "baursak_largest"
LARGEST_BODY: Final = 64 * 1024
"""Bytes of a request's body where its endpoint says nothing else."""
LONGEST_QUERY: Final = 2048
"""Bytes behind the question mark; the longest of ours has 300."""
JSON: Final = "application/json"
_FORMS: Final = frozenset({"multipart/form-data", "application/x-www-form-urlencoded"})

View = TypeVar("View", bound=Callable[..., Any])


def sized(largest: int) -> Callable[[View], View]:
    """Let a view take bodies of up to *largest* bytes; stands under the route's decorator."""

    def mark(view: View) -> View:
        setattr(view, _MARK, largest)
        return view

    return mark


def largest_body(view: Callable[..., Any] | None) -> int:
    """Return how many bytes of body *view* takes."""
    found = getattr(view, _MARK, LARGEST_BODY)
    assert isinstance(found, int), "sized puts it there"
    return found


def stand_gate(app: Flask, let_in: Callable[[], None]) -> None:
    """Put the gate before every view of *app*; all blueprints are registered by now.

    *let_in* finds out who asks, or refuses; it runs between what is judged of anybody and what is
    judged of somebody.
    """
    app.before_request(_first_look)
    app.before_request(let_in)
    for endpoint, view in app.view_functions.items():
        app.view_functions[endpoint] = _behind_gate(view)


def _first_look() -> Response | None:
    """Look at what can be judged before anybody is known."""
    view = current_app.view_functions.get(request.endpoint or "")
    request.max_content_length = largest_body(view)
    query = request.query_string
    if "\0" in request.path or b"%00" in query or b"\0" in query or len(query) > LONGEST_QUERY:
        raise Refused(Refusal.MALFORMED, "a path or query that no endpoint takes")
    numbers = [it for it in (request.view_args or {}).values() if isinstance(it, int)]
    if any(abs(number) > LARGEST for number in numbers):
        raise Refused(Refusal.NOT_FOUND, "an id beyond 64 bits")
    return refuse_crowds_of_one_address()


def _behind_gate(view: Callable[..., Any]) -> Callable[..., Any]:
    """Return *view* behind what hangs on who asks; the guards have let the asker in by now."""
    takes = _media_types(view)

    @wraps(view)
    def passed(**arguments: Any) -> Any:
        refused = refuse_too_often(view)
        if refused is not None:
            return refused
        _look_at_body(takes)
        if request.method not in WRITES:
            return view(**arguments)
        who = principal()
        if who is None:
            asked_key()  # a stranger's key is checked and then left: there is nobody to keep it for
            return view(**arguments)
        return once(view, who, arguments)

    return passed


def _media_types(view: Callable[..., Any]) -> frozenset[str]:
    """Return which media types the body of *view* may have; none where it takes no body."""
    hints = inspect.unwrap(view).__annotations__
    if "body" in hints:
        return frozenset({JSON})
    return _FORMS if "form" in hints else frozenset()


def _look_at_body(takes: frozenset[str]) -> None:
    """Refuse a body of another kind than the view takes, and JSON that is none."""
    if not takes:
        return
    if request.mimetype not in takes:
        raise Refused(Refusal.UNSUPPORTED_MEDIA_TYPE, "a body of another kind")
    if JSON not in takes:
        return
    raw = request.get_data(cache=True)
    try:
        value = current_app.json.loads(raw)
    except ValueError as error:
        raise Refused(Refusal.MALFORMED, "a body that is no JSON") from error
    if not isinstance(value, dict):
        raise Refused(Refusal.VALIDATION, "a body that is no JSON object")
