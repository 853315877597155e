"""Seals: bound to their kind."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contracts.wire.refusals import Refusal, Refused
from contracts.wire.sealing import require_tag, tag


@given(st.binary(max_size=40), st.binary(min_size=32, max_size=32))
def test_a_seal_of_one_kind_is_none_of_another(body: bytes, key: bytes) -> None:
    """Under the same key the same bytes seal differently as claim and as voucher."""
    with pytest.raises(Refused) as refused:
        require_tag(tag(b"voucher", body, key, 12), tag(b"claim", body, key, 12), "till 7")
    assert refused.value.refusal is Refusal.FORGED
