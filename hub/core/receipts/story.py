"""What a claim's record says about itself: by what it was judged, what speaks against it."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from hub.core.earning import Facts, Step
from hub.core.earning_records import facts_from, facts_record, steps_from, steps_record
from hub.core.fraud import Assessment, Suspicion
from hub.core.receipts.records import ClaimRecord, Ending
from hub.core.reviews import reasons_of


@dataclass(frozen=True, slots=True)
class Story:
    """A claim's reckoning and its reasons."""

    facts: Facts
    steps: tuple[Step, ...] = ()
    reasons: tuple[Mapping[str, Any], ...] = ()
    credits: int = 0
    """How often it was credited: again after a person took back a rejection."""
    ended: Ending | None = None

    def record(self) -> dict[str, Any]:
        """Return it as JSON; what is empty is left out."""
        rest = {
            "steps": steps_record(self.steps),
            "reasons": [dict(reason) for reason in self.reasons],
            "credits": self.credits,
            "ended": self.ended and self.ended.value,
        }
        return {"facts": facts_record(self.facts)} | {key: it for key, it in rest.items() if it}

    @property
    def suspicions(self) -> frozenset[Suspicion]:
        """Return what speaks against it."""
        return frozenset(Suspicion(reason["suspicion"]) for reason in self.reasons)

    def with_reasons(self, more: Assessment) -> "Story":
        """Return the story with more reasons, each suspicion once."""
        told = self.suspicions
        new = [it for it in reasons_of(more) if Suspicion(it["suspicion"]) not in told]
        return replace(self, reasons=(*self.reasons, *new))


def story_of(claim: ClaimRecord) -> Story:
    """Return what *claim* says about itself."""
    why = claim.why
    ended = why.get("ended")
    return Story(
        facts=facts_from(why["facts"]),
        steps=steps_from(why.get("steps", ())),
        reasons=tuple(why.get("reasons", ())),
        credits=why.get("credits", 0),
        ended=None if ended is None else Ending(ended),
    )
