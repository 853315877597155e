"""What the till asks of its hub: one protocol."""

from typing import Protocol

from contracts.wire.card_spending import ChoicesReply, ChoicesRequest, SpendRequest
from contracts.wire.enrolling import EnrolReply, EnrolRequest
from contracts.wire.redeeming import RedemptionReply, RedemptionRequest, UndoRequest
from contracts.wire.slip_state import SlipStateReply, SlipStateRequest
from contracts.wire.sync import SyncReply


class Hub(Protocol):
    """The hub, as an enrolled till reaches it; every no and every silence is a HubError."""

    def sync(self, body: bytes) -> SyncReply:
        """Hand in *body*, the lines of a sync request, and return what the hub says."""
        ...

    def redeem(self, request: RedemptionRequest, patience_s: float) -> RedemptionReply:
        """Ask about a voucher; silence is what comes after *patience_s*."""
        ...

    def undo(self, redemption: bytes, request: UndoRequest) -> RedemptionReply:
        """Take a redemption back."""
        ...

    def choices(self, request: ChoicesRequest, patience_s: float) -> ChoicesReply:
        """Ask what the member of a card can have; silence is what comes after *patience_s*."""
        ...

    def spend(self, request: SpendRequest, patience_s: float) -> RedemptionReply:
        """Have something taken for a card's PIN; silence is what comes after *patience_s*."""
        ...

    def slip_state(self, request: SlipStateRequest, patience_s: float) -> SlipStateReply:
        """Ask how a slip's claim stands; silence is what comes after *patience_s*."""
        ...

    def close(self) -> None:
        """Let go of the line."""
        ...


class Doorway(Protocol):
    """The hub, as a till reaches it that is not enrolled yet."""

    def enrol(self, request: EnrolRequest) -> EnrolReply:
        """Exchange a one-time code for what a till holds."""
        ...

    def close(self) -> None:
        """Let go of the line."""
        ...
