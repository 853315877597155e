"""Several workers in one process: what one waits for does not hold up the others."""

import threading
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor

from hub.worker.loop import Worker


def run_together(
    worker: Worker, others: Sequence[Worker], stop: threading.Event, close: Callable[[], None]
) -> None:
    """Run all until *stop* is set, then *close* what the others may be waiting for.

    When one ends, however it does, all end; what one of them raised is raised.
    """
    if not others:
        worker.run()
        return
    with ThreadPoolExecutor(len(others), thread_name_prefix="baursak-jobs") as pool:
        beside = [pool.submit(it.run) for it in others]
        for run in beside:
            run.add_done_callback(lambda _: stop.set())
        try:
            worker.run()
        finally:
            stop.set()
            close()
    for run in beside:
        run.result()
