"""A disk that loses its power: recorded writes, of which the unsynced are dropped or torn.

`record` runs a program under strace and keeps what it did to one folder. `Disk` plays that back
to any point and makes what the disk may hold then: all that was synced, and of the rest each
write whole, missing, or torn at sectors of 512 bytes; each name likewise until its folder was
synced. Nothing is kept in order unless a sync asked for it.
"""

import random
import re
import subprocess
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

SECTOR: Final = 512
_CALLS: Final = (
    "openat,creat,close,write,pwrite64,writev,pwritev,fsync,fdatasync,ftruncate,fallocate,"
    "unlink,unlinkat,rename,renameat,renameat2,link,linkat,mmap"
)
_LONGEST_STRING: Final = 4_000_000
_LINE: Final = re.compile(r"(\w+)\((.*)\)\s+= (-?\d+|0x[0-9a-f]+)")
_STRING: Final = re.compile(r'"((?:\\x[0-9a-f]{2})*)"')


@dataclass(frozen=True)
class Step:
    """One thing that the program did: to the file *file*, to the name *name*, or said."""

    act: str
    """`create`, `write`, `truncate`, `sync`, `name-sync`, `unlink`, `rename` or `say`."""
    file: int = -1
    name: str = ""
    new_name: str = ""
    offset: int = 0
    data: bytes = b""


def record(command: list[str], folder: Path, cwd: Path) -> list[Step]:
    """Run *command* and return all that it did to *folder* and said, in order."""
    trace = folder.with_name(folder.name + ".strace")
    done = subprocess.run(
        ["strace", "-qq", "-xx", "-s", str(_LONGEST_STRING), "-e", f"trace={_CALLS}",
         "-o", str(trace), *command],
        cwd=cwd, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, f"the recorded day failed: {done.stderr[-2000:]}"
    reader = _TraceReader(str(folder))
    with trace.open(encoding="ascii") as lines:
        for line in lines:
            reader.take(line)
    trace.unlink()
    return reader.steps


class _TraceReader:
    """Turns strace's lines into steps; any call on the folder that it does not know is an error."""

    def __init__(self, folder: str) -> None:
        self.folder = folder
        self.steps: list[Step] = []
        self.open: dict[int, int] = {}
        self.folders: set[int] = set()
        self.files: dict[str, int] = {}
        self.made = 0
        self.position: dict[int, int] = {}

    def take(self, line: str) -> None:
        """Take one line of the trace."""
        match = _LINE.match(line)
        if not match or match[3].startswith("-"):
            return
        call, told, result = match[1], match[2], int(match[3], 0)
        strings = [bytes.fromhex(it.replace("\\x", "")) for it in _STRING.findall(told)]
        number = re.match(r"\d+", told)
        descriptor = int(number[0]) if number else -1
        if call in {"openat", "creat"}:
            self._opened(strings[0].decode(), told, result)
        elif call == "close":
            self.open.pop(descriptor, None)
            self.folders.discard(descriptor)
        elif call == "write" and descriptor == 1:
            self.steps.append(Step("say", data=strings[0]))
        elif call in {"unlink", "unlinkat"}:
            self._unlinked(strings[0].decode())
        elif call in {"rename", "renameat", "renameat2"}:
            self._renamed(strings[0].decode(), strings[1].decode())
        elif call == "mmap":
            self._mapped(told)
        elif descriptor in self.folders and call in {"fsync", "fdatasync"}:
            self.steps.append(Step("name-sync"))
        elif descriptor in self.open:
            self._on_file(call, told, self.open[descriptor], strings)

    def _opened(self, path: str, told: str, descriptor: int) -> None:
        self.open.pop(descriptor, None)
        self.folders.discard(descriptor)
        if path == self.folder:
            self.folders.add(descriptor)
        if not path.startswith(self.folder + "/"):
            return
        if path not in self.files:
            assert "O_CREAT" in told, f"{path} is opened, and was never made"
            self.files[path] = self.made
            self.steps.append(Step("create", self.made, name=path))
            self.made += 1
        file = self.files[path]
        self.open[descriptor] = file
        self.position[file] = 0
        if "O_TRUNC" in told:
            self.steps.append(Step("truncate", file))

    def _on_file(self, call: str, told: str, file: int, strings: list[bytes]) -> None:
        if call == "pwrite64":
            self.steps.append(
                Step("write", file, offset=int(told.rsplit(", ", 1)[1]), data=strings[0])
            )
        elif call == "write":
            self.steps.append(Step("write", file, offset=self.position[file], data=strings[0]))
            self.position[file] += len(strings[0])
        elif call in {"fsync", "fdatasync"}:
            self.steps.append(Step("sync", file))
        elif call == "ftruncate":
            self.steps.append(Step("truncate", file, offset=int(told.rsplit(", ", 1)[1])))
        else:
            raise AssertionError(f"{call} is not understood: teach it to the disk")

    def _unlinked(self, path: str) -> None:
        if self.files.pop(path, None) is not None:
            self.steps.append(Step("unlink", name=path))

    def _renamed(self, old: str, new: str) -> None:
        if old in self.files:
            self.files[new] = self.files.pop(old)
            self.steps.append(Step("rename", name=old, new_name=new))

    def _mapped(self, told: str) -> None:
        """Refuse writes that no call shows; SQLite makes the index of its log anew, so that may."""
        if "MAP_SHARED" not in told or "PROT_WRITE" not in told:
            return
        file = self.open.get(int(told.split(", ")[4]), -1)
        names = [path for path, it in self.files.items() if it == file]
        assert all(name.endswith("-shm") for name in names), f"{names} are written unseen"


@dataclass
class _File:
    """What a file surely holds, and what was asked for since."""

    content: bytearray = field(default_factory=bytearray)
    unsynced: list[Step] = field(default_factory=list)


class Disk:
    """Plays steps; at any point it can lose its power."""

    def __init__(self) -> None:
        self.files: dict[int, _File] = {}
        self.names: dict[str, int] = {}
        self.unsynced_names: list[Step] = []
        self.said: list[str] = []

    def play(self, step: Step) -> None:
        """Do *step*."""
        if step.act == "say":
            self.said += step.data.decode().splitlines()
        elif step.act in {"write", "truncate"}:
            self.files[step.file].unsynced.append(step)
        elif step.act == "sync":
            file = self.files[step.file]
            for write in file.unsynced:
                _apply(file.content, write)
            file.unsynced.clear()
        elif step.act == "name-sync":
            for name in self.unsynced_names:
                _rename(self.names, name)
            self.unsynced_names.clear()
        else:
            if step.act == "create":
                self.files[step.file] = _File()
            self.unsynced_names.append(step)

    def cut(self, folder: Path, dice: random.Random) -> None:
        """Write into *folder* what the disk holds if the power goes now."""
        keeps = dice.choice((0.0, 0.5, 0.9, 1.0))
        names = dict(self.names)
        for step in self.unsynced_names:
            if dice.random() < keeps:
                _rename(names, step)
        for path, number in names.items():
            file = self.files[number]
            content = bytearray(file.content)
            for step in file.unsynced:
                _apply_perhaps(content, step, keeps, dice)
            (folder / Path(path).name).write_bytes(content)


def _apply(content: bytearray, step: Step) -> None:
    if step.act == "truncate":
        del content[step.offset :]
        content.extend(bytes(step.offset - len(content)))
        return
    content.extend(bytes(max(0, step.offset - len(content))))
    content[step.offset : step.offset + len(step.data)] = step.data


def _apply_perhaps(content: bytearray, step: Step, keeps: float, dice: random.Random) -> None:
    """Apply a step, or not, or some sectors of it."""
    if dice.random() < keeps:
        _apply(content, step)
    elif step.act == "write" and dice.random() < 0.5:
        place, end = step.offset, step.offset + len(step.data)
        while place < end:
            edge = min(end, (place // SECTOR + 1) * SECTOR)
            if dice.random() < 0.5:
                part = step.data[place - step.offset : edge - step.offset]
                _apply(content, Step("write", offset=place, data=part))
            place = edge


def _rename(names: dict[str, int], step: Step) -> None:
    if step.act == "create":
        names[step.name] = step.file
    elif step.act == "unlink":
        names.pop(step.name, None)
    elif step.name in names:
        names[step.new_name] = names.pop(step.name)
