"""What to send next, what to believe of the reply, and when to try again."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agent.core.hub_words import (
    HubRefused,
    HubSilent,
    LinkState,
    LinkStatus,
    NotTheHub,
    status_after,
    syncing,
)
from agent.core.sync import (
    HOPELESS_S,
    LONGEST_RETRY_S,
    STEADY_S,
    Close,
    Extend,
    Take,
    batch_of,
    complaint_about,
    learnt,
    lease_steps,
    offset_of,
    older_hub,
    wait_after,
    worn_out,
)
from agent.core.till_memory import (
    HeldLease,
    TillMemory,
    claim_keys,
    current_claim_key,
    entries_of,
)
from contracts.wire.keys import KeyKind
from contracts.wire.refusals import Refusal
from contracts.wire.sync import MOST_EVENTS
from contracts.wire.sync_news import LedgerHead
from contracts.wire.units import KeyId, Sequence, TillId, Tiyn, UnixTime
from tests.agent.core.vouchers import NOON, lease
from tests.contracts.wire.message_samples import REPLY
from tests.contracts.wire.samples import chain_of, text_accrual


def held(number: int, **changes: object) -> HeldLease:
    """Return the lease that `lease(number)` became on disk."""
    grant = lease(number)
    made = HeldLease(number, grant.count, grant.amount, grant.expires_at, open=True)
    return replace(made, **changes)  # type: ignore[arg-type]  # fields as the test names them


def test_a_batch_is_cut_at_its_limits() -> None:
    """500 events at most, the first ones."""
    events = chain_of(*(text_accrual(it) for it in range(MOST_EVENTS + 1)))
    assert batch_of(events) == events[:MOST_EVENTS]
    assert batch_of(events[:3]) == events[:3]
    assert batch_of([]) == []


@pytest.mark.parametrize(
    ("hub", "sent", "got", "known", "expected"),
    [
        (NOON, NOON, NOON, None, 0),
        (NOON + 2, NOON, NOON + 3, None, 0),
        (NOON + 3600, NOON, NOON, None, 3600),
        (NOON - 100, NOON, NOON + 4, None, -102),
        (NOON + 61, NOON, NOON + 2, 60, 60),
        (NOON + 70, NOON, NOON + 2, 60, 69),
        (NOON + 3600, NOON + 9999, NOON, None, 3600),
    ],
    ids=["exact", "a slow line", "an hour", "behind", "as before", "moved", "set back meanwhile"],
)
def test_the_offset_is_what_the_line_cannot_explain(
    hub: int, sent: int, got: int, known: int | None, expected: int
) -> None:
    """Small differences are the line's own; what was known is kept while it fits."""
    assert offset_of(UnixTime(hub), UnixTime(sent), UnixTime(got), known) == expected


def test_what_the_hub_says_is_learnt() -> None:
    """News replace what was, null leaves it, and a jump of the clock is noted."""
    before = TillMemory(generation=1, offset=0)
    after = learnt(before, REPLY, 5)
    assert (after.hub_has, after.offset, after.latest) == (8, 5, REPLY.time)
    assert (after.config, after.catalogue, after.keys) == (
        REPLY.config, REPLY.catalogue, REPLY.keys,
    )  # fmt: skip
    assert after.notes() == ()
    nothing = replace(REPLY, config=None, catalogue=None, keys=None, time=UnixTime(1))
    later = learnt(after, replace(nothing, resend_from=Sequence(3)), 400)
    assert (later.config, later.hub_has, later.latest) == (REPLY.config, 2, REPLY.time)
    assert later.notes() == ("the clock of this computer jumped by -395 s",)


def test_an_older_hub_is_not_believed() -> None:
    """Somebody runs an old copy; a newer generation is announced."""
    assert older_hub(TillMemory(generation=1), REPLY) is None
    assert "old copy" in str(older_hub(TillMemory(generation=2), REPLY))


@pytest.mark.parametrize(
    ("newest", "known", "shown", "word"),
    [
        (None, None, None, None),
        (None, None, 5, None),
        (5, b"5", 5, None),
        (5, None, 6, None),
        (5, None, None, "none"),
        (5, None, 4, "back"),
        (5, b"other", 5, "not what it was"),
    ],
    ids=["nothing yet", "the first", "the same", "it grows", "gone", "back", "changed"],
)
def test_a_ledger_that_rewrites_its_past_is_caught(
    newest: int | None, known: bytes | None, shown: int | None, word: str | None
) -> None:
    """Within a generation no head goes back and none changes."""

    def head(number: int | None) -> LedgerHead | None:
        return None if number is None else LedgerHead(number, str(number).encode() * 32)

    stored = known and (known * 32 if len(known) == 1 else bytes(32))
    said = complaint_about(head(newest), stored, head(shown))
    assert (said is None) is (word is None)
    assert word is None or word in str(said)


def test_leases_begin_and_end() -> None:
    """A grant is repeated, not doubled; another or none ends the one before."""
    one, two = lease(1), lease(2)
    assert lease_steps([], None, None, NOON) == []
    assert lease_steps([], one, None, NOON) == [Take(one)]
    assert lease_steps([held(1)], one, held(1), NOON) == []
    assert lease_steps([held(1)], None, None, NOON) == [Close(1)]
    assert lease_steps([held(1)], two, None, NOON) == [Close(1), Take(two)]
    assert lease_steps([], one, held(1, open=False), NOON) == [], "closed for ever"
    longer = lease(1, hours=12)
    assert lease_steps([held(1)], longer, held(1), NOON) == [Extend(1, longer.expires_at)]
    larger = lease(1, count=99)
    assert lease_steps([held(1)], larger, held(1), NOON) == [Close(1)], "the same id, more"
    over = UnixTime(one.expires_at)
    assert lease_steps([held(1)], one, held(1), over) == [Close(1)]
    assert lease_steps([], one, None, over) == []


def test_worn_out_leases_end() -> None:
    """Of time, of vouchers, of money."""
    assert worn_out([held(1)], NOON) == []
    assert worn_out([held(1)], held(1).expires_at) == [Close(1)]
    assert worn_out([held(1, used_count=3)], NOON) == [Close(1)]
    assert worn_out([held(1, used_amount=Tiyn(200_000))], NOON) == [Close(1)]


def wait(
    state: LinkState, failures: int = 0, *, more: bool = False, asked: int | None = None,
    chance: float = 0.5,
) -> float:  # fmt: skip
    """Return the wait after a sync."""
    return wait_after(state, failures, more=more, asked_s=asked, chance=chance)


def test_waits_grow_with_failures_and_stop_growing() -> None:
    """At once while there is more, a minute when all is well, five at most without a line."""
    assert wait(LinkState.SYNCING, more=True) == 0
    assert wait(LinkState.UP_TO_DATE) == STEADY_S
    assert [wait(LinkState.OFFLINE, it) for it in (1, 2, 3)] == [1.5, 3.0, 6.0]
    assert wait(LinkState.OFFLINE, 10_000, chance=0.999) <= LONGEST_RETRY_S
    assert wait(LinkState.REVOKED, 1) == HOPELESS_S
    assert wait(LinkState.OFFLINE, 1, asked=60) == 60
    assert wait(LinkState.OFFLINE, 1, asked=10**6) == 900


@given(st.sampled_from(LinkState), st.integers(0, 99), st.floats(0, 0.999))
def test_tills_do_not_come_back_at_the_same_moment(
    state: LinkState, failures: int, chance: float
) -> None:
    """Every wait is between half and the whole of its longest, and chance moves it."""
    waits = [wait(state, failures, chance=it) for it in (0, chance, 0.999)]
    assert 0.5 < waits[0] <= waits[1] <= waits[2] < 2 * HOPELESS_S
    assert waits[0] < waits[2]


@pytest.mark.parametrize(
    ("error", "state"),
    [
        (HubSilent("no connection", "Wait."), LinkState.OFFLINE),
        (NotTheHub("it answers text/html"), LinkState.OFFLINE),
        (HubRefused(Refusal.REVOKED, ""), LinkState.REVOKED),
        (HubRefused(Refusal.CLOCK_SKEW, "", NOON), LinkState.CLOCK_WRONG),
        (HubRefused(Refusal.BROKEN_CHAIN, ""), LinkState.QUARANTINED),
        (HubRefused(Refusal.UNAUTHENTICATED, ""), LinkState.REFUSED),
        (HubRefused(Refusal.BUSY, ""), LinkState.OFFLINE),
        (HubRefused("a_code_of_tomorrow", ""), LinkState.REFUSED),
    ],
    ids=[
        "silent",
        "portal",
        "revoked",
        "clock",
        "fork",
        "unknown till",
        "busy",
        "tomorrow",
    ],
)
def test_each_state_has_a_sentence_and_what_to_do(
    error: HubSilent | HubRefused, state: LinkState
) -> None:
    """Whoever reads it can act on it."""
    status = status_after(error)
    assert status.state is state
    assert status.title.endswith(".")
    assert status.hint


def test_what_is_on_the_way_is_counted() -> None:
    """One event, many events."""
    assert syncing(1) == LinkStatus(LinkState.SYNCING, "1 event on the way to the hub.", "")
    assert syncing(2).title.startswith("2 events")


def test_keys_and_rewards_are_found() -> None:
    """By kind, owner and version; none where the hub gave none."""
    assert current_claim_key(TillId(7), None) is None
    assert current_claim_key(TillId(7), REPLY.keys) is None
    assert claim_keys(TillId(7), REPLY.keys) == {}
    assert REPLY.keys is not None
    claim_key = replace(REPLY.keys.keys[0], kind=KeyKind.CLAIM, owner=7, key_id=KeyId(4))
    keys = replace(REPLY.keys, keys=(claim_key,))
    assert current_claim_key(TillId(7), keys) == 4
    assert claim_keys(TillId(7), keys) == {4: claim_key.key}
    assert list(entries_of(REPLY.catalogue)) == [12]
    assert entries_of(None) == {}
