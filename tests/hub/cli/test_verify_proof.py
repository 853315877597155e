"""`baursak verify-proof`: sentences for people, an object for programs, and an exit code."""

import base64
import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from contracts.ton.addresses import friendly
from contracts.ton.cells import builder
from contracts.ton.loyalty_token import Bounds, Epoch, Founding, set_root
from contracts.ton.reading import address_of
from contracts.ton.seen import Address
from hub.cli.verify_proof import LONGEST_NETWORK, verify_proof
from hub.core.ids import MemberId
from hub.core.settlement.network import TESTNET, ZERO_STATES
from hub.core.settlement.proof_files import ProofFile
from hub.localchain.chain import LocalChain
from tests.chains import WireRig
from tests.hub.core.settlement.sum_trees import (
    BLOCK,
    EPOCH,
    Programme,
    programme,
    sums_of,
    written,
)
from tests.ton_chain import wallet


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


def test_the_chain_itself_is_asked(tmp_path: Path) -> None:
    """Over a lite-server: the token's own state is what the proof is checked against."""
    rig = WireRig()
    try:
        token, proof = rig.act(settled)
        servers, path = tmp_path / "local.config.json", tmp_path / "proof.json"
        servers.write_bytes(rig.file())
        path.write_bytes(proof)
        asked = (path, "--network", "local", "--servers", servers, "--member", "member:2")
        assert "Everything fits" in run(*asked, "--token", token, code=0).output
        assert "other" in run(*asked, "--token", token, "--balance", 9, "--json", code=1).output
        said = run(*asked, "--token", f"0:{'0' * 64}", code=1).output
        assert "is not a LoyaltyToken of this version" in said
        asked = (path, "--network", "mainnet", "--servers", servers, "--token", token)
        assert "is of no public network, but --network says mainnet" in run(*asked, code=1).output
    finally:
        rig.close()


def test_the_network_is_the_one_that_is_named_and_else_mainnet(
    tmp_path: Path, proof: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """By --network, by TON_NETWORK, or by nobody: what to do says which it was."""
    servers = tmp_path / "testnet-global.config.json"
    zero = base64.b64encode(bytes.fromhex(ZERO_STATES[TESTNET])).decode()
    block = {"seqno": 0, "root_hash": zero, "file_hash": zero}
    servers.write_text(json.dumps({
        "liteservers": [{"ip": 1, "port": 1, "id": {"key": zero}}],
        "validator": {"zero_state": block, "init_block": block},
    }))  # fmt: skip
    asked = (proof, "--servers", servers, "--token", f"0:{'1' * 64}")
    monkeypatch.delenv("TON_NETWORK", raising=False)
    said = run(*asked, code=1).output
    assert "is of testnet, but mainnet was looked at, as no --network was named" in said
    assert "--network testnet" in said
    monkeypatch.setenv("TON_NETWORK", "mainnet")
    said = run(*asked, code=1).output
    assert "is of testnet, but TON_NETWORK says mainnet" in said
    for wrong in ("off", "mainet"):
        monkeypatch.setenv("TON_NETWORK", wrong)
        said = run(*asked, code=2).output
        assert f"TON_NETWORK says {wrong}" in said
        assert "--network mainnet, testnet or local" in said


def test_an_address_of_a_test_network_is_not_looked_for_on_mainnet(
    proof: Path, state: Path
) -> None:
    """It says itself that it is of another network."""
    token = friendly(Address(f"0:{'1' * 64}"), test_network=True)
    asked = (proof, "--token", token, "--servers", state, "--network", "mainnet")
    said = run(*asked, code=2).output
    assert "test network only" in said
    assert "--network testnet" in said


def test_a_proof_that_does_not_fit_may_be_of_another_network(tmp_path: Path, state: Path) -> None:
    """A file does not say which it is of: where its epoch or sums differ, the hint is given."""
    path = tmp_path / "other.json"
    path.write_bytes(written(programme([5, 6]).proof(1)))
    for language, hint in (("en", "another network"), ("ru", "другой сети"), ("kk", "басқа желі")):
        assert hint in run(path, "--state", state, "--language", language, code=1).output
    shown = run(path, "--state", state, "--member", "member:9", code=1).output
    assert "another network" not in shown


def settled(chain: LocalChain) -> tuple[str, bytes]:
    """Put a token on *chain* that states three members; return its address and one's proof."""
    settler = wallet(chain, "settler")
    bounds = Bounds(settler.address, 2**60, 0, 0)
    content: Any = builder().store_uint(0, 8).end_cell()
    token = settler.deploy(Founding(settler.address, content, bounds).init())
    sums = sums_of([500, 20, 1250])
    said = Epoch(1, bytes(32), 0, sums.total(), sums.root(), 7)
    settler.send(token, set_root(said))
    return str(address_of(token)), written(ProofFile(1, 7, sums.path(MemberId(2))))


def test_it_must_be_said_where_the_state_is_from(proof: Path, state: Path) -> None:
    """From one place; and an address must be one."""
    places: list[tuple[object, ...]] = [(), ("--token", "EQ"), ("--state", state, "--token", "EQ")]
    for words in places:
        assert "Say both" in run(proof, *words, code=2).output
    said = run(proof, "--token", "EQ", "--servers", state, code=2).output
    assert "no address" in said
    long = proof.with_name("long.json")
    long.write_bytes(b" " * (LONGEST_NETWORK + 1))
    said = run(proof, "--token", f"0:{'1' * 64}", "--servers", long, code=1).output
    assert "long.json is too long" in said
