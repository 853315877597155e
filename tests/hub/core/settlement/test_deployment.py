"""What was deployed is read as it was written, or not at all."""

import json
from dataclasses import replace
from typing import Any

import pytest

from contracts.ton.seen import Address
from hub.core.settlement.deployment import (
    Bounds,
    Founding,
    MalformedDeployment,
    Offices,
    read_deployment,
)
from tests.hub.core.settlement.samples import DEPLOYMENT

WORDS = json.loads(DEPLOYMENT.to_json())


def test_it_is_read_as_it_was_written() -> None:
    """All of it."""
    assert read_deployment("local", DEPLOYMENT.to_json()) == DEPLOYMENT


def test_how_it_was_founded_is_kept_with_it() -> None:
    """What its addresses follow from, and whom it obeys."""
    bounds = Bounds(1_000, 60, 120)
    somebody = Address("0:" + "c3" * 32)
    founding = Founding(
        admin=somebody, name="Бауырсақ", symbol="BAUR", description="", image="",
        platform=somebody, platform_share=250, commissions=(3, 2, 1), upgrade_delay=7,
        claim_delay=8,
    )  # fmt: skip
    whole = replace(DEPLOYMENT, offices=Offices(somebody, bounds), founding=founding)
    assert read_deployment("local", whole.to_json()) == whole
    words = json.loads(whole.to_json())
    for part, name, bad in (
        ("founding", "commissions", [1, 2]), ("founding", "name", 5),
        ("founding", "admin", "nobody"), ("founding", "claim_delay", -1),
        ("offices", "bounds", {}), ("offices", "admin", None),
    ):  # fmt: skip
        broken = {**words, part: {**words[part], name: bad}}
        with pytest.raises(MalformedDeployment, match="restore the file"):
            read_deployment("local", json.dumps(broken).encode())


def test_another_network_is_refused_by_name() -> None:
    """Addresses of one network mean nothing on another; strange words are not repeated."""
    with pytest.raises(MalformedDeployment, match="of local, but TON_NETWORK says mainnet"):
        read_deployment("mainnet", DEPLOYMENT.to_json())
    with pytest.raises(MalformedDeployment, match="of another network"):
        read_deployment("local", json.dumps({**WORDS, "network": "x" * 9}).encode())


def test_another_version_is_refused() -> None:
    """It may mean other things by the same words."""
    with pytest.raises(MalformedDeployment, match="another version"):
        read_deployment("local", json.dumps({**WORDS, "v": 2}).encode())


def changed(**words: Any) -> dict[str, Any]:
    """Return the words of the first contract, changed."""
    contracts = json.loads(json.dumps(WORDS["contracts"]))
    contracts["loyalty_token"].update(words)
    return {**WORDS, "contracts": contracts}


@pytest.mark.parametrize(
    "words",
    [
        {**WORDS, "contracts": {}},
        {**WORDS, "contracts": []},
        {**WORDS, "settler": None},
        {**WORDS, "sponsor": "nobody"},
        {**WORDS, "locked": 1},
        {**WORDS, "wallet_code_hash": "AB" * 32},
        changed(address="0:11"),
        changed(code_hash="00"),
        changed(code_hash=7),
        changed(address=WORDS["contracts"]["redemption_manager"]["address"]),
    ],
)
def test_what_misses_something_is_refused(words: dict[str, Any]) -> None:
    """Nothing of it is guessed."""
    with pytest.raises(MalformedDeployment, match="restore the file"):
        read_deployment("local", json.dumps(words).encode())
