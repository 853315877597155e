"""A slip shown at a counter: its state, for its partner's tills only, and never whose it is."""

import pytest

from contracts.wire.bodies import SlipBody, SlipOutcome
from contracts.wire.event import Event
from contracts.wire.refusals import Refusal, Refused
from contracts.wire.slip_state import SlipState, SlipStateReply
from contracts.wire.units import Sequence, ShopId, TillId, Tiyn, UnixTime
from hub.adapters.database.store import DatabaseStore
from hub.core.access.people import Page, PartnerState, TillKey
from hub.core.happening import EVERYTHING
from hub.core.policy import DAY
from hub.core.receipts.records import ClaimState
from hub.core.reviews import Decision, ReviewFilter
from hub.usecases.reviews import decide_review, list_reviews
from hub.usecases.slip_states import slip_state
from tests.hub.hubs import NOW
from tests.hub.till_world import TillRig
from tests.hub.usecases.claim_world import ClaimWorld

WINDOW = 3 * DAY


@pytest.fixture
def world(store: DatabaseStore) -> ClaimWorld:
    """Return a shop that gives 3 points for each 100 ₸."""
    return ClaimWorld(store)


def asker(world: ClaimWorld, till: TillRig) -> TillKey:
    """Return *till* as the guard knows it."""
    with world.store.look() as work:
        found = work.till_keys.of(till.id)
    assert found is not None
    return found


def looked(world: ClaimWorld, till: TillRig, event: Event, **changes: object) -> SlipStateReply:
    """Return what *till* hears of the slip of *event*."""
    return slip_state(world.hub, asker(world, till), world.code(event, **changes))


def test_a_slip_that_nobody_claimed_says_until_when(world: ClaimWorld) -> None:
    """Before its accrual came and after; the last second is in it, the one behind is over."""
    till = world.selling()
    (sale,) = till.append(world.sale(1000_00))
    still = SlipStateReply(SlipState.NOT_YET, until=UnixTime(NOW + WINDOW))
    assert looked(world, till, sale) == still
    world.hand_in(till)
    assert looked(world, till, sale) == still
    world.clock.time = NOW + WINDOW
    assert looked(world, till, sale).state is SlipState.NOT_YET
    world.clock.time += 1
    assert looked(world, till, sale) == SlipStateReply(SlipState.OVER)


def test_a_claimed_slip_says_when_and_nothing_of_whom(world: ClaimWorld) -> None:
    """Each till of the partner hears the same, of all of its shops; looking changes nothing."""
    till, beside, member = world.selling(), world.till(), world.member()
    with world.store.begin() as work:
        elsewhere = work.shops.add(world.partner, "Абай 2", "", UnixTime(NOW))
    third = world.till(ShopId(elsewhere))
    (sale,) = till.append(world.sale(1000_00))
    world.clock.time = NOW + 60
    world.claim(member, sale)
    before = world.stored(sale)
    said = [looked(world, it, sale) for it in (till, beside, third)]
    assert said == [SlipStateReply(SlipState.CLAIMED, claimed_at=UnixTime(NOW + 60))] * 3
    assert set(said[0].to_json()) == {"v", "state", "claimed_at", "until"}
    assert world.stored(sale) == before
    world.hand_in(till)
    assert looked(world, till, sale) == said[0]


def test_another_partners_till_hears_nothing_but_that(world: ClaimWorld) -> None:
    """Claimed or not, in time or late: foreign."""
    till = world.selling()
    sales = till.append(world.sale(1000_00), world.sale(2000_00))
    world.claim(world.member(), sales[0])
    with world.store.begin() as work:
        other = work.partners.add("Наурыз", None, PartnerState.ACTIVE, UnixTime(NOW))
        shop = work.shops.add(other, "Сатпаев 3", "", UnixTime(NOW))
    stranger = world.till(ShopId(shop))
    foreign = SlipStateReply(SlipState.FOREIGN)
    assert [looked(world, stranger, it) for it in sales] == [foreign, foreign]
    world.clock.time = NOW + 2 * WINDOW
    assert looked(world, stranger, sales[1]) == foreign


def test_what_was_undone_or_given_back_says_so(world: ClaimWorld) -> None:
    """Claimed before or not."""
    till = world.selling()
    bodies = [world.sale(1000_00) for _ in range(3)]
    sales = till.append(*bodies)
    world.clock.time = NOW + 5
    world.claim(world.member(), sales[0])
    till.append(world.void(1), world.void(2), world.back(bodies[2], 1000_00, accrual=3))
    world.hand_in(till)
    said = [looked(world, till, it) for it in sales]
    assert [it.state for it in said] == [SlipState.GIVEN_BACK] * 3
    assert [it.claimed_at for it in said] == [NOW + 5, None, None]


def test_a_slip_under_review_and_one_that_was_refused(world: ClaimWorld) -> None:
    """A slip whose paper nobody knows of is looked at by a person, who says no."""
    till = world.selling()
    (sale,) = till.append(world.sale(1000_00))
    till.append(SlipBody(Sequence(1), SlipOutcome.LATE, None))
    world.hand_in(till)
    world.claim(world.member(), sale)
    assert world.stored(sale).state is ClaimState.REVIEW
    assert looked(world, till, sale) == SlipStateReply(
        SlipState.IN_REVIEW, claimed_at=UnixTime(NOW)
    )
    (found,) = list_reviews(world.hub, world.owner, Page(), ReviewFilter())
    decide_review(world.hub, world.owner, found.id, Decision.REJECT, "nobody printed it")
    assert looked(world, till, sale).state is SlipState.REFUSED


def test_a_slip_of_no_sale_gives_nothing(world: ClaimWorld) -> None:
    """The chain has passed its place: with something else there, or another total."""
    till = world.selling()
    (sale, slip) = till.append(world.sale(1000_00), SlipBody(Sequence(1), SlipOutcome.LATE, None))
    world.hand_in(till)
    assert looked(world, till, sale, sequence=slip.sequence).state is SlipState.REFUSED
    assert looked(world, till, sale, total=Tiyn(9000_00)).state is SlipState.REFUSED


def test_forged_codes_and_other_kinds_are_refused(world: ClaimWorld) -> None:
    """The very refusals that a claim of them would meet."""
    till = world.selling()
    (sale,) = till.append(world.sale(1000_00))
    key = asker(world, till)
    good = world.code(sale)
    wrong = {
        good[:-1] + ("A" if good[-1] != "A" else "B"): Refusal.FORGED,
        good[:38]: Refusal.WRONG_KIND,
        good[:20]: Refusal.MALFORMED,
        world.code(sale, till=TillId(9999)): Refusal.UNKNOWN_KEY,
    }
    for code, refusal in wrong.items():
        with pytest.raises(Refused) as refused:
            slip_state(world.hub, key, code)
        assert refused.value.refusal is refusal
    world.claim(world.member(), sale)
    with pytest.raises(Refused) as refused:
        looked(world, till, sale, total=Tiyn(9000_00))
    assert refused.value.refusal is Refusal.MISMATCH


def test_whoever_watches_is_told_of_a_void_once(world: ClaimWorld) -> None:
    """With the sale's place and total, and nobody's name; handed in twice it is one."""
    till = world.selling()
    till.append(world.sale(1000_00), world.void(1))
    world.hand_in(till)
    world.hand_in(till)
    with world.store.begin() as work:
        work.feed.number(100)
    with world.store.read() as work:
        told = [it for it in work.feed.after(0, EVERYTHING, 100) if it.kind == "sale.voided"]
    assert [(it.body, it.till) for it in told] == [({"sequence": 1, "total": 1000_00}, till.id)]
