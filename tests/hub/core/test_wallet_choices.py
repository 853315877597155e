"""The list of wallets: ours can be read, and one that a page could not hold safely is refused."""

import json

import pytest

from hub.core.wallet_choices import MOST_WALLETS, MalformedWallets, WalletChoice, read_wallets
from hub.web.our_wallets import our_wallets

GOOD = {
    "name": "Oqa",
    "link": "https://oqa.example/connect?attach=wallet",
    "bridge": "https://bridge.oqa.example/bridge",
}


def written(*wallets: object) -> bytes:
    """Return a list as its file has it."""
    return json.dumps(wallets).encode()


def test_our_own_list_is_read() -> None:
    """Wallets that people here have; each bridge is served over TLS."""
    assert [it.name for it in our_wallets()][:2] == ["Tonkeeper", "Wallet in Telegram"]
    assert all(it.origin.startswith("https://") for it in our_wallets())


def test_the_origin_is_what_a_policy_names() -> None:
    """Scheme, host and port, and no path."""
    [found] = read_wallets(written({**GOOD, "bridge": "http://127.0.0.1:8081/bridge"}))
    assert found == WalletChoice("Oqa", GOOD["link"], "http://127.0.0.1:8081/bridge")
    assert found.origin == "http://127.0.0.1:8081"


@pytest.mark.parametrize(
    "change",
    [
        {"bridge": "http://bridge.oqa.example/bridge"},
        {"bridge": "http://127.0.0.1.evil.example/bridge"},
        {"bridge": "https://bridge.example; script-src *"},
        {"bridge": "https://*"},
        {"bridge": "wss://bridge.example"},
        {"link": "javascript:alert(1)"},
        {"link": "http://oqa.example"},
        {"link": 'https://oqa.example/"onclick='},
        {"name": ""},
        {"name": "a" * 41},
        {"name": "two\nlines"},
        {"name": 7},
    ],
    ids=str,
)
def test_what_a_page_could_not_hold_is_refused(change: dict[str, object]) -> None:
    """Nothing of it reaches a policy, a link or a button."""
    with pytest.raises(MalformedWallets):
        read_wallets(written({**GOOD, **change}))


@pytest.mark.parametrize(
    "raw", [b"", b"{}", b"[]", b"[1]", b"\xff", written(*[GOOD] * (MOST_WALLETS + 1)), b"[{}]"]
)
def test_what_is_no_list_is_refused(raw: bytes) -> None:
    """Neither nothing nor too many."""
    with pytest.raises(MalformedWallets):
        read_wallets(raw)
