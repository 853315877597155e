"""A deployment's files are whole, or as they were."""

from pathlib import Path

import pytest

from contracts.ton.seen import Address
from hub.adapters.deployment_files import DeploymentFiles
from hub.core.settlement.deploying import Pending
from hub.errors import HubError

PENDING = Pending("deploy it", 3, 99, b"\x00boc", ((Address("0:" + "11" * 32), b"\xffbody"),))


def test_both_are_read_as_they_were_written(tmp_path: Path) -> None:
    """And are none before, and none when they are let go."""
    files = DeploymentFiles(tmp_path / "it.json")
    assert (files.read(), files.pending()) == (None, None)
    files.write(b"one")
    files.write(b"two")
    files.note(PENDING)
    assert (files.read(), files.pending()) == (b"two", PENDING)
    files.forget()
    files.forget()
    assert files.pending() is None
    assert [it.name for it in tmp_path.iterdir()] == ["it.json"]


@pytest.mark.parametrize(
    "damage", [b"", b"{", b"[]", b"{}", b'{"what": 1, "letters": [[1]], "boc": "?"}']
)
def test_a_damaged_message_is_named_with_what_to_do(tmp_path: Path, damage: bytes) -> None:
    """It is not sent, nor deleted behind anybody's back."""
    (tmp_path / "it.json.sending").write_bytes(damage)
    with pytest.raises(HubError, match=r"it\.json\.sending is damaged") as caught:
        DeploymentFiles(tmp_path / "it.json").pending()
    assert "delete it" in caught.value.hint


def test_a_place_that_takes_no_file_is_named(tmp_path: Path) -> None:
    """With another way."""
    files = DeploymentFiles(tmp_path / "nowhere" / "it.json")
    with pytest.raises(HubError, match="cannot be written") as caught:
        files.write(b"x")
    assert "--out" in caught.value.hint
    (tmp_path / "folder").mkdir()
    with pytest.raises(HubError, match="cannot be read"):
        DeploymentFiles(tmp_path / "folder").read()
