"""The members as staff look for them: by what happened where the asker may see it."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Protocol

from contracts.wire.units import Points, UnixTime
from hub.core.access.roles import Scope
from hub.core.ids import MemberId, PartnerId
from hub.core.ports.redemptions import Redemption
from hub.core.receipts.records import ClaimRecord
from hub.core.tiers import Tier


@dataclass(frozen=True, slots=True)
class MemberFilter:
    """Which members are asked for; None asks for all."""

    tier: Tier | None = None
    blocked: bool | None = None
    since: UnixTime | None = None
    """Only who came at or after then."""
    name: str = ""
    """What the first name begins with."""


@dataclass(frozen=True, slots=True)
class MemberLine:
    """One member in a list."""

    id: MemberId
    first_name: str
    tier: Tier
    blocked: bool
    erased: bool
    last_visit: UnixTime | None
    """Within the asker's scopes."""
    points: Points
    """What is left of the lots that the asker may see."""


@dataclass(frozen=True, slots=True)
class MembersFound:
    """A page of members, and where the next one begins."""

    lines: list[MemberLine]
    after: tuple[int, int] | None
    """Time of the visit and number; there may be a next page behind a page that is empty."""


class Directory(Protocol):
    """Looks for members. Each answer looks at a bounded number of rows, so it is always quick."""

    def everybody(self, asked: MemberFilter, after: MemberId | None, limit: int) -> MembersFound:
        """Return a page of all members, newest first, below *after*."""
        ...

    def visitors(
        self,
        scopes: Iterable[Scope],
        asked: MemberFilter,
        after: tuple[int, int] | None,
        limit: int,
    ) -> MembersFound:
        """Return a page of who came to the shops of *scopes*, the last to come first."""
        ...

    def one(self, member: MemberId, scopes: Iterable[Scope]) -> MemberLine | None:
        """Return a member; None where nothing of him ever happened within *scopes*."""
        ...

    def claims_of(
        self, member: MemberId, scopes: Iterable[Scope], limit: int
    ) -> list[tuple[ClaimRecord, str]]:
        """Return a member's newest claims within *scopes*, with the shop by name."""
        ...

    def redemptions_of(
        self, member: MemberId, scopes: Iterable[Scope], limit: int
    ) -> list[tuple[Redemption, str]]:
        """Return a member's newest redemptions within *scopes*, with the shop by name."""
        ...

    def partner_names(self, partners: Iterable[PartnerId]) -> dict[PartnerId, str]:
        """Return what partners are called."""
        ...
