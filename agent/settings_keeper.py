"""The settings of a running till: agent.toml looked at again and again, the hub's word behind it.

One thread, so that whoever takes settings over takes one version after another. What is wrong in
the file costs nothing: the settings before it hold on, and the status says what is wrong.
"""

import os
from collections.abc import Callable
from pathlib import Path
from threading import Condition, Thread
from typing import Any, Final

from agent.config import SETTINGS_FILE, AgentSettings, load_settings
from agent.core.status import SettingsState, sentence
from agent.errors import WrongSettings
from agent.remote_settings import overridden, problems_with, with_remote
from contracts.wire.sync_news import Configuration

LOOK_S: Final = 3.0
"""How soon a line changed in agent.toml holds; a look is one question to the file system."""
STOP_S: Final = 12.0
"""A camera that hangs in its driver is let go of after ten."""
MOST_NAMED: Final = 16


class SettingsKeeper:
    """Knows which settings hold, and tells when others do."""

    def __init__(
        self,
        settings: AgentSettings,
        config: Configuration | None,
        adopt: Callable[[AgentSettings], None],
        log: Callable[[str], None],
        look_s: float = LOOK_S,
    ) -> None:
        self._look_s = look_s
        self._started_with = settings
        self._file = settings
        self._config = config
        self._adopt = adopt
        self._log = log
        self._stamp = _stamp(settings.home)
        self._wrong: list[str] = []
        self._bell = Condition()
        self._news = False
        self._stopped = False
        self._thread = Thread(target=self._run, name="settings", daemon=True)
        self.holding = with_remote(settings, config)
        """The settings that hold."""

    def start(self) -> None:
        """Begin to look."""
        self._thread.start()

    def stop(self) -> None:
        """End the thread, and with it every change."""
        with self._bell:
            self._stopped = True
            self._bell.notify_all()
        if self._thread.is_alive():
            self._thread.join(STOP_S)

    def told(self, config: Configuration | None) -> None:
        """Hear that the hub has said something new; nobody waits for it."""
        with self._bell:
            self._config, self._news = config, True
            self._bell.notify_all()

    def state(self, refused: list[str]) -> SettingsState:
        """Return which settings hold; *refused* is why the hub's newest are not among them."""
        with self._bell:
            file, config, wrong = self._file, self._config, list(self._wrong)
        if config is not None and (problems := problems_with(config)):
            # Kept by an agent that did not look at settings whole: they hold no more.
            config, refused = None, refused or problems
        return SettingsState(
            revision=config.version if config is not None else None,
            refused=tuple(sentence(it) for it in refused[:MOST_NAMED]),
            overridden=overridden(file, config),
            after_restart=_after_restart(self._started_with, file),
            file=tuple(sentence(it) for it in wrong[:MOST_NAMED]),
        )

    def _run(self) -> None:
        while True:
            with self._bell:
                self._bell.wait_for(lambda: self._news or self._stopped, self._look_s)
                if self._stopped:
                    return
                news, self._news = self._news, False
            if self._looked() or news:
                self._apply(news=news)

    def _looked(self) -> bool:
        """Read agent.toml again where it is another file than before; tell whether it changed."""
        stamp = _stamp(self._file.home)
        if stamp == self._stamp:
            return False
        self._stamp = stamp
        try:
            found = load_settings(self._file.home)
        except WrongSettings as error:
            with self._bell:
                self._wrong = error.problems
            for problem in error.problems:
                self._log(f"settings: {problem} What held before holds on.")
            return False
        with self._bell:
            self._file, self._wrong = found, []
        return True

    def _apply(self, *, news: bool) -> None:
        holding = with_remote(self._file, self._config)
        if holding == self.holding and not news:
            return
        changed = _named_changes(self.holding, holding)
        self.holding = holding
        self._adopt(holding)
        if changed:
            self._log(f"settings: {', '.join(changed)} changed")
        if waits := _after_restart(self._started_with, self._file):
            self._log(f"settings: {', '.join(waits)} will hold after the next start")


def _stamp(home: Path) -> tuple[int, ...] | None:
    """Return what tells one writing of agent.toml from another."""
    try:
        found = os.stat(home / SETTINGS_FILE)  # noqa: PTH116  # each few seconds, for ever
    except OSError:
        return None
    return found.st_mtime_ns, found.st_size, found.st_ino


def _after_restart(before: AgentSettings, after: AgentSettings) -> tuple[str, ...]:
    """Return what a running till cannot change: the relay's lines and the hub's address."""
    pairs: dict[str, tuple[Any, Any]] = {
        "printer.url": (before.printer.url, after.printer.url),
        "tap.listen": (before.tap.listen, after.tap.listen),
        "tap.allow": (before.tap.allow, after.tap.allow),
        "hub.url": (before.hub.url, after.hub.url),
        "hub.proxy": (before.hub.proxy, after.hub.proxy),
    }
    return tuple(name for name, (one, other) in pairs.items() if one != other)


def _named_changes(before: AgentSettings, after: AgentSettings) -> list[str]:
    """Return the names of what changed; never the values."""
    names = []
    for part in ("printer", "tap", "slip", "hub", "counter"):
        one, other = getattr(before, part), getattr(after, part)
        names += [
            f"{part}.{name}" for name in one.__slots__ if getattr(one, name) != getattr(other, name)
        ]
    plain = ("currency", "registers", "total_max", "earn_rate", "any_currency")
    return names + [it for it in plain if getattr(before, it) != getattr(after, it)]
