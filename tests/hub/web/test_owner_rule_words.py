"""Earning rules in words."""

from dataclasses import fields, replace

from contracts.wire.redeeming import RewardKind
from contracts.wire.refusals import Refusal
from contracts.wire.units import Points, ShopId, Tiyn, UnixTime
from contracts.wire.voucher import Scope
from hub.core.earning_rules import CapKind, Caps, EarningRule, HappyHours, Rates, RuleKind
from hub.core.ids import PartnerId, RuleId
from hub.core.rewards.catalogue import Draft, RewardState, Terms
from hub.web.owner.rule_words import rule_days, rule_lines
from hub.web.owner.texts import words_in


def test_a_rule_is_a_sentence_in_each_language() -> None:
    """Made of its data, with plurals as people say them."""
    rule = EarningRule(
        RuleId(1), PartnerId(1), RuleKind.RATE, "", UnixTime(1_790_000_000),
        until=UnixTime(1_792_000_000),
        shops=frozenset({ShopId(1)}), step=Tiyn(100_00), rates=Rates(1, 2, 5),
        minimum=Tiyn(1_500_00), caps=Caps(receipt=Points(21), budget=Points(100_000)),
        excluded=("сигарет",),
        happy_hours=(HappyHours(frozenset({1, 2, 3, 4, 5}), 900, 1440, 150),
                     HappyHours(frozenset({6, 7}), 0, 60, 200)),
    )  # fmt: skip
    space = "\xa0"
    assert [it.replace(space, " ") for it in rule_lines(rule, {1: "Абай"}, "ru")] == [
        "За каждые 100 ₸: бронза — 1 балл, серебро — 2 балла, золото — 5 баллов.",
        "При чеке от 1 500 ₸.",
        "Пн–Пт, 15:00–00:00: баллы ×1,5.",
        "Сб, Вс, 00:00–01:00: баллы ×2.",
        "Предел на чек: 21 балл.",
        "На всех в месяц: 100 000 баллов.",
        "Без баллов: «сигарет».",
        "Только здесь: Абай.",
    ]
    same = replace(rule, rates=Rates(3, 3, 3), shops=frozenset(), happy_hours=(), caps=Caps(),
                   excluded=(), minimum=Tiyn(0))  # fmt: skip
    assert rule_lines(same, {}, "kk") == ["Әр 100 ₸ үшін 3\xa0ұпай.", "Барлық дүкенде."]
    assert rule_lines(same, {}, "en")[0] == "3\xa0points for each 100 ₸."
    gift = replace(same, kind=RuleKind.BIRTHDAY, bonus=Points(500))
    assert rule_lines(gift, {}, "ru")[0] == "Ко дню рождения — 500\xa0баллов."
    assert len(rule_lines(gift, {}, "kk")) == 3
    now = UnixTime(1_790_500_000)
    assert rule_days(rule, now, "en") == "from 21\xa0September until 14\xa0October"
    assert rule_days(replace(rule, since=UnixTime(0), until=None), now, "ru") == "с самого начала"


def test_whatever_a_draft_may_be_has_its_word() -> None:
    """Kinds, states, fields and what keeps people out: a new one of these needs its words first."""
    words = words_in("en")
    asked = [f"oz_kind_{it.value}" for it in RewardKind] + [f"oz_{it.value}" for it in RewardState]
    asked += [f"oz_scope_{it.value}" for it in Scope]
    asked += [f"ez_kind_{it.value}" for it in RuleKind]
    asked += [f"{name}_{it.value}" for it in CapKind for name in ("ez_of", "ez_cap")]
    asked += [
        f"oz_field_{it.name}" for it in (*fields(Draft), *fields(Terms)) if it.name != "terms"
    ]
    kept_out = {Refusal.SUSPENDED, Refusal.TIER_TOO_LOW, Refusal.SOLD_OUT, Refusal.LIMIT_REACHED,
                Refusal.NOT_ENOUGH_POINTS}  # fmt: skip
    asked += [f"oz_out_{it.value}" for it in kept_out]
    assert [it for it in asked if it not in words] == []
