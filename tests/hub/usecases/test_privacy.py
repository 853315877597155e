"""A member's rights: consent on record, a copy of everything, and to be forgotten for good."""

import json

import pytest
from sqlalchemy import insert, inspect, select

from contracts.wire.refusals import Refusal, Refused
from contracts.wire.units import UnixTime
from hub.adapters.database.schema import metadata
from hub.adapters.database.store import DatabaseStore
from hub.adapters.database.tables.running import reviews
from hub.core.access.actor import CONSOLE
from hub.core.access.people import Page
from hub.core.consent import TEXTS, VERSION, digest_of, holds
from hub.usecases.privacy import (
    Answer,
    answer_consent,
    breach_report,
    consents_of,
    copy_of_member,
    erase_for_member,
    erase_member,
    sweep_erased,
)
from hub.usecases.verify import verify_ledger
from tests.hub.reward_world import RewardWorld

YES = Answer(VERSION, "kk", "miniapp", given=True)


def test_every_answer_stays_on_record(store: DatabaseStore) -> None:
    """The last one counts, with the digest of the text that was read."""
    world = RewardWorld(store)
    member = world.member()
    answer_consent(world.hub, member, YES)
    world.clock.time += 5
    answer_consent(world.hub, member, Answer(VERSION, "ru", "browser", given=False))
    record = consents_of(world.hub, member)
    assert [(it.language, it.given) for it in record] == [("kk", True), ("ru", False)]
    assert record[0].text_digest == digest_of("kk") != digest_of("ru")
    assert not holds(record)
    assert holds(record[:1])


def test_an_answer_to_an_older_text_is_refused(store: DatabaseStore) -> None:
    """Nobody agrees to what he has not read."""
    world = RewardWorld(store)
    member = world.member()
    with pytest.raises(Refused) as caught:
        answer_consent(world.hub, member, Answer("2020-01", "kk", "miniapp", given=True))
    assert caught.value.refusal is Refusal.MISMATCH
    assert consents_of(world.hub, member) == []


def test_the_text_says_telegrams_part_in_three_languages() -> None:
    """The member learns that Telegram knows, too."""
    assert TEXTS.keys() == {"kk", "ru", "en"}
    assert all("Telegram" in text for text in TEXTS.values())


def test_a_copy_holds_everything(store: DatabaseStore) -> None:
    """Account, consents, points, vouchers and the movements of points."""
    world = RewardWorld(store)
    member = world.member(500)
    answer_consent(world.hub, member, YES)
    world.bought(member, world.offered().id)
    copy = copy_of_member(world.hub, member)
    assert copy["account"][0]["first_name"] == "Айгүл"
    assert len(copy["consents"]) == len(copy["vouchers"]) == len(copy["lots"]) == 1
    assert len(copy["transfers"]) == 2


def test_erasure_takes_the_person_and_leaves_the_books(store: DatabaseStore) -> None:
    """Points return to their issuer, vouchers end, and no table names the person any more."""
    world = RewardWorld(store)
    member = world.member(500)
    answer_consent(world.hub, member, YES)
    world.bought(member, world.offered().id)
    with store.begin() as work:
        why = [{"code": "asked", "note": "Менің атым Айгүл"}]
        work.connection.execute(
            insert(reviews).values(
                kind="asked", subject="1/1/1", member=member, why=why, state="open", opened_at=1
            )
        )
    erase_member(world.hub, member)
    erase_member(world.hub, member)
    balances = world.balances(member)
    assert (balances.confirmed, balances.held, balances.spendable) == (0, 0, 0)
    assert verify_ledger(world.hub).good
    assert names_in_tables(store, "Айгүл", 1001) == []


def test_points_that_come_back_later_are_swept(store: DatabaseStore) -> None:
    """A voucher that a till might have taken releases its points only after the erasure."""
    world = RewardWorld(store)
    till = world.till()
    world.sync_all(till)
    member = world.member(500)
    world.bought(member, world.offered().id)
    erase_member(world.hub, member)
    sweep_erased(world.hub)
    assert world.balances(member).confirmed == 0
    assert verify_ledger(world.hub).good


def test_an_erased_member_is_not_found(store: DatabaseStore) -> None:
    """Neither for a copy nor for an answer; and staff's erasing is in the log."""
    world = RewardWorld(store)
    member = world.member()
    erase_for_member(world.hub, CONSOLE, member)
    for ask in (copy_of_member, lambda hub, it: answer_consent(hub, it, YES)):
        with pytest.raises(Refused) as caught:
            ask(world.hub, member)
        assert caught.value.refusal is Refusal.NOT_FOUND
    with store.read() as work:
        actions = [entry.action for _, entry in work.audit.listed(Page(), None)]
    assert "member.erase" in actions


def test_a_breach_report_counts_what_is_stored(store: DatabaseStore) -> None:
    """From the data at hand, for the operator only, and on record."""
    world = RewardWorld(store)
    world.member()
    world.member()
    now = UnixTime(world.clock.time)
    report = breach_report(world.hub, CONSOLE, UnixTime(now - 10), now)
    assert report["counts"]["members"] == report["counts"]["members_with_telegram"] == 2
    with pytest.raises(Refused):
        breach_report(world.hub, world.owner, UnixTime(0), now)
    with pytest.raises(Refused):
        breach_report(world.hub, CONSOLE, now, UnixTime(now - 1))


def names_in_tables(store: DatabaseStore, name: str, telegram: int) -> list[str]:
    """Return the tables in which a person's name or number still stands."""
    found = []
    with store.engine.connect() as connection:
        known = set(inspect(connection).get_table_names())
        for table in metadata.sorted_tables:
            if table.name not in known:
                continue
            text = json.dumps(
                [[str(cell) for cell in row] for row in connection.execute(select(table))],
                ensure_ascii=False,
            )
            if name in text or f'"{telegram}"' in text:
                found.append(table.name)
    return found
