"""A TON Connect bridge on loopback: pages and wallets leave each other sealed messages here."""

import itertools
import json
import queue
import threading
import time
from collections import defaultdict
from collections.abc import Iterator

from flask import Flask, Response, request

MOST_TTL_S = 300
_LONGEST = 64 * 1024
_BEAT_S = 5.0
Held = tuple[int, float, str]
"""Number, when it is forgotten, and what is said."""


class Bridge:
    """What is held for whom, and who listens."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._numbers = itertools.count(1)
        self._held: defaultdict[str, list[Held]] = defaultdict(list)
        self._listening: defaultdict[str, set[queue.SimpleQueue[Held]]] = defaultdict(set)
        self.app = Flask(__name__)
        self.app.get("/bridge/events")(self._events)
        self.app.post("/bridge/message")(self._message)
        self.app.after_request(_open_to_all)

    def _events(self) -> Response | tuple[str, int]:
        """Tell whoever listens what was left for him, from the message he knows on."""
        names = [it for it in request.args.get("client_id", "").lower().split(",") if it]
        if not names:
            return "client_id is missing", 400
        after = request.args.get("last_event_id", 0, type=int)
        line: queue.SimpleQueue[Held] = queue.SimpleQueue()
        with self._lock:
            for name in names:
                for held in self._held[name]:
                    if held[0] > after and held[1] > time.time():
                        line.put(held)
                self._listening[name].add(line)
        headers = {"Cache-Control": "no-cache"}
        return Response(_told(line), mimetype="text/event-stream", headers=headers)

    def _message(self) -> tuple[str, int]:
        """Take a message for somebody."""
        sender, to = request.args.get("client_id"), request.args.get("to", "").lower()
        ttl = request.args.get("ttl", type=int)
        said = request.get_data(as_text=True)
        if not sender or not to or ttl is None or ttl > MOST_TTL_S or len(said) > _LONGEST:
            return "not so", 400
        with self._lock:
            told = json.dumps({"from": sender, "message": said})
            held = (next(self._numbers), time.time() + ttl, told)
            self._held[to].append(held)
            for line in self._listening[to]:
                line.put(held)
        return "OK", 200


def _told(line: "queue.SimpleQueue[Held]") -> Iterator[str]:
    yield "\r\n"
    while True:
        try:
            number, _, said = line.get(timeout=_BEAT_S)
        except queue.Empty:
            yield "event: heartbeat\r\n\r\n"
        else:
            yield f"event: message\r\nid: {number}\r\ndata: {said}\r\n\r\n"


def _open_to_all(answer: Response) -> Response:
    for name in ("Origin", "Headers", "Methods"):
        answer.headers[f"Access-Control-Allow-{name}"] = "*"
    return answer
