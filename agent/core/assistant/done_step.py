"""The last step: what was found, writing it down, and how the agent is started."""

from collections.abc import Mapping, Sequence

from agent.core.assistant.blocks import Block, Standing, Tone, press, result, text
from agent.core.assistant.draft import Draft
from agent.core.assistant.step import Step
from agent.core.assistant.wishes import (
    Autostart,
    AutostartSet,
    Finish,
    News,
    NotSaved,
    Save,
    Saved,
    Wish,
)
from agent.core.assistant.words import Words

_MARKS = {Standing.TODO: "○", Standing.DONE: "✔", Standing.SKIPPED: "–", Standing.TROUBLE: "▲"}


class DoneStep(Step):
    """Summary, saving, autostart."""

    name = "done"

    def __init__(self, draft: Draft, others: Sequence[Step]) -> None:
        super().__init__(draft)
        self._others = others
        self._state: Saved | NotSaved | None = None
        self._autostart: AutostartSet | None = None

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
                return [result("saved", Tone.BAD, title, hint, problems), steps]
            case Saved(path=path, backup=backup) if self.is_saved:
                kept = [path, *([said("done.backup", path=backup)] if backup else [])]
                title, hint = said("done.saved"), said("done.start")
                saved = result("saved", Tone.GOOD, title, hint, kept)
                return [saved, *self._starting(said), steps]
        return [text("lead", said("done.lead")), steps]

    def _starting(self, said: Words) -> list[Block]:
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

    def act(self, act: str, values: Mapping[str, str]) -> Sequence[Wish]:
        """Save, start with the computer, or end."""
        del values
        match act:
            case "save":
                return (Save(self.draft.changes),)
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
            case NotSaved():
                self._state, self.standing = news, Standing.TROUBLE
            case AutostartSet():
                self._autostart = news
            case _:
                return ()
        return ()
