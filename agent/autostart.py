"""What starts with the session of whoever works at the till: the agent, its icon, its window."""

import shutil
import subprocess
import sys
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from importlib import resources
from pathlib import Path
from typing import Final

from agent.errors import AgentError
from agent.supervised import program_words

SHOWN: Final = ("window", "strip", "icon")
"""What is seen after a logon: the icon, and with it the window or the strip, or nothing more."""
_UNIT: Final = "baursak-agent.service"
_RUN_KEY: Final = r"Software\Microsoft\Windows\CurrentVersion\Run"
_IN_REGISTRY: Final = ("BaursakAgent", "BaursakIcon")
_RELOAD_S: Final = 10.0

_UNIT_TEXT: Final = """\
# Written by `baursak agent autostart on`; `off` takes it away again.
[Unit]
Description=Baursak: receipts in, claim slips out
StartLimitIntervalSec=0

[Service]
ExecStart={words}
Restart=always
RestartSec=5
# 3: an agent runs at this till already.
RestartPreventExitStatus=3
NoNewPrivileges=yes

[Install]
WantedBy=default.target
"""
_ENTRY_TEXT: Final = """\
[Desktop Entry]
Type=Application
Name=Baursak
GenericName=Loyalty at the till
GenericName[kk]=Кассадағы адалдық бағдарламасы
GenericName[ru]=Программа лояльности на кассе
Comment={comment}
Comment[kk]={comment_kk}
Comment[ru]={comment_ru}
Exec={words}
Icon=baursak
Terminal=false
Categories=Office;
StartupNotify=false
"""
_MENU_TEXT: Final = """\
StartupWMClass=baursak-window
Actions=strip;

[Desktop Action strip]
Name=Open the strip
Name[kk]=Жолақты ашу
Name[ru]=Открыть полосу
Exec={strip}
"""
_COMMENTS: Final = {
    "icon": ("The icon of the till", "Касса белгішесі", "Значок кассы"),
    "agent": ("The agent of the till", "Касса агенті", "Агент кассы"),
    "window": ("The cashier's window", "Кассирдің терезесі", "Окно кассира"),
}


@dataclass(frozen=True, slots=True)
class Places:
    """Where this user's desktop looks for what it starts and what it offers."""

    config: Path
    share: Path
    systemd: bool
    """The system starts services; else the desktop starts the agent too."""

    @property
    def unit(self) -> Path:
        """Return the agent's unit."""
        return self.config / "systemd" / "user" / _UNIT

    @property
    def wanted(self) -> Path:
        """Return the link by which the session wants it."""
        return self.unit.parent / "default.target.wants" / _UNIT

    @property
    def agent_entry(self) -> Path:
        """Return what starts the agent where there is no systemd."""
        return self.config / "autostart" / "baursak-agent.desktop"

    @property
    def icon_entry(self) -> Path:
        """Return what starts the icon."""
        return self.config / "autostart" / "baursak.desktop"

    @property
    def menu_entry(self) -> Path:
        """Return what the desktop's menu offers: the Baursak icon that opens the window."""
        return self.share / "applications" / "baursak.desktop"

    @property
    def picture(self) -> Path:
        """Return the picture of those entries."""
        return self.share / "icons" / "hicolor" / "scalable" / "apps" / "baursak.svg"


@dataclass(frozen=True, slots=True)
class Autostart:
    """What starts with the session."""

    agent: bool
    icon: bool
    by: str
    """`systemd`, `desktop` or `registry`."""
    written: tuple[str, ...]
    """The files, or the registry's values, that are there."""
    offered: tuple[str, ...] = ()
    """The menu's entry and its picture, where they are: they start nothing by themselves."""


def turn_on(home: Path, shown: str = "window", places: Places | None = None) -> Autostart:
    """Start agent and icon of the till in *home* with every session; doing it again is the same.

    Raises AgentError where nothing may be written.
    """
    assert shown in SHOWN, "checked by whoever asks a person"
    home = home.absolute()
    if not str(home).isprintable():
        # A line break in a command line would begin a line of its own in every file below.
        raise AgentError(
            "The folder's name has letters in it that cannot be printed.",
            "Give the till a folder with a plain name, by --home.",
        )
    run = run_words(home)
    icon = [*_program(), "tray", "--home", str(home)]
    if shown != "icon":
        icon += ["--open", shown]
    if sys.platform == "win32":
        _register(dict(zip(_IN_REGISTRY, (run, icon), strict=True)))
        return standing()
    places = places or _places()
    try:
        _write_all(places, run, icon, home)
    except OSError as error:
        raise _not_written(error) from error
    _reload(places)
    return standing(places)


def run_words(home: Path) -> list[str]:
    """Return the words that start the agent of the till in *home*, without a console."""
    return [*_program(), "run", "--home", str(home.absolute())]


def turn_off(places: Places | None = None) -> Autostart:
    """Start nothing with the session; what runs now runs on."""
    if sys.platform == "win32":
        _register(dict.fromkeys(_IN_REGISTRY, ()))
        return standing()
    places = places or _places()
    try:
        for path in (places.wanted, places.unit, places.agent_entry, places.icon_entry):
            path.unlink(missing_ok=True)
    except OSError as error:
        raise _not_written(error) from error
    _reload(places)
    return standing(places)


def standing(places: Places | None = None) -> Autostart:
    """Return what starts with the session now."""
    if sys.platform == "win32":
        there = _registered()
        return Autostart(_IN_REGISTRY[0] in there, _IN_REGISTRY[1] in there, "registry", there)
    places = places or _places()
    by_systemd = places.wanted.is_symlink() and places.unit.is_file()
    files = (places.unit, places.agent_entry, places.icon_entry)
    return Autostart(
        agent=by_systemd or places.agent_entry.is_file(),
        icon=places.icon_entry.is_file(),
        by="systemd" if places.systemd else "desktop",
        written=tuple(str(it) for it in files if it.is_file()),
        offered=tuple(str(it) for it in (places.menu_entry, places.picture) if it.is_file()),
    )


def _places() -> Places:
    import platformdirs  # noqa: PLC0415  # where the desktop looks, by its own variables

    return Places(
        config=Path(platformdirs.user_config_dir()),
        share=Path(platformdirs.user_data_dir()),
        systemd=Path("/run/systemd/system").is_dir(),
    )


def _write_all(places: Places, run: Sequence[str], icon: Sequence[str], home: Path) -> None:
    picture = resources.files("agent.face").joinpath("page", "baursak.svg").read_text("utf-8")
    _write(places.picture, picture)
    window = [*_program(), "window", "--home", str(home)]
    menu = _entry("window", window) + _MENU_TEXT.format(strip=_desktop_words([*window, "--strip"]))
    _write(places.menu_entry, menu)
    _write(places.icon_entry, _entry("icon", icon))
    if places.systemd:
        _write(places.unit, _UNIT_TEXT.format(words=_unit_words(run)))
        places.wanted.parent.mkdir(parents=True, exist_ok=True)
        if not places.wanted.is_symlink():
            places.wanted.symlink_to(f"../{_UNIT}")
        # Not both: the second agent would only say that the first one runs.
        places.agent_entry.unlink(missing_ok=True)
    else:
        _write(places.agent_entry, _entry("agent", run))
        for path in (places.wanted, places.unit):
            path.unlink(missing_ok=True)


def _write(path: Path, text: str) -> None:
    """Put *text* there, whole or not at all."""
    path.parent.mkdir(parents=True, exist_ok=True)
    new = path.with_name(f"{path.name}.new")
    new.write_text(text, encoding="utf-8")
    new.replace(path)


def _entry(name: str, words: Sequence[str]) -> str:
    said, said_kk, said_ru = _COMMENTS[name]
    return _ENTRY_TEXT.format(
        comment=said, comment_kk=said_kk, comment_ru=said_ru, words=_desktop_words(words)
    )


def _desktop_words(words: Sequence[str]) -> str:
    """Return a command line as desktop entries have it: quoted, then escaped once more."""
    quoted = []
    for word in words:
        safe = "".join(f"\\{it}" if it in '"`$\\' else it for it in word)
        quoted.append(f'"{safe}"'.replace("\\", "\\\\").replace("%", "%%"))
    return " ".join(quoted)


def _unit_words(words: Sequence[str]) -> str:
    """Return a command line as systemd's units have it."""
    quoted = []
    for word in words:
        safe = word.replace("\\", "\\\\").replace('"', '\\"').replace("%", "%%")
        quoted.append(f'"{safe.replace("$", "$$")}"')
    return " ".join(quoted)


def _program() -> list[str]:
    """Return the words that start the agent, on Windows without a console where there is such."""
    words = program_words("")[:-1]
    if sys.platform == "win32":
        silent = Path(words[0]).with_name(
            "baursakw.exe" if getattr(sys, "frozen", False) else "pythonw.exe"
        )
        if silent.is_file():
            words[0] = str(silent)
    return words


def _reload(places: Places) -> None:
    """Let a running systemd read what has changed; at the next logon it does so anyway."""
    program = shutil.which("systemctl")
    if places.systemd and program is not None:
        with suppress(OSError, subprocess.TimeoutExpired):
            subprocess.run(  # noqa: S603  # this system's own
                [program, "--user", "daemon-reload"],
                check=False, capture_output=True, timeout=_RELOAD_S,
            )  # fmt: skip


def _not_written(error: OSError) -> AgentError:
    return AgentError(
        f"{error.filename} cannot be written ({error.strerror}).",
        "Run this as the user who works at the till, with a home folder of his own.",
    )


def _register(values: dict[str, Sequence[str]]) -> None:
    """Write what Windows starts at this user's logon; a value without words goes."""
    if sys.platform == "win32":
        import winreg  # noqa: PLC0415  # Windows only

        with winreg.CreateKey(winreg.HKEY_CURRENT_USER, _RUN_KEY) as key:
            for name, words in values.items():
                if words:
                    line = subprocess.list2cmdline(words)
                    winreg.SetValueEx(key, name, 0, winreg.REG_SZ, line)
                else:
                    with suppress(FileNotFoundError):
                        winreg.DeleteValue(key, name)


def _registered() -> tuple[str, ...]:
    found: list[str] = []
    if sys.platform == "win32":
        import winreg  # noqa: PLC0415  # Windows only

        for name in _IN_REGISTRY:
            with suppress(OSError), winreg.OpenKey(winreg.HKEY_CURRENT_USER, _RUN_KEY) as key:
                winreg.QueryValueEx(key, name)
                found.append(name)
    return tuple(found)
