"""What happens, and whom it concerns."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from contracts.wire.units import TillId, UnixTime
from hub.core.ids import MemberId, PartnerId

LONGEST_KIND: Final = 40
"""Characters of a kind, such as `voucher.redeemed`."""


@dataclass(frozen=True, slots=True)
class Happening:
    """One thing that happened."""

    position: int
    """Its place in the feed: whoever has seen this one has seen all before it."""
    kind: str
    body: Mapping[str, Any]
    at: UnixTime
    member: MemberId | None = None
    till: TillId | None = None
    partner: PartnerId | None = None


@dataclass(frozen=True, slots=True)
class Audience:
    """Whose happenings somebody may see; a happening that concerns any of them."""

    everything: bool = False
    member: MemberId | None = None
    till: TillId | None = None
    partners: frozenset[PartnerId] = frozenset()

    def sees(self, happening: Happening) -> bool:
        """Whether *happening* is for this audience."""
        return (
            self.everything
            or (self.member is not None and happening.member == self.member)
            or (self.till is not None and happening.till == self.till)
            or happening.partner in self.partners
        )


EVERYTHING: Final = Audience(everything=True)
