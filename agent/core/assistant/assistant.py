"""The first-run assistant: steps in order, one shown; acts and news in, wishes out. Pure."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from agent.core.assistant.blocks import Block, Option, Standing, Tone, result
from agent.core.assistant.camera_step import CameraStep
from agent.core.assistant.done_step import DoneStep
from agent.core.assistant.draft import Draft
from agent.core.assistant.mistakes import explained
from agent.core.assistant.people_steps import CashiersStep, EnrolStep
from agent.core.assistant.printer_step import PrinterStep
from agent.core.assistant.receipt_step import ReceiptStep
from agent.core.assistant.scanner_step import ScannerStep
from agent.core.assistant.settings_text import Value
from agent.core.assistant.shop_step import ShopStep
from agent.core.assistant.step import Step
from agent.core.assistant.tap_step import TapStep
from agent.core.assistant.wishes import Find, News, Stop, Wish
from agent.core.assistant.words import Words

Check = Callable[[Mapping[str, Value | None]], Sequence[str]]
"""What would be wrong with the settings after these changes, each by its name first."""


@dataclass(frozen=True, slots=True)
class Around:
    """What the assistant is told at its start."""

    found: Mapping[str, Any]
    """What agent.toml says now, by dotted names."""
    profiles: tuple[Option, ...]
    check: Check
    words: Callable[[str], Words]
    """By language."""
    code: str
    """What the test paper's QR holds; made anew at each start."""
    command: str = "baursak agent run"
    """What a person types to start the agent of this till."""


class Assistant:
    """Not for several threads at once."""

    def __init__(self, around: Around) -> None:
        draft = Draft(around.found)
        self._check = around.check
        self._words = around.words
        steps: list[Step] = [
            ShopStep(draft), PrinterStep(draft, around.profiles, around.code), TapStep(draft),
            ReceiptStep(draft), CameraStep(draft, around.code), ScannerStep(draft),
            CashiersStep(draft), EnrolStep(draft),
        ]  # fmt: skip
        self._steps = (*steps, DoneStep(draft, steps, around.command))
        self._draft = draft
        wrong = self._check({})
        for it in steps:
            if it.is_set and not any(one.startswith(it.owns) for one in wrong):
                it.standing = Standing.BEFORE
        self._at = 0
        self._number = 0

    @property
    def shown(self) -> str:
        """Return the name of the step that is shown."""
        return self._steps[self._at].name

    def act(self, step: str, act: str, values: Mapping[str, str]) -> list[Wish]:
        """Do what a person did at *step*; for another step than the one shown, nothing."""
        if step != self.shown:
            return []
        self._number += 1
        here = self._steps[self._at]
        if act == "go":
            here.take(values)
            there = next(
                (at for at, it in enumerate(self._steps) if it.name == values.get("to")), None
            )
            return [] if there is None else self._gone_to(there)
        if act == "back":
            here.take(values)
            return self._gone_to(max(0, self._at - 1))
        if act == "skip":
            if here.optional and here.standing is Standing.AHEAD:
                here.standing = Standing.SKIPPED
            return self._gone_to(self._at + 1) if here.optional else []
        here.take(values)
        self._look_again(here)
        if act == "next":
            return self._next(here)
        return list(here.act(act, values))

    def hear(self, news: News) -> list[Wish]:
        """Take news; every step hears all of them."""
        self._number += 1
        return [wish for step in self._steps for wish in step.hear(news)]

    def start(self) -> list[Wish]:
        """Begin with the first step."""
        return [Find(), *self._steps[0].entered()]

    def view_json(self, language: str) -> dict[str, Any]:
        """Return all that the page shows."""
        said = self._words(language)
        here = self._steps[self._at]
        act, label = here.main(said)
        return {
            "number": self._number,
            "language": language,
            "step": here.name,
            "place": said("step_of", at=self._at + 1, of=len(self._steps)),
            "steps": [
                {"name": it.name, "title": said(f"{it.name}.title"), "standing": it.standing.value,
                 "word": said(f"standing.{it.standing}")}
                for it in self._steps
            ],
            "title": said(f"{here.name}.title"),
            "blocks": [*here.blocks(said), *_problems(here, said)],
            "main": {"act": act, "label": label},
            "back": said("back") if self._at else None,
            "skip": said("skip") if here.optional else None,
        }  # fmt: skip

    def _look_again(self, here: Step) -> None:
        """Say no longer what has been mended."""
        if not here.problems:
            return
        here.problems = tuple(it for it in self._wrong_at(here) if it in here.problems)
        if not here.problems:
            here.standing = Standing.AHEAD

    def _wrong_at(self, here: Step) -> tuple[str, ...]:
        wrong = self._check(self._draft.changes)
        return tuple(it for it in wrong if it.startswith(here.owns)) if here.owns else ()

    def _next(self, here: Step) -> list[Wish]:
        here.problems = self._wrong_at(here)
        if here.problems:
            here.standing = Standing.TROUBLE
            return []
        changed = any(it.startswith(here.owns) for it in self._draft.changes)
        if here.standing is not Standing.BEFORE or changed:
            here.left()
        return self._gone_to(self._at + 1)

    def _gone_to(self, there: int) -> list[Wish]:
        self._at = min(there, len(self._steps) - 1)
        return [Stop(), *self._steps[self._at].entered()]


def _problems(here: Step, said: Words) -> list[Block]:
    """Return what is wrong with the settings, in the person's words where there are such."""
    if not here.problems:
        return []
    rows = [explained(it, said) for it in here.problems]
    return [result("problems", Tone.BAD, said("problem"), said("problem_hint"), rows)]
