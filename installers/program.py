"""The one program, `baursak`: finds the command that was asked for and imports nothing else."""

import sys

# A till's processes start before click is imported: their memory is a budget, and so is the time
# until the tap listens.
_LEAN = {
    "agent run": ("agent.supervised", {0, 2}),
    "agent brain": ("agent.brain_process", {2, 3}),
    "agent relay": ("hardware.taps.relay", None),
    "agent keep-tray": ("agent.tray.program", None),
    "agent keep-window": ("agent.window.program", None),
    "agent read-beside": ("hardware.codes.opencv_worker", None),
    "agent supervise": ("hardware.taps.supervisor", None),
}
"""Two words -> the module whose main takes the rest, and how many more words it then takes."""
_IDLE = {"agent brain", "agent relay", "agent supervise", "agent keep-tray", "agent keep-window"}
"""They run all day and mostly wait."""
_SELDOM = ("idna", "inspect", "ipaddress", "mimetypes", "shutil", "tokenize")
"""What dataclasses, httpx, urllib and tracebacks import for the day on which they need it: two
megabytes of a brain, half a one of a relay."""


def main() -> None:
    """Run `baursak` with the arguments of the command line."""
    rest = sys.argv[3:]
    name = " ".join(sys.argv[1:3])
    module, counts = _LEAN.get(name, ("", None))
    plain = counts is None or (len(rest) in counts and rest[:1] in ([], ["--home"]))
    if module and plain:
        if name in _IDLE:
            _become_small()
        sys.exit(__import__(module, fromlist=["main"]).main(rest))
    from installers.commands import baursak

    baursak(prog_name="baursak")


def _become_small() -> None:
    """Keep little in memory from the start."""
    from hardware.memory import keep_small
    from installers.late import load_late

    keep_small()
    for module in _SELDOM:
        load_late(module)
