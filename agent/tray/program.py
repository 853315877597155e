"""The icon as a program of its own: `agent keep-tray`, without click, for its memory."""

import logging
import shutil
import subprocess
import sys
from collections.abc import Callable, Sequence
from contextlib import suppress
from functools import partial
from pathlib import Path
from threading import Event, Thread
from typing import Any, Final

from agent.core.slip_texts import Language
from agent.core.till_icon import TillIcon
from agent.core.till_icon_words import Item, Said, line_of, said, told
from agent.errors import AgentError
from agent.tray.entries import Do, entries
from agent.tray.showing import Showing, showing
from agent.tray.watching import Till, Watching
from agent.window.browsers import NoBrowser
from agent.window.keeping import AlreadyOpen, Keeper
from agent.window.placing import bring_forward
from agent.window.program import CLASS_WINDOW, keeper_of
from hardware.ending import on_ending
from hardware.taps.lock import Taken, take
from hardware.taps.logbook import Logbook

LOG_FILE: Final = "tray.log"
AGAIN_S: Final = 3.0
"""Before an icon whose tray has gone looks for another one."""


class AlreadyThere(AgentError):
    """The till has its icon already."""

    exit_code = 3

    def __init__(self) -> None:
        super().__init__("The icon is there already.", "Look in the corner of the screen.")


def main(argv: Sequence[str]) -> int:
    """Show the icon: HOME LANGUAGE FACE_FILE BYPASS_FILE ["window"|"strip"], opened at once."""
    home, language, face_file, bypass_file, *opened = argv
    till = Till(Path(home), Path(bypass_file))
    logging.getLogger("pystray").setLevel(logging.CRITICAL)  # a desktop without a tray is no error
    tray = Tray(till, Language(language), Path(face_file))
    try:
        with take(till.home / "tray.lock", wait=False):
            on_ending(tray.end)
            tray.run(opened)
    except Taken:
        error: AgentError = AlreadyThere()
    except AgentError as found:
        error = found
    else:
        tray.await_windows()
        return 0
    sys.stderr.write(f"{error.title}\n{error.hint}\n")
    return error.exit_code


class Tray:
    """The icon, its menu, and the windows that were opened from it."""

    def __init__(self, till: Till, language: Language, face_file: Path) -> None:
        self._till, self._language, self._face_file = till, language, face_file
        self._log = Logbook(till.home / LOG_FILE)
        self._watching = Watching(till, self._show, self._tell)
        self._icon: Showing | None = None
        self._keepers: dict[str, tuple[Keeper, Thread]] = {}
        self._quit = Event()
        self._does: dict[Item, Do] = {
            Item.WINDOW: partial(self._open, "window"),
            Item.STRIP: partial(self._open, "top"),
            Item.REPRINT: self._aside(self._reprint),
            Item.CONFIRM_ON: partial(self._bypass, on=True),
            Item.CONFIRM_OFF: partial(self._bypass, on=False),
            Item.QUIT: self.quit,
        }

    def run(self, opened: Sequence[str] = ()) -> None:
        """Stand in the corner of the screen until quit; raises AgentError without a screen."""
        self._icon = self._new_icon()
        self._watching.start()
        for it in opened:
            self._does[Item(it)]()
        while True:
            self._icon.run()
            if self._quit.wait(AGAIN_S):
                break
            self._icon = self._new_icon()
        self._watching.stop()

    def quit(self) -> None:
        """Take the icon away; open windows stay."""
        self._quit.set()
        if self._icon is not None:
            self._icon.stop()

    def end(self) -> None:
        """Take icon and windows away: the session ends."""
        for keeper, _ in self._keepers.values():
            keeper.end()
        self.quit()

    def await_windows(self) -> None:
        """Stay for as long as a window is open that this process keeps."""
        for _, thread in self._keepers.values():
            thread.join()

    def _new_icon(self) -> Showing:
        return showing(
            line_of(self._watching.icon, self._language),
            self._watching.icon.mark,
            lambda: entries(self._watching.icon, self._language, self._does),
        )

    def _show(self, icon: TillIcon) -> None:
        if self._icon is not None:
            self._icon.show(icon.mark, line_of(icon, self._language))

    def _tell(self, icon: TillIcon) -> None:
        self._say(told(icon, self._language))

    def _say(self, sentence: str) -> None:
        """Tell it aloud where the system can."""
        if self._icon is None or self._icon.notify(sentence):
            return
        program = shutil.which("notify-send")
        if program is not None:
            words = [program, "--app-name=Baursak", "Baursak", sentence]
            quiet = subprocess.DEVNULL
            subprocess.Popen(words, stdout=quiet, stderr=quiet)  # noqa: S603  # this system's own

    def _fail(self, name: Said, error: AgentError | OSError) -> None:
        """Say that something asked for was not done: aloud, to who started us, and in the log."""
        why = f"{error.title} {error.hint}" if isinstance(error, AgentError) else str(error)
        line = f"tray: {said(name, self._language)}: {why}"
        with suppress(OSError):  # started without a terminal
            sys.stderr.write(f"{line}\n")
            sys.stderr.flush()
        self._log.write(line)
        self._say(said(name, self._language))

    def _open(self, kind: str) -> None:
        """Open a window; one that is open comes forward."""
        _, thread = self._keepers.get(kind, (None, None))
        if thread is not None and thread.is_alive():
            if kind == "window":
                bring_forward(CLASS_WINDOW)
            return
        profile = self._till.home / ("window" if kind == "window" else "strip")
        try:
            keeper = keeper_of(self._face_file, profile, kind)
        except (AgentError, OSError) as error:
            self._fail(Said.NO_WINDOW, error)
            return
        thread = Thread(target=self._keep, args=(keeper,), name=kind)
        self._keepers[kind] = keeper, thread
        thread.start()

    def _keep(self, keeper: Keeper) -> None:
        try:
            keeper.run()
        except AlreadyOpen:
            bring_forward(CLASS_WINDOW)
        except NoBrowser as error:
            self._fail(Said.NO_BROWSER, error)
        except (AgentError, OSError) as error:
            self._fail(Said.NO_WINDOW, error)

    def _reprint(self) -> None:
        answer: dict[str, Any] | None = self._till.asked({"ask": "reprint"})
        done = answer is not None and answer.get("done") is True
        self._say(said(Said.REPRINTED if done else Said.NO_SLIP, self._language))

    def _bypass(self, *, on: bool) -> None:
        try:
            if on:
                self._till.bypass_file.touch()
            else:
                self._till.bypass_file.unlink(missing_ok=True)
        except OSError as error:
            self._fail(Said.NOT_CHANGED, error)
        self._watching.look()

    def _aside(self, do: Callable[[], None]) -> Do:
        """Return *do* for a thread of its own: the agent may take seconds to answer."""
        return lambda: Thread(target=do, daemon=True).start()
