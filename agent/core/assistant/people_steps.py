"""The seventh and eighth step: who takes vouchers here, and the programme that the till joins."""

import re
from collections.abc import Mapping, Sequence
from typing import Final

from agent.core.addresses import problem_with_hub
from agent.core.assistant.blocks import (
    Block,
    Option,
    Standing,
    Tone,
    choice,
    field,
    press,
    result,
    text,
)
from agent.core.assistant.draft import Draft
from agent.core.assistant.step import Step
from agent.core.assistant.wishes import (
    AddCashier,
    Cashiers,
    Enrol,
    Enrolled,
    News,
    NotEnrolled,
    Wish,
)
from agent.core.assistant.words import Words, example
from agent.core.scanner_words import pin_fault_words
from agent.core.shifts import LONGEST_NAME, MOST_CASHIERS, PinFault, pin_fault

_LONGEST: Final = 300


class CashiersStep(Step):
    """Names with PINs, and up to which value a voucher needs no nod."""

    name = "cashiers"
    owns = ("counter.auto_accept_max",)
    optional = True

    def __init__(self, draft: Draft) -> None:
        super().__init__(draft)
        self._kept: tuple[str, ...] = ()
        self._waiting: list[AddCashier] = []
        """Until the till is enrolled, nobody can be written down."""
        self._enrolled = False
        self._fault: PinFault | None = None
        self._problem: tuple[str, str] | None = None
        self._nameless = False
        self._typed = ""
        self._turn = 0

    def blocks(self, said: Words) -> list[Block]:
        """Return what is shown, from top to bottom."""
        names = [*self._kept, *(f"{it.name} …" for it in self._waiting)]
        shown = [
            text("lead", said("cashiers.lead")),
            field("name", said("cashiers.name"), self._typed, turn=self._turn),
            field(
                "pin",
                said("cashiers.pin"),
                "",
                hint=said("cashiers.pin_hint"),
                form="secret",
                turn=self._turn,
            ),
            press("add", said("cashiers.add")),
        ]
        problem = pin_fault_words(self._fault, said.language) if self._fault else self._problem
        if self._nameless:
            problem = said("cashiers.nameless"), ""
        if problem is not None:
            shown.append(result("problem", Tone.BAD, *problem))
        if names:
            hint = "" if self._enrolled or not self._waiting else said("cashiers.later")
            shown.append(result("names", Tone.GOOD, said("cashiers.here"), hint, names))
        worth = self.draft.text("counter.auto_accept_max").partition(".")[0]
        hint = said("cashiers.auto_hint")
        return [*shown, field("auto", said("cashiers.auto"), worth, hint=hint, form="digits")]

    def take(self, values: Mapping[str, str]) -> None:
        """Put what was typed into the draft."""
        if "auto" in values:
            digits = values["auto"].strip()[:12].lstrip("0")
            self.draft.put("counter.auto_accept_max", f"{digits}.00" if digits else None)

    def act(self, act: str, values: Mapping[str, str]) -> Sequence[Wish]:
        """Take one more cashier."""
        if act != "add":
            return ()
        name, pin = values.get("name", "").strip()[:LONGEST_NAME], values.get("pin", "").strip()
        self._nameless = not name or not name.isprintable()
        self._fault = pin_fault(pin)
        if any(it.pin == pin for it in self._waiting):
            self._fault = PinFault.TAKEN
        self._problem = None
        self._typed = name
        if self._fault or self._nameless or len(self._waiting) >= MOST_CASHIERS:
            return ()
        self._typed = ""
        self._turn += 1
        new = AddCashier(name, pin)
        if self._enrolled:
            return (new,)
        self._waiting.append(new)
        return ()

    def hear(self, news: News) -> Sequence[Wish]:
        """Write down who waited, once the till is enrolled."""
        match news:
            case Enrolled(local=False):
                self._enrolled = True
                waited, self._waiting = tuple(self._waiting), []
                return waited
            case Cashiers(names=names, problem=problem):
                self._kept, self._problem = names, problem
                if names and self.standing is Standing.AHEAD:
                    self.standing = Standing.BEFORE
            case _:
                return ()
        return ()

    def left(self) -> None:
        """End: a till without cashiers is never locked."""
        named = self._kept or self._waiting or self.draft.has("counter.auto_accept_max")
        self.standing = Standing.DONE if named else Standing.SKIPPED


class EnrolStep(Step):
    """The hub's address and the one-time code."""

    name = "enrol"
    owns = ("hub",)
    optional = True

    def __init__(self, draft: Draft) -> None:
        super().__init__(draft)
        self._hub, self._code, self._again = draft.text("hub.url"), "", False
        self._busy = False
        self._state: Enrolled | NotEnrolled | None = None
        self._here: Enrolled | None = None

    def blocks(self, said: Words) -> list[Block]:
        """Return what is shown, from top to bottom."""
        shown = [
            text("lead", said("enrol.lead")),
            field("hub", said("enrol.hub"), self._hub, hint=example("loyalty.example.kz", said)),
            field(
                "code", said("enrol.code"), self._code, hint=example("7K3M-9QXT-2B4C-DFGH", said)
            ),
        ]
        if self._here is not None:
            options = [
                Option("keep", said("enrol.keep")),
                Option("again", said("enrol.again"), said("enrol.again_note")),
            ]
            shown.append(
                choice("again", said("enrol.before"), options, "again" if self._again else "keep")
            )
        if self._here is None or self._again:
            shown.append(press("enrol", said("enrol.do"), main=True))
        return [*shown, *self._result(said)]

    def _result(self, said: Words) -> list[Block]:
        if self._busy:
            return [result("enrolled", Tone.WAIT, said("enrol.busy"))]
        match self._state:
            case NotEnrolled(reason=reason, title=title, hint=hint, tried=tried):
                if reason:
                    rows = _tried(self._hub, tried, said)
                    why = said(f"enrol.{reason}"), said(f"enrol.{reason}_hint")
                    return [result("enrolled", Tone.BAD, *why, rows)]
                return [
                    result(
                        "enrolled",
                        Tone.BAD,
                        said("enrol.failed"),
                        said("enrol.failed_hint"),
                        [title, hint],
                    )
                ]
            case Enrolled(till=till, host=host, local=local):
                title = said("enrol.local") if local else said("enrol.done", till=till)
                tone = Tone.PLAIN if local else Tone.GOOD
                return [result("enrolled", tone, title, said("enrol.where", host=host))]
            case None:
                return []

    def take(self, values: Mapping[str, str]) -> None:
        """Keep what was typed; a code is good once and belongs into no settings."""
        self._hub = values.get("hub", self._hub).strip()[:_LONGEST]
        self._code = re.sub(r"\s", "", values.get("code", self._code))[:64]
        if "again" in values:
            self._again = values["again"] == "again"

    def act(self, act: str, values: Mapping[str, str]) -> Sequence[Wish]:
        """Enrol."""
        del values
        if act != "enrol" or self._busy:
            return ()
        if not self._hub or not self._code:
            self._state = NotEnrolled("both_needed", "", "")
            return ()
        self._busy, self._state = True, None
        return (Enrol(self._hub, self._code, self._again),)

    def hear(self, news: News) -> Sequence[Wish]:
        """Take what came of it."""
        match news:
            case Enrolled():
                self._busy, self._state, self._here = False, news, news
                self._hub = self._hub or news.hub
                self._again, self._code = False, ""
                self.standing = Standing.TROUBLE if news.local else Standing.DONE
            case NotEnrolled():
                self._busy, self._state = False, news
                self.standing = Standing.TROUBLE
            case _:
                return ()
        return ()

    def left(self) -> None:
        """End: an enrolled till is done, one without a hub only tries things."""
        well = self._here is not None and not self._here.local
        self.standing = Standing.DONE if well else Standing.SKIPPED


def _tried(typed: str, tried: str, said: Words) -> list[str]:
    """Return which address was asked, and of one typed without http:// how that is written."""
    if not tried:
        return []
    asked = said("enrol.tried", address=tried)
    plain = f"http://{typed}"
    is_here = "://" not in typed and problem_with_hub(plain) is None
    return [asked, said("enrol.trial", address=plain)] if is_here else [asked]
