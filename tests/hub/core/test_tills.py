"""What of a till counts, and which keys it holds."""

from dataclasses import replace

import pytest

from contracts.wire.keys import KeyKind
from contracts.wire.refusals import Refusal, Refused
from contracts.wire.units import KeyId, Sequence, ShopId, TillId, UnixTime
from hub.core.ids import PartnerId
from hub.core.tills import (
    VOUCHER_KEY_KEPT,
    HeldKey,
    RetiredKey,
    SyncedTill,
    TillState,
    held_keys,
    key_is_good,
    next_key,
)

NOW = UnixTime(1_790_000_000)
TILL = SyncedTill(
    id=TillId(7),
    shop=ShopId(3),
    partner=PartnerId(1),
    name="Касса",
    state=TillState.ACTIVE,
    enrolment="first",
    head_sequence=Sequence(10),
    head_hash=bytes(32),
    head_at=NOW,
    revoked_head=None,
    fork_from=None,
    claim_key=KeyId(2),
    till_key=KeyId(0),
    shop_key=KeyId(1),
    online_only=False,
    generation=1,
    synced_at=NOW,
    resend_from=None,
    cancellations_acked=0,
)


def test_an_active_till_is_believed() -> None:
    """All of its chain counts, and it may have keys and a lease."""
    assert TILL.honours(1)
    assert TILL.honours(2**32 - 1)
    assert TILL.trusted


@pytest.mark.parametrize("state", [TillState.REVOKED, TillState.WRITTEN_OFF])
def test_what_the_hub_held_when_a_till_was_taken_out_counts(state: TillState) -> None:
    """Up to the head of that moment, and not one event more."""
    till = replace(TILL, state=state, revoked_head=Sequence(10))
    assert (till.honours(10), till.honours(11)) == (True, False)
    assert not till.trusted


def test_from_a_fork_on_nothing_counts_by_itself() -> None:
    """Before the fork both branches say the same."""
    till = replace(TILL, state=TillState.QUARANTINED, fork_from=Sequence(5))
    assert [till.honours(place) for place in (4, 5, 6)] == [True, False, False]
    assert not till.trusted


def test_nothing_of_a_till_that_waits_counts() -> None:
    """Nobody has used its code, so nobody can speak for it."""
    assert not replace(TILL, state=TillState.WAITING).honours(1)


def test_a_retired_key_is_good_for_what_was_sealed_before_its_end() -> None:
    """Not a second later; a stolen or unknown one for nothing."""
    retired = {
        KeyId(0): RetiredKey(KeyId(0), NOW, closed=True),
        KeyId(1): RetiredKey(KeyId(1), NOW, closed=False),
        KeyId(3): RetiredKey(KeyId(3), None, closed=False),
    }
    good = {
        (key, at): key_is_good(KeyId(2), retired, KeyId(key), UnixTime(NOW + at))
        for key in (0, 1, 2, 3, 4)
        for at in (0, 1)
    }
    assert good == {
        (0, 0): False, (0, 1): False, (1, 0): True, (1, 1): False, (2, 0): True, (2, 1): True,
        (3, 0): True, (3, 1): True, (4, 0): False, (4, 1): False,
    }  # fmt: skip


def test_a_till_holds_its_keys_and_those_that_codes_are_still_sealed_with() -> None:
    """Closed ones are dropped at once, old voucher keys once no voucher of theirs lives."""
    retired = {
        KeyKind.CLAIM: {KeyId(1): RetiredKey(KeyId(1), UnixTime(1), closed=False)},
        KeyKind.VOUCHER_SHOP: {
            KeyId(0): RetiredKey(KeyId(0), UnixTime(NOW - VOUCHER_KEY_KEPT - 1), closed=False)
        },
        KeyKind.VOUCHER_TILL: {KeyId(5): RetiredKey(KeyId(5), NOW, closed=True)},
    }
    assert held_keys(TILL, retired, NOW) == [
        HeldKey(KeyKind.CLAIM, 7, KeyId(1), current=False),
        HeldKey(KeyKind.CLAIM, 7, KeyId(2), current=True),
        HeldKey(KeyKind.VOUCHER_SHOP, 3, KeyId(1), current=True),
        HeldKey(KeyKind.VOUCHER_TILL, 7, KeyId(0), current=True),
    ]


def test_the_last_key_can_be_closed_too() -> None:
    """A shop whose sixteen keys are stolen has none, rather than a stolen one."""
    closed = RetiredKey(TILL.shop_key, NOW, closed=True)
    held = held_keys(TILL, {KeyKind.VOUCHER_SHOP: {TILL.shop_key: closed}}, NOW)
    assert {it.kind for it in held} == {KeyKind.CLAIM, KeyKind.VOUCHER_TILL}


def test_a_till_that_is_not_trusted_holds_no_key() -> None:
    """So it takes no voucher by seal, and seals nothing new that is believed."""
    assert held_keys(replace(TILL, state=TillState.QUARANTINED), {}, NOW) == []


def test_key_ids_are_not_used_again() -> None:
    """After the sixteenth there is none."""
    assert next_key(KeyId(14)) == 15
    with pytest.raises(Refused) as caught:
        next_key(KeyId(15))
    assert caught.value.refusal is Refusal.LIMIT_REACHED
