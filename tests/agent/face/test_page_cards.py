"""The cashier's page with a member card: seen, chosen by key or finger, a PIN that is not shown."""

from dataclasses import replace
from itertools import product
from pathlib import Path
from typing import Any, Final

import pytest

from agent.core.card_at_hand import CardAtHand
from agent.core.counter_sayings import Saying, Says
from agent.core.counter_view import Act, CounterView, Glance, LineState, Sound
from agent.core.slip_texts import Language
from agent.face.server import FaceServer
from contracts.wire.card import Card, seal
from contracts.wire.card_spending import CardChoice
from contracts.wire.units import KeyId, Points, Tiyn
from contracts.wire.wording import Wording
from tests.agent.face.test_page import CUT, PICTURES, SMALL, STRIP, WINDOW, Desk
from tests.agent.face.views import ALWAYS, CAKE, IDLE, LONG, NOW, VIEWS, Counter
from tests.chromium import PERSON_S, Window
from tests.contrast import CONTRAST

CARD: Final = CardAtHand(1, seal(Card(KeyId(0), 123_456_789), bytes(32)), NOW + 300)
TEA: Final = Wording(kk="Үлкен шай", ru="Чай большой", en="Large tea")
CHOICES: Final = (
    CardChoice(1, 77, TEA, Tiyn(60_000), Points(0)),
    CardChoice(2, None, CAKE, Tiyn(93_500), Points(900)),
    CardChoice(3, None, LONG, None, Points(1_521)),
)
WITH: Final = replace(IDLE, card=CARD, acts=ALWAYS | {Act.SPEND, Act.DROP_CARD})
_SAID: Final = replace(WITH, glance=Glance.CARD, until=NOW + 5, acts=WITH.acts | {Act.NEXT})
_PIN: Final = replace(
    WITH, glance=Glance.CARD, until=NOW + 60, hand_over=CAKE, value=Tiyn(93_500),
    acts=frozenset({Act.TYPE_CARD_PIN, Act.REFUSE, Act.REPRINT}),
)  # fmt: skip
_CHOOSE: Final = Saying(Says.CARD_CHOICES, {"points": 1_730})
END: Final[dict[str, str | int]] = {"end": "789"}
CARDS: Final[dict[str, CounterView]] = {
    "laid": replace(_SAID, saying=Saying(Says.CARD_LAID, END), sound=Sound.ATTENTION),
    "lies": WITH,
    "offline": replace(WITH, line=LineState.OFFLINE, queued=3),
    "took": replace(
        _SAID, card=None, saying=Saying(Says.CARD_TOOK, END | {"total": 93_500}),
        acts=ALWAYS | {Act.NEXT},
    ),
    "choices": replace(
        WITH, glance=Glance.CARD, saying=_CHOOSE, until=NOW + 60,
        choices=CHOICES, acts=frozenset({Act.CHOOSE, Act.REFUSE, Act.REPRINT}),
    ),
    "many": replace(
        WITH, glance=Glance.CARD, saying=_CHOOSE, until=NOW + 60,
        choices=(CHOICES * 3)[:9], acts=frozenset({Act.CHOOSE, Act.REFUSE, Act.REPRINT}),
    ),
    "pin": replace(_PIN, saying=Saying(Says.CARD_PIN)),
    "wrong": replace(_PIN, saying=Saying(Says.CARD_WRONG_PIN, {"left": 7}), sound=Sound.NO),
    "wait": replace(
        _SAID, glance=Glance.STAFF, saying=Saying(Says.CARD_PIN_WAIT, {"seconds": 60}),
        sound=Sound.NO,
    ),
    "blocked": replace(
        _SAID, card=None, glance=Glance.REFUSED, saying=Saying(Says.CARD_IS_BLOCKED),
        sound=Sound.NO, acts=ALWAYS | {Act.NEXT},
    ),
    "accepted": replace(VIEWS["accepted"], card=CARD),
}  # fmt: skip
KEPT: Final = (
    ("laid", "ru"), ("lies", "kk"), ("took", "kk"), ("choices", "ru"), ("pin", "kk"),
    ("wrong", "ru"), ("wait", "kk"), ("blocked", "ru"), ("offline", "en"),
)  # fmt: skip
_CUT_CHOICES: Final = """[...document.querySelectorAll("#choices button, #card")].filter((it) => {
  const at = it.getBoundingClientRect();
  const isCut = at.bottom > innerHeight || at.right > innerWidth || at.height < 24;
  return it.textContent !== "" && at.width > 0 && isCut;
}).map((it) => it.textContent)"""


@pytest.fixture
def desk(counter: Counter, server: FaceServer, chromium: Window) -> Desk:
    """Return a desk that knows of cards."""
    chromium.asked.clear()
    chromium.complaints.clear()
    return Desk(counter, server, chromium, {**VIEWS, **CARDS})


def test_a_card_is_seen_in_every_state_size_and_language(desk: Desk) -> None:
    """Whose the next receipt is stands there till it is taken; nothing is cut, all inks differ."""
    places = (("/", WINDOW, "kk"), ("/", SMALL, "ru"), ("/strip", STRIP, "en"), ("/", SMALL, "kk"))
    for (place, size, language), name in product(places, CARDS):
        if name == "laid":
            desk.sits(name, language, place, size=size)
        desk.turns(name, language)
        where = (name, language, size)
        seen = desk.page.says("document.body.innerText")
        assert ("···789" in seen) == (CARDS[name].card is not None or name == "took"), where
        assert desk.page.says(CUT) == [], where
        assert desk.page.says(_CUT_CHOICES) == [], where
        worst = min(desk.page.says(CONTRAST), key=lambda it: float(it[1]))
        assert worst[1] >= 4.5, (where, worst)
    assert desk.page.complaints == []


def test_a_choice_is_made_by_number_and_enter_or_by_finger(desk: Desk) -> None:
    """The number alone chooses nothing; another one takes its place; escape leaves it."""
    desk.sits("choices", "ru")
    typed(desk, "2")
    desk.still()
    assert desk.page.says("document.querySelector('[aria-current] b').textContent") == CAKE.ru
    typed(desk, "1")
    desk.page.press("Enter", pace_s=PERSON_S)
    assert did(desk) == ("choose", "1")
    desk.page.says("document.querySelectorAll('#choices button')[2].click()")
    assert did(desk) == ("choose", "3")
    desk.page.press("Escape")
    assert did(desk)[0] == "refuse"


def test_the_pin_is_typed_and_never_shown(desk: Desk) -> None:
    """Dots for digits; six at most; wrong ones are answered where the next is typed."""
    desk.sits("pin", "ru")
    typed(desk, "40719999")
    assert desk.page.says("document.getElementById('entry-typed').textContent") == "●●●●●●"
    assert "4071" not in desk.page.says("document.documentElement.outerHTML")
    desk.page.press("Backspace", "Backspace", "Enter", pace_s=PERSON_S)
    assert did(desk) == ("type_card_pin", "4071")
    desk.turns("wrong", "ru")
    title = desk.page.says("document.getElementById('entry-title').textContent")
    assert title == "PIN-код неверный. Осталось попыток: 7"
    assert desk.page.says("document.getElementById('entry-typed').textContent") == "–"
    assert desk.page.says("document.getElementById('word').textContent") == CAKE.ru
    desk.page.press("Escape")
    assert did(desk)[0] == "refuse"


def test_two_keys_spend_and_put_away(desk: Desk) -> None:
    """F7 and F6, only while a card lies there."""
    desk.sits("lies", "ru")
    desk.page.press("F7")
    assert did(desk)[0] == "spend"
    desk.page.press("F6")
    assert did(desk)[0] == "drop_card"
    desk.turns("idle", "ru")
    desk.page.press("F6", "F7")
    desk.still()


def test_pictures_of_cards_are_kept(desk: Desk, tmp_path: Path, *, full: bool) -> None:
    """In full, docs/pictures/counter is made anew; else one is only taken."""
    folder = PICTURES if full else tmp_path
    for name, language in KEPT if full else KEPT[:1]:
        desk.sits(name, language, size=SMALL)
        if name == "choices":
            typed(desk, "2")
        if name == "pin":
            typed(desk, "4071")
        desk.page.says("new Promise((done) => setTimeout(done, 300))")
        desk.page.picture(folder / f"card-{name}-{language}.png")
    for name in ("lies", "choices") if full else ():
        desk.sits(name, "kk", "/strip", size=STRIP)
        desk.page.says("new Promise((done) => setTimeout(done, 300))")
        desk.page.picture(folder / f"card-strip-{name}-kk.png")
    assert all(it.stat().st_size > 2_000 for it in folder.glob("card-*.png"))
    assert set(Language) == {"kk", "ru", "en"}


def typed(desk: Desk, text: str) -> None:
    """Type as slowly as a person."""
    desk.page.press(*text, pace_s=PERSON_S)


def did(desk: Desk) -> tuple[str, Any]:
    """Return the act that the page handed on, and what was typed."""
    name, told = desk.did()
    return name, told.get("text")
