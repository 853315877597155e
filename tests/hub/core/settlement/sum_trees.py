"""A programme with a few members in custody, and what its chain states: for tests of proofs."""

import hashlib
import json
from collections.abc import Iterable
from dataclasses import dataclass, replace

from hub.core.ids import MemberId
from hub.core.settlement.leaves import Leaves
from hub.core.settlement.proof_files import ClaimProof, ProofFile, TokenState, wallet_of
from hub.core.settlement.proofs import NOBODY, Asker, Verdict, verify
from hub.core.settlement.sums import Summed, SumPath, Sums

EPOCH, BLOCK, BURNED = 12, 345, 40
WALLET = hashlib.sha256(b"a wallet").digest()
OTHER_WALLET = hashlib.sha256(b"another").digest()


def salt_of(member: MemberId) -> bytes:
    """Return a member's salt."""
    return hashlib.sha256(b"salt of %d" % member).digest()


def sums_of(balances: Iterable[int]) -> Sums:
    """Return the tree over members 1, 2, 3, … with these balances."""
    items = [(MemberId(number), it) for number, it in enumerate(balances, 1)]
    return Sums.from_items(items, salt_of)


@dataclass(frozen=True)
class Programme:
    """Honest books, and what the chain states of them."""

    sums: Sums
    leaves: Leaves
    state: TokenState

    def path(self, member: int) -> SumPath:
        """Return a member's path, who has one."""
        found = self.sums.path(MemberId(member))
        assert found, "a member of the tree"
        return found

    def proof(self, member: int) -> ProofFile:
        """Return a member's honest proof file."""
        claim = ClaimProof(wallet_of(WALLET), self.leaves.get(WALLET), self.leaves.proof(WALLET))
        return ProofFile(EPOCH, BLOCK, self.path(member), claim)

    def verdict(self, path: SumPath, asker: Asker = NOBODY) -> Verdict:
        """Return what a file with *path* comes to on this chain."""
        return verify(written(ProofFile(EPOCH, BLOCK, path)), self.state, asker)


def programme(balances: Iterable[int]) -> Programme:
    """Return a programme with these members' balances in custody, and two wallets."""
    sums = sums_of(balances)
    leaves = Leaves.from_items([(WALLET, 1000), (OTHER_WALLET, 234)])
    supply = sums.total() + leaves.total() - BURNED
    state = TokenState(
        EPOCH, leaves.root(), leaves.total(), sums.total(), sums.root(), BLOCK, supply, BURNED
    )
    return Programme(sums, leaves, state)


def written(proof: ProofFile) -> bytes:
    """Return the file's bytes."""
    return json.dumps(proof.to_json()).encode()


def stated(honest: Programme, sum_root: bytes, custody: int) -> Programme:
    """Return the programme with another tree on its chain: what a lying hub would state."""
    supply = custody + honest.state.issued - BURNED
    state = replace(honest.state, sum_root=sum_root, custody=custody, total_supply=supply)
    return replace(honest, state=state)


def with_step(path: SumPath, step: int, beside: Summed) -> SumPath:
    """Return *path* with something else beside it at one *step*."""
    steps = list(path.beside)
    steps[step] = beside
    return replace(path, beside=tuple(steps))
