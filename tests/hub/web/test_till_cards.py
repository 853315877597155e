"""The doors at which tills ask what a card's member can have, and take it for his PIN."""

import logging
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from flask.testing import FlaskClient

from contracts.wire.card_spending import (
    CHOICES_PATH,
    SPENDING_PATH,
    ChoicesReply,
    ChoicesRequest,
    SpendRequest,
)
from contracts.wire.messages import write_message
from contracts.wire.redeeming import RedemptionReply
from contracts.wire.rules import Record
from contracts.wire.units import UnixTime
from hub.adapters.bell_memory import MemoryBell
from hub.adapters.database.store import DatabaseStore
from hub.app import web_over
from hub.usecases.member_cards import NewCard, give_card
from hub.web.surroundings import WebSettings
from hub.web.till_cards import SPENDING
from tests.hub.hubs import NOW
from tests.hub.reward_world import ANYWHERE, RewardWorld
from tests.hub.web.signing import SigningTill, enrolled_till

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
"""What comes behind these doors is tried on both databases where it is at home."""
PIN, WRONG = "4071", "9157"


def asked(client: FlaskClient, till: SigningTill, path: str, message: Record) -> tuple[int, Any]:
    """Return status and body of what *till* is answered."""
    body = write_message(message)
    headers = till.headers("POST", path, body, UnixTime(NOW))
    answer = client.post(path, data=body, headers={"Content-Type": "application/json", **headers})
    assert answer.headers["Cache-Control"] == "no-store"
    return answer.status_code, answer.get_json()


def test_a_till_spends_for_a_pin(
    store: DatabaseStore, bell: MemoryBell, caplog: pytest.LogCaptureFixture
) -> None:
    """Choices, a wrong PIN with what is left, the reward, and in measure; no PIN in any log."""
    world = RewardWorld(store)
    caplog.set_level(logging.DEBUG)
    client = web_over(world.hub, WebSettings(rate_factor=1), bell=bell).test_client()
    stranger, till = enrolled_till(world.hub, 1), own_till(world)
    card = give_card(world.hub, world.owner, NewCard(world.partner, PIN, "Роза апай"))
    world.give(card.card.member, 300)
    reward = world.offered(ANYWHERE)
    status, said = asked(client, stranger, CHOICES_PATH, ChoicesRequest(card.code))
    assert (status, ChoicesReply.from_json(said).choices) == (200, ())
    elsewhere = asked(client, stranger, SPENDING_PATH, spending(world, card.code, reward.id, PIN))
    assert elsewhere[1]["code"] == "wrong_shop"
    assert world.balances(card.card.member).spendable == 300
    status, said = asked(client, till, CHOICES_PATH, ChoicesRequest(card.code))
    choices = ChoicesReply.from_json(said)
    assert (status, choices.points, [it.reward for it in choices.choices]) == (
        200,
        300,
        [reward.id],
    )
    status, said = asked(client, till, SPENDING_PATH, spending(world, card.code, reward.id, WRONG))
    assert (status, said["code"], said["tries_left"]) == (403, "wrong_pin", 7)
    status, said = asked(client, till, SPENDING_PATH, spending(world, card.code, reward.id, PIN))
    assert (status, RedemptionReply.from_json(said).points) == (200, 100)
    answers = [
        asked(client, till, SPENDING_PATH, spending(world, card.code, reward.id, WRONG))
        for _ in range(SPENDING.count)
    ]
    assert [it[1]["code"] for it in answers[:4]] == ["wrong_pin"] * 3 + ["pin_wait"]
    assert (answers[2][1]["tries_left"], answers[2][1]["retry_after"]) == (5, 60)
    assert answers[-1][1]["code"] == "rate_limited"
    for secret in (PIN, WRONG, card.code):
        assert secret not in caplog.text


def spending(world: RewardWorld, code: str, reward: int, pin: str) -> SpendRequest:
    """Return a spending that nobody has asked before."""
    return SpendRequest(world.request(), code, pin, reward, None, "Асель")


def own_till(world: RewardWorld) -> SigningTill:
    """Return a till of the world's own partner."""
    key = Ed25519PrivateKey.from_private_bytes((2).to_bytes(32, "big"))
    rig = world.till(key=key.public_key().public_bytes_raw())
    return SigningTill(rig.id, rig.enrolled.enrolment, key)
