"""What a person asks of the hub by hand: through the running brain, or without one."""

from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

from agent.app import ask, outbox_of
from agent.config import load_settings
from agent.core.hub_words import LinkStatus
from agent.enrolments import enrolment_in
from agent.errors import AgentError
from agent.hub_parts import HubSide, hub_side_alone


def asked(home: Path, question: dict[str, Any]) -> dict[str, Any]:
    """Return the answer to *question* about vouchers, the running brain's or our own.

    Raises AgentError for what cannot be answered, with what to do.
    """
    answer = ask(home, question)
    if answer is None:
        with _alone(home, lambda _: None) as side:
            answer = side.answer(question)
    assert answer is not None, "whoever asks knows what can be asked"
    if "error" in answer:
        hint = str(answer.get("hint") or "Start the agent anew, then run this again.")
        raise AgentError(str(answer["error"]), hint)
    return answer


def sync_once(home: Path) -> dict[str, Any]:
    """Sync until there is nothing more to hand in, and return how the line stands."""
    answer = ask(home, {"ask": "sync"})
    if answer is not None:
        if "error" in answer:
            raise AgentError(str(answer["error"]), "Enrol it: baursak agent enrol CODE --hub URL")
        return answer
    with _alone(home, lambda _: None) as side:
        while side.link.round():
            continue
        return _said(side.link.status)


def sync_on(home: Path, log: Callable[[str], None]) -> None:
    """Sync until interrupted, on a till whose agent does not run."""
    if ask(home, {"ask": "state"}) is not None:
        raise AgentError(
            "The agent runs on this till and syncs by itself.",
            "To sync at once, run: baursak agent sync --once",
        )
    with _alone(home, log) as side:
        side.link.run()


@contextmanager
def _alone(home: Path, log: Callable[[str], None]) -> Iterator[HubSide]:
    """Hold the till's disk and its line to the hub while no agent runs."""
    settings, enrolment = load_settings(home), enrolment_in(home)
    if enrolment.local:
        raise AgentError(
            "This till was enrolled locally: no hub knows it.",
            "Get a one-time code and run: baursak agent enrol CODE --hub URL --again",
        )
    with (
        closing(outbox_of(settings, enrolment)) as outbox,
        hub_side_alone(settings, enrolment, outbox, log) as side,
    ):
        yield side


def _said(status: LinkStatus) -> dict[str, Any]:
    return {"state": status.state.value, "title": status.title, "hint": status.hint}
