"""Settlement on the dashboard: an epoch's states, waits, returns, halts; and without a chain."""

import re
from dataclasses import replace
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from contracts.wire.units import UnixTime
from hub.adapters.bell_memory import MemoryBell
from hub.adapters.database.store import DatabaseStore
from hub.core.access.roles import Grant, Role, Scope
from hub.core.ids import PartnerId
from hub.usecases.chain_returns import take_returns
from hub.usecases.settlement_desk import Halt, halt
from tests.hub.settlement_world import BAKERY, wallet
from tests.hub.web.chain_world import ChainWorld
from tests.hub.web.office import PASSWORD, Office
from tests.hub.web.reward_forms import EN, SPOKEN, problems_on
from tests.hub.web.test_owner import OURS, proof_of, sign_in

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
DOORS = ("settlement/moves", "settlement/moves.csv", "settlement/returns", "settlement/returns.csv")
WHY = "Биржаның анықтамасы №12"


@pytest.fixture
def world(store: DatabaseStore, tmp_path: Path, bell: MemoryBell) -> ChainWorld:
    """Return a programme that settles, with its pages."""
    return ChainWorld(store, tmp_path / "epochs", bell)


def seat(world: ChainWorld, role: Role, partner: PartnerId | None = None) -> FlaskClient:
    """Return a browser with somebody signed in."""
    login = f"{role.value}@baursak.kz"
    hashed = world.hub.passwords.hash(PASSWORD)
    with world.store.begin() as work:
        staff = work.staff.add(login, "Гүлнар", None, UnixTime(world.clock.time))
        work.staff.grant(staff, Grant(role, Scope(partner)))
        work.staff.set_secrets(staff, replace(work.staff.secrets(staff), password=hashed))
    client = world.client.application.test_client()
    assert sign_in(client, login).status_code == 303
    return client


def states(page: str) -> list[str]:
    """Return the state of each epoch on a page, newest first."""
    return re.findall(r"<h3>Epoch \d+</h3><strong[^>]*>● (\w+)<", page)


def test_an_epoch_goes_its_way(world: ChainWorld) -> None:
    """Sealed, sent, published, settled: with what it cost, why one waits, and its proof."""
    member = world.member()
    world.earn(member, 500)
    world.move(member, 120)
    client = seat(world, Role.OPERATOR)
    empty = client.get("/owner/settlement", headers=EN).text
    assert "No epoch yet" in empty
    assert "Moves that wait for the next epoch: 1 (120" in empty
    assert "Pending" in client.get("/owner/settlement/moves?waiting=1", headers=EN).text
    world.store_epoch()
    assert states(client.get("/owner/settlement", headers=EN).text) == ["Sealed"]
    world.turn()
    assert states(client.get("/owner/settlement", headers=EN).text) == ["Sent"]
    world.turn(2)
    page = client.get("/owner/settlement", headers=EN).text
    assert states(page)[0] in ("Published", "Matured")
    assert "0.00016" in page, "what the settler's wallet lost by it"
    assert "The chain and the ledger agree" in page
    assert "Nothing new has happened to points." in page
    with world.store.read() as work:
        epoch = work.settlements.last()
    assert epoch is not None
    assert epoch.statement.root.hex() in page
    assert "baursak verify-proof baursak-proof-1.json --network local --token" in page
    leaves = client.get("/api/v1/chain/epochs/1/leaves")
    assert leaves.status_code == 200
    world.earn(member, 40)
    world.pass_time(100_000)
    world.epoch()
    assert states(seat_again(client).get("/owner/settlement", headers=EN).text)[1] in (
        "Settled", "Matured",
    )  # fmt: skip
    rows = client.get("/owner/settlement.csv").text.splitlines()
    assert len(rows) == 3
    assert rows[2].startswith("1,")
    assert ",160000," in rows[2]


def seat_again(client: FlaskClient) -> FlaskClient:
    """Let the same person sign in anew: sessions do not outlast epochs."""
    assert sign_in(client, f"{Role.OPERATOR.value}@baursak.kz").status_code == 303
    return client


def test_what_came_back_is_given_with_a_reason(world: ChainWorld) -> None:
    """Whose nobody linked the operator says, once; an owner sees epochs and nobody's moves."""
    member = world.member()
    world.earn(member, 500)
    world.move(member, 120)
    world.epoch()
    world.pass_time(100_000)
    world.turn()
    world.claim(member)
    world.chain.pay(wallet(member), wallet(10**6), 40)
    world.chain.send_back(wallet(10**6), 40)
    take_returns(world.hub, world.desk)
    client = seat(world, Role.OPERATOR)
    page = client.get("/owner/settlement/returns", headers=EN).text
    found = re.search(r'action="(/owner/settlement/returns/\d+/assign)"', page)
    assert found is not None
    proof = proof_of(page)
    said = {"proof": proof, "member": str(member), "reason": WHY}
    for name, text in (("member", "0"), ("member", "999999"), ("reason", "жоқ")):
        no = client.post(found[1], data=said | {name: text}, headers=SPOKEN)
        assert no.status_code in (404, 422)
        assert any(it.startswith(name) for it in problems_on(no.text)), name
        assert f'value="{text}"' in no.text
    assert client.post(found[1], data=said | {"proof": ""}, headers=OURS).status_code == 403
    done = client.post(found[1], data=said, headers=OURS)
    assert "The points are credited." in client.get(done.headers["Location"], headers=EN).text
    assert client.post(found[1], data=said, headers=SPOKEN).status_code == 409
    assert f",{member}," in client.get("/owner/settlement/returns.csv").text
    assert wallet(member) in client.get("/owner/settlement/moves.csv").text
    own = seat(world, Role.OWNER, BAKERY)
    page = own.get("/owner/settlement", headers=EN).text
    assert states(page)
    assert "Settler&#39;s wallet" not in page
    for door in DOORS:
        assert own.get(f"/owner/{door}", headers=EN).status_code == 403, door
    assert own.post(found[1], headers=OURS).status_code == 403


@pytest.mark.parametrize("why", list(Halt))
def test_a_halt_says_what_to_do(world: ChainWorld, why: Halt) -> None:
    """For each reason there is, to whoever runs the programme."""
    halt(world.hub, why)
    page = seat(world, Role.OPERATOR).get("/owner/settlement", headers=EN).text
    assert 'role="alert"' in page
    assert "Halted: a person has to look first." in page
    assert "baursak chain" in page.partition('role="alert"')[2][:600] or why is Halt.UNBALANCED


def test_without_a_chain_all_is_said_plainly(store: DatabaseStore, bell: MemoryBell) -> None:
    """The page is there and empty; its parts say that there is none."""
    office = Office(store, bell)
    client = office.app.test_client()
    sign_in(client, office.employs(Role.OPERATOR, None))
    page = client.get("/owner/settlement", headers=EN)
    assert page.status_code == 200
    assert "The programme is on no blockchain." in page.text
    assert "verify-proof" not in page.text
    for door in DOORS:
        answer = client.get(f"/owner/{door}", headers=EN)
        assert 400 <= answer.status_code < 500, door
    assert len(client.get("/owner/settlement.csv").text.splitlines()) == 1
