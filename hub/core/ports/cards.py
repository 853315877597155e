"""The store of member cards and of the receipts for them."""

from collections.abc import Collection, Sequence
from typing import Protocol

from contracts.wire.units import TillId, UnixTime
from hub.core.access.people import Page
from hub.core.cards import CardReceipt, CardState, MemberCard, PinTries
from hub.core.ids import MemberId, PartnerId


class Cards(Protocol):
    """Member cards; whoever changes one has locked its member's row."""

    def add(self, card: MemberCard) -> bool:
        """Add a card; False when its number is given. Taken when its member has an active one."""
        ...

    def get(self, number: int) -> MemberCard | None:
        """Return a card."""
        ...

    def among(self, numbers: Collection[int]) -> dict[int, MemberCard]:
        """Return the cards of these numbers."""
        ...

    def of_member(self, member: MemberId) -> MemberCard | None:
        """Return a member's active card."""
        ...

    def listed(self, page: Page, only: frozenset[PartnerId] | None) -> list[tuple[MemberCard, str]]:
        """Return a page of cards with their members' names, newest first: of all, or of *only*.

        The page leaves out as many as `page.after` says.
        """
        ...

    def end(self, number: int, state: CardState, at: UnixTime) -> None:
        """Let a card do nothing any more."""
        ...

    def set_pin(self, number: int, pin: str) -> None:
        """Give a card a PIN by its hash; its tries begin anew."""
        ...

    def set_tries(self, number: int, tries: PinTries) -> None:
        """Note how the tries at a card's PIN stand."""
        ...

    def hand_over(self, member: MemberId, to: MemberId, at: UnixTime) -> None:
        """End a member's card, and let another account of the same person have what it did."""
        ...

    def note(self, receipt: CardReceipt) -> None:
        """Keep what became of a receipt for a card."""
        ...

    def refused(self, till: TillId, sequences: Sequence[int]) -> dict[int, str]:
        """Return which of a till's events gave nothing, with the refusal."""
        ...
