"""What was made of the last papers: for the status and for whoever helps; no word of them."""

from collections import deque
from dataclasses import dataclass, replace
from typing import Final

from agent.core.display_hint import DisplayHints
from agent.core.eligibility import NOT_SALES
from agent.core.ports import StoredEvents
from agent.core.receipt import Kind, Receipt
from contracts.wire.bodies import AccrualBody, ReturnBody, SlipBody, SlipOutcome
from contracts.wire.canonical import Json
from contracts.wire.units import Sequence, Tiyn, UnixTime

KEPT: Final = 50
LOOKED_BACK: Final = 50
"""Stored events among which the last slip and the last receipt are looked for at the start."""

REPEATED: Final = "This receipt was printed before: its sale has had its slip."


@dataclass(frozen=True, slots=True)
class Verdict:
    """What one piece of paper was taken for, and on whose word."""

    at: UnixTime
    kind: Kind
    total: Tiyn | None
    sources: tuple[str, ...]
    """`total:fiscal_qr`: each field with the source that spoke for it."""
    doubts: int
    earns: bool
    why: str | None
    """Why it earns nothing."""
    display: bool | None = None
    """Whether the pole display had shown the same total; None where it had shown none."""

    def to_json(self) -> dict[str, Json]:
        """Return the verdict as the support bundle holds it."""
        return {
            "at": self.at,
            "kind": self.kind.value,
            "total": self.total,
            "sources": list(self.sources),
            "doubts": self.doubts,
            "earns": self.earns,
            "why": self.why,
            "display": self.display,
        }


class PaperTrail:
    """The last papers, newest last, and when a slip last came out."""

    def __init__(self) -> None:
        self._verdicts: deque[Verdict] = deque(maxlen=KEPT)
        self._before: Verdict | None = None
        self.last_printed: UnixTime | None = None
        self.hints = DisplayHints()
        """What the pole display showed, on a till that has its line tapped."""

    @property
    def last(self) -> Verdict | None:
        """Return the newest verdict; until there is one, what is stored from before the start."""
        return self._verdicts[-1] if self._verdicts else self._before

    def verdicts(self) -> list[Verdict]:
        """Return all that are kept, oldest first; from any thread."""
        return list(self._verdicts.copy())

    def remember(self, stored: StoredEvents) -> None:
        """Learn from the newest *stored* events how it was before this start."""
        last, _ = stored.head()
        for event in stored.events(Sequence(max(last - LOOKED_BACK, 0)), LOOKED_BACK):
            body = event.body
            if isinstance(body, SlipBody) and body.outcome is SlipOutcome.INSERTED:
                self.last_printed = event.time
            elif isinstance(body, AccrualBody | ReturnBody):
                earns = isinstance(body, AccrualBody)
                self._before = Verdict(
                    at=event.time,
                    kind=Kind.SALE if earns else Kind.RETURN,
                    total=body.total,
                    sources=(),
                    doubts=0,
                    earns=earns,
                    why=None if earns else NOT_SALES[Kind.RETURN],
                )

    def repeated(self) -> None:
        """Note that the last paper had been stored before: it gets no second slip."""
        self._verdicts[-1] = replace(self._verdicts[-1], earns=False, why=REPEATED)

    def note(self, receipt: Receipt, why: str | None, at: UnixTime) -> str | None:
        """Keep what *receipt* was taken for; *why* is why it earns nothing.

        Return a sentence for the log where the display showed something else.
        """
        agrees, sentence = self.hints.judged(receipt, at)
        sources = sorted({f"{it.field}:{it.source.value}" for it in receipt.evidence})
        self._verdicts.append(
            Verdict(
                at=at,
                kind=receipt.kind,
                total=receipt.total,
                sources=tuple(sources),
                doubts=len(receipt.doubts),
                earns=why is None,
                why=why,
                display=agrees,
            )
        )
        return sentence
