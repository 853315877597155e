"""A slip is shown at a counter: how its claim stands, and never whose it is."""

from typing import Final

from contracts.wire.claim import Claim
from contracts.wire.refusals import Refusal, Refused
from contracts.wire.slip_state import SlipState, SlipStateReply
from contracts.wire.units import UnixTime
from hub.core.access.people import TillKey
from hub.core.ids import MemberId
from hub.core.ports.hub import Hub
from hub.core.receipts.judging import closes_at, require_sale, require_same
from hub.core.receipts.records import ClaimRecord, ClaimState, Ending, Scene
from hub.core.receipts.story import story_of
from hub.core.tills import SyncedTill
from hub.usecases.claims import unsealed

_NOBODY: Final = MemberId(0)
_STATES: Final = {
    ClaimState.UNCONFIRMED: SlipState.CLAIMED,
    ClaimState.CONFIRMED: SlipState.CLAIMED,
    ClaimState.REVIEW: SlipState.IN_REVIEW,
    ClaimState.REJECTED: SlipState.REFUSED,
}
_GIVEN_BACK: Final = frozenset({Ending.RETURNED, Ending.VOIDED})


def slip_state(hub: Hub, asker: TillKey, code: str) -> SlipStateReply:
    """Return how the claim of the slip with *code* stands; looking changes nothing.

    Another partner's till hears that the slip is not its own, and a forged one is refused.
    """
    said = unsealed(hub, code)
    now = hub.clock.now()
    with hub.store.read() as work:
        till = work.tills.get(said.till)
        if till is None or not work.tills.claim_key_good(till, said.key_id, said.time):
            raise Refused(Refusal.UNKNOWN_KEY, f"till {said.till}, key {said.key_id}")
        if till.partner != asker.partner:
            return SlipStateReply(SlipState.FOREIGN)
        scene = work.claims.scene(said.till, said.sequence, _NOBODY, said.time)
        assert scene is not None, "the till is there, so its shop and partner are"
        if scene.claim is not None:
            require_same(said, scene.claim)
            return SlipStateReply(_claimed(scene.claim), claimed_at=scene.claim.claimed_at)
        until = closes_at(said.time, work.policy, work.claims.outages(said.time))
    return _unclaimed(said, till, scene, until, now)


def _claimed(claim: ClaimRecord) -> SlipState:
    if claim.state is ClaimState.REVERSED:
        back = story_of(claim).ended in _GIVEN_BACK
        return SlipState.GIVEN_BACK if back else SlipState.REFUSED
    return _STATES[claim.state]


def _unclaimed(
    said: Claim, till: SyncedTill, scene: Scene, until: UnixTime, now: UnixTime
) -> SlipStateReply:
    try:
        require_sale(said, till, scene.sale)
    except Refused as refused:
        back = refused.refusal is Refusal.VOIDED
        return SlipStateReply(SlipState.GIVEN_BACK if back else SlipState.REFUSED)
    if now > until:
        return SlipStateReply(SlipState.OVER)
    return SlipStateReply(SlipState.NOT_YET, until=until)
