"""A token is ours when one of our keys signed it, for this hub, now; and never else."""

import base64
import hashlib
import hmac
import json
from dataclasses import replace
from typing import Any

import jwt
import pytest
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
)
from hypothesis import given
from hypothesis import strategies as st

from contracts.wire import base64url
from contracts.wire.refusals import Refusal, Refused
from contracts.wire.units import UnixTime
from hub.adapters.tokens import LONGEST_TOKEN, JwtTokens, key_of_secret, keys_of_pem
from hub.core.ports.signing import Claims
from hub.errors import WrongSettings

ISSUER = "https://loyalty.example.kz"
AT = UnixTime(1_790_000_000)
KEY = key_of_secret(bytes(range(32)))
OLD = key_of_secret(bytes(range(1, 33)))
FOREIGN = Ed25519PrivateKey.from_private_bytes(bytes(32))
TOKENS = JwtTokens([KEY, OLD], ISSUER)
CLAIMS = Claims("staff", 7, b"f" * 16, AT, UnixTime(AT + 900))
KID = TOKENS.public_keys()[0]["kid"]
SAID: dict[str, Any] = {
    "iss": ISSUER,
    "aud": "staff",
    "sub": "7",
    "sid": base64url.encode(b"f" * 16),
    "iat": AT,
    "exp": AT + 900,
}


def signed(said: dict[str, Any], key: Ed25519PrivateKey = KEY, kid: object = KID) -> str:
    """Return *said* as a token that *key* signs."""
    return jwt.encode(said, key, algorithm="EdDSA", headers={"kid": kid})


def refuse(token: str, now: int = AT) -> None:
    """Make sure that *token* is refused as a stranger's."""
    with pytest.raises(Refused) as caught:
        TOKENS.read(token, UnixTime(now))
    assert caught.value.refusal is Refusal.UNAUTHENTICATED
    assert len(token) < 20 or token not in str(caught.value), "a word may stand in any sentence"


def test_a_token_of_ours_comes_back() -> None:
    """It says what it was told to say, until its last second."""
    token = TOKENS.sign(CLAIMS)
    assert TOKENS.read(token, AT) == CLAIMS
    assert TOKENS.read(token, UnixTime(AT + 899)) == CLAIMS
    assert TOKENS.read(signed(SAID), AT) == CLAIMS


def test_a_token_runs_out() -> None:
    """By the hub's clock; and one from the future is not yet good."""
    refuse(TOKENS.sign(CLAIMS), AT + 900)
    refuse(TOKENS.sign(CLAIMS), AT - 61)
    assert TOKENS.read(TOKENS.sign(CLAIMS), UnixTime(AT - 60)) == CLAIMS


def test_keys_rotate() -> None:
    """Tokens of the key before are good; new ones are signed by the new key."""
    before = JwtTokens([OLD], ISSUER)
    assert TOKENS.read(before.sign(CLAIMS), AT) == CLAIMS
    with pytest.raises(Refused):
        before.read(TOKENS.sign(CLAIMS), AT)
    assert [key["kid"] for key in TOKENS.public_keys()][1:] == [before.public_keys()[0]["kid"]]


def test_a_key_that_was_taken_out_signs_nothing() -> None:
    """The day after a leak."""
    token = JwtTokens([OLD], ISSUER).sign(CLAIMS)
    with pytest.raises(Refused):
        JwtTokens([KEY], ISSUER).read(token, AT)


@pytest.mark.parametrize("kid", ["", "another", None, 7, ["x"], "a" * 500])
def test_a_foreign_key_id_is_refused(kid: object) -> None:
    """Even under our own signature."""
    if isinstance(kid, str):
        refuse(signed(SAID, kid=kid))
    else:
        head = base64url.encode(json.dumps({"alg": "EdDSA", "typ": "JWT", "kid": kid}).encode())
        body = base64url.encode(json.dumps(SAID).encode())
        signature = base64url.encode(KEY.sign(f"{head}.{body}".encode()))
        refuse(f"{head}.{body}.{signature}")


def test_a_foreign_key_is_refused() -> None:
    """Also when it calls itself ours."""
    refuse(signed(SAID, FOREIGN))


def test_a_token_without_signature_is_refused() -> None:
    """`alg: none` in any spelling."""
    for algorithm in ("none", "None", "NONE", ""):
        head = {"alg": algorithm, "typ": "JWT", "kid": KID}
        text = ".".join(base64url.encode(json.dumps(part).encode()) for part in (head, SAID))
        refuse(text + ".")
        refuse(text + "." + signed(SAID).rpartition(".")[2])


@pytest.mark.parametrize("algorithm", ["HS256", "HS384", "HS512"])
def test_our_public_key_is_nobodys_secret(algorithm: str) -> None:
    """An HMAC under the public key, in each of its spellings, signs nothing."""
    public = KEY.public_key()
    spellings = [
        public.public_bytes(Encoding.Raw, PublicFormat.Raw),
        public.public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo),
        public.public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo),
        public.public_bytes(Encoding.OpenSSH, PublicFormat.OpenSSH),
    ]
    head = {"alg": algorithm, "typ": "JWT", "kid": KID}
    text = ".".join(base64url.encode(json.dumps(part).encode()) for part in (head, SAID))
    digest = getattr(hashlib, algorithm.lower().replace("hs", "sha"))
    for spelling in spellings:
        refuse(text + "." + base64url.encode(hmac.digest(spelling, text.encode(), digest)))


def test_another_algorithm_is_refused() -> None:
    """A good signature of another kind."""
    other = ec.generate_private_key(ec.SECP256R1())
    refuse(jwt.encode(SAID, other, algorithm="ES256", headers={"kid": KID}))


@pytest.mark.parametrize(
    "change",
    [
        {"aud": "till"},
        {"aud": ["staff", "member"]},
        {"aud": None},
        {"iss": "https://evil.example"},
        {"iss": ISSUER + "/"},
        {"sub": "seven"},
        {"sub": "-7"},
        {"sub": "٧"},
        {"sub": "9" * 30},
        {"sub": str(2**53)},
        {"sid": "short"},
        {"sid": "!!"},
        {"sid": 7},
        {"exp": AT},
        {"exp": float(AT + 900)},
        {"exp": str(AT + 900)},
        {"iat": True},
        {"iat": AT + 61},
    ],
    ids=str,
)
def test_other_claims_are_refused(change: dict[str, Any]) -> None:
    """Even under our own signature: of another hub, for another kind, of another shape."""
    refuse(signed({**SAID, **change}))


@pytest.mark.parametrize("name", sorted(SAID))
def test_every_claim_is_wanted(name: str) -> None:
    """A token that leaves one out is refused."""
    refuse(signed({key: value for key, value in SAID.items() if key != name}))


def test_a_token_has_an_end() -> None:
    """A megabyte of token is not looked at."""
    refuse("a" * (LONGEST_TOKEN + 1))
    assert len(TOKENS.sign(replace(CLAIMS, owner=2**53 - 1))) < 600


@given(st.data())
def test_no_altered_token_is_ours(data: st.DataObject) -> None:
    """One character more, less or other."""
    token = TOKENS.sign(CLAIMS)
    at = data.draw(st.integers(0, len(token) - 1))
    letter = data.draw(st.sampled_from("ABCabc019-_.= é"))
    altered = data.draw(
        st.sampled_from(
            [
                token[:at] + letter + token[at + 1 :],
                token[:at] + token[at + 1 :],
                token[:at] + letter + token[at:],
            ]
        )
    )
    if altered != token:
        # The last letter of base64 may hold bits that stand for nothing; they sign nothing else.
        try:
            assert TOKENS.read(altered, AT) == CLAIMS
        except Refused as refused:
            caught: Refusal | None = refused.refusal
        else:
            caught = None
        assert caught in (None, Refusal.UNAUTHENTICATED)
        same = base64.urlsafe_b64decode
        if caught is None:
            signature, other = token.rpartition(".")[2], altered.rpartition(".")[2]
            assert same(signature + "==") == same(other.rstrip("=") + "==")


@given(st.text(max_size=200))
def test_no_text_does_more_than_be_refused(text: str) -> None:
    """Whatever comes in: a refusal, nothing else."""
    refuse(text)
    refuse(f"{text}.{text}.{text}")


def test_the_published_keys_are_public() -> None:
    """RFC 8037, and none of the private half."""
    published = TOKENS.public_keys()
    assert [set(key) for key in published] == [{"kty", "crv", "x", "kid", "alg", "use"}] * 2
    raw = KEY.public_key().public_bytes(Encoding.Raw, PublicFormat.Raw)
    assert base64url.decode(published[0]["x"]) == raw


def test_the_key_id_is_the_rfcs_thumbprint() -> None:
    """RFC 8037 appendix A.3: its public key and its thumbprint."""
    seed = base64url.decode("nWGxne_9WmC6hEr0kuwsxERJxWl7MmkZcDusAxyuf2A")
    tokens = JwtTokens([Ed25519PrivateKey.from_private_bytes(seed)], ISSUER)
    assert tokens.public_keys()[0]["kid"] == "kPrK_qmxVWaYVA9wwBF6Iuo3vVzz7TxHCTwXBygrS4k"


def pem(key: Ed25519PrivateKey | ec.EllipticCurvePrivateKey) -> bytes:
    """Return a private key as a key file holds it."""
    return key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())


def test_a_key_file_holds_the_signing_key_first() -> None:
    """And the older ones behind it."""
    keys = keys_of_pem(b"the hub's keys\n" + pem(KEY) + b"\n" + pem(OLD))
    assert JwtTokens(keys, ISSUER).public_keys() == TOKENS.public_keys()


@pytest.mark.parametrize(
    "text",
    [
        b"",
        b"nothing",
        pem(KEY)[:60],
        pem(KEY).replace(b"M", b"!", 1),
        pem(ec.generate_private_key(ec.SECP256R1())),
        pem(KEY) * 9,
    ],
    ids=["empty", "no key", "half a key", "no base64", "another kind", "too many"],
)
def test_a_key_file_that_cannot_be_used_is_said(text: bytes) -> None:
    """To the operator, before anything is signed."""
    with pytest.raises(WrongSettings):
        keys_of_pem(text)


def test_there_is_no_short_secret() -> None:
    """And two secrets make two keys."""
    with pytest.raises(WrongSettings):
        key_of_secret(b"secret")
    assert key_of_secret(b"a" * 32).public_key() != key_of_secret(b"b" * 32).public_key()
