"""The last step: what was found, writing it down, and how the agent is started."""

from collections.abc import Mapping, Sequence

from agent.core.assistant.blocks import Block, Option, Standing, Tone, choice, press, result, text
from agent.core.assistant.draft import Draft
from agent.core.assistant.mistakes import explained
from agent.core.assistant.step import Step
from agent.core.assistant.wishes import (
    AgentStarted,
    Autostart,
    AutostartSet,
    Find,
    Finish,
    Found,
    News,
    NotSaved,
    Save,
    Saved,
    StartAgent,
    Wish,
)
from agent.core.assistant.words import Words

_MARKS = {
    Standing.AHEAD: "○",
    Standing.DONE: "✔",
    Standing.BEFORE: "✔",
    Standing.SKIPPED: "–",
    Standing.TROUBLE: "▲",
}
_AT_START = ("printer.url", "tap.")
"""Settings that an agent reads when it starts."""


class DoneStep(Step):
    """Summary, saving, autostart."""

    name = "done"

    def __init__(self, draft: Draft, others: Sequence[Step], command: str) -> None:
        super().__init__(draft)
        self._others = others
        self._state: Saved | NotSaved | None = None
        self._autostart: AutostartSet | None = None
        self._command = command
        self._wants_start = True
        self._agent_runs = False
        self._was_running = False
        """When the settings were saved."""
        self._needs_restart = False
        self._starting = False
        self._started: AgentStarted | None = None

    @property
    def is_saved(self) -> bool:
        """Tell whether the file says all that was chosen."""
        return isinstance(self._state, Saved) and not self.draft.changes

    def blocks(self, said: Words) -> list[Block]:
        """Return what is shown, from top to bottom."""
        rows = [
            f"{_MARKS[it.standing]}  {said(f'{it.name}.title')} — {said(f'standing.{it.standing}')}"
            for it in self._others
        ]
        joined = all(it.standing is Standing.DONE for it in self._others if it.name == "enrol")
        hint = "" if joined else said("enrol.skipped")
        steps = result("steps", Tone.PLAIN, said("done.steps"), hint, rows)
        match self._state:
            case NotSaved(problems=problems):
                title, hint = said("done.not_saved"), said("done.not_saved_hint")
                rows = [explained(it, said) for it in problems]
                return [result("saved", Tone.BAD, title, hint, rows), steps]
            case Saved(path=path, backup=backup) if self.is_saved:
                kept = [path, *([said("done.backup", path=backup)] if backup else [])]
                saved = result("saved", Tone.GOOD, said("done.saved"), "", kept)
                return [saved, *self._agent(said), *self._with_computer(said), steps]
        return [text("lead", said("done.lead")), *self._offer(said), steps]

    def _offer(self, said: Words) -> list[Block]:
        """Ask whether the agent is to start; one that runs needs none."""
        if self._agent_runs or not self.draft.has("printer.url"):
            return []
        options = [Option("now", said("done.start_now")), Option("later", said("done.start_later"))]
        chosen = "now" if self._wants_start else "later"
        return [choice("start", said("done.start"), options, chosen)]

    def _agent(self, said: Words) -> list[Block]:
        """Return whether the agent runs, and else how it is started."""
        if self._was_running:
            hint = said("done.restart") if self._needs_restart else ""
            return [result("agent", Tone.GOOD, said("done.taken_over"), hint)]
        if self._starting:
            return [result("agent", Tone.WAIT, said("done.agent_starting"))]
        if self._agent_runs or (self._started is not None and not self._started.problem):
            return [result("agent", Tone.GOOD, said("done.agent_runs"), said("done.agent_prints"))]
        by_hand = said("done.by_hand", command=self._command)
        if not self.draft.has("printer.url"):
            return [result("agent", Tone.BAD, said("done.no_printer"), by_hand)]
        if self._started is not None:
            rows = [self._started.problem]
            failed = result("agent", Tone.BAD, said("done.agent_failed"), by_hand, rows)
            return [failed, press("start_agent", said("again"))]
        waits = result("agent", Tone.BAD, said("done.agent_stands"), by_hand)
        return [waits, press("start_agent", said("done.start_now"), main=True)]

    def _with_computer(self, said: Words) -> list[Block]:
        match self._autostart:
            case None:
                return [press("autostart", said("done.autostart"))]
            case AutostartSet(problem=None):
                return [result("autostart", Tone.GOOD, said("done.autostart_on"))]
            case AutostartSet(problem=problem):
                rows = [it for it in problem or () if it]
                return [
                    result("autostart", Tone.BAD, said("done.autostart_no"), "", rows),
                    press("autostart", said("again")),
                ]

    def main(self, said: Words) -> tuple[str, str]:
        """Return saving, then ending."""
        return ("finish", said("done.finish")) if self.is_saved else ("save", said("done.save"))

    def entered(self) -> Sequence[Wish]:
        """Begin: look whether an agent runs."""
        return (Find(),)

    def take(self, values: Mapping[str, str]) -> None:
        """Keep whether the agent is to start."""
        if "start" in values:
            self._wants_start = values["start"] == "now"

    def act(self, act: str, values: Mapping[str, str]) -> Sequence[Wish]:
        """Save, start the agent now or with the computer, or end."""
        del values
        match act:
            case "save":
                changes = self.draft.changes
                self._needs_restart = any(it.startswith(_AT_START) for it in changes)
                return (Save(changes),)
            case "start_agent" if self.is_saved and not self._agent_runs:
                return self._start()
            case "autostart" if self.is_saved:
                return (Autostart(),)
            case "finish" if self.is_saved:
                return (Finish(),)
        return ()

    def hear(self, news: News) -> Sequence[Wish]:
        """Take what became of it."""
        match news:
            case Saved():
                self._state, self.standing = news, Standing.DONE
                self.draft.saved()
                self._was_running = self._agent_runs
                if self._wants_start and not self._agent_runs and self.draft.has("printer.url"):
                    return self._start()
            case NotSaved():
                self._state, self.standing = news, Standing.TROUBLE
            case AutostartSet():
                self._autostart = news
            case Found(agent_runs=runs):
                self._agent_runs = runs
            case AgentStarted():
                self._starting, self._started = False, news
                self._agent_runs = self._agent_runs or not news.problem
            case _:
                return ()
        return ()

    def _start(self) -> Sequence[Wish]:
        if self._starting:
            return ()
        self._starting, self._started = True, None
        return (StartAgent(),)
