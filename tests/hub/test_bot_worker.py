"""The worker as it runs in production, before a Telegram that hangs: killed, it repeats once."""

import os
import subprocess
import sys
import time
from pathlib import Path

from contracts.wire import base64url
from contracts.wire.units import UnixTime
from hub.adapters.bot_api import HttpBotApi
from hub.adapters.database.store import DatabaseStore
from hub.core.ids import MemberId
from hub.usecases.bot_planning import plan_notices
from hub.usecases.bot_sending import ATTEMPT_S, send_notices
from tests.hub.bot_api import FakeTelegram, Mood, telegram_running
from tests.hub.hubs import BOT_TOKEN, HOST, SECRET, SetClock, hub_on
from tests.hub.usecases.test_bot import HEARD, new_member
from tests.programs import program_running

PATIENCE_S = 90.0


def _environment(url: str, telegram: FakeTelegram) -> dict[str, str]:
    secret = base64url.encode(SECRET)
    return {
        **os.environ,
        "DATABASE_URL": url,
        "HUB_HOST": HOST,
        "HUB_MASTER_SECRET": secret,
        "JWT_SECRET": secret,
        "TELEGRAM_BOT": "baursak_bot",
        "TELEGRAM_BOT_TOKEN": BOT_TOKEN,
        "TELEGRAM_API": telegram.address,
    }


def test_a_worker_killed_while_it_sends_repeats_once(
    store: DatabaseStore, database_url: str, tmp_path: Path
) -> None:
    """What may have arrived is on disk before it is sent; the ledger waits for no Telegram."""
    clock = SetClock(int(time.time()))
    hub = hub_on(store, clock)
    member = new_member(hub, 77)
    plan_notices(hub)
    with hub.store.begin() as work:
        work.feed.publish("claim.made", HEARD, member=MemberId(member))
    with telegram_running(BOT_TOKEN) as telegram, (tmp_path / "worker.log").open("w") as log:
        telegram.moods = [Mood.HANG]
        words = [sys.executable, "-m", "installers", "hub", "worker"]
        with program_running(
            words,
            env=_environment(database_url, telegram),
            stdout=subprocess.DEVNULL,
            stderr=log.fileno(),
        ) as worker:
            assert telegram.came.wait(PATIENCE_S), (tmp_path / "worker.log").read_text()
            _wait_for_a_seal(store)
            worker.kill()
        api = HttpBotApi(BOT_TOKEN, telegram.address)
        clock.time = int(time.time())
        assert send_notices(hub, api)["sent"] == 0
        clock.time += ATTEMPT_S
        assert send_notices(hub, api)["sent"] == 1
        clock.time += ATTEMPT_S
        assert send_notices(hub, api) == {"sent": 0, "dropped": 0, "waiting": 0, "unknown": 0}
        api.close()
        assert [it.chat for it in telegram.sent] == [77, 77]
    assert BOT_TOKEN not in (tmp_path / "worker.log").read_text()


def _wait_for_a_seal(store: DatabaseStore) -> None:
    """Wait until the ledger's worker has done a job that was due."""
    deadline = time.monotonic() + PATIENCE_S
    while True:
        with store.begin() as work:
            if work.jobs.beats().get("worker") is not None and not work.jobs.take(
                "seal", "test", UnixTime(int(time.time())), every=60, life=1
            ):
                return
        assert time.monotonic() < deadline, "the ledger waits for Telegram"
        time.sleep(0.1)
