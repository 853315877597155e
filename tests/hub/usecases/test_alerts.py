"""The operator hears what is wrong: once, again after hours, and never of what is well."""

from collections.abc import Mapping
from dataclasses import dataclass, field

import pytest

from hub.adapters.database.store import DatabaseStore
from hub.core.alerts import TEXTS, Alert, AlertKind, text_of
from hub.core.ports.outward import OutsideUnavailable
from hub.usecases.alerts import AGAIN_AFTER, warn
from hub.usecases.chain_watch import note_look
from hub.usecases.preflight import Fault, Wrong
from tests.hub.reward_world import RewardWorld

FACTS: Mapping[str, int | str] = {"why": "foreign", "balance": 5, "epoch": 7, "attempts": 6,
    "name": "Касса 1", "till": 1, "minutes": 40, "percent": 5, "before": 90, "count": 3,
    "block": 12, "needs": 900, "cap": 500, "owed": 70, "available": 40, "points": 150,
    "kk": "Ештеңе жіберілген жоқ.", "ru": "Ничего не отправлено.", "en": "Nothing was sent.",
}  # fmt: skip


@dataclass
class Door:
    """An alert door that writes down what it is given, unless it is shut."""

    shut: bool = False
    heard: list[tuple[str, str]] = field(default_factory=list)

    def post(self, kind: str, text: str) -> None:
        """Take one alert."""
        if self.shut:
            raise OutsideUnavailable("shut")
        self.heard.append((kind, text))


def quiet_world(store: DatabaseStore) -> RewardWorld:
    """Return a shop in opening hours whose till has said nothing for an hour."""
    world = RewardWorld(store)
    world.sync_all(world.till())
    # Noon in Almaty, so that the whole hour falls into opening hours.
    world.clock.time += (7 * 3600 - world.clock.time) % 86_400
    world.sync_all(world.till(key=b"2" * 32))
    world.clock.time += 3600
    return world


def test_an_alert_is_said_once_and_again_after_hours(store: DatabaseStore) -> None:
    """Not at every run of the worker."""
    world, door = quiet_world(store), Door()
    first = warn(world.hub, door, "ru")
    assert first["said"] == len(door.heard) > 0
    assert all(kind == "till.quiet" for kind, _ in door.heard)
    assert "молчит" in door.heard[0][1]
    assert warn(world.hub, door, "ru") == {"said": 0, "missed": 0}
    world.clock.time += AGAIN_AFTER - 3600 * 2
    assert warn(world.hub, door, "ru")["said"] == 0


def test_an_alert_that_nobody_took_is_said_again(store: DatabaseStore) -> None:
    """A door that is shut loses nothing."""
    world, door = quiet_world(store), Door(shut=True)
    missed = warn(world.hub, door, "kk")
    assert missed["said"] == 0
    assert missed["missed"]
    door.shut = False
    assert warn(world.hub, door, "kk")["said"] == missed["missed"]


def test_owners_hear_of_it_without_names(store: DatabaseStore) -> None:
    """By the feed, from which webhooks and the bot take it."""
    world = quiet_world(store)
    warn(world.hub, None, "en")
    with store.engine.connect() as connection:
        rows = connection.exec_driver_sql("SELECT kind, partner, body FROM feed").all()
    mine = [row for row in rows if row[0] == "alert.till.quiet"]
    assert mine
    assert all(row[1] == world.partner for row in mine)
    assert "Касса" not in str(mine)


def test_what_keeps_the_chain_from_being_sent_to_is_said(store: DatabaseStore) -> None:
    """In the operator's own language, each reason for itself, until it is mended."""
    world, door = RewardWorld(store), Door()
    empty = {"name": "sponsor", "address": "0Qx", "has": "0.1000", "missing": "2.9000"}
    faults = [Fault(Wrong.BALANCE, empty), Fault(Wrong.NETWORK, {"network": "local"})]
    note_look(world.hub, faults)
    warn(world.hub, door, "ru")
    said = [text for kind, text in door.heard if kind == "chain.refused"]
    assert len(said) == 2
    assert "2.9000 TON" in said[0]
    assert all(it.startswith("Расчёты в TON не ведутся. ") for it in said)
    note_look(world.hub, [])
    world.clock.time += AGAIN_AFTER + 1
    door.heard.clear()
    warn(world.hub, door, "ru")
    assert "chain.refused" not in [kind for kind, _ in door.heard]


@pytest.mark.parametrize("kind", list(AlertKind))
@pytest.mark.parametrize("language", ["kk", "ru", "en"])
def test_every_alert_has_a_sentence(kind: AlertKind, language: str) -> None:
    """In three languages, with its numbers filled in and a next step."""
    text = text_of(Alert(kind, "x", FACTS, None), language)
    assert "{" not in text
    assert text.count(".") >= 2
    assert TEXTS[kind].keys() == {"kk", "ru", "en"}
