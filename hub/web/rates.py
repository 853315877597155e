"""How often one may ask: an allowance for every endpoint, by who asks and from where."""

from collections.abc import Callable
from typing import Any, Final, TypeVar

from flask import request
from werkzeug.wrappers import Response

from contracts.wire.refusals import Refusal
from hub.core.ports.rates import Allowance
from hub.web.principal import Principal, neighbourhood, principal
from hub.web.problems import problem
from hub.web.surroundings import surroundings

_MARK: Final = "baursak_rates"
FROM_AN_ADDRESS: Final = Allowance(1200, 60)
"""Of all requests from one address. Generous: whole towns share one behind a carrier's NAT."""
READING: Final = Allowance(300, 60)
"""Of one endpoint by one asker, when nothing changes."""
WRITING: Final = Allowance(60, 60)
"""Of one endpoint by one asker, when something may change."""
SIGNING_IN: Final = Allowance(20, 60)
"""Of one door by one address: a shop's wireless network is one address, a guesser too."""
GUESSABLE: Final = Allowance(10, 60)
"""Of what takes a short code."""
HEAVY: Final = Allowance(6, 60)
"""Of exports, imports and other long work."""
TILL: Final = Allowance(240, 60)
"""Of a till's own endpoints: it may catch up after days without a line."""
BY_KIND: Final = {"till": TILL}

View = TypeVar("View", bound=Callable[..., Any])


def rated(allowance: Allowance) -> Callable[[View], View]:
    """Give a view another allowance than the usual one; stands under the route's decorator."""

    def mark(view: View) -> View:
        setattr(view, _MARK, allowance)
        return view

    return mark


def allowance_of(view: Callable[..., Any], method: str, who: Principal | None) -> Allowance:
    """Return what *who* may ask of *view* with *method*."""
    marked = getattr(view, _MARK, None)
    if isinstance(marked, Allowance):
        return marked
    if who is not None and who.kind in BY_KIND:
        return BY_KIND[who.kind]
    return READING if method in ("GET", "HEAD", "OPTIONS") else WRITING


def refuse_crowds_of_one_address() -> Response | None:
    """Answer 429 when this address has asked too often; runs before any guard."""
    return _take(f"address/{neighbourhood()}", FROM_AN_ADDRESS)


def refuse_too_often(view: Callable[..., Any]) -> Response | None:
    """Answer 429 when this asker has asked this endpoint too often; runs behind the guard."""
    who = principal()
    asker = neighbourhood() if who is None else str(who)
    allowance = allowance_of(view, request.method, who)
    return _take(f"{request.endpoint}/{request.method}/{asker}", allowance)


def _take(key: str, allowance: Allowance) -> Response | None:
    around = surroundings()
    factor = around.settings.rate_factor
    wait = around.rates.take(key, Allowance(allowance.count * factor, allowance.seconds))
    return None if wait == 0 else problem(Refusal.RATE_LIMITED, retry_after=wait)
