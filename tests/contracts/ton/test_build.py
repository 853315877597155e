"""What is committed as compiled code is what the sources beside it say."""

import hashlib
import json
import re
from collections import Counter
from pathlib import Path
from typing import get_args

import pytest

from contracts.ton import codes, jetton, loyalty_token

ROOM = Path(codes.__file__).parent
BUILT = sorted((ROOM / "build").glob("*.json"))
CUSTOMARY = 1000
"""Errors below are TEP-74's customary ones, or TVM's own."""


def test_every_contract_is_built_and_nothing_else() -> None:
    """The wallet twice: open and locked."""
    folders = {path.parent.name for path in ROOM.glob("*/main.tolk")}
    assert {path.stem for path in BUILT} == folders - {"jetton_wallet"} | {
        "jetton_wallet_open", "jetton_wallet_locked",
    }  # fmt: skip
    assert {path.stem for path in BUILT} == set(get_args(codes.Name))


@pytest.mark.parametrize("path", BUILT, ids=lambda path: str(path.stem))
def test_code_was_compiled_from_these_sources(path: Path) -> None:
    """By their hash, without a compiler; CI compiles again and compares."""
    kept = json.loads(path.read_text(encoding="utf-8"))
    whole = hashlib.sha256()
    for name in kept["sources"]:
        text = (ROOM / name).read_text(encoding="utf-8").encode()
        whole.update(f"{name}\0{len(text)}\0".encode() + text)
    assert whole.hexdigest() == kept["sources_sha256"], "run: npm run compile in contracts/ton"
    assert codes.code(kept["name"]).code_hash.hex() == kept["code_hash"]
    assert kept["tolk"] == "1.3.0"


def test_errors_of_ours_are_unique_over_the_project() -> None:
    """Whoever reads the chain tells mistakes apart by the number alone."""
    named = re.compile(r"^const ((?:ERR|WHY)_\w+) = (\d+)", re.MULTILINE)
    found = [
        (number, name)
        for path in sorted(ROOM.glob("*/*.tolk"))
        for name, number in named.findall(path.read_text(encoding="utf-8"))
        if int(number) >= CUSTOMARY
    ]
    twice = [number for number, many in Counter(number for number, _ in found).items() if many > 1]
    assert not twice
    assert len(found) > 40


@pytest.mark.parametrize("module", [jetton, loyalty_token])
def test_python_knows_the_errors_by_the_same_numbers(module: object) -> None:
    """Each error of token and wallet stands in Python under its name."""
    rooms = {jetton: "jetton_wallet", loyalty_token: "loyalty_token"}
    room = next(name for known, name in rooms.items() if known is module)
    text = (ROOM / room / "errors.tolk").read_text(encoding="utf-8")
    for name, number in re.findall(r"const ERR_(\w+) = (\d+)", text):
        assert getattr(module, name) == int(number)
