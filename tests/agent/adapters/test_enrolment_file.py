"""The till's keys on disk: this user's alone, in a box where there is one, older files mended."""

import json
from pathlib import Path, PosixPath

import pytest

from agent.adapters import enrolment_file
from agent.app import enrol_locally
from agent.config import ENROLMENT_FILE
from agent.core.key_ports import KeyBox
from agent.enrolments import enrolment_in
from agent.errors import AgentError
from contracts.wire import base64url
from tests.agent.cli.test_running import run
from tests.agent.core.rig import enrolment
from tests.fakes.key_box import MemoryKeyBox


class FullDisk(MemoryKeyBox):
    """A system that makes no boxes today."""

    def close(self, secret: bytes) -> bytes:
        """Refuse."""
        raise OSError(28, f"no room for {len(secret)} bytes")


def written(path: Path, box: KeyBox | None = None) -> str:
    """Write an enrolment and return what is in its file."""
    enrolment_file.write(path, enrolment(), box)
    return path.read_text()


def test_in_a_box_no_key_is_to_be_seen(tmp_path: Path) -> None:
    """And only the same user opens it."""
    path, box = tmp_path / ENROLMENT_FILE, MemoryKeyBox()
    text = written(path, box)
    assert base64url.encode(enrolment().claim_key) not in text
    assert "claim" not in text
    assert path.stat().st_mode & 0o777 == 0o600
    assert enrolment_file.read(path, box) == enrolment()
    for other in (None, MemoryKeyBox()):
        with pytest.raises(AgentError, match="cannot be opened") as found:
            enrolment_file.read(path, other)
        assert "enrol it again" in found.value.hint


def test_a_box_that_is_damaged_says_so(tmp_path: Path) -> None:
    """In a sentence, whatever it holds."""
    path, box = tmp_path / ENROLMENT_FILE, MemoryKeyBox()
    for text in ('{"kind": "memory", "box": "AAAA"}', '{"kind": "memory", "box": 7}',
                 '{"kind": "memory", "box": "?"}', '{"kind": "memory"}'):  # fmt: skip
        path.write_text(text)
        with pytest.raises(AgentError):
            enrolment_file.read(path, box)


def test_a_plain_file_is_read_and_put_into_the_box(tmp_path: Path) -> None:
    """A till of an older agent goes on; twice is once; where it cannot be done it stays."""
    path, box = tmp_path / ENROLMENT_FILE, MemoryKeyBox()
    plain = written(path)
    assert enrolment_file.read(path, box) == enrolment()
    said: list[str] = []
    enrolment_file.keep_safe(path, FullDisk(), said.append)
    assert path.read_text() == plain
    enrolment_file.keep_safe(path, box, said.append)
    boxed = path.read_text()
    assert json.loads(boxed).keys() == {"kind", "box"}
    enrolment_file.keep_safe(path, box, said.append)
    assert path.read_text() == boxed
    assert enrolment_file.read(path, box) == enrolment()
    assert len(said) == 2


def test_a_file_that_others_may_read_is_shut_and_it_is_said(tmp_path: Path) -> None:
    """A slip is not worth less for a copied file; but somebody should know."""
    path = tmp_path / ENROLMENT_FILE
    written(path)
    said: list[str] = []
    enrolment_file.keep_safe(path, None, said.append)
    assert said == []
    path.chmod(0o644)
    enrolment_file.keep_safe(path, None, said.append)
    assert path.stat().st_mode & 0o777 == 0o600
    assert "could read the till's keys" in said[0]
    enrolment_file.keep_safe(tmp_path / "none.json", None, said.append)
    assert len(said) == 1


@pytest.fixture
def handed_over(tmp_path: Path) -> Path:
    """Return a folder of credentials as systemd makes one, with an enrolment in it."""
    folder = tmp_path / "credentials"
    folder.mkdir()
    text = written(tmp_path / "made.json")
    (folder / "baursak-enrolment").write_text(text)
    return folder


def test_systemd_may_hand_the_keys_over(
    tmp_path: Path, handed_over: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Then the disk needs none, and none is written there."""
    home = tmp_path / "till"
    monkeypatch.setenv("CREDENTIALS_DIRECTORY", str(handed_over))
    assert enrolment_in(home) == enrolment()
    with pytest.raises(AgentError, match="handed over by systemd"):
        enrol_locally(home, till=1, host="demo.baursak.example", bot=None)
    assert not home.exists()
    assert "handed over" in run(home, "enrol", "--local").output
    monkeypatch.setenv("CREDENTIALS_DIRECTORY", str(tmp_path))
    with pytest.raises(AgentError, match="not enrolled"):
        enrolment_in(home)


class SomebodyElsesFile(PosixPath):
    """A file whose rights this user may not change."""

    def chmod(self, mode: int, *, follow_symlinks: bool = True) -> None:
        """Refuse."""
        raise PermissionError(1, f"not {mode:o}, whether {follow_symlinks} or not")


def test_whoever_may_not_change_the_files_rights_is_told(tmp_path: Path) -> None:
    """Keys that all can read are refused where nothing mends that from here."""
    path = SomebodyElsesFile(tmp_path / ENROLMENT_FILE)
    written(tmp_path / ENROLMENT_FILE)
    said: list[str] = []
    enrolment_file.keep_safe(path, None, said.append)
    (tmp_path / ENROLMENT_FILE).chmod(0o640)
    with pytest.raises(AgentError, match="can read the till's keys") as found:
        enrolment_file.keep_safe(path, None, said.append)
    assert "chmod 600" in found.value.hint
