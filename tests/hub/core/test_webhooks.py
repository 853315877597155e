"""Addresses, kinds, waiting and signatures of webhooks."""

import hashlib
import hmac

import pytest

from contracts.wire.refusals import Refusal, Refused
from contracts.wire.units import UnixTime
from hub.core.ids import PartnerId
from hub.core.webhooks import (
    LONGEST_URL,
    MOST_ATTEMPTS,
    Webhook,
    headers_of,
    read_kinds,
    read_url,
    secret_text,
    wait_before,
)


@pytest.mark.parametrize(
    "url",
    ["http://shop.kz/x", "ftp://shop.kz", "https://", "https://user@shop.kz/", "https://a:b@shop.kz",
     "https://shop.kz/#x", "https://shop.kz:0/", "https://shop.kz:99999/", "https://shop.kz:x/",
     "https://-shop.kz", "https://shop.kz\\@10.0.0.1/", "https://shop .kz/", "https://шоп.kz/",
     "https://[::1", "javascript:alert(1)", "//shop.kz", "", "https://" + "a" * LONGEST_URL],
)  # fmt: skip
def test_what_is_no_address(url: str) -> None:
    """Only plain HTTPS, without user and fragment."""
    with pytest.raises(Refused) as caught:
        read_url(url)
    assert caught.value.refusal is Refusal.MALFORMED


@pytest.mark.parametrize(
    "url", ["https://shop.kz", "https://hooks.shop.kz:8443/a/b?c=d&e=%20", "https://[2a00::1]/x"]
)
def test_what_is_an_address(url: str) -> None:
    """It stays as it was written."""
    assert read_url(url) == url


def test_a_webhook_wants_what_it_named() -> None:
    """A kind, a family, or everything."""
    assert read_kinds(["b", "a.b", "b"]) == ("a.b", "b")
    for wrong in ([], ["A"], ["a."], ["a.*.b"], ["a"] * 31, ["a" * 41]):
        with pytest.raises(Refused):
            read_kinds(wrong)

    def wants(kinds: tuple[str, ...], kind: str) -> bool:
        return Webhook(1, PartnerId(1), "", b"", kinds, True, 0, UnixTime(0)).wants(kind)

    assert wants(("voucher.*",), "voucher.redeemed")
    assert not wants(("voucher.*",), "vouchers.redeemed")
    assert not wants(("voucher",), "voucher.redeemed")
    assert wants(("*",), "anything")


def test_waiting_grows_and_has_an_end() -> None:
    """Longer after each failure, spread by chance, for about two days in all."""
    longest = [wait_before(n, 255) for n in range(1, MOST_ATTEMPTS)]
    shortest = [wait_before(n, 0) for n in range(1, MOST_ATTEMPTS)]
    assert longest == sorted(longest)
    assert (longest[0], longest[-1]) == (30, 6 * 3600)
    assert all(low * 2 == high for low, high in zip(shortest, longest, strict=True))
    assert 86_400 < sum(longest) < 3 * 86_400


def test_a_signature_can_be_checked_by_who_has_the_secret() -> None:
    """As the partner's programmer reads it in the docs: over id, time and body."""
    secret, body = bytes(32), b'{"id":5}'
    headers = headers_of(5, UnixTime(1_790_000_000), secret, body)
    key = secret_text(secret).encode()
    expected = hmac.new(key, b"5.1790000000." + body, hashlib.sha256).hexdigest()
    assert headers == {
        "Baursak-Event": "5",
        "Baursak-Time": "1790000000",
        "Baursak-Signature": f"v1={expected}",
    }
