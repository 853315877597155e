"""A slip shown at the counter: how its claim stands, by the hub, else as far as this till knows."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final

from agent.core.counter_events import ClaimState, ClaimTold, SayClaimState
from agent.core.hub_ports import Hub
from agent.core.hub_words import HubRefused, HubSilent
from agent.core.ports import StoredEvents
from agent.core.redemption import ONLINE_S
from agent.core.voiding import void_of
from agent.errors import AgentError
from contracts.wire import claim
from contracts.wire.bodies import AccrualBody
from contracts.wire.claim import Claim
from contracts.wire.refusals import Refusal, Refused
from contracts.wire.slip_state import SlipState, SlipStateRequest
from contracts.wire.units import KeyId, TillId

_STATES: Final[Mapping[SlipState, ClaimState]] = {
    SlipState.CLAIMED: ClaimState.CLAIMED,
    SlipState.NOT_YET: ClaimState.NOT_YET,
    SlipState.IN_REVIEW: ClaimState.IN_REVIEW,
    SlipState.OVER: ClaimState.OVER,
    SlipState.GIVEN_BACK: ClaimState.GIVEN_BACK,
    SlipState.REFUSED: ClaimState.REFUSED,
    SlipState.FOREIGN: ClaimState.FOREIGN,
}
_FALSE: Final = frozenset({Refusal.FORGED, Refusal.MISMATCH, Refusal.MALFORMED})
"""What the hub says of a code that no till ever printed so."""


@dataclass(frozen=True, slots=True)
class Slips:
    """What is asked about slips: this till's own keys and chain, and the hub."""

    till: TillId
    keys: Callable[[], Mapping[KeyId, bytes]]
    """This till's claim keys, as they are now."""
    stored: StoredEvents
    hub: Hub
    online_s: float = ONLINE_S

    def told(self, wish: SayClaimState) -> ClaimTold:
        """Return how a slip's claim stands, within the hub's time; nothing is claimed by it."""
        try:
            said = self._own(wish.code)
        except Refused:
            return ClaimTold(wish.ticket, ClaimState.FORGED)
        try:
            reply = self.hub.slip_state(SlipStateRequest(wish.code), self.online_s)
        except HubSilent:
            return self._alone(wish.ticket, said)
        except HubRefused as refused:
            if refused.code in _FALSE:
                return ClaimTold(wish.ticket, ClaimState.FORGED)
            return self._alone(wish.ticket, said)
        return ClaimTold(wish.ticket, _STATES[reply.state], reply.claimed_at, reply.until)

    def _own(self, code: str) -> Claim | None:
        """Return what a slip of this till says, None for one of others; refuse a false one."""
        keys = self.keys()

        def key_of(owner: TillId, key_id: KeyId) -> bytes | None:
            return keys.get(key_id) if owner == self.till else None

        try:
            return claim.unseal(code, key_of)
        except Refused as refused:
            if refused.refusal is Refusal.UNKNOWN_KEY:
                return None
            raise

    def _alone(self, ticket: int, said: Claim | None) -> ClaimTold:
        """Return what this till knows by itself: that it printed the slip, when, and of what."""
        if said is None:
            return ClaimTold(ticket, ClaimState.FOREIGN)
        try:
            sale = self.stored.find(said.sequence)
            undone = void_of(said.sequence, self.stored) is not None
        except AgentError:
            sale, undone = None, False
        known = sale.body if sale is not None else None
        if sale is None or not isinstance(known, AccrualBody):
            return ClaimTold(ticket, ClaimState.UNKNOWN)
        if (known.total, sale.time) != (said.total, said.time):
            return ClaimTold(ticket, ClaimState.UNKNOWN)
        if undone:
            return ClaimTold(ticket, ClaimState.GIVEN_BACK)
        return ClaimTold(ticket, ClaimState.PRINTED, said.time, total=said.total)
