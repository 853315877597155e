"""Settings are checked whole, and each problem says what to do."""

from pathlib import Path

import pytest

from agent.config import AgentSettings, CounterSettings, load_settings
from agent.errors import WrongSettings
from contracts.wire.units import Tiyn


def test_without_a_file_the_defaults_hold(tmp_path: Path) -> None:
    """A new till has settings."""
    assert load_settings(tmp_path) == AgentSettings(home=tmp_path)


def test_every_setting_is_read(tmp_path: Path) -> None:
    """What the owner wrote is what the agent has."""
    (tmp_path / "agent.toml").write_text(
        """
        currency = "KZT"
        registers = ["010100000001"]
        total_max = "250000.00"
        [printer]
        url = "serial:///dev/ttyUSB0?baud=9600"
        profile = "rongta"
        [tap]
        listen = "spool:///var/spool/till"
        allow = ["10.0.0.5"]
        [slip]
        enabled = true
        separate = true
        languages = ["ru"]
        shop = "Алтын Бауырсақ"
        link = "telegram"
        claim_days = 7
        [counter]
        camera = "v4l2:///dev/v4l/by-id/usb-cam-video-index0"
        screen_mode = false
        scanner = "serial:///dev/serial/by-id/usb-scanner?baud=9600"
        suffix = "crlf"
        auto_accept_max = "500.00"
        closes_at = "22:30"
        face = false
        """,
        encoding="utf-8",
    )
    settings = load_settings(tmp_path)
    assert settings.printer.profile == "rongta"
    assert settings.tap.listen == "spool:///var/spool/till"
    assert settings.registers == {"010100000001"}
    assert settings.total_max == 250_000_00
    assert settings.slip.languages == ("ru",)
    assert (settings.slip.shop, settings.slip.link) == ("Алтын Бауырсақ", "telegram")
    assert settings.counter == CounterSettings(
        camera="v4l2:///dev/v4l/by-id/usb-cam-video-index0",
        screen_mode=False,
        scanner="serial:///dev/serial/by-id/usb-scanner?baud=9600",
        suffix="crlf",
        auto_accept_max=Tiyn(500_00),
        closes_at=22 * 60 + 30,
        face=False,
    )


def test_all_problems_come_at_once(tmp_path: Path) -> None:
    """The owner mends the file once, not five times."""
    (tmp_path / "agent.toml").write_text(
        'total_max = "free"\nregisters = ["12"]\ncolour = 1\ncurrency = "tenge"\n'
        '[printer]\nurl = "10.0.0.7"\nprofile = "laser"\n[slip]\nclaim_days = 0\nenabled = 1\n'
        'languages = ["de"]\n',
        encoding="utf-8",
    )
    with pytest.raises(WrongSettings) as caught:
        load_settings(tmp_path)
    named = {problem.split()[0] for problem in caught.value.problems}
    assert named == {
        "total_max", "registers", "colour", "currency", "printer.url", "printer.profile",
        "slip.claim_days", "slip.enabled", "slip.languages",
    }  # fmt: skip
    assert caught.value.exit_code == 2


@pytest.mark.parametrize(
    "settings",
    [
        "[printer]\nurl = 'tcp://[::1'",
        "[printer]\nurl = 'tcp://'",
        "[printer]\nurl = 'tcp://h:99999'",
        "[printer]\nurl = 'tcp://h'",
        '[printer]\nurl = "tcp://h\\n:9100"',
        "[printer]\nurl = 'serial:///dev/ttyS0?baud=abc'",
        "[printer]\nurl = 'serial:///dev/ttyS0?speed=9600'",
        "[printer]\nurl = 'serial://'",
        "[printer]\nurl = 'usb://'",
        "[tap]\nlisten = 'tcp://:0'",
        "[tap]\nlisten = 'spool:///'",
        "[tap]\nlisten = 'spool://'",
        "[tap]\nlisten = 'spool:///home'",
        "[tap]\nallow = ['999.1.1.1']",
        "[tap]\nallow = ['10.0.0.0/8']",
        "[printer]\nurl = 'tcp://127.0.0.1:9100'",
        "[counter]\ncamera = 'webcam'",
        "[counter]\nscanner = 'serial://'",
        "[counter]\nsuffix = 'enter'",
        "[counter]\ncloses_at = '25:00'",
        "[counter]\nauto_accept_max = '0.00'",
    ],
)
def test_an_address_that_cannot_work_is_refused(tmp_path: Path, settings: str) -> None:
    """Each with how to write it; the last one is the tap's own default."""
    (tmp_path / "agent.toml").write_text(settings, encoding="utf-8")
    with pytest.raises(WrongSettings) as caught:
        load_settings(tmp_path)
    assert len(caught.value.problems) == 1


@pytest.mark.parametrize(("url", "form"), [("/tmp/pics", "folder:///tmp/pics"),  # noqa: S108  # a path that people write
                                           ("webcam", "folder:///path")])  # fmt: skip
def test_a_folder_as_a_camera_can_be_found_out(tmp_path: Path, url: str, form: str) -> None:
    """The refusal names folder:// and file://, and what each is for."""
    (tmp_path / "agent.toml").write_text(f"[counter]\ncamera = '{url}'", encoding="utf-8")
    with pytest.raises(WrongSettings) as caught:
        load_settings(tmp_path)
    (problem,) = caught.value.problems
    assert form in problem
    assert "file://" in problem


@pytest.mark.parametrize(
    "url",
    ["tcp://10.0.0.7:9100", "serial://COM3?baud=9600&parity=none&bits=8&flow=rtscts", "usb:///dev/usb/lp0",
     "winspool://Kitchen", "file:///tmp/paper.bin"],
)  # fmt: skip
def test_an_address_that_can_work_is_taken(tmp_path: Path, url: str) -> None:
    """As the first hour shows them."""
    (tmp_path / "agent.toml").write_text(f"[printer]\nurl = '{url}'", encoding="utf-8")
    assert load_settings(tmp_path).printer.url == url


@pytest.mark.parametrize(
    "content", [b"x = " + b"[" * 5000, b"[printer", b"\xff\xfe\x00", b"#" * 70_000]
)
def test_a_file_that_is_no_settings_is_refused(tmp_path: Path, content: bytes) -> None:
    """Broken TOML, another encoding, and something far too large."""
    (tmp_path / "agent.toml").write_bytes(content)
    with pytest.raises(WrongSettings):
        load_settings(tmp_path)
