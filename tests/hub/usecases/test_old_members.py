"""Points of an older scheme: imported once, credited once, to whoever shows the number is his."""

import hashlib
import hmac
import json
from urllib.parse import urlencode

import pytest

from contracts.wire.refusals import Refusal, Refused
from contracts.wire.units import Points, UnixTime
from hub.adapters.database.store import DatabaseStore
from hub.core.access.actor import CONSOLE, Actor
from hub.core.access.people import PartnerState
from hub.core.access.roles import Grant, Role, Scope
from hub.core.ids import StaffId
from hub.usecases.old_members import (
    CODE_LIFE,
    claim_by_code,
    claim_by_contact,
    code_for_phone,
    import_old_members,
)
from hub.usecases.privacy import erase_member
from tests.hub.hubs import BOT_TOKEN
from tests.hub.reward_world import RewardWorld

FILE = b"phone,points\n87011234567,120\n87770000000,30\n"


def contact(user: int, phone: str, at: int, token: str = BOT_TOKEN) -> str:
    """Return what Telegram's requestContact answers."""
    said = json.dumps({"user_id": user, "phone_number": phone, "first_name": "Айгүл"})
    fields = {"auth_date": str(at), "contact": said}
    lines = "\n".join(f"{name}={value}" for name, value in sorted(fields.items()))
    key = hmac.digest(b"WebAppData", token.encode(), hashlib.sha256)
    return urlencode({**fields, "hash": hmac.digest(key, lines.encode(), hashlib.sha256).hex()})


def test_a_dry_run_changes_nothing(store: DatabaseStore) -> None:
    """It says what would come in, and what is wrong."""
    world = RewardWorld(store)
    done = import_old_members(world.hub, world.owner, world.partner, FILE + b"x,1\n", dry=True)
    assert (len(done.file.rows), done.file.wrong, done.added) == (2, 1, 0)
    member = world.member(0)
    with pytest.raises(Refused) as caught:
        code_for_phone(world.hub, world.owner, world.partner, "87011234567")
    assert caught.value.refusal is Refusal.NOT_FOUND
    assert world.balances(member).confirmed == 0


def test_a_file_with_a_wrong_line_is_not_imported(store: DatabaseStore) -> None:
    """All of it or nothing."""
    world = RewardWorld(store)
    with pytest.raises(Refused) as caught:
        import_old_members(world.hub, world.owner, world.partner, FILE + b"x,1\n", dry=False)
    assert caught.value.refusal is Refusal.VALIDATION


def test_a_file_is_imported_once(store: DatabaseStore) -> None:
    """The same file again adds nothing, and neither does a number that is there."""
    world = RewardWorld(store)
    first = import_old_members(world.hub, world.owner, world.partner, FILE, dry=False)
    again = import_old_members(world.hub, world.owner, world.partner, FILE, dry=False)
    more = FILE + b"87012223344,5\n"
    third = import_old_members(world.hub, world.owner, world.partner, more, dry=False)
    assert (first.added, again.added, third.added) == (2, 0, 1)


def test_a_signed_contact_brings_the_points_once(store: DatabaseStore) -> None:
    """Asked twice, credited once; another person's contact brings nothing."""
    world = RewardWorld(store)
    import_old_members(world.hub, world.owner, world.partner, FILE, dry=False)
    member, other = world.member(0), world.member(0)
    mine = contact(1001, "+7 701 123-45-67", world.clock.time)
    assert claim_by_contact(world.hub, member, mine) == 120
    assert claim_by_contact(world.hub, member, mine) == 0
    with pytest.raises(Refused) as caught:
        claim_by_contact(world.hub, other, mine)
    assert caught.value.refusal is Refusal.FORBIDDEN
    with pytest.raises(Refused) as caught:
        claim_by_contact(world.hub, other, contact(1002, "77011234567", world.clock.time))
    assert caught.value.refusal is Refusal.ALREADY_CLAIMED
    assert world.balances(member).confirmed == 120
    assert world.balances(other).confirmed == 0


@pytest.mark.parametrize("wrong", ["forged", "old", "no phone"])
def test_a_contact_that_telegram_did_not_sign_brings_nothing(
    store: DatabaseStore, wrong: str
) -> None:
    """Neither a forged one, nor one of yesterday, nor one without a number."""
    world = RewardWorld(store)
    import_old_members(world.hub, world.owner, world.partner, FILE, dry=False)
    member, now = world.member(0), world.clock.time
    raw = {
        "forged": contact(1001, "87011234567", now, "1:" + "x" * 35),
        "old": contact(1001, "87011234567", now - 86_400),
        "no phone": contact(1001, "", now),
    }[wrong]
    with pytest.raises(Refused):
        claim_by_contact(world.hub, member, raw)
    assert world.balances(member).confirmed == 0


def test_a_code_brings_the_points_of_the_partner_that_made_it(store: DatabaseStore) -> None:
    """Nobody's staff gives away what another partner owes to a number."""
    world = RewardWorld(store)
    import_old_members(world.hub, world.owner, world.partner, FILE, dry=False)
    with store.begin() as work:
        other = work.partners.add("Тандыр", None, PartnerState.ACTIVE, UnixTime(0))
        work.ledger.open_partner(other, Points(0))
    stranger = Actor(StaffId(2), (Grant(Role.OWNER, Scope(other)),), reason="test")
    with pytest.raises(Refused) as caught:
        code_for_phone(world.hub, stranger, other, "87011234567")
    assert caught.value.refusal is Refusal.NOT_FOUND
    import_old_members(world.hub, stranger, other, b"phone,points\n87011234567,1\n", dry=False)
    thief, member = world.member(0), world.member(0)
    code, _ = code_for_phone(world.hub, stranger, other, "87011234567")
    assert claim_by_code(world.hub, thief, code) == 1
    code, _ = code_for_phone(world.hub, world.owner, world.partner, "87011234567")
    assert claim_by_code(world.hub, member, code) == 120


def test_points_of_a_number_are_given_once_even_after_erasure(store: DatabaseStore) -> None:
    """Claimed, erased, imported again in another file: refused in words, and not given again."""
    world = RewardWorld(store)
    import_old_members(world.hub, world.owner, world.partner, FILE, dry=False)
    first, again = world.member(0), world.member(0)
    at = world.clock.time
    assert claim_by_contact(world.hub, first, contact(1001, "87011234567", at)) == 120
    erase_member(world.hub, first)
    import_old_members(world.hub, world.owner, world.partner, FILE + b"\n", dry=False)
    with pytest.raises(Refused) as caught:
        claim_by_contact(world.hub, again, contact(1002, "87011234567", at))
    assert caught.value.refusal is Refusal.ALREADY_CLAIMED
    assert world.balances(again).confirmed == 0


def test_a_code_from_the_counter_is_good_once_and_briefly(store: DatabaseStore) -> None:
    """However it is typed; then it is used up, and a late one is too late."""
    world = RewardWorld(store)
    import_old_members(world.hub, world.owner, world.partner, FILE, dry=False)
    member = world.member(0)
    code, _ = code_for_phone(world.hub, world.owner, world.partner, "87011234567")
    assert claim_by_code(world.hub, member, f" {code.upper()} ") == 120
    with pytest.raises(Refused) as caught:
        claim_by_code(world.hub, member, code)
    assert caught.value.refusal is Refusal.EXPIRED
    late, until = code_for_phone(world.hub, world.owner, world.partner, "87770000000")
    assert until == world.clock.time + CODE_LIFE
    world.clock.time += CODE_LIFE + 1
    with pytest.raises(Refused):
        claim_by_code(world.hub, member, late)
    with pytest.raises(Refused):
        claim_by_code(world.hub, member, "aaaa-bbbb")
    assert world.balances(member).confirmed == 120


def test_only_the_partners_own_people_import(store: DatabaseStore) -> None:
    """An owner does it for his partner, and for no other."""
    world = RewardWorld(store)
    with pytest.raises(Refused):
        import_old_members(world.hub, world.owner, type(world.partner)(99), FILE, dry=True)
    with pytest.raises(Refused):
        import_old_members(world.hub, CONSOLE, type(world.partner)(99), FILE, dry=False)
