"""What nobody caught goes into the log, too: an agent that starts by itself has no terminal."""

import sys
import threading
from collections.abc import Callable
from types import TracebackType

from agent.core.bug_words import bug_words


def log_bugs(log: Callable[[str], None]) -> None:
    """Write kind and place of whatever ends this program, or one of its threads, into the log."""

    def ended(kind: type[BaseException], bug: BaseException, where: TracebackType | None) -> None:
        if not isinstance(bug, KeyboardInterrupt):
            log(f"our bug, and the end: {bug_words(bug)}")
        sys.__excepthook__(kind, bug, where)

    def thread_ended(told: threading.ExceptHookArgs) -> None:
        if told.exc_value is not None:
            name = told.thread.name if told.thread is not None else "a thread"
            log(f"our bug, and the end of {name}: {bug_words(told.exc_value)}")
        threading.__excepthook__(told)

    sys.excepthook, threading.excepthook = ended, thread_ended
