"""The index of receipts: never silent about one that is stored."""

from hypothesis import given
from hypothesis import strategies as st

from agent.adapters.outbox.receipts import ReceiptIndex
from contracts.wire.units import Sequence

# Few beginnings, so that identities often share their first eight bytes.
_identities = st.tuples(st.sampled_from([b"\x00", b"\x07", b"\xff"]), st.integers(0, 3)).map(
    lambda it: it[0] * 8 + bytes(23) + bytes([it[1]])
)


@given(st.sets(_identities), st.sets(_identities), _identities)
def test_every_stored_receipt_is_a_candidate(
    loaded: set[bytes], added: set[bytes], asked: bytes
) -> None:
    """What was loaded or added is found; what was neither, only by a beginning it shares."""
    index = ReceiptIndex()
    stored = dict(enumerate(sorted(loaded), start=1))
    index.load(stored.items())
    for identity in sorted(added - loaded):
        stored[len(stored) + 1] = identity
        index.add(identity, Sequence(len(stored)))
    found = index.candidates(asked)
    assert {place for place, it in stored.items() if it == asked} <= set(found)
    assert all(stored[place][:8] == asked[:8] for place in found)
    assert len(set(found)) == len(found)


def test_loading_forgets_what_was_known_before() -> None:
    """After pruning, only what is on disk is known."""
    index = ReceiptIndex()
    index.add(bytes(32), Sequence(1))
    index.load([(2, b"\x01" * 32)])
    assert index.candidates(bytes(32)) == []
    assert index.candidates(b"\x01" * 32) == [2]
