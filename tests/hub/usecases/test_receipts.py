"""What tills hand in: duplicates, returns that wait, slips that went astray, closing reports."""

import pytest

from contracts.wire.bodies import ItemLine, ReturnBody, SlipBody, SlipOutcome, ZReportBody
from contracts.wire.refusals import Refusal, Refused
from contracts.wire.units import Tiyn
from hub.adapters.database.store import DatabaseStore
from hub.core.access.actor import CONSOLE
from hub.core.access.people import Page
from hub.core.access.roles import PROGRAMME
from hub.core.policy import DAY
from hub.core.receipts.records import ClaimState, Ending, ReturnState
from hub.core.receipts.story import story_of
from hub.core.reviews import ReviewFilter, ReviewKind
from hub.usecases.claim_reviews import approve_claim, reject_claim
from hub.usecases.claim_worker import match_waiting, reverse_passed, review_old
from hub.usecases.return_decisions import decide_return, list_returns, return_by_slip
from tests.hub.hubs import NOW
from tests.hub.till_world import TillRig
from tests.hub.usecases.claim_world import REGISTER, ClaimWorld, rule_of


@pytest.fixture
def world(store: DatabaseStore) -> ClaimWorld:
    """Return a shop that gives 3 points for each 100 ₸."""
    return ClaimWorld(store)


def other_till(world: ClaimWorld) -> TillRig:
    """Return a second till at the same cash register."""
    till = world.till(key=bytes([2]) * 32)
    with world.store.begin() as work:
        work.tills.set_registers(till.id, (REGISTER,))
    return till


def open_reviews(world: ClaimWorld) -> list[tuple[ReviewKind, str]]:
    """Return what waits for a person."""
    with world.store.read() as work:
        found = work.reviews.listed(Page(), [PROGRAMME], ReviewFilter())
    return [(it.review.kind, it.review.subject) for it in found if it.state.value == "open"]


def unnamed(paper: ReturnBody) -> ReturnBody:
    """Return the paper without a word of which sale it is."""
    assert (paper.accrual, paper.original) == (None, None)
    return paper


def test_the_same_receipt_at_two_tills_earns_once(world: ClaimWorld) -> None:
    """The till that hands it in first has it; the other's slip is worth nothing any more."""
    first, second = world.selling(), other_till(world)
    sale = world.sale(1_500_00)
    [one], [two] = first.append(sale), second.append(sale)
    member, cheat = world.member(1), world.member(2)
    world.claim(cheat, two)
    world.hand_in(first)
    world.hand_in(second)
    assert story_of(world.stored(two)).ended is Ending.DUPLICATE
    assert world.claim(member, one).claim.left == 45
    assert (world.has(cheat).unconfirmed, world.has(cheat).confirmed) == (0, 0)
    third = world.selling()
    [three] = third.append(sale)
    world.hand_in(third)
    with pytest.raises(Refused) as error:
        world.claim(cheat, three)
    assert error.value.refusal is Refusal.DUPLICATE_RECEIPT


def test_a_return_waits_for_a_sale_of_another_till(world: ClaimWorld) -> None:
    """The till that sold is offline; the goods come back at the other one."""
    seller, taker, member = world.selling(), other_till(world), world.member()
    sale = world.sale(1_500_00)
    [event] = seller.append(sale)
    world.claim(member, event)
    taker.append(world.back(sale, 500_00, by_sign=True))
    world.hand_in(taker)
    assert world.has(member).unconfirmed == 45
    world.hand_in(seller)
    assert world.has(member).confirmed == 30


def test_the_same_return_paper_takes_back_once(world: ClaimWorld) -> None:
    """However many tills hand it in."""
    till, other, member = world.selling(), other_till(world), world.member()
    sale = world.sale(1_500_00)
    [event] = till.append(sale)
    paper = world.back(sale, 500_00, by_sign=True)
    till.append(paper)
    other.append(paper)
    world.claim(member, event)
    world.hand_in(till)
    world.hand_in(other)
    assert world.has(member).confirmed == 30


def test_a_return_without_a_word_finds_the_one_sale_of_its_total(world: ClaimWorld) -> None:
    """Of two alike, a person says which, by number or by scanning the slip; nobody else."""
    till, member = world.selling(), world.member()
    sale, twin = world.sale(1_500_00), world.sale(700_00)
    event, same, _ = till.append(sale, twin, world.sale(700_00))
    till.append(unnamed(world.back(sale, 1_500_00)), unnamed(world.back(twin, 700_00)))
    for it in (event, same):
        world.claim(member, it)
    world.hand_in(till)
    assert world.has(member).confirmed == 21
    [item] = list_returns(world.hub, CONSOLE)
    key = (item.till, item.sequence)
    assert open_reviews(world) == [(ReviewKind.RETURN, f"{till.id}/5")]
    decided = return_by_slip(world.hub, CONSOLE, key, world.code(same))
    assert (decided.state, world.has(member).confirmed) == (ReturnState.MATCHED, 0)
    assert decide_return(world.hub, CONSOLE, key, (same.till, same.sequence)).sale == decided.sale
    with pytest.raises(Refused):
        decide_return(world.hub, CONSOLE, key, None)
    assert (open_reviews(world), list_returns(world.hub, CONSOLE)) == ([], [])


def test_a_person_may_say_that_a_return_takes_nothing_back(world: ClaimWorld) -> None:
    """Then no machine looks at it again."""
    till = world.selling()
    till.append(world.back(world.sale(100_00), 50_00))
    world.hand_in(till)
    [item] = list_returns(world.hub, CONSOLE)
    ignored = decide_return(world.hub, CONSOLE, (item.till, item.sequence), None)
    assert (ignored.state, list_returns(world.hub, CONSOLE)) == (ReturnState.IGNORED, [])


def test_a_return_that_waits_too_long_goes_to_a_person(world: ClaimWorld) -> None:
    """Its sale may have been sold before the programme began."""
    till = world.selling()
    till.append(world.back(world.sale(100_00), 50_00, by_sign=True))
    world.hand_in(till)
    assert match_waiting(world.hub) == {"matched": 0, "asked": 0}
    world.clock.time += 15 * DAY
    assert match_waiting(world.hub) == {"matched": 0, "asked": 1}
    assert len(list_returns(world.hub, CONSOLE)) == 1


def test_goods_that_earn_nothing_are_told_by_name(world: ClaimWorld) -> None:
    """Once the till hands the lines in, and when they come back, too."""
    with world.store.begin() as work:
        work.rules.withdraw(world.rule)
        work.rules.add(rule_of(world.partner, excluded=("сигарет",)), world.hub.clock.now(), None)
    cake = ItemLine(name="Торт", quantity=None, amount=Tiyn(1_000_00))
    smoke = ItemLine(name="Сигареты", quantity=None, amount=Tiyn(500_00))
    till, member = world.selling(), world.member()
    sale = world.sale(1_500_00, items=(cake, smoke))
    [event] = till.append(sale)
    assert world.claim(member, event).claim.points == 45
    world.hand_in(till)
    assert world.has(member).confirmed == 30
    till.append(world.back(sale, 500_00, accrual=1, items=(smoke,)))
    world.hand_in(till)
    assert world.has(member).confirmed == 30
    till.append(world.back(sale, 1_000_00, accrual=1, items=(cake,)))
    world.hand_in(till)
    assert world.has(member).confirmed == 0


@pytest.mark.parametrize("outcome", [SlipOutcome.LATE, SlipOutcome.UNKNOWN, SlipOutcome.REPRINTED])
def test_a_slip_that_went_astray_puts_its_claim_before_a_person(
    world: ClaimWorld, outcome: SlipOutcome
) -> None:
    """Made before the till said so, or after."""
    till, member = world.selling(), world.member()
    one, two = till.append(world.sale(1_500_00), world.sale(900_00))
    till.append(*(SlipBody(claim=it.sequence, outcome=outcome, cashier=None) for it in (one, two)))
    world.claim(member, one)
    world.hand_in(till)
    assert world.stored(one).state is ClaimState.REVIEW
    assert world.claim(member, two).claim.state is ClaimState.REVIEW
    assert world.has(member).spendable == 45
    assert (ReviewKind.CLAIM, f"{till.id}/2") in open_reviews(world)


def z_report(total: int) -> ZReportBody:
    """Return a closing report that counts that much."""
    return ZReportBody(
        number="1",
        printed_at=None,
        register=REGISTER,
        currency="KZT",
        sales_total=Tiyn(total),
        sales_count=None,
        returns_total=None,
        returns_count=None,
    )


def test_more_accrued_than_a_closing_report_counts_is_looked_at(world: ClaimWorld) -> None:
    """From report to report; less is nothing, for not every receipt can be read."""
    till = world.selling()
    till.append(world.sale(900_00), z_report(500_00))
    till.append(world.sale(1_000_00), world.sale(500_00), z_report(1_600_00))
    world.hand_in(till)
    assert open_reviews(world) == []
    till.append(world.sale(2_000_00), z_report(1_999_99))
    world.hand_in(till)
    assert open_reviews(world) == [(ReviewKind.Z_REPORT, f"{till.id}/7")]


def test_a_claim_that_the_chain_passes_without_a_sale_is_reversed(world: ClaimWorld) -> None:
    """After the grace, and with the reason."""
    till, member = world.selling(), world.member()
    [event] = till.append(world.void(1))
    [sold] = other_till(world).append(world.sale(1_500_00))
    world.claim(member, sold, till=till.id)
    world.hand_in(till)
    reverse_passed(world.hub)
    assert world.has(member).unconfirmed == 45
    world.clock.time += 3601
    assert reverse_passed(world.hub) == {"settled": 1}
    assert story_of(world.stored(event)).ended is Ending.NO_SUCH_SALE
    assert (world.has(member).unconfirmed, world.has(member).confirmed) == (0, 0)
    assert reverse_passed(world.hub) == {"settled": 0}


def test_a_claim_whose_sale_never_comes_is_looked_at(world: ClaimWorld) -> None:
    """After thirty days; a person says yes or no, and may think again."""
    till, member = world.selling(), world.member()
    [event] = till.append(world.sale(1_500_00))
    world.claim(member, event)
    world.clock.time = NOW + 31 * DAY
    assert review_old(world.hub) == {"reviewed": 1}
    assert world.stored(event).state is ClaimState.REVIEW
    place = (event.till, event.sequence)
    for decide, points in ((approve_claim, 45), (reject_claim, 0), (approve_claim, 45)):
        for _ in range(2):
            with world.store.begin() as work:
                decide(work, world.hub, *place)
        assert world.has(member).confirmed == points
    world.hand_in(till)
    assert world.has(member).confirmed == 45
