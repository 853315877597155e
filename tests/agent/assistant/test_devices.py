"""The assistant's devices: the test paper, a receipt overheard, what is written down."""

import os
import queue
import socket
from collections.abc import Iterator
from importlib import resources
from pathlib import Path

import pytest

from agent.adapters.outbox.lock import FileLock
from agent.assistant import keeping
from agent.assistant.devices import Devices, look
from agent.assistant.overhearing import Overhearing
from agent.assistant.printing import print_paper
from agent.assistant.saying import words_of
from agent.autostart import Places, standing
from agent.config import SETTINGS_FILE, load_settings
from agent.core.assistant.doubts import doubt_words
from agent.core.assistant.wishes import (
    CameraRead,
    CameraSays,
    Enrol,
    Heard,
    HearScanner,
    Listen,
    Listening,
    News,
    NotEnrolled,
    NotListening,
    NotSaved,
    PaperFailed,
    PaperSent,
    PrintPaper,
    Save,
    Saved,
    ScannerRead,
    ScannerSays,
    Stop,
    Watch,
)
from agent.core.paper_trail import REPEATED
from agent.core.receipt import Kind
from hardware.codes.reading import find_codes
from hardware.codes.showing import code_png
from hardware.escpos.printing import PrintoutReader
from hardware.printers.faults import PaperOut
from hardware.printers.profiles import load_profile, profile_names
from hardware.printers.virtual import VirtualPrinter
from tests.bench.till import free_port
from tests.journeys.till import running

WAIT_S = 20.0
CAPTURE = resources.files("hardware.captures").joinpath("demo-bakery.bin").read_bytes()
CODE = "BAURSAK 4711"


@pytest.fixture
def printer() -> Iterator[VirtualPrinter]:
    """Return a printer on a port."""
    with VirtualPrinter.on_tcp(load_profile("epson-tm")) as served:
        yield served


@pytest.mark.parametrize("profile", ["auto", *profile_names()])
def test_the_paper_has_its_letters_and_its_code(profile: str) -> None:
    """On every family; asked for its model, a printer that says one is known."""
    made = "epson-tm" if profile == "auto" else profile
    with VirtualPrinter.on_tcp(load_profile(made)) as printer:
        sent = print_paper(PrintPaper(printer.url, profile, CODE))
        assert printer.wait_idle(WAIT_S)
        received = printer.received
    assert isinstance(sent, PaperSent), sent
    assert sent.profile == made
    reader = PrintoutReader(find_codes)
    papers = [it for it in [*reader.feed(received), reader.finish()] if it is not None]
    assert [code.text for paper in papers for code in paper.codes] == [CODE]


def test_a_printer_that_does_not_print_says_why(printer: VirtualPrinter) -> None:
    """Without paper, switched off, or at no address at all."""
    printer.fault(PaperOut())
    failed = print_paper(PrintPaper(printer.url, "epson-tm", CODE))
    assert isinstance(failed, PaperFailed)
    assert failed.trouble == "paper_out"
    for url in (f"tcp://127.0.0.1:{free_port()}", "usb:///dev/usb/lp99", "nothing"):
        assert isinstance(print_paper(PrintPaper(url, "auto", CODE)), PaperFailed)


def _print(port: int, stream: bytes) -> None:
    with socket.create_connection(("127.0.0.1", port), WAIT_S) as line:
        line.settimeout(WAIT_S)
        line.sendall(stream)
        line.shutdown(socket.SHUT_WR)
        while line.recv(4096):
            continue


def test_a_receipt_is_read_and_comes_out_unharmed(printer: VirtualPrinter, tmp_path: Path) -> None:
    """Byte for byte, with nothing added; and nothing is stored in the till's folder."""
    told: queue.Queue[News] = queue.Queue()
    port = free_port()
    wish = Listen(f"tcp://127.0.0.1:{port}", (), printer.url, "epson-tm")
    overhearing = Overhearing(wish, tmp_path, told.put)
    overhearing.start()
    try:
        while not isinstance(told.get(timeout=WAIT_S), Listening):
            continue
        for _ in range(2):
            _print(port, CAPTURE)
            while not isinstance(heard := told.get(timeout=WAIT_S), Heard):
                continue
            assert (heard.kind, heard.total, heard.number) == (Kind.SALE, 1088000, "128")
            assert heard.earns
            assert heard.fiscal is not None
            assert heard.fiscal.sign == "3184207715"
    finally:
        overhearing.stop()
    assert printer.wait_idle(WAIT_S)
    assert printer.received == CAPTURE * 2
    assert list(tmp_path.iterdir()) == []


def test_a_tap_that_is_taken_says_so(printer: VirtualPrinter, tmp_path: Path) -> None:
    """The person then chooses another port."""
    told: queue.Queue[News] = queue.Queue()
    with socket.create_server(("127.0.0.1", 0)) as other:
        listen = f"tcp://127.0.0.1:{other.getsockname()[1]}"
        overhearing = Overhearing(Listen(listen, (), printer.url, "epson-tm"), tmp_path, told.put)
        overhearing.start()
        try:
            said = told.get(timeout=WAIT_S)
        finally:
            overhearing.stop()
    assert isinstance(said, NotListening)
    assert said.taken


def test_settings_are_written_whole_with_the_ones_before_beside(tmp_path: Path) -> None:
    """Comments and other settings stay; what cannot be used is not written."""
    home = tmp_path / "till"
    first = keeping.save(home, Save({"printer.url": "tcp://10.0.0.7:9100", "slip.shop": "Наан"}))
    assert isinstance(first, Saved)
    assert first.backup == ""
    path = home / SETTINGS_FILE
    path.write_text("# mine\n" + path.read_text())
    before = path.read_text()
    second = keeping.save(home, Save({"slip.shop": "Бауырсақ"}))
    assert isinstance(second, Saved)
    assert Path(second.backup).read_text() == before
    assert "# mine" in path.read_text()
    assert load_settings(home).slip.shop == "Бауырсақ"
    wrong = keeping.save(home, Save({"tap.listen": "tcp://10.0.0.7:9100"}))
    assert isinstance(wrong, NotSaved)
    assert "tap.listen" in wrong.problems[0]
    assert load_settings(home).tap.listen == "tcp://127.0.0.1:9100"


def test_a_broken_file_is_kept_and_begun_anew(tmp_path: Path) -> None:
    """Whoever broke it by hand comes here for help."""
    (tmp_path / SETTINGS_FILE).write_text('[printer\nurl = "x')
    assert keeping.found_settings(tmp_path) == {}
    assert isinstance(keeping.save(tmp_path, Save({"slip.shop": "Наан"})), Saved)
    assert load_settings(tmp_path).slip.shop == "Наан"
    assert (tmp_path / keeping.BACKUP).read_text() == '[printer\nurl = "x'


@pytest.mark.parametrize(
    ("hub", "code", "reason"),
    [
        ("http://example.kz", "7K3M-9QXT-2B4C-DFGH", "address"),
        ("not an address", "7K3M-9QXT-2B4C-DFGH", "address"),
        ("http://127.0.0.1:1", "hello", "code_form"),
        ("http://127.0.0.1:1", "7K3M-9QXT-2B4C-DFGH", "silent"),
    ],
)
def test_enrolling_in_vain_has_its_own_words(
    hub: str, code: str, reason: str, tmp_path: Path
) -> None:
    """What a person can mend is told apart."""
    said = keeping.enrol(tmp_path, Enrol(hub, code, again=False))
    assert isinstance(said, NotEnrolled)
    assert said.reason == reason
    assert keeping.enrolled(tmp_path) is None


def test_a_hub_that_does_not_answer_is_named_as_it_was_asked(tmp_path: Path) -> None:
    """A trial's address without its http:// is asked with https://: that must be seen."""
    said = keeping.enrol(tmp_path, Enrol("127.0.0.1:1", "7K3M-9QXT-2B4C-DFGH", again=False))
    assert isinstance(said, NotEnrolled)
    assert (said.reason, said.tried) == ("silent", "https://127.0.0.1:1")


def test_what_a_running_agent_reads_is_shown(tmp_path: Path) -> None:
    """It holds the devices, so nothing is opened beside it."""
    with running(tmp_path) as till:
        till.prints(CAPTURE)
        found = look(tmp_path)
        assert found.agent_runs
        assert found.last is not None
        assert (found.last.kind, found.last.total) == (Kind.SALE, 1088000)
        assert found.last.earns
        till.prints(CAPTURE)
        again = look(tmp_path).last
        assert again is not None
        assert not again.earns  # no slip came out, so none is promised
        assert again.doubts == (REPEATED,)
        assert doubt_words(REPEATED, words_of("ru")) is not None
    assert not look(tmp_path).agent_runs


def test_no_till_is_enrolled_beneath_a_running_agent(tmp_path: Path) -> None:
    """Its outbox is locked; the person is told to stop it first."""
    lock = FileLock(tmp_path / "outbox.sqlite3.lock")
    said = keeping.enrol(tmp_path, Enrol("http://127.0.0.1:1", "7K3M-9QXT-2B4C-DFGH", again=False))
    lock.release()
    assert isinstance(said, NotEnrolled)
    assert said.reason == "agent"


def test_it_starts_with_the_session_when_asked_to(tmp_path: Path) -> None:
    """Where that cannot be written, it says why."""
    where = Places(tmp_path / "config", tmp_path / "share", systemd=False)
    assert keeping.autostart(tmp_path / "till", where).problem is None
    assert standing(where).agent
    (tmp_path / "file").touch()
    nowhere = Places(tmp_path / "file", tmp_path / "file", systemd=False)
    assert keeping.autostart(tmp_path / "till", nowhere).problem is not None


def test_a_scanner_on_a_port_of_its_own_is_heard(tmp_path: Path) -> None:
    """Until the person goes on; one that is not there says so."""
    told: queue.Queue[News] = queue.Queue()
    devices = Devices(tmp_path, told.put)
    scanner, port = os.openpty()
    try:
        devices.do(HearScanner(f"serial://{os.ttyname(port)}?baud=9600"))
        assert told.get(timeout=WAIT_S) == ScannerSays(None)
        os.write(scanner, b"4870001234567\r")
        assert told.get(timeout=WAIT_S) == ScannerRead("4870001234567")
        devices.do(HearScanner("serial:///dev/baursak-no-such-port"))
        assert told.get(timeout=WAIT_S) == ScannerSays("absent")
    finally:
        devices.do(Stop())
        os.close(scanner)
        os.close(port)


def test_a_camera_is_looked_through(tmp_path: Path) -> None:
    """Its picture is there while it is looked at; an address that names none says so."""
    told: queue.Queue[News] = queue.Queue()
    devices = Devices(tmp_path, told.put)
    (tmp_path / "phone.png").write_bytes(code_png(CODE))
    devices.do(Watch(f"folder://{tmp_path}?fps=15&loop=1"))
    while not isinstance(said := told.get(timeout=WAIT_S), CameraRead):
        continue
    assert said.text == CODE
    assert (devices.picture() or b"").startswith(b"\x89PNG")
    devices.do(Watch("nothing"))
    while not isinstance(end := told.get(timeout=WAIT_S), CameraSays) or end.sight != "over":
        continue
    assert devices.picture() is None
