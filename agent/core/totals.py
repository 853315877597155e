"""The total of a receipt: what labels, payments and a fiscal code say, and whether they agree."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from agent.core.amounts import decimal_text
from agent.core.labels import PAYMENTS, Role
from agent.core.rows import Nearness, Said
from contracts.wire.units import Tiyn

_ADJUSTING: Final = (
    Role.DISCOUNT, Role.MARKUP, Role.ROUNDING, Role.TAX, Role.LOYALTY,
)  # fmt: skip
_PAID_OTHERWISE: Final = frozenset({Role.LOYALTY, Role.PREPAID, Role.MARKUP, Role.BESIDE})
"""With these on the paper, payments need not add up to the total."""
_MOST_ADJUSTMENTS: Final = 6
"""Adjusting lines that are tried together: two to the sixth sums."""
_MOST_PAYMENTS: Final = 12
"""Amounts of one way to pay: their sums and differences are all made."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """What the total is, or why it cannot be known."""

    total: Tiyn | None
    row: int | None = None
    """Row of the label's amount; None when labels did not say it."""
    doubt: str | None = None


@dataclass(frozen=True, slots=True)
class Witnesses:
    """Whatever beside labels speaks for a total."""

    payments: frozenset[int]
    """Sums that payments make; less change, where there is change."""
    sums: frozenset[int]
    """Sums that payments make, change or no change."""
    exact: int | None
    """Payments less change, where both are printed."""
    most: int | None
    """The largest sum that was paid."""
    card_only: bool
    otherwise: bool
    """True when something was paid otherwise, so that payments need not add up."""
    goods: int | None
    """What the goods add up to, where all of them could be read."""

    def paid(self, value: int) -> bool:
        """Tell whether payments make *value*."""
        return value in self.payments

    def confirm(self, value: int) -> bool:
        """Tell whether payments or goods make *value*."""
        return value in self.payments or value == self.goods

    def contradict(self, value: int) -> bool:
        """Tell whether payments cannot have paid *value*."""
        if self.otherwise or self.confirm(value) or self.most is None or value in self.sums:
            return False
        if self.exact is not None or self.card_only:
            return True
        return self.most < value


_TOTALS: Final = frozenset({Role.DUE, Role.TOTAL})
_PAYING: Final = frozenset({*PAYMENTS, Role.CHANGE})


def witnesses_of(said: Iterable[Said], goods: int | None) -> Witnesses:
    """Return what payments and goods say about the total."""
    by_role: dict[Role, list[int]] = {}
    has_tiyn = any(it.amount.looks_like_money for it in said if it.role in _TOTALS)
    for it in said:
        if has_tiyn and it.role in _PAYING and not it.amount.looks_like_money:
            continue  # The number of a card, not a sum.
        amounts = by_role.setdefault(it.role, [])
        if len(amounts) < _MOST_PAYMENTS:
            amounts.append(abs(it.amount.value))
    cash, card, paid = (by_role.get(role, []) for role in (Role.CASH, Role.CARD, Role.PAID))
    sums = {*cash, *card, *paid, sum(cash) + sum(card), sum(set(cash) | set(card))}
    sums |= {sum(card) + sum(paid), sum(cash), sum(card), sum(paid)}
    sums |= {one + other for one in cash for other in card}
    otherwise = [*by_role.get(Role.PREPAID, []), *by_role.get(Role.LOYALTY, [])]
    sums |= {one + other for one in sums for other in otherwise[:_MOST_ADJUSTMENTS]}
    change = by_role.get(Role.CHANGE, [])
    less = {value - back for value in sums for back in change}
    return Witnesses(
        payments=frozenset(value for value in (less if any(change) else sums) if value > 0),
        sums=frozenset(sums),
        exact=max(less) if less and any(less) else None,
        most=max(sums) if sums - {0} else None,
        card_only=bool(any(card)) and not any(cash) and not any(paid) and not any(change),
        otherwise=not _PAID_OTHERWISE.isdisjoint(by_role),
        goods=goods,
    )


def total_of(said: tuple[Said, ...], code_total: Tiyn | None, witnesses: Witnesses) -> Verdict:
    """Return the total that labels and code agree on."""
    labelled = _by_labels(said, witnesses)
    if code_total is None:
        return labelled
    if labelled.total is not None and abs(labelled.total) == abs(code_total):
        return Verdict(Tiyn(abs(code_total)), labelled.row)
    strict = [it for it in said if it.role in (Role.DUE, Role.TOTAL)]
    if not strict and labelled.total is None:
        return Verdict(code_total)
    for it in [*strict, *(it for it in said if it.role is Role.SUM)]:
        if abs(it.amount.value) == abs(code_total):
            return Verdict(Tiyn(abs(code_total)), it.row)
    printed = decimal_text(labelled.total) if labelled.total is not None else "another"
    return Verdict(
        None,
        doubt=f"The fiscal code says {decimal_text(code_total)} and the paper says {printed}.",
    )


def _by_labels(said: tuple[Said, ...], witnesses: Witnesses) -> Verdict:
    """Return the total that the labels say, if they say one."""
    due = _of_role(said, Role.DUE)
    totals = _of_role(said, Role.TOTAL)
    if due or totals:
        return _checked(_strict(due, totals, said, witnesses), said, witnesses)
    for role in (Role.LOOSE, Role.SUM, Role.SUBTOTAL):
        weak = [it for it in _of_role(said, role) if witnesses.paid(abs(it.amount.value))]
        if len({it.amount.value for it in weak}) == 1:
            return Verdict(weak[0].amount.value, weak[0].row)
    sums = _of_role(said, Role.SUM)
    if len(sums) == 1 and sums[0].nearness is Nearness.LINE and _is_largest(sums[0], said):
        return _checked(Verdict(sums[0].amount.value, sums[0].row), said, witnesses)
    return Verdict(None, doubt="No line says the total.")


def _of_role(said: tuple[Said, ...], role: Role) -> list[Said]:
    """Return the amounts of a role; bare whole numbers only if none looks like money."""
    found = [it for it in said if it.role is role]
    money = [it for it in found if it.amount.looks_like_money]
    return money or found


def _is_largest(one: Said, said: tuple[Said, ...]) -> bool:
    """Tell whether no amount of money on the paper is larger."""
    money = [it.amount.value for it in said if it.amount.looks_like_money]
    return all(abs(value) <= abs(one.amount.value) for value in money)


def _strict(
    due: list[Said], totals: list[Said], said: tuple[Said, ...], witnesses: Witnesses
) -> Verdict:
    """Return the one total among lines that say nothing but total."""
    values = {abs(it.amount.value): it for it in sorted([*totals, *due], key=_by_nearness)}
    if len(values) == 1:
        (one,) = values.values()
        return _unless_apart(one, said, witnesses)
    values.pop(0, None)
    for value in _with_beside(values, said):
        del values[value]
    candidates = {abs(it.amount.value) for it in due} & values.keys() or set(values)
    explained = [value for value in candidates if _explains(value, values.keys() - {value}, said)]
    confirmed = [value for value in candidates if witnesses.confirm(value)]
    paid = [value for value in confirmed if witnesses.paid(value)]
    follows = [value for value in candidates if _from_subtotal(value, said)]
    # Goods add up to the sum before a discount, so what follows from it goes before them.
    for chosen in (
        [value for value in confirmed if value in explained], paid, explained, confirmed, follows,
    ):  # fmt: skip
        if len(chosen) == 1 and not _prepaid(said):
            return Verdict(values[chosen[0]].amount.value, values[chosen[0]].row)
    if len(values) == 1:
        (one,) = values.values()
        return _unless_apart(one, said, witnesses)
    listed = ", ".join(sorted(decimal_text(Tiyn(value)) for value in values))
    return Verdict(None, doubt=f"The paper says several totals: {listed}.")


def _with_beside(values: Iterable[int], said: tuple[Said, ...]) -> list[int]:
    """Return the totals that are another total and a tip or an old debt."""
    beside = {abs(it.amount.value) for it in said if it.role is Role.BESIDE} - {0}
    known = set(values)
    return [value for value in known if any(value - step in known for step in beside)]


def _by_nearness(said: Said) -> int:
    """Order the guessed before the near, so that the near are kept."""
    return (Nearness.GUESSED, Nearness.NEXT, Nearness.LINE).index(said.nearness)


def _unless_apart(one: Said, said: tuple[Said, ...], witnesses: Witnesses) -> Verdict:
    """Return a lone total, if it stands by its label or payments speak for it."""
    is_trusted = one.nearness is Nearness.LINE or (
        one.nearness is Nearness.NEXT and not witnesses.contradict(abs(one.amount.value))
    )
    is_rounded = _rounded(one.amount.value, said, witnesses) is not None
    is_led_to = _is_led_to(abs(one.amount.value), said)
    if is_trusted or is_rounded or is_led_to or witnesses.confirm(abs(one.amount.value)):
        return Verdict(one.amount.value, one.row)
    return Verdict(None, doubt="The total stands apart from its label, and no payment confirms it.")


def _prepaid(said: tuple[Said, ...]) -> bool:
    """Tell whether a part was paid earlier, so that what is due is not what was sold."""
    return any(it.role is Role.PREPAID for it in said)


def _explains(value: int, others: Iterable[int], said: tuple[Said, ...]) -> bool:
    """Tell whether *value* follows from the other totals by discounts, rounding and the like."""
    reached = _reached(said) - {0}
    return all(value - other in reached for other in others)


def _from_subtotal(value: int, said: tuple[Said, ...]) -> bool:
    """Tell whether *value* follows from a subtotal, which itself stands on the paper."""
    reached = _reached(said)
    return any(value - abs(it.amount.value) in reached for it in said if it.role is Role.SUBTOTAL)


def _is_led_to(value: int, said: tuple[Said, ...]) -> bool:
    """Tell whether another sum and printed steps from it make *value*."""
    steps = _reached(said) - {0}
    befores = [it for it in said if it.role in (Role.SUBTOTAL, Role.SUM)]
    return any(value - abs(it.amount.value) in steps for it in befores)


def _reached(said: tuple[Said, ...], *, but: Role | None = None) -> set[int]:
    """Return all differences that discounts, charges, taxes and roundings can make together."""
    reached = {0}
    for role, step in steps_of(said):
        if role is but:
            continue
        if role is not Role.DISCOUNT and role is not Role.LOYALTY:
            reached |= {sum_ + step for sum_ in reached}
        if role in (Role.DISCOUNT, Role.LOYALTY, Role.ROUNDING):
            reached |= {sum_ - step for sum_ in reached}
    return reached


def steps_of(said: tuple[Said, ...]) -> list[tuple[Role, int]]:
    """Return the lines that lead from one total to the next, as many as are tried."""
    steps: list[tuple[Role, int]] = [
        (it.role, abs(it.amount.value)) for it in said if it.role in _ADJUSTING
    ]
    return [step for step in steps if step[1]][:_MOST_ADJUSTMENTS]


def _checked(verdict: Verdict, said: tuple[Said, ...], witnesses: Witnesses) -> Verdict:
    """Return the verdict, unless payments speak against it."""
    if verdict.total is None:
        return verdict
    if (rounded := _rounded(verdict.total, said, witnesses)) is not None:
        return rounded
    is_changed = _is_changed_below(verdict.total, said, witnesses)
    if not is_changed and not witnesses.contradict(abs(verdict.total)):
        if _is_glued(abs(verdict.total), witnesses):
            return Verdict(None, doubt="The goods make what stands at the end of the total.")
        return verdict
    paid = decimal_text(Tiyn(witnesses.exact or witnesses.most or 0))
    return Verdict(
        None,
        doubt=f"The total says {decimal_text(verdict.total)} and the payments make {paid}.",
    )


def _rounded(total: Tiyn, said: tuple[Said, ...], witnesses: Witnesses) -> Verdict | None:
    """Return the rounded total where a rounding leads from the printed one to what was paid."""
    paid = witnesses.exact if witnesses.exact is not None else witnesses.most
    if paid is None or paid == abs(total):
        return None
    step = abs(paid - abs(total))
    if all(abs(it.amount.value) != step for it in said if it.role is Role.ROUNDING):
        return None
    for it in said:
        if abs(it.amount.value) == paid:
            return Verdict(Tiyn(paid), it.row)
    return Verdict(None, doubt="The total was rounded, and the paper does not say to what.")


def _is_changed_below(total: Tiyn, said: tuple[Said, ...], witnesses: Witnesses) -> bool:
    """Tell whether what was paid is the total and a tax, a discount or a charge after it."""
    value = abs(total)
    if witnesses.paid(value):
        return False
    steps = _reached(said, but=Role.LOYALTY) - {0}
    return any(paid - value in steps for paid in witnesses.payments)


_THOUSAND: Final = 100_000


def _is_glued(value: int, witnesses: Witnesses) -> bool:
    """Tell whether the total may be a count of goods and, after one blank, what they cost."""
    goods = witnesses.goods
    if goods is None or witnesses.paid(value) or not 0 < goods < _THOUSAND < value:
        return False
    return (value - goods) % _THOUSAND == 0
