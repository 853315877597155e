"""The line to the hub: everything arrives, everything said is kept, whatever is cut when."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from threading import Thread

import pytest

from agent.core.hub_words import HubRefused, LinkState
from contracts.wire.bodies import NoticeBody, ShiftAct, ShiftBody
from contracts.wire.refusals import Refusal
from contracts.wire.sync_news import Configuration, LedgerHead
from contracts.wire.units import KeyId, Sequence, Tiyn, UnixTime
from tests.agent.core.vouchers import NOON, Till, lease, till_in
from tests.contracts.wire.message_samples import REPLY
from tests.contracts.wire.samples import text_accrual

assert REPLY.config is not None, "the sample has one"
CONFIG = REPLY.config


@pytest.fixture
def till(tmp_path: Path) -> Iterator[Till]:
    """Return a till that has never synced."""
    with till_in(tmp_path) as made:
        yield made


def sells(till: Till, count: int) -> None:
    """Store so many sales."""
    for _ in range(count):
        number = till.outbox.head()[0]
        till.outbox.append(text_accrual(number + 1, till=till.hub.till), till.hub_clock.now())


def test_everything_is_handed_in_and_acknowledged(till: Till) -> None:
    """In batches, in order, once; the outbox knows what the hub has."""
    sells(till, 1203)
    till.sync()
    assert till.hub.kinds() == ["accrual"] * 1203
    assert [it.health.pending for it in till.hub.headers] == [1203, 703, 203]
    assert till.outbox.pending(1) == []
    assert till.state() is LinkState.UP_TO_DATE
    till.sync()
    assert len(till.hub.headers) == 4
    assert till.hub.headers[-1].head_sequence == 1203


def test_a_lost_answer_costs_nothing(till: Till) -> None:
    """The same events again are the same events."""
    sells(till, 3)
    till.hub.deaf = True
    till.sync()
    assert till.state() is LinkState.OFFLINE
    till.hub.deaf = False
    till.restart()
    till.sync()
    assert till.hub.kinds() == ["accrual"] * 3
    assert till.outbox.pending(1) == []


def test_events_are_handed_in_again_when_asked_for(till: Till) -> None:
    """From the first that the hub wants."""
    sells(till, 5)
    till.sync()
    kept = till.hub.events
    till.hub.events = {it: event for it, event in kept.items() if it < 3}
    till.hub.resend_from = Sequence(3)
    till.sync()
    assert till.hub.events == kept


def test_a_new_generation_gets_everything_on_disk(till: Till) -> None:
    """And is asked for everything anew: what the old one told may be gone."""
    till.hub.config, till.hub.head = CONFIG, LedgerHead(9, bytes(32))
    till.hub.cancelled.append(5)
    sells(till, 4)
    till.sync()
    till.hub.generation, till.hub.events, till.hub.head = 2, {}, LedgerHead(3, b"x" * 32)
    till.hub.cancelled.clear()
    till.sync()
    assert till.hub.kinds() == ["accrual"] * 4 + ["notice"]
    assert till.outbox.head()[0] == len(till.hub.events)
    asked = next(it for it in till.hub.headers if it.generation == 2)
    assert (asked.generation, asked.config_version, asked.catalogue_version) == (2, 0, 0)
    assert (asked.cancellations_up_to, asked.ledger_head) == (0, None)
    assert till.counter.memory.ledger_complaint is None
    assert till.counter.is_cancelled(5), "offline it stays refused: only the hub may know better"
    till.hub.generation = 1
    till.sync()
    assert till.state() is LinkState.OFFLINE
    assert "old copy" in till.link.status.title


def test_a_ledger_that_changed_its_past_is_complained_of(till: Till) -> None:
    """In the log once, in the health each time, also after a restart and when it looks well."""
    till.hub.head = LedgerHead(9, b"9" * 32)
    till.sync()
    till.hub.head = LedgerHead(8, b"8" * 32)
    till.sync()
    till.restart()
    till.hub.head = LedgerHead(10, b"x" * 32)
    till.sync()
    till.sync()
    assert "went back" in till.hub.headers[-1].health.notes[0]
    assert sum("went back" in line for line in till.log) == 1
    assert till.state() is LinkState.UP_TO_DATE, "and it goes on handing in"


def test_the_same_block_with_another_hash_is_complained_of(till: Till) -> None:
    """A head that was shown once keeps its hash."""
    for number in (1, 2):
        till.hub.head = LedgerHead(number, b"h" * 32)
        till.sync()
    till.hub.head = LedgerHead(2, b"g" * 32)
    till.sync()
    assert "not what it was" in str(till.counter.memory.ledger_complaint)


def test_the_hub_s_clock_is_learnt(till: Till) -> None:
    """A till that is an hour slow seals with the hub's time, and says that its clock jumped."""
    till.clock.time = UnixTime(NOON - 3600)
    till.sync()
    assert till.hub_clock.now() == NOON
    till.restart()
    assert till.hub_clock.now() == NOON
    till.clock.time = NOON
    till.sync()
    till.sync()
    assert till.hub_clock.now() == NOON
    health = till.hub.headers[-1].health
    assert health.clock_offset == 0
    assert health.notes == ("the clock of this computer jumped by 3600 s",)


def test_a_clock_too_far_off_is_set_right_by_the_refusal(till: Till) -> None:
    """The hub says its time; the same events go again at once, under the right one."""
    sells(till, 1)
    till.clock.time = UnixTime(NOON - 86_400)
    till.hub.refusal = HubRefused(Refusal.CLOCK_SKEW, "", NOON)
    till.sync()
    assert till.state() is LinkState.CLOCK_WRONG
    assert till.hub_clock.now() == NOON
    till.hub.refusal = None
    till.sync()
    assert till.state() is LinkState.UP_TO_DATE
    assert "off" in till.hub.headers[-1].health.notes[0]
    till.hub.refusal = HubRefused(Refusal.CLOCK_SKEW, "")
    till.sync()
    assert till.state() is LinkState.CLOCK_WRONG, "without a time there is nothing to learn"


def test_cancellations_are_on_disk_before_the_chain_says_so(till: Till) -> None:
    """One notice for each news, none without."""
    till.hub.cancelled += [11, 12]
    till.sync()
    till.sync()
    till.hub.cancelled.append(13)
    till.sync()
    bodies = [event.body for event in till.outbox.export()]
    assert bodies == [NoticeBody(2), NoticeBody(3)]
    assert [till.counter.is_cancelled(it) for it in (11, 13, 14)] == [True, True, False]
    till.sync()
    assert till.hub.kinds() == ["notice"] * 2


def test_a_notice_cut_short_follows(till: Till) -> None:
    """Stored, not yet said: said after the restart."""
    till.sync()
    till.hub.cancelled.append(11)
    room, till.outbox.room = till.outbox.room, 0  # type: ignore[attr-defined]  # the fake's own
    till.sync()
    assert till.state() is LinkState.OFFLINE
    assert "no room" in till.link.status.title
    till.outbox.room = room  # type: ignore[attr-defined]  # the fake's own
    till.restart()
    till.sync()
    assert till.hub.kinds() == ["notice"]


def test_a_lease_is_taken_in_the_chain_before_it_is_used(till: Till) -> None:
    """Repeated grants change nothing; its end is in the chain, and the next one follows it."""
    till.hub.lease = lease(1)
    till.sync()
    till.sync()
    assert [it.lease for it in till.counter.leases()] == [1]
    assert till.hub.headers[-1].lease == 1
    till.hub.lease = lease(2)
    till.sync()
    said = [event.body.to_json() for event in till.outbox.export()]
    assert said == [
        {"lease": 1, "act": "taken"}, {"lease": 1, "act": "closed"}, {"lease": 2, "act": "taken"},
    ]  # fmt: skip
    till.hub.lease = lease(2, hours=30)
    till.sync()
    assert till.counter.leases()[0].expires_at == lease(2, hours=30).expires_at


def test_a_lease_that_the_chain_took_and_this_memory_does_not_know_is_over(
    till: Till, tmp_path: Path
) -> None:
    """The file was removed or damaged: nothing is accepted offline until another lease comes."""
    till.hub.lease = lease(1)
    till.sync()
    till.counter.close()
    for file in tmp_path.glob("counter.sqlite3*"):
        file.write_bytes(b"not a database, but as long as a page" * 200)
    till.start()
    till.sync()
    assert till.counter.leases() == []
    assert "damaged" in till.hub.headers[-1].health.notes[0]
    till.hub.silent = True
    assert not till.accepts(till.hub.issue(1))
    till.hub.silent = False
    till.sync()
    assert till.kinds() == ["lease", "lease"], "taken, closed"
    till.hub.lease = lease(2)
    till.sync()
    till.sync()
    assert till.hub.headers[-1].health.notes == ()
    till.hub.silent = True
    assert till.accepts(till.hub.issue(2))
    assert len(list(tmp_path.glob("*corrupt*"))) >= 1


def test_vouchers_taken_before_the_damage_stay_taken(till: Till, tmp_path: Path) -> None:
    """The chain remembers what the list forgot."""
    till.hub.lease = lease(1)
    till.sync()
    till.hub.silent = True
    code = till.hub.issue(1)
    assert till.accepts(code)
    till.hub.silent = False
    till.sync()
    till.counter.close()
    (tmp_path / "counter.sqlite3").unlink()
    till.start()
    till.hub.lease = lease(2)
    till.sync()
    till.hub.silent = True
    till.passes(60)
    assert not till.accepts(code)


def test_settings_and_keys_are_told_on(till: Till) -> None:
    """Only when they are new."""
    till.hub.config = CONFIG
    till.sync()
    till.sync()
    assert [memory.config for memory in till.news] == [CONFIG]
    till.hub.keys_version, till.hub.key_ids = 2, (KeyId(0), KeyId(1))
    till.sync()
    assert len(till.news) == 2
    till.restart()
    assert till.counter.memory.config == CONFIG


def test_a_revoked_till_says_so_until_it_is_not(till: Till) -> None:
    """By a reply or by a refusal."""
    till.hub.revoked = True
    till.sync()
    assert till.state() is LinkState.REVOKED
    till.hub.revoked, till.hub.refusal = False, HubRefused(Refusal.REVOKED, "")
    till.sync()
    assert till.state() is LinkState.REVOKED
    till.hub.refusal = None
    till.sync()
    assert till.state() is LinkState.UP_TO_DATE


def test_a_hub_that_has_more_than_the_till_means_an_old_disk(till: Till) -> None:
    """Nothing is acknowledged that was never made; the till is told to enrol again."""
    sells(till, 2)
    till.sync()
    till.hub.events[Sequence(3)] = till.hub.events[Sequence(2)]
    till.sync()
    assert till.state() is LinkState.QUARANTINED
    assert "--again" in till.link.status.hint


def test_what_the_hub_sets_aside_is_shown_and_blocks_nothing(till: Till) -> None:
    """The events behind it arrive."""
    till.hub.refused[Sequence(2)] = "mismatch"
    sells(till, 3)
    till.sync()
    assert till.outbox.pending(1) == []
    assert till.counter.set_aside_events() == {2: "mismatch: as this test wants it"}
    till.sync()
    assert till.hub.headers[-1].health.set_aside == 1


def test_a_batch_that_is_too_large_is_halved(till: Till) -> None:
    """Until it fits."""
    sells(till, 8)
    till.hub.refusal = HubRefused(Refusal.TOO_LARGE, "")
    till.sync()
    till.hub.refusal = None
    till.sync()
    assert len(till.hub.events) == 8
    assert len(till.hub.headers) == 2


def test_the_devices_are_in_the_health(till: Till) -> None:
    """In few words."""
    till.printer = "x" * 1000
    till.sync()
    assert till.hub.headers[-1].health.printer == "x" * 200
    assert till.hub.headers[-1].health.tap is None


def test_the_thread_syncs_by_itself_and_when_asked(till: Till) -> None:
    """A sale wakes it up within seconds, a command at once; stopping ends it."""
    sells(till, 2)
    till.link.start()
    status = till.link.sync_now(10)
    assert status.state is LinkState.UP_TO_DATE
    till.outbox.append(ShiftBody(ShiftAct.OPENED, None, None), NOON)
    assert till.link.sync_now(10).state is LinkState.UP_TO_DATE
    assert till.hub.kinds() == ["accrual", "accrual", "shift"]
    till.link.stop(10)
    assert till.link.sync_now(10).state is LinkState.UP_TO_DATE, "nobody waits for a stopped one"


def test_a_sale_wakes_the_line(till: Till) -> None:
    """Without a word from anybody."""
    till.sync()
    thread = Thread(target=till.link.run, daemon=True)
    thread.start()
    sells(till, 1)
    while not till.hub.events:
        thread.join(0.05)
    till.link.stop(10)
    thread.join(10)
    assert not thread.is_alive()


def test_headers_say_where_the_till_stands(till: Till) -> None:
    """Versions, lease, spent vouchers: what the hub leaves out next time."""
    till.hub.config = CONFIG
    till.hub.lease = lease(4)
    till.sync()
    till.sync()
    header = till.hub.headers[-1]
    assert (header.config_version, header.catalogue_version, header.keys_version) == (3, 1, 1)
    assert (header.lease, header.spent_count) == (4, 0)
    assert replace(header.health, disk_free=0).version == "0.1.0"


def test_settings_that_the_till_cannot_take_are_refused_and_the_hub_is_told_why(till: Till) -> None:
    """The ones before hold on, over a restart too; mended ones hold, and nothing is said any more.

    The till goes on naming the version that it has: so the hub says the newest again.
    """
    till.hub.config = CONFIG
    till.sync()
    assert till.counter.memory.config == CONFIG
    wrong = replace(CONFIG.settings, total_max=Tiyn(0))
    till.hub.config = Configuration(CONFIG.version + 1, wrong)
    till.sync()
    till.restart()
    till.sync()
    till.sync()
    assert till.counter.memory.config == CONFIG
    assert till.hub.headers[-1].config_version == CONFIG.version
    told = till.hub.headers[-1].health.notes
    assert told == ("Settings refused: total_max: 0 would refuse every receipt.",)
    assert till.link.refused == ["total_max: 0 would refuse every receipt."]
    mended = Configuration(CONFIG.version + 2, CONFIG.settings)
    till.hub.config = mended
    till.sync()
    till.sync()
    assert till.counter.memory.config == mended
    assert not till.hub.headers[-1].health.notes
    assert sum("refused" in line for line in till.log) == 2, "once each start"
