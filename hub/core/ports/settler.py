"""The port of whoever speaks to the contracts for the programme, and of what lies beside them.

What goes out is signed first, stored by the caller, and sent then; whether it arrived is read
from the chain, never taken from an answer.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from contracts.wire.units import UnixTime
from hub.core.settlement.epochs import ChainState, Statement
from hub.core.settlement.moves import Returned
from hub.core.settlement.shares import Shares, SharesState


class SettlerUnavailable(Exception):
    """The chain does not answer, or not as it should; the text is safe to show and to log."""


@dataclass(frozen=True, slots=True)
class Signed:
    """A message that is ready to be sent, as often as one likes: the chain takes it once."""

    boc: bytes
    hash: bytes
    """Normalized (TEP-467)."""
    sequence: int
    valid_until: UnixTime


@dataclass(frozen=True, slots=True)
class Claim:
    """A wallet's claim: what anyone may push for it."""

    wallet: str
    proof: bytes


@dataclass(frozen=True, slots=True)
class ClaimsWindow:
    """What the sponsor's wallet (highload v3) takes now."""

    now: UnixTime
    """The chain's own time."""
    life: int
    """Seconds for which a message of it can be accepted."""
    balance: int
    """NanoTON."""
    most: int
    """Claims that it bears at once: each comes with TON, of which most comes back."""


class Settler(Protocol):
    """The contracts, and the wallets that the programme pays from."""

    def state(self) -> ChainState:
        """Return LoyaltyToken and the settler's wallet in one state; or raise SettlerUnavailable.

        Supply, burned and what is stated belong together: read until nothing moved between.
        """
        ...

    def sign_root(self, statement: Statement, sequence: int, valid_until: UnixTime) -> Signed:
        """Sign the one message that states an epoch, by the settler's key."""
        ...

    def epoch_cost(self) -> int:
        """Return the nanoTON that stating an epoch takes from the settler's wallet at most."""
        ...

    def send(self, boc: bytes) -> None:
        """Hand a message to the chain; what came of it, only reading tells.

        Raises SettlerUnavailable where it may or may not have gone out.
        """
        ...

    def claimed(self, wallet: str) -> int:
        """Return what a wallet has claimed so far, 0 where its jetton wallet is not there yet."""
        ...

    def returns(self, after: int) -> Sequence[Returned]:
        """Return the next logs of RedemptionManager above logical time *after*, in order."""
        ...

    def unburned(self) -> int:
        """Return what of the returns that it logged RedemptionManager could not burn yet."""
        ...

    def claims_window(self) -> ClaimsWindow:
        """Return what the sponsor's wallet takes now."""
        ...

    def sign_claims(self, query: int, created_at: UnixTime, claims: Sequence[Claim]) -> Signed:
        """Sign one message of the sponsor's wallet that pushes *claims*, under our own id."""
        ...

    def shares_state(self) -> SharesState:
        """Return what RevenueDistribution has stated and received."""
        ...

    def sign_shares(self, shares: Shares, sequence: int, valid_until: UnixTime) -> Signed:
        """Sign the message that states partners' shares, by the settler's key."""
        ...
