"""Member cards at the counter: laid down for one receipt, spent by choice and PIN alone."""

from pathlib import Path
from tempfile import TemporaryDirectory

import hypothesis.strategies as st
import pytest
from hypothesis import given, settings

from agent.core.card_events import (
    CardDropped,
    CardPinTyped,
    Chosen,
    SpendAsked,
)
from agent.core.counter_cards import CARD_S, CHOOSING_S
from agent.core.counter_events import (
    Declined,
    Event,
    Locked,
    ReceiptPrinted,
    Seen,
    UndoAsked,
    Unlocked,
)
from agent.core.counter_sayings import Says
from agent.core.counter_view import HELD_S, Act, Glance, view_json
from agent.core.hub_words import HubRefused, PinTries
from contracts.wire.card import Card, seal
from contracts.wire.card_spending import CardChoice
from contracts.wire.refusals import Refusal
from contracts.wire.units import KeyId, Points, Tiyn
from tests.agent.core.counters import AtTheCounter, stocked_till
from tests.agent.core.vouchers import Till
from tests.fakes.hub import WORDS

CODE, OTHER = (seal(Card(KeyId(0), it), bytes(32)) for it in (123_456_789, 987_654_321))
PIN = "4071"
MEMORY = Path("/dev/shm")  # noqa: S108 - synced commits: no disk where there is none
CROISSANT = CardChoice(1, None, WORDS, Tiyn(50_000), Points(500))
HELD = CardChoice(1, 77, WORDS, Tiyn(50_000), Points(0))


@pytest.fixture
def card(till: Till, desk: AtTheCounter) -> AtTheCounter:
    """Return a counter at which a card lies whose member can have two things."""
    till.hub.choices_of[CODE] = (HELD, CROISSANT)
    desk.sees(CODE)
    desk.passes(HELD_S)
    return desk


def asked_for(desk: AtTheCounter, key: str = "2", pin: str = PIN) -> Glance:
    """Choose and type a PIN."""
    desk.happens(SpendAsked(desk.view.number))
    desk.happens(Chosen(key, desk.view.number))
    return desk.happens(CardPinTyped(pin, desk.view.number))


def test_a_card_lies_until_one_receipt_takes_it(desk: AtTheCounter) -> None:
    """It is named by the end of its number alone; the receipt after it is nobody's."""
    assert desk.sees(CODE) is Glance.CARD
    assert desk.says() is Says.CARD_LAID
    laid = desk.view.card
    assert laid is not None
    shown = view_json(desk.view, "ru")
    assert shown["card"] == "Карта ···789 → следующий чек"
    assert CODE not in repr(shown)
    assert CODE not in repr(desk.view)
    assert "123" not in repr(shown)
    desk.passes(HELD_S)
    assert desk.view.glance is Glance.IDLE
    assert desk.view.card == laid
    assert {Act.SPEND, Act.DROP_CARD} <= desk.view.acts
    desk.happens(ReceiptPrinted(Tiyn(50_000), "17", laid.laid))
    assert desk.says() is Says.CARD_TOOK
    assert not {Act.SPEND, Act.DROP_CARD} & desk.view.acts


def test_another_receipt_takes_nothing_and_another_card_replaces(desk: AtTheCounter) -> None:
    """A sale stored before the card was there leaves it; the same card again lies on."""
    desk.sees(CODE)
    first = desk.view.card
    desk.happens(ReceiptPrinted(Tiyn(50_000), "17", None))
    assert desk.view.card == first
    desk.passes(HELD_S)
    desk.sees(CODE)
    assert first is not None
    assert desk.view.card is not None
    assert (desk.view.card.laid, desk.view.card.until > first.until) == (first.laid, True)
    desk.sees(OTHER)
    assert desk.view.card.number == 987_654_321
    assert desk.view.card.laid == first.laid + 1


def test_a_card_goes_by_key_by_time_and_by_lock(desk: AtTheCounter) -> None:
    """Nobody else's receipt gets it; each time the page says so, but for a locked till."""
    desk.sees(CODE)
    desk.happens(CardDropped(desk.view.number))
    assert (desk.says(), desk.view.card) == (Says.CARD_REMOVED, None)
    desk.passes(HELD_S)
    desk.sees(CODE)
    desk.passes(CARD_S)
    assert (desk.says(), desk.view.card) == (Says.CARD_FORGOTTEN, None)
    desk.passes(HELD_S)
    desk.sees(CODE)
    desk.happens(Locked())
    assert desk.view.card is None
    desk.sees(CODE)
    assert (desk.says(), desk.view.card) == (Says.LOCKED_NOW, None)


@pytest.mark.parametrize(
    ("refusal", "says"),
    [(Refusal.CARD_BLOCKED, Says.CARD_IS_BLOCKED), (Refusal.FORGED, Says.CARD_UNKNOWN),
     (Refusal.NOT_FOUND, Says.CARD_UNKNOWN), (Refusal.SUSPENDED, Says.CARD_IS_BLOCKED)],
)  # fmt: skip
def test_a_bad_card_does_not_lie_there_once_the_hub_is_asked(
    till: Till, desk: AtTheCounter, refusal: Refusal, says: Says
) -> None:
    """The next receipt gets its slip instead; without a line nobody knows, and it lies."""
    till.hub.bad_cards[CODE] = refusal
    assert desk.sees(CODE) is Glance.REFUSED
    assert (desk.says(), desk.view.card) == (says, None)
    desk.passes(HELD_S)
    till.hub.silent = True
    assert desk.sees(CODE) is Glance.CARD
    assert desk.view.card is not None


def test_a_reward_is_chosen_and_taken_for_the_pin(till: Till, card: AtTheCounter) -> None:
    """Green, on disk and in the chain as any voucher is; the card still earns; undo works."""
    card.happens(SpendAsked(card.view.number))
    assert (card.says(), card.view.choices) == (Says.CARD_CHOICES, (HELD, CROISSANT))
    assert view_json(card.view, "ru")["sentence"] == "Что выберет гость? Баллов: 730"
    assert card.view.acts == {Act.CHOOSE, Act.REFUSE, Act.REPRINT}
    card.happens(Chosen("2", card.view.number))
    assert (card.says(), card.view.hand_over) == (Says.CARD_PIN, WORDS)
    assert card.view.acts == {Act.TYPE_CARD_PIN, Act.REFUSE, Act.REPRINT}
    assert card.happens(CardPinTyped(PIN, card.view.number)) is Glance.ACCEPTED
    (asked,) = till.hub.spent
    assert (asked.reward, asked.voucher, asked.code) == (1, None, CODE)
    assert till.kinds()[-1] == "redemption"
    assert till.counter.spent_count() == 1
    assert card.view.card is not None
    card.happens(UndoAsked(card.view.number))
    assert card.says() is Says.TAKEN_BACK
    card.passes(HELD_S)
    assert asked_for(card, "1") is Glance.ACCEPTED
    assert till.hub.spent[-1].voucher == 77


def test_a_wrong_pin_is_asked_again_and_then_waits(till: Till, card: AtTheCounter) -> None:
    """What is left is said; a wait and a block end it; what is no PIN never goes out."""
    assert asked_for(card, pin="9157") is Glance.CARD
    assert (card.says(), card.view.saying.facts) == (Says.CARD_WRONG_PIN, {"left": 7})
    card.happens(CardPinTyped("12", card.view.number))
    assert card.says() is Says.CARD_PIN_FORM
    assert len(till.hub.spent) == 1
    till.hub.pin_no = HubRefused(Refusal.WRONG_PIN, "no", pin=PinTries(5, 60))
    card.happens(CardPinTyped("9157", card.view.number))
    assert (card.says(), card.view.saying.facts) == (Says.CARD_PIN_WAIT, {"seconds": 60})
    till.hub.pin_no = HubRefused(Refusal.PIN_BLOCKED, "no", pin=PinTries(0))
    card.passes(HELD_S)
    assert asked_for(card, pin="9157") is Glance.REFUSED
    assert card.says() is Says.CARD_PIN_BLOCKED
    assert till.counter.spent_count() == 0
    assert card.greens() == []
    assert "9157" not in repr(card.wished)
    assert "9157" not in repr(card.views)


def test_without_a_line_nothing_is_spent_and_a_lost_answer_is_one_reward(
    till: Till, card: AtTheCounter
) -> None:
    """The same choice again asks under the same id, whatever happened to the answer."""
    till.hub.silent = True
    card.happens(SpendAsked(card.view.number))
    assert card.says() is Says.CARD_NEEDS_HUB
    till.hub.silent = False
    card.passes(HELD_S)
    card.happens(SpendAsked(card.view.number))
    card.happens(Chosen("2", card.view.number))
    till.hub.deaf = True
    card.happens(CardPinTyped(PIN, card.view.number))
    assert card.says() is Says.CARD_UNSURE
    till.hub.deaf = False
    card.passes(HELD_S)
    assert asked_for(card) is Glance.ACCEPTED
    assert len({it.id for it in till.hub.spent}) == 1
    assert len(till.hub.redeemed) == 1
    card.passes(HELD_S)
    assert asked_for(card) is Glance.ACCEPTED
    assert len(till.hub.redeemed) == 2


def test_choices_end_by_escape_and_by_time(till: Till, card: AtTheCounter) -> None:
    """Nothing was asked of the hub but what there is."""
    card.happens(SpendAsked(card.view.number))
    card.happens(Chosen("9", card.view.number))
    assert card.says() is Says.CARD_CHOICES
    card.happens(Declined(card.view.number))
    assert card.says() is Says.LEFT_ALONE
    card.passes(HELD_S)
    card.happens(SpendAsked(card.view.number))
    card.happens(Seen(till.hub.issue(1)))
    assert card.says() is Says.CARD_CHOICES, "a code behind the guest takes nothing away"
    card.passes(CHOOSING_S)
    assert card.view.glance is Glance.IDLE
    assert till.hub.spent == []
    till.hub.choices_of.clear()
    card.happens(SpendAsked(card.view.number))
    assert card.says() is Says.CARD_NOTHING


ACTS = st.sampled_from(
    ["card", "other", "spend", "1", "2", "right", "wrong", "esc", "drop", "undo", "lock",
     "silent", "deaf", "up", "wait", "long"]
)  # fmt: skip


def act_of(desk: AtTheCounter, act: str) -> Event:
    """Return what somebody does at the counter."""
    number = desk.view.number
    events: dict[str, Event] = {
        "card": Seen(CODE), "other": Seen(OTHER), "spend": SpendAsked(number),
        "1": Chosen("1", number), "2": Chosen("2", number),
        "right": CardPinTyped(PIN, number), "wrong": CardPinTyped("9157", number),
        "esc": Declined(number), "drop": CardDropped(number), "undo": UndoAsked(number),
        "lock": Locked() if not desk.view.locked else Unlocked(None),
    }  # fmt: skip
    return events[act]


@settings(max_examples=60, deadline=None)
@given(st.lists(ACTS, max_size=30))
def test_no_schedule_spends_without_the_pin(acts: list[str]) -> None:
    """Each green light, each redemption at the hub and each event is a right PIN's, once."""
    with (
        TemporaryDirectory(dir=MEMORY if MEMORY.is_dir() else None) as folder,
        stocked_till(Path(folder)) as till,
    ):
        desk = AtTheCounter(till.redeeming)
        till.hub.choices_of = {CODE: (CROISSANT,), OTHER: (CROISSANT, HELD)}
        right = 0
        for act in ("card", *acts):
            asked = len(till.hub.spent)
            wanted = Act.TYPE_CARD_PIN in desk.view.acts
            if act in {"silent", "deaf", "up"}:
                till.hub.silent, till.hub.deaf = act == "silent", act == "deaf"
            elif act in {"wait", "long"}:
                desk.passes(HELD_S if act == "wait" else CARD_S)
            else:
                desk.happens(act_of(desk, act))
            right += wanted and act == "right"
            assert len(till.hub.spent) - asked <= (wanted and act in {"right", "wrong"})
            assert len(till.hub.redeemed) <= right
            assert len(desk.greens()) <= right
        spent = {it.id for it in till.hub.spent if it.pin == PIN}
        assert {by for by, _ in till.hub.redeemed.values()} <= spent
