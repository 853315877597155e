"""Around a voucher: undo, the lock, receipts, slips and codes of every other kind."""

import pytest

from agent.core.counter import UNDO_S
from agent.core.counter_events import (
    ClaimState,
    ClaimTold,
    Confirmed,
    Dismissed,
    Locked,
    ReceiptPrinted,
    SayClaimState,
    Seen,
    TakeBack,
    Told,
    TotalTyped,
    UndoAsked,
    Unlocked,
)
from agent.core.counter_sayings import Saying, Says
from agent.core.counter_view import HELD_S, Act, Glance, Sound
from agent.core.hub_words import HubRefused
from contracts.wire import claim
from contracts.wire.refusals import Refusal
from contracts.wire.units import Tiyn
from tests.agent.core.counters import AtTheCounter
from tests.agent.core.vouchers import NOON, Till
from tests.contracts.wire.samples import chain_of, text_accrual

_WAIT = Saying(Says.PIN_WAIT, {"seconds": 30})


def unmatched(desk: AtTheCounter) -> list[int]:
    """Return the vouchers that no receipt has followed."""
    return [it.voucher for it in desk.view.unmatched]


def test_it_can_be_taken_back_within_a_minute(till: Till, desk: AtTheCounter) -> None:
    """Where the reward allows it; the cashier's name goes with it, and no receipt is awaited."""
    desk.happens(Unlocked("Айгүл"))
    desk.sees(till.hub.issue(1))
    desk.confirms()
    desk.passes(HELD_S)
    assert Act.UNDO in desk.view.acts
    assert desk.happens(UndoAsked(desk.view.number)) is Glance.STAFF
    assert desk.says() is Says.TAKEN_BACK
    assert desk.wished[-1] == TakeBack(3, 1, "Айгүл")
    assert till.hub.redeemed == {}
    assert Act.UNDO not in desk.view.acts
    desk.passes(3600)
    assert unmatched(desk) == []


def test_after_a_minute_or_where_it_is_not_allowed_it_stays(till: Till, desk: AtTheCounter) -> None:
    """The key is not offered, and does nothing."""
    desk.sees(till.hub.issue(1))
    desk.confirms()
    desk.passes(UNDO_S)
    assert Act.UNDO not in desk.view.acts
    desk.happens(UndoAsked(desk.view.number))
    till.hub.undo_s = None
    desk.sees(till.hub.issue(2))
    desk.confirms()
    assert Act.UNDO not in desk.view.acts
    assert set(till.hub.redeemed) == {1, 2}


@pytest.mark.parametrize(
    ("refusal", "says", "again"),
    [
        (None, Says.UNDO_NEEDS_HUB, True),
        (Refusal.TOO_LATE, Says.UNDO_TOO_LATE, False),
        (Refusal.CONFLICT, Says.UNDO_REFUSED, False),
    ],
)
def test_what_cannot_be_taken_back_is_said(
    till: Till, desk: AtTheCounter, refusal: Refusal | None, says: Says, again: bool
) -> None:
    """With no line it may be tried again; the hub's no is final."""
    desk.sees(till.hub.issue(1))
    desk.confirms()
    if refusal is None:
        till.hub.silent = True
    else:
        till.hub.refusal = HubRefused(refusal, "no")
    desk.happens(UndoAsked(desk.view.number))
    assert desk.says() is says
    assert (Act.UNDO in desk.view.acts) is again


def test_a_locked_till_takes_no_voucher(till: Till, desk: AtTheCounter) -> None:
    """Whatever was offered is away; the slip can still be printed again."""
    code = till.hub.issue(1)
    desk.happens(Unlocked("Айгүл"))
    assert Act.LOCK in desk.view.acts
    desk.sees(code)
    seen = desk.view.number
    assert desk.happens(Locked()) is Glance.STAFF
    assert desk.says() is Says.LOCKED
    assert desk.happens(Confirmed(seen)) is Glance.STAFF
    assert desk.view.acts == {Act.UNLOCK, Act.REPRINT}
    assert desk.step(Seen(code)) == (), "not even looked over"
    assert desk.view.glance is Glance.STAFF
    assert desk.says() is Says.LOCKED_NOW
    assert till.hub.asked == []
    desk.happens(Unlocked("Дана"))
    desk.sees(code)
    assert desk.confirms() is Glance.ACCEPTED
    assert till.hub.asked[-1].cashier == "Дана"


def test_a_locked_till_answers_every_pin(desk: AtTheCounter) -> None:
    """Each no is seen under a number of its own, and can be put away; then a PIN is asked again."""
    desk.happens(Locked())
    for saying in (Saying(Says.WRONG_PIN), Saying(Says.WRONG_PIN), _WAIT):
        before = desk.view.number
        assert desk.happens(Told(saying)) is Glance.STAFF
        assert (desk.view.saying, desk.view.number > before) == (saying, True)
        assert desk.view.acts == {Act.UNLOCK, Act.NEXT, Act.REPRINT}
    desk.happens(Dismissed(desk.view.number))
    assert desk.says() is Says.LOCKED
    desk.happens(Told(Saying(Says.WRONG_PIN)))
    desk.passes(HELD_S)
    assert desk.says() is Says.LOCKED


def test_a_till_locked_while_a_code_is_looked_over_offers_nothing(
    till: Till, desk: AtTheCounter
) -> None:
    """And one locked while the hub is asked shows the answer: it is on disk."""
    (check,) = desk.step(Seen(till.hub.issue(1)))
    desk.step(Locked())
    looked = desk.work(check)
    assert looked is not None
    assert desk.happens(looked) is Glance.STAFF
    desk.happens(Unlocked(None))
    desk.sees(till.hub.issue(2))
    (ask,) = desk.step(Confirmed(desk.view.number))
    desk.step(Locked())
    answer = desk.work(ask)
    assert answer is not None
    assert desk.happens(answer) is Glance.ACCEPTED
    assert desk.passes(HELD_S) is Glance.STAFF


def test_receipts_go_with_their_vouchers(till: Till, desk: AtTheCounter) -> None:
    """The next one takes what waits; what nothing follows is shown after three minutes."""
    desk.sees(till.hub.issue(1))
    desk.confirms()
    desk.happens(ReceiptPrinted(Tiyn(935_00)))
    desk.passes(3600)
    assert unmatched(desk) == []
    desk.sees(till.hub.issue(2))
    desk.confirms()
    desk.passes(181)
    assert unmatched(desk) == [2]
    desk.happens(ReceiptPrinted(Tiyn(100)))
    assert unmatched(desk) == []


def test_a_receipt_that_does_not_fit_is_said(till: Till, desk: AtTheCounter) -> None:
    """The total that was typed is the one that must be printed."""
    desk.sees(till.hub.issue(1, version=2))
    desk.happens(TotalTyped("1000", desk.view.number))
    desk.passes(HELD_S)
    assert desk.happens(ReceiptPrinted(Tiyn(99_00))) is Glance.STAFF
    assert desk.says() is Says.UNMATCHED
    assert unmatched(desk) == [1]
    desk.passes(HELD_S)
    assert desk.happens(ReceiptPrinted(Tiyn(1000_00))) is Glance.IDLE
    assert unmatched(desk) == []


def test_a_slip_tells_its_state(desk: AtTheCounter) -> None:
    """It is no voucher and no alarm; whoever knows is asked."""
    sealed = claim.seal(claim.claim_of(chain_of(text_accrual())[0]), bytes(32))
    (wish,) = desk.step(Seen(claim.hub_link("points.example.kz", sealed)))
    assert wish == SayClaimState(1, sealed)
    assert desk.view.glance is Glance.BUSY
    assert desk.happens(ClaimTold(1, ClaimState.CLAIMED, NOON)) is Glance.STAFF
    assert (desk.says(), desk.view.saying.facts["when"]) == (Says.CLAIM_CLAIMED, NOON)
    for state in ClaimState:
        (wish,) = desk.step(Seen(sealed, from_camera=False))
        assert isinstance(wish, SayClaimState)
        red = desk.happens(ClaimTold(wish.ticket, state)) is Glance.REFUSED
        assert red is (state is ClaimState.FORGED)
        assert desk.says().value.startswith(f"claim_{state.value}")


def test_another_code_says_what_it_is(desk: AtTheCounter) -> None:
    """And nobody is asked about it."""
    assert desk.sees("WIFI:S:guest;T:WPA;P:secret;;") is Glance.STAFF
    assert (desk.says(), desk.view.sound) == (Says.IS_WIFI, Sound.ATTENTION)
    assert desk.sees("https://example.kz/menu?x=1") is Glance.STAFF
    assert dict(desk.view.saying.facts) == {"host": "example.kz"}
    assert desk.wished == []
    assert desk.happens(Dismissed(desk.view.number)) is Glance.IDLE


def test_shifts_and_printer_have_their_say(till: Till, desk: AtTheCounter) -> None:
    """But not over what is offered."""
    assert desk.happens(Told(_WAIT)) is Glance.STAFF
    assert desk.says() is Says.PIN_WAIT
    desk.passes(HELD_S)
    desk.sees(till.hub.issue(1))
    assert desk.happens(Told(Saying(Says.REPRINTED))) is Glance.OFFER
