"""Two accounts of one person become one: nothing is made or lost, no cap lifted, once is enough."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from itertools import count

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import select, update

from contracts.wire.redeeming import RedemptionRequest, UndoRequest
from contracts.wire.refusals import Refusal, Refused
from contracts.wire.units import Points, Tiyn, UnixTime
from hub.adapters.database.store import DatabaseStore
from hub.adapters.database.tables.access import audit, members
from hub.adapters.database.tables.insights import insight_gaps
from hub.adapters.database.tables.receipts import earning_rules
from hub.core.access.people import Page, TillKey
from hub.core.access.sessions import MEMBER
from hub.core.earning_rules import Caps, RuleKind
from hub.core.ids import MemberId, RewardId, VoucherId
from hub.core.insights.periods import Period, day_of
from hub.core.policy import DAY
from hub.core.ports.ledger import Credit, LotView, Reason
from hub.core.receipts.naming import transfer_id
from hub.core.receipts.records import ClaimState
from hub.core.rewards.vouchers import VoucherState
from hub.core.tiers import Tier
from hub.usecases.account_merging import (
    LIFE_S,
    Merge,
    look_at_merge,
    make_merge_code,
    merge_accounts,
    sweep_merged,
)
from hub.usecases.bonuses import vest_bonuses
from hub.usecases.claims import Claimed, claim_receipt
from hub.usecases.insights_counting import (
    check_counts,
    count_anew,
    count_days,
    count_groups,
    count_points,
    count_visits,
)
from hub.usecases.loyalty import list_claims, list_history
from hub.usecases.privacy import copy_of_member, sweep_erased
from hub.usecases.redemptions_online import redeem_online, undo_online
from hub.usecases.rewards import add_reward, offer_reward
from hub.usecases.seal import seal_ledger
from hub.usecases.sessions import open_session, recognise_member
from hub.usecases.verify import verify_ledger
from hub.usecases.vouchers import Purchase, buy_voucher, cancel_voucher, list_vouchers
from tests.hub.at_once import at_once
from tests.hub.reward_world import PRODUCT
from tests.hub.usecases.claim_world import NOW, ClaimWorld, rule_of

ADDRESS = "203.0.113.7"
_numbers = count(1)


@dataclass
class Pair:
    """One person with an account in a browser and one in Telegram."""

    world: ClaimWorld
    browser: MemberId
    telegram: MemberId

    def merged(self) -> None:
        """Join the two."""
        code = make_merge_code(self.world.hub, self.browser).code
        merge_accounts(self.world.hub, self.telegram, code, ADDRESS)

    def all(self) -> int:
        """Return every point of both."""
        has = [self.world.has(it) for it in (self.browser, self.telegram)]
        return sum(it.confirmed + it.unconfirmed + it.held for it in has)


@pytest.fixture(scope="module")
def world(shared_store: DatabaseStore) -> ClaimWorld:
    """Return a shop that gives 3 points for each 100 ₸."""
    return ClaimWorld(shared_store)


@pytest.fixture(scope="module")
def croissant(world: ClaimWorld) -> RewardId:
    """Return a reward for 100 points."""
    return offered(world)


def offered(world: ClaimWorld) -> RewardId:
    """Return a new reward for 100 points."""
    made = add_reward(world.hub, world.owner, world.partner, PRODUCT, None)
    return offer_reward(world.hub, world.owner, made.id).id


def pair_of(world: ClaimWorld) -> Pair:
    """Return a person with two accounts."""
    with world.store.begin() as work:
        browser = work.members.add(None, "", "ru", NOW)
        work.ledger.open_member(browser)
    return Pair(world, browser, world.member(10**6 + next(_numbers)))


@pytest.fixture
def pair(world: ClaimWorld) -> Pair:
    """Return a person with two accounts."""
    return pair_of(world)


def claims(world: ClaimWorld, member: MemberId, *totals: int) -> Callable[[], None]:
    """Let *member* claim slips of a till without a line; return what brings the line back."""
    till = world.selling()
    for total in totals:
        [event] = till.append(world.sale(total), at=world.clock.time)
        world.claim(member, event)
    return lambda: world.hand_in(till)


def give(world: ClaimWorld, member: MemberId, points: int, days: int = 100) -> None:
    """Give confirmed points."""
    name = transfer_id("a test's gift", next(_numbers), world.partner)
    now = UnixTime(world.clock.time)
    until = UnixTime(now + days * DAY)
    credit = Credit(name, member, world.partner, Points(points), now, until, Reason.CLAIM, True)
    with world.store.begin() as work:
        work.members.lock(member)
        work.ledger.credit(credit)


def buy(world: ClaimWorld, member: MemberId, reward: RewardId) -> VoucherId:
    """Buy a voucher."""
    wanted = Purchase(next(_numbers).to_bytes(16, "big"), world.shop)
    return buy_voucher(world.hub, member, reward, wanted).voucher.id


def lots(world: ClaimWorld, member: MemberId) -> list[LotView]:
    """Return what is left of a member's lots."""
    with world.store.read() as work:
        return work.ledger.lots(member)


def worth(found: list[LotView]) -> list[tuple[int, int, int, bool, bool]]:
    """Return what matters of lots, and not their numbers."""
    return sorted(
        (it.expires_at, it.partner, it.remaining, it.confirmed, it.spendable) for it in found
    )


def key_at(world: ClaimWorld) -> TillKey:
    """Return what the guard knows of a new till."""
    till = world.selling()
    with world.store.read() as work:
        found = work.till_keys.of(till.id)
    assert found is not None
    return found


def take(world: ClaimWorld, till: TillKey, member: MemberId, voucher: VoucherId) -> bytes:
    """Take a voucher at a till; return the redemption's id."""
    shown = next(it for it in list_vouchers(world.hub, member, Page()) if it.voucher.id == voucher)
    name = next(_numbers).to_bytes(16, "big")
    redeem_online(world.hub, till, RedemptionRequest(name, shown.code, None, Tiyn(100_00), "7"))
    return name


def refusal_of(wish: Callable[[], object]) -> Refusal:
    """Return the code of a no."""
    with pytest.raises(Refused) as found:
        wish()
    return found.value.refusal


def test_points_vouchers_and_history_go_over(
    world: ClaimWorld, pair: Pair, croissant: RewardId
) -> None:
    """Each lot keeps its last day; a live voucher is taken at a till after it as before."""
    line = claims(world, pair.browser, 10_000_00, 2_000_00)
    give(world, pair.browser, 150, days=9)
    give(world, pair.telegram, 40)
    both = worth(lots(world, pair.browser) + lots(world, pair.telegram))
    voucher = buy(world, pair.browser, croissant)
    whole = pair.all()
    code = make_merge_code(world.hub, pair.browser).code
    seen = look_at_merge(world.hub, pair.telegram, code, ADDRESS)
    assert (seen.points, seen.vouchers, seen.done) == (510, 1, False)
    done = merge_accounts(world.hub, pair.telegram, code, ADDRESS)
    assert (done.points, done.vouchers, done.done) == (510, 1, True)
    assert pair.all() == whole == 550
    assert world.has(pair.browser).confirmed == world.has(pair.browser).held == 0
    assert world.has(pair.telegram).held == 100
    cancel_voucher(world.hub, pair.telegram, voucher)
    assert worth(lots(world, pair.telegram)) == both
    line()  # the accruals of the browser's receipts come now
    assert world.has(pair.telegram).unconfirmed == 0
    assert len(list_claims(world.hub, pair.telegram, None, 10)) == 2
    history = list_history(world.hub, pair.telegram, None, 50)
    assert sum(it.points for it in history) == 550
    assert Reason.MERGE not in {it.reason for it in history}
    assert verify_ledger(world.hub).good


def test_once_is_enough_and_it_is_written_down(world: ClaimWorld, pair: Pair) -> None:
    """The code again says that it is done; another's, an old and a made-up code say no."""
    give(world, pair.browser, 70)
    stranger = world.member(10**6 + next(_numbers))
    first = make_merge_code(world.hub, pair.browser).code
    code = make_merge_code(world.hub, pair.browser).code
    hub = world.hub
    assert refusal_of(lambda: merge_accounts(hub, pair.telegram, first, ADDRESS)) is (
        Refusal.REPLAYED
    )
    assert refusal_of(lambda: merge_accounts(hub, pair.telegram, "A" * 22, ADDRESS)) is (
        Refusal.NOT_FOUND
    )
    with world.store.begin() as work:
        session = open_session(work, hub, MEMBER, pair.browser)
    merge_accounts(hub, pair.telegram, code, ADDRESS)
    again = merge_accounts(hub, pair.telegram, code, ADDRESS)
    assert (again.points, again.done) == (0, True)
    assert world.has(pair.telegram).confirmed == 70
    assert refusal_of(lambda: merge_accounts(hub, stranger, code, ADDRESS)) is Refusal.REPLAYED
    assert refusal_of(lambda: recognise_member(hub, session.access)) is Refusal.UNAUTHENTICATED
    assert refusal_of(lambda: make_merge_code(hub, pair.browser)) is Refusal.NOT_FOUND
    with world.store.engine.connect() as connection:
        asked = select(audit).where(audit.c.action == "member.merge")
        rows = {row.subject: row for row in connection.execute(asked)}
    for member in (pair.browser, pair.telegram):
        row = rows[f"member {member}"]
        assert (row.facts["points"], row.facts["by"]) == (70, f"member {pair.telegram}")
    assert copy_of_member(hub, pair.telegram)["transfers"]


def test_a_code_lives_a_quarter_of_an_hour(world: ClaimWorld, pair: Pair) -> None:
    """Then it is as good as none."""
    code = make_merge_code(world.hub, pair.browser).code
    world.clock.time += LIFE_S
    found = refusal_of(lambda: merge_accounts(world.hub, pair.telegram, code, ADDRESS))
    assert found is Refusal.EXPIRED


def test_what_speaks_against_it_is_said(world: ClaimWorld) -> None:
    """Staff, a wallet, a block, Telegram on both sides, and an account with itself: no."""
    staff, wallet, blocked, same = (pair_of(world) for _ in range(4))
    for found, changes, expected in (
        (staff.telegram, {"staff_of": world.partner}, Refusal.MERGE_STAFF),
        (wallet.browser, {"wallet": f"0:{'ab' * 32}"}, Refusal.MERGE_WALLET),
        (blocked.telegram, {"blocked": True}, Refusal.SUSPENDED),
    ):
        pair = next(it for it in (staff, wallet, blocked) if found in (it.browser, it.telegram))
        code = make_merge_code(world.hub, pair.browser).code
        with world.store.engine.begin() as connection:
            connection.execute(update(members).where(members.c.id == found).values(**changes))
        assert refusal_of(lambda it=pair, by=code: merge_accounts(  # type: ignore[misc]  # as bound
            world.hub, it.telegram, by, ADDRESS)) is expected  # fmt: skip
    assert refusal_of(lambda: make_merge_code(world.hub, same.telegram)) is Refusal.MERGE_SAME
    code = make_merge_code(world.hub, same.browser).code
    assert refusal_of(lambda: merge_accounts(world.hub, same.browser, code, ADDRESS)) is (
        Refusal.MERGE_SAME
    )


def test_joined_accounts_earn_no_more_than_one(store: DatabaseStore) -> None:
    """What both used of a day's cap and of a limit counts together; the tier is of both."""
    world = ClaimWorld(store)
    world.set_policy(tier_silver=9_000_00, claims_member_day_hard=4, claims_member_day_soft=4)
    with world.store.begin() as work:
        capped = rule_of(world.partner, caps=Caps(day=Points(200)))
        work.rules.add(capped, UnixTime(NOW), None)
    with world.store.engine.begin() as connection:
        free = earning_rules.c.id == world.rule
        connection.execute(update(earning_rules).where(free).values(active=False))
    pair = pair_of(world)
    lines = [claims(world, it, 5_000_00) for it in (pair.browser, pair.telegram)]
    for line in lines:
        line()
    assert pair.all() == 300
    pair.merged()
    [event, last] = (till := world.selling()).append(world.sale(5_000_00), world.sale(100_00))
    assert world.claim(pair.telegram, event).claim.points == 0
    world.hand_in(till)
    assert world.has(pair.telegram).confirmed == 300
    with world.store.read() as work:
        found = work.members.get(pair.telegram)
    assert found is not None
    assert found.tier is Tier.SILVER
    world.claim(pair.telegram, last)
    [fifth] = world.selling().append(world.sale(100_00))
    assert refusal_of(lambda: world.claim(pair.telegram, fifth)) is Refusal.LIMIT_REACHED


def test_nobody_welcomes_himself_twice(store: DatabaseStore) -> None:
    """Of two welcome bonuses one is taken back; the other vests as it would have."""
    world = ClaimWorld(store)
    with world.store.begin() as work:
        work.rules.add(
            rule_of(world.partner, kind=RuleKind.WELCOME, bonus=Points(500)), UnixTime(NOW), None
        )
    pair = pair_of(world)
    for member in (pair.browser, pair.telegram):
        claims(world, member, 100_00)()
    assert pair.all() == 1_006
    pair.merged()
    has = world.has(pair.telegram)
    assert (has.confirmed, has.unconfirmed) == (6, 500)
    for _ in range(2):
        world.clock.time += DAY
        claims(world, pair.telegram, 100_00)()
    vest_bonuses(world.hub)
    assert world.has(pair.telegram).confirmed == 512
    assert verify_ledger(world.hub).good


def test_a_bonus_of_the_browser_alone_goes_on(store: DatabaseStore) -> None:
    """It waits in the account that stays, and vests there."""
    world = ClaimWorld(store)
    with world.store.begin() as work:
        work.rules.add(
            rule_of(world.partner, kind=RuleKind.WELCOME, bonus=Points(500)), UnixTime(NOW), None
        )
    pair = pair_of(world)
    claims(world, pair.browser, 100_00)()
    pair.merged()
    for _ in range(2):
        world.clock.time += DAY
        claims(world, pair.telegram, 100_00)()
    assert vest_bonuses(world.hub) == {"vested": 1}
    assert world.has(pair.telegram).confirmed == 509


def test_what_comes_back_late_finds_its_owner(store: DatabaseStore) -> None:
    """A redemption of the old account is undone after it: the points go where all went."""
    world = ClaimWorld(store)
    pair, croissant = pair_of(world), offered(world)
    give(world, pair.browser, 100)
    till = key_at(world)
    redemption = take(world, till, pair.browser, buy(world, pair.browser, croissant))
    pair.merged()
    undo_online(world.hub, till, redemption, UndoRequest(reason="mistake", cashier="7"))
    sweep_erased(world.hub)
    assert world.has(pair.telegram).confirmed == 0
    sweep_merged(world.hub)
    assert world.has(pair.telegram).confirmed == 100
    assert pair.all() == 100
    assert verify_ledger(world.hub).good


def test_goods_that_come_back_cost_whoever_has_the_points(
    world: ClaimWorld, pair: Pair, croissant: RewardId
) -> None:
    """A receipt of the old account, spent before: the account that stays gives for it."""
    rig = world.selling()
    sale = world.sale(4_000_00)
    [event] = rig.append(sale, at=world.clock.time)
    world.claim(pair.browser, event)
    world.hand_in(rig)
    take(world, key_at(world), pair.browser, buy(world, pair.browser, croissant))
    give(world, pair.telegram, 300)
    pair.merged()
    assert world.has(pair.telegram).confirmed == 320
    rig.append(world.back(sale, 4_000_00, by_sign=True), at=world.clock.time)
    world.hand_in(rig)
    assert world.stored(event).state is ClaimState.REVERSED
    assert world.has(pair.telegram).confirmed == 200
    assert verify_ledger(world.hub).good


def test_it_holds_while_others_are_at_work(world: ClaimWorld, croissant: RewardId) -> None:
    """Merged twice at once, while the browser claims and buys and a till hands in: whole."""
    for _ in range(3):
        pair = pair_of(world)
        line = claims(world, pair.browser, 9_000_00)
        buy(world, pair.browser, croissant)
        till = world.selling()
        [event] = till.append(world.sale(1_000_00), at=world.clock.time)
        slip = world.code(event)
        code = make_merge_code(world.hub, pair.browser).code
        answers = at_once(
            [
                partial(merge_accounts, world.hub, pair.telegram, code, ADDRESS),
                partial(merge_accounts, world.hub, pair.telegram, code, ADDRESS),
                partial(claim_receipt, world.hub, pair.browser, slip),
                partial(buy, world, pair.browser, croissant),
                line,
            ]
        )
        assert all(isinstance(it, Merge) and it.done for it in answers[:2])
        claimed = 30 if isinstance(answers[2], Claimed) else 0
        sweep_merged(world.hub)
        has = world.has(pair.telegram)
        assert has.confirmed + has.unconfirmed + has.held == 270 + claimed == pair.all()
        assert lots(world, pair.browser) == []
    assert verify_ledger(world.hub).good


def test_the_days_of_both_are_counted_anew(store: DatabaseStore) -> None:
    """What was counted as two people is one in the owner's numbers, and raw and counted agree."""
    world = ClaimWorld(store)
    pair = pair_of(world)
    for _ in range(3):
        for member in (pair.browser, pair.telegram):
            claims(world, member, 1_000_00)()
        world.clock.time += DAY
    world.clock.time += 5 * DAY
    buying = claims(world, pair.browser, 2_000_00)
    _count(world)
    pair.merged()
    buying()
    _count(world)
    day = day_of(UnixTime(world.clock.time))
    assert check_counts(world.hub, Period(day - 20, day)) == []
    counted = _visits(world)
    count_anew(world.hub)
    assert _visits(world) == counted


def _visits(world: ClaimWorld) -> list[tuple[object, ...]]:
    with world.store.engine.connect() as connection:
        return sorted(tuple(row) for row in connection.execute(select(insight_gaps)))


def _count(world: ClaimWorld) -> None:
    seal_ledger(world.hub)
    for job in (count_days, count_points, count_visits, count_groups):
        job(world.hub)


ACTS = st.lists(
    st.tuples(
        st.sampled_from(["claim", "confirmed", "give", "buy", "cancel", "take"]),
        st.booleans(),
        st.integers(1, 40),
    ),
    max_size=9,
)


@settings(max_examples=8, deadline=None)
@given(before=ACTS, after=ACTS)
def test_whatever_happened_nothing_is_made_or_lost(
    world: ClaimWorld, croissant: RewardId, before: list[tuple[str, bool, int]],
    after: list[tuple[str, bool, int]],
) -> None:  # fmt: skip
    """Any acts of both before it, any acts after it: the same points, and books that agree."""
    world.clock.time += DAY
    pair = pair_of(world)
    till = key_at(world)
    lines = [line for it in before if (line := _act(world, pair, croissant, till, it)) is not None]
    whole, held = pair.all(), world.has(pair.browser).held + world.has(pair.telegram).held
    apart = worth(lots(world, pair.browser) + lots(world, pair.telegram))
    pair.merged()
    assert pair.all() == whole
    assert lots(world, pair.browser) == []
    assert world.has(pair.telegram).held == held
    if not held:
        assert worth(lots(world, pair.telegram)) == apart
    one = Pair(world, pair.telegram, pair.telegram)
    lines += [line for it in after if (line := _act(world, one, croissant, till, it)) is not None]
    for line in lines:
        line()
    for it in _in(world, pair.telegram, VoucherState.HELD):
        cancel_voucher(world.hub, pair.telegram, it)
    sweep_merged(world.hub)
    has = world.has(pair.telegram)
    # What a till might have taken without a line waits until that till has answered.
    waiting = _in(world, pair.telegram, VoucherState.CANCELLING)
    assert (has.unconfirmed, has.held) == (0, 100 * len(waiting))
    assert has.confirmed == sum(it.remaining for it in lots(world, pair.telegram))
    seal_ledger(world.hub)
    assert verify_ledger(world.hub).findings == ()


def _in(world: ClaimWorld, member: MemberId, state: VoucherState) -> list[VoucherId]:
    """Return a member's vouchers in a state."""
    found = list_vouchers(world.hub, member, Page())
    return [it.voucher.id for it in found if it.voucher.state is state]


def _act(
    world: ClaimWorld, pair: Pair, reward: RewardId, till: TillKey, act: tuple[str, bool, int]
) -> Callable[[], None] | None:
    """Do one thing; return what brings its till's line back, where it waits for that."""
    what, of_browser, size = act
    member = pair.browser if of_browser else pair.telegram
    if what in ("claim", "confirmed"):
        line = claims(world, member, size * 100_00)
        if what == "claim":
            return line
        line()
    elif what == "give":
        give(world, member, size * 10, days=size)
    elif what == "buy":
        if world.has(member).spendable >= 100:
            buy(world, member, reward)
    else:
        held = _in(world, member, VoucherState.HELD)
        if held and what == "cancel":
            cancel_voucher(world.hub, member, held[0])
        elif held:
            take(world, till, member, held[0])
    return None
