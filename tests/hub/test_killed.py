"""kill -9 of the hub under load: what it acknowledged is there, and nothing is there twice."""

import os
import random
import threading
import time
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass, field, replace
from pathlib import Path
from queue import Empty, Queue

import httpx
import pytest

from hub.adapters.database.store import DatabaseStore
from hub.core.accounts import Account, AccountKind
from hub.usecases.seal import seal_ledger
from hub.usecases.verify import verify_ledger
from tests.evidence import record
from tests.hub.http_town import Citizen, HttpTown, Line, serving

SEED = 20_261_122
CLIENTS = 4
POINTS_A_SALE = 30
PRICE = 100
FULL_KILLS = 100
SAMPLE_KILLS = 2
BATCH = 500


@dataclass
class Act:
    """Something that is asked until it is answered."""

    name: str
    do: Callable[[Line], httpx.Response]
    answers: int = 0
    """How often it was acknowledged."""


@dataclass
class Plan:
    """What the town does while the hub dies again and again."""

    town: HttpTown
    todo: Queue[Act] = field(default_factory=Queue)
    acts: list[Act] = field(default_factory=list)
    claims: int = 0
    bought: int = 0
    codes: dict[str, str] = field(default_factory=dict)
    """Of vouchers, by the request that bought them."""
    refused: list[str] = field(default_factory=list)
    """What the hub said no to: nothing, or there is a mistake."""

    def add(self, act: Act) -> None:
        """Put an act where the clients find it."""
        self.acts.append(act)
        self.todo.put(act)

    def another_round(self, random_: random.Random) -> None:
        """Sell, sync, claim, buy: each with an id that its maker keeps."""
        town = self.town
        sales = town.sell(20)
        body = town.rig.request([it.raw for it in sales])
        self.add(Act("sync", lambda line: line.sync(body)))
        for sale in sales[::2]:
            citizen, code = random_.choice(town.citizens), town.code_of(sale)
            self.add(Act("claim", lambda line, c=citizen, it=code: line.claim(c, it)))  # type: ignore[misc]  # bound now
            self.claims += 1
        for _ in range(5):
            citizen, request = random_.choice(town.citizens), f"buy-{len(self.acts):08}-request"
            self.add(Act("buy", lambda line, c=citizen, it=request: self._buy(line, c, it)))  # type: ignore[misc]  # as above
            self.bought += 1

    def _buy(self, line: Line, citizen: Citizen, request: str) -> httpx.Response:
        """Buy a voucher and, once it is there, show it at the till."""
        answer = line.buy(citizen, request)
        if answer.status_code != 201:
            return answer
        # A voucher that is redeemed shows no code any more; the till has it from before.
        code = self.codes.setdefault(request, answer.json()["code"])
        return line.redeem(int(request.split("-")[1]), code)


def clients(plan: Plan, url: str, stopping: threading.Event) -> list[threading.Thread]:
    """Start clients that take acts and put back what the dying hub did not answer."""

    def work() -> None:
        line = Line(plan.town, url)
        with closing(line.http):
            while not stopping.is_set():
                try:
                    one(line, plan.todo.get(timeout=0.05))
                except Empty:
                    continue

    def one(line: Line, act: Act) -> None:
        try:
            answer = act.do(line)
        except httpx.HTTPError:
            plan.todo.put(act)
            return
        if answer.is_server_error:
            plan.todo.put(act)
        elif answer.is_success:
            act.answers += 1
        else:
            plan.refused.append(f"{act.name}: {answer.status_code} {answer.text[:200]}")

    started = [threading.Thread(target=work) for _ in range(CLIENTS)]
    for thread in started:
        thread.start()
    return started


def kill_one(plan: Plan, url: str, folder: Path, random_: random.Random) -> None:
    """Serve, load, kill -9 at some moment."""
    stopping = threading.Event()
    with serving(url, folder) as (address, process):
        plan.another_round(random_)
        threads = clients(plan, address, stopping)
        time.sleep(random_.uniform(0.02, 0.6))
        os.killpg(process.pid, 9)
        stopping.set()
        for thread in threads:
            thread.join()


def finish(plan: Plan, url: str, folder: Path) -> None:
    """Let the last hub live until everything is answered, and ask everything once more."""
    stopping = threading.Event()
    again = list(plan.acts)
    with serving(url, folder) as (address, _):
        threads = clients(plan, address, stopping)
        wait_for(plan, lambda: all(act.answers for act in plan.acts))
        for act in again:
            plan.todo.put(act)
        counts = [act.answers for act in again]
        wait_for(plan, lambda: all(a.answers > n for a, n in zip(again, counts, strict=True)))
        stopping.set()
        for thread in threads:
            thread.join()
        # Clients hand batches in out of order; a till hands its whole chain in from the start.
        assert plan.refused == []
        line, chain = Line(plan.town, address), [it.raw for it in plan.town.rig.events]
        for at in range(0, len(chain), BATCH):
            answer = line.sync(plan.town.rig.request(chain[at : at + BATCH]))
            assert answer.json()["acknowledged"] >= min(len(chain), at + BATCH)
        line.http.close()


def wait_for(plan: Plan, true: Callable[[], bool]) -> None:
    """Wait until something is so."""
    deadline = time.monotonic() + 120
    while not plan.refused and not true():
        assert time.monotonic() < deadline, "the hub does not answer everything"
        time.sleep(0.05)


@pytest.mark.full
def test_a_killed_hub_loses_and_doubles_nothing(
    store: DatabaseStore, database_url: str, tmp_path: Path, *, full: bool
) -> None:
    """After every kill the books are right, and each act was done once however often asked."""
    kills = FULL_KILLS if full else SAMPLE_KILLS
    random_ = random.Random(SEED)
    town = HttpTown(store, members=6)
    _without_daily_limits(store)
    plan = Plan(town)
    began = time.monotonic()
    for _ in range(kills):
        kill_one(plan, database_url, tmp_path, random_)
        assert verify_ledger(town.hub).good
    finish(plan, database_url, tmp_path)
    seal_ledger(town.hub)
    report = verify_ledger(town.hub)
    assert report.good, report.to_text()
    _each_once(town, plan)
    if full:
        kind = "sqlite" if database_url.startswith("sqlite") else "postgresql"
        counts = {
            "kills": kills, "acts": len(plan.acts), "lost": 0, "doubled": 0,
            "answers": sum(act.answers for act in plan.acts), "database": kind,
        }  # fmt: skip
        record(f"hub-killed-{kind}", counts, time.monotonic() - began)


def _without_daily_limits(store: DatabaseStore) -> None:
    """Let six members claim what a whole town does: the limits are proven elsewhere."""
    none = 10**9
    with store.begin() as work:
        policy = replace(
            work.policy, claims_member_day_soft=none, claims_member_day_hard=none,
            claims_till_hour_soft=none, claims_till_hour_hard=none, claims_shop_hour_hard=none,
            claims_cashier_hour_soft=none, unconfirmed_member=none, unconfirmed_till=none,
            unconfirmed_shop=none,
        )  # fmt: skip
        work.set_policy(policy)


def _each_once(town: HttpTown, plan: Plan) -> None:
    """Compare the ledger with what the acts come to when each is done exactly once."""
    with town.hub.store.read() as work:
        issued = work.ledger.balance_of(Account(AccountKind.ISSUED, town.partner))
        redeemed = work.ledger.balance_of(Account(AccountKind.REDEEMED, town.partner))
        held = sum(work.ledger.balances(it.id).held for it in town.citizens)
        events = work.events.known(town.rig.id, 1, len(town.rig.events))
    given = 1_000_000 * len(town.citizens)
    assert issued == -(given + plan.claims * POINTS_A_SALE)
    assert (redeemed, held) == (plan.bought * PRICE, 0)
    assert len(events) == len(town.rig.events)
