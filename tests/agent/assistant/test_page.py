"""The whole assistant in a real Chromium: printer, POS, camera, scanner and hub are there."""

import socket
import time
from collections.abc import Iterator
from importlib import resources
from itertools import count
from pathlib import Path
from typing import Final

import pytest

from agent.app import outbox_to_read
from agent.assistant.keeping import cashiers
from agent.assistant.program import AssistantProgram
from agent.config import load_settings
from agent.enrolments import enrolment_in
from contracts.wire.enrolling import code_shown
from hardware.codes.showing import code_png
from hardware.printers.profiles import load_profile
from hardware.printers.virtual import VirtualPrinter
from hub.adapters.database.engine import open_engine
from hub.adapters.database.migrations import migrate
from hub.adapters.database.store import DatabaseStore
from hub.usecases.enrolment import add_till
from tests.agent.assistant.test_starting import ended
from tests.bench.till import free_port
from tests.chromium import PERSON_S, Window
from tests.contrast import CONTRAST
from tests.evidence import ROOT
from tests.hub.http_town import HttpTown, serving

PICTURES: Final = ROOT / "docs" / "pictures" / "assistant"
CAPTURE: Final = resources.files("hardware.captures").joinpath("demo-bakery.bin").read_bytes()
LANGUAGES: Final = ("kk", "ru", "en")
SIZE: Final = (1024, 600)
WAIT_S: Final = 20.0
SETTINGS: Final = """# Касса у окна
[slip]
claim_days = 5  # our own
"""
CUT: Final = """[...document.querySelectorAll("body *")].filter((it) =>
  it.checkVisibility() && (it.scrollWidth > it.clientWidth + 1) && it.clientWidth > 0 &&
  !["INPUT", "SELECT"].includes(it.tagName)).map((it) => it.className + it.textContent)"""


class Person:
    """Whoever sets the till up, with the keyboard only."""

    def __init__(self, page: Window, program: AssistantProgram, *, full: bool) -> None:
        self._page = page
        self._full = full
        self._number = count(1)
        page.complaints.clear()
        page.asked.clear()
        page.open(f"{program.address()}&lang=ru", *SIZE)

    def comes_to(self, step: str) -> None:
        """Wait for a step, and see that it can be read in each language."""
        self._page.until(f"document.body?.dataset.step === '{step}'")

    def types(self, name: str, text: str) -> None:
        """Go to a field and type, in place of what stands there."""
        self._page.until(f"document.querySelector('[name={name}]') !== null")
        self._page.says(f"document.querySelector('[name={name}]').select()")
        self._page.says(f"document.querySelector('[name={name}]').focus()")
        self._page.call("Input.insertText", text=text)
        self._page.says("document.activeElement.blur()")

    def presses(self, act: str) -> None:
        """Go to a button and press Enter."""
        self._page.until(f"document.querySelector('[data-act={act}]') !== null")
        self._page.says(f"document.querySelector('[data-act={act}]').focus()")
        self._page.press("Enter")

    def goes_on(self) -> None:
        """Press the main button."""
        self._page.says("document.getElementById('main').focus()")
        self._page.press("Enter")

    def sees(self, name: str, tone: str, words: str = "") -> None:
        """Wait until a result says so."""
        self._page.until(
            f"[...document.querySelectorAll('.{name}[data-tone={tone}]')]"
            f".some((it) => it.textContent.includes({words!r}))"
        )

    def is_shown(self, language: str, name: str) -> None:
        """See that nothing is cut or pale, in full in each language; there keep a picture."""
        number = next(self._number)
        others = [one for one in LANGUAGES if one != language and self._full]
        for it in (*others, language):
            self._page.says(f"document.querySelector('[data-language={it}]').click()")
            self._page.until(f"document.documentElement.lang === '{it}'")
            assert self._page.says(CUT) == [], (name, it)
            assert [one for one in self._page.says(CONTRAST) if one[1] < 4.5] == [], (name, it)
        if self._full:
            time.sleep(0.5)  # a picture of the camera comes
            self._page.picture(PICTURES / f"{number}-{name}-{language}.png")
        self._page.says("document.querySelector('[data-language=ru]').click()")
        self._page.until("document.documentElement.lang === 'ru'")


@pytest.fixture
def printer() -> Iterator[VirtualPrinter]:
    """Return the shop's printer."""
    with VirtualPrinter.on_tcp(load_profile("epson-tm")) as served:
        yield served


def _town(folder: Path) -> tuple[str, HttpTown]:
    url = f"sqlite:///{folder / 'hub.sqlite3'}"
    engine = open_engine(url)
    migrate(engine)
    return url, HttpTown(DatabaseStore(engine), members=1)


def _print(port: int) -> None:
    """Print as the POS does."""
    with socket.create_connection(("127.0.0.1", port), WAIT_S) as line:
        line.settimeout(WAIT_S)
        line.sendall(CAPTURE)
        line.shutdown(socket.SHUT_WR)
        while line.recv(4096):
            continue


def test_a_till_is_set_up_with_the_keyboard_alone(
    chromium: Window, printer: VirtualPrinter, tmp_path: Path, *, full: bool
) -> None:
    """From the first page to the written settings; in full, every step in three languages."""
    home, port = tmp_path / "till", free_port()
    home.mkdir()
    (home / "agent.toml").write_text(SETTINGS)
    url, town = _town(tmp_path)
    waiting = add_till(town.hub, town.owner, town.shop, "Касса 2")
    with serving(url, tmp_path) as (hub, _), ended(home), AssistantProgram(home) as program:
        person = Person(chromium, program, full=full)
        person.comes_to("shop")
        chromium.press(*"4870001234567", "Enter")  # a scanner, where nobody asked for a code
        chromium.says("new Promise((done) => setTimeout(done, 300))")
        person.comes_to("shop")
        person.types("shop", "Бауырсақ")
        person.is_shown("kk", "shop")
        person.goes_on()
        _printer(person, printer)
        person.comes_to("tap")
        person.types("port", str(port))
        chromium.until(f"document.querySelector('.text:last-child').textContent.includes('{port}')")
        person.is_shown("kk", "tap")
        person.goes_on()
        person.comes_to("receipt")
        person.sees("result", "wait", "Жду чек")
        before = printer.received
        _print(port)
        person.sees("result", "good", "прочитано 10\N{NO-BREAK SPACE}880,00 ₸ ✔")
        assert printer.received == before + CAPTURE
        person.is_shown("ru", "receipt")
        person.goes_on()
        _camera(person, chromium, tmp_path / "camera")
        _scanner(person, chromium)
        _people(person, chromium, hub, code_shown(waiting.code))
        _saved(person, chromium, program)
    assert chromium.complaints == []
    _is_written(home, port, printer.url)
    assert enrolment_in(home).shop == town.shop
    assert cashiers(home).names == ("Айгерім",)
    assert list(outbox_to_read(home).export()) == []  # nothing of it earns


def _is_written(home: Path, port: int, printer: str) -> None:
    """See that agent.toml says what was chosen, and what it said before."""
    settings = load_settings(home)
    assert (settings.printer.url, settings.printer.profile) == (printer, "epson-tm")
    assert settings.tap.listen == f"tcp://127.0.0.1:{port}"
    assert (settings.slip.shop, settings.slip.claim_days) == ("Бауырсақ", 5)
    assert settings.counter.auto_accept_max == 1500_00
    assert settings.counter.camera.startswith("folder://")
    assert "# Касса у окна" in (home / "agent.toml").read_text()
    assert (home / "agent.toml.bak").read_text() == SETTINGS


def _printer(person: Person, printer: VirtualPrinter) -> None:
    person.comes_to("printer")
    person.types("address", printer.url.removeprefix("tcp://"))
    person.presses("print")
    person.sees("result", "wait", "Бумага вышла?")
    person.is_shown("ru", "printer")
    person.presses("paper_good")
    person.sees("result", "good", "Принтер готов")
    person.goes_on()


def _camera(person: Person, page: Window, folder: Path) -> None:
    folder.mkdir()
    (folder / "phone.png").write_bytes(code_png("https://example.kz/menu", module_dots=6))
    person.comes_to("camera")
    page.says("document.querySelector('input[value=other]').click()")
    person.types("address", f"folder://{folder}?fps=15&loop=1")
    person.presses("look")
    person.sees("result", "good", "прочитано ✔")
    page.until("document.querySelector('img.live').naturalWidth > 0")
    person.is_shown("kk", "camera")
    person.goes_on()


def _scanner(person: Person, page: Window) -> None:
    person.comes_to("scanner")
    page.until("document.activeElement.matches('input.wedge')")
    page.press(*"4870001234567", "Enter", pace_s=PERSON_S)
    person.sees("result", "plain", "Это набрано руками")
    page.says("document.querySelector('input.wedge').focus()")
    page.press(*"4870001234567", "Enter")
    person.sees("result", "bad", "COM")
    person.sees("result", "bad", "4870001234567")
    person.is_shown("ru", "scanner")
    person.goes_on()


def _people(person: Person, page: Window, hub: str, code: str) -> None:
    person.comes_to("cashiers")
    person.types("name", "Айгерім")
    person.types("pin", "482615")
    person.presses("add")
    person.sees("result", "good", "Айгерім")
    page.until("['name', 'pin'].every((it) => document.querySelector(`[name=${it}]`).value === '')")
    person.types("auto", "1500")
    person.is_shown("kk", "cashiers")
    person.goes_on()
    person.comes_to("enrol")
    person.types("hub", hub)
    person.types("code", "7K3M")
    person.presses("enrol")
    person.sees("result", "bad", "Это не одноразовый код")
    person.types("code", code)
    person.presses("enrol")
    person.sees("result", "good", "Подключено")
    person.is_shown("en", "enrol")
    person.goes_on()


def _saved(person: Person, page: Window, program: AssistantProgram) -> None:
    person.comes_to("done")
    person.goes_on()
    person.sees("result", "good", "Сохранено")
    person.sees("result", "good", "Агент работает ✔")
    person.is_shown("kk", "done")
    assert not program.wait(0)
    person.goes_on()
    assert program.wait(WAIT_S)
    page.until("!document.getElementById('gone').hidden", patience_s=3.0)
    assert "можно закрыть" in page.says("document.getElementById('gone').textContent")


def test_high_contrast_is_darker_still(chromium: Window, tmp_path: Path) -> None:
    """7:1 for every text, where the system or the address asks for it."""
    with AssistantProgram(tmp_path / "till") as program:
        chromium.open(f"{program.address()}&contrast=more&lang=kk", *SIZE)
        for step in ("shop", "printer", "tap", "receipt", "camera", "scanner", "cashiers", "enrol"):
            chromium.until(f"document.body?.dataset.step === '{step}'")
            assert [it for it in chromium.says(CONTRAST) if it[1] < 7.0] == [], step
            chromium.says("document.getElementById('main').click()")
