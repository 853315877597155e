"""Settlement as staff sees it over HTTP, and a partner's share."""

import base64
from pathlib import Path
from typing import Any

import pytest

from contracts.ton.addresses import read_address
from contracts.ton.reading import cell_of, core_address
from hub.adapters.bell_memory import MemoryBell
from hub.adapters.database.store import DatabaseStore
from hub.core.access.people import PartnerState
from hub.core.access.roles import Role
from hub.core.almaty import day_number, local_day
from hub.core.ids import PartnerId
from hub.core.ports.statements import Netted
from hub.usecases.partner_shares import state_shares
from hub.usecases.sponsored_claims import push_claims
from tests.hub.settlement_world import wallet
from tests.hub.web.chain_world import METRICS_TOKEN, ChainWorld
from tests.hub.web.people import sign_in_staff
from tests.settlers import LocalPlace
from tests.ton_chain import TON
from tests.ton_chain import wallet as sender_called

API = "/api/v1/settlement"
only_sqlite = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


@pytest.fixture
def world(store: DatabaseStore, tmp_path: Path, bell: MemoryBell) -> ChainWorld:
    """Return a programme that settles, with its API."""
    return ChainWorld(store, tmp_path / "epochs", bell)


def a_partner(world: ChainWorld, linked: str | None) -> PartnerId:
    """Return a partner that takes part, with a wallet or without."""
    with world.store.begin() as work:
        return work.partners.add("Тәтті нан", linked, PartnerState.ACTIVE, world.clock.now())


def asked(world: ChainWorld, path: str, role: Role, partner: PartnerId | None = None) -> Any:
    """Return what somebody of the staff is answered."""
    headers = sign_in_staff(world.hub, role, partner).headers
    return world.client.get(path, headers=headers)


def test_where_settlement_stands(world: ChainWorld) -> None:
    """What the worker saw, what waits for the next epoch, and what nobody owns."""
    member = world.member()
    world.earn(member, 500)
    world.move(member, 100)
    empty = asked(world, API, Role.OPERATOR).get_json()
    assert (empty["seen_at"], empty["stated"], empty["last"]) == (None, None, None)
    assert (empty["moves_waiting"], empty["points_waiting"]) == (1, 100)
    world.epoch()
    world.move(member, 150, "second")
    world.claim(member)
    world.chain.pay(wallet(member), wallet(10**6), 40)
    world.chain.send_back(wallet(10**6), 40)
    world.come_back()
    world.turn()
    said = asked(world, API, Role.AUDITOR).get_json()
    assert (said["stated"]["epoch"], said["stated"]["burned"]) == (1, 40)
    assert (said["last"]["epoch"], said["last"]["check"]["good"]) == (1, True)
    assert (said["moves_waiting"], said["points_waiting"], said["unknown_returns"]) == (1, 150, 40)
    assert (said["halted"], said["settler_low"]) == (None, False)
    assert said["settler_balance"] == world.chain.balance


def test_metrics_say_whether_both_sides_agree(world: ChainWorld) -> None:
    """Nothing where nothing was seen; then the check, the ages, the wallets and what waits."""
    headers = {"Authorization": f"Bearer {METRICS_TOKEN}"}

    def scraped() -> list[str]:
        return world.client.get("/metrics", headers=headers).get_data(as_text=True).splitlines()

    before = scraped()
    for name in ("good", "epoch_age_seconds", "seen_age_seconds"):
        assert f"hub_settlement_{name} NaN" in before
    member = world.member()
    world.earn(member, 500)
    world.move(member, 200)
    world.epoch()
    world.move(member, 100, "second")
    world.claim(member)
    push_claims(world.hub, world.desk)
    world.pass_time(60)
    after = scraped()
    for line in (
        "hub_settlement_epoch 1.0",
        "hub_settlement_epoch_age_seconds 60.0",
        "hub_settlement_seen_age_seconds 60.0",
        "hub_settlement_good 1.0",
        "hub_settlement_halted 0.0",
        "hub_settlement_attempts 1.0",
        'hub_settlement_points{what="custody_chain"} 300.0',
        'hub_settlement_points{what="custody_ledger"} 300.0',
        'hub_settlement_points{what="supply"} 500.0',
        'hub_settlement_points{what="issued"} 200.0',
        'hub_settlement_points{what="burned"} 0.0',
        "hub_moves_waiting 1.0",
        "hub_moves_waiting_points 100.0",
        "hub_returns_unknown_points 0.0",
    ):
        assert line in after, line
    wallets = [it for it in after if it.startswith("hub_wallet_nanotons")]
    assert len(wallets) == 2
    assert not [it for it in wallets if it.endswith("NaN")]


def test_metrics_say_when_they_do_not_agree(world: ChainWorld) -> None:
    """Somebody minted on chain: settlement is not good, and stops."""
    member = world.member()
    world.earn(member, 500)
    world.store_epoch()
    world.turn()
    world.chain.supply += 1
    world.turn()
    headers = {"Authorization": f"Bearer {METRICS_TOKEN}"}
    shown = world.client.get("/metrics", headers=headers).get_data(as_text=True).splitlines()
    assert "hub_settlement_good 0.0" in shown
    assert "hub_settlement_halted 1.0" in shown
    said = asked(world, API, Role.OPERATOR).get_json()
    assert (said["halted"], said["last"]["check"]["good"]) == ("unbalanced", False)
    public = world.client.get("/api/v1/chain").get_json()
    assert (public["good"], public["halted"]) == (False, True)


def test_moves_and_returns_are_listed_for_the_programme(world: ChainWorld) -> None:
    """In pages, newest first, by member, by epoch, or only those that wait."""
    one, two = world.member(), world.member()
    for member in (one, two):
        world.earn(member, 1_000)
        world.move(member, 200)
    world.epoch()
    world.move(one, 300, "later")
    path = f"{API}/moves"

    def shown(more: str) -> list[tuple[int, int, str]]:
        items = asked(world, path + more, Role.AUDITOR).get_json()["items"]
        return [(it["member"], it["points"], it["state"]) for it in items]

    newest, second, first = (one, 300, "pending"), (two, 200, "claimable"), (one, 200, "claimable")
    assert shown("") == [newest, second, first]
    assert shown("?waiting=true") == [newest]
    assert shown(f"?member={one}") == [newest, first]
    assert shown("?epoch=1") == [second, first]
    page = asked(world, f"{path}?limit=2", Role.OPERATOR).get_json()
    rest = asked(world, f"{path}?limit=2&after={page['next']}", Role.OPERATOR).get_json()
    assert [len(it["items"]) for it in (page, rest)] == [2, 1]
    world.claim(one)
    for points in (50, 60):
        world.chain.send_back(wallet(one), points)
    world.come_back()
    page = asked(world, f"{API}/returns?limit=1", Role.AUDITOR).get_json()
    rest = asked(world, f"{API}/returns?after={page['next']}", Role.AUDITOR).get_json()
    found = [(it["points"], it["member"], it["wallet"]) for it in page["items"] + rest["items"]]
    assert found == [(60, one, wallet(one)), (50, one, wallet(one))]


def test_what_nobody_owns_is_given_to_a_member(world: ChainWorld) -> None:
    """By the operator, once, with a reason; never to an auditor's wish."""
    member, stranger = world.member(), wallet(10**6)
    world.earn(member, 500)
    world.move(member, 200)
    world.epoch()
    world.claim(member)
    world.chain.pay(wallet(member), stranger, 120)
    log = world.chain.send_back(stranger, 120)
    world.come_back()
    [shown] = asked(world, f"{API}/returns/unknown", Role.OPERATOR).get_json()["items"]
    assert (shown["lt"], shown["wallet"], shown["points"]) == (log.lt, stranger, 120)
    assert asked(world, f"{API}/returns/unknown", Role.AUDITOR).status_code == 403
    body = {"member": member, "reason": "показал выписку кошелька"}
    operator = sign_in_staff(world.hub, Role.OPERATOR).headers
    path = f"{API}/returns/{log.lt}/assign"
    answers = [world.client.post(path, json=body, headers=operator) for _ in range(2)]
    assert [it.status_code for it in answers] == [200, 409]
    assert world.balances(member).confirmed == 420
    nowhere = world.client.post(f"{API}/returns/7/assign", json=body, headers=operator)
    assert nowhere.status_code == 404
    assert asked(world, f"{API}/returns/unknown", Role.OPERATOR).get_json() == {"items": []}


def test_the_programmes_books_are_not_for_one_partner(world: ChainWorld) -> None:
    """An owner or an auditor of one partner sees his own share, and nothing of the rest."""
    mine, other = a_partner(world, None), a_partner(world, None)
    for path in (API, f"{API}/moves", f"{API}/returns", f"/api/v1/partners/{other}/share"):
        for role in (Role.OWNER, Role.AUDITOR, Role.MANAGER):
            answer = asked(world, path, role, mine)
            assert (answer.status_code, answer.get_json()["code"]) == (403, "forbidden")
    own = f"/api/v1/partners/{mine}/share"
    assert asked(world, own, Role.OWNER, mine).get_json() == {
        "partner": mine, "wallet": None, "rate": 0, "stated": 0, "waiting": 0, "claim": None,
    }  # fmt: skip
    assert asked(world, own, Role.MANAGER, mine).status_code == 403
    assert asked(world, "/api/v1/partners/999/share", Role.OPERATOR).status_code == 404


@only_sqlite
def test_a_partner_claims_his_share_with_the_message(world: ChainWorld) -> None:
    """On the real contract: it is shown when its delay is over, and pays once."""
    place = LocalPlace()
    world.stand_on(place)
    name = "tatti"
    owner = place.owner(name)
    issuer, partner = a_partner(world, None), a_partner(world, owner)
    world.policy(share_rate=1_000_000)
    day = day_number(local_day(world.clock.now()).isoformat()) - 3
    with world.store.begin() as work:
        work.statements.add_clearing([Netted(day, issuer, partner, 500)])
    place.deposit(TON)
    said = [state_shares(world.hub, world.desk) for _ in range(2)]
    assert said == [{"sent": 1, "attempt": 1}, {"shares": 1}], world.desk.settler.shares_state()
    path = f"/api/v1/partners/{partner}/share"
    early = asked(world, path, Role.OWNER, partner).get_json()
    assert (early["wallet"], early["stated"], early["claim"]) == (owner, 500_000_000, None)
    place.pass_time(25 * 3600)
    state_shares(world.hub, world.desk)
    ready = asked(world, path, Role.OWNER, partner).get_json()["claim"]
    assert (ready["epoch"], ready["amount"]) == (1, 500_000_000)
    message = ready["message"]
    body = cell_of(base64.b64decode(message["payload"]))
    person = sender_called(place.chain, name)
    before = person.balance
    for _ in range(2):
        person.send(
            core_address(read_address(message["address"])), body, value=int(message["amount"])
        )
    gained = person.balance - before - 2 * int(message["amount"])
    assert 450_000_000 < gained <= 500_000_000
