"""The assistant put together: its steps, the devices, the till's folder, its page."""

import logging
import secrets
import threading
from collections.abc import Callable, Iterable
from concurrent.futures import Future, ThreadPoolExecutor
from functools import partial
from pathlib import Path
from types import TracebackType
from typing import Any, Final, Self

from agent.assistant import keeping
from agent.assistant.devices import Devices, look
from agent.assistant.printing import print_paper
from agent.assistant.requests import AssistantServer
from agent.assistant.saying import words_of
from agent.assistant.starting import command_for, start_agent
from agent.core.assistant.assistant import Around, Assistant
from agent.core.assistant.blocks import Option
from agent.core.assistant.camera_step import PICTURE
from agent.core.assistant.wishes import (
    AddCashier,
    Autostart,
    Enrol,
    Find,
    Finish,
    HearScanner,
    Listen,
    News,
    PrintPaper,
    Save,
    StartAgent,
    Stop,
    Watch,
    Wish,
)
from agent.local_page.live import Showing
from hardware.printers.profiles import load_profile, profile_names

TOKEN_BYTES: Final = 18
LOOKS_EVERY_S: Final = 1.5
"""A scanner that was switched to a port of its own is there after some seconds."""
_LOOKING: Final = frozenset({"printer", "tap", "receipt", "camera", "scanner"})
"""Steps at which devices may be plugged in, or an agent may read a receipt."""
_HANDS: Final = 3
"""Threads for what takes its time: paper, hub, disk."""

log = logging.getLogger(__name__)


class AssistantProgram:
    """Serves the assistant while the block lasts; `wait` tells when the person has finished."""

    def __init__(self, home: Path, *, port: int = 0) -> None:
        self._home = home
        found = keeping.found_settings(home)
        self._assistant = Assistant(
            Around(
                found=found,
                profiles=_profiles(),
                check=lambda changes: keeping.problems_after(home, changes),
                words=words_of,
                code=f"BAURSAK {secrets.randbelow(9000) + 1000}",
                command=command_for(home),
            )
        )
        self._turn = threading.Lock()
        self._devices = Devices(home, self._hear)
        self._device_hand = ThreadPoolExecutor(1, "assistant devices")
        self._hands = ThreadPoolExecutor(_HANDS, "assistant")
        self._over = threading.Event()
        self._looker = threading.Thread(target=self._keep_looking, name="plugged in", daemon=True)
        languages = found.get("slip.languages")
        language = str(languages[0]) if isinstance(languages, list) and languages else "ru"
        showing = Showing(
            self._view,
            self._act,
            language if language in ("kk", "ru", "en") else "ru",
            self._picture,
        )
        token = secrets.token_urlsafe(TOKEN_BYTES)
        self._server = AssistantServer(showing, token=token, port=port)

    def address(self) -> str:
        """Return what opens the page; it is a secret."""
        return self._server.address()

    def wait(self, patience_s: float | None = None) -> bool:
        """Wait until the person has finished; tell whether she has."""
        return self._over.wait(patience_s)

    def __enter__(self) -> Self:
        """Begin to serve."""
        self._server.__enter__()
        self._do(self._assistant.start())
        self._aside(self._look_back)
        self._looker.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        where: TracebackType | None,
    ) -> None:
        """Let go of every device, then of the page."""
        with self._turn:
            self._over.set()
        self._device_hand.submit(self._devices.do, Stop())
        self._device_hand.shutdown()
        self._hands.shutdown()
        self._looker.join()
        self._server.__exit__(kind, error, where)

    def _view(self, language: str) -> dict[str, Any]:
        with self._turn:
            return self._assistant.view_json(language)

    def _picture(self, path: str) -> bytes | None:
        return (self._devices.picture() or b"") if path == PICTURE else None

    def _act(self, act: str, told: dict[str, Any]) -> None:
        with self._turn:
            wishes = self._assistant.act(told["step"], act, told["values"])
            self._do(wishes)
        self._server.changed()

    def _hear(self, news: News) -> None:
        """Take news, from any thread."""
        with self._turn:
            self._do(self._assistant.hear(news))
        self._server.changed()

    def _do(self, wishes: Iterable[Wish]) -> None:
        """Have wishes done aside; nobody waits for them here."""
        if self._over.is_set():
            return
        for wish in wishes:
            if isinstance(wish, Listen | Watch | HearScanner | Stop):
                self._device_hand.submit(self._devices.do, wish).add_done_callback(_logged)
            elif isinstance(wish, Finish):
                self._over.set()
            else:
                self._aside(partial(self._done, wish))

    def _done(
        self, wish: Find | PrintPaper | Enrol | AddCashier | Save | Autostart | StartAgent
    ) -> None:
        """Do what takes its time, and tell what came of it."""
        match wish:
            case Find():
                self._hear(look(self._home))
            case PrintPaper():
                self._hear(print_paper(wish))
            case Enrol():
                self._hear(keeping.enrol(self._home, wish))
            case AddCashier():
                self._hear(keeping.add_cashier(self._home, wish))
            case Save():
                self._hear(keeping.save(self._home, wish))
            case Autostart():
                self._hear(keeping.autostart(self._home))
            case StartAgent():
                self._hear(start_agent(self._home))

    def _aside(self, work: Callable[[], None]) -> None:
        self._hands.submit(work).add_done_callback(_logged)

    def _look_back(self) -> None:
        """Tell what was there before: the enrolment, and the cashiers."""
        place = keeping.enrolled(self._home)
        if place is None:
            return
        self._hear(place)
        if not place.local:
            self._hear(keeping.cashiers(self._home))

    def _keep_looking(self) -> None:
        """Look what is plugged in, while it matters."""
        while not self._over.wait(LOOKS_EVERY_S):
            with self._turn:
                matters = self._assistant.shown in _LOOKING
            if matters:
                self._hear(look(self._home))


def _logged(done: Future[None]) -> None:
    """Keep what nobody foresaw in the log."""
    if error := done.exception():
        log.error("The assistant could not do what was asked", exc_info=error)


def _profiles() -> tuple[Option, ...]:
    return tuple(Option(name, load_profile(name).title) for name in profile_names())
