"""Sales that tills hand in for member cards: each is a claim like any other, made by the hub.

The same rules, caps, limits and reviews hold as for a slip's claim: it is the same function. Nobody
can have the points twice: a receipt has one claim, and its code was never printed.
"""

import hmac
from collections.abc import Sequence

from contracts.wire.bodies import CardBody
from contracts.wire.card import proof_of
from contracts.wire.claim import Claim
from contracts.wire.event import Event
from contracts.wire.refusals import Refusal, Refused
from contracts.wire.units import KeyId, UnixTime
from contracts.wire.units import Sequence as Place
from hub.core.cards import CardOutcome, CardReceipt, MemberCard
from hub.core.ids import MemberId
from hub.core.ports.hub import Hub, Work
from hub.core.receipts.judging import require_place, require_sale, require_same
from hub.core.receipts.records import Sale
from hub.core.tills import SyncedTill
from hub.usecases.claims import decide
from hub.usecases.member_cards import code_of


def apply_cards(work: Work, hub: Hub, till: SyncedTill, events: Sequence[Event]) -> None:
    """Credit sales to the members whose cards were shown; say of each what became of it."""
    now = hub.clock.now()
    shown = {event.sequence: _card(event) for event in events}
    cards = work.cards.among({body.card for body in shown.values()})
    # Members first and in the order of their ids, as everybody locks them; then as they stand.
    work.claims.lock_members(card.member for card in cards.values())
    cards = work.cards.among(set(cards))
    for event in events:
        body = shown[event.sequence]
        card = cards.get(body.card)
        refusal = None
        try:
            _credit(work, hub, till, (event, body, card), now)
        except Refused as refused:
            refusal = refused.refusal.value
        work.cards.note(
            CardReceipt(
                till=till.id,
                sequence=event.sequence,
                claim=body.claim,
                card=body.card,
                member=None if card is None else card.member,
                at=now,
                outcome=CardOutcome.REFUSED if refusal else CardOutcome.CREDITED,
                refusal=refusal,
            )
        )


def _credit(
    work: Work,
    hub: Hub,
    till: SyncedTill,
    handed_in: tuple[Event, CardBody, MemberCard | None],
    now: UnixTime,
) -> None:
    event, body, card = handed_in
    if body.claim + 1 != event.sequence:
        # A till that says later whose a receipt was would say it of every unclaimed one.
        raise Refused(Refusal.MISMATCH, f"card at {event.sequence}: not of the accrual before it")
    if card is None or not hmac.compare_digest(proof_of(code_of(hub, card)), body.proof):
        raise Refused(Refusal.NOT_FOUND, f"card {body.card}")
    card.require_active()
    sale = work.sales.lock(till.id, body.claim)
    if sale is None:
        raise Refused(Refusal.NO_SUCH_SALE, f"{till.id}/{body.claim}")
    person = work.members.get(card.member)
    if person is None or person.erased_at is not None or person.blocked:
        raise Refused(Refusal.SUSPENDED, f"the member of card {card.number}")
    scene = work.claims.scene(till.id, body.claim, person.id, sale.at)
    assert scene is not None, "the till is there, so its shop and partner are"
    said = _said(sale)
    if scene.claim is not None:
        require_same(said, scene.claim)
        _require_his(scene.claim.member, person.id)
        return
    require_place(till, scene)
    found = require_sale(said, till, sale)
    decide(work, said, till, scene, (person, found, now))


def _said(sale: Sale) -> Claim:
    """Return what the claim code of a sale says; nobody has it, so no key sealed it."""
    return Claim(
        key_id=KeyId(0),
        till=sale.till,
        sequence=Place(sale.sequence),
        total=sale.total,
        time=sale.at,
        fiscal_hint=sale.fiscal_hint,
    )


def _require_his(member: MemberId, person: MemberId) -> None:
    if member != person:
        raise Refused(Refusal.ALREADY_CLAIMED, f"member {member} was faster")


def _card(event: Event) -> CardBody:
    assert isinstance(event.body, CardBody), "sync sorts events by kind"
    return event.body
