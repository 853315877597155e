"""Proof files: what a member keeps, and checks without trusting the hub; and a chain's state.

Both are JSON, read strictly: every key known and there, every number in range, nothing twice.
"""

import base64
import binascii
import json
import re
from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields
from typing import Final

from contracts.ton.proof_cells import KEY_SIZE, LONGEST_PROOF
from hub.core.settlement.sums import HASH_SIZE, LARGEST, MOST_MEMBERS, SALT_SIZE, Summed, SumPath

LONGEST: Final = 65_536
"""Bytes of a file: 31 steps of 100 and a claim's proof of at most 44,000 fit."""
KIND: Final = "baursak.proof"
VERSION: Final = 1
LONGEST_NAME: Final = 100
MOST_STEPS: Final = 31
"""Of a path: as many as the largest tree has."""
_UINT32: Final = 2**32 - 1
_UINT64: Final = 2**64 - 1
_WALLET: Final = re.compile(r"0:[0-9a-f]{64}\Z")
_HASH: Final = re.compile(r"[0-9a-f]{64}\Z")


class BadFile(Exception):
    """A file that cannot be read as what it should be; the text says where."""


@dataclass(frozen=True, slots=True)
class TokenState:
    """What LoyaltyToken says at one block of the chain."""

    epoch: int
    root: bytes
    issued: int
    custody: int
    sum_root: bytes
    block: int
    """Of the ledger."""
    total_supply: int
    burned: int
    """As the supply says it: custody + issued − supply."""

    def to_json(self) -> dict[str, object]:
        """Return it as a file has it; the hashes in hex."""
        return {
            name: it.hex() if isinstance(it, bytes) else it for name, it in asdict(self).items()
        }


@dataclass(frozen=True, slots=True)
class ClaimProof:
    """That a wallet has been issued so much in all, as the token's contract checks it."""

    wallet: str
    """Raw: 0: and 64 hexadecimal digits."""
    amount: int
    proof: bytes
    """A bag of cells."""

    @property
    def key(self) -> bytes:
        """Return the wallet's account id, its key in the tree."""
        return bytes.fromhex(self.wallet[2:])


@dataclass(frozen=True, slots=True)
class ProofFile:
    """What a proof file says: about a balance in custody, about a claim, or about both."""

    epoch: int
    block: int
    custody: SumPath | None = None
    claim: ClaimProof | None = None

    def to_json(self) -> dict[str, object]:
        """Return the file's JSON object."""
        found: dict[str, object] = {
            "kind": KIND, "version": VERSION, "epoch": self.epoch, "block": self.block,
        }  # fmt: skip
        if self.custody:
            found["custody"] = self.custody.to_json()
        if self.claim:
            proof = base64.b64encode(self.claim.proof).decode()
            found["claim"] = {
                "wallet": self.claim.wallet, "amount": self.claim.amount, "proof": proof,
            }  # fmt: skip
        return found


def wallet_of(key: bytes) -> str:
    """Return the raw address of the basechain account *key*."""
    assert len(key) == KEY_SIZE, "an account id has 256 bits"
    return f"0:{key.hex()}"


def read_proof_file(raw: bytes) -> ProofFile:
    """Return what a proof file says."""
    found = _read_object(raw)
    if found.get("kind") != KIND:
        raise BadFile("kind")
    if _number(found, "version", _UINT32) != VERSION:
        raise BadFile("version")
    _only(found, {"kind", "version", "epoch", "block"}, {"custody", "claim"})
    custody, claim = found.get("custody"), found.get("claim")
    if custody is None and claim is None:
        raise BadFile("custody")
    return ProofFile(
        _number(found, "epoch", _UINT32),
        _number(found, "block", _UINT64),
        None if custody is None else _read_path(custody),
        None if claim is None else _read_claim(claim),
    )


def read_state(raw: bytes) -> TokenState:
    """Return the state of the chain that a file says, as TokenState.to_json writes it."""
    found = _read_object(raw)
    _only(found, {it.name for it in fields(TokenState)}, set())
    return TokenState(
        epoch=_number(found, "epoch", _UINT32),
        root=_hash(found.get("root"), "root"),
        issued=_number(found, "issued", LARGEST),
        custody=_number(found, "custody", LARGEST),
        sum_root=_hash(found.get("sum_root"), "sum_root"),
        block=_number(found, "block", _UINT64),
        total_supply=_number(found, "total_supply", LARGEST),
        burned=_any_number(found, "burned"),
    )


def _read_object(raw: bytes) -> Mapping[str, object]:
    if len(raw) > LONGEST:
        raise BadFile("too long")
    try:
        found = json.loads(
            raw.decode(), object_pairs_hook=_once, parse_float=_refuse, parse_constant=_refuse
        )
    except (ValueError, RecursionError):
        raise BadFile("not JSON") from None
    return _object(found, "file")


def _once(pairs: list[tuple[str, object]]) -> dict[str, object]:
    """Return an object of JSON that says every key once."""
    found = dict(pairs)
    if len(found) != len(pairs):
        raise ValueError("a key twice")
    return found


def _refuse(text: str) -> object:
    raise ValueError(f"no whole number: {text[:20]}")


def _read_path(said: object) -> SumPath:
    found = _object(said, "custody")
    _only(found, {"name", "salt", "balance", "place", "count", "beside"}, set())
    name, beside = found["name"], found["beside"]
    if not isinstance(name, str) or not 1 <= len(name) <= LONGEST_NAME or not name.isprintable():
        raise BadFile("name")
    if not isinstance(beside, list) or len(beside) > MOST_STEPS:
        raise BadFile("beside")
    return SumPath(
        name,
        _hash(found["salt"], "salt", SALT_SIZE),
        _any_number(found, "balance"),
        _number(found, "place", MOST_MEMBERS),
        _number(found, "count", MOST_MEMBERS),
        tuple(_read_summed(it) for it in beside),
    )


def _read_summed(said: object) -> Summed:
    if not isinstance(said, list) or len(said) != 2:
        raise BadFile("beside")
    # Any whole number is read: that a sum is out of range is a finding, not a misprint.
    return Summed(_hash(said[0], "beside"), _any_number({"beside": said[1]}, "beside"))


def _read_claim(said: object) -> ClaimProof:
    found = _object(said, "claim")
    _only(found, {"wallet", "amount", "proof"}, set())
    wallet, proof = found["wallet"], found["proof"]
    if not isinstance(wallet, str) or not _WALLET.match(wallet):
        raise BadFile("wallet")
    if not isinstance(proof, str):
        raise BadFile("proof")
    try:
        bag = base64.b64decode(proof, validate=True)
    except (binascii.Error, ValueError):
        raise BadFile("proof") from None
    if len(bag) > LONGEST_PROOF:
        raise BadFile("proof")
    return ClaimProof(wallet, _number(found, "amount", LARGEST), bag)


def _object(said: object, where: str) -> Mapping[str, object]:
    if not isinstance(said, dict):
        raise BadFile(where)
    return said


def _only(found: Mapping[str, object], needed: set[str], allowed: set[str]) -> None:
    """Refuse an object that lacks a key or has one that nobody knows."""
    for key in sorted(needed - found.keys()):
        raise BadFile(key)
    for key in sorted(found.keys() - needed - allowed):
        raise BadFile(f"unknown key {key[:LONGEST_NAME]!r}")


def _any_number(found: Mapping[str, object], key: str) -> int:
    number = found.get(key)
    if not isinstance(number, int) or isinstance(number, bool):
        raise BadFile(key)
    return number


def _number(found: Mapping[str, object], key: str, largest: int) -> int:
    number = _any_number(found, key)
    if not 0 <= number <= largest:
        raise BadFile(key)
    return number


def _hash(said: object, key: str, size: int = HASH_SIZE) -> bytes:
    if not isinstance(said, str) or len(said) != 2 * size or not _HASH.match(said):
        raise BadFile(key)
    return bytes.fromhex(said)
