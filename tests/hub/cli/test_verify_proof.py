"""`baursak verify-proof`: sentences for people, an object for programs, and an exit code."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from hub.cli.verify_proof import verify_proof
from hub.core.settlement.proof_files import ProofFile
from tests.hub.core.settlement.sum_trees import BLOCK, EPOCH, Programme, programme, written


@pytest.fixture
def books() -> Programme:
    """Return a programme of three members."""
    return programme([500, 20, 1250])


@pytest.fixture
def state(tmp_path: Path, books: Programme) -> Path:
    """Return a file with what the chain states of them."""
    path = tmp_path / "chain.json"
    path.write_text(json.dumps(books.state.to_json()))
    return path


@pytest.fixture
def proof(tmp_path: Path, books: Programme) -> Path:
    """Return the third member's proof file."""
    path = tmp_path / "proof.json"
    path.write_bytes(written(books.proof(3)))
    return path


def run(*words: object, code: int) -> Result:
    """Run the command, which must end with *code*."""
    result = CliRunner().invoke(verify_proof, [str(word) for word in words])
    assert result.exit_code == code, result.output
    return result


def test_an_honest_proof_fits(proof: Path, state: Path) -> None:
    """In each language; and whoever does not say his name is told that it was not checked."""
    asked = (proof, "--state", state, "--member", "member:3", "--balance", 1250)
    assert run(*asked, code=0).output == (
        "Everything fits: the proof agrees with what the chain states.\n"
    )
    assert "Бәрі сәйкес" in run(*asked, "--language", "kk", code=0).output
    assert "Всё сходится" in run(*asked, "--language", "ru", code=0).output
    assert "Add --member" in run(proof, "--state", state, code=0).output


def test_a_claim_alone_is_nobodys_balance(tmp_path: Path, books: Programme, state: Path) -> None:
    """There is no name to ask for."""
    path = tmp_path / "claim.json"
    path.write_bytes(written(ProofFile(EPOCH, BLOCK, None, books.proof(3).claim)))
    assert "--member" not in run(path, "--state", state, code=0).output
    said = run(path, "--state", state, "--balance", 5, code=1).output
    assert "The file holds no proof of a balance." in said


def test_the_failed_step_is_named(proof: Path, state: Path) -> None:
    """With what the proof says and what was found."""
    words = (proof, "--state", state, "--member", "member:2")
    said = run(*words, code=1).output
    assert "This proof is another member's" in said
    assert "Step: member. The proof says: member:3. Found: member:2." in said
    assert "Шаг: member." in run(*words, "--language", "ru", code=1).output
    found = json.loads(run(*words, "--json", code=1).output)
    assert (found["good"], found["failed"], found["reason"]) == (False, "member", "other_member")


def test_a_long_file_is_not_read_whole(tmp_path: Path, state: Path) -> None:
    """Nor believed."""
    path = tmp_path / "long.json"
    path.write_bytes(b" " * 200_000)
    said = run(path, "--state", state, code=1).output
    assert "The file cannot be read" in said
    assert "too long" in said


def test_a_state_that_is_none_says_what_it_must_be(proof: Path) -> None:
    """And nothing is checked against it."""
    said = run(proof, "--state", proof, code=1).output
    assert "this is not the state of the token" in said
    assert "total_supply" in said
