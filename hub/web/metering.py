"""Counts requests and how long they take, and writes the log of them: by endpoint, never by path.

A path may hold a claim's code; an endpoint's name holds nothing.
"""

import logging
import os
import time
from typing import Final

from flask import Flask, current_app, g, request
from flask.wrappers import Response
from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, generate_latest

from hub.core.ports.hub import Hub
from hub.errors import DatabaseUnavailable
from hub.usecases.health import last_numbers
from hub.web import surroundings as around_us
from hub.web.chain_metering import ChainMeter

log = logging.getLogger("hub.requests")

EXTENSION: Final = "baursak-meter"
NOWHERE: Final = "nowhere"
"""The endpoint of what matches none: one name, whatever is asked for."""
_BUCKETS: Final = (0.005, 0.01, 0.02, 0.05, 0.08, 0.1, 0.2, 0.5, 1.0, 2.0, 5.0, 15.0)
"""Seconds; the budgets of claiming and redeeming, 0.05 and 0.08, are among them."""


class Meter:
    """The metrics of one process."""

    def __init__(self, *, on_chain: bool = False) -> None:
        self.registry = CollectorRegistry()
        self._chain = ChainMeter(self.registry) if on_chain else None
        # Of several processes each answers some scrapes: their counts must not be taken for one.
        self._process = str(os.getpid())
        self._requests = Counter(
            "hub_requests",
            "Requests answered.",
            ["process", "method", "endpoint", "status"],
            registry=self.registry,
        )
        self._seconds = Histogram(
            "hub_request_seconds",
            "Time to answer.",
            ["process", "endpoint"],
            buckets=_BUCKETS,
            registry=self.registry,
        )
        self._sockets = self._gauge("live_sockets", "Live connections of a process.", "process")
        self._up = self._gauge("database_up", "Whether the database answers.")
        self._ledger = self._gauge("ledger_points", "Balances by kind of account.", "kind")
        self._bound = self._gauge("offline_bound_tiyn", "What tills may hand out unheard of.")
        self._reviews = self._gauge("reviews_waiting", "Reviews that wait for a person.")
        self._webhooks = self._gauge("webhooks_waiting", "Deliveries still to be made.")
        self._numbers_age = self._gauge("numbers_age_seconds", "Age of the numbers above.")
        self._worker_age = self._gauge("worker_age_seconds", "Since the worker last lived.")

    def _gauge(self, name: str, words: str, *labels: str) -> Gauge:
        return Gauge(f"hub_{name}", words, labels, registry=self.registry)

    def note(self, endpoint: str, status: int, seconds: float) -> None:
        """Count one request."""
        self._requests.labels(self._process, request.method, endpoint, str(status)).inc()
        self._seconds.labels(self._process, endpoint).observe(seconds)

    def written(self, hub: Hub, sockets: int) -> bytes:
        """Return the metrics as Prometheus reads them."""
        self._sockets.labels(self._process).set(sockets)
        try:
            self._look(hub)
            self._up.set(1)
        except DatabaseUnavailable:
            self._up.set(0)
        return generate_latest(self.registry)

    def _look(self, hub: Hub) -> None:
        counted_at, numbers, worker_at = last_numbers(hub)
        now = hub.clock.now()
        for kind, points in numbers.get("ledger", {}).items():
            self._ledger.labels(kind).set(points)
        self._bound.set(numbers.get("offline_bound", 0))
        self._reviews.set(numbers.get("reviews_waiting", 0))
        self._webhooks.set(numbers.get("webhooks_waiting", 0))
        never = float("nan")
        self._numbers_age.set(never if counted_at is None else now - counted_at)
        self._worker_age.set(never if worker_at is None else now - worker_at)
        if self._chain is not None:
            self._chain.look(hub)


def the_meter() -> Meter:
    """Return the meter of the running app."""
    meter = current_app.extensions[EXTENSION]
    assert isinstance(meter, Meter), "measure puts it there"
    return meter


def measure(app: Flask) -> None:
    """Make *app* count and log its requests."""
    on_chain = around_us.surroundings_in(app).chain is not None
    app.extensions[EXTENSION] = Meter(on_chain=on_chain)
    app.before_request(_begin)
    app.after_request(_end)


def _begin() -> None:
    g.baursak_began = time.perf_counter()


def _end(answer: Response) -> Response:
    began = g.get("baursak_began")
    seconds = 0.0 if began is None else time.perf_counter() - began
    endpoint = request.endpoint or NOWHERE
    the_meter().note(endpoint, answer.status_code, seconds)
    log.info("%s %s %s %d ms", request.method, endpoint, answer.status_code, round(seconds * 1000))
    return answer
