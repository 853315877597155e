"""The fourth step: a receipt of the POS goes through, and the page says what was read."""

from collections.abc import Mapping, Sequence
from typing import Final

from agent.core.assistant.blocks import Block, Standing, Tone, press, result, text
from agent.core.assistant.doubts import doubt_words
from agent.core.assistant.draft import Draft
from agent.core.assistant.os_troubles import trouble_words
from agent.core.assistant.step import Step
from agent.core.assistant.tap_step import DEFAULT
from agent.core.assistant.wishes import (
    Found,
    Heard,
    Listen,
    Listening,
    News,
    NotListening,
    PrinterState,
    Wish,
)
from agent.core.assistant.words import Words, money
from agent.core.receipt import Kind

_EARNING: Final = (Kind.SALE, Kind.RETURN)
"""For all others their kind says why there is no slip."""
KEPT: Final = 4
"""Papers that are shown, the newest first: one sale may print three."""


class ReceiptStep(Step):
    """Listens like the agent, and earns nothing."""

    name = "receipt"
    optional = True

    def __init__(self, draft: Draft) -> None:
        super().__init__(draft)
        self._state: Listening | NotListening | None = None
        self._printer: PrinterState | None = None
        self._heard: list[Heard] = []
        self._agent_runs = False
        self._last: Heard | None = None

    def blocks(self, said: Words) -> list[Block]:
        """Return what is shown, from top to bottom."""
        if not self.draft.text("printer.url"):
            return [
                result(
                    "state", Tone.BAD, said("receipt.no_printer"), said("receipt.no_printer_hint")
                )
            ]
        if self._agent_runs:
            waits = result("state", Tone.WAIT, said("receipt.waiting"))
            last = _paper(self._last, 0, said) if self._last else waits
            return [text("lead", said("receipt.agent")), last]
        shown = [text("lead", said("receipt.lead"))]
        if isinstance(self._state, NotListening):
            what = "taken" if self._state.taken else "closed"
            shown.append(
                result(
                    "state",
                    Tone.BAD,
                    said(f"receipt.{what}"),
                    said(f"receipt.{what}_hint"),
                    [trouble_words(self._state.why, said)],
                )
            )
            return [*shown, press("listen", said("again"))]
        if self._printer is not None and not self._printer.up:
            shown.append(
                result(
                    "printer",
                    Tone.BAD,
                    said("receipt.printer"),
                    said("receipt.printer_hint"),
                    [trouble_words(self._printer.note, said)],
                )
            )
        shown += [_paper(it, at, said) for at, it in enumerate(self._heard)]
        if not self._heard:
            where = self.draft.text("tap.listen", DEFAULT)
            title = "receipt.waiting" if self._state else "receipt.opening"
            shown.append(
                result("state", Tone.WAIT, said(title), said("receipt.waiting_hint", where=where))
            )
        return shown

    def entered(self) -> Sequence[Wish]:
        """Begin: open the tap."""
        return self.act("listen", {})

    def act(self, act: str, values: Mapping[str, str]) -> Sequence[Wish]:
        """Open the tap again."""
        del values
        if act != "listen" or self._agent_runs or not self.draft.text("printer.url"):
            return ()
        self._state, self._printer = None, None
        return (
            Listen(
                self.draft.text("tap.listen", DEFAULT),
                self.draft.texts("tap.allow"),
                self.draft.text("printer.url"),
                self.draft.text("printer.profile", "generic-80"),
            ),
        )

    def hear(self, news: News) -> Sequence[Wish]:
        """Take news of the tap and of papers."""
        match news:
            case Found(agent_runs=runs, last=last):
                self._agent_runs, self._last = runs, last
                if last is not None and last.earns and self.standing is Standing.AHEAD:
                    self.standing = Standing.BEFORE
            case Listening() | NotListening():
                self._state = news
            case PrinterState():
                self._printer = news
            case Heard():
                self._heard = [news, *self._heard][:KEPT]
                self._tried()
            case _:
                return ()
        return ()

    def left(self) -> None:
        """End: done when a sale was read, and whole."""
        heard = [*self._heard, *([self._last] if self._last else [])]
        well = any(it.earns for it in heard)
        self.standing = Standing.DONE if well else Standing.TROUBLE


def _paper(heard: Heard, at: int, said: Words) -> Block:
    """Return what is said of one paper: `read 935.00 ₸ ✔`, or what was understood and why not."""
    name = f"paper{at}"
    if not heard.readable:
        return result(name, Tone.BAD, said("receipt.strange"), said("receipt.strange_hint"))
    rows = [said(f"kind.{heard.kind}")]
    if heard.number:
        rows.append(said("receipt.number", number=heard.number))
    if heard.printed_at:
        rows.append(heard.printed_at.strftime("%d.%m.%Y %H:%M:%S"))
    if heard.fiscal:
        rows.append(said("receipt.fiscal", sign=heard.fiscal.sign, register=heard.fiscal.register))
    elif heard.kind is Kind.SALE and heard.whole:
        rows.append(said("receipt.not_fiscal"))
    if heard.kind in _EARNING:
        rows += [doubt_words(it, said) or it for it in heard.doubts]
    if heard.total is None:
        tone = Tone.BAD if heard.kind is Kind.SALE else Tone.PLAIN
        title = "receipt.no_total" if heard.kind is Kind.SALE else "receipt.other_paper"
        return result(name, tone, said(title), said(f"{title}_hint"), rows)
    total = money(heard.total, said.language)
    if heard.earns:
        return result(
            name, Tone.GOOD, said("receipt.read", total=total), said("receipt.read_hint"), rows
        )
    doubtful = heard.kind is Kind.SALE
    hint = "receipt.doubtful_hint" if doubtful else "receipt.no_sale_hint"
    return result(
        name,
        Tone.BAD if doubtful else Tone.PLAIN,
        said("receipt.total", total=total),
        said(hint),
        rows,
    )
