"""The assistant's steps: what they wish for, what they make of news, what they put down."""

from dataclasses import replace

import pytest

from agent.core.assistant.printer_step import address_typed
from agent.core.assistant.wishes import (
    Find,
    Heard,
    Listen,
    Listening,
    NotListening,
    PaperFailed,
    PaperSent,
    PrinterState,
    PrintPaper,
    Stop,
)
from agent.core.receipt import Kind
from contracts.wire.units import Tiyn
from tests.agent.core.assistant.rig import CODE, PORT, SALE, STEPS, USB, Sitting, found


def test_all_steps_can_be_walked_through_and_back() -> None:
    """Each one is shown once; Esc leads back; the first has nothing before it."""
    sitting = Sitting()
    seen = [sitting.view()["step"]]
    while sitting.view()["step"] != "done":
        sitting.does("next")
        seen.append(sitting.view()["step"])
    assert tuple(seen) == STEPS
    sitting.does("back")
    assert sitting.view()["step"] == "enrol"
    sitting.goes_to("shop")
    assert sitting.view()["back"] is None
    sitting.does("back")
    assert sitting.view()["step"] == "shop"


def test_an_act_of_a_step_that_is_not_shown_any_more_does_nothing() -> None:
    """A second click on Next goes on once; an unknown step is none."""
    sitting = Sitting()
    for _ in range(2):
        sitting.assistant.act("shop", "next", {})
    assert sitting.view()["step"] == "printer"
    assert sitting.goes_to("nowhere") == []
    assert sitting.does("skip") == []


def test_every_step_lets_go_of_the_devices_of_the_one_before() -> None:
    """Nobody holds a camera or a port that nobody looks at."""
    sitting = Sitting({"printer.url": USB.value})
    sitting.goes_to("receipt")
    assert sitting.does("next")[0] == Stop()
    assert sitting.does("back")[0] == Stop()


def test_what_is_wrong_is_said_where_it_was_chosen() -> None:
    """And only there: a mistake elsewhere keeps nobody from going on here."""
    sitting = Sitting()
    sitting.wrong = ["tap.listen is the printer's own address."]
    sitting.does("next", shop="Наан", languages="ru")
    assert sitting.changes == {"slip.shop": "Наан", "slip.languages": ["ru"]}
    sitting.does("next")
    sitting.does("next")
    assert sitting.view()["step"] == "tap"
    assert "another port" in sitting.block("problems")["rows"][0]
    assert sitting.standing("tap") == "trouble"
    sitting.wrong = []
    sitting.does("next")
    assert sitting.view()["step"] == "receipt"


def test_what_is_mended_is_not_called_wrong_any_longer() -> None:
    """The red box goes with the address that it spoke of; another mistake of the step stays."""
    sitting = Sitting()
    sitting.goes_to("printer")
    sitting.wrong = ["printer.url must be an address.", "printer.model is not known."]
    sitting.does("next", printer="other", address="принтер")
    assert len(sitting.block("problems")["rows"]) == 2
    sitting.wrong = sitting.wrong[:1]
    sitting.does("changed", printer="other", address="принтер 2")
    assert len(sitting.block("problems")["rows"]) == 1
    sitting.wrong = []
    sitting.does("changed", printer="other", address="192.168.1.100")
    assert not sitting.has("problems")
    assert sitting.standing("printer") == "ahead"


def test_families_are_called_the_same_in_the_list_and_in_the_advice() -> None:
    """In the person's language: no other name leads to an entry."""
    sitting = Sitting({"printer.url": USB.value})
    sitting.goes_to("printer")
    sitting.hears(PaperSent("generic-80", ""))
    sitting.does("paper_letters")
    for language in ("kk", "ru", "en"):
        labels = [it["label"] for it in sitting.block("profile", language)["options"]]
        advice = sitting.block("paper", language)["hint"]
        assert "Epson TM" in labels
        assert "Generic" not in advice
        assert sum(it in advice for it in labels) == 1, (labels, advice)


def test_a_printer_that_is_there_is_chosen_and_asked_for_its_model() -> None:
    """Then its paper is looked at, and each answer says what to do."""
    sitting = Sitting()
    assert sitting.does("next") == [Stop(), Find()]
    sitting.hears(found(printers=(USB, PORT)))
    assert sitting.block("printer")["value"] == USB.value
    assert sitting.does("print", printer=USB.value, profile="auto") == [
        PrintPaper(USB.value, "auto", CODE)
    ]
    assert sitting.block("paper")["tone"] == "wait"
    sitting.hears(PaperSent("epson-tm", "TM-T20III"))
    assert sitting.block("profile")["value"] == "epson-tm"
    answers = [it["id"] for it in sitting.block("answers")["buttons"]]
    hints = set()
    for answer in answers:
        sitting.hears(PaperSent("epson-tm", ""))
        sitting.does(answer, printer=USB.value, profile="epson-tm")
        hints.add(sitting.block("paper")["hint"])
    assert len(hints) == len(answers) == 4
    sitting.hears(PaperSent("epson-tm", ""))
    sitting.does("paper_good")
    assert sitting.standing("printer") == "done"
    sitting.hears(PaperFailed("usb:///dev/usb/lp0: no such printer is plugged in"))
    assert sitting.block("paper")["rows"] == ["usb:///dev/usb/lp0: there is no such device or file"]
    assert sitting.standing("printer") == "trouble"
    for trouble in ("paper_out", "cover_open", "error"):
        sitting.hears(PaperFailed("it says so itself", trouble))
        assert (sitting.block("paper")["tone"], sitting.block("paper")["rows"]) == ("bad", [])


def test_another_printer_forgets_what_the_paper_of_the_one_before_was_like() -> None:
    """A serial one gets a speed."""
    sitting = Sitting({"printer.url": USB.value})
    sitting.goes_to("printer")
    sitting.hears(found(printers=(USB, PORT)))
    sitting.hears(PaperSent("epson-tm", ""))
    sitting.does("changed", printer=PORT.value)
    assert not sitting.has("paper")
    assert sitting.block("speed")["value"] == "9600"
    sitting.does("changed", printer=PORT.value, speed="115200")
    sitting.does("next")
    assert sitting.changes["printer.url"] == f"{PORT.value}?baud=115200"


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("192.168.1.100", "tcp://192.168.1.100:9100"),
        (" printer.local:9101 ", "tcp://printer.local:9101"),
        ("winspool://Kitchen", "winspool://Kitchen"),
        ("what is this", "what is this"),
        ("", ""),
    ],
)
def test_an_address_may_be_typed_short(typed: str, meant: str) -> None:
    """What is no address stays as it is, and the check says so."""
    assert address_typed(typed) == meant


@pytest.mark.parametrize(
    ("values", "listen", "allow"),
    [
        ({"way": "here", "port": "9101"}, "tcp://127.0.0.1:9101", None),
        ({"way": "far", "port": "9100", "allow": "10.0.0.5, 10.0.0.6"}, "tcp://0.0.0.0:9100",
         ["10.0.0.5", "10.0.0.6"]),
        ({"way": "serial", "tap_port": PORT.value, "speed": "19200"},
         f"{PORT.value}?baud=19200", None),
        ({"way": "spool", "folder": "/var/spool/till"}, "spool:///var/spool/till", None),
    ],
)  # fmt: skip
def test_each_way_of_printing_becomes_a_tap(
    values: dict[str, str], listen: str, allow: list[str] | None
) -> None:
    """First the way is chosen, then its fields are there; each way has words for the POS."""
    sitting = Sitting()
    sitting.goes_to("tap")
    sitting.hears(found(ports=(PORT,)))
    sitting.does("changed", way=values["way"])
    how = sitting.block("how")["text"]
    sitting.does("next", **values)
    assert sitting.changes["tap.listen"] == listen
    assert sitting.changes.get("tap.allow") == allow
    assert len(how) > 60


def test_the_usual_tap_needs_no_line_in_the_file() -> None:
    """And words of before are not kept beside it."""
    sitting = Sitting({"tap.listen": "tcp://127.0.0.1:9101"})
    sitting.goes_to("tap")
    sitting.does("next", way="here", port="9100")
    assert sitting.changes == {"tap.listen": None}


def test_a_receipt_is_shown_as_it_was_read() -> None:
    """`read 935.00 ₸ ✔` in the person's language; then kind, number, time and fiscal code."""
    sitting = Sitting({"printer.url": USB.value, "printer.profile": "epson-tm"})
    assert sitting.goes_to("receipt") == [
        Stop(),
        Listen("tcp://127.0.0.1:9100", (), USB.value, "epson-tm"),
    ]
    sitting.hears(Listening())
    assert sitting.block("state")["tone"] == "wait"
    sitting.hears(SALE)
    titles = [sitting.block("paper0", it)["title"] for it in ("kk", "ru", "en")]
    assert titles == ["оқылды 935,00 ₸ ✔", "прочитано 935,00 ₸ ✔", "read 935.00 ₸ ✔"]
    rows = sitting.block("paper0")["rows"]
    assert rows[:3] == ["sale", "No. 17", "23.11.2026 10:52:11"]
    assert "123456789012" in rows[3]
    sitting.does("next")
    assert sitting.standing("receipt") == "done"


def _paper(kind: Kind, total: Tiyn | None, *doubts: str) -> Heard:
    return replace(SALE, kind=kind, total=total, doubts=doubts, earns=False)


@pytest.mark.parametrize(
    ("heard", "tone"),
    [
        (_paper(Kind.SALE, Tiyn(93500), "Two totals."), "bad"),
        (_paper(Kind.SALE, None, "No total."), "bad"),
        (_paper(Kind.COPY, Tiyn(93500), "It is a copy."), "plain"),
        (_paper(Kind.KITCHEN, None), "plain"),
        (replace(_paper(Kind.OTHER, None), readable=False), "bad"),
    ],
)
def test_what_was_not_read_says_why(heard: Heard, tone: str) -> None:
    """In red only where a slip was to be expected."""
    sitting = Sitting({"printer.url": USB.value})
    sitting.goes_to("receipt")
    sitting.hears(heard)
    shown = sitting.block("paper0")
    assert (shown["tone"], bool(shown["hint"])) == (tone, True)
    if heard.kind is Kind.SALE:
        assert set(heard.doubts) <= set(shown["rows"])
    sitting.does("next")
    assert sitting.standing("receipt") == "trouble"


def test_a_tap_or_printer_that_fails_says_what_to_do() -> None:
    """And can be tried again."""
    sitting = Sitting()
    sitting.goes_to("receipt")
    assert "step 2" in sitting.block("state")["hint"]
    sitting = Sitting({"printer.url": USB.value})
    sitting.goes_to("receipt")
    sitting.hears(NotListening("address already in use", taken=True))
    assert "9101" in sitting.block("state")["hint"]
    assert isinstance(sitting.does("listen")[0], Listen)
    sitting.hears(Listening())
    sitting.hears(PrinterState(up=False, note="no such printer"))
    assert sitting.block("printer")["rows"] == ["there is no such device or file"]
