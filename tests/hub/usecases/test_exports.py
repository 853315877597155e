"""Exports hold what the asker may see, and every one is in the log."""

import csv

import pytest

from contracts.wire.refusals import Refused
from hub.adapters.database.store import DatabaseStore
from hub.core.access.actor import CONSOLE
from hub.core.access.people import Page
from hub.core.ids import PartnerId
from hub.core.ports.exports import Export
from hub.usecases.exports import export_table
from tests.hub.reward_world import RewardWorld
from tests.hub.usecases.claim_world import ClaimWorld


@pytest.mark.parametrize("table", list(Export))
def test_every_table_can_be_exported(store: DatabaseStore, table: Export) -> None:
    """With a line of names, and no secret among them."""
    world = RewardWorld(store)
    world.bought(world.member(), world.offered().id)
    text = "".join(export_table(world.hub, CONSOLE, table, None)).removeprefix("\ufeff")
    rows = list(csv.reader(text.splitlines()))
    assert rows[0][0]
    assert not {"phone_digest", "pin", "password", "hold", "code_digest"} & set(rows[0])
    if table in (Export.MEMBERS, Export.VOUCHERS, Export.LOTS, Export.TRANSFERS, Export.AUDIT):
        assert len(rows) > 1


def test_an_owner_sees_his_own_rows(store: DatabaseStore) -> None:
    """Not the programme's, and not another partner's."""
    world = RewardWorld(store)
    world.bought(world.member(), world.offered().id)
    lines = list(export_table(world.hub, world.owner, Export.VOUCHERS, world.partner))
    assert len(lines) == 2
    for partner in (None, PartnerId(world.partner + 1)):
        with pytest.raises(Refused):
            export_table(world.hub, world.owner, Export.VOUCHERS, partner)
    with pytest.raises(Refused):
        export_table(world.hub, world.owner, Export.TRANSFERS, world.partner)
    with store.read() as work:
        actions = [entry.action for _, entry in work.audit.listed(Page(), None)]
    assert "export.vouchers" in actions


def test_a_partner_is_not_told_who_his_guests_are(store: DatabaseStore) -> None:
    """They agreed that a shop sees their purchases: it gets numbers, the programme names."""
    world = ClaimWorld(store)
    rig = world.selling()
    [event] = rig.append(world.sale(100_000))
    world.claim(world.member(), event)
    own = "".join(export_table(world.hub, world.owner, Export.MEMBERS, world.partner))
    assert own.removeprefix("\ufeff").splitlines()[0] == "id,tier,blocked"
    assert len(own.splitlines()) == 2
    assert "Айгүл" not in own
    assert "Айгүл" in "".join(export_table(world.hub, CONSOLE, Export.MEMBERS, None))


@pytest.mark.parametrize("table", [it for it in Export if it is not Export.TRANSFERS])
def test_a_partner_without_anything_gets_an_empty_table(
    store: DatabaseStore, table: Export
) -> None:
    """Rows of others never slip in."""
    world = RewardWorld(store)
    world.bought(world.member(), world.offered().id)
    lines = list(export_table(world.hub, CONSOLE, table, PartnerId(99)))
    own = 1 if table is Export.AUDIT else 0
    assert len(lines) == 1 + own
