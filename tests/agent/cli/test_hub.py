"""A till enrols, syncs and takes vouchers by command, against a hub on loopback."""

import json
import time
from collections.abc import Iterator
from pathlib import Path
from threading import Thread

import pytest
from click.testing import CliRunner, Result

from agent.app import BrainProgram, outbox_of, outbox_to_read
from agent.by_hand import sync_on
from agent.cli.main import agent
from agent.config import AgentSettings, load_settings
from agent.core.delivery import AlreadyRunning
from agent.enrolments import enrolment_in
from agent.errors import AgentError
from contracts.wire.bodies import ShiftAct, ShiftBody
from contracts.wire.sync_news import Lease
from contracts.wire.units import ShopId, TillId, Tiyn, UnixTime
from tests.agent.test_hub_link import CONFIG
from tests.fakes.hub import MemoryHub
from tests.fakes.hub_server import HubServer, hang_up, serving

CODE = "7K3M-9QXT-2B4C-DFGH"


@pytest.fixture
def server() -> Iterator[HubServer]:
    """Return a hub that waits for a till."""
    hub = MemoryHub(TillId(7), ShopId(1), "first", UnixTime(int(time.time())))
    with serving(HubServer(hub, code=CODE.replace("-", ""))) as made:
        yield made


@pytest.fixture
def home(tmp_path: Path, server: HubServer) -> Path:
    """Return the folder of an enrolled till."""
    assert run(tmp_path, "enrol", CODE, "--hub", server.url).exit_code == 0
    return tmp_path


def run(home: Path, *words: str) -> Result:
    """Run a command of the agent on the till in *home*."""
    return CliRunner().invoke(agent, [*words, "--home", str(home)])


def redeem(home: Path, *words: str) -> tuple[int, dict[str, object]]:
    """Take a voucher; return exit code and verdict."""
    result = run(home, "redeem", *words, "--json")
    verdict: dict[str, object] = json.loads(result.output)
    return result.exit_code, verdict


def test_a_till_enrols_by_its_one_time_code(tmp_path: Path, server: HubServer) -> None:
    """However it is typed; its key never leaves this computer."""
    result = run(tmp_path, "enrol", CODE.lower(), "--hub", server.url + "/", "--name", "KASSA")
    assert result.exit_code == 0, result.output
    assert "till 7 of shop 1" in result.output
    enrolment = enrolment_in(tmp_path)
    assert (enrolment.local, enrolment.hub_url) == (False, server.url)
    assert not (tmp_path / "enrolling.json").exists()
    again = run(tmp_path, "enrol", CODE, "--hub", server.url)
    assert again.exit_code == 1
    assert "--again" in again.output


def test_a_lost_answer_is_asked_for_again(tmp_path: Path, server: HubServer) -> None:
    """With the same key, which was on disk before it was sent."""

    def answered_and_lost(handler: object) -> None:
        server.answer("/api/v1/tills/enrol", {}, server_body(tmp_path, server))
        hang_up(handler)  # type: ignore[arg-type]  # a handler, as every way gets

    server.ways = [answered_and_lost, hang_up]
    assert run(tmp_path, "enrol", CODE, "--hub", server.url).exit_code == 1
    assert (tmp_path / "enrolling.json").stat().st_mode & 0o077 == 0
    assert server.public_key
    assert run(tmp_path, "enrol", CODE, "--hub", server.url).exit_code == 0


def server_body(home: Path, server: HubServer) -> bytes:
    """Return the request that the till in *home* has under way."""
    from agent.adapters.enrolling_file import Enrolling, kept
    from agent.line_trust import public_key
    from contracts.wire.enrolling import EnrolRequest
    from contracts.wire.messages import write_message

    pending = kept(home / "enrolling.json", Enrolling(server.code, server.url, bytes(32)))
    return write_message(EnrolRequest(pending.code, public_key(pending.seed), "K", "0.1.0"))


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ((), "one-time code"),
        ((CODE,), "--local"),
        ((CODE, "--hub", "http://points.example.kz"), "https"),
        ((CODE, "--hub", "points example"), "address"),
        (("7K3M", "--hub", "https://points.example.kz"), "as the operator gave it"),
        ((CODE, "--hub", "http://127.0.0.1:1"), "no connection"),
    ],
    ids=["nothing", "no hub", "plain http", "no address", "no code", "no line"],
)
def test_what_cannot_work_is_said(tmp_path: Path, words: tuple[str, ...], said: str) -> None:
    """With what to do, and nothing is left half done."""
    result = run(tmp_path, "enrol", *words)
    assert result.exit_code == 1
    assert said in result.output
    assert not (tmp_path / "enrolment.json").exists()


def test_a_wrong_code_is_refused_by_the_hub(tmp_path: Path, server: HubServer) -> None:
    """In its own words, with a hint."""
    result = run(tmp_path, "enrol", "0000-0000-0000-0000", "--hub", server.url)
    assert result.exit_code == 1
    assert "one-time code" in result.output


def test_enrolling_again_puts_the_old_chain_aside(home: Path, server: HubServer) -> None:
    """Nothing is deleted, and it needs the agent to be stopped."""
    outbox = outbox_of(AgentSettings(home=home), enrolment_in(home))
    outbox.append(ShiftBody(ShiftAct.OPENED, "3", "7"), server.hub.now)
    assert "opened № 3, cashier 7" in run(home, "outbox", "list").output
    server.hub.till, server.hub.enrolment, server.public_key = TillId(8), "second", b""
    running = run(home, "enrol", CODE, "--hub", server.url, "--again")
    assert running.exit_code == AlreadyRunning.exit_code
    outbox.close()
    result = run(home, "enrol", CODE, "--hub", server.url, "--again")
    assert result.exit_code == 0, result.output
    assert "outbox-7-first.sqlite3" in result.output
    assert enrolment_in(home).till == 8
    assert run(home, "sync", "--once").exit_code == 0
    assert outbox_to_read(home).head()[0] == 0


def test_a_till_without_an_agent_syncs_and_takes_vouchers(home: Path, server: HubServer) -> None:
    """By itself, and says what to do."""
    server.hub.lease = Lease(1, 3, Tiyn(200_000), UnixTime(server.hub.now + 3600))
    result = run(home, "sync", "--once")
    assert (result.exit_code, result.output) == (0, "The hub has everything.\n")
    assert run(home, "sync", "--once", "--json").exit_code == 0
    assert server.hub.kinds() == ["lease"]
    code, verdict = redeem(home, server.hub.issue(1), "--total", "935.00", "--cashier", "Aigerim")
    assert (code, verdict["verdict"], verdict["value"]) == (0, "accepted", 50_000)
    assert server.hub.asked[0].receipt_total == 93_500
    undone = run(home, "redeem", server.hub.issue(1), "--undo")
    assert (undone.exit_code, "taken back" in undone.output) == (0, True)
    server.hub.silent = True
    server.ways = [hang_up] * 6
    second = server.hub.issue(2)
    accepted = run(home, "redeem", second)
    assert accepted.exit_code == 0, accepted.output
    assert "ACCEPTED without the hub\nКруассан" in accepted.output
    assert "500.00 ₸" in accepted.output
    assert "just accepted" in run(home, "redeem", second).output
    refused = run(home, "redeem", "00000003")
    assert refused.exit_code == 4
    assert refused.output.startswith("NO: ")
    assert run(home, "redeem", second, "--total", "much").exit_code == 1
    listed = run(home, "outbox", "list").output
    assert "1: taken" in listed
    assert "voucher 1: the hub decided" in listed
    assert "voucher 2: lease 1" in listed
    server.ways = [hang_up] * 2
    assert run(home, "sync", "--once").exit_code == 1


def test_a_local_till_has_no_hub(tmp_path: Path) -> None:
    """It says how to get one."""
    assert run(tmp_path, "enrol", "--local").exit_code == 0
    for words in (("sync", "--once"), ("sync",), ("redeem", "12345678")):
        result = run(tmp_path, *words)
        assert result.exit_code == 1
        assert "--again" in result.output


def test_a_running_brain_syncs_and_takes_vouchers(home: Path, server: HubServer) -> None:
    """Through its door; settings reach its slips, and agent.toml goes before them."""
    server.hub.config = CONFIG
    server.hub.lease = Lease(1, 3, Tiyn(200_000), UnixTime(server.hub.now + 3600))
    (home / "agent.toml").write_text('[printer]\nurl = "tcp://127.0.0.1:9"\n')
    program = BrainProgram(load_settings(home))
    thread = Thread(target=program.run, daemon=True)
    thread.start()
    try:
        result = run(home, "sync", "--once")
        assert result.exit_code == 0, result.output
        assert redeem(home, server.hub.issue(1))[1]["verdict"] == "accepted"
        assert redeem(home, "x")[0] == 4
        assert run(home, "redeem", "x", "--undo").exit_code == 1
        assert run(home, "redeem", "12345678", "--total", "1").exit_code == 4
        lines = run(home, "check", "--json").output.splitlines()
        found = {it["what"]: it for it in map(json.loads, lines)}
        assert found["hub"]["state"] == "ok"
        with pytest.raises(AgentError, match="syncs by itself"):
            sync_on(home, lambda _: None)
    finally:
        program.loop.stop()
        thread.join(20)
    assert not thread.is_alive()
    assert server.hub.headers[-1].config_version == CONFIG.version
    assert server.hub.headers[-1].health.tap == "the relay is not there"
