"""What starts with the session: written whole, twice the same, taken away again."""

import json
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from agent.autostart import SHOWN, Places, standing, turn_off, turn_on
from agent.errors import AgentError

ODD = "till of $5 50% \"Ай\" \\ `x`"  # fmt: skip


def places(folder: Path, *, systemd: bool) -> Places:
    """Return the desktop of a user whose home is *folder*."""
    return Places(folder / "config", folder / "share", systemd=systemd)


def written(folder: Path) -> dict[str, str]:
    """Return every file of that user, by its path."""
    return {str(it.relative_to(folder)): it.read_text() for it in folder.rglob("*") if it.is_file()}


@pytest.mark.parametrize("systemd", [True, False])
@pytest.mark.parametrize("shown", SHOWN)
def test_on_twice_is_on_once_and_off_is_off(tmp_path: Path, shown: str, *, systemd: bool) -> None:
    """The menu's entry stays: it starts nothing by itself."""
    where = places(tmp_path, systemd=systemd)
    assert not standing(where).agent
    turned = turn_on(tmp_path / "till", shown, where)
    assert (turned.agent, turned.icon) == (True, True)
    assert turned.by == ("systemd" if systemd else "desktop")
    once = written(tmp_path)
    assert turn_on(tmp_path / "till", shown, where) == turned
    assert written(tmp_path) == once
    icon = where.icon_entry.read_text()
    assert ('"--open"' in icon) == (shown != "icon")
    off = turn_off(where)
    assert (off.agent, off.icon, off.written) == (False, False, ())
    assert where.menu_entry.is_file()
    assert off.offered == (str(where.menu_entry), str(where.picture))
    assert turn_off(where) == off


def test_the_system_changes_and_the_agent_starts_once(tmp_path: Path) -> None:
    """A desktop entry and a unit side by side would start two."""
    turn_on(tmp_path / "till", "window", places(tmp_path, systemd=False))
    assert places(tmp_path, systemd=False).agent_entry.is_file()
    turn_on(tmp_path / "till", "window", places(tmp_path, systemd=True))
    assert not places(tmp_path, systemd=True).agent_entry.exists()
    turn_on(tmp_path / "till", "window", places(tmp_path, systemd=False))
    assert not places(tmp_path, systemd=False).unit.exists()


def test_desktops_take_every_entry(tmp_path: Path) -> None:
    """By desktop-file-validate, with a folder of odd letters; each command line comes out whole."""
    where = places(tmp_path, systemd=False)
    turn_on(tmp_path / ODD, "strip", where)
    entries = [where.icon_entry, where.agent_entry, where.menu_entry]
    assert shutil.which("desktop-file-validate"), "of the package desktop-file-utils"
    for path in entries:
        said = subprocess.run(
            ["desktop-file-validate", str(path)], capture_output=True, text=True, check=False
        )
        assert (said.returncode, said.stdout) == (0, ""), path
    for path, words in zip(entries, (["tray"], ["run"], ["window"]), strict=True):
        line = path.read_text().split("Exec=")[1].split("\n")[0]
        # The entry's own escapes first, then those of its quotes, which are a shell's too.
        plain = line.replace("\\\\", "\\").replace("%%", "%")
        told = ["sh", "-c", f"printf '%s\\n' {plain}"]
        said = subprocess.run(told, capture_output=True, text=True, check=True)
        found = said.stdout.splitlines()
        assert found[:4] == [sys.executable, "-m", "installers", "agent"]
        assert found[4:7] == [*words, "--home", str(tmp_path / ODD)]


def test_the_unit_says_what_to_run(tmp_path: Path) -> None:
    """Its odd letters are kept from being meant as something, and the session wants it."""
    where = places(tmp_path, systemd=True)
    turn_on(tmp_path / ODD, "window", where)
    line = where.unit.read_text().split("ExecStart=")[1].split("\n")[0]
    found = shlex.split(line.replace("$$", "$"))
    assert found[4:] == ["run", "--home", str(tmp_path / ODD).replace("%", "%%")]
    assert where.wanted.resolve() == where.unit.resolve()


@pytest.mark.parametrize("letter", ["\n", "\r", "\x1b", "\0", "\udcff"])
def test_a_folder_whose_name_would_write_lines_starts_nothing(tmp_path: Path, letter: str) -> None:
    """Neither in a unit nor in an entry."""
    for systemd in (True, False):
        where = places(tmp_path, systemd=systemd)
        with pytest.raises(AgentError, match="cannot be printed"):
            turn_on(tmp_path / f"till{letter}Exec=evil", "window", where)
    assert written(tmp_path) == {}


def test_a_folder_that_takes_nothing_is_said(tmp_path: Path) -> None:
    """With its path and what to do."""
    (tmp_path / "config").write_text("no folder")
    with pytest.raises(AgentError, match="cannot be written"):
        turn_on(tmp_path / "till", "window", places(tmp_path, systemd=False))


def test_the_command_goes_by_this_users_own_folders(tmp_path: Path) -> None:
    """As the desktop's variables name them; its answer is JSON on request."""
    own = [f"XDG_CONFIG_HOME={tmp_path / 'c'}", f"XDG_DATA_HOME={tmp_path / 's'}"]
    line = ["env", *own, sys.executable, "-m", "installers", "agent", "autostart"]
    for state, is_on in (("status", False), ("on", True), ("status", True), ("off", False)):
        words = [*line, state, "--home", str(tmp_path / "till"), "--json"]
        said = json.loads(subprocess.run(words, capture_output=True, text=True, check=True).stdout)
        assert (said["agent"], said["icon"]) == (is_on, is_on)
        assert bool(said["written"]) is is_on
        assert all(it.startswith(str(tmp_path)) for it in said["written"])
    off = subprocess.run([*line, "off"], capture_output=True, text=True, check=True).stdout
    assert "The menu's entry stays" in off
    assert str(tmp_path / "s" / "applications" / "baursak.desktop") in off
