"""Two workers in one process: what one waits for does not hold up the other."""

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

from hub.worker.loop import Worker


def run_together(
    worker: Worker, other: Worker, stop: threading.Event, close: Callable[[], None]
) -> None:
    """Run both until *stop* is set, then *close* what the other may be waiting for.

    When either ends, however it does, both end; what one of them raised is raised.
    """
    with ThreadPoolExecutor(1, thread_name_prefix="baursak-chain-jobs") as pool:
        beside = pool.submit(other.run)
        beside.add_done_callback(lambda _: stop.set())
        try:
            worker.run()
        finally:
            stop.set()
            close()
    beside.result()
