"""What people decide about what machines and members put before them."""

import threading

import pytest

from contracts.wire import base64url
from contracts.wire.refusals import Refusal, Refused
from contracts.wire.units import Points, Sequence, TillId, UnixTime
from hub.adapters.database.store import DatabaseStore
from hub.core.access.actor import Actor
from hub.core.access.people import Page
from hub.core.access.roles import Grant, Role, Scope
from hub.core.bot.notices import NoticeKind, notice_of
from hub.core.fraud import Reason, Suspicion, Verdict, assessed
from hub.core.happening import Audience
from hub.core.ids import MemberId, PartnerId, ReviewId, StaffId
from hub.core.receipts.records import ClaimState
from hub.core.reviews import (
    Decision,
    QueuedReview,
    Review,
    ReviewFilter,
    ReviewKind,
    ReviewState,
    reasons_of,
)
from hub.usecases.fraud_watch import watch_concentration
from hub.usecases.live import happened_since, number_feed
from hub.usecases.reviews import (
    MOST_ASKED,
    ask_for_review,
    count_reviews,
    decide_review,
    list_reviews,
    show_review,
)
from hub.usecases.staff_members import flag_staff_member
from tests.hub.usecases.claim_world import ClaimWorld

ALL = ReviewFilter()
OPEN = ReviewFilter(state=ReviewState.OPEN)
WHY = reasons_of(assessed([Reason(Suspicion.SLIP_LATE, Verdict.REVIEW, {"times": 1})]))


@pytest.fixture
def world(store: DatabaseStore) -> ClaimWorld:
    """Return a hub with a shop."""
    return ClaimWorld(store)


def _open(world: ClaimWorld, subject: str, kind: ReviewKind = ReviewKind.TILL) -> ReviewId:
    """Open a review of this shop and return its id."""
    with world.store.begin() as work:
        review = Review(kind, subject, world.partner, world.shop, None, WHY)
        assert work.reviews.open(review, world.clock.now())
        return work.reviews.listed(Page(), [Scope()], ALL)[-1].id


def _claim_in_review(world: ClaimWorld, member: MemberId) -> QueuedReview:
    """Let a member of the staff claim 1,000 ₸, and return the review that opens."""
    flag_staff_member(world.hub, world.owner, member, world.partner, works=True)
    till = world.selling()
    (event,) = till.append(world.sale(100_000))
    world.hand_in(till)
    claimed = world.claim(member, event)
    assert claimed.claim.state is ClaimState.REVIEW
    return list_reviews(world.hub, world.owner, Page(), OPEN)[-1]


def test_the_same_thing_is_put_before_people_once(world: ClaimWorld) -> None:
    """While it is open, more reasons join the first; the same ones change nothing."""
    review = Review(ReviewKind.TILL, "7", world.partner, world.shop, None, WHY)
    other = reasons_of(assessed([Reason(Suspicion.SLIP_UNKNOWN, Verdict.REVIEW, {"times": 1})]))
    with world.store.begin() as work:
        now = world.clock.now()
        assert work.reviews.open(review, now)
        assert not work.reviews.open(review, now)
        assert not work.reviews.add_reasons(review, now)
        more = Review(ReviewKind.TILL, "7", world.partner, world.shop, None, other)
        assert work.reviews.add_reasons(more, now)
    (found,) = list_reviews(world.hub, world.owner, Page(), ALL)
    assert [why["suspicion"] for why in found.review.why] == ["slip_late", "slip_unknown"]


def test_a_claim_is_approved_rejected_and_both_are_taken_back(world: ClaimWorld) -> None:
    """Each decision moves the points once, however often it is sent."""
    member = world.member()
    review = _claim_in_review(world, member)
    path = [(Decision.REJECT, 0), (Decision.REJECT, 0), (Decision.UNDO, 30), (Decision.UNDO, 30)]
    for decision, points in path:
        decide_review(world.hub, world.owner, review.id, decision, "so it is")
        assert world.has(member).spendable == points
    assert show_review(world.hub, world.owner, review.id).state is ReviewState.UNDONE
    number_feed(world.hub)
    news = happened_since(world.hub, 0, Audience(member=member))
    said = [notice.kind for it in news if (notice := notice_of(it)) is not None]
    assert said == [NoticeKind.CLAIM_REVIEW, NoticeKind.REJECTED, NoticeKind.CHECKED]
    with pytest.raises(Refused) as refused:
        decide_review(world.hub, world.owner, review.id, Decision.APPROVE, "")
    assert refused.value.refusal is Refusal.CONFLICT


def test_who_says_no_says_why(world: ClaimWorld) -> None:
    """Approving needs no words, rejecting does, and both are in the audit log."""
    review = _open(world, "7")
    with pytest.raises(Refused) as refused:
        decide_review(world.hub, world.owner, review, Decision.REJECT, "  ")
    assert refused.value.refusal is Refusal.VALIDATION
    decide_review(world.hub, world.owner, review, Decision.REJECT, "the chain was copied")
    with world.store.read() as work:
        (entry, *_) = [it for _, it in work.audit.listed(Page(), None)]
    assert (entry.action, entry.reason) == ("review.reject", "the chain was copied")
    assert entry.staff == world.owner.staff


def test_what_is_decided_is_not_decided_otherwise(world: ClaimWorld) -> None:
    """First it has to be taken back, and nothing undecided can be."""
    review = _open(world, "7")
    with pytest.raises(Refused) as refused:
        decide_review(world.hub, world.owner, review, Decision.UNDO, "why not")
    assert refused.value.refusal is Refusal.CONFLICT
    decide_review(world.hub, world.owner, review, Decision.APPROVE, "")
    with pytest.raises(Refused) as refused:
        decide_review(world.hub, world.owner, review, Decision.REJECT, "no")
    assert refused.value.refusal is Refusal.CONFLICT


def test_everyone_sees_and_decides_only_his_own(world: ClaimWorld) -> None:
    """A manager his shop, an owner his partner, an auditor nothing but to look."""
    review = _open(world, "7")
    elsewhere = Scope(PartnerId(world.partner + 1))
    people = {
        "manager": (Grant(Role.MANAGER, Scope(world.partner, world.shop)), 1, None),
        "auditor": (Grant(Role.AUDITOR, Scope(world.partner)), 1, Refusal.FORBIDDEN),
        "cashier": (Grant(Role.CASHIER, Scope(world.partner)), 0, Refusal.FORBIDDEN),
        "stranger": (Grant(Role.OWNER, elsewhere), 0, Refusal.FORBIDDEN),
    }
    for number, (grant, seen, refusal) in enumerate(people.values()):
        person = Actor(StaffId(50 + number), (grant,))
        assert count_reviews(world.hub, person) == seen
        assert len(list_reviews(world.hub, person, Page(), ALL)) == seen
        if refusal is None:
            continue
        with pytest.raises(Refused) as refused:
            decide_review(world.hub, person, review, Decision.APPROVE, "")
        assert refused.value.refusal is refusal
    manager = Actor(StaffId(50), (people["manager"][0],))
    assert decide_review(world.hub, manager, review, Decision.APPROVE, "").decided_by == 50


def test_the_queue_is_filtered_and_paged(world: ClaimWorld) -> None:
    """By state and kind; each page goes on behind the last."""
    first, second = _open(world, "7"), _open(world, "8")
    _open(world, "1/1", ReviewKind.RETURN)
    decide_review(world.hub, world.owner, first, Decision.APPROVE, "")
    tills = ReviewFilter(state=ReviewState.OPEN, kind=ReviewKind.TILL)
    assert [it.id for it in list_reviews(world.hub, world.owner, Page(), tills)] == [second]
    page = list_reviews(world.hub, world.owner, Page(limit=1), ALL)
    rest = list_reviews(world.hub, world.owner, Page(after=page[-1].id), ALL)
    assert [it.id for it in page] == [first]
    assert len(rest) == 2


def test_two_people_at_once_decide_once(world: ClaimWorld) -> None:
    """One of two opposite decisions holds, the other is refused, and the points agree."""
    member = world.member()
    review = _claim_in_review(world, member)
    answers: list[object] = []

    def decide(decision: Decision) -> None:
        try:
            found = decide_review(world.hub, world.owner, review.id, decision, "at once")
            answers.append(found.state)
        except Refused as refused:
            answers.append(refused.refusal)

    threads = [
        threading.Thread(target=decide, args=(it,)) for it in (Decision.APPROVE, Decision.REJECT)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert Refusal.CONFLICT in answers
    state = show_review(world.hub, world.owner, review.id).state
    assert world.has(member).spendable == (30 if state is ReviewState.APPROVED else 0)


def test_a_member_asks_for_a_person_and_gets_the_rejected_claim(world: ClaimWorld) -> None:
    """Rejected by one, asked for again, approved by another: the points come once."""
    member = world.member()
    till = world.selling()
    flag_staff_member(world.hub, world.owner, member, world.partner, works=True)
    (event,) = till.append(world.sale(100_000))
    world.hand_in(till)
    world.claim(member, event)
    (review,) = list_reviews(world.hub, world.owner, Page(), OPEN)
    code = world.code(event)
    assert ask_for_review(world.hub, member, code, "") is ReviewState.OPEN
    decide_review(world.hub, world.owner, review.id, Decision.REJECT, "staff")
    for _ in range(2):
        assert ask_for_review(world.hub, member, code, "I paid for it") is ReviewState.OPEN
    (asked,) = list_reviews(world.hub, world.owner, Page(), OPEN)
    assert (asked.review.kind, asked.review.member) == (ReviewKind.ASKED, member)
    decide_review(world.hub, world.owner, asked.id, Decision.APPROVE, "")
    assert world.has(member).spendable == 30
    with pytest.raises(Refused) as refused:
        ask_for_review(world.hub, member, code, "more")
    assert refused.value.refusal is Refusal.CONFLICT


def test_a_member_asks_for_so_many_and_no_more(world: ClaimWorld) -> None:
    """People's time is not a member's to waste."""
    till, member = world.selling(), world.member()
    events = till.append(*(world.sale(100_000) for _ in range(MOST_ASKED + 1)))
    for event in events[:-1]:
        ask_for_review(world.hub, member, world.code(event), "please")
    with pytest.raises(Refused) as refused:
        ask_for_review(world.hub, member, world.code(events[-1]), "please")
    assert refused.value.refusal is Refusal.LIMIT_REACHED


def test_colluders_are_put_before_a_person_and_flagged_when_he_agrees(world: ClaimWorld) -> None:
    """Nine receipts of one shift, hours apart: from then on each claim is looked at."""
    till, member = world.selling(), world.member()
    world.set_policy(claims_member_day_soft=100, claims_member_day_hard=100)
    start = int(world.clock.now()) - 12 * 3600
    events = []
    for number in range(9):
        events += till.append(world.sale(100_000), at=start + number * 3600)
    world.hand_in(till)
    for event in events:
        world.claim(member, event)
    assert watch_concentration(world.hub)["opened"] == 1
    assert watch_concentration(world.hub)["opened"] == 0
    (review,) = list_reviews(world.hub, world.owner, Page(), OPEN)
    assert review.review.kind is ReviewKind.CONCENTRATION
    decide_review(world.hub, world.owner, review.id, Decision.REJECT, "her brother")
    assert watch_concentration(world.hub)["opened"] == 0
    with world.store.read() as work:
        person = work.members.get(member)
    assert person
    assert person.staff_of == world.partner
    decide_review(world.hub, world.owner, review.id, Decision.UNDO, "no, another one")
    with world.store.read() as work:
        person = work.members.get(member)
    assert person
    assert person.staff_of is None


def test_a_review_of_nothing_is_not_found(world: ClaimWorld) -> None:
    """And one of a claim that is not there moves nothing."""
    with pytest.raises(Refused) as refused:
        show_review(world.hub, world.owner, ReviewId(999))
    assert refused.value.refusal is Refusal.NOT_FOUND
    review = _open(world, f"{TillId(1)}/{Sequence(99)}", ReviewKind.CLAIM)
    with pytest.raises(Refused) as refused:
        decide_review(world.hub, world.owner, review, Decision.APPROVE, "")
    assert refused.value.refusal is Refusal.NOT_FOUND
    assert UnixTime(0) < show_review(world.hub, world.owner, review).opened_at
    assert Points(0) == world.has(world.member()).confirmed


def test_a_person_lets_a_claim_through_that_a_limit_refused(world: ClaimWorld) -> None:
    """The hard limit refuses, the member asks, a person agrees, and the same code is good."""
    world.set_policy(claims_member_day_soft=1, claims_member_day_hard=1)
    till, member = world.selling(), world.member()
    first, second = till.append(world.sale(100_000), world.sale(100_000))
    world.hand_in(till)
    world.claim(member, first)
    with pytest.raises(Refused) as refused:
        world.claim(member, second)
    assert refused.value.refusal is Refusal.LIMIT_REACHED
    ask_for_review(world.hub, member, world.code(second), "a birthday for thirty")
    (asked,) = list_reviews(world.hub, world.owner, Page(), OPEN)
    decide_review(world.hub, world.owner, asked.id, Decision.APPROVE, "")
    assert world.claim(member, second).claim.state is ClaimState.CONFIRMED
    assert world.has(member).spendable == 60


def test_a_wish_is_refused_and_the_refusal_taken_back(world: ClaimWorld) -> None:
    """A rejected claim that is asked for: refused, then granted after all."""
    till, member = world.selling(), world.member()
    flag_staff_member(world.hub, world.owner, member, world.partner, works=True)
    (event,) = till.append(world.sale(100_000))
    world.hand_in(till)
    world.claim(member, event)
    (review,) = list_reviews(world.hub, world.owner, Page(), OPEN)
    decide_review(world.hub, world.owner, review.id, Decision.REJECT, "staff")
    ask_for_review(world.hub, member, world.code(event), "please")
    (asked,) = list_reviews(world.hub, world.owner, Page(), OPEN)
    decide_review(world.hub, world.owner, asked.id, Decision.REJECT, "no")
    assert world.has(member).spendable == 0
    decide_review(world.hub, world.owner, asked.id, Decision.UNDO, "yes")
    assert world.has(member).spendable == 30


def test_only_members_of_tills_that_are_there_ask(world: ClaimWorld) -> None:
    """A till that is gone, a member that is gone, a note without end."""
    till, member = world.selling(), world.member()
    (event,) = till.append(world.sale(100_000))
    cases = [
        (member, world.code(event, till=TillId(999)), "", Refusal.UNKNOWN_KEY),
        (MemberId(999_999), world.code(event), "", Refusal.UNAUTHENTICATED),
        (member, world.code(event), "x" * 301, Refusal.TOO_LONG),
        (member, "nonsense", "", Refusal.MALFORMED),
    ]
    for who, code, note, refusal in cases:
        with pytest.raises(Refused) as refused:
            ask_for_review(world.hub, who, code, note)
        assert refused.value.refusal is refusal
    with pytest.raises(Refused) as refused:
        decide_review(world.hub, world.owner, ReviewId(1), Decision.APPROVE, "x" * 301)
    assert refused.value.refusal is Refusal.TOO_LONG


def test_losses_of_vouchers_are_seen_and_not_taken_back(world: ClaimWorld) -> None:
    """A lease that nobody knows has no redemption to charge; its approval stands."""
    review = _open(world, "1/5", ReviewKind.REDEMPTION)
    done = decide_review(world.hub, world.owner, review, Decision.APPROVE, "")
    assert done.state is ReviewState.APPROVED
    with pytest.raises(Refused) as refused:
        decide_review(world.hub, world.owner, review, Decision.UNDO, "no")
    assert refused.value.refusal is Refusal.CONFLICT


def test_somebody_else_s_staff_is_flagged_by_nobody(world: ClaimWorld) -> None:
    """A share of claims does not make a member ours who works for another partner."""
    member = world.member()
    other = PartnerId(world.partner + 1)
    with world.store.begin() as work:
        work.members.set_staff_of(member, other)
        subject = f"{member}/{world.shop}/7"
        found = Review(ReviewKind.CONCENTRATION, subject, world.partner, world.shop, member, WHY)
        work.reviews.open(found, world.clock.now())
    (review,) = list_reviews(world.hub, world.owner, Page(), ReviewFilter(member=member))
    decide_review(world.hub, world.owner, review.id, Decision.REJECT, "hers")
    with world.store.read() as work:
        person = work.members.get(member)
    assert person
    assert person.staff_of == other


def test_a_loss_that_is_not_there_is_charged_to_nobody(world: ClaimWorld) -> None:
    """A redemption that the hub does not hold: refused, and the review stays open."""
    review = _open(world, base64url.encode(bytes(16)), ReviewKind.REDEMPTION)
    with pytest.raises(Refused) as refused:
        decide_review(world.hub, world.owner, review, Decision.APPROVE, "")
    assert refused.value.refusal is Refusal.NOT_FOUND
    assert show_review(world.hub, world.owner, review).state is ReviewState.OPEN
