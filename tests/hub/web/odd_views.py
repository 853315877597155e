"""A small API of odd views, to see what the platform makes of them."""

import threading
from typing import Any, TypeVar

from flask_openapi3.blueprint import APIBlueprint

from contracts.wire.refusals import Refusal, Refused
from hub.core.ports.rates import Allowance
from hub.web.gate import sized
from hub.web.guards import Guard, Who, require_member
from hub.web.pages import PageQuery, next_page
from hub.web.rates import rated
from hub.web.shapes import Body, Name, Prose, Reply, RowId

View = TypeVar("View")


class ThingBody(Body):
    """A thing."""

    n: RowId
    name: Name
    note: Prose = ""


class ThingReply(Reply):
    """A thing that was made."""

    n: int
    made: int


class ThingPath(Body):
    """Which thing."""

    thing: int


class ThingsReply(Reply):
    """A page of things."""

    things: list[int]
    next: str | None


def require_nobody(view: View) -> View:
    """Let anybody in."""
    setattr(view, "baursak_guard", Guard(Who.ANYBODY))  # noqa: B010 - as the guards mark views
    return view


class OddViews:
    """The views, and what they saw."""

    def __init__(self) -> None:
        self.made: list[int] = []
        self.held = threading.Event()
        """A view that waits goes on when it is set."""
        self.waits = threading.Event()
        """Set while a view waits."""
        self.blueprint = APIBlueprint("odd", __name__, url_prefix="/api/v1/odd")
        self._writes()
        self._reads()

    def _make(self, n: int) -> dict[str, Any]:
        self.made.append(n)
        return {"n": n, "made": len(self.made)}

    def _writes(self) -> None:
        odd = self.blueprint

        @odd.post("/things", responses={200: ThingReply})
        @require_member
        def make(body: ThingBody) -> dict[str, Any]:
            """Make a thing."""
            if body.n == 13:
                raise Refused(Refusal.SOLD_OUT, "thirteen")
            return self._make(body.n)

        @odd.post("/slow", responses={200: ThingReply})
        @require_member
        def slow(body: ThingBody) -> dict[str, Any]:
            """Make a thing when the test says so."""
            self.waits.set()
            self.held.wait(20)
            return self._make(body.n)

        @odd.post("/large", responses={200: ThingReply})
        @require_nobody
        @sized(200_000)
        def large(body: ThingBody) -> dict[str, Any]:
            """Make a thing out of much."""
            return self._make(body.n)

    def _reads(self) -> None:
        odd = self.blueprint

        @odd.get("/things", responses={200: ThingsReply})
        @require_nobody
        def things(query: PageQuery) -> dict[str, Any]:
            """List seven things."""
            rows = [it for it in range(1, 8) if it > query.start][: query.limit]
            return {"things": rows, "next": next_page(rows, query.limit, lambda it: it)}

        @odd.get("/things/<int:thing>", responses={200: ThingReply})
        @require_nobody
        def one(path: ThingPath) -> dict[str, Any]:
            """Show a thing."""
            return {"n": path.thing, "made": 0}

        @odd.get("/bug", responses={200: ThingReply})
        @require_nobody
        def bug() -> dict[str, Any]:
            """Do what no view should."""
            raise RuntimeError("the password is swordfish")

        @odd.get("/rare", responses={200: ThingReply})
        @require_nobody
        @rated(Allowance(2, 60))
        def rare() -> dict[str, Any]:
            """Answer twice a minute."""
            return {"n": 1, "made": 0}

        @odd.get("/unguarded", responses={200: ThingReply})
        def unguarded() -> dict[str, Any]:
            """Answer nobody, since nobody said whom this is for."""
            return {"n": 1, "made": 0}
