"""Files for their owner's eyes only: whole or not there, in a folder that is his alone."""

import os
import stat
from pathlib import Path
from typing import Final

from agent.errors import AgentError

_OTHERS: Final = stat.S_IRWXG | stat.S_IRWXO


def write_privately(path: Path, text: str) -> None:
    """Put *text* into the file at *path*, in place of what was there, or raise AgentError."""
    new = path.with_name(path.name + ".new")
    try:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        new.unlink(missing_ok=True)
        new.touch(mode=0o600)
        with new.open("w", encoding="utf-8") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        # Under its own name it is whole: half a key would count as one for ever.
        new.replace(path)
    except OSError as error:
        raise AgentError(
            f"{path} cannot be written ({error.strerror}).", "Check the disk and the rights."
        ) from error


def keep_private(home: Path) -> bool:
    """Have *home* be this user's alone; tell if others could look into it before.

    A folder that all users share, such as /tmp, is left as it is.
    """
    home.mkdir(mode=0o700, parents=True, exist_ok=True)
    if os.name != "posix":
        return False  # a user's own folder is his alone there already
    mode = home.stat().st_mode
    if not mode & _OTHERS or mode & stat.S_ISVTX or home.resolve() == Path(home.resolve().anchor):
        return False
    try:
        home.chmod(stat.S_IRWXU)
    except OSError:
        return False  # somebody else's, who wants it so
    return True


def write_for_oneself() -> None:
    """Have every file that this process and its children make be for their owner's eyes only."""
    os.umask(0o077)
