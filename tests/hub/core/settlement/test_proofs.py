"""What verify-proof finds: honest proofs pass, and every lie we know is named by its step.

The liar here owns the hub and the chain's numbers: he states any root and any sums he likes, and
hands out any path. What he cannot do is make hashes meet.
"""

import hashlib
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hub.core.ids import MemberId
from hub.core.settlement.proof_files import ClaimProof, ProofFile, TokenState, wallet_of
from hub.core.settlement.proofs import NOBODY, Asker, Reason, Step, Verdict, verify
from hub.core.settlement.sums import (
    LARGEST,
    Summed,
    SumPath,
    blinded,
    leaf_hash,
    node,
    root_hash,
)
from tests.hub.core.settlement.sum_trees import (
    BLOCK,
    EPOCH,
    OTHER_WALLET,
    WALLET,
    Programme,
    programme,
    stated,
    sums_of,
    with_step,
    written,
)

BALANCES = (500, 20, 0, 1250, 7, 99, 3)
ALL = tuple(Step)
balances = st.lists(st.integers(0, 10**6), min_size=1, max_size=20)


@pytest.fixture
def honest() -> Programme:
    """Return a programme of seven members, all of it true."""
    return programme(BALANCES)


def failed(verdict: Verdict) -> tuple[Step, Reason]:
    """Return where a proof failed, and why."""
    assert verdict.failure, "this proof must fail"
    assert verdict.failure.step not in verdict.passed
    return verdict.failure.step, verdict.failure.reason


@given(balances, st.data())
def test_an_honest_proof_passes_every_step(found: list[int], data: st.DataObject) -> None:
    """Whoever asks, in a tree of any size."""
    books = programme(found)
    member = data.draw(st.integers(1, len(found)))
    asker = Asker(f"member:{member}", found[member - 1])
    verdict = verify(written(books.proof(member)), books.state, asker)
    assert verdict.good
    assert set(verdict.passed) == set(ALL)
    assert verdict.to_json()["good"] is True


def test_an_omitted_member_has_no_path(honest: Programme) -> None:
    """The chain states a tree without him; the path from the true tree does not lead there."""
    without = sums_of([it for number, it in enumerate(BALANCES, 1) if number != 4])
    lying = stated(honest, without.root(), without.total())
    verdict = lying.verdict(honest.path(4))
    assert failed(verdict) == (Step.TOTAL, Reason.OTHER_TOTAL)
    lying = stated(honest, without.root(), honest.state.custody)
    assert failed(lying.verdict(honest.path(4))) == (Step.SUM_ROOT, Reason.OTHER_SUM_ROOT)


def test_a_shrunk_balance_is_not_his(honest: Programme) -> None:
    """A tree with 1,000 points less for him: the asker's own balance tells."""
    shrunk = sums_of([500, 20, 0, 250, 7, 99, 3])
    lying = stated(honest, shrunk.root(), shrunk.total())
    path = shrunk.path(salted(4))
    assert path
    asker = Asker("member:4", 1250)
    assert failed(lying.verdict(path, asker)) == (Step.BALANCE, Reason.OTHER_BALANCE)
    grown = replace(path, balance=1250)
    assert failed(lying.verdict(grown, asker)) == (Step.TOTAL, Reason.OTHER_TOTAL)
    lying = stated(honest, shrunk.root(), shrunk.total() + 1000)
    assert failed(lying.verdict(grown, asker)) == (Step.SUM_ROOT, Reason.OTHER_SUM_ROOT)


def salted(member: int) -> MemberId:
    """Return a member's number as the tree takes it."""
    return MemberId(member)


def test_a_doubled_balance_is_no_leaf(honest: Programme) -> None:
    """Twice the points by a changed file: nothing on chain knows them."""
    path = honest.path(4)
    doubled = replace(path, balance=2 * path.balance)
    assert failed(honest.verdict(doubled)) == (Step.TOTAL, Reason.OTHER_TOTAL)
    beside = path.beside[0]
    hidden = with_step(doubled, 0, Summed(beside.hash, beside.sum - path.balance))
    assert failed(honest.verdict(hidden)) in (
        (Step.RANGE, Reason.SUM_OUT_OF_RANGE),
        (Step.SUM_ROOT, Reason.OTHER_SUM_ROOT),
    )


def test_one_leaf_is_not_two_members(honest: Programme) -> None:
    """Two members with the same balance are shown the same leaf: the second sees another's name."""
    path = honest.path(1)
    second = Asker("member:8", path.balance)
    assert failed(honest.verdict(path, second)) == (Step.MEMBER, Reason.OTHER_MEMBER)
    renamed = replace(path, name="member:8")
    assert failed(honest.verdict(renamed, second)) == (Step.SUM_ROOT, Reason.OTHER_SUM_ROOT)


def test_a_negative_balance_hides_nothing(honest: Programme) -> None:
    """A made-up member who owes the others' points: every sum on the way must be in range."""
    path = honest.path(4)
    below = with_step(path, 0, Summed(bytes(32), -1000))
    assert failed(honest.verdict(below)) == (Step.RANGE, Reason.SUM_OUT_OF_RANGE)
    negative = replace(path, balance=-5)
    assert failed(honest.verdict(negative)) == (Step.BALANCE, Reason.BALANCE_OUT_OF_RANGE)


def test_a_sum_that_wraps_around_hides_nothing(honest: Programme) -> None:
    """In 64 bits a huge sum beside him would take his own away again."""
    path = honest.path(4)
    for huge in (LARGEST, LARGEST + 1, 2**64 - 1250, 2**64, 10**400):
        wrapped = with_step(path, 0, Summed(bytes(32), huge))
        assert failed(honest.verdict(wrapped)) == (Step.RANGE, Reason.SUM_OUT_OF_RANGE)
    large = replace(path, balance=LARGEST + 1)
    assert failed(honest.verdict(large)) == (Step.BALANCE, Reason.BALANCE_OUT_OF_RANGE)


def test_sums_cannot_move_between_neighbours(honest: Programme) -> None:
    """A node commits to both children's sums: more here and less there is another hash."""
    path = honest.path(4)
    assert path.beside[0].sum, "there is something to move"
    beside = Summed(path.beside[0].hash, path.beside[0].sum - 1)
    moved = with_step(replace(path, balance=path.balance + 1), 0, beside)
    assert failed(honest.verdict(moved)) == (Step.SUM_ROOT, Reason.OTHER_SUM_ROOT)


def test_children_have_their_sides(honest: Programme) -> None:
    """The leaf on the other side of its neighbour is in another place."""
    path = honest.path(4)
    swapped = replace(path, place=path.place ^ 1)
    assert failed(honest.verdict(swapped)) == (Step.SUM_ROOT, Reason.OTHER_SUM_ROOT)


def test_custody_is_the_trees_total(honest: Programme) -> None:
    """The chain states less than the tree adds up to, or more."""
    for custody in (honest.state.custody - 1, honest.state.custody + 1, 0):
        lying = stated(honest, honest.state.sum_root, custody)
        assert failed(lying.verdict(honest.path(2))) == (Step.TOTAL, Reason.OTHER_TOTAL)


def test_another_epoch_or_block_is_another_statement(honest: Programme) -> None:
    """Yesterday's true proof says nothing of today."""
    proof = honest.proof(2)
    for epoch in (EPOCH - 1, EPOCH + 1):
        verdict = verify(written(replace(proof, epoch=epoch)), honest.state)
        assert failed(verdict) == (Step.EPOCH, Reason.OTHER_EPOCH)
    verdict = verify(written(replace(proof, block=BLOCK + 1)), honest.state)
    assert failed(verdict) == (Step.EPOCH, Reason.OTHER_BLOCK)


def test_a_path_has_the_length_of_its_tree(honest: Programme) -> None:
    """A step less, a step more, or another count of leaves."""
    path = honest.path(4)
    for wrong in (path.beside[:-1], (*path.beside, Summed(bytes(32), 0)), ()):
        verdict = honest.verdict(replace(path, beside=wrong))
        assert failed(verdict) == (Step.PATH, Reason.WRONG_LENGTH)
    for place in (path.count, 2**31):
        verdict = honest.verdict(replace(path, place=place))
        assert failed(verdict) == (Step.PATH, Reason.NO_SUCH_PLACE)
    verdict = honest.verdict(replace(path, count=8 if path.count != 8 else 7, place=0))
    assert not verdict.good


def test_a_leaf_is_no_node_and_a_node_no_leaf(honest: Programme) -> None:
    """A leaf handed out as the node above it, and the whole tree stated as one leaf."""
    path = honest.path(4)
    leaf = Summed(leaf_hash(path.salt, blinded(path.salt, path.name), path.balance), path.balance)
    alone = SumPath(path.name, path.salt, path.balance, 0, 1, ())
    lying = stated(honest, root_hash(1, leaf), path.balance)
    assert lying.verdict(alone).good, "for him alone the total would be right, and so is the chain"
    assert failed(honest.verdict(replace(alone, balance=honest.state.custody)))[0] == Step.SUM_ROOT
    above = node(leaf, path.beside[0])
    inner = replace(path, count=(path.count + 1) // 2, place=path.place // 2,
                    beside=path.beside[1:], balance=above.sum)  # fmt: skip
    assert failed(honest.verdict(inner)) == (Step.SUM_ROOT, Reason.OTHER_SUM_ROOT)


def test_two_members_of_one_true_tree_cannot_share_a_place(honest: Programme) -> None:
    """If both proofs hold on one chain, the total covers both balances."""
    for one in range(1, 8):
        for other in range(one + 1, 8):
            paths = honest.path(one), honest.path(other)
            assert paths[0].place != paths[1].place
            assert paths[0].balance + paths[1].balance <= honest.state.custody
            stolen = replace(paths[1], place=paths[0].place, beside=paths[0].beside)
            assert not honest.verdict(stolen).good


def test_the_supply_is_what_is_owed(honest: Programme) -> None:
    """A hub that mints on the side is seen by everybody."""
    state = replace(honest.state, total_supply=honest.state.total_supply + 1)
    assert failed(verify(written(honest.proof(2)), state)) == (Step.SUPPLY, Reason.OTHER_SUPPLY)


def test_the_supply_covers_custody(honest: Programme) -> None:
    """Only what was issued can be burned, and nothing is burned backwards."""
    for burned in (honest.state.issued + 1, -1):
        supply = honest.state.custody + honest.state.issued - burned
        state = replace(honest.state, burned=burned, total_supply=supply)
        verdict = verify(written(honest.proof(2)), state)
        assert failed(verdict) == (Step.SUPPLY, Reason.MORE_BURNED)


def test_a_claim_is_of_the_stated_tree(honest: Programme) -> None:
    """Another root, another amount, another wallet, and more than everything."""

    def verdict(claim: ClaimProof, state: TokenState = honest.state) -> tuple[Step, Reason]:
        return failed(verify(written(ProofFile(EPOCH, BLOCK, None, claim)), state))

    claim = ClaimProof(wallet_of(WALLET), 1000, honest.leaves.proof(WALLET))
    assert verdict(replace(claim, amount=1001)) == (Step.CLAIM, Reason.OTHER_AMOUNT)
    other = wallet_of(OTHER_WALLET)
    assert verdict(replace(claim, wallet=other)) == (Step.CLAIM, Reason.BAD_CLAIM)
    assert verdict(replace(claim, proof=b"")) == (Step.CLAIM, Reason.BAD_CLAIM)
    lying = replace(honest.state, root=hashlib.sha256(b"another").digest())
    assert verdict(claim, lying) == (Step.CLAIM, Reason.OTHER_ROOT)
    lying = replace(honest.state, issued=999)
    assert verdict(claim, lying) == (Step.CLAIM, Reason.MORE_THAN_ISSUED)


def test_who_asks_for_his_balance_is_not_put_off(honest: Programme) -> None:
    """A file with a claim only says nothing of custody."""
    claim = ClaimProof(wallet_of(WALLET), 1000, honest.leaves.proof(WALLET))
    raw = written(ProofFile(EPOCH, BLOCK, None, claim))
    assert verify(raw, honest.state, NOBODY).good
    for asker in (Asker("member:1"), Asker(None, 5)):
        asked = verify(raw, honest.state, asker)
        assert failed(asked) == (Step.MEMBER, Reason.NO_CUSTODY)


@given(st.data())
def test_no_bit_of_a_proof_can_be_another(data: st.DataObject) -> None:
    """Whatever is changed in a path, it fails: hashes, salt, sums, place and count."""
    books = programme(BALANCES)
    path = books.path(data.draw(st.integers(1, len(BALANCES))))
    kind = data.draw(st.sampled_from(["salt", "hash", "sum", "place", "count", "balance", "name"]))
    step = data.draw(st.integers(0, len(path.beside) - 1))
    bit = 1 << data.draw(st.integers(0, 62))
    beside = path.beside[step]
    forged = {
        "salt": lambda: replace(path, salt=flipped(path.salt, bit)),
        "hash": lambda: with_step(path, step, beside._replace(hash=flipped(beside.hash, bit))),
        "sum": lambda: with_step(path, step, beside._replace(sum=beside.sum ^ bit)),
        "place": lambda: replace(path, place=(path.place + 1 + bit % 6) % path.count),
        "count": lambda: replace(path, count=path.count + bit % 6 + 1),
        "balance": lambda: replace(path, balance=path.balance ^ bit),
        "name": lambda: replace(path, name=path.name + "0"),
    }[kind]()
    assert forged != path
    assert not books.verdict(forged).good


def flipped(content: bytes, bit: int) -> bytes:
    """Return *content* with one of its last bits turned over."""
    return (int.from_bytes(content, "big") ^ bit).to_bytes(len(content), "big")


def test_a_verdict_says_what_failed_in_numbers(honest: Programme) -> None:
    """The step, why, what was said and what was found; never pages of digits."""
    path = honest.path(4)
    said = honest.verdict(path, Asker("member:4", 1300)).to_json()
    assert said == {
        "good": False, "passed": ["file", "epoch", "member"], "failed": "balance",
        "reason": "other_balance", "said": "1250", "found": "1300",
    }  # fmt: skip
    wide = with_step(path, 0, Summed(bytes(32), 10**4000))
    failure = honest.verdict(wide).failure
    assert failure
    assert len(failure.said) == 100
