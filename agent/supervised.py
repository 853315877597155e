"""Starting a till: the supervisor with the words of relay and brain; light, the tap comes first."""

import os
import sys
from collections.abc import Sequence
from pathlib import Path

from agent.config import (
    BYPASS_FILE,
    ENROLMENT_FILE,
    LINK_FILE,
    RELAY_LOG_FILE,
    SETTINGS_FILE,
    SUPERVISOR_FILE,
    SUPERVISOR_LOG_FILE,
    AgentSettings,
    default_home,
    handed_over,
    load_settings,
)
from agent.errors import AgentError, NotEnrolled, WrongSettings
from agent.private_file import keep_private, write_for_oneself
from hardware.taps import supervisor
from hardware.taps.logbook import Logbook


def main(argv: Sequence[str]) -> int:
    """Run a till, `[--home DIR]`, until it is stopped; return its exit code."""
    try:
        return run_till(Path(argv[1]) if argv else default_home())
    except AgentError as error:
        sys.stderr.write(f"{error.title}\n{error.hint}\n")
        return error.exit_code
    except OSError as error:
        sys.stderr.write(f"{error.filename}: {error.strerror}\nCheck that folder's rights.\n")
        return 1


def run_till(home: Path) -> int:
    """Run relay and brain under the supervisor until it is stopped; return its exit code.

    A mistake that is the brain's business never keeps the POS from printing: the relay runs, the
    mistake is said, and the brain comes in when it is mended.
    """
    settings = _settings_in(home)
    if not settings.printer.url:
        missing = f"{home / SETTINGS_FILE} names no printer"
        mended = 'run: baursak agent setup, or add [printer] url = "tcp://ADDRESS:9100"'
        raise WrongSettings([f"{missing}; {mended}."])
    write_for_oneself()
    if keep_private(home):
        _note(home, "folder: other users of this computer could look into it; that is over now")
    if handed_over() is None and not (home / ENROLMENT_FILE).exists():
        _say(NotEnrolled(home / ENROLMENT_FILE))
    words = _supervisor_words(settings)
    if os.name == "posix":
        # The supervisor takes this process over: it needs half of its memory.
        lean = _lean_words("supervise")
        os.execve(lean[0], [*lean, *words], _lean_environment())  # noqa: S606  # our own program
    return supervisor.main(words)


def _settings_in(home: Path) -> AgentSettings:
    try:
        return load_settings(home)
    except WrongSettings as error:
        if not error.may_print:
            raise
        _say(error)
        return load_settings(home, leniently=True)


def _say(error: AgentError) -> None:
    sys.stderr.write(f"{error.title}\n{error.hint}\nThe POS prints on, without slips.\n")


def _note(home: Path, line: str) -> None:
    Logbook(home / SUPERVISOR_LOG_FILE).write(line)


def program_words(command: str) -> list[str]:
    """Return the command line that starts *command* of the agent, frozen or not."""
    if getattr(sys, "frozen", False):
        return [sys.executable, "agent", command]
    return [sys.executable, "-m", "installers", "agent", command]


def _lean_words(command: str) -> list[str]:
    """Return the same for what runs all day: Python without what it does for programmers.

    `-S`: `site` reads what is installed beside us, and may import two megabytes for it; what it
    finds is found already, and handed on by `_lean_environment`. By path, since `-m` looks for
    modules with modules of its own. Without columns: errors are told of by line.
    """
    if getattr(sys, "frozen", False) or os.name == "nt":
        return program_words(command)
    started = Path(__file__).parents[1] / "installers" / "__main__.py"
    return [sys.executable, "-S", "-P", "-X", "no_debug_ranges", str(started), "agent", command]


def _lean_environment() -> dict[str, str]:
    """Return the environment of a till's processes: where our packages are, and one heap each."""
    found = [*(it for it in sys.path if it), str(Path(__file__).parents[1])]
    path = {} if getattr(sys, "frozen", False) else {"PYTHONPATH": os.pathsep.join(found)}
    return supervisor.environment(path)


def _supervisor_words(settings: AgentSettings) -> list[str]:
    home = settings.home
    link = home / LINK_FILE
    relay = [*_lean_words("relay"), "--wait-for-turn", "--link", str(link)]
    relay += ["--printer", settings.printer.url, "--log-file", str(home / RELAY_LOG_FILE)]
    relay += ["--bypass-file", str(home / BYPASS_FILE)]
    listen = settings.tap.listen
    if listen.startswith("spool://"):
        relay += ["--spool", listen.removeprefix("spool://")]
    else:
        relay += ["--listen", listen]
    for source in settings.tap.allow:
        relay += ["--allow", source]
    words = ["--pid-file", str(home / SUPERVISOR_FILE), "--relay-lock", f"{link}.lock"]
    words += ["--log-file", str(home / SUPERVISOR_LOG_FILE)]
    return [*words, "--relay", *relay, "--brain", *_lean_words("brain"), "--home", str(home)]
