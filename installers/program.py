"""The one program, `baursak`: finds the command that was asked for and imports nothing else."""

import sys

# A till's processes start before click is imported: their memory is a budget.
_LEAN = {
    ("agent", "brain", "--home"): "agent.brain_process",
    ("agent", "relay"): "hardware.taps.relay",
    ("agent", "supervise"): "hardware.taps.supervisor",
}


def main() -> None:
    """Run `baursak` with the arguments of the command line."""
    for words, module in _LEAN.items():
        if tuple(sys.argv[1 : len(words) + 1]) == words:
            sys.exit(__import__(module, fromlist=["main"]).main(sys.argv[3:]))
    from installers.commands import baursak

    baursak(prog_name="baursak")
