"""A server with little patience: `python -m tests.hub.adapters.slow_server PORT`."""

import sys
import time
from collections.abc import Callable, Iterable
from typing import Any

from hub.adapters.server import Listening, Server

HEAD_S = 0.4
WHOLE_S = 0.8


def answer(environ: dict[str, Any], start: Callable[..., Any]) -> Iterable[bytes]:
    """Read the body, take as long as the path says, and answer with the body's length."""
    body = environ["wsgi.input"].read(int(environ.get("CONTENT_LENGTH") or 0))
    time.sleep(float(environ["PATH_INFO"].removeprefix("/") or 0))
    start("200 OK", [("Content-Type", "text/plain")])
    return [str(len(body)).encode()]


if __name__ == "__main__":
    Server(
        Listening(f"127.0.0.1:{sys.argv[1]}", 1, 2, HEAD_S, WHOLE_S), lambda: answer, lambda: None
    ).run()
