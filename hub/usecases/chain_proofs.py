"""Proofs for whoever they concern: made of parts that were kept with each epoch.

So a process of the web needs neither the archive nor a tree, and a proof costs it milliseconds.
"""

from dataclasses import dataclass

from contracts.wire.refusals import Refusal, Refused
from hub.core.ids import MemberId
from hub.core.ports.chronicle import Parts
from hub.core.ports.hub import Hub, Work
from hub.core.settlement.claim_parts import bucket_range, buckets_of, proof_in, read_buckets
from hub.core.settlement.epochs import Statement
from hub.core.settlement.leaves import Leaves
from hub.core.settlement.moves import key_of, wallet_of
from hub.core.settlement.proof_files import ClaimProof, ProofFile, TokenState
from hub.core.settlement.proofs import Asker, check
from hub.core.settlement.sum_parts import parts_of, path_in, read_crown
from hub.core.settlement.sums import SumPath, Sums, blinded, name_of
from hub.usecases.settlement_desk import BEAT, salt_of


@dataclass(frozen=True, slots=True)
class ReadyClaim:
    """What anyone may push for a wallet now."""

    epoch: int
    claim: ClaimProof
    claimed: int
    """Of its amount, as far as the worker has seen."""


def keep_parts(work: Work, said: Statement, leaves: Leaves, sums: Sums) -> None:
    """Keep of an epoch's trees what its proofs are made of."""
    work.chronicle.keep(Parts.CLAIMS, said.epoch, [buckets_of(leaves)])
    work.chronicle.keep(Parts.SUMS, said.epoch, parts_of(sums))


def claim_of_member(hub: Hub, member: MemberId) -> ReadyClaim:
    """Return the claim of a member's wallet against the root that counts now."""
    with hub.store.read() as work:
        wallet = _wallet_of(work, member)
        if wallet is None:
            raise Refused(Refusal.WALLET_NEEDED, "no wallet is linked")
        said = _seen(work, "claimable")
        found = None if said is None else _claim(work, said, wallet)
        if said is None or found is None:
            raise Refused(Refusal.NOTHING_TO_CLAIM, f"nothing of member {member} is claimable")
        return ReadyClaim(said.epoch, found, work.sponsoring.claimed(wallet))


def proof_of_member(hub: Hub, member: MemberId) -> ProofFile:
    """Return what shows a member that the newest epoch on chain counts his points.

    His part of custody, and what his wallet has been issued; each where there is any.
    """
    with hub.store.read() as work:
        wallet = _wallet_of(work, member)
        said = _seen(work, "epoch")
        if said is None:
            raise Refused(Refusal.NOTHING_STATED, "there is no epoch on chain yet")
        path = _path(hub, work, said, member)
        claim = None if wallet is None else _claim(work, said, wallet)
    if path is None and claim is None:
        raise Refused(Refusal.NOTHING_STATED, f"epoch {said.epoch} has nothing of {member}")
    found = ProofFile(said.epoch, said.block, path, claim)
    asker = Asker() if path is None else Asker(name_of(member))
    assert check(found, _state(said), asker).good, "what we hand out fits what was stated"
    return found


def _wallet_of(work: Work, member: MemberId) -> str | None:
    found = work.members.get(member)
    if found is None or found.erased_at is not None:
        raise Refused(Refusal.NOT_FOUND, f"member {member}")
    return found.wallet


def _seen(work: Work, which: str) -> Statement | None:
    """Return the epoch that is *claimable* or newest on chain, as the worker last saw it."""
    number = int(work.jobs.facts(BEAT).get(which, 0))
    found = work.settlements.epoch(number) if number else None
    return None if found is None else found.statement


def _claim(work: Work, said: Statement, wallet: str) -> ClaimProof | None:
    """Return what *said* shows of a wallet; None where it has been issued nothing by then."""
    amount = work.settlements.leaf(wallet, said.epoch)
    if not amount:
        return None
    key = key_of(wallet)
    first, last = bucket_range(key)
    rows = work.chronicle.leaves(said.epoch, wallet_of(first), wallet_of(last))
    buckets = read_buckets(_part(work, Parts.CLAIMS, said.epoch, 0))
    root, proof = proof_in(buckets, ((key_of(it), points) for it, points in rows), key)
    assert root == said.root, "the parts are those of the epoch"
    return ClaimProof(wallet, amount, proof)


def _path(hub: Hub, work: Work, said: Statement, member: MemberId) -> SumPath | None:
    """Return a member's path to the sum root; None where nothing of his was in custody."""
    crown = read_crown(_part(work, Parts.SUMS, said.epoch, 0))
    name, salt = name_of(member), salt_of(hub, said.epoch, member)
    number = crown.chunk_of(blinded(salt, name))
    if number is None:
        return None
    chunk = _part(work, Parts.SUMS, said.epoch, 1 + number)
    return path_in(crown, number, chunk, name, salt)


def _part(work: Work, kind: Parts, epoch: int, number: int) -> bytes:
    """Return a part; an epoch that has none any more is not the newest: ask again."""
    found = work.chronicle.part(kind, epoch, number)
    if found is None:
        raise Refused(Refusal.BUSY, f"{kind} of epoch {epoch} are not kept", retry_after=60)
    return found


def _state(said: Statement) -> TokenState:
    """Return what the chain states with *said*, but for what was burned."""
    return TokenState(
        said.epoch, said.root, said.issued, said.custody, said.sum_root, said.block,
        said.total, 0,
    )  # fmt: skip
