"""The third step: how the POS prints, and what to set in it so that it prints through the agent."""

from collections.abc import Mapping, Sequence
from typing import Final
from urllib.parse import urlsplit

from agent.core.assistant.blocks import Block, Option, choice, field, text
from agent.core.assistant.draft import Draft
from agent.core.assistant.printer_step import SPEEDS, speed_in, without_speed
from agent.core.assistant.step import Step
from agent.core.assistant.wishes import Find, Found, News, Wish
from agent.core.assistant.words import Words, example

DEFAULT: Final = "tcp://127.0.0.1:9100"
_WAYS: Final = ("here", "far", "serial", "spool")
_ANYBODY: Final = "0.0.0.0"  # noqa: S104  # only allow-listed computers may print there
_LONGEST: Final = 200


class TapStep(Step):
    """Where the POS prints."""

    name = "tap"
    owns = ("tap",)

    def __init__(self, draft: Draft) -> None:
        super().__init__(draft)
        self._ports: tuple[Option, ...] = ()

    @property
    def _listen(self) -> str:
        return self.draft.text("tap.listen", DEFAULT)

    @property
    def _way(self) -> str:
        parts = urlsplit(self._listen)
        if parts.scheme != "tcp":
            return parts.scheme if parts.scheme in _WAYS else "here"
        return "here" if parts.hostname in ("127.0.0.1", "localhost", "::1") else "far"

    @property
    def is_set(self) -> bool:
        """Tell whether the POS has a port: a till that has its printer listens on the usual one."""
        return self.draft.has("tap.listen") or self.draft.has("printer.url")

    def blocks(self, said: Words) -> list[Block]:
        """Return what is shown, from top to bottom."""
        ways = [Option(it, said(f"tap.{it}"), said(f"tap.{it}_note")) for it in _WAYS]
        way = self._way
        shown = [text("lead", said("tap.lead")), choice("way", said("tap.way"), ways, way)]
        if way in ("here", "far"):
            port = str(_port_of(self._listen))
            shown.append(field("port", said("tap.port"), port, form="digits"))
        if way == "far":
            allowed = ", ".join(self.draft.texts("tap.allow"))
            shown.append(
                field("allow", said("tap.allow"), allowed, hint=example("192.168.1.20", said))
            )
        if way == "serial":
            shown += self._serial(said)
        if way == "spool":
            folder = self._listen.removeprefix("spool://")
            shown.append(field("folder", said("tap.folder"), folder, hint=said("tap.folder_hint")))
        how = said(f"tap.{way}_how", port=_port_of(self._listen))
        return [*shown, text("how", how)]

    def _serial(self, said: Words) -> list[Block]:
        chosen = without_speed(self._listen)
        known = self._ports
        if chosen not in {it.value for it in known}:
            known = (*known, Option(chosen, chosen.removeprefix("serial://") or "…"))
        speeds = [Option(it, it) for it in SPEEDS]
        return [
            choice("tap_port", said("tap.tap_port"), known, chosen),
            choice("speed", said("speed"), speeds, speed_in(self._listen)),
        ]

    def entered(self) -> Sequence[Wish]:
        """Begin: look which serial ports there are."""
        return (Find(),)

    def take(self, values: Mapping[str, str]) -> None:
        """Put what was chosen and typed into the draft."""
        way = values.get("way", self._way)
        match way:
            case "here" | "far":
                host = _ANYBODY if way == "far" else "127.0.0.1"
                port = values.get("port", str(_port_of(self._listen))).strip()[:6]
                self._put(f"tcp://{host}:{port}")
                if way == "far" and "allow" in values:
                    typed = values["allow"][:_LONGEST].replace(",", " ").split()
                    self.draft.put("tap.allow", typed)
            case "serial":
                first = self._ports[0].value if self._ports else "serial://COM6"
                was = without_speed(self._listen) if self._way == "serial" else first
                speed = values.get("speed", SPEEDS[0])
                port = values.get("tap_port", was)
                self._put(f"{port}?baud={speed if speed in SPEEDS else SPEEDS[0]}")
            case "spool":
                folder = values.get("folder", "").strip()[:_LONGEST]
                folder = folder or self._listen.removeprefix("spool://")
                self._put(f"spool://{folder if '://' not in folder else ''}")
            case _:
                return

    def _put(self, listen: str) -> None:
        self.draft.put("tap.listen", None if listen == DEFAULT else listen)

    def hear(self, news: News) -> Sequence[Wish]:
        """Take news of serial ports."""
        if isinstance(news, Found):
            self._ports = news.ports
        return ()


def _port_of(listen: str) -> int:
    try:
        return urlsplit(listen).port or 9100
    except ValueError:
        return 9100
