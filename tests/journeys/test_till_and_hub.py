"""A till and its hub, both real, over HTTP: enrolled, sold, redeemed, cut off and back again."""

import json
import shutil
import time
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from agent.app import outbox_of, outbox_to_read
from agent.cli.main import agent
from agent.config import AgentSettings
from agent.enrolments import enrolment_in
from contracts.wire.enrolling import code_shown
from contracts.wire.units import UnixTime
from hub.adapters.database.engine import open_engine
from hub.adapters.database.migrations import migrate
from hub.adapters.database.store import DatabaseStore
from hub.usecases.enrolment import add_till
from tests.contracts.wire.samples import text_accrual
from tests.hub.http_town import HttpTown, serving
from tests.hub.reward_world import PRODUCT


def run(home: Path, *words: str) -> Result:
    """Run a command of the agent on the till in *home*."""
    return CliRunner().invoke(agent, [*words, "--home", str(home)])


def redeem(home: Path, code: str) -> dict[str, object]:
    """Show a voucher to the till."""
    verdict: dict[str, object] = json.loads(run(home, "redeem", code, "--json").output)
    return verdict


@pytest.fixture
def town(tmp_path: Path) -> HttpTown:
    """Return a hub's database with a reward and members, for a process to serve."""
    engine = open_engine(f"sqlite:///{tmp_path / 'hub.sqlite3'}")
    migrate(engine)
    return HttpTown(DatabaseStore(engine), members=1)


def test_a_till_and_its_hub(town: HttpTown, tmp_path: Path) -> None:
    """A voucher is taken online, another by the lease while the hub is dead, each once."""
    member = town.citizens[0].id
    reward = town.offered(PRODUCT).id
    one, two = (str(town.bought(member, reward).code) for _ in range(2))
    waiting = add_till(town.hub, town.owner, town.shop, "Касса 2")
    home, url = tmp_path / "till", f"sqlite:///{tmp_path / 'hub.sqlite3'}"
    with serving(url, tmp_path) as (address, _):
        said = run(home, "enrol", code_shown(waiting.code), "--hub", address)
        assert said.exit_code == 0, said.output
        assert "from now on it speaks with https://" in said.output
        said = run(tmp_path / "other", "enrol", code_shown(waiting.code), "--hub", address)
        assert "Another computer has used this one-time code." in said.output
        (home / "agent.toml").write_text(f'[hub]\nurl = "{address}"\n')
        enrolment = enrolment_in(home)
        outbox = outbox_of(AgentSettings(home=home), enrolment)
        for number in (1, 2):
            body = text_accrual(number, till=enrolment.till)
            outbox.append(body, UnixTime(int(time.time())))
        outbox.close()
        for _ in range(2):
            said = run(home, "sync", "--once")
            assert said.exit_code == 0, said.output
        assert [outbox_to_read(home).pending(9)] == [[]]
        assert redeem(home, one)["verdict"] == "accepted"
        assert redeem(home, one)["verdict"] == "just_accepted"
    said = run(tmp_path / "late", "enrol", code_shown(waiting.code), "--hub", address)
    assert f"{address}: The hub does not answer" in said.output
    offline = redeem(home, two)
    assert offline["verdict"] == "accepted", offline
    assert offline["lease"]
    assert redeem(home, two)["verdict"] == "just_accepted"
    with serving(url, tmp_path) as (address, _):
        (home / "agent.toml").write_text(f'[hub]\nurl = "{address}"\n')
        for _ in range(2):
            said = run(home, "sync", "--once")
            assert said.exit_code == 0, said.output
    kinds = [event.kind.value for event in outbox_to_read(home).export()]
    assert kinds[:2] == ["accrual", "accrual"]
    assert kinds.count("redemption") == 2
    assert "lease" in kinds
    shutil.rmtree(home)
