"""Vouchers at the till: the hub first, then the lease, and each one once."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from agent.core.hub_words import HubRefused, NotTheHub
from agent.core.redeeming import Shown
from agent.core.redemption import JUST_S, Accepted, JustAccepted, No, Verdict, said, voucher_in
from agent.core.till_memory import Spent, TillKeys
from agent.errors import AgentError
from contracts.wire import claim
from contracts.wire.bodies import RedemptionBody
from contracts.wire.redeeming import (
    RedemptionReply,
    RedemptionRequest,
    RedemptionState,
    UndoRequest,
)
from contracts.wire.refusals import Refusal
from contracts.wire.sync_news import Catalogue
from contracts.wire.units import KeyId, Sequence, Tiyn, UnixTime
from contracts.wire.voucher import Scope
from tests.agent.core.vouchers import DAY_S, NOON, SHOP, TILL, Till, enrolment, lease, till_in
from tests.contracts.wire.samples import chain_of, text_accrual
from tests.fakes.hub import MemoryHub, entry


@pytest.fixture
def till(tmp_path: Path) -> Iterator[Till]:
    """Return a till that has synced once and holds a lease."""
    with till_in(tmp_path) as made:
        made.hub.lease = lease(1)
        made.sync()
        yield made


def no(verdict: Verdict) -> str:
    """Return the code of a no."""
    assert isinstance(verdict, No), verdict
    assert verdict.why.endswith(".")
    return verdict.code


def test_online_the_hub_decides(till: Till) -> None:
    """And what it accepted is in the spent list and in the chain, under no lease."""
    verdict = till.shows(till.hub.issue(1))
    assert isinstance(verdict, Accepted)
    assert (verdict.lease, verdict.points, verdict.value) == (None, 500, 50_000)
    body = till.outbox.events(Sequence(0), 9)[-1].body
    assert isinstance(body, RedemptionBody)
    assert (body.voucher, body.lease, body.scope, body.place) == (1, None, Scope.SHOP, 1)
    assert till.counter.spent_count() == 1
    till.sync()
    assert till.hub.kinds() == ["lease", "redemption"]


def test_a_voucher_for_anywhere_and_a_short_code_are_the_hub_s(till: Till) -> None:
    """The till holds no key for them: online it takes them, offline never."""
    anywhere, short = till.hub.issue(1, scope=Scope.ANY), "00000002"
    till.hub.issue(2)
    till.hub.silent = True
    assert no(till.shows(anywhere)) == no(till.shows(short)) == Refusal.ONLINE_ONLY
    till.hub.silent = False
    assert till.accepts(anywhere)
    assert till.accepts("0000-0002")
    assert till.hub.asked[-1].code is None


def test_offline_the_lease_decides(till: Till) -> None:
    """Seal, time, catalogue, count and amount; each acceptance names the lease."""
    till.hub.silent = True
    verdict = till.shows(till.hub.issue(1))
    assert isinstance(verdict, Accepted)
    assert (verdict.lease, verdict.value, verdict.points) == (1, 50_000, None)
    assert verdict.title is not None
    body = till.outbox.events(Sequence(0), 9)[-1].body
    assert isinstance(body, RedemptionBody)
    assert (body.lease, body.amount) == (1, 50_000)
    assert till.accepts(till.hub.issue(2, scope=Scope.TILL))
    assert till.accepts(till.hub.issue(3))
    assert no(till.shows(till.hub.issue(4))) == Refusal.ONLINE_ONLY, "three, and no more"


def test_a_lease_has_an_amount_too(till: Till) -> None:
    """Four of 500 ₸ do not fit 1800 ₸, though the count would allow them."""
    till.hub.lease = lease(2, count=99, amount=180_000)
    till.sync()
    till.hub.silent = True
    assert [till.accepts(till.hub.issue(it)) for it in range(1, 6)] == [True] * 3 + [False] * 2


def test_the_same_code_within_half_a_minute_is_neutral(till: Till) -> None:
    """Held too long before the camera is no alarm; later it is a no that says when."""
    for silent, number in ((True, 1), (False, 2)):
        till.hub.silent = silent
        code, at = till.hub.issue(number), till.hub_clock.now()
        assert till.accepts(code)
        till.passes(JUST_S)
        assert till.shows(code) == JustAccepted(number, at)
        till.passes(1)
        verdict = till.shows(code)
        assert no(verdict) == Refusal.ALREADY_REDEEMED
        assert isinstance(verdict, No)
        assert verdict.at == at
    assert till.kinds().count("redemption") == 2


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        ("", Refusal.MALFORMED),
        ("x" * 10_000, Refusal.MALFORMED),
        ("1234567", Refusal.MALFORMED),
        ("=" * 38, Refusal.MALFORMED),
        ("https://points.example.kz/v", Refusal.MALFORMED),
    ],
    ids=["nothing", "a flood", "seven digits", "no base64url", "a link"],
)
def test_what_is_no_voucher_is_refused_here(till: Till, code: str, expected: Refusal) -> None:
    """The hub is not asked about it."""
    assert no(till.shows(code)) == expected
    assert till.hub.asked == []


def test_a_receipt_s_code_and_a_forged_one_are_refused_here(till: Till) -> None:
    """Each with its own sentence; a changed letter never reaches the hub."""
    sealed = claim.seal(claim.claim_of(chain_of(text_accrual())[0]), bytes(32))
    assert no(till.shows(sealed)) == Refusal.WRONG_KIND
    code = till.hub.issue(1)
    forged = code[:-2] + ("A" if code[-2] != "A" else "B") + code[-1]
    assert no(till.shows(forged)) == Refusal.FORGED
    newer = "I" + code[1:]
    assert no(till.shows(newer)) == Refusal.UNKNOWN_VERSION
    assert till.hub.asked == []


def test_blanks_around_a_code_do_not_matter(till: Till) -> None:
    """A scanner ends with a line feed, a person types groups."""
    assert till.accepts(f" {till.hub.issue(1)}\r\n")


def test_what_the_seal_cannot_say_is_refused_offline(till: Till) -> None:
    """Expired, cancelled, of an unknown version, or of a reward that has no frozen value."""
    till.hub.catalogue = Catalogue(2, (entry(1), entry(2, None, offline=False)))
    cancelled, old = till.hub.issue(1), till.hub.issue(2, hours=1)
    unknown, cashback = till.hub.issue(3, version=99), till.hub.issue(4, version=2)
    till.hub.cancelled.append(1)
    till.sync()
    assert till.kinds()[-1] == "notice"
    till.hub.silent = True
    till.passes(3601 + 3600)
    assert no(till.shows(cancelled)) == Refusal.CANCELLED
    assert no(till.shows(old)) == Refusal.EXPIRED
    assert no(till.shows(unknown)) == no(till.shows(cashback)) == Refusal.ONLINE_ONLY


def test_the_hub_s_no_is_final(till: Till) -> None:
    """No lease overrides it, and the cashier hears what to do."""
    till.hub.refusal = HubRefused(Refusal.WRONG_SHOP, "Good in another shop.")
    verdict = till.shows(till.hub.issue(1))
    assert no(verdict) == Refusal.WRONG_SHOP
    assert isinstance(verdict, No)
    assert "another shop" in verdict.hint
    till.hub.refusal = HubRefused("a_code_of_tomorrow", "")
    assert no(till.shows(till.hub.issue(2))) == "a_code_of_tomorrow"
    assert till.kinds() == ["lease"]


def test_a_lease_that_ran_out_accepts_nothing(till: Till) -> None:
    """By the hub's clock, and setting this computer's clock back does not help."""
    till.hub.silent = True
    till.passes(8 * 3600)
    assert no(till.shows(till.hub.issue(1))) == Refusal.ONLINE_ONLY
    till.hub.silent = False
    till.hub.lease = None
    till.sync()
    assert till.kinds() == ["lease", "lease"], "taken, closed"
    till.hub.lease = lease(2, hours=9)
    till.sync()
    till.hub.silent = True
    till.clock.time = UnixTime(till.clock.time - DAY_S)
    old = till.hub.issue(2, hours=0)
    assert no(till.shows(old)) == Refusal.EXPIRED


def test_an_answer_that_was_lost_is_asked_for_again(till: Till) -> None:
    """Under the same id, after a restart too: the guest gets the croissant, once."""
    till.hub.lease = None
    till.sync()
    code = till.hub.issue(1)
    till.hub.deaf = True
    assert no(till.shows(code)) == Refusal.ONLINE_ONLY
    till.restart()
    till.hub.deaf = False
    till.passes(60)
    assert till.accepts(code)
    assert till.hub.asked[0].id == till.hub.asked[1].id
    till.passes(60)
    assert not till.accepts(code)


def test_an_answer_that_was_lost_and_a_lease_are_one_croissant(till: Till) -> None:
    """The hub has it redeemed, the till takes it by lease: the event says so, once."""
    code = till.hub.issue(1)
    till.hub.deaf = True
    assert till.accepts(code)
    till.hub.deaf = False
    assert isinstance(till.shows(code), JustAccepted)
    till.passes(60)
    assert no(till.shows(code)) == Refusal.ALREADY_REDEEMED
    till.sync()
    till.passes(60)
    assert no(till.shows(code)) == Refusal.ALREADY_REDEEMED
    assert till.kinds().count("redemption") == 1


def test_another_request_of_this_till_was_first(till: Till) -> None:
    """What the hub redeemed here before this memory began is told with its time."""
    code = till.hub.issue(1)
    till.hub.redeemed[1] = (b"someone", till.hub.now)
    assert isinstance(till.shows(code), JustAccepted)
    till.passes(60)
    assert no(till.shows(code)) == Refusal.ALREADY_REDEEMED


def test_what_was_taken_here_is_not_asked_about(till: Till) -> None:
    """The hub's yes could be an older answer that was lost: one croissant is enough."""
    till.hub.silent = True
    code = till.hub.issue(1)
    assert till.accepts(code)
    till.hub.silent = False
    for _ in range(2):
        till.passes(60)
        assert no(till.shows(code)) == Refusal.ALREADY_REDEEMED
        till.sync()
    assert till.hub.asked == []


def test_a_yes_that_was_lost_does_not_come_back_after_the_lease_s(till: Till) -> None:
    """Taken by lease, forgotten with the file, asked about and unanswered, then known again."""
    till.hub.silent = True
    code = till.hub.issue(1)
    assert till.accepts(code)
    till.counter.close()
    (till.folder / "counter.sqlite3").unlink()
    till.start()
    till.hub.silent, till.hub.deaf = False, True
    till.passes(60)
    assert not till.accepts(code)
    till.hub.deaf = False
    till.sync()
    assert not till.accepts(code)


def test_an_event_that_the_hub_set_aside_does_not_free_its_voucher(till: Till) -> None:
    """The croissant is gone, whatever the hub makes of its event."""
    till.hub.silent = True
    code = till.hub.issue(1)
    assert till.accepts(code)
    till.hub.silent = False
    till.hub.refused[Sequence(2)] = "mismatch"
    till.sync()
    till.passes(60)
    assert no(till.shows(code)) == Refusal.ALREADY_REDEEMED
    assert till.hub.asked == []
    assert till.hub.headers[-1].spent_count == 1


def test_the_eight_digits_of_a_voucher_that_was_taken_by_its_lease(till: Till) -> None:
    """The hub does not know of it yet: its yes is the same croissant, and none is handed out."""
    till.hub.silent = True
    assert till.accepts(till.hub.issue(1))
    till.hub.silent = False
    assert isinstance(till.shows("00000001"), JustAccepted)
    till.passes(60)
    assert no(till.shows("00000001")) == Refusal.ALREADY_REDEEMED
    assert till.kinds().count("redemption") == 1


def test_a_redemption_is_taken_back_by_the_hub_only(till: Till) -> None:
    """What becomes of the voucher then is the hub's to say; offline it never comes back here."""
    code = till.hub.issue(1)
    assert till.accepts(code)
    assert said(till.redeeming.undo(Shown(code, cashier="Айгүл"), "не взял"))["verdict"] == "no"
    till.hub.silent = True
    assert no(till.shows(code)) == Refusal.ONLINE_ONLY
    till.hub.silent = False
    assert till.accepts(code)
    till.hub.silent = True
    other = till.hub.issue(2)
    assert till.accepts(other)
    for unknown in (other, "12345678", "nonsense"):
        with pytest.raises(AgentError, match="no such voucher"):
            till.redeeming.undo(Shown(unknown), "не взял")


def test_a_revoked_till_takes_nothing_alone(till: Till) -> None:
    """Its lease is closed, and no other is taken."""
    till.hub.revoked = True
    till.sync()
    assert till.kinds() == ["lease", "lease"]
    till.hub.silent = True
    assert no(till.shows(till.hub.issue(1))) == Refusal.ONLINE_ONLY


def test_totals_and_cashiers_are_passed_on(till: Till) -> None:
    """A part-payment cannot do without the receipt's total."""
    code = till.hub.issue(1)
    till.redeeming.redeem(Shown(code, Tiyn(93_500), "А" * 100))
    request = till.hub.asked[-1]
    assert (request.receipt_total, request.cashier) == (93_500, "А" * 64)


def test_verdicts_are_said_as_json(till: Till) -> None:
    """For commands and for the cashier's face."""
    code = till.hub.issue(1)
    accepted, just = said(till.shows(code)), said(till.shows(code))
    assert (accepted["verdict"], accepted["value"], accepted["lease"]) == ("accepted", 50_000, None)
    assert accepted["title"]["kk"] == "Круассан"
    assert just == {"verdict": "just_accepted", "voucher": 1, "at": till.hub_clock.now()}
    assert said(till.shows("x"))["code"] == "malformed"


def test_a_code_is_read_without_being_judged(till: Till) -> None:
    """None for what is none."""
    keys = TillKeys.of(enrolled := till.hub.till, till.counter.memory.keys)
    assert voucher_in(till.hub.issue(9), keys) == 9
    assert voucher_in("x", keys) is None
    assert TillKeys.of(enrolled, None).of_place(Scope.SHOP, 1, KeyId(0)) is None
    assert "keys=" not in repr(keys)


def test_an_event_that_found_no_room_follows(till: Till) -> None:
    """The spent list is what counts: the green light does not wait for room in the chain."""
    till.hub.silent = True
    outbox = till.outbox
    room, outbox.room = outbox.room, 0  # type: ignore[attr-defined]  # the fake's own
    assert till.accepts(till.hub.issue(1))
    assert till.kinds() == ["lease"]
    outbox.room = room  # type: ignore[attr-defined]  # the fake's own
    till.hub.silent = False
    till.sync()
    assert till.kinds() == ["lease", "redemption"]


def test_an_event_stored_before_the_note_of_it_is_not_stored_twice(till: Till) -> None:
    """The kill came between the two."""
    body = RedemptionBody(5, 1, Scope.SHOP, 1, 1, Tiyn(50_000), None)
    till.counter.spend(Spent(body, till.hub_clock.now(), None), till.outbox.head()[0])
    till.outbox.append(body, till.hub_clock.now())
    till.restart()
    till.sync()
    assert till.kinds() == ["lease", "redemption"]
    assert till.counter.unbooked() == []
    assert till.counter.spent_count() == 1


def test_an_event_that_is_stored_is_found_without_a_restart(till: Till) -> None:
    """The note of it found no room, the event did."""
    body = RedemptionBody(5, 1, Scope.SHOP, 1, 1, Tiyn(50_000), None)
    till.counter.spend(Spent(body, till.hub_clock.now(), None), till.outbox.head()[0])
    for number in range(300):
        till.outbox.append(text_accrual(number + 1, till=till.hub.till), till.hub_clock.now())
    till.outbox.append(body, till.hub_clock.now())
    till.sync()
    assert till.kinds().count("redemption") == 1
    assert till.counter.unbooked() == []


class OddHub(MemoryHub):
    """A hub whose answers are about something else."""

    def redeem(self, request: RedemptionRequest, patience_s: float) -> RedemptionReply:
        """Answer with what the test wants to change."""
        reply = MemoryHub.redeem(self, request, patience_s)
        changes = {"id": bytes(16)} if self.deaf_to == "id" else {"voucher": 99}
        if self.deaf_to == "state":
            return replace(reply, state=RedemptionState.UNDONE)
        return replace(reply, **changes)

    def undo(self, redemption: bytes, request: UndoRequest) -> RedemptionReply:
        """Answer that nothing was taken back."""
        return replace(MemoryHub.undo(self, redemption, request), state=RedemptionState.ACCEPTED)

    deaf_to = "voucher"


class PunctualHub(MemoryHub):
    """A hub that speaks with nobody whose clock is off."""

    near: Till

    def redeem(self, request: RedemptionRequest, patience_s: float) -> RedemptionReply:
        """Answer, or say how late it is."""
        if self.near.hub_clock.now() != self.now:
            raise HubRefused(Refusal.CLOCK_SKEW, "", self.now if self.says_the_time else None)
        return MemoryHub.redeem(self, request, patience_s)

    says_the_time = True


@pytest.mark.parametrize("off", [-DAY_S, DAY_S])
def test_a_wrong_clock_is_set_right_for_a_guest(tmp_path: Path, off: int) -> None:
    """Who stands there now does not wait for the next sync."""
    hub = PunctualHub(TILL, SHOP, enrolment().enrolment, NOON)
    with till_in(tmp_path, hub) as late:
        late.sync()
        hub.near = late
        late.clock.time = UnixTime(NOON + off)
        hub.says_the_time = False
        assert no(late.shows(hub.issue(1))) == Refusal.CLOCK_SKEW
        hub.says_the_time = True
        assert late.accepts(hub.issue(2))
        assert len(hub.asked) == 1


@pytest.mark.parametrize(
    ("what", "code"), [("voucher", "online_only"), ("id", "online_only"), ("state", "cancelled")]
)
def test_an_answer_about_something_else_is_no_yes(tmp_path: Path, what: str, code: str) -> None:
    """Something answers that is not the hub: the till decides as if it were silent."""
    hub = OddHub(TILL, SHOP, enrolment().enrolment, NOON)
    hub.deaf_to = what
    with till_in(tmp_path, hub) as odd:
        odd.sync()
        assert no(odd.shows(odd.hub.issue(1))) == code
        assert odd.counter.spent_count() == 0


def test_what_is_not_taken_back_stays_taken(tmp_path: Path) -> None:
    """Only the hub's own word frees it."""
    hub = OddHub(TILL, SHOP, enrolment().enrolment, NOON)
    with till_in(tmp_path, hub) as odd:
        odd.sync()
        code = odd.hub.issue(99)
        assert odd.accepts(code)
        with pytest.raises(NotTheHub):
            odd.redeeming.undo(Shown(code), "не взял")
        assert odd.counter.spent_count() == 1
