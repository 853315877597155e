"""The second step: where the printer is, of what family, and whether its paper is right."""

import re
from collections.abc import Mapping, Sequence
from enum import StrEnum
from typing import Final

from agent.core.assistant.blocks import (
    Block,
    Option,
    Standing,
    Tone,
    choice,
    field,
    press,
    presses,
    result,
    text,
)
from agent.core.assistant.draft import Draft
from agent.core.assistant.os_troubles import trouble_words
from agent.core.assistant.step import Step
from agent.core.assistant.wishes import Find, Found, News, PaperFailed, PaperSent, PrintPaper, Wish
from agent.core.assistant.words import Words, example

OTHER: Final = "other"
AUTO: Final = "auto"
SPEEDS: Final = ("9600", "19200", "38400", "57600", "115200")
LONGEST_ADDRESS: Final = 300
_FAMILIES: Final = {
    "generic-58": "family.any_58", "generic-80": "family.any_80", "oa48": "family.chinese",
}  # fmt: skip
_HOST: Final = re.compile(r"([A-Za-z0-9][A-Za-z0-9.-]{0,200})(?::([0-9]{1,5}))?", re.ASCII)
_RAW_PORT: Final = 9100


class Paper(StrEnum):
    """How the test paper fares."""

    NONE = "none"
    PRINTING = "printing"
    SENT = "sent"
    GOOD = "good"
    LETTERS = "letters"
    CODE = "code"
    NOTHING = "nothing"
    FAILED = "failed"
    PAPER_OUT = "paper_out"
    COVER_OPEN = "cover_open"
    ERROR = "error"


_ANSWERS: Final = {
    "paper_good": Paper.GOOD, "paper_letters": Paper.LETTERS, "paper_code": Paper.CODE,
    "paper_nothing": Paper.NOTHING,
}  # fmt: skip
_TONES: Final = {
    Paper.PRINTING: Tone.WAIT, Paper.SENT: Tone.WAIT, Paper.GOOD: Tone.GOOD,
}  # fmt: skip


def address_typed(typed: str) -> str:
    """Return a printer's address as a person typed it, whole: `192.168.1.100` is one."""
    typed = typed.strip()[:LONGEST_ADDRESS]
    if "://" in typed or not (found := _HOST.fullmatch(typed)):
        return typed
    return f"tcp://{found[1]}:{found[2] or _RAW_PORT}"


def without_speed(url: str) -> str:
    """Return an address without the settings of its line, to compare it by."""
    return url.partition("?")[0]


def speed_in(url: str) -> str:
    """Return the speed that an address names, 9600 where it names none."""
    found = re.search(r"[?&]baud=([0-9]+)", url)
    return found[1] if found else SPEEDS[0]


class PrinterStep(Step):
    """Address, family, test paper."""

    name = "printer"
    owns = ("printer",)

    def __init__(self, draft: Draft, profiles: Sequence[Option], code: str) -> None:
        super().__init__(draft)
        self._profiles = profiles
        self._code = code
        self._found: tuple[Option, ...] = ()
        self._agent_runs = False
        self._paper = Paper.NONE
        self._why = ""
        self._model = ""

    @property
    def _url(self) -> str:
        return self.draft.text("printer.url")

    @property
    def is_set(self) -> bool:
        """Tell whether there is an address."""
        return bool(self._url)

    @property
    def _chosen(self) -> str:
        """Return which of the options the present address is."""
        known = {it.value for it in self._found}
        return without_speed(self._url) if without_speed(self._url) in known else OTHER

    def blocks(self, said: Words) -> list[Block]:
        """Return what is shown, from top to bottom."""
        options = [*self._found, Option(OTHER, said("printer.other"), said("printer.other_note"))]
        shown = [
            text("lead", said("printer.lead" if self._found else "printer.none_found")),
            choice("printer", said("printer.where"), options, self._chosen),
        ]
        if self._chosen == OTHER:
            shown.append(
                field(
                    "address",
                    said("printer.address"),
                    self._url,
                    hint=example("192.168.1.100", said),
                )
            )
        if self._url.startswith("serial:"):
            speeds = [Option(it, it) for it in SPEEDS]
            shown.append(choice("speed", said("speed"), speeds, speed_in(self._url)))
        family = self.draft.text("printer.profile", AUTO)
        families = [
            Option(AUTO, said("printer.auto")),
            *(_named(it, said) for it in self._profiles),
        ]
        shown.append(choice("profile", said("printer.family"), families, family) | {"folded": True})
        return [*shown, *self._test(said)]

    def _test(self, said: Words) -> list[Block]:
        shown = [
            press(
                "print", said("printer.again" if self._paper is not Paper.NONE else "printer.test")
            )
        ]
        if self._agent_runs:
            return [result("paper", Tone.BAD, said("agent_runs"), said("agent_runs_hint"))]
        if self._paper is not Paper.NONE:
            rows = [
                it
                for it in (
                    trouble_words(self._why, said),
                    self._model and said("printer.model", model=self._model),
                )
                if it
            ]
            shown.append(
                result(
                    "paper",
                    _TONES.get(self._paper, Tone.BAD),
                    said(f"paper.{self._paper}"),
                    said(
                        f"paper.{self._paper}_hint",
                        wide=said("family.any_80"),
                        narrow=said("family.any_58"),
                    ),
                    rows,
                )
            )
        if self._paper in (Paper.SENT, Paper.LETTERS, Paper.CODE, Paper.NOTHING):
            buttons = [press(it, said(it), main=it == "paper_good") for it in _ANSWERS]
            shown.append(presses("answers", buttons))
        return shown

    def entered(self) -> Sequence[Wish]:
        """Begin: look what is plugged in."""
        return (Find(),)

    def take(self, values: Mapping[str, str]) -> None:
        """Put what was chosen and typed into the draft."""
        before = self._url, self.draft.text("printer.profile")
        chosen = values.get("printer", self._chosen)
        url = chosen
        if chosen == OTHER:
            was_other = self._chosen == OTHER
            url = address_typed(values.get("address", "" if not was_other else self._url))
        elif chosen.startswith("serial:"):
            speed = values.get("speed", speed_in(self._url))
            url = f"{chosen}?baud={speed if speed in SPEEDS else SPEEDS[0]}"
        self.draft.put("printer.url", url)
        profile = values.get("profile", "")
        if profile in {it.value for it in self._profiles}:
            self.draft.put("printer.profile", profile)
        elif profile == AUTO:
            self.draft.put("printer.profile", None)
        if (self._url, self.draft.text("printer.profile")) != before:
            self._paper, self._why = Paper.NONE, ""

    def act(self, act: str, values: Mapping[str, str]) -> Sequence[Wish]:
        """Do what a button of this step says."""
        del values
        if act == "print" and self.is_set and not self._agent_runs:
            self._paper, self._why = Paper.PRINTING, ""
            return (PrintPaper(self._url, self.draft.text("printer.profile", AUTO), self._code),)
        if act in _ANSWERS:
            self._paper = _ANSWERS[act]
            self.standing = Standing.DONE if self._paper is Paper.GOOD else Standing.TROUBLE
        return ()

    def hear(self, news: News) -> Sequence[Wish]:
        """Take news of printers and of the paper."""
        match news:
            case Found(printers=printers, agent_runs=runs):
                self._agent_runs = runs
                if not self._found and not self.is_set and printers:
                    self.draft.put("printer.url", _with_speed(printers[0].value))
                self._found = printers
            case PaperSent(profile=profile, model=model):
                self._paper, self._model = Paper.SENT, model
                self.draft.put("printer.profile", profile)
            case PaperFailed(why=why, trouble=trouble):
                self._paper = Paper(trouble) if trouble else Paper.FAILED
                self._why = "" if trouble else why
                self.standing = Standing.TROUBLE
            case _:
                return ()
        return ()

    def left(self) -> None:
        """End: without an address there is nothing to print on."""
        well = self.is_set and self._paper in (Paper.NONE, Paper.SENT, Paper.GOOD)
        self.standing = Standing.DONE if well else Standing.TROUBLE


def _named(profile: Option, said: Words) -> Option:
    """Return a family in the person's language, where its name is of words and not of makes."""
    known = _FAMILIES.get(profile.value)
    return Option(profile.value, said(known)) if known else profile


def _with_speed(url: str) -> str:
    return f"{url}?baud={SPEEDS[0]}" if url.startswith("serial:") else url
