"""The face's words: every saying in three languages, short, and with its facts."""

import string
from dataclasses import replace
from itertools import product

import pytest

from agent.core import counter_words
from agent.core.counter_asides import ASIDES
from agent.core.counter_cards_said import CARDS
from agent.core.counter_sayings import Saying, Says
from agent.core.counter_sentences import VOUCHERS
from agent.core.counter_view import (
    Act,
    CounterView,
    DeviceState,
    Footer,
    Glance,
    LineState,
    Sound,
    Unmatched,
    view_json,
)
from agent.core.slip_texts import Language
from contracts.wire.units import Tiyn, UnixTime
from contracts.wire.wording import Wording

AT = UnixTime(1_795_000_000)
"""2026-11-18, 11:06:40 UTC: 16:06:40 in Almaty."""
FACTS: dict[str, str | int] = {
    "at": AT,
    "when": AT,
    "until": AT,
    "total": 1_250_000,
    "host": "example.kz",
    "refusal": "suspended",
    "seconds": 30,
    "left": 7,
    "points": 1_521,
    "end": "789",
    "shop": "Тәтті",
}
LONGEST = 60
"""Characters of a sentence, and of what to do: two lines at the size that reads from two metres."""
GAP = "\N{NO-BREAK SPACE}"
KAZAKH_ONLY = set("әғқңөұүһіӘҒҚҢӨҰҮҺІ")


@pytest.mark.parametrize(("says", "spoken"), list(product(Says, Language)))
def test_every_saying_has_its_words(says: Says, spoken: Language) -> None:
    """A sentence, and what to do; no full stop at the end of a sign, no braces left."""
    for text in counter_words.words(Saying(says, FACTS), spoken):
        assert len(text) <= LONGEST
        assert text == text.strip()
        assert not set("{}") & set(text)
        assert not text.endswith(".")
    assert counter_words.words(Saying(says, FACTS), spoken)[0]


def test_what_is_unsure_or_withdrawn_says_in_each_language_what_to_do() -> None:
    """Nothing is handed over; and an old seal, which the app renews, is not this till's fault."""
    nothing = ("ермеңіз", "е выдавайте", "and over nothing")
    app = ("ваучерді қайта аш", "откроет ваучер заново", "opens the voucher again")
    for spoken, no, renewed in zip(Language, nothing, app, strict=True):
        assert no in counter_words.words(Saying(Says.UNSURE), spoken)[1]
        assert renewed in counter_words.words(Saying(Says.REVOKED), spoken)[1]


def test_each_language_is_written_in_its_own_letters() -> None:
    """No Kazakh letter strays into Russian, no Cyrillic into English, and all three differ."""
    for says, (kk, ru, en) in {**VOUCHERS, **ASIDES, **CARDS}.items():
        assert not KAZAKH_ONLY & set("".join(ru)), says
        assert all(it in string.printable + "…·" for it in "".join(en)), says
        assert len({kk[0], ru[0], en[0]}) == 3, says
    labels = [*counter_words.GLANCES.values(), *counter_words.ACTS.values()]
    for it in labels:
        assert not KAZAKH_ONLY & set(it[Language.RUSSIAN])
        assert it[Language.ENGLISH].isascii()


def test_every_glance_and_act_has_its_word() -> None:
    """In three languages."""
    assert set(counter_words.GLANCES) == {it.value for it in Glance}
    assert set(counter_words.ACTS) == {it.value for it in Act}


def test_facts_are_said_as_people_here_write_them() -> None:
    """Money with its sign, times of the shop's own clock."""
    assert counter_words.money(Tiyn(935_00)) == f"935{GAP}₸"
    assert counter_words.money(Tiyn(12_500_05)) == f"12{GAP}500,05{GAP}₸"
    just = Saying(Says.JUST_ACCEPTED, {"at": AT})
    assert counter_words.words(just, Language.RUSSIAN)[0] == "Только что принят: 16:06:40"
    used = Saying(Says.ALREADY_HERE, {"when": AT})
    assert counter_words.words(used, Language.ENGLISH)[0].endswith(": 18.11 16:06")


def test_what_a_code_says_is_no_pattern() -> None:
    """Braces in a fact stay what they are."""
    said = counter_words.words(Saying(Says.IS_LINK, {"host": "{when}"}), Language.ENGLISH)
    assert said[0] == "No voucher: a link to {when}"


@pytest.mark.parametrize("spoken", list(Language))
def test_the_page_gets_all_its_words(spoken: Language) -> None:
    """In the language asked for, and what is left of the time."""
    title = Wording("Тәтті тоқаш", "Круассан", "Croissant")
    view = CounterView(
        number=7,
        glance=Glance.ACCEPTED,
        saying=Saying(Says.ACCEPTED),
        since=100.0,
        until=105.0,
        hand_over=title,
        ring_up=title,
        value=Tiyn(500_00),
        acts=frozenset({Act.UNDO, Act.NEXT}),
        line=LineState.OFFLINE,
        queued=3,
        cashier="Айгүл",
        footer=Footer(
            "Касса 2", DeviceState.READY, DeviceState.TROUBLE, AT, camera=DeviceState.NONE
        ),
        unmatched=(Unmatched(5, title, None, AT),),
        sound=Sound.OK,
    )
    page = view_json(view, spoken.value, 101.5)
    assert (page["number"], page["glance"], page["sound"]) == (7, "accepted", "ok")
    assert page["hand_over"] == getattr(title, spoken.value)
    assert page["value"] == f"500{GAP}₸"
    assert (page["left_ms"], page["hold_ms"]) == (3500, 5000)
    assert page["acts"] == ["next", "undo"]
    assert "3" in page["footer"][3]["text"]
    assert [(it["what"], it["good"]) for it in page["footer"]] == [
        ("till", None),
        ("printer", True),
        ("scanner", False),
        ("line", False),
        ("keys", True),
    ]
    assert page["unmatched"] == [{"at": "16:06:40", "hand_over": page["hand_over"], "value": None}]
    assert page["unmatched_word"].endswith("1")


def test_an_empty_view_has_no_time_and_no_sound() -> None:
    """And a language that is none is an error of ours."""
    page = view_json(CounterView(0, Glance.IDLE, Saying(Says.READY), 0.0), "kk")
    assert (page["left_ms"], page["hold_ms"], page["sound"]) == (None, None, None)
    assert page["footer"][4]["good"] is None
    with pytest.raises(ValueError, match="de"):
        view_json(CounterView(0, Glance.IDLE, Saying(Says.READY), 0.0), "de")


READY, TROUBLE, NONE = DeviceState.READY, DeviceState.TROUBLE, DeviceState.NONE


@pytest.mark.parametrize(
    ("camera", "scanner", "online", "alone"),
    [
        (READY, READY, Says.READY, Says.ALONE_TO_SHOW),
        (READY, NONE, Says.READY, Says.ALONE_TO_SHOW),
        (TROUBLE, READY, Says.READY_TO_SCAN, Says.ALONE_TO_SCAN),
        (NONE, READY, Says.READY_TO_SCAN, Says.ALONE_TO_SCAN),
        (TROUBLE, TROUBLE, Says.READY_TO_TYPE, Says.WAITS_FOR_READER),
        (TROUBLE, NONE, Says.READY_TO_TYPE, Says.WAITS_FOR_READER),
        (NONE, NONE, Says.READY_TO_TYPE, Says.WAITS_FOR_READER),
    ],
)
def test_at_rest_it_advises_what_can_be_done(
    camera: DeviceState, scanner: DeviceState, online: Says, alone: Says
) -> None:
    """No camera that is not there; no digits that nobody takes; nothing at all without keys."""
    footer = Footer(scanner=scanner, keys_until=AT, camera=camera)
    rest = CounterView(0, Glance.IDLE, Saying(Says.READY), 0.0, footer=footer)
    said = [
        view_json(it, "ru")["saying"]
        for it in (
            rest,
            replace(rest, line=LineState.ONLINE),
            replace(rest, line=LineState.OFFLINE),
            replace(rest, line=LineState.OFFLINE, footer=replace(footer, keys_until=None)),
        )
    ]
    assert said == [online, online, alone, Says.WAITS_FOR_LINE]


@pytest.mark.parametrize(
    ("camera", "scanner", "named"),
    [
        (TROUBLE, NONE, ["Камера: сбой"]),
        (READY, TROUBLE, ["Камера: готова", "Сканер: сбой"]),
        (NONE, READY, ["Сканер: готов"]),
        (NONE, NONE, ["Сканер: не подключён"]),
    ],
)
def test_the_footer_calls_each_device_by_its_name(
    camera: DeviceState, scanner: DeviceState, named: list[str]
) -> None:
    """A camera is no scanner; what is not set up is said only where nothing else reads."""
    footer = Footer(scanner=scanner, camera=camera)
    page = view_json(CounterView(0, Glance.IDLE, Saying(Says.READY), 0.0, footer=footer), "ru")
    reading = [it["text"] for it in page["footer"] if it["what"] in {"camera", "scanner"}]
    assert reading == named
