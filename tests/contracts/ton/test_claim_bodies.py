"""Claims written without a library are the library's, to the byte of their hash."""

from hypothesis import given
from hypothesis import strategies as st

from contracts.ton import loyalty_token, revenue_distribution
from contracts.ton.claim_bodies import CLAIM, CLAIM_SHARE, claim_body
from contracts.ton.reading import cell_of, core_address
from contracts.ton.seen import Address
from hub.core.settlement.leaves import Leaves


def _proof(keys: set[bytes], owner: bytes) -> bytes:
    return Leaves.from_items((key, 7) for key in keys | {owner}).proof(owner)


@given(st.sets(st.binary(min_size=32, max_size=32), max_size=20),
       st.binary(min_size=32, max_size=32), st.integers(0, 2**64 - 1))  # fmt: skip
def test_a_claim_is_what_the_library_writes(keys: set[bytes], owner: bytes, query: int) -> None:
    """For both contracts: same cells, so the same hash."""
    proof = _proof(keys, owner)
    address = core_address(Address(f"0:{owner.hex()}"))
    ours = cell_of(claim_body(CLAIM, owner, proof, query))
    theirs = loyalty_token.claim(address, cell_of(proof), query_id=query)
    assert ours.hash == theirs.hash
    ours = cell_of(claim_body(CLAIM_SHARE, owner, proof, query))
    theirs = revenue_distribution.claim_share(address, cell_of(proof), query_id=query)
    assert ours.hash == theirs.hash


def test_a_path_of_every_length_can_be_enclosed() -> None:
    """Cell numbers get a second byte when there are many."""
    owner = bytes(32)
    for forks in (0, 1, 125, 126, 127, 128, 255):
        keys = {(1 << it).to_bytes(32, "big") for it in range(forks)}
        proof = _proof(keys, owner)
        body = cell_of(claim_body(CLAIM, owner, proof))
        assert body.refs[0].hash == cell_of(proof).hash


def test_operations_are_the_contracts() -> None:
    """Written twice, because the library is not wanted here."""
    assert (loyalty_token.CLAIM, revenue_distribution.CLAIM_SHARE) == (CLAIM, CLAIM_SHARE)
