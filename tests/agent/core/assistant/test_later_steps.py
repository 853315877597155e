"""The assistant's later steps: camera, scanner, people, programme, saving."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agent.core.assistant.scanner_step import keys_told
from agent.core.assistant.wishes import (
    AddCashier,
    AgentStarted,
    CameraRead,
    CameraSays,
    Cashiers,
    Enrol,
    Enrolled,
    Find,
    Finish,
    Found,
    HearScanner,
    Listen,
    NotEnrolled,
    NotSaved,
    Save,
    Saved,
    ScannerRead,
    ScannerSays,
    StartAgent,
    Stop,
    Watch,
)
from tests.agent.core.assistant.rig import CAMERA, CODE, PORT, SALE, STEPS, USB, Sitting, found


def test_a_camera_shows_its_picture_until_it_reads() -> None:
    """The test paper's own code is known as such; none at all is left out."""
    sitting = Sitting()
    sitting.goes_to("camera")
    sitting.hears(found())
    assert sitting.does("changed", camera=CAMERA.value) == [Watch(CAMERA.value)]
    assert sitting.block("live")["address"] == "/camera.png"
    for sight, tone in (("seeing", "wait"), ("dark", "bad"), ("gone", "bad"), ("over", "bad")):
        sitting.hears(CameraSays(sight, "", ""))
        assert sitting.block("sight")["tone"] == tone
    sitting.hears(CameraRead(CODE, 4.4))
    assert sitting.block("sight")["title"] == "read ✔ in 4 ms"
    assert sitting.block("sight")["rows"] == ["the test paper’s code"]
    sitting.does("next", camera=CAMERA.value)
    assert sitting.standing("camera") == "done"
    sitting.goes_to("camera")
    assert sitting.does("changed", camera="none") == [Stop()]
    sitting.does("next", camera="none")
    assert sitting.standing("camera") == "skipped"


def test_a_running_agent_keeps_its_devices() -> None:
    """It is said so, and nothing is opened beside it; its own last receipt is shown."""
    sitting = Sitting({"printer.url": USB.value, "counter.camera": CAMERA.value})
    sitting.hears(found(printers=(USB,), runs=True))
    sitting.goes_to("printer")
    assert sitting.does("print") == []
    assert "agent" in sitting.block("paper")["title"]
    assert Watch(CAMERA.value) not in sitting.goes_to("camera")
    assert "agent" in sitting.block("sight")["title"]
    assert not any(isinstance(it, Listen) for it in sitting.goes_to("receipt"))
    sitting.hears(Found((), (), (), agent_runs=True, last=SALE))
    assert sitting.block("paper0")["title"] == "read 935.00 ₸ ✔"


def _typed(text: str, pace_ms: float, end: str = "Enter") -> str:
    return json.dumps([[it, at * pace_ms] for at, it in enumerate([*text, end])])


def test_a_scanner_that_types_is_found_and_asked_for_com_mode() -> None:
    """Its new port is then found and listened to by itself."""
    sitting = Sitting()
    sitting.goes_to("scanner")
    sitting.hears(found())
    sitting.does("keys", keys=_typed("4870001234567", 8))
    shown = sitting.block("wedge")
    assert shown["tone"] == "bad"
    assert "COM mode" in shown["hint"]
    assert "4870001234567" in shown["rows"]
    assert any("USB-CDC" in it for it in shown["rows"])
    assert sitting.hears(found(ports=(PORT,))) == [HearScanner(f"{PORT.value}?baud=9600")]
    assert sitting.has("new")
    sitting.hears(ScannerSays(None))
    assert sitting.block("line")["tone"] == "wait"
    sitting.hears(ScannerRead("4870001234567"))
    assert sitting.block("line")["tone"] == "good"
    sitting.does("next", scanner=PORT.value)
    assert sitting.standing("scanner") == "done"


def test_a_person_at_the_keys_is_no_scanner() -> None:
    """And a port that comes by itself, without a scanner that typed, is not taken for one."""
    sitting = Sitting()
    sitting.goes_to("scanner")
    sitting.hears(found())
    sitting.does("keys", keys=_typed("4870001234567", 150))
    assert sitting.block("wedge")["tone"] == "plain"
    assert sitting.hears(found(ports=(PORT,))) == []
    sitting.does("next")
    assert sitting.standing("scanner") == "skipped"


def test_a_serial_scanner_says_what_is_wrong_with_its_line() -> None:
    """In the words of the cashier's page."""
    sitting = Sitting()
    sitting.goes_to("scanner")
    sitting.hears(found(ports=(PORT,)))
    assert sitting.does("changed", scanner=PORT.value) == [HearScanner(f"{PORT.value}?baud=9600")]
    for news in (ScannerSays("busy"), ScannerSays("denied"), ScannerRead(None)):
        sitting.hears(news)
        assert sitting.block("line", "kk")["tone"] == "bad"


JSON = st.recursive(
    st.none() | st.floats() | st.text(max_size=4), lambda it: st.lists(it, max_size=4)
)


@given(st.text(max_size=60) | JSON.map(json.dumps))
def test_whatever_a_page_says_of_keys_is_taken_or_left(told: str) -> None:
    """Never an error."""
    assert isinstance(keys_told(told), list)


def test_cashiers_wait_until_the_till_is_enrolled() -> None:
    """A PIN that anybody guesses, one that two share, and a nameless one are not taken."""
    sitting = Sitting()
    sitting.goes_to("cashiers")
    for name, pin in (("Айгерім", "1234"), ("Айгерім", "12"), ("", "4826")):
        assert sitting.does("add", name=name, pin=pin) == []
        assert sitting.block("problem")["tone"] == "bad"
    assert sitting.does("add", name="Айгерім", pin="4826") == []
    assert sitting.does("add", name="Болат", pin="4826") == []
    assert sitting.block("names")["rows"] == ["Айгерім …"]
    assert sitting.hears(Enrolled(7, 3, "example.kz")) == [AddCashier("Айгерім", "4826")]
    sitting.hears(Cashiers(("Айгерім",)))
    assert sitting.block("names")["rows"] == ["Айгерім"]
    assert sitting.does("add", name="Болат", pin="9173") == [AddCashier("Болат", "9173")]
    sitting.does("next", auto="1500")
    assert sitting.changes == {"counter.auto_accept_max": "1500.00"}
    assert sitting.standing("cashiers") == "done"


def test_no_pin_is_shown_again() -> None:
    """Neither in a view nor in the settings."""
    sitting = Sitting()
    sitting.goes_to("cashiers")
    sitting.does("add", name="Айгерім", pin="482615")
    sitting.does("next")
    assert "482615" not in json.dumps([sitting.view(), dict(sitting.changes)])


def test_enrolling_says_how_it_went() -> None:
    """A code is asked for once at a time; what failed can be tried again."""
    sitting = Sitting()
    sitting.goes_to("enrol")
    assert sitting.does("enrol", hub="", code="") == []
    assert sitting.block("enrolled")["tone"] == "bad"
    wish = Enrol("loyalty.example.kz", "7K3M-9QXT-2B4C-DFGH", again=False)
    assert sitting.does("enrol", hub=wish.hub, code=f" {wish.code} ") == [wish]
    assert sitting.does("enrol", hub=wish.hub, code=wish.code) == []
    for reason in ("address", "code_form", "silent", "refused", "wait", "used", ""):
        sitting.hears(NotEnrolled(reason, "What happened.", "What to do."))
        assert sitting.block("enrolled", "kk")["hint"]
    assert sitting.does("enrol", hub=wish.hub, code=wish.code) == [wish]
    sitting.hears(Enrolled(7, 3, "example.kz"))
    assert sitting.block("enrolled")["title"] == "Joined: till no. 7 ✔"
    assert "3" not in sitting.block("enrolled")["hint"]  # no bare number of a shop
    assert not sitting.has("enrol")
    again = sitting.does("changed", again="again") or sitting.does("enrol", code=wish.code)
    assert again == [Enrol(wish.hub, wish.code, again=True)]
    assert "hub.url" not in sitting.changes


def test_a_hub_that_is_silent_is_shown_with_its_whole_address() -> None:
    """And how a trial's address on this computer is written; elsewhere http is none."""
    for typed, rows in (("127.0.0.1:8077", 2), ("loyalty.kz", 1), ("https://127.0.0.1:8077", 1)):
        sitting = Sitting()
        sitting.goes_to("enrol")
        sitting.does("enrol", hub=typed, code="7K3M-9QXT-2B4C-DFGH")
        sitting.hears(NotEnrolled("silent", "", "", f"https://{typed.rpartition('/')[2]}"))
        shown = sitting.block("enrolled", "ru")["rows"]
        assert len(shown) == rows
        assert "https://" in shown[0]
        assert shown[1:] == [] or "http://127.0.0.1:8077" in shown[1]


def test_nothing_is_written_before_the_person_says_so() -> None:
    """Then the end can be reached; a change after it asks for saving again."""
    sitting = Sitting()
    sitting.does("next", shop="Наан")
    sitting.goes_to("done")
    assert sitting.does("finish") == []
    assert sitting.does("save") == [Save({"slip.shop": "Наан"})]
    sitting.hears(NotSaved(("slip.shop must be one line.",)))
    assert sitting.block("saved")["rows"][0].startswith("The shop’s name is one line")
    sitting.hears(Saved("/x/agent.toml", "/x/agent.toml.bak"))
    assert sitting.view()["main"]["act"] == "finish"
    assert sitting.has("autostart")
    sitting.goes_to("shop")
    sitting.does("next", shop="Бауырсақ")
    sitting.goes_to("done")
    assert sitting.does("save") == [Save({"slip.shop": "Бауырсақ"})]
    sitting.hears(Saved("/x/agent.toml", ""))
    assert sitting.does("finish") == [Finish()]


def _saving(found_before: dict[str, str], *, runs: bool) -> Sitting:
    sitting = Sitting(found_before)
    assert Find() in sitting.goes_to("done")
    sitting.hears(found(runs=runs))
    return sitting


def test_the_agent_is_started_when_the_settings_are_written() -> None:
    """The POS prints to its port from now on: a till is not left without it."""
    sitting = _saving({"printer.url": USB.value}, runs=False)
    assert sitting.block("start")["value"] == "now"
    assert sitting.does("save", start="now") == [Save({})]
    assert sitting.hears(Saved("/x/agent.toml", "")) == [StartAgent()]
    assert sitting.block("agent")["tone"] == "wait"
    assert sitting.does("start_agent") == []
    sitting.hears(AgentStarted("baursak agent run: 1"))
    assert sitting.block("agent")["tone"] == "bad"
    assert "baursak agent run --home /till" in sitting.block("agent")["hint"]
    assert sitting.does("start_agent") == [StartAgent()]
    sitting.hears(AgentStarted(""))
    assert sitting.block("agent")["title"] == "The agent is running ✔"
    sitting.goes_to("shop")
    sitting.does("next", shop="Бауырсақ")
    sitting.goes_to("done")
    sitting.does("save")
    assert sitting.hears(Saved("/x/agent.toml", "")) == []
    assert "took these settings over" in sitting.block("agent")["title"]


def test_the_agent_starts_later_when_the_person_says_so() -> None:
    """Then the page says by which command, and offers it once more; without a printer never."""
    sitting = _saving({"printer.url": USB.value}, runs=False)
    sitting.does("save", start="later")
    assert sitting.hears(Saved("/x/agent.toml", "")) == []
    assert "--home /till" in sitting.block("agent", "kk")["hint"]
    assert sitting.does("start_agent") == [StartAgent()]
    sitting = _saving({}, runs=False)
    assert not sitting.has("start")
    sitting.does("save")
    assert sitting.hears(Saved("/x/agent.toml", "")) == []
    assert "no printer" in sitting.block("agent")["title"]


@pytest.mark.parametrize(("port", "hint"), [("9100", False), ("9101", True)])
def test_an_agent_that_runs_takes_the_settings_over(port: str, *, hint: bool) -> None:
    """It is not started again; what waits for its next start is said."""
    sitting = Sitting({"printer.url": USB.value})
    sitting.goes_to("tap")
    sitting.does("next", way="here", port=port)
    sitting.goes_to("done")
    sitting.hears(found(runs=True))
    assert not sitting.has("start")
    sitting.does("save")
    assert sitting.hears(Saved("/x/agent.toml", "")) == []
    shown = sitting.block("agent")
    assert shown["tone"] == "good"
    assert "took these settings over" in shown["title"]
    assert bool(shown["hint"]) == hint


def test_a_working_till_is_shown_as_set_up_before() -> None:
    """What is wrong in its file is not; what is tried or changed anew says how that went."""
    before = {
        "slip.shop": "Наан", "printer.url": USB.value, "counter.camera": CAMERA.value,
        "counter.scanner": PORT.value,
    }  # fmt: skip
    sitting = Sitting(before)
    sitting.hears(Enrolled(7, 3, "example.kz", hub="https://hub.example.kz"))
    sitting.hears(Cashiers(("Айгерім",)))
    sitting.hears(Found((USB,), (PORT,), (CAMERA,), agent_runs=True, last=SALE))
    assert [sitting.standing(it) for it in STEPS[:-2]] == ["before"] * 7
    assert sitting.standing("enrol") == "done"
    sitting.goes_to("enrol")
    assert sitting.block("hub")["value"] == "https://hub.example.kz"
    sitting.goes_to("camera")
    sitting.does("next", camera=CAMERA.value)
    assert sitting.standing("camera") == "before"
    sitting.goes_to("camera")
    sitting.hears(CameraRead(CODE, 4.4))
    sitting.does("next", camera=CAMERA.value)
    assert sitting.standing("camera") == "done"
    sitting.goes_to("scanner")
    sitting.does("next", scanner="none")
    assert sitting.standing("scanner") == "skipped"
    assert [sitting.standing(it) for it in ("shop", "tap")] == ["before", "before"]
    empty = Sitting()
    assert {empty.standing(it) for it in STEPS} == {"ahead"}


def test_a_setting_that_is_wrong_is_not_set_up_before() -> None:
    """The person finds the step that needs him."""
    sitting = Sitting({"printer.url": "nowhere"}, wrong=["printer.url must be an address."])
    assert sitting.standing("printer") == "ahead"
    assert sitting.standing("tap") == "before"


def test_settings_that_were_there_are_shown() -> None:
    """Somebody who comes back finds his own values, and changes nothing by looking."""
    sitting = Sitting({
        "slip.shop": "Наан", "slip.languages": ["ru", "en"], "printer.url": "tcp://10.0.0.7:9100",
        "printer.profile": "epson-tm", "tap.listen": "tcp://0.0.0.0:9101",
        "tap.allow": ["10.0.0.5"],
        "counter.auto_accept_max": "500.00", "counter.camera": CAMERA.value,
        "counter.scanner": f"{PORT.value}?baud=19200",
    })  # fmt: skip
    while sitting.view()["step"] != "done":
        fields = {it["id"]: it["value"] for it in sitting.view()["blocks"] if "value" in it}
        sitting.does("next", **fields)
        assert dict(sitting.changes) == {}, sitting.view()["step"]
    assert sitting.does("save") == [Save({})]
