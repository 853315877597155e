"""Printers that are plugged in, by the names that they give themselves."""

from pathlib import Path

from hardware.printers.finding import find_printers, queue_url
from hardware.printers.transport_winspool import WinspoolTransport


def test_usb_printers_are_found_by_their_own_names(tmp_path: Path) -> None:
    """One that does not say gets the name of its device file; without any there are none."""
    devices, facts = tmp_path / "usb", tmp_path / "usbmisc"
    assert find_printers(devices, facts) == []
    devices.mkdir()
    for node in ("lp0", "lp1", "hiddev0"):
        (devices / node).touch()
    printer = tmp_path / "1-2"
    (printer / "1-2:1.0").mkdir(parents=True)
    (printer / "manufacturer").write_text("EPSON\n")
    (printer / "product").write_text("TM-T20III\n")
    (facts / "lp0").mkdir(parents=True)
    (facts / "lp0" / "device").symlink_to(printer / "1-2:1.0")
    found = [(it.url, it.name) for it in find_printers(devices, facts)]
    assert found == [
        (f"usb://{devices}/lp0", "EPSON TM-T20III"),
        (f"usb://{devices}/lp1", "USB lp1"),
    ]


def test_a_queues_address_leads_to_the_queue() -> None:
    """Whatever stands in its name."""
    asked: list[str] = []
    for name in ("Kitchen", "Чеки (касса №1)", r"\\server\POS 80%"):
        WinspoolTransport(queue_url(name), lambda _, data: len(data), asked.append).open()
    assert asked == ["Kitchen", "Чеки (касса №1)", r"\\server\POS 80%"]
