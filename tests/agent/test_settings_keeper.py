"""Settings that change while a till runs: the file's and the hub's, one version after another."""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path

from agent.config import AgentSettings, load_settings
from agent.settings_keeper import SettingsKeeper
from contracts.wire.sync_news import Configuration
from contracts.wire.units import Tiyn
from tests.agent.test_hub_link import CONFIG

PATIENCE_S = 10.0


@dataclass
class Kept:
    """A keeper, what it told, and the file that it looks at."""

    home: Path
    keeper: SettingsKeeper
    told: list[AgentSettings] = field(default_factory=list)
    log: list[str] = field(default_factory=list)

    def writes(self, text: str) -> None:
        """Write agent.toml, as an editor does."""
        (self.home / "new").write_text(text)
        (self.home / "new").replace(self.home / "agent.toml")

    def waits_for(self, done: Callable[[], bool]) -> None:
        """Wait until it is so, but not for ever."""
        until = time.monotonic() + PATIENCE_S
        while not done():
            assert time.monotonic() < until, f"it did not come to pass: {self.log}"
            time.sleep(0.005)


@contextmanager
def keeping(home: Path, config: Configuration | None = None) -> Iterator[Kept]:
    """Hold a keeper that looks all the time."""
    told: list[AgentSettings] = []
    log: list[str] = []
    keeper = SettingsKeeper(load_settings(home), config, told.append, log.append, look_s=0.01)
    keeper.start()
    try:
        yield Kept(home, keeper, told, log)
    finally:
        keeper.stop()


def test_a_line_changed_in_the_file_holds_soon(tmp_path: Path) -> None:
    """Named in the log without its value; a file that only looks new changes nothing."""
    with keeping(tmp_path) as kept:
        kept.writes('[slip]\nshop = "Наша"\nlanguages = ["en"]\n[counter]\nscreen_mode = false\n')
        kept.waits_for(lambda: len(kept.log) == 1)
        (after,) = kept.told
        assert (after.slip.shop, after.slip.languages) == ("Наша", ("en",))
        assert not after.counter.screen_mode
        assert kept.log == ["settings: slip.languages, slip.shop, counter.screen_mode changed"]
        kept.writes((tmp_path / "agent.toml").read_text() + "# a word\n")
        kept.writes("")
        kept.waits_for(lambda: len(kept.told) == 2)
        assert kept.told[1] == load_settings(tmp_path)
        (tmp_path / "agent.toml").unlink()


def test_a_wrong_file_changes_nothing_and_is_told_of(tmp_path: Path) -> None:
    """Until it is mended."""
    (tmp_path / "agent.toml").write_text("[slip]\nseparate = true\n")
    with keeping(tmp_path) as kept:
        for wrong in ('currency = 5\ncolour = "red"\n', "[slip", "\0"):
            kept.writes(wrong)
            kept.waits_for(lambda: bool(kept.keeper.state([]).file))
            assert kept.told == []
            assert kept.keeper.holding.slip.separate
            kept.writes("[slip]\nseparate = true\n")
            kept.waits_for(lambda: not kept.keeper.state([]).file)
        assert kept.told == [], "it says what it said"


def test_what_waits_for_a_start_is_named(tmp_path: Path) -> None:
    """The relay's lines and the hub's address; put back, nothing waits."""
    with keeping(tmp_path) as kept:
        kept.writes('[printer]\nurl = "tcp://10.0.0.9:9100"\nprofile = "epson-tm"\n')
        kept.waits_for(lambda: len(kept.told) == 1)
        assert kept.keeper.state([]).after_restart == ("printer.url",)
        assert kept.told[0].printer.profile == "epson-tm", "what the brain uses holds at once"
        kept.writes("")
        kept.waits_for(lambda: kept.keeper.state([]).after_restart == ())


def test_the_hubs_word_comes_behind_the_files(tmp_path: Path) -> None:
    """Each time the hub speaks it is told, for it may be its keys; the status says what holds."""
    (tmp_path / "agent.toml").write_text("registers = []\n")
    with keeping(tmp_path) as kept:
        kept.keeper.told(CONFIG)
        kept.waits_for(lambda: len(kept.told) == 1)
        assert (kept.told[0].slip.shop, kept.told[0].registers) == ("Бауырсақ", frozenset())
        state = kept.keeper.state(["total_max: 0"])
        assert (state.revision, state.refused) == (CONFIG.version, ("total_max: 0",))
        assert state.overridden == ("registers",)
        kept.keeper.told(CONFIG)
        kept.waits_for(lambda: len(kept.told) == 2)
        kept.writes("")
        kept.waits_for(lambda: kept.keeper.holding.registers == {"010101234567"})
        kept.keeper.told(None)
        kept.waits_for(lambda: kept.keeper.holding.slip.shop == "")


def test_what_the_hub_said_before_the_start_holds_from_the_start(tmp_path: Path) -> None:
    """A till that starts without a line works as it did."""
    config = replace(CONFIG, version=9)
    with keeping(tmp_path, config) as kept:
        assert kept.keeper.holding.slip.shop == "Бауырсақ"
        assert kept.keeper.state([]).revision == 9


def test_wrong_settings_that_an_older_agent_kept_hold_no_more(tmp_path: Path) -> None:
    """The status says so, and that no revision of the hub's holds."""
    wrong = replace(CONFIG, settings=replace(CONFIG.settings, total_max=Tiyn(0)))
    with keeping(tmp_path, wrong) as kept:
        assert kept.keeper.holding == load_settings(tmp_path)
        state = kept.keeper.state([])
        assert (state.revision, state.overridden) == (None, ())
        assert state.refused[0].startswith("total_max")
