"""Staff look members up: each sees what happened at his own shops, and nothing else."""

from dataclasses import replace

import pytest

from contracts.wire.refusals import Refusal, Refused
from contracts.wire.units import Points, ShopId, UnixTime
from hub.adapters.database.directory import DatabaseDirectory
from hub.adapters.database.store import DatabaseStore
from hub.core.access.actor import CONSOLE, Actor
from hub.core.access.people import Page, PartnerState
from hub.core.access.roles import Grant, Role, Scope
from hub.core.ids import MemberId, StaffId
from hub.core.ports.directory import MemberFilter, MembersFound
from hub.core.ports.tiers import TierOf
from hub.core.tiers import Tier
from hub.usecases.adjustments import ask_adjustment
from hub.usecases.member_care import block_member, copy_for_member
from hub.usecases.members import export_members, find_member, list_members, show_member
from hub.usecases.privacy import erase_for_member
from hub.usecases.tiers import give_tier, show_tier, tier_history
from tests.hub.hubs import NOW
from tests.hub.till_world import TillRig
from tests.hub.usecases.claim_world import ClaimWorld, rule_of

ALL = MemberFilter()


class Town(ClaimWorld):
    """Two partners, the first with two shops, each shop with a till; members who go about."""

    def __init__(self, store: DatabaseStore) -> None:
        super().__init__(store)
        self.set_policy(claims_member_day_soft=10**6, claims_member_day_hard=10**6)
        with store.begin() as work:
            self.other = work.partners.add("Тәтті", None, PartnerState.ACTIVE, NOW_AT)
            work.ledger.open_partner(self.other, Points(work.policy.shortfall_most))
            work.rules.add(rule_of(self.other), NOW_AT, None)
            self.sayran = work.shops.add(self.partner, "Сайран", "", NOW_AT)
            self.tatti = work.shops.add(self.other, "Тәтті 1", "", NOW_AT)
        self.abay_till = self.selling()
        self.sayran_till = self.till_at(self.sayran)
        self.tatti_till = self.till_at(self.tatti)
        self.stranger = person(2, Role.OWNER, Scope(self.other))
        self.manager = person(3, Role.MANAGER, Scope(self.partner, self.shop))

    def till_at(self, shop: ShopId) -> TillRig:
        """Return a till there whose cash register is known."""
        till = self.till(shop)
        with self.store.begin() as work:
            work.tills.set_registers(till.id, ("010100112233",))
        return till

    def comes(self, member: MemberId, till: TillRig, total: int = 100_000) -> None:
        """Let a member buy something and claim it, a minute after whatever happened last."""
        self.clock.time += 60
        [event] = till.append(self.sale(total), at=self.clock.time)
        self.claim(member, event)


NOW_AT = UnixTime(NOW)


def person(number: int, role: Role, scope: Scope) -> Actor:
    """Return somebody of the staff."""
    return Actor(StaffId(number), (Grant(role, scope),), "127.0.0.1", "Касса қателесті")


@pytest.fixture
def town(store: DatabaseStore) -> Town:
    """Return a town."""
    return Town(store)


def numbers(found: MembersFound) -> list[MemberId]:
    """Return who was found."""
    return [it.id for it in found.lines]


def test_each_sees_who_came_to_his_own_shops_the_last_first(town: Town) -> None:
    """An owner both shops', a manager his own, the programme everybody; nobody another's."""
    aigul, berik, dana, nobody = (town.member(it) for it in (1, 2, 3, 4))
    town.comes(aigul, town.abay_till)
    town.comes(berik, town.sayran_till)
    town.comes(dana, town.tatti_till)
    town.comes(aigul, town.tatti_till)
    hub = town.hub
    assert numbers(list_members(hub, town.owner, ALL, None, 9)) == [berik, aigul]
    assert numbers(list_members(hub, town.manager, ALL, None, 9)) == [aigul]
    assert numbers(list_members(hub, town.stranger, ALL, None, 9)) == [aigul, dana]
    assert numbers(list_members(hub, CONSOLE, ALL, None, 9)) == [nobody, dana, berik, aigul]
    ours = list_members(hub, town.owner, ALL, None, 9).lines
    assert [(it.first_name, it.last_visit, it.points) for it in ours] == [
        ("", NOW + 120, 30), ("", NOW + 60, 30),
    ]  # fmt: skip
    whole = list_members(hub, CONSOLE, ALL, None, 9).lines
    assert (whole[3].first_name, whole[3].last_visit, whole[3].points) == ("Айгүл", NOW + 240, 60)
    assert whole[0].last_visit is None
    both = replace(town.manager, grants=(*town.manager.grants, *town.stranger.grants))
    assert numbers(list_members(hub, both, ALL, None, 9)) == [aigul, dana]
    with pytest.raises(Refused):
        list_members(hub, person(9, Role.CASHIER, Scope(town.partner)), ALL, None, 9)


def test_a_member_is_on_one_page_only(town: Town) -> None:
    """However often he came; and pages go on where a look had to stop."""
    people = [town.member(it) for it in range(1, 8)]
    for turn in (people, reversed(people), people[::2]):
        for member in turn:
            town.comes(member, town.abay_till)
    last_first = [people[it] for it in (6, 4, 2, 0, 1, 3, 5)]
    lately = MemberFilter(since=UnixTime(town.clock.time - 3 * 60 - 1))
    mine = [Scope(town.partner)]
    for window in (10_000, 3):
        for asked, expected in ((ALL, last_first), (lately, last_first[:4])):
            with town.store.read() as work:
                looking = DatabaseDirectory(work.connection, window)
                seen, after, pages = list[MemberId](), None, 0
                while pages == 0 or after is not None:
                    found = looking.visitors(mine, asked, after, 2)
                    seen, after, pages = seen + numbers(found), found.after, pages + 1
                assert seen == expected
                seen, below, pages = [], None, 0
                while pages == 0 or below is not None:
                    found = looking.everybody(asked, below, 2)
                    below = None if found.after is None else MemberId(found.after[1])
                    seen, pages = seen + numbers(found), pages + 1
                assert seen == sorted(expected, reverse=True)


def test_filters_find_and_say_nothing_of_names_to_partners(town: Town) -> None:
    """By tier, by who is blocked, by how a name begins in any case; erased ones are in no list."""
    hub, gold, shut, gone = town.hub, town.member(1), town.member(2), town.member(3)
    with town.store.begin() as work:
        other = work.members.add(4, "Әйгерім", "kk", NOW_AT)
        work.ledger.open_member(other)
    for member in (gold, shut, gone, other):
        town.comes(member, town.abay_till)
    until = UnixTime(town.clock.time + 1000)
    give_tier(hub, person(1, Role.OPERATOR, Scope()), TierOf.MEMBER, gold, Tier.GOLD, until)
    assert block_member(hub, person(1, Role.OPERATOR, Scope()), shut, blocked=True)
    erase_for_member(hub, CONSOLE, gone)
    for asker in (CONSOLE, town.owner):
        for asked, expected in (
            (MemberFilter(tier=Tier.GOLD), [gold]),
            (MemberFilter(blocked=True), [shut]),
            (MemberFilter(blocked=False), [other, gold]),
            (MemberFilter(tier=Tier.GOLD, blocked=True), []),
            (MemberFilter(tier=Tier.SILVER), []),
        ):
            assert numbers(list_members(hub, asker, asked, None, 9)) == expected
    for name, expected in (("айг", [shut, gold]), ("Әй", [other]), ("әйгер", [other]), ("Ж", [])):
        assert numbers(list_members(hub, CONSOLE, MemberFilter(name=name), None, 9)) == expected
    with pytest.raises(Refused) as refused:
        list_members(hub, town.owner, MemberFilter(name="Ай"), None, 9)
    assert refused.value.refusal is Refusal.FORBIDDEN


def test_a_file_of_members_is_on_record(town: Town) -> None:
    """With every page of it."""
    people = [town.member(it) for it in range(1, 5)]
    for member in people:
        town.comes(member, town.abay_till)
    assert [it.id for it in export_members(town.hub, town.owner, ALL)] == people[::-1]
    with town.store.read() as work:
        ((_, entry), *_) = work.audit.listed(Page(), frozenset({town.partner}))
    assert (entry.action, entry.staff) == ("export.members", town.owner.staff)


def test_nobody_learns_what_a_member_does_at_another_partner(town: Town) -> None:
    """Neither by his file, nor by his number, nor by the reckoning of his tier."""
    member, elsewhere = town.member(1), town.member(2)
    town.comes(member, town.abay_till, 200_000)
    town.comes(member, town.tatti_till, 900_000)
    town.comes(member, town.sayran_till, 300_000)
    town.comes(elsewhere, town.tatti_till)
    hub = town.hub
    ours = show_member(hub, town.owner, member)
    assert ours.personal is None
    assert [(it.total, shop) for it, shop in ours.claims] == [
        (300_000, "Сайран"),
        (200_000, "Абай 1"),
    ]
    assert {it.partner for it in ours.lots} == {town.partner}
    assert sorted(it.points for it in ours.movements) == [60, 90]
    assert (ours.line.points, ours.line.first_name) == (150, "")
    assert set(ours.partners) == {town.partner}
    theirs = show_member(hub, town.stranger, member)
    assert [it.total for it, _ in theirs.claims] == [900_000]
    assert [it.points for it in theirs.movements] == [270]
    one_shop = show_member(hub, town.manager, member)
    assert ([it.total for it, _ in one_shop.claims], one_shop.lots, one_shop.movements) == (
        [200_000], [], [],
    )  # fmt: skip
    for look in (show_member, find_member):
        for asker in (town.owner, town.manager):
            with pytest.raises(Refused) as refused:
                look(hub, asker, elsewhere)
            assert refused.value.refusal is Refusal.NOT_FOUND
        with pytest.raises(Refused):
            look(hub, CONSOLE, MemberId(99))
    for read in (
        lambda: show_tier(hub, town.owner, TierOf.MEMBER, member),
        lambda: tier_history(hub, town.owner, TierOf.MEMBER, member, Page()),
    ):
        with pytest.raises(Refused):
            read()
    whole = show_member(hub, CONSOLE, member)
    assert whole.personal is not None
    assert (whole.personal.balances.unconfirmed, len(whole.claims)) == (420, 3)
    assert whole.personal.tier.progress.tier is Tier.BRONZE
    assert set(whole.partners) == {town.partner, town.other}


def test_points_given_by_hand_stand_in_the_file(town: Town) -> None:
    """And only of partners for which one gives them."""
    member = town.member(1)
    town.comes(member, town.abay_till)
    owner = replace(town.owner, reason="Кезекте күттік")
    ask_adjustment(town.hub, owner, bytes(16), member, town.partner, 500)
    [mine] = show_member(town.hub, town.owner, member).adjustments
    assert (mine.points, mine.reason) == (500, "Кезекте күттік")
    assert show_member(town.hub, town.manager, member).adjustments == []


def test_a_blocked_member_takes_no_part_until_he_is_let_in_again(town: Town) -> None:
    """With a reason, by the programme's own staff; doing it twice is doing it once."""
    member = town.member(1)
    operator = person(1, Role.OPERATOR, Scope())
    for actor, refusal in (
        (town.owner, Refusal.FORBIDDEN), (replace(operator, reason="ok"), Refusal.VALIDATION),
    ):  # fmt: skip
        with pytest.raises(Refused) as refused:
            block_member(town.hub, actor, member, blocked=True)
        assert refused.value.refusal is refusal
    assert block_member(town.hub, operator, member, blocked=True)
    assert not block_member(town.hub, operator, member, blocked=True)
    with pytest.raises(Refused) as refused:
        town.comes(member, town.abay_till)
    assert refused.value.refusal is Refusal.SUSPENDED
    assert block_member(town.hub, operator, member, blocked=False)
    town.comes(member, town.abay_till)
    with town.store.read() as work:
        rows = [it for _, it in work.audit.listed(Page(), None) if it.action.startswith("member")]
    assert [(it.action, it.reason) for it in rows] == [
        ("member.unblock", "Касса қателесті"), ("member.block", "Касса қателесті"),
    ]  # fmt: skip


def test_a_copy_for_a_member_is_the_programmes_to_give(town: Town) -> None:
    """It is on record, and an erased member has none; nor is he let in again."""
    member = town.member(1)
    operator = person(1, Role.OPERATOR, Scope())
    assert copy_for_member(town.hub, operator, member)["account"][0]["first_name"] == "Айгүл"
    with pytest.raises(Refused):
        copy_for_member(town.hub, town.owner, member)
    erase_for_member(town.hub, operator, member)
    with pytest.raises(Refused) as refused:
        copy_for_member(town.hub, operator, member)
    assert refused.value.refusal is Refusal.NOT_FOUND
    with pytest.raises(Refused):
        block_member(town.hub, operator, member, blocked=False)
    with town.store.read() as work:
        actions = [it.action for _, it in work.audit.listed(Page(), None)]
    assert actions[:2] == ["member.erase", "member.copy"]
