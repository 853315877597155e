"""Keys: derived from one secret as RFC 5869 says."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contracts.wire.keys import KeyKind, derive, hkdf_sha256
from contracts.wire.units import KeyId
from tests.contracts.wire.samples import SECRET
from tests.contracts.wire.vectors import vectors


@pytest.mark.parametrize("case", vectors("keys")["rfc5869"])
def test_key_material_is_that_of_rfc_5869(case: dict[str, str | int]) -> None:
    """The RFC's own test cases for SHA-256 come out."""
    made = hkdf_sha256(
        bytes.fromhex(str(case["secret"])),
        salt=bytes.fromhex(str(case["salt"])),
        info=bytes.fromhex(str(case["info"])),
        size=int(case["size"]),
    )
    assert made.hex() == case["key"]


@pytest.mark.parametrize("case", vectors("keys")["derived"])
def test_golden_keys_stay(case: dict[str, str | int]) -> None:
    """A key that was ever derived is derived for ever."""
    kind, owner, key_id = KeyKind(str(case["kind"])), int(case["owner"]), KeyId(int(case["key_id"]))
    assert derive(bytes.fromhex(str(case["secret"])), kind, owner, key_id).hex() == case["key"]


_places = st.tuples(st.sampled_from(KeyKind), st.integers(0, 2**24 - 1), st.integers(0, 15))


@given(_places, _places)
def test_two_purposes_never_share_a_key(
    one: tuple[KeyKind, int, int], other: tuple[KeyKind, int, int]
) -> None:
    """Another kind, owner or key id gives another key."""
    keys = [derive(SECRET, kind, owner, KeyId(key_id)) for kind, owner, key_id in (one, other)]
    assert (keys[0] == keys[1]) == (one == other)


def test_two_secrets_never_share_a_key() -> None:
    """Another master secret gives another key."""
    keys = {derive(bytes([n]) * 32, KeyKind.CLAIM, 1, KeyId(0)) for n in range(8)}
    assert len(keys) == 8
