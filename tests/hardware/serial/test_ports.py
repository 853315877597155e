"""Serial ports are found under names that last."""

from dataclasses import dataclass
from pathlib import Path

import pytest

from hardware.serial.line import LineGone, SerialLine
from hardware.serial.ports import FoundPort, device_of, find_ports, windows_ports
from hardware.serial.troubles import Trouble


@dataclass
class Listed:
    """A port as pyserial lists it."""

    device: str
    description: str = "USB Serial Port"
    vid: int | None = None
    pid: int | None = None
    serial_number: str | None = None


def test_names_of_their_own_come_first_and_nothing_twice(tmp_path: Path) -> None:
    """A port with a name by its maker is not shown again by its number."""
    by_id = tmp_path / "by-id"
    by_id.mkdir()
    for name in ("ttyUSB0", "ttyUSB1", "ttyACM0", "ttyS0"):
        (tmp_path / name).touch()
    (by_id / "usb-Honeywell_Voyager_1450g-if00-port0").symlink_to("../ttyACM0")
    assert find_ports(by_id, tmp_path) == [
        FoundPort(
            f"serial://{by_id}/usb-Honeywell_Voyager_1450g-if00-port0",
            "Honeywell Voyager 1450g",
            steady=True,
        ),
        FoundPort(f"serial://{tmp_path}/ttyUSB0", "ttyUSB0", steady=False),
        FoundPort(f"serial://{tmp_path}/ttyUSB1", "ttyUSB1", steady=False),
    ]
    assert find_ports(tmp_path / "none", tmp_path / "none") == []


def test_a_device_is_found_under_another_com_number() -> None:
    """By vendor, product and serial number; its settings go with it."""
    before = Listed("COM3", "Scanner", 0x0403, 0x6001, "A5 XK")
    plain = Listed("COM1")
    [steady, other] = windows_ports([before, plain])
    assert steady == FoundPort("usbserial://0403:6001/A5%20XK", "Scanner", steady=True)
    assert other.url == "serial://COM1"
    after = [plain, Listed("COM7", "Scanner", 0x0403, 0x6001, "A5 XK")]
    assert device_of(steady.url + "?baud=115200", lambda: after) == "serial://COM7?baud=115200"
    assert device_of(steady.url, lambda: [plain]) is None
    assert device_of("serial://COM1", list) == "serial://COM1"


def test_a_device_that_is_not_listed_is_absent() -> None:
    """On this computer, really asked."""
    with pytest.raises(LineGone) as told:
        SerialLine("usbserial://ffff:ffff/nobody").open()
    assert told.value.trouble is Trouble.ABSENT
