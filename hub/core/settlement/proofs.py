"""What `baursak verify-proof` checks, with nothing but the chain's state and a proof.

Step by step, and it stops at the first that fails: the file, the epoch, whose it is, the balance,
the path with every sum in range, the total, the root, a claim's proof, and the supply. Nothing of
it asks the hub. What it cannot know by itself (who asks, and what he believes he has) the asker
says: without that, two members could be shown the same leaf.
"""

from dataclasses import dataclass, field
from enum import StrEnum
from typing import Final, NoReturn

from contracts.ton.proof_cells import BadProof, read_proof
from hub.core.settlement.proof_files import (
    BadFile,
    ClaimProof,
    ProofFile,
    TokenState,
    read_proof_file,
)
from hub.core.settlement.sums import (
    LARGEST,
    Summed,
    SumPath,
    blinded,
    leaf_hash,
    node,
    root_hash,
    turns,
)

_LONGEST_SAID: Final = 100
"""Characters of a value shown: a file can hold numbers with thousands of digits."""


class Step(StrEnum):
    """What is looked at, in this order."""

    FILE = "file"
    EPOCH = "epoch"
    MEMBER = "member"
    BALANCE = "balance"
    PATH = "path"
    RANGE = "range"
    TOTAL = "total"
    SUM_ROOT = "sum_root"
    CLAIM = "claim"
    SUPPLY = "supply"


class Reason(StrEnum):
    """Why a step fails; a person reads its sentence in hub/web/proof_sentences.py."""

    UNREADABLE = "unreadable"
    """The file is not a proof file."""
    OTHER_EPOCH = "other_epoch"
    """The chain states another epoch than the proof is for."""
    OTHER_BLOCK = "other_block"
    """The chain states another block of the ledger for this epoch."""
    NO_CUSTODY = "no_custody"
    """Somebody asks about his balance, and the file says nothing of one."""
    OTHER_MEMBER = "other_member"
    """The leaf belongs to another member than the one who asks."""
    OTHER_BALANCE = "other_balance"
    """The leaf says another balance than the asker has."""
    BALANCE_OUT_OF_RANGE = "balance_out_of_range"
    """A balance below nothing, or more than there can be."""
    NO_SUCH_PLACE = "no_such_place"
    """The leaf's place is not among the leaves."""
    WRONG_LENGTH = "wrong_length"
    """The path has more or fewer steps than a tree of so many leaves."""
    SUM_OUT_OF_RANGE = "sum_out_of_range"
    """A node's sum is below nothing or overflows: it hides what is owed to others."""
    OTHER_TOTAL = "other_total"
    """The path adds up to another sum than the custody that the chain states."""
    OTHER_SUM_ROOT = "other_sum_root"
    """The path leads to another root than the chain states: this leaf is not in that tree."""
    BAD_CLAIM = "bad_claim"
    """The claim's cells are no proof for this wallet."""
    OTHER_ROOT = "other_root"
    """The claim's proof is of another tree than the chain states."""
    OTHER_AMOUNT = "other_amount"
    """The claim's proof shows another amount than the file says."""
    MORE_THAN_ISSUED = "more_than_issued"
    """One wallet's amount is more than all that was issued."""
    MORE_BURNED = "more_burned"
    """More was burned than was ever issued: the supply no longer covers what is in custody."""
    OTHER_SUPPLY = "other_supply"
    """The token's supply is not custody + issued − burned."""


@dataclass(frozen=True, slots=True)
class Failure:
    """The step that fails, why, and what was said against what was found."""

    step: Step
    reason: Reason
    said: str = ""
    found: str = ""


@dataclass(frozen=True, slots=True)
class Verdict:
    """What was checked, and what failed, if anything did."""

    passed: tuple[Step, ...]
    failure: Failure | None = None

    @property
    def good(self) -> bool:
        """Return whether everything that was checked holds."""
        return self.failure is None

    def to_json(self) -> dict[str, object]:
        """Return it as the command prints it."""
        failed = self.failure
        return {
            "good": self.good,
            "passed": [it.value for it in self.passed],
            "failed": None if failed is None else failed.step.value,
            "reason": None if failed is None else failed.reason.value,
            "said": None if failed is None else failed.said,
            "found": None if failed is None else failed.found,
        }


@dataclass(frozen=True, slots=True)
class Asker:
    """Who asks: his name and his balance at that block, as far as he says them."""

    name: str | None = None
    balance: int | None = None


NOBODY: Final = Asker()


class _Failed(Exception):
    """One step failed: nothing after it is looked at."""

    def __init__(self, failure: Failure) -> None:
        super().__init__(failure.reason.value)
        self.failure = failure


@dataclass(slots=True)
class _Checks:
    """The steps passed so far."""

    passed: list[Step] = field(default_factory=list)

    def stop(self, step: Step, reason: Reason, said: object = "", found: object = "") -> NoReturn:
        """Stop here."""
        said, found = str(said)[:_LONGEST_SAID], str(found)[:_LONGEST_SAID]
        raise _Failed(Failure(step, reason, said, found))

    def within(self, step: Step, reason: Reason, number: int, most: int) -> None:
        """Stop here unless *number* is from 0 to *most*."""
        if not 0 <= number <= most:
            self.stop(step, reason, number, f"0..{most}")

    def equal(self, step: Step, reason: Reason, said: object, found: object) -> None:
        """Stop here unless what was *said* is what was *found*."""
        if said != found:
            self.stop(step, reason, said, found)


def verify(raw: bytes, state: TokenState, asker: Asker = NOBODY) -> Verdict:
    """Check the proof file *raw* against the *state* of the chain."""
    try:
        proof = read_proof_file(raw)
    except BadFile as bad:
        return Verdict((), Failure(Step.FILE, Reason.UNREADABLE, found=str(bad)))
    return check(proof, state, asker)


def check(proof: ProofFile, state: TokenState, asker: Asker = NOBODY) -> Verdict:
    """Check a proof that has been read; the first step that fails ends it."""
    checks = _Checks([Step.FILE])
    try:
        checks.equal(Step.EPOCH, Reason.OTHER_EPOCH, proof.epoch, state.epoch)
        checks.equal(Step.EPOCH, Reason.OTHER_BLOCK, proof.block, state.block)
        checks.passed.append(Step.EPOCH)
        if proof.custody:
            _check_custody(checks, proof.custody, state, asker)
        elif asker != NOBODY:
            checks.stop(Step.MEMBER, Reason.NO_CUSTODY)
        if proof.claim:
            _check_claim(checks, proof.claim, state)
        _check_supply(checks, state)
    except _Failed as failed:
        return Verdict(tuple(checks.passed), failed.failure)
    return Verdict(tuple(checks.passed))


def _check_custody(checks: _Checks, path: SumPath, state: TokenState, asker: Asker) -> None:
    if asker.name is not None:
        checks.equal(Step.MEMBER, Reason.OTHER_MEMBER, path.name, asker.name)
        checks.passed.append(Step.MEMBER)
    checks.within(Step.BALANCE, Reason.BALANCE_OUT_OF_RANGE, path.balance, LARGEST)
    if asker.balance is not None:
        checks.equal(Step.BALANCE, Reason.OTHER_BALANCE, path.balance, asker.balance)
    checks.passed.append(Step.BALANCE)
    top = _climb(checks, path)
    checks.passed += (Step.PATH, Step.RANGE)
    checks.equal(Step.TOTAL, Reason.OTHER_TOTAL, top.sum, state.custody)
    checks.passed.append(Step.TOTAL)
    found = root_hash(path.count, top)
    checks.equal(Step.SUM_ROOT, Reason.OTHER_SUM_ROOT, found.hex(), state.sum_root.hex())
    checks.passed.append(Step.SUM_ROOT)


def _climb(checks: _Checks, path: SumPath) -> Summed:
    """Return the topmost node that *path* leads to, every sum on the way in range."""
    checks.within(Step.PATH, Reason.NO_SUCH_PLACE, path.place, path.count - 1)
    ways = list(turns(path.place, path.count))
    checks.equal(Step.PATH, Reason.WRONG_LENGTH, len(path.beside), len(ways))
    hidden = blinded(path.salt, path.name)
    at = Summed(leaf_hash(path.salt, hidden, path.balance), path.balance)
    for beside, on_the_left in zip(path.beside, ways, strict=True):
        for summed in (beside.sum, at.sum + beside.sum):
            checks.within(Step.RANGE, Reason.SUM_OUT_OF_RANGE, summed, LARGEST)
        at = node(beside, at) if on_the_left else node(at, beside)
    return at


def _check_claim(checks: _Checks, claim: ClaimProof, state: TokenState) -> None:
    try:
        proved = read_proof(claim.proof, claim.key)
    except BadProof as bad:
        checks.stop(Step.CLAIM, Reason.BAD_CLAIM, claim.wallet, bad.fault.value)
    checks.equal(Step.CLAIM, Reason.OTHER_ROOT, proved.root.hex(), state.root.hex())
    checks.equal(Step.CLAIM, Reason.OTHER_AMOUNT, claim.amount, proved.amount)
    checks.within(Step.CLAIM, Reason.MORE_THAN_ISSUED, proved.amount, state.issued)
    checks.passed.append(Step.CLAIM)


def _check_supply(checks: _Checks, state: TokenState) -> None:
    """Check the token's own books: what exists is owed or was issued, and was not burned.

    Only what was issued can be burned, so the supply never covers less than custody.
    """
    checks.within(Step.SUPPLY, Reason.MORE_BURNED, state.burned, state.issued)
    due = state.custody + state.issued - state.burned
    checks.equal(Step.SUPPLY, Reason.OTHER_SUPPLY, state.total_supply, due)
    checks.passed.append(Step.SUPPLY)
