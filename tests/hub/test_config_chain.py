"""The settings of the chain: all four or none, and every mistake at once."""

import json
from pathlib import Path

import pytest

from contracts.wire import base64url
from hub.config import ChainKeys, load_settings
from hub.errors import WrongSettings
from tests.hub.core.settlement.samples import DEPLOYMENT, network_file
from tests.hub.test_config import GOOD

SETTLER = base64url.encode(bytes(range(32)))
SPONSOR = base64url.encode(bytes(range(1, 33)))


@pytest.fixture
def good(tmp_path: Path) -> dict[str, str]:
    """Return settings of a hub that settles on the local chain."""
    config, deployment = tmp_path / "local.config.json", tmp_path / "deployment.json"
    config.write_bytes(network_file())
    deployment.write_bytes(DEPLOYMENT.to_json())
    return {
        **GOOD,
        "TON_NETWORK": "local",
        "TON_CONFIG": str(config),
        "TON_SETTLER_KEY": SETTLER,
        "TON_SPONSOR_KEY": SPONSOR,
        "TON_DEPLOYMENT": str(deployment),
    }


def problems(found: dict[str, str], *, deployed: bool = True) -> list[str]:
    """Return what is wrong with settings."""
    with pytest.raises(WrongSettings) as caught:
        load_settings(found, deployed=deployed, keys=True)
    return caught.value.problems


def without_keys(found: dict[str, str]) -> dict[str, str]:
    """Return settings without the two keys."""
    return {name: value for name, value in found.items() if not name.endswith("_KEY")}


def test_off_needs_nothing_and_has_nothing() -> None:
    """Which is the default."""
    assert load_settings(GOOD).chain is None


def test_all_of_it_is_read(good: dict[str, str]) -> None:
    """Network, both keys, and what was deployed."""
    chain = load_settings(good, keys=True).chain
    assert chain is not None
    assert (chain.network.name, len(chain.network.servers)) == ("local", 1)
    assert chain.keys == ChainKeys(bytes(range(32)), bytes(range(1, 33)))
    assert chain.deployment == DEPLOYMENT


def test_only_what_sends_reads_the_keys(good: dict[str, str]) -> None:
    """The web has none, whatever its environment holds; it needs none, either."""
    for keys in ({}, {"TON_SETTLER_KEY": "!", "TON_SPONSOR_KEY_FILE": "/nothing"}):
        chain = load_settings({**without_keys(good), **keys}).chain
        assert chain is not None
        assert chain.keys is None


def test_epochs_are_kept_beside_the_database_or_where_it_is_said(good: dict[str, str]) -> None:
    """Beside a SQLite file by itself; a server's database has no folder, so there it is named."""
    chain = load_settings({**good, "DATABASE_URL": "sqlite:////srv/hub.sqlite3"}, keys=True).chain
    assert chain is not None
    assert chain.archive == Path("/srv/settlement")
    chain = load_settings({**good, "TON_ARCHIVE": "/mnt/epochs"}, keys=True).chain
    assert chain is not None
    assert chain.archive == Path("/mnt/epochs")
    server = {**good, "DATABASE_URL": "postgresql://hub@/hub"}
    (said,) = problems(server)
    assert said.startswith("TON_ARCHIVE")
    chain = load_settings(server).chain
    assert chain is not None
    assert chain.archive is None


def test_nothing_of_the_chain_works_by_default() -> None:
    """All that is missing is said at once, beside what else is missing."""
    said = problems({"TON_NETWORK": "mainnet"})
    for name in ("TON_CONFIG", "TON_SETTLER_KEY", "TON_SPONSOR_KEY", "TON_DEPLOYMENT", "HUB_HOST"):
        assert any(it.startswith(name) for it in said), name


def test_what_deploys_has_no_deployment_yet(good: dict[str, str]) -> None:
    """But needs all the rest."""
    del good["TON_DEPLOYMENT"]
    chain = load_settings(good, deployed=False, keys=True).chain
    assert chain is not None
    assert chain.deployment is None
    del good["TON_CONFIG"]
    (said,) = problems(good, deployed=False)
    assert said.startswith("TON_CONFIG")


def test_keys_may_come_from_files(good: dict[str, str], tmp_path: Path) -> None:
    """As the other secrets; a file that is not there is said."""
    del good["TON_SETTLER_KEY"]
    file = tmp_path / "settler"
    file.write_text(SETTLER + "\n", encoding="ascii")
    chain = load_settings({**good, "TON_SETTLER_KEY_FILE": str(file)}, keys=True).chain
    assert chain is not None
    assert chain.keys is not None
    assert chain.keys.settler == bytes(range(32))
    said = problems({**good, "TON_SETTLER_KEY_FILE": str(tmp_path / "none")})
    assert any("TON_SETTLER_KEY_FILE" in it for it in said)


@pytest.mark.parametrize("key", [base64url.encode(bytes(31)), base64url.encode(bytes(64)), "!", ""])
def test_a_key_has_32_bytes(good: dict[str, str], key: str) -> None:
    """Neither fewer nor more, and no two wallets share one."""
    said = problems({**good, "TON_SETTLER_KEY": key})
    assert [it.split()[0] for it in said] == ["TON_SETTLER_KEY"]
    assert not key or all(key not in it for it in said)
    (same,) = problems({**good, "TON_SPONSOR_KEY": SETTLER})
    assert same.startswith("TON_SPONSOR_KEY")


def test_files_of_another_network_are_refused(good: dict[str, str]) -> None:
    """Both at once, with what to mend."""
    said = problems({**good, "TON_NETWORK": "mainnet"})
    assert len(said) == 2
    assert all("TON_NETWORK" in it and "mend" in it for it in said)


@pytest.mark.parametrize("name", ["TON_CONFIG", "TON_DEPLOYMENT"])
@pytest.mark.parametrize("content", [b"", b"{}", b"[]", b"\xff", b"null", b"[" * 5000])
def test_files_that_are_none_are_refused(good: dict[str, str], name: str, content: bytes) -> None:
    """Whatever is in them."""
    Path(good[name]).write_bytes(content)
    (said,) = problems(good)
    assert said.startswith(f"{name} ")
    assert "baursak chain" in said


def test_another_list_of_wallets_can_be_named(good: dict[str, str], tmp_path: Path) -> None:
    """It stands instead of ours; one that cannot be used is a problem with its name."""
    assert load_settings(good).wallets is None
    named = tmp_path / "wallets.json"
    wallet = {"name": "Oqa", "link": "https://oqa.example", "bridge": "https://oqa.example/b"}
    named.write_text(json.dumps([wallet]))
    found = load_settings({**good, "TON_WALLETS": str(named)}).wallets
    assert found is not None
    assert [it.name for it in found] == ["Oqa"]
    named.write_text("[]")
    (said,) = problems({**good, "TON_WALLETS": str(named)})
    assert said.startswith("TON_WALLETS ")


def test_keys_are_not_shown(good: dict[str, str]) -> None:
    """Neither by the settings' own text, nor by a mistake elsewhere."""
    shown = repr(load_settings(good, keys=True))
    assert SETTLER not in shown
    assert repr(bytes(range(32))) not in shown
    said = json.dumps(problems({**good, "TON_CONFIG": "/nothing"}))
    assert SETTLER not in said
