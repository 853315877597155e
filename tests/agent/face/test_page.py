"""The cashier's page in a real Chromium: what it shows, what its keys do, when it stops showing."""

import re
import time
from collections.abc import Mapping
from dataclasses import replace
from itertools import product
from pathlib import Path
from typing import Any, Final

import pytest

from agent.core.counter_asides import ASIDES
from agent.core.counter_cards_said import CARDS
from agent.core.counter_sayings import Saying, Says
from agent.core.counter_sentences import VOUCHERS
from agent.core.counter_view import CounterView, LineState, view_json
from agent.core.slip_texts import Language
from agent.face.server import FaceServer
from tests.agent.face.conftest import TOKEN
from tests.agent.face.views import NOW, VIEWS, Counter
from tests.chromium import PERSON_S, Window, window
from tests.contrast import CONTRAST
from tests.evidence import ROOT

LANGUAGES: Final = tuple(Language)
WINDOW, SMALL, SQUARE, STRIP = (1280, 800), (1024, 600), (1024, 740), (1024, 96)
PICTURES: Final = ROOT / "docs" / "pictures" / "counter"
KEPT: Final = (
    ("idle", "kk"), ("offline", "ru"), ("busy", "en"), ("offer", "kk"), ("accepted", "ru"),
    ("queued", "kk"), ("just_accepted", "kk"), ("refused", "ru"), ("used", "kk"), ("staff", "en"),
    ("locked", "ru"), ("wrong_pin", "kk"), ("pin_wait", "ru"), ("to_type", "ru"), ("waits", "kk"),
    ("unmatched", "kk"), ("slip", "kk"), ("slip_alone", "ru"),
)  # fmt: skip
CODE: Final = "AbCdEf-0_1234567890123456789012345678x"

_POINTED: Final = """document.querySelector('#pad [data-key="{key}"]').click()"""
_SIZES: Final = """(() => {
  const size = (id) => parseFloat(getComputedStyle(document.getElementById(id)).fontSize);
  return { word: size("word"), largest: size("largest"), least: innerHeight * .09 };
})()"""
_PLACES: Final = """["headline", "largest", "details", "hold", "acts"]
  .map((id) => [id, document.getElementById(id)])
  .map(([id, it]) => [id, Math.round(it.offsetTop), Math.round(it.offsetHeight)])
  .concat([["footer", document.querySelector("footer").offsetTop, 0]])"""
CUT: Final = """["word", "largest", "details", "acts"].filter((id) => {
  const it = document.getElementById(id);
  return it.checkVisibility({ visibilityProperty: true }) &&
    (it.scrollWidth > it.clientWidth + 1 || it.scrollHeight > it.clientHeight + 1);
}).concat([...document.querySelectorAll("#acts button")].filter((it) =>
  it.getBoundingClientRect().right > innerWidth || it.scrollWidth > it.clientWidth + 1)
  .map((it) => it.textContent))"""


class Desk:
    """The counter, its server and the window before the cashier."""

    def __init__(
        self,
        counter: Counter,
        server: FaceServer,
        page: Window,
        views: Mapping[str, CounterView] = VIEWS,
    ) -> None:
        self.counter, self.server, self.page, self.views = counter, server, page, views

    def sits(self, name: str, language: str = "kk", place: str = "/", **more: Any) -> None:
        """Open the window anew, with a state in a language."""
        width, height = more.get("size", WINDOW)
        self.page.call("Emulation.setEmulatedMedia", features=[])
        self.counter.turn(self.views[name])
        words = f"&lang={language}" + more.get("words", "")
        self.page.open(self.server.address(place) + words, width, height)
        self._shown(language)

    def turns(self, name: str, language: str = "kk", **other: Any) -> int:
        """Let the counter show another state, and wait until it is seen."""
        number = self.counter.turn(replace(self.views[name], **other))
        self.server.changed()
        self._shown(language)
        return number

    def did(self) -> tuple[str, dict[str, Any]]:
        """Return what the page handed on next."""
        until = time.monotonic() + 10
        while not self.counter.done and time.monotonic() < until:
            self.page.says("1")
        return self.counter.done.pop(0)

    def still(self) -> None:
        """Let a moment pass in which the page hands on nothing."""
        self.page.says("new Promise((done) => setTimeout(done, 400))")
        assert self.counter.done == []

    def _shown(self, language: str) -> None:
        view = view_json(self.counter.view, language)
        mark = f"{view['saying']} {view['glance']} {view['number']}"
        self.page.until(
            f"document.documentElement?.lang === '{language}' && [document.body?.dataset.saying,"
            f" document.body?.dataset.glance, document.body?.dataset.number].join(' ') === '{mark}'"
        )


@pytest.fixture
def desk(counter: Counter, server: FaceServer, chromium: Window) -> Desk:
    """Return a desk whose window has seen nothing yet."""
    chromium.asked.clear()
    chromium.complaints.clear()
    return Desk(counter, server, chromium)


def test_every_state_is_read_from_two_metres(desk: Desk, *, full: bool) -> None:
    """Word and what to hand over in letters of 9 % of the height, nothing cut, nothing moved."""
    windows = (WINDOW, SMALL, SQUARE)
    each = product(windows, LANGUAGES) if full else zip(windows, LANGUAGES, strict=True)
    for size, language in each:
        desk.sits("idle", language, size=size)
        places = desk.page.says(_PLACES)
        for name in VIEWS:
            desk.turns(name, language)
            where = (name, language, size)
            sizes = desk.page.says(_SIZES)
            assert sizes["word"] >= sizes["least"], where
            if name != "long":
                assert sizes["largest"] >= sizes["least"], where
            if VIEWS[name].hand_over is not None and name != "long":
                assert sizes["largest"] >= sizes["word"], where
            assert desk.page.says(CUT) == [], where
            if VIEWS[name].glance.value in {"idle", "busy", "accepted", "refused"}:
                assert desk.page.says(_PLACES) == places, where
    assert desk.page.complaints == []


def test_every_sentence_fits(desk: Desk, *, full: bool) -> None:
    """All that the face can say, in a host's whole length too; in full in every language."""
    every = (*VOUCHERS.values(), *ASIDES.values(), *CARDS.values())
    said = [it for three in every for two in three for it in two]
    facts: dict[str, str | int] = dict.fromkeys(re.findall(r"\{(\w+)\}", " ".join(said)), 30)
    facts |= {"at": NOW, "when": NOW, "value": 125_050, "refusal": "already_redeemed"}
    facts |= {"host": f"{'a-long-name.' * 4}example.kz"}
    pages = (("/", WINDOW), ("/", SMALL), ("/strip", STRIP))
    for (place, size), language in product(pages, LANGUAGES) if full else [(pages[1], "kk")]:
        desk.sits("staff", language, place, size=size)
        for says in Says:
            desk.turns("staff", language, saying=Saying(says, facts))
            where = (says, language, size)
            assert desk.page.says(CUT) == [], where
            sizes = desk.page.says(_SIZES)
            if place == "/" and says is not Says.IS_LINK:
                assert sizes["largest"] >= sizes["least"] * 0.9, where


def test_no_outside_host_is_asked(desk: Desk) -> None:
    """And the policy has nothing to complain of."""
    desk.sits("accepted")
    place = f"http://127.0.0.1:{desk.server.port}/"
    assert [it for it in desk.page.asked if not it.startswith(place)] == []
    assert TOKEN not in desk.page.says("location.href + document.cookie + history.length")
    assert desk.page.complaints == []


@pytest.mark.parametrize("place", ["/", "/strip"])
@pytest.mark.parametrize(("words", "least"), [("", 4.5), ("&contrast=more", 7.0)])
def test_every_ink_stands_out_from_its_ground(
    desk: Desk, place: str, words: str, least: float
) -> None:
    """WCAG AA (4.5:1) in every state for every text, whatever its size; AAA on request."""
    size = WINDOW if place == "/" else STRIP
    desk.sits("idle", "kk", place, size=size, words=words)
    for name in VIEWS:
        desk.turns(name)
        found = desk.page.says(CONTRAST)
        assert len(found) > 8
        assert [it for it in found if it[1] < least] == [], name


def test_queued_is_never_shown_as_accepted(desk: Desk) -> None:
    """What was taken without the hub says that it waits; without a line, how much waits."""
    band = "document.getElementById('queued').textContent"
    shown = "document.getElementById('queued').checkVisibility({visibilityProperty: true})"
    for place, size in (("/", WINDOW), ("/strip", STRIP)):
        desk.sits("accepted", "en", place, size=size)
        assert desk.page.says(band) == ""
        desk.turns("queued", "en")
        assert desk.page.says(f"{shown} && {band}") == "Queued, not sent yet"
        desk.turns("offline", "en")
        assert "7" in desk.page.says(f"{shown} && {band}")
        assert desk.page.says("document.getElementById('word').textContent") == "Offline"


def test_keys_alone_are_enough(desk: Desk) -> None:
    """Enter takes, Esc refuses, F2 F3 F4 do theirs; each names the view that was shown."""
    desk.sits("offer")
    for name, key, act in (
        ("offer", "Enter", "confirm"), ("offer", "Escape", "refuse"), ("accepted", "F3", "undo"),
        ("accepted", "Enter", "next"), ("used", "Escape", "next"), ("idle", "F2", "reprint"),
        ("idle", "F4", "lock"),
    ):  # fmt: skip
        number = desk.turns(name)
        desk.page.press(key)
        assert desk.did() == (act, {"number": number, "text": ""}), (name, key)
    desk.turns("busy")
    desk.page.press("Enter", "Escape", "F3")
    desk.still()


def test_an_enter_for_what_stood_there_before_confirms_nothing(desk: Desk) -> None:
    """Nor does one that comes with an offer, nor the Enter of a scanner."""
    desk.sits("idle")
    desk.page.says("new Promise((done) => setTimeout(done, 400))")
    desk.turns("offer")
    desk.page.press("Enter", since_s=-0.3)
    desk.still()
    desk.page.press(*"ABCD", "Enter")
    desk.still()
    desk.page.press("Enter")
    assert desk.did()[0] == "confirm"


def test_the_short_code_is_typed(desk: Desk) -> None:
    """Its digits are seen; eight are needed; Esc leaves it; a slip of the finger is erased."""
    typed = "document.getElementById('entry-typed').textContent"
    hidden = "document.getElementById('entry').hidden"
    for place, size in (("/", WINDOW), ("/strip", STRIP)):
        desk.sits("idle", "kk", place, size=size)
        _typing(desk, "1234")
        assert desk.page.says(typed) == "1234 ____"
        desk.page.press("Enter")
        desk.still()
        _typing(desk, "569")
        desk.page.press("Backspace")
        _typing(desk, "78")
        assert desk.page.says(typed) == "1234 5678"
        desk.page.press("Enter")
        assert desk.did()[1]["text"] == "12345678"
        assert desk.page.says(hidden) is True
        _typing(desk, "9")
        assert desk.page.says(hidden) is False
        desk.page.press("Escape")
        assert desk.page.says(hidden) is True
        desk.still()


def test_a_finger_types_too(desk: Desk) -> None:
    """Code, PIN and total by the page's own keys, in the window and in the strip; all in sight."""
    entry = "document.getElementById('entry')"
    over = f"{entry}.scrollWidth - {entry}.clientWidth"
    for place, size in (("/", WINDOW), ("/", SMALL), ("/", SQUARE), ("/strip", STRIP)):
        desk.sits("idle", "kk", place, size=size)
        desk.page.says("document.querySelector('#acts [data-act=type_code]').click()")
        for name, typed, act in (
            ("idle", "12345678", "type_code"), ("locked", "4071", "unlock"),
            ("total", "1250,5", "type_total"),
        ):  # fmt: skip
            if name != "idle":
                desk.turns(name)
            for key in (*typed, "9", "Backspace") if name != "idle" else typed:
                desk.page.says(_POINTED.format(key=key))
            assert desk.page.says(over) <= 0, (name, size)
            desk.page.says(_POINTED.format(key="Enter"))
            told, said = desk.did()
            assert (told, said["text"]) == (act, typed), size
        desk.page.says(_POINTED.format(key="Escape"))
        assert desk.did()[0] == "refuse"


def test_a_scanner_that_types_is_understood(desk: Desk) -> None:
    """Whatever language the keyboard is set to, and a product's bar code confirms no voucher."""
    desk.sits("idle")
    desk.page.press(*CODE, "Enter")
    assert desk.did()[1]["text"] == CODE
    desk.page.press(*"4870001234567", "Enter")
    assert desk.did()[1]["text"] == "4870001234567"
    desk.turns("offer")
    desk.page.press(*"4870001234567", "Enter")
    assert desk.did()[0] == "type_code"
    desk.still()


def test_a_locked_till_asks_for_the_pin_and_shows_none_of_it(desk: Desk) -> None:
    """The form is open by itself and goes away with the lock; a total is asked for like that."""
    text = "document.body.innerText"
    for place, size in (("/", WINDOW), ("/strip", STRIP)):
        desk.sits("locked", "kk", place, size=size)
        _typing(desk, "4071")
        assert "4071" not in desk.page.says(text)
        assert "●●●●" in desk.page.says(text)
        desk.page.press("Enter")
        assert desk.did() == ("unlock", {"number": desk.counter.view.number, "text": "4071"})
        desk.turns("idle")
        assert desk.page.says("document.getElementById('entry').hidden") is True
        desk.turns("total")
        _typing(desk, "1250,50")
        desk.page.press("Enter")
        assert desk.did()[1]["text"] == "1250,50"


def test_a_wrong_pin_is_answered(desk: Desk) -> None:
    """In the largest letters until the next is typed, and then at its field; Enter means one."""
    largest = "document.getElementById('largest')"
    shown = f"{largest}.checkVisibility({{visibilityProperty: true}}) && {largest}.textContent"
    open_form = "!document.getElementById('entry').hidden"
    title = "document.getElementById('entry-title').textContent"
    enters = """[...document.querySelectorAll('#acts [data-act]')]
      .filter((it) => it.querySelector('kbd').textContent === 'Enter')
      .map((it) => it.dataset.act)"""
    for place, size in (("/", WINDOW), ("/strip", STRIP)):
        desk.sits("locked", "ru", place, size=size)
        assert desk.page.says(enters) == ["unlock"]
        for name, said in (("wrong_pin", "Неверный PIN"), ("pin_wait", "Подождите 30 с")):
            _typing(desk, "999999")
            desk.page.press("Enter")
            assert desk.did()[0] == "unlock"
            desk.turns(name, "ru")
            assert desk.page.says(shown) == said
            assert desk.page.says(enters) == ["next"]
        _typing(desk, "40")
        assert desk.page.says(open_form)
        assert desk.page.says(title) == "Подождите 30 с"
        assert desk.page.says(enters) == ["unlock"]
        desk.turns("locked", "ru")
        assert desk.page.says(title) == "PIN кассира"
        _typing(desk, "71")
        desk.page.says("document.querySelector('#acts [data-act=unlock]').click()")
        assert desk.did()[1]["text"] == "4071", "nothing typed was lost"
        desk.turns("wrong_pin", "ru")
        desk.page.says("new Promise((done) => setTimeout(done, 400))")
        desk.page.press("Enter")
        assert desk.did()[0] == "next"
        desk.turns("locked", "ru")
        assert desk.page.says(open_form)


def test_a_code_scanned_into_the_pin_leaves_nothing_there(desk: Desk) -> None:
    """Its digits would spoil the PIN that follows."""
    desk.sits("locked")
    desk.page.press(*"4870001234567", "Enter")
    desk.still()
    _typing(desk, "4071")
    desk.page.press("Enter")
    assert desk.did()[1]["text"] == "4071"


def test_unmatched_vouchers_are_listed(desk: Desk) -> None:
    """When, what and how much; the strip says how many."""
    desk.sits("unmatched", "ru")
    listed = desk.page.says("document.getElementById('unmatched').innerText")
    assert {"Миндальный круассан", "935\N{NO-BREAK SPACE}₸"} <= set(re.split(r"\n+", listed))
    desk.sits("unmatched", "ru", "/strip", size=STRIP)
    assert desk.page.says("document.getElementById('unmatched').innerText").endswith(": 2")


def test_the_agents_own_window_works(counter: Counter, server: FaceServer, tmp_path: Path) -> None:
    """As `chromium --app=ADDRESS`: without tabs or an address line, and with sound at once."""
    with window(tmp_path / "own", f"--app={server.address()}&lang=kk") as own:
        own.until("document.getElementById('word')?.textContent === 'Дайын'")
        own.until("document.getElementById('sound').dataset.state === 'on'")
        assert own.says("matchMedia('(display-mode: standalone)').matches || !menubar.visible")
        number = counter.turn(VIEWS["offer"])
        server.changed()
        own.until(f"document.body.dataset.number === '{number}'")
        own.press("Enter")
        assert Desk(counter, server, own).did() == ("confirm", {"number": number, "text": ""})


def test_a_page_without_its_agent_shows_nothing_old(
    counter: Counter, chromium: Window, *, full: bool
) -> None:
    """A green light that may be old goes out; the agent comes back under the same address."""
    with FaceServer(counter.face(), token=TOKEN, beat_s=0.1) as server:
        desk, port = Desk(counter, server, chromium), server.port
        desk.sits("accepted", "en")
    gone = chromium.until("document.body.dataset.glance === 'gone' && document.body.innerText")
    assert "Accepted" not in gone
    assert "croissant" not in gone
    assert "hand out nothing" in gone
    assert "ready" not in gone, "nor an old word of the printer"
    assert chromium.says("document.querySelectorAll('footer [data-good]').length") == 0
    if full:
        chromium.size(*SMALL)
        chromium.picture(PICTURES / "gone-en.png")
    with FaceServer(counter.face(), token=TOKEN, port=port, beat_s=0.1) as server:
        chromium.until("document.body.dataset.glance === 'accepted'")


def test_a_sound_is_heard_once_a_number_over_all_windows(desk: Desk) -> None:
    """The window that comes second, and the one that is opened again, stay quiet."""
    desk.sits("idle")
    kept = "localStorage.getItem('sounded')"
    number = desk.turns("accepted")
    first = desk.page.until(f"{kept}?.endsWith(' {number}') && {kept}")
    desk.page.says("navigator.locks.request('sound', () => 1)")
    number = desk.turns("idle")
    assert desk.page.says(kept) == first
    state = "document.getElementById('sound').dataset.state"
    assert desk.page.until(f"{state} === 'on' && {state}") == "on"
    desk.page.press("F8")
    assert desk.page.says(state) == "off"
    desk.page.press("F8")
    assert desk.page.says(state) == "on"


def test_who_asked_for_less_motion_sees_none(desk: Desk) -> None:
    """Nothing swings and nothing shrinks."""
    moving = "document.getAnimations().filter((it) => it.playState === 'running').length"
    desk.sits("idle")
    desk.turns("accepted")
    assert desk.page.says(moving) == 1
    desk.turns("busy")
    assert desk.page.says(moving) == 1
    desk.page.prefers("prefers-reduced-motion", "reduce")
    assert desk.page.says(moving) == 0
    desk.turns("accepted")
    assert desk.page.says(moving) == 0


def test_the_language_is_chosen_and_kept(desk: Desk) -> None:
    """By a click or F9; a window that is opened again speaks it."""
    desk.sits("idle", "ru")
    desk.page.says("document.querySelector('[data-language=kk]').click()")
    desk.page.until("document.getElementById('word').textContent === 'Дайын'")
    desk.page.open(desk.server.address())
    desk.page.until("document.getElementById('word')?.textContent === 'Дайын'")
    desk.page.press("F9")
    desk.page.until("document.getElementById('word').textContent === 'Готово'")
    desk.page.says("localStorage.clear()")


def test_who_asked_the_system_for_contrast_gets_it(desk: Desk) -> None:
    """At once, and every ink then stands out 7:1."""
    desk.sits("used")
    assert min(it[1] for it in desk.page.says(CONTRAST)) > 4.5
    soft = "getComputedStyle(document.getElementById('hint')).color"
    before = desk.page.says(soft)
    desk.page.prefers("prefers-contrast", "more")
    desk.page.until(f"document.body.hasAttribute('data-contrast') && {soft} !== '{before}'")
    assert min(it[1] for it in desk.page.says(CONTRAST)) > 7


def test_the_strip_shows_the_same_in_96_pixels(desk: Desk) -> None:
    """Every word of the window that matters is there, and nothing is cut."""
    for language in LANGUAGES:
        desk.sits("idle", language, "/strip", size=STRIP)
        for name in VIEWS:
            desk.turns(name, language)
            view = view_json(VIEWS[name], language, NOW)
            seen = desk.page.says("document.body.innerText")
            parts = [view["hand_over"], view["ring_up"], view["value"], view["footer"][0]["text"]]
            if VIEWS[name].line is not LineState.OFFLINE:
                assert view["footer"][0]["text"] in seen, (name, language)
            assert all(it in seen for it in parts[:3] if it), (name, language)
            assert desk.page.says("document.documentElement.scrollHeight") == STRIP[1]
            assert desk.page.says(CUT) == [], (name, language)


def test_pictures_of_every_state_are_kept(desk: Desk, tmp_path: Path, *, full: bool) -> None:
    """In full, docs/pictures/counter is made anew; else they are only taken."""
    folder = PICTURES if full else tmp_path
    for name, language in KEPT if full else KEPT[:1]:
        desk.sits(name, language, size=SMALL)
        if name == "staff":
            desk.sits(name, language, words="&contrast=more", size=SMALL)
        desk.page.says("new Promise((done) => setTimeout(done, 300))")
        desk.page.picture(folder / f"{name}-{language}.png")
    desk.sits("idle", "kk", "/strip", size=STRIP)
    for name in ("offer", "queued"):
        desk.turns(name)
        desk.page.says("new Promise((done) => setTimeout(done, 300))")
        desk.page.picture(folder / f"strip-{name}-kk.png")
    assert all(it.stat().st_size > 2_000 for it in folder.glob("*.png"))


def _typing(desk: Desk, text: str) -> None:
    """Type as slowly as a person."""
    desk.page.press(*text, pace_s=PERSON_S)
