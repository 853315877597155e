"""Whether the hub lives and can work, and its metrics."""

import logging
import os

import pytest
from flask.testing import FlaskClient

from hub.adapters.bell_memory import MemoryBell
from hub.adapters.database.engine import open_engine
from hub.adapters.database.store import DatabaseStore
from hub.adapters.rates_memory import MemoryRates
from hub.app import web_over
from hub.core.ports.hub import Hub
from hub.usecases.chain_watch import note_look
from hub.usecases.health import QUIET_S, WORKER, count_numbers
from hub.usecases.preflight import Fault, Wrong
from hub.usecases.settlement_desk import BEAT as SETTLEMENT
from hub.web.factory import create_web
from hub.web.surroundings import Surroundings, WebSettings
from tests.hub.core.settlement.samples import DEPLOYMENT
from tests.hub.databases import PostgresServer
from tests.hub.hubs import SetClock, hub_on
from tests.hub.web.people import sign_in_member

TOKEN = "scrape-me-if-you-can"


def _beat(hub: Hub) -> None:
    with hub.store.begin() as work:
        work.jobs.beat(WORKER, hub.clock.now(), {})


def test_a_hub_with_its_worker_is_ready(client: FlaskClient, hub: Hub, clock: SetClock) -> None:
    """Without it the hub still answers, and says what is missing."""
    assert client.get("/health/live").get_json() == {"status": "live"}
    said = client.get("/health/ready")
    assert (said.status_code, said.get_json()["status"]) == (200, "degraded")
    assert said.get_json()["worker"] == "never seen"
    _beat(hub)
    assert client.get("/health/ready").get_json() == {
        "status": "ready",
        "database": "ok",
        "schema": "current",
        "worker": "ok",
        "chain": "off",
    }
    clock.time += QUIET_S + 1
    assert client.get("/health/ready").get_json()["worker"] == f"quiet for {QUIET_S + 1} s"


def test_settlement_is_shown_and_members_do_not_wait_for_it(hub: Hub, clock: SetClock) -> None:
    """Whatever is wrong with the chain, who earns and spends here is served."""
    bell = MemoryBell()
    around = Surroundings(MemoryRates(), bell, WebSettings(), DEPLOYMENT)
    client = create_web(hub, around).test_client()

    def said() -> tuple[int, str, str]:
        answer = client.get("/health/ready")
        return answer.status_code, answer.get_json()["status"], answer.get_json()["chain"]

    _beat(hub)
    assert said() == (200, "degraded", "never seen")
    with hub.store.begin() as work:
        work.jobs.beat(SETTLEMENT, hub.clock.now(), {})
    assert said() == (200, "ready", "ok")
    note_look(hub, [Fault(Wrong.CODE, {}), Fault(Wrong.ABSENT, {}), Fault(Wrong.CODE, {})])
    assert said() == (200, "degraded", "refused: chain.absent, chain.code")
    note_look(hub, [])
    clock.time += QUIET_S + 1
    _beat(hub)
    assert said() == (200, "degraded", f"quiet for {QUIET_S + 1} s")
    with hub.store.begin() as work:
        work.settlements.halt("foreign", hub.clock.now())
    assert said() == (200, "degraded", "halted: foreign")
    bell.close()


def test_a_database_of_another_schema_is_not_ready(postgres: PostgresServer) -> None:
    """The hub says so before it does anything wrong."""
    engine = open_engine(postgres.new_database())
    bell = MemoryBell()
    client = web_over(hub_on(DatabaseStore(engine)), bell=bell).test_client()
    said = client.get("/health/ready")
    assert (said.status_code, said.get_json()["status"]) == (503, "unavailable")
    assert "migrate" in said.get_json()["schema"]
    bell.close()
    engine.dispose()


def test_a_database_that_is_away_is_not_ready_and_the_process_lives() -> None:
    """So that it is not restarted for what is not its fault."""
    bell = MemoryBell()
    away = DatabaseStore(open_engine("postgresql://hub@/none?host=/nowhere/at/all"))
    web = web_over(hub_on(away), WebSettings(metrics_token=TOKEN), bell)
    said = web.test_client().get("/health/ready")
    assert (said.status_code, said.get_json()["database"]) == (503, "away")
    assert web.test_client().get("/health/live").status_code == 200
    shown = web.test_client().get("/metrics", headers={"Authorization": f"Bearer {TOKEN}"})
    assert "hub_database_up 0.0" in shown.get_data(as_text=True)
    bell.close()


def test_metrics_are_for_the_operator(client: FlaskClient, hub: Hub, bell: MemoryBell) -> None:
    """With the right token; where none is set there are no metrics."""
    member = sign_in_member(hub)
    assert client.get("/metrics", headers=member.headers).status_code == 404
    ours = web_over(hub, WebSettings(metrics_token=TOKEN), bell).test_client()
    assert ours.get("/metrics").status_code == 401
    assert ours.get("/metrics", headers=member.headers).status_code == 401
    assert ours.get("/metrics", headers={"Authorization": f"Bearer {TOKEN}"}).status_code == 200


def test_metrics_say_how_the_hub_does(hub: Hub, bell: MemoryBell) -> None:
    """Requests by endpoint, and the numbers that the worker added up."""
    client = web_over(hub, WebSettings(metrics_token=TOKEN), bell).test_client()
    client.get("/api/v1/me/export")
    client.get("/nowhere/at/all")
    _beat(hub)
    count_numbers(hub)
    headers = {"Authorization": f"Bearer {TOKEN}"}
    shown = client.get("/metrics", headers=headers).get_data(as_text=True)
    me = f'process="{os.getpid()}"'
    for line in (
        f'hub_requests_total{{endpoint="nowhere",method="GET",{me},status="404"}} 1.0',
        f'hub_request_seconds_count{{endpoint="nowhere",{me}}} 1.0',
        "hub_offline_bound_tiyn 0.0",
        "hub_reviews_waiting 0.0",
        "hub_webhooks_waiting 0.0",
        "hub_numbers_age_seconds 0.0",
        "hub_worker_age_seconds 0.0",
        f"hub_live_sockets{{{me}}} 0.0",
    ):
        assert line in shown


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_the_log_of_requests_holds_no_path(
    client: FlaskClient, caplog: pytest.LogCaptureFixture
) -> None:
    """A claim's code stands in the path of its page, and `startapp` in queries."""
    code = "A" * 48
    with caplog.at_level(logging.INFO):
        client.get(f"/c/{code}?startapp={code}")
        client.get(f"/nowhere/{code}")
    assert len([it for it in caplog.records if it.name == "hub.requests"]) == 2
    assert code not in caplog.text
