"""The fifth step: a camera with its living picture, and a code held before it."""

from collections.abc import Mapping, Sequence
from typing import Final

from agent.core.assistant.blocks import (
    Block,
    Option,
    Standing,
    Tone,
    choice,
    field,
    picture,
    press,
    result,
    text,
)
from agent.core.assistant.draft import Draft
from agent.core.assistant.printer_step import OTHER
from agent.core.assistant.step import Step
from agent.core.assistant.wishes import CameraRead, CameraSays, Find, Found, News, Stop, Watch, Wish
from agent.core.assistant.words import Words, example

NONE: Final = "none"
PICTURE: Final = "/camera.png"
SHOWN: Final = 48
"""Characters of a code that are shown."""
_LONGEST: Final = 500


class CameraStep(Step):
    """Which camera, and whether it reads."""

    name = "camera"
    owns = ("counter.camera",)
    optional = True

    def __init__(self, draft: Draft, code: str) -> None:
        super().__init__(draft)
        self._code = code
        self._found: tuple[Option, ...] = ()
        self._agent_runs = False
        self._typing = False
        self._says: CameraSays | None = None
        self._read: CameraRead | None = None

    @property
    def _url(self) -> str:
        return self.draft.text("counter.camera")

    @property
    def _chosen(self) -> str:
        if self._typing:
            return OTHER
        if not self._url:
            return NONE
        return self._url if self._url in {it.value for it in self._found} else OTHER

    def blocks(self, said: Words) -> list[Block]:
        """Return what is shown, from top to bottom."""
        options = [
            *self._found,
            Option(NONE, said("camera.none"), said("camera.none_note")),
            Option(OTHER, said("camera.other"), said("camera.other_note")),
        ]
        shown = [
            text("lead", said("camera.lead" if self._found else "camera.none_found")),
            choice("camera", said("camera.which"), options, self._chosen),
        ]
        if self._chosen == OTHER:
            hint = example("http://192.168.1.30/video", said)
            shown.append(field("address", said("camera.address"), self._url, hint=hint))
            shown.append(press("look", said("camera.look")))
        if self._agent_runs:
            shown.append(result("sight", Tone.BAD, said("agent_runs"), said("agent_runs_hint")))
        elif self._url:
            shown += [picture("live", PICTURE, said("camera.picture")), self._sight(said)]
        return shown

    def _sight(self, said: Words) -> Block:
        if self._read is not None:
            ms = max(1, round(self._read.ms))
            code = self._read.text
            what = said("camera.ours") if code == self._code else _short(code)
            return result(
                "sight", Tone.GOOD, said("camera.read", ms=ms), said("camera.read_hint"), [what]
            )
        sight = self._says.sight if self._says else "opening"
        tone = Tone.WAIT if sight in ("opening", "seeing") else Tone.BAD
        rows = [] if self._says is None or not self._says.title else [self._says.title]
        return result("sight", tone, said(f"camera.{sight}"), said(f"camera.{sight}_hint"), rows)

    def entered(self) -> Sequence[Wish]:
        """Begin: look for cameras, and through the one that is chosen."""
        return (Find(), *self._look())

    def take(self, values: Mapping[str, str]) -> None:
        """Put what was chosen and typed into the draft."""
        chosen = values.get("camera", self._chosen)
        self._typing = chosen == OTHER
        if chosen == NONE:
            self.draft.put("counter.camera", None)
        elif chosen == OTHER:
            self.draft.put("counter.camera", values.get("address", "").strip()[:_LONGEST])
        elif chosen in {it.value for it in self._found}:
            self.draft.put("counter.camera", chosen)

    def act(self, act: str, values: Mapping[str, str]) -> Sequence[Wish]:
        """Look through another camera."""
        del values
        return self._look() if act in ("changed", "look") else ()

    def _look(self) -> Sequence[Wish]:
        self._says = self._read = None
        if self._agent_runs or not self._url:
            return (Stop(),)
        return (Watch(self._url),)

    def hear(self, news: News) -> Sequence[Wish]:
        """Take news of cameras and codes."""
        match news:
            case Found(cameras=cameras, agent_runs=runs):
                self._found, self._agent_runs = cameras, runs
            case CameraSays():
                self._says = news
            case CameraRead():
                self._read = news
                self._tried()
            case _:
                return ()
        return ()

    def left(self) -> None:
        """End: a camera that reads is done, none at all is left out."""
        if not self._url:
            self.standing = Standing.SKIPPED
        else:
            self.standing = Standing.DONE if self._read else Standing.TROUBLE


def _short(code: str) -> str:
    shown = "".join(it if it.isprintable() else "·" for it in code[:SHOWN])
    return f"«{shown}{'…' if len(code) > SHOWN else ''}»"
