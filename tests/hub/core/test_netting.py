"""Clearing's rows brought down to one sum a pair."""

from hypothesis import given
from hypothesis import strategies as st

from hub.core.ids import PartnerId
from hub.core.netting import Debt, balance_of, debts
from hub.core.settlement.shares import nets

PARTNERS = st.integers(1, 4).map(PartnerId)
ROWS = st.lists(st.tuples(PARTNERS, PARTNERS, st.integers(-500, 500)), max_size=12)


def test_who_issued_owes_whoever_took() -> None:
    """What went the other way is taken off, and a partner owes itself nothing."""
    one, two = PartnerId(1), PartnerId(2)
    assert debts([(one, two, 900), (two, one, 200), (one, one, 50)]) == [Debt(one, two, 700)]
    assert debts([(one, two, 10), (two, one, 10)]) == []
    assert debts([(one, two, -30)]) == [Debt(two, one, 30)]


@given(ROWS)
def test_netting_changes_what_nobody_has(rows: list[tuple[PartnerId, PartnerId, int]]) -> None:
    """One debt a pair, above zero; and each partner's balance is what shares on chain go by."""
    found = debts(rows)
    assert all(it.points > 0 for it in found)
    assert len({frozenset((it.debtor, it.creditor)) for it in found}) == len(found)
    for partner in map(PartnerId, range(1, 5)):
        owes, owed = balance_of(partner, found)
        assert owed - owes == nets(rows).get(partner, 0)
