"""Where passkeys work, and how a copied one is noticed."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contracts.wire.refusals import Refused
from contracts.wire.units import UnixTime
from hub.core.access.passkeys import Passkey, Shown, Site, require_the_same, site_of
from hub.core.ids import MemberId


@pytest.mark.parametrize(
    ("host", "site"),
    [
        ("loyalty.example.kz", Site("loyalty.example.kz", "https://loyalty.example.kz")),
        ("loyalty.example.kz:8443", Site("loyalty.example.kz", "https://loyalty.example.kz:8443")),
        ("localhost:5000", Site("localhost", "http://localhost:5000")),
        ("localhost.example.kz", Site("localhost.example.kz", "https://localhost.example.kz")),
    ],
)
def test_a_site_is_the_hubs_own_address(host: str, site: Site) -> None:
    """By https, with its port; only one's own machine is believed without a certificate."""
    assert site_of(host) == site


def key(counter: int) -> Passkey:
    """Return a key that has signed so often."""
    now = UnixTime(0)
    return Passkey(1, MemberId(1), b"c", b"k", b"handle", counter, "iPhone", now, now)


@given(st.integers(0, 2**32 - 1), st.integers(0, 2**32 - 1))
def test_a_count_only_goes_up(known: int, shown: int) -> None:
    """Zero and zero is a key that counts nothing; all else must be above what was seen before."""
    fits = shown > known or shown == known == 0
    try:
        require_the_same(key(known), Shown(shown, b"handle"))
    except Refused:
        assert not fits
    else:
        assert fits


def test_an_account_that_is_named_must_be_the_keys_own() -> None:
    """Where the phone names none, the key alone says whose it is."""
    require_the_same(key(0), Shown(0, None))
    with pytest.raises(Refused):
        require_the_same(key(0), Shown(0, b"another"))


def test_keys_are_not_written_into_logs() -> None:
    """Public halves name people as well as a name does."""
    assert repr(key(0).public_key) not in repr(key(0))
