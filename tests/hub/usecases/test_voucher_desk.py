"""Staff look at vouchers, cancel one, and take a redemption back; each where he may."""

from dataclasses import replace

import pytest

from contracts.wire.refusals import Refusal, Refused
from contracts.wire.units import UnixTime
from hub.adapters.database.store import DatabaseStore
from hub.adapters.database.voucher_list import DatabaseVoucherList
from hub.core.access.actor import Actor
from hub.core.access.people import Page
from hub.core.access.roles import Grant, Role, Scope
from hub.core.ids import PartnerId, RewardId, StaffId, VoucherId
from hub.core.ports.redemptions import RedemptionState
from hub.core.ports.voucher_list import VoucherFilter, VoucherGroup
from hub.core.rewards.vouchers import VoucherState
from hub.usecases.voucher_desk import (
    all_issued,
    cancel_for_member,
    list_issued,
    tell_voucher,
    undo_for_member,
)
from hub.usecases.voucher_upkeep import expire_vouchers
from tests.hub.hubs import NOW
from tests.hub.reward_world import ANYWHERE, PRODUCT, RewardWorld

ONLINE = replace(PRODUCT, offline=False)
DAY = 24 * 3600


def person(number: int, role: Role, scope: Scope, reason: str = "Қате басылған") -> Actor:
    """Return somebody of the staff."""
    return Actor(StaffId(number), (Grant(role, scope),), "127.0.0.1", reason)


class Counter(RewardWorld):
    """A bakery of two shops with a till each, and people of the staff."""

    def __init__(self, store: DatabaseStore) -> None:
        super().__init__(store)
        with store.begin() as work:
            self.second = work.shops.add(self.partner, "Сайран", "", UnixTime(NOW))
        self.here, self.there = self.till(), self.till(self.second)
        whole = Scope(self.partner)
        self.boss = person(2, Role.OWNER, whole)
        self.manager = person(3, Role.MANAGER, Scope(self.partner, self.shop))
        self.auditor = person(4, Role.AUDITOR, whole)
        self.stranger = person(5, Role.OWNER, Scope(PartnerId(self.partner + 7)))

    def sees(self, actor: Actor, **asked: object) -> list[VoucherId]:
        """Return which vouchers somebody finds."""
        wanted = VoucherFilter(**asked)  # type: ignore[arg-type]  # a test's own choice
        return [it.voucher.id for it in list_issued(self.hub, actor, wanted, None, 50).items]


@pytest.fixture
def counter(store: DatabaseStore) -> Counter:
    """Return a bakery."""
    return Counter(store)


def test_vouchers_are_found_by_what_became_of_them(counter: Counter) -> None:
    """By state, shop, till, cashier, reward, member and time, each by who may see it."""
    member = counter.member()
    reward, other = counter.offered(ONLINE), counter.offered(replace(ANYWHERE, price=PRODUCT.price))
    held, taken, gone = (counter.bought(member, reward.id) for _ in range(3))
    elsewhere = counter.bought(counter.member(), reward.id, counter.second)
    free = counter.bought(member, other.id)
    counter.clock.time += 60
    counter.redeemed(counter.here, taken.code)
    counter.redeemed(counter.there, elsewhere.code)
    cancel_for_member(counter.hub, counter.boss, gone.voucher.id)
    a, b, c, d, e = (it.voucher.id for it in (held, taken, gone, elsewhere, free))
    boss = counter.boss
    assert counter.sees(boss) == [e, d, c, b, a]
    assert counter.sees(counter.auditor) == [e, d, c, b, a]
    assert counter.sees(counter.manager) == [c, b, a]
    assert counter.sees(counter.stranger) == []
    for asked, found in (
        ({"group": VoucherGroup.LIVE}, [e, a]),
        ({"group": VoucherGroup.REDEEMED}, [d, b]),
        ({"group": VoucherGroup.CANCELLED}, [c]),
        ({"group": VoucherGroup.EXPIRED}, []),
        ({"shop": counter.second}, [d]),
        ({"till": counter.here.id}, [b]),
        ({"cashier": "Асель"}, [d, b]),
        ({"cashier": "Мадина"}, []),
        ({"reward": other.id}, [e]),
        ({"member": member}, [e, c, b, a]),
        ({"since": UnixTime(NOW + 60)}, [d, c, b]),
        ({"until": UnixTime(NOW + 60)}, [e, a]),
    ):
        assert counter.sees(boss, **asked) == found, asked
    last = list_issued(counter.hub, boss, VoucherFilter(), None, 3)
    assert ([it.voucher.id for it in last.items], last.after) == ([e, d, c], c)
    assert last.items[1].redemption is not None
    counter.clock.time += 40 * DAY
    expire_vouchers(counter.hub)
    assert counter.sees(boss, group=VoucherGroup.EXPIRED) == [e, a]


def test_every_page_together_is_everything(counter: Counter) -> None:
    """Also where a look stops before it has found a page full."""
    reward = counter.offered(ONLINE)
    bought = [counter.bought(counter.member(), reward.id) for _ in range(7)]
    counter.redeemed(counter.here, bought[0].code)
    everything = [it.voucher.id for it in bought][::-1]
    assert [
        it.voucher.id for it in all_issued(counter.hub, counter.boss, VoucherFilter()).items
    ] == everything
    with counter.hub.store.read() as work:
        looking = DatabaseVoucherList(work.connection, 3)  # type: ignore[attr-defined]  # the real store's
        for asked, expected in (
            (VoucherFilter(), everything),
            (VoucherFilter(group=VoucherGroup.REDEEMED), everything[-1:]),
        ):
            seen, after, pages = list[VoucherId](), None, 0
            while pages == 0 or after is not None:
                found = looking.listed([Scope(counter.partner)], asked, after, 2)
                seen += [it.voucher.id for it in found.items]
                after, pages = found.after, pages + 1
            assert seen == expected


def test_a_cancelled_voucher_gives_its_points_back(counter: Counter) -> None:
    """Once, with a reason, by who may; a redeemed one stays."""
    member = counter.member(500)
    bought = counter.bought(member, counter.offered(ONLINE).id)
    number = bought.voucher.id
    for actor, refusal in (
        (counter.stranger, Refusal.FORBIDDEN),
        (counter.auditor, Refusal.FORBIDDEN),
        (counter.manager, Refusal.FORBIDDEN),
        (replace(counter.boss, reason=""), Refusal.VALIDATION),
    ):
        with pytest.raises(Refused) as refused:
            cancel_for_member(counter.hub, actor, number)
        assert refused.value.refusal is refusal
    assert tell_voucher(counter.hub, counter.boss, number).may_cancel
    for _ in range(2):
        assert cancel_for_member(counter.hub, counter.boss, number).state is VoucherState.CANCELLED
    assert counter.balances(member).spendable == 500
    story = tell_voucher(counter.hub, counter.boss, number)
    assert not story.may_cancel
    assert [(it.entry.action, it.entry.reason) for it in story.decisions] == [
        ("voucher.cancel", "Қате басылған")
    ]
    taken = counter.bought(member, counter.offered(ONLINE).id)
    counter.redeemed(counter.here, taken.code)
    with pytest.raises(Refused) as refused:
        cancel_for_member(counter.hub, counter.boss, taken.voucher.id)
    assert refused.value.refusal is Refusal.ALREADY_REDEEMED
    with pytest.raises(Refused) as refused:
        cancel_for_member(counter.hub, counter.boss, VoucherId(999))
    assert refused.value.refusal is Refusal.NOT_FOUND


def test_a_redemption_is_taken_back_at_the_desk(counter: Counter) -> None:
    """Long after the till could, within the return window; the log says who and why."""
    member = counter.member(500)
    reward = counter.offered(ONLINE)
    taken = counter.bought(member, reward.id)
    counter.redeemed(counter.here, taken.code)
    counter.clock.time += 3 * DAY
    number = taken.voucher.id
    story = tell_voucher(counter.hub, counter.manager, number)
    assert story.undoable is not None
    assert tell_voucher(counter.hub, counter.auditor, number).undoable is None
    for actor, refusal in (
        (counter.stranger, Refusal.FORBIDDEN),
        (counter.auditor, Refusal.FORBIDDEN),
        (person(6, Role.MANAGER, Scope(counter.partner, counter.second)), Refusal.FORBIDDEN),
        (replace(counter.manager, reason="жоқ"), Refusal.VALIDATION),
    ):
        with pytest.raises(Refused) as refused:
            undo_for_member(counter.hub, actor, story.undoable)
        assert refused.value.refusal is refusal
    for _ in range(2):
        undone = undo_for_member(counter.hub, counter.manager, story.undoable)
        assert undone.state is RedemptionState.UNDONE
    assert counter.balances(member).spendable == 500
    assert counter.sum_of_accounts([member]) == 0
    after = tell_voucher(counter.hub, counter.boss, number)
    assert (after.voucher.state, after.undoable) == (VoucherState.UNDONE, None)
    with counter.hub.store.read() as work:
        (entry, *_) = [it for _, it in work.audit.listed(Page(), None)]
    assert (entry.action, entry.subject, entry.staff) == ("voucher.undo", f"voucher {number}", 3)


def test_what_stays_is_not_taken_back(counter: Counter) -> None:
    """Past the return window, where the reward's terms say so, and what nobody knows."""
    member = counter.member()
    final = counter.offered(replace(ONLINE, terms=replace(ONLINE.terms, undo=False)))
    stays = counter.bought(member, final.id)
    old = counter.bought(member, counter.offered(ONLINE).id)
    for bought in (stays, old):
        counter.redeemed(counter.here, bought.code)
    assert tell_voucher(counter.hub, counter.boss, stays.voucher.id).undoable is None
    numbers = [redemption_of(counter, it.voucher.id) for it in (stays, old)]
    counter.clock.time += 15 * DAY
    assert tell_voucher(counter.hub, counter.boss, old.voucher.id).undoable is None
    for number, refusal in zip(numbers, (Refusal.CONFLICT, Refusal.TOO_LATE), strict=True):
        with pytest.raises(Refused) as refused:
            undo_for_member(counter.hub, counter.boss, number)
        assert refused.value.refusal is refusal
    with pytest.raises(Refused) as refused:
        undo_for_member(counter.hub, counter.boss, bytes(16))
    assert refused.value.refusal is Refusal.NOT_FOUND


def test_a_story_is_told_to_whose_voucher_it_is(counter: Counter) -> None:
    """A manager hears of his own shop's; another partner's owner of none."""
    reward: RewardId = counter.offered(ONLINE).id
    here = counter.bought(counter.member(), reward).voucher.id
    there = counter.bought(counter.member(), reward, counter.second).voucher.id
    assert tell_voucher(counter.hub, counter.manager, here).voucher.id == here
    for actor, number in (
        (counter.manager, there), (counter.stranger, here), (counter.boss, VoucherId(999)),
    ):  # fmt: skip
        with pytest.raises(Refused) as refused:
            tell_voucher(counter.hub, actor, number)
        assert refused.value.refusal is Refusal.NOT_FOUND


def redemption_of(counter: Counter, voucher: VoucherId) -> bytes:
    """Return the id of a voucher's one redemption."""
    with counter.hub.store.read() as work:
        [found] = work.redemptions.of_voucher(voucher)
    return found.id
