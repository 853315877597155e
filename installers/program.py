"""The one program, `baursak`: finds the command that was asked for and imports nothing else."""

import sys

# What the till's processes are made of starts before click is imported: the relay and the
# supervisor are standard library only, and their memory is a budget.
_LEAN = {
    ("agent", "relay"): "hardware.taps.relay",
    ("agent", "supervise"): "hardware.taps.supervisor",
}


def main() -> None:
    """Run `baursak` with the arguments of the command line."""
    lean = _LEAN.get((sys.argv[1], sys.argv[2])) if len(sys.argv) > 2 else None
    if lean is not None:
        module = __import__(lean, fromlist=["main"])
        sys.exit(module.main(sys.argv[3:]))
    from installers.commands import baursak

    baursak(prog_name="baursak")
