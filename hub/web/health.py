"""Whether the hub lives, whether it can work, and its metrics: for those who run it."""

import hmac
from typing import Any

from flask import Blueprint, Response, jsonify, request
from prometheus_client import CONTENT_TYPE_LATEST

from contracts.wire.refusals import Refusal, Refused
from hub.errors import DatabaseUnavailable
from hub.usecases.chain_watch import WELL, chain_state
from hub.usecases.health import Readiness, check_health
from hub.web.context import the_hub
from hub.web.guards import bearer_token
from hub.web.live import the_board
from hub.web.metering import the_meter
from hub.web.surroundings import surroundings

health = Blueprint("health", __name__)


@health.get("/health/live")
def live() -> Response:
    """Say that this process answers; asks nothing of anybody else."""
    return jsonify({"status": "live"})


@health.get("/health/ready")
def ready() -> tuple[Response, int]:
    """Say whether the database answers and fits, whether the worker lives, and how settlement does.

    Members earn and spend without the chain: what is wrong there is shown, and no more than that.
    """
    said: dict[str, Any] = {}
    try:
        found = check_health(the_hub())
        if found.schema:
            said["chain"] = "off" if surroundings().chain is None else chain_state(the_hub())
    except DatabaseUnavailable:
        said |= {"status": Readiness.UNAVAILABLE.value, "database": "away"}
        return jsonify(said), 503
    readiness = found.readiness
    if readiness is Readiness.READY and said.get("chain", "off") not in ("off", WELL):
        readiness = Readiness.DEGRADED
    said |= {
        "status": readiness.value,
        "database": "ok",
        "schema": "current" if found.schema else "needs `baursak hub migrate`",
        "worker": _worker(found.worker_age, works=found.readiness is Readiness.READY),
    }
    return jsonify(said), 503 if found.readiness is Readiness.UNAVAILABLE else 200


@health.get("/metrics")
def metrics() -> Response:
    """Return the metrics to whoever has the operator's token; without one set, to nobody."""
    token = surroundings().settings.metrics_token
    if token is None:
        raise Refused(Refusal.NOT_FOUND, "no token for metrics is set")
    if not hmac.compare_digest(bearer_token(request).encode(), token.encode()):
        raise Refused(Refusal.UNAUTHENTICATED, "another token for metrics")
    shown = the_meter().written(the_hub(), len(the_board()))
    return Response(shown, content_type=CONTENT_TYPE_LATEST)


def _worker(age: int | None, *, works: bool) -> str:
    if works:
        return "ok"
    return "never seen" if age is None else f"quiet for {age} s"
