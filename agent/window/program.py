"""The window as a program of its own: `agent keep-window`, without click, for its memory."""

import sys
from collections.abc import Sequence
from pathlib import Path

from agent.errors import AgentError
from agent.window.keeping import AlreadyOpen, Keeper, Kept
from agent.window.placing import bring_forward, strip_placing
from hardware.ending import on_ending


def main(argv: Sequence[str]) -> int:
    """Keep a window open: ADDRESS_FILE PROFILE "window"|"top"|"bottom" [WORDS OF THE BROWSER]."""
    address_file, profile, kind, *more = argv
    try:
        return _kept(Path(address_file), Path(profile), kind, tuple(more))
    except AgentError as error:
        sys.stderr.write(f"{error.title}\n{error.hint}\n")
        return error.exit_code


def keeper_of(address_file: Path, profile: Path, kind: str, more: Sequence[str] = ()) -> Keeper:
    """Return what keeps the window, or the strip at the top or the bottom of the screen."""
    if kind == "window":
        return Keeper(Kept(address_file, profile, "/", (f"--class={CLASS_WINDOW}", *more)))
    placing, words = strip_placing(kind)
    return Keeper(Kept(address_file, profile, "/strip", (*words, *more)), placing)


CLASS_WINDOW = "baursak-window"
"""What window managers know the window by."""


def _kept(address_file: Path, profile: Path, kind: str, more: tuple[str, ...]) -> int:
    keeper = keeper_of(address_file, profile, kind, more)
    on_ending(keeper.end)
    try:
        keeper.run()
    except AlreadyOpen:
        if kind == "window":
            bring_forward(CLASS_WINDOW)
        raise
    return 0
