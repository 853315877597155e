"""The counter: shown, offered, confirmed, answered; what is green is on disk."""

import pytest

from agent.core.counter import OFFERED_S
from agent.core.counter_events import (
    Confirmed,
    Declined,
    Dismissed,
    Seen,
    SettingsChanged,
    TotalTyped,
    UndoAsked,
)
from agent.core.counter_sayings import Says
from agent.core.counter_view import HELD_S, Act, Glance, Sound
from agent.core.hub_words import HubRefused, TakenElsewhere
from agent.core.redemption import JUST_S
from contracts.wire.refusals import Refusal
from contracts.wire.units import Tiyn, UnixTime
from contracts.wire.voucher import Scope
from tests.agent.core.counters import AtTheCounter
from tests.agent.core.vouchers import DAY_S, NOON, Till
from tests.fakes.hub import WORDS


def test_a_voucher_is_offered_and_taken_only_when_confirmed(till: Till, desk: AtTheCounter) -> None:
    """What it is comes from this till's catalogue; the hub is asked after the nod."""
    assert desk.sees(till.hub.issue(1)) is Glance.OFFER
    view = desk.view
    assert (view.hand_over, view.ring_up, view.value) == (WORDS, WORDS, 50_000)
    assert {Act.CONFIRM, Act.REFUSE} <= view.acts
    assert till.hub.asked == []
    assert till.counter.spent_count() == 0
    assert desk.confirms() is Glance.ACCEPTED
    assert till.counter.spent_count() == 1
    view = desk.view
    assert (view.hand_over, view.ring_up, view.value) == (WORDS, WORDS, 50_000)
    assert view.sound is Sound.OK
    assert view.until == desk.now + HELD_S
    assert desk.passes(HELD_S - 0.1) is Glance.ACCEPTED
    assert desk.passes(0.1) is Glance.IDLE


def test_a_declined_voucher_stays_good(till: Till, desk: AtTheCounter) -> None:
    """Nothing was asked, nothing is spent, and it can be shown again."""
    code = till.hub.issue(1)
    desk.sees(code)
    assert desk.happens(Declined(desk.view.number)) is Glance.IDLE
    assert desk.says() is Says.LEFT_ALONE
    assert till.hub.asked == []
    desk.passes(HELD_S)
    assert desk.sees(code) is Glance.OFFER


def test_up_to_the_owner_s_value_no_nod_is_needed(till: Till, desk: AtTheCounter) -> None:
    """Also for a code whose seal only the hub can check: what is forged it refuses."""
    desk.happens(SettingsChanged(auto_accept_max=Tiyn(50_000)))
    assert desk.sees(till.hub.issue(1)) is Glance.ACCEPTED
    assert desk.sees(till.hub.issue(2, scope=Scope.ANY)) is Glance.ACCEPTED
    desk.happens(SettingsChanged(auto_accept_max=Tiyn(49_999)))
    assert desk.sees(till.hub.issue(3)) is Glance.OFFER


def test_a_confirmation_of_what_is_no_longer_seen_does_nothing(
    till: Till, desk: AtTheCounter
) -> None:
    """Another guest's voucher came before the camera while the cashier reached for the key."""
    desk.sees(till.hub.issue(1))
    seen = desk.view.number
    assert desk.sees(till.hub.issue(2)) is Glance.OFFER
    for late in (Confirmed(seen), Declined(seen), UndoAsked(seen), Dismissed(seen)):
        assert desk.happens(late) is Glance.OFFER
    assert till.hub.asked == []
    desk.confirms()
    assert set(till.hub.redeemed) == {2}


def test_an_offer_that_nobody_answers_lapses(till: Till, desk: AtTheCounter) -> None:
    """And confirming it afterwards does nothing."""
    desk.sees(till.hub.issue(1))
    seen = desk.view.number
    assert desk.passes(OFFERED_S) is Glance.IDLE
    assert desk.happens(Confirmed(seen)) is Glance.IDLE
    assert till.hub.asked == []


def test_without_the_line_the_lease_decides_and_the_face_says_so(
    till: Till, desk: AtTheCounter
) -> None:
    """Accepted alone is said, with no undo; what the lease does not allow stays good."""
    till.hub.silent = True
    desk.sees(till.hub.issue(1))
    assert desk.confirms() is Glance.ACCEPTED
    assert desk.says() is Says.ACCEPTED_ALONE
    assert Act.UNDO not in desk.view.acts
    desk.sees(till.hub.issue(2, scope=Scope.ANY))
    assert desk.confirms() is Glance.REFUSED
    assert desk.says() is Says.NEEDS_HUB


def test_the_same_code_within_half_a_minute_is_neutral(till: Till, desk: AtTheCounter) -> None:
    """At any scope; later it was used, and when is said."""
    for number, scope in enumerate((Scope.SHOP, Scope.ANY), start=1):
        code = till.hub.issue(number, scope=scope)
        desk.sees(code)
        desk.confirms()
        at = till.hub_clock.now()
        desk.passes(HELD_S)
        assert desk.sees(code) is Glance.JUST_ACCEPTED
        assert (desk.says(), desk.view.saying.facts["at"]) == (Says.JUST_ACCEPTED, at)
        assert desk.view.hand_over is None
        till.passes(JUST_S + 1)
        desk.passes(HELD_S)
        assert desk.sees(code) is Glance.USED
        assert (desk.says(), desk.view.saying.facts["when"]) == (Says.ALREADY_HERE, at)
        assert desk.view.sound is Sound.USED
    assert len(desk.greens()) == 2


def test_a_phone_held_too_long_takes_no_green_light_away(till: Till, desk: AtTheCounter) -> None:
    """Nor does the receipt that comes to lie before the camera; a scanner is meant."""
    code = till.hub.issue(1)
    desk.sees(code)
    desk.confirms()
    green = desk.view.number
    desk.sees(code)
    desk.sees("https://example.kz")
    assert desk.view.number == green
    assert desk.happens(Seen(code, from_camera=False)) is Glance.JUST_ACCEPTED


def test_a_poster_takes_no_offer_away(till: Till, desk: AtTheCounter) -> None:
    """What is offered stays until it is answered, or another voucher comes."""
    code = till.hub.issue(1)
    desk.sees(code)
    offer = desk.view
    for text in (code, "WIFI:S:guest;;", "", "https://example.kz"):
        desk.sees(text)
        assert desk.view == offer


@pytest.mark.parametrize(
    ("refusal", "says"),
    [
        (Refusal.EXPIRED, Says.EXPIRED),
        (Refusal.CANCELLED, Says.CANCELLED),
        (Refusal.NOT_FOUND, Says.UNKNOWN),
        (Refusal.WRONG_SHOP, Says.WRONG_SHOP),
        (Refusal.WRONG_SHORT_CODE, Says.WRONG_SHORT_CODE),
        (Refusal.TOO_MANY_ATTEMPTS, Says.TOO_MANY_ATTEMPTS),
        (Refusal.SUSPENDED, Says.REFUSED),
    ],
)
def test_the_hub_s_no_is_red_and_sounds_otherwise(
    till: Till, desk: AtTheCounter, refusal: Refusal, says: Says
) -> None:
    """Each in one sentence."""
    till.hub.issue(12)
    assert desk.types("0000-0012") is Glance.OFFER
    till.hub.refusal = HubRefused(refusal, "no")
    assert desk.confirms() is Glance.REFUSED
    assert (desk.says(), desk.view.sound) == (says, Sound.NO)
    assert till.counter.spent_count() == 0


def test_taken_at_another_till_is_used(till: Till, desk: AtTheCounter) -> None:
    """Where and when is said, as far as the hub tells it."""
    desk.sees(till.hub.issue(1))
    till.hub.refusal = HubRefused(Refusal.ALREADY_REDEEMED, "at another till")
    assert desk.confirms() is Glance.USED
    assert desk.says() is Says.ALREADY_USED
    till.hub.refusal = None
    desk.sees(till.hub.issue(2))
    taken = TakenElsewhere("Абай 10", NOON)
    till.hub.refusal = HubRefused(Refusal.ALREADY_REDEEMED, "at another till", None, taken)
    assert desk.confirms() is Glance.USED
    assert desk.says() is Says.ALREADY_ELSEWHERE
    assert dict(desk.view.saying.facts) == {"when": NOON, "shop": "Абай 10"}


def test_forged_foreign_and_damaged_codes_are_told_without_the_hub(
    till: Till, desk: AtTheCounter
) -> None:
    """Red, with a different sound, and nobody is asked to confirm them."""
    code = till.hub.issue(1)
    forged = code[:-2] + ("A" if code[-2] != "A" else "B") + code[-1]
    till.hub.shop = type(till.hub.shop)(99)
    foreign = till.hub.issue(2)
    for text, says in (
        (forged, Says.FORGED),
        (foreign, Says.WRONG_SHOP),
        ("I" + code[1:], Says.TOO_OLD),
        ("E" + "P" * 37, Says.UNKNOWN),
    ):
        assert desk.sees(text) is Glance.REFUSED
        assert (desk.says(), desk.view.sound) == (says, Sound.NO)
    assert till.hub.asked == []


def test_cancelled_and_expired_are_told_when_the_hub_has_said_so(
    till: Till, desk: AtTheCounter
) -> None:
    """By the hub's own word and time, not by this computer's clock."""
    cancelled, old = till.hub.issue(1), till.hub.issue(2, hours=1)
    till.clock.time = UnixTime(NOON + DAY_S)
    assert desk.sees(old) is Glance.OFFER, "this computer's clock is a day off"
    desk.happens(Declined(desk.view.number))
    desk.passes(HELD_S)
    till.clock.time = NOON
    till.passes(2 * 3600)
    till.hub.cancelled.append(1)
    till.sync()
    assert desk.sees(old) is Glance.REFUSED
    assert desk.says() is Says.EXPIRED
    assert desk.sees(cancelled) is Glance.REFUSED
    assert desk.says() is Says.CANCELLED


def test_a_short_code_is_offered_unnamed_and_named_when_taken(
    till: Till, desk: AtTheCounter
) -> None:
    """Only the hub knows what it is."""
    till.hub.issue(12)
    assert desk.types("0000 0012") is Glance.OFFER
    assert desk.says() is Says.OFFERED_UNNAMED
    assert desk.confirms() is Glance.ACCEPTED
    assert desk.view.hand_over == WORDS


def test_part_payment_needs_the_receipt_s_total(till: Till, desk: AtTheCounter) -> None:
    """Typed in tenge; what is no amount is said, and the offer stays."""
    assert desk.sees(till.hub.issue(1, version=2)) is Glance.OFFER
    assert desk.says() is Says.OFFERED_FOR_TOTAL
    assert Act.TYPE_TOTAL in desk.view.acts
    assert desk.confirms() is Glance.OFFER, "without a total there is nothing to confirm"
    assert desk.happens(TotalTyped("much", desk.view.number)) is Glance.OFFER
    assert desk.says() is Says.TOTAL_UNREADABLE
    assert desk.happens(TotalTyped("1 250,5", desk.view.number)) is Glance.ACCEPTED
    assert till.hub.asked[-1].receipt_total == 1_250_50


def test_a_short_code_of_a_part_payment_asks_for_the_total_afterwards(
    till: Till, desk: AtTheCounter
) -> None:
    """The hub says that it needs one: the same code is asked about again, with it."""
    till.hub.issue(12, version=2)
    desk.types("00000012")
    till.hub.refusal = HubRefused(Refusal.RECEIPT_TOTAL_NEEDED, "a total")
    assert desk.confirms() is Glance.OFFER
    assert desk.says() is Says.OFFERED_FOR_TOTAL
    till.hub.refusal = None
    assert desk.happens(TotalTyped("900", desk.view.number)) is Glance.ACCEPTED
    assert (till.hub.asked[-1].short_code, till.hub.asked[-1].receipt_total) == ("00000012", 90_000)
