"""Receipt profiles are read from TOML, checked whole, and every problem is said at once."""

from pathlib import Path

import pytest

from agent.adapters.receipt_profiles import FOLDER, LARGEST_FILE, load_receipt_profiles
from agent.core.reading import ReadingSettings, read_receipt
from agent.core.receipt import Kind
from agent.core.receipt_profiles import Place
from agent.errors import WrongSettings
from tests.fakes.segments import segment_of

GOOD = r"""
name = "Sigma"
match = ['SIGMA', '^N=']
currency = "KZT"
[total]
label = '^TOT'
place = "next"
[number]
pattern = '^N=(\d{1,6})'
[time]
pattern = '^D (.{14})'
form = "%d.%m.%y %H:%M"
[kinds]
copy = ['^== 2 ==$']
"""


def put(home: Path, text: str | bytes, name: str = "sigma.toml") -> Path:
    """Write a profile into the shop's folder and return its home."""
    folder = home / FOLDER
    folder.mkdir(exist_ok=True)
    (folder / name).write_bytes(text if isinstance(text, bytes) else text.encode())
    return home


def test_ours_are_read() -> None:
    """The profiles that come with the agent load, and the sum sign is one of them."""
    profiles = load_receipt_profiles()
    text = "ЧЕК ПРОДАЖИ\nЭклер 900.00\nΣ = 900.00"
    receipt = read_receipt(segment_of(text), settings=ReadingSettings(), profiles=profiles)
    assert receipt.total == 90_000


def test_the_shops_own_go_first(tmp_path: Path) -> None:
    """A TOML file in the agent's home is a profile, without any code."""
    first = load_receipt_profiles(put(tmp_path, GOOD))[0]
    assert (first.name, first.currency, first.total_place) == ("Sigma", "KZT", Place.NEXT)
    assert [it.pattern for it in first.match] == ["SIGMA", "^N="]
    assert first.kinds.keys() == {Kind.COPY}
    assert first.time == "%d.%m.%y %H:%M"


def test_all_problems_at_once(tmp_path: Path) -> None:
    """Every wrong value in every file is named in one error."""
    put(tmp_path, "colour = 1\nmatch = 'x'\ncurrency = 'tenge'\n", "a.toml")
    put(tmp_path, "match = ['(a+)+']\n[total]\nplace = 'left'\n", "b.toml")
    put(tmp_path, "match = ['x']\n[number]\npattern = 'N'\n[kinds]\nparty = ['x']\n", "c.toml")
    put(tmp_path, "match = [1]\ntotal = 5\n", "d.toml")
    put(tmp_path, "not toml", "e.toml")
    put(tmp_path, b"#" * (LARGEST_FILE + 1), "f.toml")
    with pytest.raises(WrongSettings) as caught:
        load_receipt_profiles(tmp_path)
    said = "\n".join(caught.value.problems)
    for word in ("colour", "currency", "repeats a group", "place", "round brackets", "party"):
        assert word in said
    for name in "abcdef":
        assert f"{name}.toml" in said


def test_a_shop_without_profiles(tmp_path: Path) -> None:
    """A home without the folder is as good as an empty one."""
    assert load_receipt_profiles(tmp_path) == load_receipt_profiles()
