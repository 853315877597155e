"""A member's points on chain over HTTP: moves out and back, claims, proofs; and what is public."""

import base64
from pathlib import Path
from typing import Any

import pytest
from flask.testing import FlaskClient

from contracts.ton.addresses import read_address
from contracts.ton.reading import cell_of, core_address
from contracts.wire.units import Points, UnixTime
from hub.adapters.bell_memory import MemoryBell
from hub.adapters.database.store import DatabaseStore
from hub.core.policy import DAY
from hub.core.ports.chronicle import Parts
from hub.core.ports.hub import Hub
from hub.core.settlement.leaf_file import read_leaf_file
from hub.usecases.moves import list_moves
from hub.usecases.seal import seal_ledger
from hub.web.page_words import moment
from tests.hub.settlement_world import wallet
from tests.hub.web.chain_world import DEPLOYMENT, ChainWorld, move_name
from tests.hub.web.people import sign_in_member
from tests.settlers import LocalPlace
from tests.ton_chain import wallet as sender_called

API = "/api/v1/chain"
MOVES = f"{API}/moves"
only_sqlite = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


@pytest.fixture
def world(store: DatabaseStore, tmp_path: Path, bell: MemoryBell) -> ChainWorld:
    """Return a programme that settles, with its API."""
    return ChainWorld(store, tmp_path / "epochs", bell)


def code_of(answer: Any) -> tuple[int, str]:
    """Return status and code of a no."""
    return answer.status_code, answer.get_json()["code"]


def test_a_move_is_asked_once_and_followed_to_the_wallet_and_back(world: ChainWorld) -> None:
    """The same id is one move; its state goes on, and what comes back is pending, then credited."""
    member = world.member()
    world.earn(member, 500)
    headers = world.sign_in(member).headers
    asked = {"id": move_name("first"), "points": 200}
    first, again = (world.client.post(MOVES, json=asked, headers=headers) for _ in range(2))
    assert (first.status_code, again.status_code) == (201, 201)
    assert first.get_json() == again.get_json()
    said = first.get_json()
    assert (said["points"], said["state"], said["wallet"]) == (200, "pending", wallet(member))
    other = world.client.post(MOVES, json={**asked, "points": 201}, headers=headers)
    assert code_of(other) == (409, "mismatch")
    world.epoch()
    [shown] = world.get("moves", member).get_json()["items"]
    assert (shown["state"], shown["epoch"], shown["back"]) == ("claimable", 1, 0)
    assert world.claim(member) == 200
    with world.store.begin() as work:
        work.sponsoring.note_claimed(wallet(member), 200, world.clock.now())
    [shown] = world.get("moves", member).get_json()["items"]
    assert (shown["state"], shown["sentence"]) == ("claimed", "Әмияныңызда.")
    log = world.chain.send_back(wallet(member), 150)
    with world.store.begin() as work:
        work.logs.add("0:manager", [log])
    [back] = world.get("moves", member).get_json()["returns"]
    assert (back["points"], back["state"], back["credited_at"]) == (150, "waiting", None)
    world.come_back()
    found = world.get("moves", member).get_json()
    assert (found["items"][0]["back"], found["returns"][0]["state"]) == (150, "credited")
    assert [it.move.points for it in list_moves(world.hub, member)] == [Points(200)]


TOLD = {
    "kk": "Қазір әмияныңызға 150 ұпай аудара аласыз."
    " 400 ұпайды мына уақыттан бастап аудара аласыз: {since}.",
    "ru": "Сейчас в кошелёк можно перевести 150 баллов."
    " 400 баллов можно будет перевести с {since}.",
    "en": "You can move 150 points to your wallet now. You can move 400 from {since} on.",
}


@pytest.mark.parametrize("language", list(TOLD))
@only_sqlite
def test_a_move_within_the_return_window_is_told_what_can_be_moved_and_when(
    world: ChainWorld, language: str
) -> None:
    """In the member's language: how many now, and from when as many as he asked for."""
    member, now = world.member(), world.clock.time
    with world.store.begin() as work:
        work.members.set_profile(member, first_name="Айгерім", language=language)
    world.earn(member, 150)
    for days, points in ((10, 200), (4, 300), (1, 900)):
        world.earn(member, points, at=UnixTime(now - days * DAY))
    answer = world.client.post(
        MOVES,
        json={"id": move_name("young"), "points": 400},
        headers=world.sign_in(member).headers,
    )
    since = UnixTime(now + 10 * DAY)
    found = answer.get_json()
    assert code_of(answer) == (409, "not_enough_points")
    assert found["detail"] == TOLD[language].format(since=moment(since, language))
    assert found["movable"] == {"now": 150, "later": 400, "since": since}


@only_sqlite
def test_a_move_of_more_than_there_ever_will_be_is_told_so(world: ChainWorld) -> None:
    """What waiting does not bring is not promised."""
    member = world.member()
    world.earn(member, 150)
    asked = {"id": move_name("much"), "points": 400}
    answer = world.client.post(MOVES, json=asked, headers=world.sign_in(member).headers)
    found = answer.get_json()
    assert found["movable"] == {"now": 150}
    assert found["detail"] == "Қазір әмияныңызға 150 ұпай аудара аласыз."


def test_nobody_sees_anothers_moves(world: ChainWorld) -> None:
    """Neither out nor back; and another's id is refused as saying something else."""
    one, two = world.member(), world.member()
    world.earn(one, 500)
    world.earn(two, 500)
    name = move_name("shared")
    for member, status in ((one, 201), (two, 409)):
        asked = {"id": name, "points": 200}
        headers = world.sign_in(member).headers
        assert world.client.post(MOVES, json=asked, headers=headers).status_code == status
    world.epoch()
    world.claim(one)
    world.chain.send_back(wallet(one), 100)
    world.come_back()
    assert world.get("moves", two).get_json() == {"items": [], "returns": []}


@pytest.mark.parametrize("open_epochs", [0, 1])
def test_a_proof_is_what_verify_proof_takes(world: ChainWorld, open_epochs: int) -> None:
    """Of custody, of the claim, of both; also while the next epoch is stored and not on chain."""
    both, inside, outside, nobody = (world.member() for _ in range(4))
    for member, points in ((both, 500), (inside, 120), (outside, 100)):
        world.earn(member, points)
    for member, points in ((both, 200), (outside, 100)):
        world.move(member, points)
    world.epoch()
    if open_epochs:
        world.earn(inside, 7)
        world.earn(nobody, 9)
        world.store_epoch()
    world.proof_passes(both, 300)
    world.proof_passes(inside, 120)
    world.proof_passes(outside, None)
    assert "custody" not in world.get("proof", outside).get_json()
    assert code_of(world.get("proof", nobody)) == (404, "nothing_stated")
    shown = world.get("proof", both)
    assert shown.headers["Content-Disposition"] == 'attachment; filename="baursak-proof-1.json"'


def test_proofs_go_on_over_many_epochs(world: ChainWorld) -> None:
    """Of each epoch the newest; what is long past is not kept."""
    member = world.member()
    for number in range(1, 6):
        world.earn(member, 200)
        world.move(member, 100, f"move {number}")
        world.epoch()
        world.proof_passes(member, 100 * number)
        claim = world.get("claim", member).get_json()
        assert (claim["epoch"], claim["amount"]) == (number, 100 * number)
    with world.store.begin() as work:
        kept = [it for it in range(1, 7) if work.chronicle.part(Parts.SUMS, it, 0) is not None]
    assert kept == [3, 4, 5]


def test_before_anything_is_there_a_member_is_told_so(world: ChainWorld) -> None:
    """No wallet, no epoch, nothing issued: each its own refusal."""
    unlinked, linked = world.member(linked=False), world.member()
    asked = {"id": move_name("early"), "points": 200}
    headers = world.sign_in(unlinked).headers
    assert code_of(world.client.post(MOVES, json=asked, headers=headers)) == (409, "wallet_needed")
    assert code_of(world.get("claim", unlinked)) == (409, "wallet_needed")
    assert code_of(world.get("claim", linked)) == (404, "nothing_to_claim")
    assert code_of(world.get("proof", linked)) == (404, "nothing_stated")
    headers = world.sign_in(linked).headers
    for points, expected in ((1, (422, "too_little")), (200, (409, "not_enough_points")),
                             (0, (422, "validation"))):  # fmt: skip
        answer = world.client.post(MOVES, json={**asked, "points": points}, headers=headers)
        assert code_of(answer) == expected
    assert world.client.get(API).get_json()["stated"] is None


@only_sqlite
def test_a_members_own_wallet_can_claim_with_the_message(world: ChainWorld) -> None:
    """On the real contracts: what the API gives for TonConnect moves the jettons, once."""
    place = LocalPlace(locked=True)
    world.stand_on(place)
    member, name = world.member(linked=False), "айгерім".encode().hex()
    owner = place.owner(name)
    with world.store.begin() as work:
        work.members.set_wallet(member, owner)
    world.earn(member, 500)
    world.move(member, 200)
    seal_ledger(world.hub)
    world.turn(3)
    world.proof_passes(member, 300)
    ready = world.get("claim", member).get_json()
    assert (ready["wallet"], ready["amount"], ready["claimed"]) == (owner, 200, 0)
    message = ready["message"]
    body = cell_of(base64.b64decode(message["payload"]))
    person = sender_called(place.chain, name)
    for _ in range(2):
        person.send(
            core_address(read_address(message["address"])), body, value=int(message["amount"])
        )
        assert place.jettons(owner) == 200


def test_epochs_are_there_for_everybody(world: ChainWorld) -> None:
    """With the check after each; a stored one says that the chain has it not yet."""
    member = world.member()
    for number in (1, 2, 3):
        world.earn(member, 200)
        world.move(member, 100, f"move {number}")
        world.epoch()
    world.earn(member, 50)
    world.store_epoch()
    first = world.client.get(f"{API}/epochs?limit=2").get_json()
    assert [it["epoch"] for it in first["items"]] == [4, 3]
    assert [it["state"] for it in first["items"]] == ["stored", "confirmed"]
    rest = world.client.get(f"{API}/epochs?limit=2&after={first['next']}").get_json()
    assert [it["epoch"] for it in rest["items"]] == [2, 1]
    third = world.client.get(f"{API}/epochs/3").get_json()
    assert third == first["items"][1]
    said = world.chain.stated
    assert (third["root"], third["sum_root"]) == (said.root.hex(), said.sum_root.hex())
    assert (third["issued"], third["custody"], third["claimable"]) == (300, 300, True)
    assert third["check"] == {
        "custody_chain": 300, "custody_ledger": 300, "supply": 600, "issued": 300, "burned": 0,
        "good": True,
    }  # fmt: skip
    assert len(third["message"]) == 64
    assert first["items"][0]["check"] is None
    assert code_of(world.client.get(f"{API}/epochs/9")) == (404, "not_found")
    whole = world.client.get(API).get_json()
    assert (whole["network"], whole["locked"], whole["good"], whole["halted"]) == (
        "local", True, True, False,
    )  # fmt: skip
    assert (whole["stated"]["epoch"], whole["stated"]["supply"]) == (3, 600)
    for shown, (contract, there) in zip(
        whole["contracts"], DEPLOYMENT.contracts.items(), strict=True
    ):
        assert shown["name"] == contract.value
        assert read_address(shown["friendly"]) == shown["address"] == there.address
        assert shown["code_hash"] == there.code_hash.hex()


def test_leaf_files_are_published(world: ChainWorld) -> None:
    """The same bytes that the archive holds; not before the chain states them."""
    members = [world.member() for _ in range(5)]
    for number in (1, 2):
        for member in members[number:]:
            world.earn(member, 200 * number)
            world.move(member, 100 * number, f"move {number}")
        world.epoch()
    world.earn(members[0], 200)
    world.store_epoch()
    for number in (1, 2):
        published = world.client.get(f"{API}/epochs/{number}/leaves").get_data()
        kept = world.folder / f"epoch-{number:010d}" / "leaves.bin"
        assert published == kept.read_bytes()
        assert read_leaf_file(published).epoch == number
    assert code_of(world.client.get(f"{API}/epochs/3/leaves")) == (409, "too_early")
    assert code_of(world.client.get(f"{API}/epochs/4/leaves")) == (404, "not_found")


@only_sqlite
def test_a_programme_without_a_chain_says_so(client: FlaskClient, hub: Hub) -> None:
    """To whoever asks for anything of it."""
    headers = sign_in_member(hub).headers
    asked = {"id": move_name("nowhere"), "points": 200}
    paths = ("", "/moves", "/claim", "/proof", "/epochs", "/epochs/1", "/epochs/1/leaves")
    answers = [client.get(API + path, headers=headers) for path in paths]
    answers.append(client.post(MOVES, json=asked, headers=headers))
    assert {code_of(it) for it in answers} == {(409, "no_chain")}
