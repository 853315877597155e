"""A till taken out at once, given up, or let back in; keys that change under running tills."""

import pytest

from contracts.wire.keys import KeyKind
from contracts.wire.refusals import Refusal, Refused
from contracts.wire.sync import SyncReply
from contracts.wire.units import KeyId, ShopId, UnixTime
from hub.adapters.database.store import DatabaseStore
from hub.core.access.actor import Actor
from hub.core.access.people import Page
from hub.core.access.roles import Grant, Role, Scope
from hub.core.ids import StaffId
from hub.core.ports.hub import Hub, Work
from hub.core.tills import SyncedTill, TillState
from hub.usecases.sync_parts import TillParts
from hub.usecases.till_states import (
    lift_quarantine,
    revoke_till,
    rotate_shop_key,
    rotate_till_key,
    write_off_till,
)
from tests.contracts.wire.samples import fiscal_accrual
from tests.hub.till_world import TillRig, TillWorld


class Called:
    """Notes what a state's change asks of other rooms."""

    def __init__(self) -> None:
        self.words: list[tuple[object, ...]] = []
        self.parts = TillParts(
            review_from=self._review, reseal_shop=self._reseal, write_off_leases=self._write_off
        )

    def _review(self, _work: Work, _hub: Hub, till: SyncedTill, first: int, why: str) -> None:
        self.words.append(("review", till.id, first, why))

    def _reseal(self, _work: Work, _hub: Hub, shop: ShopId) -> None:
        self.words.append(("reseal", shop))

    def _write_off(self, _work: Work, _hub: Hub, till: SyncedTill) -> None:
        self.words.append(("write off", till.id, till.state.value))


@pytest.fixture
def world(store: DatabaseStore) -> TillWorld:
    """Return a hub with one shop, on either database."""
    return TillWorld(store)


def state_of(world: TillWorld, till: TillRig) -> SyncedTill:
    """Return a till as the hub knows it."""
    with world.hub.store.read() as work:
        found = work.tills.get(till.id)
    assert found is not None
    return found


def keys_of(reply: SyncReply) -> set[tuple[KeyKind, int, bool]]:
    """Return kind, id and currency of the keys in a reply."""
    assert reply.keys is not None
    return {(it.kind, it.key_id, it.current) for it in reply.keys.keys}


def test_a_revoked_till_is_out_at_once(world: TillWorld) -> None:
    """What the hub held counts; the rest is stored for review; no key, no lease any more."""
    till, called = world.till(), Called()
    till.append(fiscal_accrual(1), fiscal_accrual(2))
    world.sync(till)
    for _ in range(2):
        revoke_till(world.hub, world.owner, till.id, called.parts)
    assert called.words == [("review", till.id, 3, "revoked"), ("reseal", world.shop)]
    found = state_of(world, till)
    assert (found.state, found.revoked_head, found.honours(2), found.honours(3)) == (
        TillState.REVOKED, 2, True, False,
    )  # fmt: skip
    till.append(fiscal_accrual(3))
    reply = world.sync(till)
    assert (reply.revoked, reply.acknowledged, reply.lease) == (True, 3, None)
    assert keys_of(reply) == set()


def test_the_other_tills_get_a_new_key_and_then_decide_again(world: TillWorld) -> None:
    """Online-only from the revocation until each till that is left has the new key."""
    thief, one, two = world.till(), world.till(), world.till()
    known = {till.id: world.sync(till) for till in (one, two)}
    revoke_till(world.hub, world.owner, thief.id)
    for till in (one, two):
        keys = known[till.id].keys
        assert keys is not None
        till.header["keys_version"] = keys.version
        reply = world.sync(till)
        assert (KeyKind.VOUCHER_SHOP, 1, True) in keys_of(reply)
        assert (KeyKind.VOUCHER_SHOP, 0, False) not in keys_of(reply)
        assert state_of(world, till).online_only
        assert reply.keys is not None
        till.header["keys_version"] = reply.keys.version
    world.sync(one)
    assert state_of(world, one).online_only, "the other one may still believe the old key"
    world.sync(two)
    world.sync(one)
    assert not state_of(world, one).online_only


def test_a_shop_whose_keys_are_used_up_stays_online_only(world: TillWorld) -> None:
    """The last key is closed too: no till decides by it, and none gets it."""
    with world.hub.store.begin() as work:
        work.tills.set_shop_key(world.shop, KeyId(15), online_only=False)
    thief, left = world.till(), world.till()
    revoke_till(world.hub, world.owner, thief.id)
    reply = world.sync(left)
    assert {kind for kind, _, _ in keys_of(reply)} == {KeyKind.CLAIM, KeyKind.VOUCHER_TILL}
    assert reply.keys is not None
    left.header["keys_version"] = reply.keys.version
    world.sync(left)
    assert state_of(world, left).online_only


def test_a_lost_till_is_written_off(world: TillWorld) -> None:
    """Taken out like a revoked one, its leases booked; once, and after a revocation too."""
    one, two, called = world.till(), world.till(), Called()
    write_off_till(world.hub, world.owner, one.id, called.parts)
    revoke_till(world.hub, world.owner, two.id, called.parts)
    for _ in range(2):
        write_off_till(world.hub, world.owner, two.id, called.parts)
    revoke_till(world.hub, world.owner, two.id, called.parts)
    assert [word for word in called.words if word[0] == "write off"] == [
        ("write off", one.id, "written_off"),
        ("write off", two.id, "written_off"),
    ]
    assert len([word for word in called.words if word[0] == "review"]) == 2
    assert state_of(world, two).state is TillState.WRITTEN_OFF


def test_a_person_lifts_a_quarantine(world: TillWorld) -> None:
    """Whoever decides reviews; what follows counts again."""
    till = world.till()
    till.append(fiscal_accrual(1), fiscal_accrual(2))
    world.sync(till)
    real = till.events[:]
    del till.events[1:]
    till.append(fiscal_accrual(9))
    with pytest.raises(Refused):
        world.sync(till)
    till.events[:] = real
    till.append(fiscal_accrual(3))
    with pytest.raises(Refused):
        world.sync(till)
    assert state_of(world, till).head_sequence == 3, "its own branch is stored, for review"
    cashier = Actor(StaffId(2), (Grant(Role.CASHIER, Scope(world.partner)),))
    with pytest.raises(Refused) as caught:
        lift_quarantine(world.hub, cashier, till.id)
    assert caught.value.refusal is Refusal.FORBIDDEN
    for _ in range(2):
        lift_quarantine(world.hub, world.owner, till.id)
    assert world.sync(till).acknowledged == 3
    assert state_of(world, till).honours(3)


def test_a_revoked_till_is_not_lifted(world: TillWorld) -> None:
    """Revocation is for good: such a computer enrols as a new till."""
    till = world.till()
    revoke_till(world.hub, world.owner, till.id)
    with pytest.raises(Refused) as caught:
        lift_quarantine(world.hub, world.owner, till.id)
    assert caught.value.refusal is Refusal.CONFLICT


def test_a_claim_key_ends_when_its_till_has_the_next(world: TillWorld) -> None:
    """Until then, days without a line, what it seals is believed; then nothing later is."""
    till = world.till()
    assert rotate_till_key(world.hub, world.owner, till.id, KeyKind.CLAIM) == 1

    def good(at: int) -> bool:
        with world.hub.store.read() as work:
            found = work.tills.get(till.id)
            assert found is not None
            return work.tills.claim_key_good(found, KeyId(0), UnixTime(at))

    world.clock.time += 9 * 24 * 3600
    assert good(world.clock.time)
    reply = world.sync(till)
    assert (KeyKind.CLAIM, 1, True) in keys_of(reply)
    assert (KeyKind.CLAIM, 0, False) in keys_of(reply)
    assert good(world.clock.time)
    assert reply.keys is not None
    till.header["keys_version"] = reply.keys.version
    acknowledged = world.clock.time
    assert world.sync(till).keys is None
    world.clock.time += 3600
    assert world.sync(till).keys is None, "its end does not move"
    assert (good(acknowledged), good(acknowledged + 1)) == (True, False)


def test_a_stolen_key_is_good_for_nothing_at_once(world: TillWorld) -> None:
    """Of a till and of a shop."""
    till = world.till()
    rotate_till_key(world.hub, world.owner, till.id, KeyKind.CLAIM, stolen=True)
    rotate_till_key(world.hub, world.owner, till.id, KeyKind.VOUCHER_TILL, stolen=True)
    called = Called()
    assert rotate_shop_key(world.hub, world.owner, world.shop, stolen=True, parts=called.parts) == 1
    assert called.words == [("reseal", world.shop)]
    found = state_of(world, till)
    assert found.online_only
    with world.hub.store.read() as work:
        assert not work.tills.claim_key_good(found, KeyId(0), UnixTime(1))
    assert keys_of(world.sync(till)) == {
        (KeyKind.CLAIM, 1, True), (KeyKind.VOUCHER_TILL, 1, True), (KeyKind.VOUCHER_SHOP, 1, True),
    }  # fmt: skip


@pytest.mark.parametrize("key", [KeyKind.VOUCHER_ANY, KeyKind.VOUCHER_SHOP])
def test_only_a_tills_own_keys_are_rotated_on_it(world: TillWorld, key: KeyKind) -> None:
    """A shop's key is the shop's."""
    till = world.till()
    with pytest.raises(Refused) as caught:
        rotate_till_key(world.hub, world.owner, till.id, key)
    assert caught.value.refusal is Refusal.WRONG_KIND


def test_what_staff_does_is_written_down(world: TillWorld) -> None:
    """Each act with its subject, once."""
    till = world.till()
    rotate_shop_key(world.hub, world.owner, world.shop)
    revoke_till(world.hub, world.owner, till.id)
    revoke_till(world.hub, world.owner, till.id)
    with pytest.raises(Refused):
        rotate_till_key(world.hub, world.owner, till.id, KeyKind.CLAIM)
    assert acts(world) == ["till.revoke", "shop.key", "till.add"]


def acts(world: TillWorld) -> list[str]:
    """Return the actions in the audit log, newest first."""
    with world.hub.store.read() as work:
        return [entry.action for _, entry in work.audit.listed(Page(), None)]
