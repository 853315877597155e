"""The sixth step: a scanner on a port of its own; one that types is found and asked to change."""

import json
from collections.abc import Mapping, Sequence
from typing import Final

from agent.core.assistant.blocks import Block, Option, Standing, Tone, choice, keys, result, text
from agent.core.assistant.camera_step import NONE, SHOWN
from agent.core.assistant.draft import Draft
from agent.core.assistant.printer_step import SPEEDS, speed_in, without_speed
from agent.core.assistant.step import Step
from agent.core.assistant.wishes import (
    Find,
    Found,
    HearScanner,
    News,
    ScannerRead,
    ScannerSays,
    Stop,
    Wish,
)
from agent.core.assistant.words import Words
from agent.core.scanner_words import Advice, scanner_words
from hardware.serial.layouts import Tangle
from hardware.serial.scans import Fault
from hardware.serial.troubles import Trouble
from hardware.serial.wedge import Key, WedgeScan, meant_by, scans_in

MOST_KEYS: Final = 600
"""A voucher's link has some hundred characters, with a Shift before each capital."""


def keys_told(told: str) -> list[Key]:
    """Return the keys that the page saw, as `[[name, milliseconds], …]`; none for anything else."""
    try:
        listed = json.loads(told)
    except (ValueError, RecursionError):
        return []
    if not isinstance(listed, list) or len(listed) > MOST_KEYS:
        return []
    found = []
    for it in listed:
        match it:
            case [str(name), int() | float() as at] if not isinstance(at, bool):
                found.append(Key(name, at / 1000))
            case _:
                return []
    return found


class ScannerStep(Step):
    """Which scanner, and how it speaks."""

    name = "scanner"
    owns = ("counter.scanner", "counter.suffix")
    optional = True

    def __init__(self, draft: Draft) -> None:
        super().__init__(draft)
        self._ports: tuple[Option, ...] | None = None
        self._agent_runs = False
        self._line: ScannerSays | None = None
        self._read: ScannerRead | None = None
        self._wedge: WedgeScan | None = None
        self._person = False
        self._new_port = False

    @property
    def _url(self) -> str:
        return self.draft.text("counter.scanner")

    def blocks(self, said: Words) -> list[Block]:
        """Return what is shown, from top to bottom."""
        ports = self._ports or ()
        chosen = without_speed(self._url) or NONE
        options = [*ports, Option(NONE, said("scanner.none"), said("scanner.none_note"))]
        if chosen not in {it.value for it in options}:
            options.insert(
                0, Option(chosen, chosen.removeprefix("serial://"), said("scanner.absent"))
            )
        shown = [
            text("lead", said("scanner.lead")),
            choice("scanner", said("scanner.which"), options, chosen),
        ]
        if self._url:
            speeds = [Option(it, it) for it in SPEEDS]
            shown.append(
                choice("speed", said("speed"), speeds, speed_in(self._url)) | {"folded": True}
            )
            if self._new_port:
                shown.append(text("new", said("scanner.new_port"), Tone.GOOD))
            shown.append(self._heard(said))
        else:
            shown.append(keys("keys", said("scanner.keys"), said("scanner.keys_hint")))
            shown += self._typed(said)
        return shown

    def _heard(self, said: Words) -> Block:
        if self._agent_runs:
            return result("line", Tone.BAD, said("agent_runs"), said("agent_runs_hint"))
        if self._read is not None and self._read.text is not None:
            row = "".join(it if it.isprintable() else "·" for it in self._read.text[:SHOWN])
            return result("line", Tone.GOOD, said("scanner.read"), said("scanner.read_hint"), [row])
        if self._read is not None:
            return result("line", Tone.BAD, *scanner_words(Fault.NOISE, said.language))
        if self._line is not None and self._line.trouble is not None:
            trouble = Trouble(self._line.trouble)
            return result("line", Tone.BAD, *scanner_words(trouble, said.language))
        return result("line", Tone.WAIT, said("scanner.waiting"), said("scanner.waiting_hint"))

    def _typed(self, said: Words) -> list[Block]:
        """Return what is said of what was typed into the field."""
        if self._wedge is not None:
            title, hint = scanner_words(Advice.WEDGE, said.language)
            meant = meant_by(self._wedge.typed)
            seen = self._wedge.typed if isinstance(meant, Tangle) else meant.text
            rows = [
                said("scanner.pace", keys=self._wedge.keys_per_s, suffix=self._wedge.suffix),
                seen[:SHOWN],
                said("scanner.manual"),
                said("scanner.after"),
            ]
            return [result("wedge", Tone.BAD, title, hint, rows)]
        if self._person:
            return [
                result("wedge", Tone.PLAIN, said("scanner.person"), said("scanner.person_hint"))
            ]
        return []

    def entered(self) -> Sequence[Wish]:
        """Begin: look for ports, and listen to the scanner that is chosen."""
        return (Find(), *self._listen())

    def take(self, values: Mapping[str, str]) -> None:
        """Put what was chosen into the draft."""
        chosen = values.get("scanner", without_speed(self._url) or NONE)
        if chosen == NONE:
            self.draft.put("counter.scanner", None)
        elif chosen in {it.value for it in self._ports or ()} | {without_speed(self._url)}:
            speed = values.get("speed", speed_in(self._url))
            self._put(chosen, speed)

    def _put(self, url: str, speed: str) -> None:
        plain = url.startswith("serial:")
        speed = speed if speed in SPEEDS else SPEEDS[0]
        self.draft.put("counter.scanner", f"{url}?baud={speed}" if plain else url)

    def act(self, act: str, values: Mapping[str, str]) -> Sequence[Wish]:
        """Listen to another scanner, or look at keys that were typed."""
        if act == "changed":
            self._new_port = False
            return self._listen()
        if act == "keys":
            found = keys_told(values.get("keys", ""))
            scans = scans_in(found)
            self._wedge = scans[-1] if scans else self._wedge
            self._person = not scans and bool(found)
        return ()

    def _listen(self) -> Sequence[Wish]:
        self._line = self._read = None
        if self._agent_runs or not self._url:
            return (Stop(),)
        return (HearScanner(self._url),)

    def hear(self, news: News) -> Sequence[Wish]:
        """Take news of ports and scans; a port that is new after a scanner typed is its own."""
        match news:
            case Found(ports=ports, agent_runs=runs):
                return self._seen(ports, runs=runs)
            case ScannerSays():
                self._line = news
            case ScannerRead():
                self._read = news
                self._tried()
            case _:
                return ()
        return ()

    def _seen(self, ports: tuple[Option, ...], *, runs: bool) -> Sequence[Wish]:
        before, self._ports, self._agent_runs = self._ports, ports, runs
        known = {it.value for it in (ports if before is None else before)}
        new = [it for it in ports if it.value not in known]
        if not new or self._wedge is None or self._url:
            return ()
        self._new_port, self._wedge = True, None
        self._put(new[0].value, SPEEDS[0])
        return self._listen()

    def left(self) -> None:
        """End: a scanner that reads is done; one that types stays a trouble."""
        if self._url:
            well = self._read is not None and self._read.text is not None
            self.standing = Standing.DONE if well else Standing.TROUBLE
        else:
            self.standing = Standing.TROUBLE if self._wedge else Standing.SKIPPED
