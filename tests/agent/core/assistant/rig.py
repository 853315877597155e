"""An assistant without devices: a test does what the person and the devices do."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from agent.assistant.saying import words_of
from agent.core.assistant.assistant import Around, Assistant
from agent.core.assistant.blocks import Option
from agent.core.assistant.settings_text import Value
from agent.core.assistant.wishes import Found, Heard, News, Wish
from agent.core.receipt import FiscalKey, Kind
from contracts.wire.units import Tiyn

CODE = "BAURSAK 1234"
COMMAND = "baursak agent run --home /till"
USB = Option("usb:///dev/usb/lp0", "EPSON TM-T20III")
PORT = Option("serial:///dev/serial/by-id/usb-Scanner", "Scanner")
CAMERA = Option("v4l2:///dev/v4l/by-id/usb-Cam-video-index0", "Cam")
SALE = Heard(
    kind=Kind.SALE,
    total=Tiyn(93500),
    number="17",
    printed_at=datetime(2026, 11, 23, 10, 52, 11),  # noqa: DTZ001  # a receipt names no zone
    fiscal=FiscalKey("kofd", "123456789012", "010100000001"),
    doubts=(),
    readable=True,
    earns=True,
)


PROFILES = (Option("generic-80", "Generic 80 mm"), Option("epson-tm", "Epson TM"))
STEPS = ("shop", "printer", "tap", "receipt", "camera", "scanner", "cashiers", "enrol", "done")


class Sitting:
    """A person before the assistant."""

    def __init__(self, found: Mapping[str, Any] | None = None, wrong: Sequence[str] = ()) -> None:
        self.wrong = list(wrong)
        """What the check of settings says."""
        self.changes: Mapping[str, Value | None] = {}
        """What was checked last."""
        around = Around(found or {}, PROFILES, self._check, words_of, CODE, COMMAND)
        self.assistant = Assistant(around)
        self.assistant.start()

    def does(self, act: str, **values: str) -> list[Wish]:
        """Press a button of the step that is shown, with what its fields hold."""
        return self.assistant.act(self.assistant.shown, act, values)

    def goes_to(self, step: str) -> list[Wish]:
        """Go to a step by the list."""
        return self.does("go", to=step)

    def hears(self, news: News) -> list[Wish]:
        """Let a device speak."""
        return self.assistant.hear(news)

    def view(self, language: str = "en") -> dict[str, Any]:
        """Return what is shown."""
        return self.assistant.view_json(language)

    def block(self, name: str, language: str = "en") -> dict[str, Any]:
        """Return one piece of the step that is shown."""
        return next(it for it in self.view(language)["blocks"] if it["id"] == name)

    def has(self, name: str) -> bool:
        """Tell whether the step shows a piece of that name."""
        return any(it["id"] == name for it in self.view()["blocks"])

    def standing(self, step: str) -> str:
        """Return how far a step is."""
        return str(next(it["standing"] for it in self.view()["steps"] if it["name"] == step))

    def _check(self, changes: Mapping[str, Value | None]) -> Sequence[str]:
        self.changes = changes
        return self.wrong


def found(
    *, printers: tuple[Option, ...] = (), ports: tuple[Option, ...] = (), runs: bool = False
) -> Found:
    """Return what is plugged in."""
    return Found(printers, ports, (CAMERA,), agent_runs=runs)
