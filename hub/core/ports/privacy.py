"""What the law gives a member: consent on record, a copy of everything, and to be forgotten."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Protocol

from contracts.wire.units import Points, UnixTime
from hub.core.consent import Consent
from hub.core.ids import MemberId, PartnerId


@dataclass(frozen=True, slots=True)
class OldMember:
    """Points of somebody who was a member of a partner's older scheme, known by phone number."""

    phone: bytes
    """Digest of the number."""
    partner: PartnerId
    points: Points
    expires_at: UnixTime
    member: MemberId | None = None
    """Who has shown that the number is his."""


MemberCopy = Mapping[str, list[dict[str, Any]]]
"""Rows about a member, by what they are."""


class Privacy(Protocol):
    """A member's rights over what is stored of him."""

    def add_consent(self, member: MemberId, consent: Consent) -> None:
        """Add what the member said; nothing that he said before is removed."""
        ...

    def consents(self, member: MemberId) -> list[Consent]:
        """Return what the member said, oldest first."""
        ...

    def copy_of(self, member: MemberId) -> MemberCopy:
        """Return every row that is about the member, by what it is."""
        ...

    def forget(self, member: MemberId, at: UnixTime) -> None:
        """Erase everything that says who the member is; ids and points stay."""
        ...

    def erased_with_points(self, limit: int) -> list[MemberId]:
        """Return erased members whose lots still hold something, as after a late cancellation."""
        ...

    def touched(self, since: UnixTime, until: UnixTime) -> Mapping[str, int]:
        """Count, for a breach report, what is stored now and what staff exported in that time."""
        ...


class OldMembers(Protocol):
    """Members of older schemes whose points were imported and wait for their owners."""

    def add(self, rows: list[OldMember]) -> int:
        """Add rows of an import and return how many were new; one phone and partner is one row."""
        ...

    def of_phone(self, phone: bytes) -> list[OldMember]:
        """Return what waits for a phone number, rows locked until the transaction ends."""
        ...

    def take(self, phone: bytes, partner: PartnerId, member: MemberId, at: UnixTime) -> None:
        """Note that the points were credited to *member*."""
        ...

    def bind(self, phone: bytes, member: MemberId) -> None:
        """Note that the number is *member*'s own: he has proven it."""
        ...

    def note_import(
        self, kind: str, partner: PartnerId, digest: bytes, rows: int, at: UnixTime
    ) -> bool:
        """Note that a file was imported; False when the very same one was before."""
        ...
