"""What cards of rewards say: each kind, and each reason why a member cannot have one yet."""

from dataclasses import replace
from itertools import product

import pytest

from contracts.wire.redeeming import RewardKind
from contracts.wire.refusals import Refusal
from contracts.wire.units import Points, Tiyn, UnixTime
from contracts.wire.wording import Wording
from hub.core.ids import PartnerId, RewardId, RewardVersion
from hub.core.rewards.catalogue import (
    Draft,
    Frozen,
    Hindrance,
    Reward,
    RewardState,
    Standing,
    Terms,
    hindrances,
)
from hub.core.rewards.texts import Details, RewardTexts
from hub.core.tiers import Tier
from hub.usecases.catalogue import OfferedReward
from hub.web.app_goods import reward_facts
from hub.web.app_words import words_in
from hub.web.sentences import LANGUAGES
from tests.hub.hubs import NOW

_TEXTS = RewardTexts(
    Wording("Торт", "Торт", "Cake"), Details("Тәтті", "Сладкий", "Sweet"), Wording("1", "2", "3")
)
_EACH = {
    RewardKind.PRODUCT: {"value": Tiyn(900_00)},
    RewardKind.SPECIAL_OFFER: {},
    RewardKind.DISCOUNT: {"percent": 1_250},
    RewardKind.CASHBACK: {"percent": 500, "most": Tiyn(5_000_00)},
    RewardKind.PART_PAYMENT: {"most": Tiyn(5_000_00)},
}
"""A lawful draft of each kind."""


def _reward(kind: RewardKind, terms: Terms, **more: object) -> Reward:
    draft = Draft(kind=kind, price=Points(300), texts=_TEXTS, terms=terms)
    draft = replace(draft, **_EACH[kind])  # type: ignore[arg-type]  # a draft's own fields
    assert draft.problems() == ()
    frozen = Frozen(RewardVersion(1), RewardId(1), PartnerId(1), draft, UnixTime(NOW))
    whole = Reward(RewardId(1), PartnerId(1), RewardState.OFFERED, None, UnixTime(NOW), frozen)
    return replace(whole, **more)  # type: ignore[arg-type]  # a reward's own fields


def _card(reward: Reward, member: Standing, spoken: str) -> dict[str, object]:
    return reward_facts(
        OfferedReward(reward, tuple(hindrances(reward, member, UnixTime(NOW)))), spoken
    )


@pytest.mark.parametrize(("kind", "spoken"), list(product(RewardKind, LANGUAGES)))
def test_each_kind_says_what_keeps_a_member_from_it(kind: RewardKind, spoken: str) -> None:
    """A newcomer without points reads all of it; a member with everything reads nothing."""
    terms = Terms(
        valid_from=UnixTime(NOW + 60), valid_until=UnixTime(NOW + 9000), tier=Tier.GOLD, limit=1
    )
    newcomer = Standing(Points(0), Tier.BRONZE, uses=1)
    card = _card(_reward(kind, terms, stock=0), newcomer, spoken)
    why = card["why"]
    assert isinstance(why, list)
    assert (card["ready"], len(why)) == (False, 5)
    assert len(set(why)) == 5
    assert all("{" not in it and len(it) > 4 for it in why)
    assert words_in(spoken)["had_all"] in why
    regular = Standing(Points(300), Tier.BRONZE, uses=0)
    ready = _card(_reward(kind, Terms()), regular, spoken)
    assert (ready["ready"], ready["why"], ready["part"]) == (True, [], None)


@pytest.mark.parametrize("kind", list(RewardKind))
def test_points_alone_are_told_by_number_and_by_a_bar(kind: RewardKind) -> None:
    """Of a part-payment one point is enough, of the others the whole price is needed."""
    card = _card(_reward(kind, Terms()), Standing(Points(0), Tier.BRONZE, uses=0), "ru")
    missing = "1 балл" if kind is RewardKind.PART_PAYMENT else "300 баллов"
    expected = words_in("ru")["needs_points"].format(points=missing.replace(" ", "\xa0"))
    assert card["why"] == [expected]
    assert card["part"] == 0


@pytest.mark.parametrize("spoken", LANGUAGES)
def test_no_reason_is_without_words(spoken: str) -> None:
    """Whatever the core finds, a person reads a reason, and no two are the same."""
    codes = (
        Hindrance(Refusal.SUSPENDED), Hindrance(Refusal.NOT_OFFERED),
        Hindrance(Refusal.TOO_LATE, at=UnixTime(NOW)), Hindrance(Refusal.SOLD_OUT),
        Hindrance(Refusal.TOO_EARLY, at=UnixTime(NOW)), Hindrance(Refusal.LIMIT_REACHED),
        Hindrance(Refusal.TIER_TOO_LOW, tier=Tier.SILVER),
        Hindrance(Refusal.NOT_ENOUGH_POINTS, missing=Points(2)),
    )  # fmt: skip
    reward = _reward(RewardKind.PRODUCT, Terms())
    said = reward_facts(OfferedReward(reward, codes), spoken)["why"]
    assert len(set(said)) == len(codes)
