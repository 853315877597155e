"""What the icon shows of a real agent: asked at its door, as the tray program asks."""

from collections.abc import Iterator
from pathlib import Path
from threading import Thread

import pytest

from agent.app import BrainProgram
from agent.config import BYPASS_FILE, load_settings
from agent.core.till_icon import Mark, Matter, icon_of
from agent.tray.watching import Till
from contracts.wire.units import ShopId, TillId, UnixTime
from tests.agent.cli.test_hub import CODE, run
from tests.fakes.hub import MemoryHub
from tests.fakes.hub_server import HubServer, serving


@pytest.fixture
def home(tmp_path: Path) -> Iterator[Path]:
    """Return the folder of an enrolled till whose hub is there."""
    hub = MemoryHub(TillId(7), ShopId(1), "first", UnixTime(1_800_000_000))
    with serving(HubServer(hub, code=CODE.replace("-", ""))) as server:
        assert run(tmp_path, "enrol", CODE, "--hub", server.url).exit_code == 0
        yield tmp_path


def test_a_running_agent_tells_and_a_stopped_one_is_gone(home: Path) -> None:
    """No relay is there: that needs somebody, and is all that does; nothing waits."""
    till = Till(home, home / BYPASS_FILE)
    assert icon_of(till.asked({"ask": "state"}), bypass=False).mark is Mark.GONE
    brain = BrainProgram(load_settings(home))
    thread = Thread(target=brain.run)
    thread.start()
    try:
        answer = till.asked({"ask": "state"})
        assert answer is not None
        assert (answer["queued"], answer["troubles"]) == (0, ["tap"])
        found = icon_of(answer, bypass=False)
        assert (found.mark, found.matters, found.has_hub) == (Mark.STAFF, (Matter.TAP,), True)
        assert icon_of(answer, bypass=True).mark is Mark.BYPASS
    finally:
        brain.loop.stop()
        thread.join()
    assert till.asked({"ask": "state"}) is None
