"""A small file for its owner's eyes only, whole or not there."""

import os
from pathlib import Path

from agent.errors import AgentError


def write_privately(path: Path, text: str) -> None:
    """Put *text* into the file at *path*, in place of what was there, or raise AgentError."""
    new = path.with_name(path.name + ".new")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
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
