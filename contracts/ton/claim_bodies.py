"""Bodies of claims, written without a library: what a member's or a partner's own wallet sends.

Pure: the hub's web makes them, and need not load what speaks to the chain.
"""

from typing import Final

from contracts.ton.proof_cells import KEY_BITS, KEY_SIZE, Bits, enclosed, joined

CLAIM: Final = 0x0C000003
"""To LoyaltyToken: credit what a wallet has been issued."""
CLAIM_SHARE: Final = 0x0C000403
"""To RevenueDistribution: pay what a partner is owed."""
_OPERATION_BITS: Final = 32
_QUERY_BITS: Final = 64
_BASECHAIN: Final = Bits(0b100 << 8, 11)
"""How an address without anycast in workchain 0 begins."""


def claim_body(operation: int, owner: bytes, proof: bytes, query_id: int = 0) -> bytes:
    """Return the bag of a claim for the account *owner*: operation, query id, owner, ^proof."""
    assert len(owner) == KEY_SIZE, "an account id has 256 bits"
    bits = joined(Bits(operation, _OPERATION_BITS), Bits(query_id, _QUERY_BITS))
    bits = joined(joined(bits, _BASECHAIN), Bits(int.from_bytes(owner, "big"), KEY_BITS))
    return enclosed(bits, proof)
