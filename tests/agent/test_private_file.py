"""A till's folder and files: its user's alone."""

import os
import stat
from pathlib import Path

import pytest

from agent.config import default_home
from agent.private_file import keep_private, write_privately


def rights(path: Path) -> int:
    """Return who may do what with *path*."""
    return stat.S_IMODE(path.stat().st_mode)


def test_a_new_folder_is_its_users_alone(tmp_path: Path) -> None:
    """However deep it lies, and twice is once."""
    home = tmp_path / "share" / "baursak"
    assert not keep_private(home)
    assert rights(home) == 0o700
    assert not keep_private(home)


def test_a_folder_that_others_could_look_into_is_shut(tmp_path: Path) -> None:
    """And it is told of; one that all users share is left as it is."""
    tmp_path.chmod(0o755)
    assert keep_private(tmp_path)
    assert rights(tmp_path) == 0o700
    shared = tmp_path / "tmp"
    shared.mkdir()
    shared.chmod(0o1777)
    assert not keep_private(shared)
    assert rights(shared) == 0o1777
    assert not keep_private(Path(os.sep)), "the root of all is nobody's"


def test_a_secret_file_is_whole_and_private(tmp_path: Path) -> None:
    """Whatever the file before it was, or a half one that was left."""
    path = tmp_path / "face.url"
    path.write_text("old")
    path.chmod(0o644)
    (tmp_path / "face.url.new").write_text("half")
    write_privately(tmp_path / "new folder" / "face.url", "new")
    assert rights(tmp_path / "new folder") == 0o700
    write_privately(path, "new")
    assert (path.read_text(), rights(path)) == ("new", 0o600)
    assert not (tmp_path / "face.url.new").exists()


def test_the_folder_is_where_this_system_keeps_such_things(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """BAURSAK_HOME goes first."""
    monkeypatch.delenv("BAURSAK_HOME", raising=False)
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path))
    assert default_home() == tmp_path / "baursak"
    monkeypatch.setenv("BAURSAK_HOME", str(tmp_path / "here"))
    assert default_home() == tmp_path / "here"
