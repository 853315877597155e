"""ton_proof: a TON wallet signs our challenge, and its address itself says which key counts.

The public key is read out of the wallet's initial state, whose hash is the address; what a wallet
claims its key to be is only compared. So nobody has to ask the chain, and a wallet whose code is
not in the table below is refused: where its key stands would be a guess.
"""

import base64
import binascii
import hashlib
import hmac
import re
import struct
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType
from typing import Final

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from contracts.wire.refusals import Refusal, Refused
from contracts.wire.units import UnixTime
from hub.core.access.cells import LARGEST_BAG, Cell, read_bag


class Network(StrEnum):
    """Which TON a wallet is on, as wallets name it."""

    MAINNET = "-239"
    TESTNET = "-3"


@dataclass(frozen=True, slots=True)
class WalletProof:
    """What a wallet sent: who it says it is, and what it signed."""

    address: str
    """Raw form: workchain, colon, 64 hexadecimal digits."""
    network: str
    public_key: str
    """64 hexadecimal digits, as the wallet claims."""
    state_init: str
    """Base64 of the bag of cells of the wallet's initial state."""
    timestamp: int
    domain: str
    domain_length: int
    """In bytes, as the wallet counted."""
    payload: str
    """Our challenge."""
    signature: str
    """Base64 of 64 bytes."""


@dataclass(frozen=True, slots=True)
class Expected:
    """What this hub asks of a proof."""

    domain: str
    network: Network


@dataclass(frozen=True, slots=True)
class _Layout:
    """Where a wallet keeps its owner's public key."""

    name: str
    skip: int
    """Bits of the state's data before the key."""
    size: int
    """Bits of the state's data in all, while no plugin hangs on it."""


_OLDEST_S: Final = 15 * 60
"""As old as the challenge may be."""
_GREATEST_LEAD_S: Final = 60
"""How far a phone's clock may be ahead of ours."""
_LONGEST_DOMAIN: Final = 253
_KEY_BITS: Final = 256
_ADDRESS: Final = re.compile(r"(0|-1):([0-9a-fA-F]{64})", re.ASCII)
_HEX_KEY: Final = re.compile(r"[0-9a-fA-F]{64}", re.ASCII)

_LAYOUTS: Final[Mapping[str, _Layout]] = MappingProxyType(
    {
        "b61041a58a7980b946e8fb9e198e3c904d24799ffa36574ea4251c41a566f581": _Layout(
            "v3r1", 64, 320
        ),
        "84dafa449f98a6987789ba232358072bc0f76dc4524002a5d0918b9a75d2d599": _Layout(
            "v3r2", 64, 320
        ),
        "64dd54805522c5be8a9db59cea0105ccf0d08786ca79beb8cb79e880a8d7322d": _Layout(
            "v4r1", 64, 321
        ),
        "feb5ff6820e2ff0d9483e7e0d62c817d846789fb4ae580c878866d959dabd5c0": _Layout(
            "v4r2", 64, 321
        ),
        "20834b7b72b112147e1b2fb457b84e74d1a30f04f737d4f62a668e9552d2b72f": _Layout(
            "v5r1", 65, 322
        ),
        "e4cf3b2f4c6d6a61ea0f2b5447d266785b26af3637db2deee6bcd1aa826f3412": _Layout(
            "v5beta", 113, 370
        ),
    }
)
"""By the hash of the wallet's code; from the wallets' published sources."""


def check_wallet(proof: WalletProof, expected: Expected, now: UnixTime) -> str:
    """Return the raw address, in lower case, of the wallet that made *proof*; or refuse.

    The payload is not judged here: whether the challenge is ours and unused is for `challenge`.
    """
    workchain, account = _read_address(proof.address)
    if proof.network != expected.network:
        raise Refused(Refusal.MISMATCH, "a wallet of another network")
    _check_domain(proof, expected.domain)
    age = now - proof.timestamp
    if age > _OLDEST_S:
        raise Refused(Refusal.EXPIRED, f"a proof {age} s old")
    if age < -_GREATEST_LEAD_S:
        raise Refused(Refusal.MALFORMED, f"a proof from {-age} s ahead")
    key = _owner_key(_read_state(proof.state_init), account)
    if not _HEX_KEY.fullmatch(proof.public_key) or bytes.fromhex(proof.public_key) != key:
        raise Refused(Refusal.FORGED, "the key is not the one in the wallet's state")
    try:
        signature = base64.b64decode(proof.signature, validate=True)
        said = signed_text(workchain, account, proof.domain, proof.timestamp, proof.payload)
        Ed25519PublicKey.from_public_bytes(key).verify(signature, said)
    except (binascii.Error, ValueError, InvalidSignature) as error:
        raise Refused(Refusal.FORGED, "the signature does not fit the proof") from error
    return f"{workchain}:{account.hex()}"


def signed_text(workchain: int, account: bytes, domain: str, timestamp: int, payload: str) -> bytes:
    """Return the 32 bytes that a wallet signs for these fields."""
    name = domain.encode("utf-8")
    message = b"".join(
        (
            b"ton-proof-item-v2/",
            struct.pack(">i", workchain),
            account,
            struct.pack("<I", len(name)),
            name,
            struct.pack("<Q", timestamp),
            payload.encode("utf-8"),
        )
    )
    inner = hashlib.sha256(message).digest()
    return hashlib.sha256(b"\xff\xffton-connect" + inner).digest()


def _read_address(text: str) -> tuple[int, bytes]:
    """Return workchain and account of a raw address; or refuse."""
    parts = _ADDRESS.fullmatch(text)
    if parts is None:
        raise Refused(Refusal.MALFORMED, "not a raw TON address")
    return int(parts[1]), bytes.fromhex(parts[2])


def _check_domain(proof: WalletProof, domain: str) -> None:
    """Refuse a proof that was made for another site."""
    if len(proof.domain) > _LONGEST_DOMAIN:
        raise Refused(Refusal.TOO_LONG, "a domain longer than a domain can be")
    if proof.domain != domain:
        raise Refused(Refusal.MISMATCH, "a proof made for another domain")
    if proof.domain_length != len(proof.domain.encode("utf-8")):
        raise Refused(Refusal.MALFORMED, "a domain of another length than it says")


def _read_state(text: str) -> Cell:
    """Return the cell of the initial state; or refuse."""
    if len(text) > LARGEST_BAG * 4 // 3 + 4:
        raise Refused(Refusal.TOO_LONG, f"an initial state of {len(text)} characters")
    try:
        raw = base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError) as error:
        raise Refused(Refusal.MALFORMED, "an initial state that is not base64") from error
    return read_bag(raw)


def _owner_key(state: Cell, account: bytes) -> bytes:
    """Return the public key that the wallet's initial *state* holds; or refuse."""
    if not hmac.compare_digest(state.hash, account):
        raise Refused(Refusal.FORGED, "the address is not the hash of the initial state")
    # split_depth, special: absent in a wallet; code and data: present; library: absent.
    if (state.bits, state.cut(0, 5), len(state.refs)) != (5, 0b00110, 2):
        raise Refused(Refusal.MALFORMED, "an initial state that no wallet has")
    code, content = state.refs
    named = code.cut(8, 256).to_bytes(32, "big") if code.special else code.hash
    layout = _LAYOUTS.get(named.hex())
    if layout is None:
        raise Refused(Refusal.UNKNOWN_VERSION, "a wallet whose code is not known here")
    if content.bits != layout.size:
        raise Refused(Refusal.MALFORMED, f"a {layout.name} wallet with other fields")
    return content.cut(layout.skip, _KEY_BITS).to_bytes(32, "big")
