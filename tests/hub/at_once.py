"""Doing several things at the same moment, each in a thread of its own."""

import threading
from collections.abc import Callable, Sequence

from contracts.wire.refusals import Refused
from hub.errors import DatabaseUnavailable


def at_once(tasks: Sequence[Callable[[], object]]) -> list[object]:
    """Return what each task answered, or the refusal that it met; in the order of the tasks.

    A transaction that the database gave up for another one is run again, as callers do.
    """
    answers: list[object] = [None] * len(tasks)
    gate = threading.Barrier(len(tasks))

    def run(place: int) -> None:
        gate.wait()
        for _ in range(20):
            try:
                answers[place] = tasks[place]()
            except Refused as refused:
                answers[place] = refused
            except DatabaseUnavailable as error:
                answers[place] = error
                continue
            return

    threads = [threading.Thread(target=run, args=(place,)) for place in range(len(tasks))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return answers
